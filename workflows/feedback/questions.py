"""The questions that are asked after a meeting, as the trust words them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from workflows.administration.changes import change
from workflows.details import Details, required
from workflows.events import record
from workflows.feedback.model import SheetKind
from workflows.people import Person
from workflows.places import Trust

CHOICES: Final[Mapping[SheetKind, tuple[str, ...]]] = {
    SheetKind.MINUTE: ("Not at all", "A little", "Mostly", "Very much"),
    SheetKind.PRACTICE: ("Yes", "A little", "Not yet"),
}
"""What the first question of each sheet can be answered with."""
USUAL: Final[Mapping[SheetKind, tuple[str, ...]]] = {
    SheetKind.MINUTE: (
        "Was it worth your time?",
        "What will you do differently?",
        "What should we change next time?",
    ),
    SheetKind.PRACTICE: ("Did it change practice?", "What happened?"),
}
"""The questions of each sheet: the first with a choice of answers, the others for words."""
LONGEST_QUESTION: Final = 120


@dataclass(frozen=True, kw_only=True)
class QuestionDetails(Details):
    """How the trust words what is asked; the first of each sheet is answered with one of the choices."""

    worth: str = required("Enter the first question")
    different: str = required("Enter the second question")
    change: str = required("Enter the third question")
    practice: str = required("Enter the question that is asked next half-term")
    happened: str = required("Enter the question that follows it")

    def problems(self) -> dict[str, str]:
        return {
            name: f"Shorten this to {LONGEST_QUESTION} characters"
            for name in ("worth", "different", "change", "practice", "happened")
            if len(getattr(self, name)) > LONGEST_QUESTION
        }

    def by_sheet(self) -> dict[SheetKind, tuple[str, ...]]:
        """The same, as sheets have them."""
        return {
            SheetKind.MINUTE: (self.worth, self.different, self.change),
            SheetKind.PRACTICE: (self.practice, self.happened),
        }


def questions_of(trust: Trust, kind: SheetKind) -> list[str]:
    """What this trust asks on such a sheet."""
    own: Sequence[str] | None = trust.feedback_questions.get(kind)
    return list(own or USUAL[kind])


def word_questions(trust: Trust, details: QuestionDetails, actor: Person) -> bool:
    """Ask in these words from now on; sheets that are out keep theirs. Gives whether anything changed."""
    kept = {
        kind.value: list(questions)
        for kind, questions in details.by_sheet().items()
        if questions != USUAL[kind]
    }
    changed = change(trust, {"feedback_questions": kept})
    if changed:
        record(trust.id, "feedback_questions_worded", actor, changed=changed)
    return bool(changed)
