"""Days that suit a visit: lessons are on at both schools."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Final

from workflows.clock import day_in_words
from workflows.peer_reviews.days import ClosedDay, closed_days, days_that_suit
from workflows.places import School
from workflows.school_calendar import TrustCalendars

PROPOSED: Final = 3


def next_days(after: date, schools: Sequence[School], known: TrustCalendars) -> list[date]:
    """The next days after this one on which pupils are in at every one of these schools."""
    return list(islice(days_that_suit(after + timedelta(days=1), schools, known), PROPOSED))


def why_not(day: date, schools: Sequence[School], known: TrustCalendars) -> str:
    """Why a day does not suit, with the next that do, in two sentences; empty where it does."""
    closed = closed_days([day], schools, known)
    if not closed:
        return ""
    free = [day_in_words(one) for one in next_days(day, schools, known)]
    proposal = f" The next days that suit both schools: {', '.join(free)}" if free else ""
    return f"{_what_is_on(closed, len(schools))}, so there are no lessons to see.{proposal}"


def _what_is_on(closed: list[ClosedDay], schools: int) -> str:
    if len(closed) == schools and len({one.kind for one in closed}) == 1:
        return f"That day is {closed[0].kind.as_said}"
    return "That day is " + " and ".join(f"{one.kind.as_said} at {one.school}" for one in closed)
