"""Whatever the year, its plan keeps every rule, and says of each school without a place why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review_rounds import MATHS, MONDAY, NAMES, READING, rules_broken, weekdays
from workflows.fit import Spot
from workflows.review_rounds.comparing import compare
from workflows.review_rounds.explaining import explain
from workflows.review_rounds.figures import costs_of
from workflows.review_rounds.judging import breaches, without_breaches
from workflows.review_rounds.planning import Limits, make_plan
from workflows.review_rounds.plans import Plan, Planned, plan_from_json, plan_to_json
from workflows.review_rounds.problem import Bar, Decided, Person, Problem, School, Wanted, Wishes

WEEKS = 3
ENDS = MONDAY + timedelta(days=7 * WEEKS - 3)
ALL_DAYS = sorted(weekdays(WEEKS))
MONDAYS = [MONDAY + timedelta(days=7 * n) for n in range(WEEKS)]
BRIEF = Limits(work=0.5)
"""So much work that small years are solved, and as much on every machine."""

FOCI = st.lists(st.sampled_from([READING, MATHS]), max_size=2, unique=True)
CLOSED = st.sets(st.sampled_from(ALL_DAYS), max_size=4)
METRES = st.none() | st.integers(0, 40_000)


@st.composite
def schools(draw: st.DrawFn, count: int) -> tuple[School, ...]:
    return tuple(
        School(
            school_id=number,
            name=f"School {number}",
            hubs=frozenset(draw(st.sets(st.sampled_from(["North", "South"]), max_size=1))),
            spot=Spot(easting=draw(METRES), northing=draw(METRES)),
            strong_in=frozenset(draw(FOCI)),
            school_days=frozenset(ALL_DAYS) - draw(CLOSED),
            most_sent=draw(st.none() | st.integers(0, 4)),
        )
        for number in range(1, count + 1)
    )


@st.composite
def people(draw: st.DrawFn, schools: int) -> tuple[Person, ...]:
    return tuple(
        Person(
            person_id=100 + number,
            name=f"Person {number}",
            school_id=draw(st.integers(1, schools)),
            leads=draw(st.booleans()),
            limit=draw(st.integers(0, 3)),
            away=tuple(draw(st.lists(AWAY, max_size=1))),
        )
        for number in range(draw(st.integers(2, 9)))
    )


AWAY = st.tuples(st.sampled_from(ALL_DAYS), st.integers(0, 9)).map(
    lambda at: (at[0], at[0] + timedelta(at[1]))
)


@st.composite
def years(draw: st.DrawFn, *, hosts: int = 5) -> Problem:
    count = draw(st.integers(2, 5))
    staff = draw(people(count))
    ids = [one.person_id for one in staff]
    pairs = st.tuples(st.sampled_from(ids), st.integers(1, count))
    some = st.frozensets(pairs, max_size=2)
    chosen = draw(st.lists(st.integers(1, count), min_size=1, max_size=min(hosts, count), unique=True))
    week = st.sampled_from(MONDAYS)
    return Problem(
        schools=draw(schools(count)),
        people=staff,
        wanted=tuple(
            Wanted(school_id=one, foci=tuple(draw(FOCI)), days=draw(st.integers(1, 3))) for one in chosen
        ),
        starts_on=MONDAY,
        ends_on=ENDS,
        barred=dict.fromkeys(draw(some), Bar.CONFLICT),
        last_year=draw(st.frozensets(st.tuples(st.integers(1, count), st.integers(1, count)), max_size=2)),
        foci=NAMES,
        decided=Decided(
            weeks=draw(st.dictionaries(st.integers(1, count), week, max_size=1)),
            people=draw(st.frozensets(pairs, max_size=1)),
            leads=draw(st.frozensets(pairs, max_size=1)),
            never_people=draw(some),
            never_weeks=draw(st.frozensets(st.tuples(st.integers(1, count), week), max_size=2)),
        ),
        wishes=Wishes(reviewers=draw(st.integers(1, 3)), most_a_week=draw(st.integers(1, 3))),
    )


@settings(max_examples=30)
@given(years())
def test_every_plan_keeps_every_rule_and_says_what_could_not_be_had(problem: Problem) -> None:
    made = make_plan(problem, limits=BRIEF)

    assert made.plan is not None
    assert rules_broken(problem, made.plan) == []
    assert made.cost == costs_of(problem, made.plan).total()
    assert made.bound <= made.cost
    told = explain(problem, made.plan)
    hosts = {one.school_id for one in problem.wanted}
    assert {one.school_id for one in told.unplaced} == hosts - made.plan.at.keys()
    assert all(one.text for one in told.unplaced)
    assert all(one.text for one in told.unmet)


@settings(max_examples=15)
@given(years())
def test_the_same_year_makes_the_same_plan_in_whatever_order_it_is_told(problem: Problem) -> None:
    told_backwards = Problem(
        **{
            **{name: getattr(problem, name) for name in problem.__dataclass_fields__},
            "schools": problem.schools[::-1],
            "people": problem.people[::-1],
            "wanted": problem.wanted[::-1],
        }
    )

    first, again = (make_plan(one, limits=BRIEF) for one in (problem, told_backwards))
    assert first.plan == again.plan


def every_plan(problem: Problem) -> Iterator[Plan]:
    """All there are for a few hosts, one run of days a week, whoever leads."""
    options: list[list[Planned | None]] = []
    for wanted in problem.wanted:
        found: list[Planned | None] = [None]
        ids = [one.person_id for one in problem.people]
        teams = [team for size in (2, 3, 4) for team in combinations(ids, size)]
        for days, team in product(runs(wanted.days), teams):
            leads = [one for one in team if problem.person_of[one].leads] or [team[0]]
            pinned = problem.decided.lead_of(wanted.school_id)
            lead = next((one for one in leads if one in pinned), leads[0])
            others = tuple(one for one in team if one != lead)
            planned = Planned(school_id=wanted.school_id, days=days, lead_id=lead, reviewer_ids=others)
            if not rules_broken(problem, Plan(reviews=(planned,))):
                found.append(planned)
        options.append(found)
    for chosen in product(*options):
        plan = Plan(reviews=tuple(one for one in chosen if one))
        if not rules_broken(problem, plan):
            yield plan


def runs(length: int) -> list[tuple[date, ...]]:
    starts = [day for day in ALL_DAYS if day.weekday() + length <= 5]
    return [tuple(day + timedelta(days=n) for n in range(length)) for day in starts]


@settings(max_examples=15)
@given(years(hosts=1))
def test_no_other_plan_of_one_school_costs_less(problem: Problem) -> None:
    made = make_plan(problem, limits=BRIEF)

    assert made.cost == min(costs_of(problem, one).total() for one in every_plan(problem))


@settings(max_examples=15)
@given(years())
def test_where_little_is_to_change_a_plan_that_still_holds_stays_as_it_is(problem: Problem) -> None:
    made = make_plan(problem, limits=BRIEF).plan
    again = make_plan(problem, before=made, change_little=True, limits=BRIEF).plan

    assert made is not None
    assert again is not None
    assert made.at.keys() <= again.at.keys()
    assert {host: review.week for host, review in made.at.items()} == {
        host: again.at[host].week for host in made.at
    }


@settings(max_examples=15)
@given(years(), years())
def test_what_still_holds_of_an_old_plan_breaks_no_rule(problem: Problem, other: Problem) -> None:
    old = make_plan(other, limits=BRIEF).plan
    assert old is not None
    kept = without_breaches(problem, old)

    assert rules_broken(problem, kept) == []
    assert [text for one in kept.reviews for text in breaches(problem, kept, one)] == []


@settings(max_examples=15)
@given(years())
def test_a_plan_comes_back_as_it_was_kept_and_differs_nowhere_from_itself(problem: Problem) -> None:
    made = make_plan(problem, limits=BRIEF).plan
    assert made is not None

    assert plan_from_json(plan_to_json(made)) == made
    told = compare(problem, made, made)
    assert told.differences == ()
    assert all(one.better is None for one in told.lines)
    assert told.same == len(made.reviews)
