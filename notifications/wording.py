"""How dates, numbers and people's own words read in a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from notifications.mail import one_line

LONGEST_TITLE: Final = 90
LONGEST_QUOTE: Final = 600
FAR_AWAY: Final = timedelta(days=183)
NAMED: Final = 3


def day(value: date | str, today: date | None = None) -> str:
    """A date as people say it: "Friday 27 November", with the year when it is more than half a year away."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    year = f" {on.year}" if today and abs(on - today) > FAR_AWAY else ""
    return f"{on:%A} {on.day} {on:%B}{year}"


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
