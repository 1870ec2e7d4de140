"""After a visit: the reflection, the library, what was tried, who takes over, and actions."""

from __future__ import annotations

from typing import Any, Final

from forms.fields import HiddenField, LongTextField, RadiosField, SelectField, TextField, choice
from forms.people import with_title
from forms.steps import StepForm
from forms.support_requests.around import ActionForm
from workflows.details import PersonChange
from workflows.library import EntryDetails
from workflows.visibility import posts_on
from workflows.visits import Visit, choices
from workflows.visits.details import AdoptionDetails, ReflectionDetails, Stuck
from workflows.visits.effects import Held, parts_to_pass_on

STUCK: Final = {
    Stuck.YES: ("Yes", "It is how we do things now"),
    Stuck.PARTLY: ("Partly", "Some of it, or with some of us"),
    Stuck.NO: ("Not yet", "That is worth knowing as well"),
}
"""Whether it has stuck, in the words of the form and of the page."""
PARTS: Final = {"visitor": "The visitor", "host_contact": "Whoever looks after the visitors"}
"""The parts in a visit that can pass from one person to another."""


class ReflectionForm(StepForm):
    """What the visitors make of what they saw."""

    makes = ReflectionDetails

    learned = LongTextField(
        "What have you learned?", required="Say what you learned", max_length=4000, rows=4
    )
    will_try = LongTextField("What will you try?", required="Say what you will try", max_length=4000, rows=4)
    would_ask = LongTextField(
        "What would you ask now?", required="Say what you would ask now", max_length=4000, rows=3
    )


class EntryForm(StepForm):
    """What is to be read in the library."""

    makes = EntryDetails
    case: Visit

    title = TextField(
        "Its title",
        required="Give it a title by which others would look for it",
        max_length=120,
    )
    what = LongTextField(
        "What do they do, and what is good about it?",
        required="Say what they do, and what is good about it",
        max_length=4000,
        rows=5,
    )
    how = LongTextField(
        "Why does it work, and how could another school begin?",
        required="Say why it works, and how another school could begin",
        max_length=4000,
        rows=5,
    )

    def filled_in(self) -> dict[str, Any]:
        return {"title": self.case.title}


class AdoptionForm(StepForm):
    """What has become of it."""

    makes = AdoptionDetails

    tried = LongTextField(
        "What have you tried since?", required="Say what you have tried", max_length=4000, rows=4
    )
    stuck = RadiosField(
        "Has it stuck?",
        coerce=Stuck,
        choices=[choice(one, words, hint) for one, (words, hint) in STUCK.items()],
        required="Choose whether it has stuck",
    )
    next_step = LongTextField("What comes next, if anything?", max_length=2000, rows=3)


class TakeOverForm(StepForm):
    """Who takes over a part. The part comes with the address."""

    makes = PersonChange
    case: Visit

    role = HiddenField()
    joining_id = SelectField("Who takes over?", coerce=int, required="Choose who takes over")
    reason = TextField("Why, if it needs saying", max_length=300)

    @property
    def part(self) -> str:
        """The part that is to change; empty while nobody has said which."""
        return self.role.data if self.role.data in self.parts() else ""

    def parts(self) -> dict[str, str]:
        """The parts that the reader can give to others, with words for each."""
        return {name: PARTS[name] for name in self._held()}

    def _held(self) -> dict[str, Held]:
        return parts_to_pass_on(self.case, posts_on(self.reader_id, self.case))

    def filled_in(self) -> dict[str, Any]:
        held = list(self._held())
        return {"role": held[0] if len(held) == 1 else self.asked.get("role")}

    def offer_choices(self) -> None:
        part = self._held().get(self.part)
        self.joining_id.choices = [
            choice(one.id, with_title(one.name, one.job_title))
            for one in choices.colleagues(part.school_id if part else None)
            if part and one.id != part.person_id
        ]


class VisitActionForm(ActionForm):
    """What somebody of the visitors' school will do by when."""

    case: Any

    def offer_choices(self) -> None:
        people = choices.colleagues(self.case.visiting_school_id)
        self.owner_id.choices = [choice(one.id, with_title(one.name, one.job_title)) for one in people]
