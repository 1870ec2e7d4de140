"""When things happen before a session: at the usual distances, or closer together where time is short."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world import TERMS
from workflows.school_calendar import CENTRAL, Term, TrustCalendars
from workflows.trust_sessions.days import FEWEST, VOTE_CLOSES, schedule, term_of
from workflows.trust_sessions.model import TermOfYear

TODAY = date(2026, 11, 16)


def test_with_time_enough_everything_has_its_usual_distance() -> None:
    found = schedule(date(2027, 3, 10), TODAY)
    distances = [
        CENTRAL.working_days_between(day, date(2027, 3, 10))
        for day in (found.proposals_on, found.vote_on, found.vote_closes_on, found.programme_on)
    ]
    assert distances == [40, 30, 20, 15]
    assert not found.squeezed


@pytest.mark.parametrize("left", range(FEWEST, 40))
def test_where_time_is_short_the_order_stays_and_there_are_days_to_vote(left: int) -> None:
    on = CENTRAL.add_working_days(TODAY, left)
    found = schedule(on, TODAY)
    assert found.squeezed
    assert TODAY <= found.proposals_on < found.vote_on < found.vote_closes_on < found.programme_on < on
    assert CENTRAL.working_days_between(found.vote_on, found.vote_closes_on) >= 3


def test_without_a_vote_only_the_programme_has_to_fit() -> None:
    on = CENTRAL.add_working_days(TODAY, 4)
    assert TODAY < schedule(on, TODAY, since=VOTE_CLOSES).programme_on < on


def test_a_term_comes_from_the_calendar_of_the_trust_or_else_from_the_month() -> None:
    terms = tuple(
        Term(place_id=1, name=name, starts_on=starts, ends_on=ends) for name, starts, ends, *_ in TERMS[1:]
    )
    known = TrustCalendars(1, {1: terms}, {})
    for day, term in (
        (date(2026, 12, 18), TermOfYear.AUTUMN),
        (date(2027, 3, 25), TermOfYear.SPRING),
        (date(2027, 4, 12), TermOfYear.SUMMER),
    ):
        assert term_of(day, known) is term
        assert term_of(day, TrustCalendars(1, {}, {})) is term
