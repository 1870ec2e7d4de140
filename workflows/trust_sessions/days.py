"""When things happen before a session, and which of the three terms it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from workflows.school_calendar import CENTRAL, TrustCalendars, academic_year
from workflows.trust_sessions.model import TERMS, TermOfYear

PROPOSALS: Final = 40
VOTE: Final = 30
VOTE_CLOSES: Final = 20
PROGRAMME: Final = 15
"""Working days of the central team before the day of the session."""
FEWEST: Final = 12
"""Working days that proposals, a vote and a programme need; a session that comes sooner has no vote."""
TO_VOTE: Final = 2
"""Working days that a vote lasts at the least, however late it opens."""


@dataclass(frozen=True)
class Schedule:
    """The days on which things happen before a session."""

    proposals_on: date
    vote_on: date
    vote_closes_on: date
    programme_on: date
    #: whether they are closer to each other than usual
    squeezed: bool


def schedule(on: date, today: date, *, since: int = PROPOSALS) -> Schedule:
    """The usual distances; or, where too few days are left, the same distances drawn together.

    `since` is the usual distance of the stage that begins now: what lies before that is over.
    """
    left = max(1, CENTRAL.working_days_between(today, on))
    share = min(1.0, left / since)

    def before(days: int) -> date:
        return CENTRAL.add_working_days(on, -max(1, round(days * share)))

    return Schedule(before(PROPOSALS), before(VOTE), before(VOTE_CLOSES), before(PROGRAMME), share < 1)


def first_day_with_a_vote(today: date) -> date:
    """The first day for which proposals and a vote can still be held."""
    return CENTRAL.add_working_days(today, FEWEST)


def term_of(day: date, known: TrustCalendars) -> TermOfYear:
    """The term of the trust's own calendar that the day lies in; by its month where that has not three."""
    year = academic_year(day)
    terms = [one for one in known.terms.get(known.trust_id, ()) if academic_year(one.starts_on) == year]
    if len(terms) == len(TERMS):
        ends = [one.ends_on for one in terms]
        return TERMS[min(sum(end < day for end in ends), len(TERMS) - 1)]
    if day.month >= 9:
        return TermOfYear.AUTUMN
    return TermOfYear.SPRING if day.month <= 3 else TermOfYear.SUMMER
