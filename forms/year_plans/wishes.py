"""What the meetings of a year are like: how often, how long, when and where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    WholeNumberField,
    choice,
)
from forms.fields.dates import written_date
from forms.steps import StepForm
from workflows.clock import today
from workflows.details import Details, InvalidDetails
from workflows.school_calendar import academic_year, academic_year_name
from workflows.year_plans import YearPlan
from workflows.year_plans.details import GroupShape, Reach, TimeOfDay, YearDetails
from workflows.year_plans.laying_out import meetings_left, usual_year
from workflows.year_plans.problem import MOST_MEETINGS, Venue

USUAL: Final = {
    "meetings": 6,
    "minutes": 90,
    "weekdays": [1, 2, 3],
    "times": [TimeOfDay.AFTER_SCHOOL],
}
"""Once each half-term, an hour and a half after school, in the middle of the week."""
LENGTHS: Final = {
    30: "30 minutes", 45: "45 minutes", 60: "1 hour", 75: "1¼ hours", 90: "1½ hours", 120: "2 hours",
    150: "2½ hours", 180: "3 hours", 240: "4 hours",
}  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
TIMES: Final = {
    TimeOfDay.AFTER_SCHOOL: "After school, from 3:45pm",
    TimeOfDay.MORNING: "In the morning, from 9:30am",
    TimeOfDay.AFTERNOON: "In the afternoon, from 1:30pm",
    TimeOfDay.EVENING: "In the evening, from 6pm",
}
AS_USUAL: Final = "usual"
VENUES: Final = {
    Venue.HOSTED: "At its schools in turn; whoever hosted least recently is next",
    Venue.OPEN: "Where somebody offers to host",
    Venue.ONLINE: "Online",
}
MOST_DAYS: Final = 80
"""So many days can be kept clear."""


class ShapeForm(StepForm):
    """How often, how long, when and where a group meets."""

    case: YearPlan

    meetings = WholeNumberField(
        "How many meetings?",
        hint="In a whole year, 6 is one each half-term and 3 is one each term.",
        required="Enter how many meetings there are in the year",
        least=1,
        most=MOST_MEETINGS,
        width=2,
    )
    minutes = SelectField(
        "How long is a meeting?",
        coerce=int,
        choices=[choice(minutes, text) for minutes, text in LENGTHS.items()],
        required="Choose how long a meeting is",
    )
    weekdays = CheckboxesField(
        "On which days?",
        coerce=int,
        choices=[choice(number, name) for number, name in enumerate(WEEKDAYS)],
        required="Choose at least one weekday",
        hint="Another day is taken only where all of these have more in the way, and you will see it.",
    )
    times = CheckboxesField(
        "At what time of day?",
        coerce=TimeOfDay,
        choices=[choice(one, text) for one, text in TIMES.items()],
        required="Choose at least one time of day",
    )
    venue = RadiosField("Where?", required="Choose where they meet")
    link = TextField("The link, if online", hint="The same for every meeting", max_length=500)

    def offer_choices(self) -> None:
        minutes = self.minutes.data
        if minutes and minutes not in LENGTHS:
            self.minutes.choices = [choice(minutes, f"{minutes} minutes"), *self.minutes.choices]
        offered = [choice(one.value, text) for one, text in VENUES.items()]
        if self.has_usual_venue:
            text = "As usual: hubs at their schools in turn, forums where somebody offers"
            offered.insert(0, choice(AS_USUAL, text))
        self.venue.choices = offered

    @property
    def has_usual_venue(self) -> bool:
        """Whether groups of several kinds are laid out together."""
        return False

    def shape(self) -> dict[str, Any]:
        """The fields of `Shape`."""
        venue = self.venue.data
        return {
            "meetings": self.meetings.data,
            "minutes": self.minutes.data,
            "weekdays": tuple(self.weekdays.data or ()),
            "times": tuple(self.times.data or ()),
            "venue": None if venue in (None, AS_USUAL) else Venue(venue),
            "link": self.link.data if venue == Venue.ONLINE.value else "",
        }


class YearForm(ShapeForm):
    """What is the same for all meetings of a year; everything is filled in as most would have it."""

    makes = YearDetails

    year = RadiosField("For which academic year?", coerce=int, required="Choose the academic year")
    keep_clear = LongTextField(
        "Days to keep clear",
        hint="One a line, such as 3/12/2026, or 10/5/2027 to 14/5/2027. Holidays, INSET days, bank holidays "
        "and what stands in diaries here are known already.",
        rows=3,
    )
    not_before = CalendarDateField("No meeting before", hint="Leave this empty to begin as soon as possible.")

    def __init__(self, case: YearPlan, **kwargs: Any) -> None:
        super().__init__(case, **kwargs)
        first = ("year", "meetings", "minutes", "weekdays", "times", "venue", "link")
        self._fields = {name: self._fields[name] for name in dict.fromkeys((*first, *self._fields))}

    def filled_in(self) -> dict[str, Any]:
        wishes = self.case.wishes
        if not wishes:
            year = usual_year(self.case.trust_id)
            count = meetings_left(self.case.trust_id, year) or USUAL["meetings"]
            return {**USUAL, "year": year, "meetings": count, "venue": self._usual_venue()}
        return {
            **{name: wishes[name] for name in ("meetings", "minutes", "weekdays", "times", "link", "year")},
            "venue": wishes["venue"] or self._usual_venue(),
            "not_before": date.fromisoformat(wishes["not_before"]) if wishes["not_before"] else None,
            "keep_clear": "\n".join(_written(self.case.keep_clear)),
        }

    def _usual_venue(self) -> str:
        if self.has_usual_venue:
            return AS_USUAL
        return (Venue.HOSTED if self.case.reach is Reach.HUB else Venue.OPEN).value

    @property
    def has_usual_venue(self) -> bool:
        return self.case.reach in (Reach.TRUST, Reach.FORUMS)

    def offer_choices(self) -> None:
        super().offer_choices()
        this = academic_year(today())
        years = sorted({this, this + 1, self.case.year or this})
        self.year.choices = [choice(one, academic_year_name(one)) for one in years]

    def details(self) -> Details:
        return YearDetails(
            **self.shape(),
            year=self.year.data,
            not_before=self.not_before.data,
            keep_clear=days_in(self.keep_clear.data or ""),
        )


class GroupForm(ShapeForm):
    """What the meetings of one group are like."""

    makes = GroupShape

    group_id = SelectField("Which group?", coerce=int, required="Choose a group")

    def __init__(self, case: YearPlan, **kwargs: Any) -> None:
        super().__init__(case, **kwargs)
        self._fields = {
            name: self._fields[name] for name in dict.fromkeys(("group_id", *self._fields))
        }  # fmt: skip

    def filled_in(self) -> dict[str, Any]:
        asked = self.asked.get("group")
        rows = self.case.groups
        row = next((one for one in rows if one.group_id == asked), rows[0] if len(rows) == 1 else None)
        if row is None:
            return dict(USUAL)
        names = ("group_id", "meetings", "minutes", "weekdays", "times", "link")
        return {**{name: getattr(row, name) for name in names}, "venue": row.venue.value}

    def offer_choices(self) -> None:
        super().offer_choices()
        self.group_id.choices = [choice(one.group_id, one.group.title) for one in self.case.groups]

    def details(self) -> Details:
        return GroupShape(**self.shape(), group_id=self.group_id.data)


def days_in(text: str) -> tuple[date, ...]:
    """The days that somebody has written, one or a stretch of them a line. Raises InvalidDetails."""
    found: list[date] = []
    for line in filter(None, (one.strip() for one in (text or "").replace(";", "\n").splitlines())):
        try:
            found += _stretch(line)
        except ValueError as error:
            told = f"“{line[:40]}” is not a date: write it as 3/12/2026, or 10/5/2027 to 14/5/2027"
            raise InvalidDetails({"keep_clear": told}) from error
    if len(found) > MOST_DAYS:
        raise InvalidDetails({"keep_clear": f"Keep {MOST_DAYS} days clear at most: these are {len(found)}"})
    return tuple(sorted(set(found)))


def _stretch(line: str) -> Iterator[date]:
    first, _, last = line.partition(" to ")
    begins = _read(first)
    ends = _read(last) if last else begins
    if not timedelta() <= ends - begins < timedelta(days=MOST_DAYS):
        raise ValueError("not in order, or too long")
    return (begins + timedelta(days=number) for number in range((ends - begins).days + 1))


def _read(text: str) -> date:
    return written_date("A day", text)


def _written(days: list[date]) -> list[str]:
    """Days as somebody would write them, stretches together."""
    lines: list[tuple[date, date]] = []
    for day in days:
        if lines and day - lines[-1][1] == timedelta(days=1):
            lines[-1] = (lines[-1][0], day)
        else:
            lines.append((day, day))
    return [_slashed(a) if a == b else f"{_slashed(a)} to {_slashed(b)}" for a, b in lines]


def _slashed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
