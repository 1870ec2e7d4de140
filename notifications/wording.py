"""How dates, numbers and people's own words read in a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from notifications.mail import one_line
from workflows.clock import LONDON, day_in_words, time_in_words
from workflows.dates.details import Span

LONGEST_TITLE: Final = 90
LONGEST_QUOTE: Final = 600
FAR_AWAY: Final = timedelta(days=183)
NAMED: Final = 3

CALENDAR: Final = "/calendar"
"""The page for those who hear of a year of dates that is not theirs to see."""


def day(value: date | str, today: date | None = None) -> str:
    """A date as people say it: "Friday 27 November", with the year when it is more than half a year away."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    return day_in_words(on, year=today is not None and abs(on - today) > FAR_AWAY)


def clock(moment: datetime) -> str:
    """A time as London's clocks show it: "3:30pm"."""
    return time_in_words(moment.astimezone(LONDON).time())


def span(of: Span, today: date | None = None) -> str:
    """From when until when: "Friday 27 November, 3:30pm to 4:30pm", "Friday 27 November, all day"."""
    starts, ends = of.starts_at.astimezone(LONDON), of.ends_at.astimezone(LONDON)
    first = day(starts.date(), today)
    if of.all_day:
        last = ends.date() - timedelta(days=1)
        return f"{first}, all day" if last <= starts.date() else f"{first} to {day(last, today)}, all day"
    until = clock(ends) if ends.date() == starts.date() else f"{day(ends.date(), today)}, {clock(ends)}"
    return f"{first}, {clock(starts)} to {until}"


def begins(of: Span, today: date | None = None) -> str:
    """When it begins: "Friday 27 November at 15:30", or the day alone."""
    on = day(of.starts_at.astimezone(LONDON).date(), today)
    return on if of.all_day else f"{on} at {clock(of.starts_at)}"


def days(value: float) -> str:
    """A number of days: "half a day", "1 day", "2.5 days"."""
    if value == 0.5:
        return "half a day"
    return "1 day" if value == 1 else f"{value:g} days"


def short(value: object, most: int = LONGEST_TITLE) -> str:
    """The text on one line, cut at a word when it is longer than this many characters."""
    line = one_line(value)
    if len(line) <= most:
        return line
    cut = line[:most].rpartition(" ")[0] or line[:most]
    return f"{cut.rstrip(' ,.;:')}…"


def quoted(value: object) -> str:
    """Somebody's own words, as a paragraph of its own; long ones are cut, since the page has them all."""
    return f"> {short(value, LONGEST_QUOTE)}" if one_line(value or "") else ""


def lower_first(value: str) -> str:
    """For a sentence in which it does not come first."""
    return value[:1].lower() + value[1:]


def upper_first(value: str) -> str:
    """For the beginning of a sentence."""
    return value[:1].upper() + value[1:]


def names(people: Iterable[str]) -> str:
    """People in a sentence: "Asha Bell", "Asha Bell and Tom Achebe", "Asha Bell, Tom Achebe and 3 others"."""
    listed = list(people)
    if len(listed) > NAMED:
        listed = [*listed[: NAMED - 1], f"{len(listed) - NAMED + 1} others"]
    return " and ".join(filter(None, (", ".join(listed[:-1]), *listed[-1:])))


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 thing", "3 things"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
