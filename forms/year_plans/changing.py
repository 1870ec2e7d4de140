"""Changing a year by hand: one meeting while it is laid out, all of a group once it runs."""

from __future__ import annotations

from datetime import date, time
from hashlib import sha256
from typing import Any, Final

from forms.fields import (
    CalendarDateField,
    CheckboxField,
    HiddenField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TimeField,
    choice,
)
from forms.steps import StepForm
from forms.year_plans.wishes import WEEKDAYS
from workflows.clock import day_in_words, time_in_words
from workflows.details import Details, InvalidDetails
from workflows.directory.choices import everybody
from workflows.year_plans import PlannedDate, YearPlan
from workflows.year_plans.details import (
    DateMoved,
    DateNamed,
    HandedOver,
    HostChosen,
    PlanAgain,
    SeriesEnded,
    SeriesMoved,
)
from workflows.year_plans.gathering import problem_of
from workflows.year_plans.judging import Offer, offers
from workflows.year_plans.problem import Slot
from workflows.year_plans.series import Step, ahead_of, steps_of

OTHER: Final = "other"
NOBODY: Final = "nobody"


class DateForm(StepForm):
    """Which meeting it is about."""

    makes = DateNamed
    case: YearPlan

    date_id = SelectField("Which meeting?", coerce=int, required="Choose one of the meetings")

    def filled_in(self) -> dict[str, Any]:
        return {"date_id": self.asked.get("date")}

    def offer_choices(self) -> None:
        self.date_id.choices = [choice(one.id, called(one)) for one in self.case.dates]

    @property
    def row(self) -> PlannedDate | None:
        """The meeting that was chosen."""
        return next((one for one in self.case.dates if one.id == self.date_id.data), None)


def called(row: PlannedDate) -> str:
    """A meeting in a list: "North hub, Friday 27 November"."""
    when = day_in_words(row.on) if row.on else f"meeting {row.number}, without a date"
    return f"{row.group.title}, {when}"


class MoveForm(DateForm):
    """One of the dates that are offered, each with what would be in its way; or any other."""

    makes = DateMoved

    slot = RadiosField("To which date?", required="Choose another date")
    on = CalendarDateField("Another date", hint="For example, 27/11/2027")
    starts = TimeField("From", hint="Such as 3:45pm")

    def offer_choices(self) -> None:
        super().offer_choices()
        row = self.row
        found = offers(problem_of(self.case), self.case.as_plan, row.key) if row else ()
        self.slot.choices = [
            choice(_value(one.slot), slot_words(one.slot), cost_words(one)) for one in found
        ] + [choice(OTHER, "Another date, below")]

    def details(self) -> Details:
        if self.slot.data != OTHER:
            on, _, starts = str(self.slot.data).partition("T")
            return DateMoved(
                date_id=self.date_id.data, on=date.fromisoformat(on), starts=time.fromisoformat(starts)
            )
        return DateMoved(date_id=self.date_id.data, on=self.on.data, starts=self.starts.data)


def _value(slot: Slot) -> str:
    return f"{slot.on.isoformat()}T{slot.starts:%H:%M}"


def slot_words(slot: Slot) -> str:
    """Such as "Friday 27 November, 3:45pm"."""
    return f"{day_in_words(slot.on)}, {time_in_words(slot.starts)}"


def cost_words(offer: Offer) -> str:
    """What would be in the way."""
    return " ".join(one.text for one in offer.hindrances[:3]) or "Nothing is in the way."


class HostForm(DateForm):
    """Which school hosts one meeting."""

    makes = HostChosen

    school_id = RadiosField("Who hosts it?", required="Choose who hosts it, or that nobody does yet")

    def filled_in(self) -> dict[str, Any]:
        asked = self.asked.get("date")
        row = next((one for one in self.case.dates if one.id == asked), None)
        host = str(row.host_school_id) if row and row.host_school_id else None
        return {**super().filled_in(), "school_id": host}

    def offer_choices(self) -> None:
        super().offer_choices()
        row, found = self.row, []
        if row is not None:
            problem = problem_of(self.case)
            for one in sorted(
                problem.group_of[row.group_id].schools, key=lambda s: problem.school_of[s].name
            ):
                school = problem.school_of[one]
                closed = "Closed on that day" if row.on and row.on not in school.open_on else ""
                found.append(choice(str(one), school.name, closed))
        self.school_id.choices = [*found, choice(NOBODY, "Nobody yet: look for a host")]

    def details(self) -> Details:
        host = self.school_id.data
        return HostChosen(date_id=self.date_id.data, school_id=None if host == NOBODY else int(host))


