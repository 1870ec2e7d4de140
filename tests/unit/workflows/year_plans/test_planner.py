"""The planner of a year of dates: what it keeps to, what it says it could not, and what it offers instead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

from tests.year_problems import ALL_HALVES, TERM_DAYS, group, problem, school, whole_trust
from workflows.year_plans.judging import Kind, offers, unmet
from workflows.year_plans.problem import Busy, Slot, Venue
from workflows.year_plans.search import lay_out
from workflows.year_plans.spreading import windows

AFTER_SCHOOL = time(15, 45)


def test_a_hub_meets_once_each_half_term_and_every_school_hosts_in_turn() -> None:
    inset = frozenset({ALL_HALVES[0][17]})
    schools = [school(one, closed=inset) for one in (1, 2)] + [school(3)]
    year = problem([group(9, {11, 12, 13}, {1, 2, 3}, hosts=(3, 1, 2))], schools)
    plan = lay_out(year)
    days = [slot.on for placed in plan.values() if (slot := placed.slot)]
    assert all(day in half for day, half in zip(days, ALL_HALVES, strict=True))
    hosts = [plan[9, number].host_id for number in range(1, 7)]
    assert hosts == [3, 1, 2, 3, 1, 2]
    assert days[0] not in inset
    assert min(after - before for before, after in pairwise(days)) > timedelta(days=21)
    assert unmet(year, plan) == ()
    assert lay_out(year) == plan


def test_people_in_two_groups_meet_twice_in_a_week_only_where_they_must() -> None:
    schools = [school(1), school(2), school(3)]
    year = problem([group(8, {11, 12}, {1, 2}), group(9, {12, 13}, {2, 3})], schools)
    plan = lay_out(year)
    weeks = [placed.slot.week for placed in plan.values() if placed.slot]
    assert len(set(weeks)) == 12

    once = [group(8, {11, 12}, {1, 2}, meetings=1), group(9, {12, 13}, {2, 3}, meetings=1)]
    both = problem(once, schools, halves=(ALL_HALVES[0][:5],))
    plan = lay_out(both)
    [told] = unmet(both, plan)
    assert told.hindrance.kind is Kind.WEEK
    assert "Person 12 has Group" in told.hindrance.text
    assert told.help == "No other week of this part of the year is better."


def test_what_cannot_be_avoided_is_told_with_what_would_help() -> None:
    half = ALL_HALVES[0]
    full = tuple(
        Busy(person_id=11, starts_at=datetime.combine(day, time(15)), ends_at=datetime.combine(day, time(17)))
        for day in half
        if day.weekday() < 4
    )
    year = problem(
        [group(9, {11, 12}, {1, 2}, meetings=1)],
        [school(1), school(2, closed=frozenset(day for day in half if day.weekday() == 4))],
        halves=(half,),
        busy=full,
    )
    plan = lay_out(year)
    [told] = unmet(year, plan)
    assert told.hindrance.kind is Kind.BUSY
    assert told.hindrance.text == "Person 11 has another date then."
    assert told.help == "No other day of this part of the year is better: another time of day would help."

    closed = problem([group(9, {11}, {1}, meetings=1)], [school(1, closed=TERM_DAYS)])
    [told] = unmet(closed, lay_out(closed))
    assert (told.hindrance.kind, told.slot) == (Kind.UNPLACED, None)
    assert told.help == "Take back a day that was ruled out, or ask for fewer meetings."
    alone = problem([group(9, {11}, set(), meetings=1)], [])
    assert unmet(alone, lay_out(alone))[0].help.startswith("Nobody can host it")


def test_other_dates_say_what_each_would_cost_and_what_is_pinned_stays() -> None:
    year = problem([group(8, {11}, {1}), group(9, {11}, {1})], [school(1)])
    plan = lay_out(year)
    clashing = plan[8, 1].slot
    assert clashing is not None
    pinned = problem(list(year.groups), list(year.schools), pinned={(9, 1): clashing, (8, 1): clashing})
    plan = lay_out(pinned, keep=plan)
    assert plan[9, 1].slot == plan[8, 1].slot == clashing
    told = unmet(pinned, plan)[0]
    assert told.hindrance.text == "Person 11 is asked to Group 9 at the same time."
    assert told.better is not None
    assert told.help.startswith("Nothing would be in the way on ")
    offered = offers(pinned, plan, (9, 1))
    assert len({one.slot.on for one in offered}) == len(offered) == 6
    assert offered[0].hindrances == ()
    assert [one.cost for one in offered] == sorted(one.cost for one in offered)


def test_little_changes_when_a_day_is_ruled_out() -> None:
    year = whole_trust(Random(5), schools=12, hubs=2, forums=4)
    before = lay_out(year)
    moved = before[1, 2].slot
    assert moved is not None
    groups = [
        group(1, set(one.people), set(one.schools), never=frozenset({moved.on})) if one.group_id == 1 else one
        for one in year.groups
    ]
    again = problem(groups, list(year.schools), busy=year.busy)
    after = lay_out(again, keep=before)
    changed = [key for key in before if before[key].slot != after[key].slot]
    assert changed == [(1, 2)]


def test_online_and_open_meetings_have_no_host_and_need_no_open_host() -> None:
    inset = frozenset({day for day in TERM_DAYS if day.weekday() == 2})
    year = problem(
        [group(9, {11, 12}, {1, 2}, venue=Venue.ONLINE, weekdays=frozenset({2}), meetings=3)],
        [school(1, closed=inset), school(2)],
    )
    plan = lay_out(year)
    assert {placed.host_id for placed in plan.values()} == {None}
    assert {one.hindrance.kind for one in unmet(year, plan)} <= {Kind.WEEKDAY, Kind.CLOSED}


def test_any_number_of_meetings_is_spread_over_the_half_terms() -> None:
    days = sum(ALL_HALVES, ())
    for meetings in range(1, 21):
        parts = windows(meetings, ALL_HALVES)
        assert len(parts) == meetings
        assert all(parts)
        assert sum(parts, ()) == days
    assert windows(6, ALL_HALVES) == ALL_HALVES
    assert windows(3, ALL_HALVES)[0] == ALL_HALVES[0] + ALL_HALVES[1]
    assert windows(2, ()) == ((), ())
    assert Slot(date(2026, 9, 9), AFTER_SCHOOL).week == date(2026, 9, 7)
