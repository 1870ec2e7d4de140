"""Who is involved in a review, when that changes."""

from __future__ import annotations

from typing import Any, Final

from forms.fields import HiddenField, SelectField, TextField, choice
from forms.steps import StepForm
from workflows.details import PersonChange
from workflows.directory.choices import coordinators
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.choices import Candidate, candidates_for, workshop_leaders
from workflows.people import Holder, Post, holders

PARTS: Final = {
    "lead_reviewer": "The lead reviewer",
    "reviewer": "A reviewer",
    "coordinator": "The coordinator",
    "workshop_leader": "Whoever leads the workshop",
}
"""The parts in a review that can pass from one person to another."""
ONE_OF_SEVERAL: Final = "reviewer"
ALWAYS: Final = frozenset({"lead_reviewer", ONE_OF_SEVERAL, "coordinator"})
"""Parts that a review needs: where nobody has one any more, somebody is found for it."""


class PersonChangeForm(StepForm):
    """Who takes over a part, or who joins and leaves. The part comes with the address."""

    makes = PersonChange
    case: PeerReview

    role = HiddenField()
    joining_id = SelectField("Who takes over?", coerce=int, blank="Choose one")
    leaving_id = SelectField("Who leaves?", coerce=int, blank="Nobody leaves")
    reason = TextField("Why, if it needs saying")

    def filled_in(self) -> dict[str, Any]:
        return {"role": self.asked.get("role")}

    @property
    def part(self) -> str:
        """The part that is to change; empty while nobody has said which."""
        return self.role.data if self.role.data in self.parts() else ""

    def parts(self) -> dict[str, str]:
        """The parts that somebody holds now, or has to, with words for each."""
        found = holders([Post(part, self.case.id) for part in PARTS])
        held = {post.role for post, holding in found.items() if holding}
        return {part: words for part, words in PARTS.items() if part in held or part in ALWAYS}

    def offer_choices(self) -> None:
        part = self.part
        post = Post(part, self.case.id)
        holding: list[Holder] = holders([post])[post] if part else []
        self.now = [one.name for one in holding]
        held = {one.person_id for one in holding}
        if part == ONE_OF_SEVERAL:
            lead = Post("lead_reviewer", self.case.id)
            held |= {one.person_id for one in holders([lead])[lead]}
        self.barred: list[Candidate] = []
        self.joining_id.choices = [
            choice(person_id, words) for person_id, words in self._candidates(part) if person_id not in held
        ]
        if part == ONE_OF_SEVERAL:
            self.joining_id.label.text, self.joining_id.blank = "Who joins?", "Nobody joins"
            self.leaving_id.choices = [choice(one.person_id, one.name) for one in holding]
        else:
            del self.leaving_id

    def _candidates(self, part: str) -> list[tuple[int, str]]:
        if part in ("lead_reviewer", ONE_OF_SEVERAL):
            return self._trained(leads=part == "lead_reviewer")
        people: Any = []
        if part == "coordinator":
            people = coordinators(self.case.trust_id)
        elif part == "workshop_leader":
            people = workshop_leaders(self.case)
        return [(one.id, _in_words(one.name, one.job_title, getattr(one, "school", ""))) for one in people]

    def _trained(self, *, leads: bool) -> list[tuple[int, str]]:
        found = [one for one in candidates_for(self.case) if one.can_lead or not leads]
        self.barred = [one for one in found if one.why_not]
        return [
            (one.person_id, _in_words(one.name, one.school, "strong in a focus" if one.is_strong else ""))
            for one in found
            if not one.why_not
        ]


def _in_words(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
