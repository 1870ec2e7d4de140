"""Whatever the year, the planner keeps its promises."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.year_problems import ALL_HALVES, TERM_DAYS, group, problem, school
from workflows.year_plans.judging import Kind, hindrances, unmet
from workflows.year_plans.problem import Problem, Venue
from workflows.year_plans.search import Search, lay_out


@st.composite
def years(draw: st.DrawFn) -> Problem:
    """Up to four groups of five schools that are closed here and there."""
    chance = Random(draw(st.integers(0, 10**6)))
    days, closed = sorted(TERM_DAYS), draw(st.integers(0, 60))
    schools = [school(one, closed=frozenset(chance.sample(days, closed))) for one in range(1, 6)]
    groups = []
    for number in range(draw(st.integers(1, 4))):
        where = set(chance.sample(range(1, 6), chance.randint(1, 5)))
        other: dict[str, Any] = {
            "meetings": draw(st.integers(1, 9)),
            "venue": draw(st.sampled_from(list(Venue))),
            "weekdays": frozenset(chance.sample(range(5), chance.randint(1, 3))),
        }
        groups.append(group(100 + number, {10 * one + chance.randrange(2) for one in where}, where, **other))
    return problem(groups, schools, keep_clear=frozenset(chance.sample(days, 10)))


@settings(max_examples=40, deadline=None)
@given(year=years())
def test_a_plan_never_uses_a_closure_of_its_host_nor_a_day_to_be_kept_clear(year: Problem) -> None:
    plan = lay_out(year)
    assert list(plan) == list(year.keys)
    told = {(one.key, one.hindrance.kind) for one in unmet(year, plan)}
    for key, placed in plan.items():
        window = year.window_of[key]
        assert (placed.slot is None) == (not any(year.can_be_on(key, day) for day in window))
        if placed.slot is None:
            assert (key, Kind.UNPLACED) in told
            continue
        assert placed.slot.on in window
        assert placed.slot.on not in year.keep_clear
        assert placed.slot.on in TERM_DAYS
        if placed.host_id is not None:
            assert placed.host_id in year.group_of[key[0]].hosts
            assert placed.slot.on in year.school_of[placed.host_id].open_on
        elif year.group_of[key[0]].venue is Venue.HOSTED:
            assert (key, Kind.HOST) in told
        assert not year.closed(key, placed.slot.on) or any(
            one.kind is Kind.CLOSED for one in hindrances(year, plan, key, placed.slot)
        )


@settings(max_examples=25, deadline=None)
@given(year=years())
def test_no_meeting_could_be_moved_by_itself_to_the_good_of_the_plan(year: Problem) -> None:
    """So a clash that one move would avoid is never left."""
    search = Search(year, {})
    search.run()
    assert search.cost >= search.bound - 1e-6
    for key, slot in search.chosen.items():
        if slot is None:
            continue
        search.put(key, None)
        here = search.cost_at(key, slot)
        assert all(search.cost_at(key, one.slot) >= here - 1e-6 for one in search.options[key])
        search.put(key, slot)


def test_a_clash_is_avoided_wherever_there_is_another_day() -> None:
    days: list[date] = list(ALL_HALVES[0][:2])
    groups = [group(one, {11}, {1}, meetings=1) for one in (1, 2, 3)]
    year = problem(groups, [school(1)], halves=(tuple(days),))
    kinds = [one.hindrance.kind for one in unmet(year, lay_out(year))]
    assert kinds.count(Kind.CLASH) == 1
    two = problem(groups[:2], [school(1)], halves=year.halves)
    assert Kind.CLASH not in {one.hindrance.kind for one in unmet(two, lay_out(two))}
