"""Proposing and starting a forum, what it is about, and who belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar, Final

from forms.case_list import CaseListForm
from forms.dates.who import CENTRAL, AskedField, Group
from forms.fields import (
    CheckboxField,
    HiddenField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    choice,
)
from forms.groups import LeadForm
from forms.people import person_in_words, with_title
from forms.steps import StepForm
from workflows.dates.pages import Askable
from workflows.details import Details
from workflows.directory.choices import everybody, focus_areas, schools_named, staff_of
from workflows.forums import Forum
from workflows.forums.details import (
    LONGEST_WORDS,
    AboutDetails,
    Everyone,
    EveryoneDetails,
    ForumDetails,
    ForumKind,
    MemberDetails,
    MembersDetails,
    SchoolsMembers,
)
from workflows.forums.flow import chair
from workflows.forums.listing import LIST, TURNS, Wish, forums_to_report_to
from workflows.forums.members import may_name_for, members_of
from workflows.people import posts_of

KINDS: Final = {
    ForumKind.SUBJECT: ("A subject or theme", "Subject leaders of every school, such as for mathematics"),
    ForumKind.ROLE: ("A role", "People who do the same job, such as heads or SENCOs"),
}
"""What brings members together, in words."""


class ListForm(CaseListForm[Wish]):
    """Which forums to show."""

    makes, about, turns = Wish, LIST, TURNS
    names = ("words", "state", "kind", "school_id", "focus_id", "turn", "mine", "late")
    ticked = {**CaseListForm.ticked, "mine": "Mine"}

    kind = SelectField(
        "Of people with",
        coerce=ForumKind,
        blank="Either",
        choices=[choice(ForumKind.SUBJECT, "One subject"), choice(ForumKind.ROLE, "One role")],
    )
    focus_id = SelectField("Focus", coerce=int, blank="Any")
    mine = CheckboxField("Only those that I belong to")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.focus_id.choices = [choice(area, name) for area, name in focus_areas(retired=True)]
        return super().validate(extra_validators)


class AboutForm(StepForm):
    """What a forum is called and for."""

    makes: ClassVar[type[Details] | None] = AboutDetails
    case: Forum

    name = TextField("What is it called?", required="Enter the forum's name", max_length=120)
    kind = RadiosField(
        "What brings its members together?",
        coerce=ForumKind,
        choices=[choice(one, words, hint) for one, (words, hint) in KINDS.items()],
        required="Choose what brings its members together",
    )
    purpose = LongTextField(
        "What do its members do together?",
        required="Say what its members do together, in a sentence or two",
        hint="In a sentence or two.",
        max_length=1000,
        rows=3,
    )
    focus_area_id = SelectField("What is it about?", coerce=int, blank="No single area")
    reports_to_id = SelectField(
        "To which group does it report?",
        coerce=int,
        blank="To none",
        hint="What it decides stands on that group's next agenda by itself.",
    )

    def filled_in(self) -> dict[str, Any]:
        forum = self.case
        return {
            "name": forum.title,
            "kind": forum.group_kind,
            "purpose": forum.purpose,
            "focus_area_id": forum.focus_area_id,
            "reports_to_id": forum.reports_to_id,
        }

    def offer_choices(self) -> None:
        areas = dict(focus_areas())
        if self.case.version and self.case.focus_area:
            areas.setdefault(
                self.case.focus_area.id, self.case.focus_area.name
            )  # chosen before it was retired
        self.focus_area_id.choices = [choice(area, name) for area, name in areas.items()]
        above = forums_to_report_to(self.case.id if self.case.version else None)
        self.reports_to_id.choices = [choice(one.id, one.title) for one in above]


class ForumForm(AboutForm):
    """A forum that somebody would like, and who would chair it."""

    makes = ForumDetails

    chair_id = SelectField(
        "Who chairs it?", coerce=int, required="Choose who chairs it", blank="Choose a person"
    )

    def filled_in(self) -> dict[str, Any]:
        return {"chair_id": self.reader_id, "kind": ForumKind.SUBJECT}

    def offer_choices(self) -> None:
        super().offer_choices()
        self.chair_id.choices = [choice(one.id, person_in_words(one)) for one in everybody()]


class ChairForm(LeadForm):
    """Who chairs from now on."""

    role = chair.name


class MembersForm(StepForm):
    """Colleagues who become members."""

    makes = MembersDetails
    case: Forum

    person_ids = AskedField("Who becomes a member?", hint="Tick everybody whom you add. They are told.")

    def offer_choices(self) -> None:
        known = {one.id for one in members_of(self.case)}
        offer(self.person_ids, (one for one in everybody() if one.id not in known))

    def details(self) -> Details:
        return MembersDetails(person_ids=tuple(self.person_ids.data or ()))


class SchoolsMembersForm(StepForm):
    """Who comes from one school. The school comes with the address where somebody leads several."""

    makes = SchoolsMembers
    case: Forum

    school_id = HiddenField()
    person_ids = AskedField(
        "Who comes from your school?", hint="Whoever is ticked is a member; whoever is not is none."
    )

    @property
    def schools(self) -> dict[int, str]:
        """The schools of which the reader says who comes."""
        found = schools_named(sorted(may_name_for(posts_of(self.reader_id))))
        return {one.id: one.name for one in found}

    @property
    def school(self) -> int | None:
        """The one that it is about; none while nobody has said which."""
        text = self.school_id.data or ""
        asked = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        return asked if asked in self.schools else None

    def filled_in(self) -> dict[str, Any]:
        schools = self.schools
        asked = next(iter(schools)) if len(schools) == 1 else self.asked.get("school")
        here = [one.id for one in members_of(self.case) if one.school_id == asked]
        return {"school_id": str(asked or ""), "person_ids": here}

    def offer_choices(self) -> None:
        offer(self.person_ids, staff_of([self.school]) if self.school else ())

    def details(self) -> Details:
        return SchoolsMembers(school_id=self.school or 0, person_ids=tuple(self.person_ids.data or ()))


class EveryoneForm(StepForm):
    """Everybody who has something in common, in one press."""

    makes = EveryoneDetails

    who = RadiosField(
        "Whom do you add?",
        coerce=Everyone,
        choices=[
            choice(Everyone.HEADS, "All heads"),
            choice(Everyone.SENIOR_LEADERS, "All senior leaders"),
            choice(Everyone.JOB_TITLE, "Everybody whose job title has these words in it"),
        ],
        required="Choose whom to add",
    )
    words = TextField(
        "The words, if it is by job title", hint="Such as SENCO, or phonics lead", max_length=LONGEST_WORDS
    )

    def filled_in(self) -> dict[str, Any]:
        return {"who": Everyone.HEADS}


class RemovalForm(StepForm):
    """Who is a member no longer."""

    makes = MemberDetails
    case: Forum

    person_id = SelectField("Who is a member no longer?", coerce=int, required="Choose a colleague")

    def filled_in(self) -> dict[str, Any]:
        return {"person_id": self.asked.get("person")}

    def offer_choices(self) -> None:
        people = members_of(self.case)
        self.person_id.choices = [choice(one.id, with_title(one.name, one.job_title)) for one in people]


def offer(field: AskedField, people: Iterable[Any]) -> None:
    """Offer these people, school by school."""
    rows = [Askable(one.id, one.name, "", one.job_title, one.school or "", has_part=False) for one in people]
    rows.sort(key=lambda one: (one.school == "", one.school, one.name))
    field.choices = [choice(one.person_id, with_title(one.name, one.job_title)) for one in rows]
    field.groups = tuple(
        Group(school or CENTRAL, tuple(found)) for school, found in groupby(rows, key=lambda one: one.school)
    )
