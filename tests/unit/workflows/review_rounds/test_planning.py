"""A search can be watched, stopped, begun from an earlier plan, and says what is missing."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.bench.years import big_year
from tests.review_rounds import MONDAY, oak_year, rules_broken, school
from workflows.review_rounds.planning import Limits, PlannerMissing, Progress, make_plan
from workflows.review_rounds.problem import Decided, Wanted

BRIEF = Limits(work=0.5)


def test_without_or_tools_it_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(
        PlannerMissing, match=r"needs OR-Tools, which is not installed here.*requirements-planning"
    ):
        make_plan(oak_year())


def test_people_and_weeks_that_were_pinned_are_kept_and_what_was_ruled_out_is_not_used() -> None:
    second = MONDAY + timedelta(days=7)
    decided = Decided(
        weeks={1: second},
        people=frozenset({(22, 1)}),
        leads=frozenset({(41, 1)}),
        never_people=frozenset({(31, 1)}),
    )
    made = make_plan(oak_year(decided=decided), limits=BRIEF).plan

    assert made is not None
    [review] = made.reviews
    assert (review.week, review.lead_id) == (second, 41)
    assert 22 in review.reviewer_ids
    assert 31 not in review.team


def test_a_search_that_is_told_to_stop_gives_the_best_plan_so_far() -> None:
    problem = big_year(20, Random(1))
    seen: list[Progress] = []

    def enough(progress: Progress) -> bool:
        seen.append(progress)
        return progress.plan is None

    made = make_plan(problem, limits=Limits(seconds=120, gap=0.0), watch=enough)

    assert made.plan is not None
    assert rules_broken(problem, made.plan) == []
    assert made.first_after is not None
    assert [one.seconds for one in seen] == sorted(one.seconds for one in seen)
    assert [one.bound for one in seen] == sorted(one.bound for one in seen)


def test_a_watcher_that_fails_ends_the_search_and_is_heard() -> None:
    def fails(_progress: Progress) -> bool:
        raise ConnectionError("the database is away")

    with pytest.raises(ConnectionError):
        make_plan(big_year(20, Random(1)), limits=Limits(seconds=120, gap=0.0), watch=fails)


def test_where_little_is_to_change_only_what_has_to_is_changed() -> None:
    problem = big_year(6, Random(1))
    first = make_plan(problem, limits=Limits(seconds=3)).plan
    assert first is not None
    taken_out = first.reviews[0].reviewer_ids[0]
    away = [
        replace(one, away=((problem.starts_on, problem.ends_on),)) if one.person_id == taken_out else one
        for one in problem.people
    ]
    changed = replace(problem, people=tuple(away))
    second = make_plan(changed, before=first, change_little=True, limits=Limits(seconds=6)).plan

    assert second is not None
    assert rules_broken(changed, second) == []
    before = {(one, review.school_id) for review in first.reviews for one in review.team}
    after = {(one, review.school_id) for review in second.reviews for one in review.team}
    needs_somebody = sum(taken_out in review.team for review in first.reviews)
    assert len(before - after) <= needs_somebody + 1
    assert sum(first.at[one.school_id].days != one.days for one in second.reviews) <= 1


def test_schools_that_cannot_all_be_placed_are_placed_as_far_as_they_can_be() -> None:
    closed = school(5, "Ivy", school_days=frozenset())
    problem = oak_year(
        schools=[*oak_year().schools, closed], hosts=[Wanted(school_id=1), Wanted(school_id=5)]
    )
    made = make_plan(problem, limits=BRIEF).plan

    assert made is not None
    assert [one.school_id for one in made.reviews] == [1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"hosts": [Wanted(school_id=1), Wanted(school_id=1)]}, "reviews is there twice"),
        ({"hosts": [Wanted(school_id=9)]}, "not in this round"),
        ({"hosts": [Wanted(school_id=1, days=4)]}, "one to 3 days"),
    ],
)
def test_a_year_that_makes_no_sense_is_refused(changes: dict[str, list[Wanted]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        oak_year(**changes)
