"""What stands in the way of a time; what is proposed instead never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import MONDAY, TERMS
from workflows.clock import LONDON, clock_at, local
from workflows.dates.clashes import (
    CLOSES,
    OPENS,
    Busy,
    Concerned,
    Hindrance,
    days_of,
    next_free,
    overlap,
)
from workflows.dates.details import Span
from workflows.school_calendar import CENTRAL, SchoolCalendar, Term

SCHOOL = SchoolCalendar(
    tuple(
        Term(name=name, starts_on=starts, ends_on=ends, break_starts_on=from_, break_ends_on=until)
        for name, starts, ends, from_, until in TERMS
    )
)
WEDNESDAY = date(2026, 11, 25)


def at(hour: int, minute: int = 0, day: date = WEDNESDAY, *, minutes: int = 60) -> Span:
    starts = local(day, time(hour, minute))
    return Span(starts, starts + timedelta(minutes=minutes))


def all_day(day: date, days: int = 1) -> Span:
    return Span(local(day, time(0)), local(day + timedelta(days=days), time(0)), all_day=True)


def concerned(*busy: Span) -> Concerned:
    return Concerned(tuple(Busy(1, "Tom", span) for span in busy), (("Saltmarsh", SCHOOL),))


@pytest.mark.parametrize(
    ("span", "kinds"),
    [
        (at(9), []),
        (at(7, 30), []),
        (at(7), [Hindrance.HOURS]),
        (at(17), []),
        (at(17, 30), [Hindrance.HOURS]),
        (at(9, day=date(2026, 11, 28)), [Hindrance.WEEKEND]),
        (at(9, day=date(2026, 12, 25)), [Hindrance.HOLIDAY]),
        (at(9, day=date(2026, 12, 22)), [Hindrance.CLOSED]),
        (at(6, day=date(2026, 11, 29)), [Hindrance.WEEKEND, Hindrance.HOURS]),
        (all_day(date(2026, 11, 27), 3), [Hindrance.WEEKEND, Hindrance.WEEKEND]),
        (at(9, day=date(2027, 6, 16)), []),
        (at(7, day=date(2027, 6, 16)), [Hindrance.HOURS]),
    ],
)
def test_days_and_hours_stand_in_the_way(span: Span, kinds: list[Hindrance]) -> None:
    assert [one.kind for one in concerned().clashes(span)] == kinds
    assert concerned().is_free(span) == (kinds == [])


def test_a_date_that_ends_as_another_begins_does_not_clash() -> None:
    assert not overlap(at(9), at(10))
    assert overlap(at(9), at(9, 30))
    assert overlap(all_day(WEDNESDAY), at(9))
    assert not overlap(all_day(WEDNESDAY), at(9, day=WEDNESDAY + timedelta(days=1)))


def test_the_same_hour_comes_first_and_each_day_once() -> None:
    with clock_at(MONDAY):
        found = list(next_free(at(14), concerned(at(14))))
    assert found == [
        at(13),
        at(14, day=WEDNESDAY + timedelta(days=1)),
        at(14, day=WEDNESDAY + timedelta(days=2)),
    ]


def test_a_length_that_fits_no_day_is_proposed_none() -> None:
    with clock_at(MONDAY):
        assert list(next_free(at(9, minutes=600), concerned())) == []


def test_nothing_is_proposed_that_has_passed() -> None:
    with clock_at(datetime(2026, 11, 25, 14, 10, tzinfo=UTC)):
        assert next(next_free(at(9), concerned())) == at(14, 30)


def test_whole_days_are_proposed_for_whole_days() -> None:
    with clock_at(MONDAY):
        found = list(next_free(all_day(date(2026, 11, 26), 2), concerned(at(9, day=date(2026, 11, 26)))))
    assert found[0] == all_day(date(2026, 11, 30), 2)


def test_across_the_holidays_there_is_a_time() -> None:
    summer = at(9, day=date(2027, 7, 21))
    with clock_at(datetime(2027, 7, 1, 9, tzinfo=UTC)):
        found = list(next_free(summer, Concerned((), (("Central", CENTRAL),))))
    assert len(found) == 3


SPANS = st.builds(
    at,
    st.integers(0, 23),
    st.sampled_from([0, 10, 15, 30, 45]),
    st.dates(date(2026, 10, 20), date(2027, 4, 20)),
    minutes=st.integers(15, 540),
) | st.builds(all_day, st.dates(date(2026, 10, 20), date(2027, 4, 20)), st.integers(1, 4))


@given(wished=SPANS, busy=st.lists(SPANS, max_size=25))
def test_a_time_that_is_proposed_never_clashes(wished: Span, busy: list[Span]) -> None:
    around = concerned(*busy)
    with clock_at(MONDAY):
        found = list(next_free(wished, around))
    assert len(found) <= 3
    assert len({days_of(one)[0] for one in found}) == len(found)
    for one in found:
        assert around.clashes(one) == ()
        assert around.is_free(one)
        assert one.all_day == wished.all_day
        assert one.starts_at > MONDAY
        if not one.all_day:
            starts, ends = (moment.astimezone(LONDON) for moment in (one.starts_at, one.ends_at))
            assert one.ends_at - one.starts_at == wished.ends_at - wished.starts_at
            assert OPENS <= starts.time() <= ends.time() <= CLOSES
            same_time = starts.time() == wished.starts_at.astimezone(LONDON).time()
            assert starts.minute in (0, 30) or same_time


@given(wished=SPANS, busy=st.lists(SPANS, max_size=10))
def test_what_is_free_is_what_nothing_stands_in_the_way_of(wished: Span, busy: list[Span]) -> None:
    around = concerned(*busy)
    assert around.is_free(wished) == (around.clashes(wished) == ())
