"""What time it is: one source, so that tests, walks and the demo can live on another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today(zone: ZoneInfo = LONDON) -> date:
    """The day it is now in the given zone."""
    return now().astimezone(zone).date()


def local(day: date, at: time, zone: ZoneInfo = LONDON) -> datetime:
    """The moment, in UTC, at which clocks in the zone show this day and time.

    A time that the spring change skips is read with the offset before it, so it comes an hour later on the
    clock; one that the autumn change repeats is its first occurrence (PEP 495, fold=0).
    """
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def time_in_words(at: time) -> str:
    """A time of day as people say it: "9am", "3:30pm", "midday"."""
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def day_in_words(day: date, *, year: bool = False) -> str:
    """A day as people say it: "Friday 27 November", or with its year."""
    return f"{day:%A} {day.day} {day:%B %Y}" if year else f"{day:%A} {day.day} {day:%B}"


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let it be this moment for a while."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
