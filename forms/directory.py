"""Finding schools and people; strengths, what a school is working on, and conflicts of interest."""

from __future__ import annotations

from forms.fields import (
    CheckboxField,
    FilterForm,
    Form,
    LongTextField,
    SearchField,
    SelectField,
    TextField,
    choice,
)
from workflows.directory.conflicts import LONGEST_REASON, ConflictDetails
from workflows.directory.people import PeopleWanted
from workflows.directory.schools import SchoolsWanted
from workflows.directory.strengths import LONGEST_OFFER, StrengthDetails, WorkingOnDetails
from workflows.places import Phase

PHASES = [choice(phase.value, phase.value) for phase in Phase if phase is not Phase.NOT_APPLICABLE]


class SchoolsFilter(FilterForm):
    """Which schools to list."""

    q = SearchField("Name or URN")
    phase = SelectField("Phase", choices=PHASES, coerce=Phase, blank="Any phase")
    hub = SelectField("Hub", coerce=int, blank="Any hub")
    focus = SelectField("Strong in", coerce=int, blank="Anything")
    every = CheckboxField("Also those that have closed or not opened yet")

    def wanted(self) -> SchoolsWanted:
        """What can be used of what was asked."""
        asked = self.given()
        return SchoolsWanted(
            words=asked.get("q", ""),
            phase=asked.get("phase"),
            hub_id=asked.get("hub"),
            focus_id=asked.get("focus"),
            every_status=bool(asked.get("every")),
        )


class PeopleFilter(FilterForm):
    """Whom to list."""

    q = SearchField("Name or job title")
    school = SelectField("School", coerce=int, blank="Any school")
    focus = SelectField("Strong in", coerce=int, blank="Anything")

    def wanted(self) -> PeopleWanted:
        """What can be used of what was asked."""
        asked = self.given()
        return PeopleWanted(
            words=asked.get("q", ""), school_id=asked.get("school"), focus_id=asked.get("focus")
        )


class StrengthForm(Form):
    """One more thing to be strong in."""

    focus_area_id = SelectField("What is it about?", required="Choose what it is about", coerce=int)
    phase = SelectField("In which phase?", choices=PHASES, coerce=Phase, blank="In any phase")
    offer = LongTextField(
        "What can you offer?",
        hint="Such as “can show our daily phonics sessions on any Tuesday”. Name no pupils.",
        max_length=LONGEST_OFFER,
        rows=3,
    )

    def details(self) -> StrengthDetails:
        """Raises InvalidDetails."""
        return StrengthDetails(
            focus_area_id=self.focus_area_id.data or 0,
            phase=self.phase.data,
            offer=self.offer.data or "",
        )


class WorkingOnForm(Form):
    """What a school is working on."""

    working_on = LongTextField(
        "What are you working on?",
        hint="Others see it, and may be working on the same or have been through it. Name no pupils.",
        max_length=2 * LONGEST_OFFER,
        rows=6,
    )

    def details(self) -> WorkingOnDetails:
        """Raises InvalidDetails."""
        return WorkingOnDetails(working_on=self.working_on.data or "")


class ConflictForm(Form):
    """A conflict of interest."""

    with_school_id = SelectField("With a school", coerce=int, blank="No school")
    with_person_id = SelectField("Or with a person", coerce=int, blank="No person")
    reason = TextField(
        "What is it?",
        required="Say what it is, such as “governor there” or “married to the head”",
        hint="A few words, such as “governor there” or “married to the head”.",
        max_length=LONGEST_REASON,
    )

    def details(self) -> ConflictDetails:
        """Raises InvalidDetails."""
        return ConflictDetails(
            with_school_id=self.with_school_id.data,
            with_person_id=self.with_person_id.data,
            reason=self.reason.data or "",
        )
