"""What somebody looks for in the library, and the forms of an entry's steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forms.areas import chosen_areas, offer_areas
from forms.fields import (
    CalendarDateField,
    FilterForm,
    HiddenField,
    LongTextField,
    RadiosField,
    SearchField,
    SelectField,
    TextField,
    choice,
)
from forms.people import person_in_words
from forms.steps import StepForm
from workflows.actions import HandOverDetails
from workflows.clock import today
from workflows.details import Details
from workflows.directory.choices import all_schools, focus_areas, staff_of
from workflows.library import EntryKind, LibraryEntry
from workflows.library.details import (
    Again,
    EntryChange,
    FileGone,
    OwnEntry,
    ReviewDetails,
    TriedDetails,
    TriedGone,
)
from workflows.library.effects import in_a_year
from workflows.library.queries import phases_in_use
from workflows.places import Phase

KINDS: Final = {
    EntryKind.PRACTICE: ("Practice", "How you do something, to come and see or to try"),
    EntryKind.TEMPLATE: ("Template", "Something to fill in, or to make one's own"),
    EntryKind.RESOURCE: ("Resource", "Something to use as it is"),
    EntryKind.QUICK_WIN: ("Quick win", "Small enough to do by next week"),
}
"""What an entry is, in the words of forms and pages."""
AGAIN: Final = {
    Again.YES: ("Yes", "We would do it again"),
    Again.DIFFERENTLY: ("Yes, differently", "We would do it again, but differently"),
    Again.NO: ("No", "We would not do it again"),
}
"""Whether a school that has tried something would do it again, in the words of the form and of the page."""


class FocusForm(FilterForm):
    """What it is about."""

    focus = SelectField("About", coerce=int, blank="Anything")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.focus.choices = [choice(area, name) for area, name in focus_areas()]
        return super().validate(extra_validators)


class LibraryForm(FocusForm):
    """Words, what it is about, for which phase, and what it is."""

    words = SearchField("Search the library")
    phase = SelectField("Phase", coerce=Phase, blank="Any phase")
    kind = SelectField("What it is", coerce=EntryKind, blank="Anything")

    def validate(self, extra_validators: Any = None) -> bool:
        """The phases of what there is."""
        self.phase.choices = [choice(phase.value, phase.value) for phase in sorted(phases_in_use())]
        self.kind.choices = [choice(kind.value, name) for kind, (name, _) in KINDS.items()]
        return super().validate(extra_validators)


class EntryForm(StepForm):
    """The words of an entry, new or changed."""

    case: LibraryEntry

    title = TextField(
        "Its title",
        required="Give it a title by which others would look for it",
        hint="Such as “Phonics in small groups in Year 1”",
        max_length=120,
    )
    of_kind = RadiosField(
        "What is it?",
        coerce=EntryKind,
        choices=[choice(kind, name, hint) for kind, (name, hint) in KINDS.items()],
        required="Choose what it is",
    )
    what = LongTextField(
        "What do you do, and what is good about it?",
        required="Say what you do, and what is good about it",
        max_length=4000,
        rows=6,
    )
    how = LongTextField("Why does it work, and how could another school begin?", max_length=4000, rows=6)
    focus_area_ids = SelectField("What is it about?", coerce=int, required="Choose what it is about")
    also_about = SelectField("And what else, if anything?", coerce=int, blank="Nothing else")
    phase = SelectField("Which phase is it for?", coerce=Phase, blank="Any phase")

    def offer_choices(self) -> None:
        already = self.case.focus_areas if self.case.version else ()
        offer_areas((self.focus_area_ids, self.also_about), already)
        self.phase.choices = [choice(one.value, one.value) for one in Phase]

    def words(self) -> Mapping[str, Any]:
        """What was typed, as the details call it."""
        return {
            "title": self.title.data,
            "what": self.what.data,
            "how": self.how.data,
            "of_kind": self.of_kind.data,
            "phase": self.phase.data,
            "focus_area_ids": chosen_areas((self.focus_area_ids, self.also_about)),
        }


class OwnEntryForm(EntryForm):
    """Something that somebody offers themselves."""

    makes = OwnEntry

    school_id = SelectField("Whose practice is it?", coerce=int, blank="Choose a school")

    def filled_in(self) -> dict[str, Any]:
        return {"of_kind": EntryKind.PRACTICE, "phase": self.asked.get("phase")}

    def offer_choices(self) -> None:
        super().offer_choices()
        if self.asked["has_school"]:
            del self.school_id
        else:
            self.school_id.choices = [choice(one.id, one.name) for one in all_schools()]

    def details(self) -> Details:
        school_id = self.school_id.data if "school_id" in self else None
        return OwnEntry(**self.words(), school_id=school_id)


class ChangeForm(EntryForm):
    """Other words for an entry; those before are kept."""

    makes = EntryChange

    why = TextField(
        "What have you changed, and why?",
        hint="One line, for whoever looks at the earlier version",
        max_length=200,
    )

    def filled_in(self) -> dict[str, Any]:
        case = self.case
        areas: list[int | None] = [*(area.id for area in case.focus_areas), None, None]
        return {
            **{name: getattr(case, name) for name in ("title", "of_kind", "what", "how", "phase")},
            "focus_area_ids": areas[0],
            "also_about": areas[1],
        }

    def details(self) -> Details:
        others = [area.id for area in self.case.focus_areas][2:]  # those for which the form has no field
        words = self.words()
        return EntryChange(
            **{**words, "focus_area_ids": (*words["focus_area_ids"], *others)}, why=self.why.data or ""
        )


class ReviewForm(StepForm):
    """When to look again."""

    makes = ReviewDetails

    review_on = CalendarDateField(
        "When should it be looked at again?", required="Enter the day on which to look at it again"
    )

    def filled_in(self) -> dict[str, Any]:
        return {"review_on": in_a_year(today())}


class NewOwnerForm(StepForm):
    """Who answers for an entry from now on."""

    makes = HandOverDetails
    case: LibraryEntry

    owner_id = SelectField(
        "Who answers for it from now on?",
        coerce=int,
        required="Choose who answers for it",
        blank="Choose one",
    )
    reason = TextField("Anything they should know?", max_length=1000)

    def offer_choices(self) -> None:
        known = [one for one in staff_of([self.case.school_id]) if one.id != self.case.owner_id]
        self.owner_id.choices = [choice(one.id, person_in_words(one)) for one in known]


class FileGoneForm(StepForm):
    """Which file is not part of the entry any more; it comes with the address."""

    makes = FileGone

    file_id = HiddenField()

    def filled_in(self) -> dict[str, Any]:
        return {"file_id": str(self.asked.get("file", ""))}

    def details(self) -> Details:
        return FileGone(file_id=_number(self.file_id.data))


class TriedForm(StepForm):
    """What a school has made of an entry."""

    makes = TriedDetails

    did = LongTextField("What did you do?", required="Say what you did", max_length=2000, rows=4)
    happened = LongTextField("What happened?", required="Say what happened", max_length=2000, rows=4)
    again = RadiosField(
        "Would you do it again?",
        coerce=Again,
        choices=[choice(one, name) for one, (name, _) in AGAIN.items()],
        required="Choose whether you would do it again",
    )


class TriedGoneForm(StepForm):
    """Which note is taken away, and why; it comes with the address."""

    makes = TriedGone

    trial_id = HiddenField()
    reason = LongTextField(
        "Why?", hint="Of a note that somebody else has written, they read this.", max_length=1000, rows=3
    )

    def filled_in(self) -> dict[str, Any]:
        return {"trial_id": str(self.asked.get("trial", ""))}

    def details(self) -> Details:
        return TriedGone(trial_id=_number(self.trial_id.data), reason=self.reason.data or "")


def _number(text: str | None) -> int:
    """What a hidden field holds; nothing has the number 0."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