class PlanAgainForm(StepForm):
    """How much may change."""

    makes = PlanAgain

    change_little = CheckboxField(
        "Change as little as possible",
        hint="Otherwise every date is looked for anew. Dates that you keep stay in any case.",
    )

    def filled_in(self) -> dict[str, Any]:
        return {"change_little": True}


class SeriesMoveForm(StepForm):
    """To which weekday and time; made only once its sender has seen where each meeting goes."""

    makes = SeriesMoved
    case: YearPlan

    group_id = SelectField("Whose meetings?", coerce=int, required="Choose whose meetings move")
    weekday = RadiosField(
        "On which day from now on?",
        coerce=int,
        choices=[choice(number, name) for number, name in enumerate(WEEKDAYS)],
        required="Choose the weekday on which they meet from now on",
    )
    starts = TimeField("From when?", required="Enter when they begin from now on", hint="Such as 3:45pm")
    reason = TextField("Why?", hint="Everybody who is invited reads it.",
                       required="Say why they move, in a sentence", max_length=300)  # fmt: skip
    seen = HiddenField(max_length=64)

    #: where each meeting would go, for the page that asks once more
    steps: tuple[Step, ...] = ()

    def filled_in(self) -> dict[str, Any]:
        groups = self.case.groups
        only = groups[0].group_id if len(groups) == 1 else None
        return {"group_id": self.asked.get("group") or only}

    def offer_choices(self) -> None:
        self.group_id.choices = [choice(one.group_id, one.group.title) for one in self.case.groups]

    def read(self) -> bool:
        """Whether everything is sound, and where the meetings go has been seen."""
        if not super().read() or not isinstance(self.made, SeriesMoved):
            return False
        made = self.made
        self.steps = tuple(
            steps_of(self.case, made.group_id, weekday=made.weekday, starts=made.starts)
        )  # fmt: skip
        shown = sha256(
            repr([(one.meeting.id, one.was, one.to) for one in self.steps]).encode()
        ).hexdigest()[:32]  # fmt: skip
        if not any(one.to for one in self.steps):
            self.refuse(
                InvalidDetails({"weekday": "No meeting ahead would move: choose another day or time"})
            )
            return False
        if self.seen.data == shown:
            return True
        self.seen.data = shown
        return False


class SeriesEndForm(StepForm):
    """Whose meetings are called off, and why."""

    makes = SeriesEnded
    case: YearPlan

    group_id = SelectField("Whose meetings?", coerce=int, blank="Every group of this plan")
    reason = LongTextField(
        "Why?",
        hint="Everybody who is invited reads it.",
        required="Say why, in a sentence or two: everybody who is invited reads it",
        max_length=1000,
        rows=3,
    )

    def filled_in(self) -> dict[str, Any]:
        return {"group_id": self.asked.get("group")}

    def offer_choices(self) -> None:
        ahead = {one.group_id for one in ahead_of(self.case)}
        self.group_id.choices = [
            choice(one.group_id, one.group.title) for one in self.case.groups if one.group_id in ahead
        ]
        if len(self.case.groups) == 1:
            del self.group_id

    def details(self) -> Details:
        whose = self.group_id.data if "group_id" in self else self.case.groups[0].group_id
        return SeriesEnded(group_id=whose, reason=self.reason.data or "")


class HandOverForm(StepForm):
    """Who looks after it from now on."""

    makes = HandedOver
    case: YearPlan

    person_id = SelectField(
        "Who looks after it from now on?", coerce=int, required="Choose who looks after it from now on"
    )

    def offer_choices(self) -> None:
        self.person_id.choices = [
            choice(one.id, ", ".join(filter(None, (one.name, one.school)))) for one in everybody()
        ]
