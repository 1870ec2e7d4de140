"""Fields for dates and times of day."""

import re
from datetime import date, time
from typing import Any

import wtforms

from forms import widgets
from forms.fields.checks import Checks, Presence, StorableField, named
from forms.fields.parsed import ParsedField
from workflows.clock import time_in_words

#: Years that anything here could happen in; one outside is a slip of the finger.
YEARS = range(1900, 2101)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = ("a day", "a month", "a year")
_WRITTEN_DATE = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ /.-]([a-z]+|\d{1,2})[ /.,-]+(\d{4})")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:. ]?(?P<minute>\d{2}))? ?(?P<half>am|pm)?")
_FIRST_CLEAR_HOUR = 7


class DateField(StorableField, wtforms.Field):
    """A date in three boxes, for dates that people know. Months may be numbers or names."""

    widget: Any = widgets.DateWidget()

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "For example, 27 11 2026",
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        checks = [Presence(required), *validators]
        super().__init__(label, checks, description=hint, **kwargs)

    @property
    def focus_id(self) -> str:
        """Return where an error's link leads: the first of the boxes."""
        return f"{self.name}-day"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError for parts that make no date."""
        try:
            super().process_formdata(valuelist)
        finally:
            self.data = None
        self.data = self._read(self.raw_data or [])

    def arranged(self, parts: list[str]) -> list[str]:
        """Return three parts: missing keys are empty boxes, further ones are ignored."""
        return [part.strip() for part in [*parts, "", "", ""][:3]]

    def _read(self, parts: list[str]) -> date | None:
        if not any(parts):
            return None
        missing = [name for name, part in zip(_PARTS, parts, strict=True) if not part]
        if missing:
            raise ValueError(f"{named(self)} must include {' and '.join(missing)}")
        return real_date(named(self), *parts)

    def _value(self) -> str:
        return " ".join(self.raw_data or [])


class CalendarDateField(ParsedField):
    """A date in one box, for dates that people choose: a calendar opens beside it where scripts run."""

    widget: Any = widgets.CalendarWidget()

    def __init__(
        self, label: str = "", *, hint: str = "For example, 27/11/2026", width: int = 10, **kwargs: Any
    ) -> None:
        super().__init__(label, hint=hint, width=width, **kwargs)

    def parse(self, text: str) -> date:
        """Return the date of 27/11/2026, 27 November 2026 or Fri 27 Nov 2026."""
        return written_date(named(self), text)

    def show(self, value: Any) -> str:
        """Return "27/11/2026"."""
        return f"{value.day}/{value.month}/{value.year}"


class TimeField(ParsedField):
    """A time of day, as people write one: 9am, 9:30, 15:30, 3.30pm."""

    def __init__(self, label: str = "", *, hint: str = "For example, 9am or 3:30pm", **kwargs: Any) -> None:
        super().__init__(label, hint=hint, **kwargs)

    def parse(self, text: str) -> time:
        """Return the time; raise ValueError for what is none, or could be two."""
        words = {"midday": "12pm", "noon": "12pm", "midnight": "12am"}
        found = _TIME.fullmatch(words.get(text.lower(), text.lower()))
        if not found:
            raise ValueError(f"{named(self)} must be a time, such as 9am or 3:30pm")
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["half"] is None and 0 < hour < _FIRST_CLEAR_HOUR and len(found["hour"]) == 1:
            raise ValueError(f"{named(self)}: add am or pm, such as {hour}pm")
        return self._real_time(hour, minute, found["half"])

    def show(self, value: Any) -> str:
        """Return "3:30pm" or "9am"."""
        return time_in_words(value)

    def _real_time(self, hour: int, minute: int, half: str | None) -> time:
        is_real = minute < 60 and (1 <= hour <= 12 if half else hour < 24)
        if not is_real:
            raise ValueError(f"{named(self)} must be a time, such as 9am or 3:30pm")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        return time(hour, minute)


def written_date(label: str, text: str) -> date:
    """Return the date of 27/11/2026 or Fri 27 Nov 2026; raise ValueError for what is none."""
    found = _WRITTEN_DATE.fullmatch(" ".join(text.lower().split()))
    if not found:
        raise ValueError(f"{label} must be a date, such as 27/11/2026")
    return real_date(label, *found.groups())


def real_date(label: str, day: str, month: str, year: str) -> date:
    """Return the date of three parts as typed; raise ValueError with what is wrong with them."""
    if not _is_number(year) or int(year) not in YEARS:
        raise ValueError(f"{label} must have a year of four digits, such as 2026")
    try:
        return date(int(year), _month(month), int(day) if _is_number(day) else 0)
    except ValueError as error:
        raise ValueError(f"{label} must be a real date, such as 27 11 2026") from error


def _month(text: str) -> int:
    if _is_number(text):
        return int(text)
    return _MONTHS.index(text.lower()[:3]) + 1 if text.lower()[:3] in _MONTHS else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4
