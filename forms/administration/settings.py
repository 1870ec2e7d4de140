"""What a trust sets for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import wtforms

from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    DaysField,
    Form,
    SelectField,
    TextField,
    WholeNumberField,
    choice,
)
from forms.fields.parsed import ParsedField
from workflows.administration.settings import COPIED, FURTHEST, LONGEST_LABEL, MOST_RUNGS, TrustDetails
from workflows.people import ROLE_LABELS
from workflows.reminders import Rung

SIDES = [choice("before", "before it is due"), choice("after", "after it is due")]


class TrustForm(Form):
    """What the trust is called, wears and gives."""

    name = TextField("Name", required="Enter the trust's name")
    brand_colour = TextField(
        "Brand colour",
        required="Enter a colour, such as #0f5c4d",
        width=10,
        hint="The bar at the top of each page. White words have to be easy to read on it",
    )
    giving_days = DaysField(
        "Days that a giver usually has in a year",
        least=Decimal(0),
        required="Enter a number of days",
        hint="It can be another number for one person: see their page",
    )

    participation_target = WholeNumberField(
        "Schools that the trust wants to see at a session, in per cent",
        least=1,
        most=100,
        required="Enter a number from 1 to 100",
        hint="Attendance pages show how close a session comes to it",
    )

    def details(self) -> TrustDetails:
        """Raises InvalidDetails."""
        return TrustDetails(
            name=self.name.data or "",
            brand_colour=(self.brand_colour.data or "").lower(),
            giving_days=float(self.giving_days.data),
            participation_target=self.participation_target.data or 0,
        )


class RolesForm(Form):
    """What the trust calls roles: one field for each of ours, named after it."""

    def labels(self) -> dict[str, str]:
        """What each role is to be called; empty as usual."""
        return {role: self[role].data or "" for role in ROLE_LABELS}


for _role, _usual in ROLE_LABELS.items():
    setattr(RolesForm, _role, TextField(_usual, max_length=LONGEST_LABEL, width=30))


class RungForm(wtforms.Form):
    """One reminder: emptying its number of days takes it off the ladder."""

    days = WholeNumberField("Working days", most=FURTHEST, width=3)
    side = SelectField("When", choices=SIDES, blank="")
    longer_than = WholeNumberField("Only for turns longer than", most=200, width=3)
    copy = CheckboxesField("Copied to")

    def rung(self) -> Rung | None:
        """The reminder as it was entered; None if it is to go."""
        if self.days.data is None:
            return None
        sign = -1 if self.side.data == "before" else 1
        return Rung(sign * self.days.data, self.longer_than.data or 0, tuple(self.copy.data or ()))

    @staticmethod
    def filled(rung: Rung) -> dict[str, Any]:
        """The fields' values for a rung."""
        return {
            "days": abs(rung.days),
            "side": "before" if rung.days < 0 else "after",
            "longer_than": rung.longer_than or None,
            "copy": list(rung.copy),
        }


class LadderForm(Form):
    """The reminder ladder, and the example in which it is shown."""

    rungs = wtforms.FieldList(wtforms.FormField(RungForm), max_entries=MOST_RUNGS + 2)
    example_starts_on = CalendarDateField("The turn begins")
    example_due_on = CalendarDateField("It is due")

    def name_copies(self, labels: dict[str, str]) -> None:
        """Offer to copy in the roles that may be, as the trust calls them."""
        for entry in self.rungs:
            entry.form.copy.choices = [choice(role, labels[role]) for role in COPIED]

    def ladder(self) -> tuple[Rung, ...]:
        """The reminders that were entered."""
        found = (entry.form.rung() for entry in self.rungs)
        return tuple(rung for rung in found if rung is not None)

    def add_problem(self, field: str, text: str) -> None:
        """Put a problem of the second reminder, `rung_2`, beside the second one that was entered."""
        name, _, number = field.rpartition("_")
        entered = [entry for entry in self.rungs if entry.form.rung() is not None] or list(self.rungs)
        if name != "rung" or not entered:
            super().add_problem(field, text)
            return
        days = entered[min(int(number), len(entered)) - 1].form.days
        days.errors = [*days.errors, text]
        self.rungs.errors = [*self.rungs.errors, text]


EVERY_KIND: Final = "*"
NONE: Final = "none"
_NUMBERS: Final = re.compile(r"\d{1,3}(?:(?:,| and| ) ?\d{1,3})*")


class DaysListField(ParsedField):
    """Several numbers of days, such as "7, 1"; "none" for none of them."""

    def parse(self, text: str) -> tuple[int, ...]:
        """Raise ValueError for what is no list of days."""
        if text.lower() == NONE:
            return ()
        if not (text.isascii() and _NUMBERS.fullmatch(text)):
            raise ValueError("Enter days as numbers, such as 7, 1, or none")
        return tuple(int(number) for number in re.findall(r"\d+", text))

    def show(self, value: Any) -> str:
        return ", ".join(map(str, value)) or NONE


class DateRemindersForm(Form):
    """Days before a date on which people are reminded of it; made by `date_reminders_form`."""

    every = DaysListField(
        "Every kind of date",
        required="Enter days, such as 7, 1, or none",
        hint="Days before the date, such as 7, 1. Write none for no reminders",
    )

    def days(self) -> dict[str, tuple[int, ...] | None]:
        """What was entered, by kind of case."""
        given = {name.removeprefix("of_"): self[name].data for name in self._fields if name.startswith("of_")}
        return {EVERY_KIND: self.every.data, **given}

    def add_problem(self, field: str, text: str) -> None:
        super().add_problem("every" if field == EVERY_KIND else f"of_{field}", text)


def date_reminders_form(
    kinds: Mapping[str, str], days: Mapping[str, Sequence[int] | None]
) -> DateRemindersForm:
    """The form with a field for each kind of case, called as the trust calls it."""
    fields = {
        f"of_{slug}": DaysListField(noun, hint="Leave empty for the days above")
        for slug, noun in kinds.items()
    }
    made: type[DateRemindersForm] = type("DateRemindersHere", (DateRemindersForm,), fields)
    return made(data={"every": days.get(EVERY_KIND), **{f"of_{slug}": days.get(slug) for slug in kinds}})
