"""Two plans side by side: what each comes to, and where they differ."""

from __future__ import annotations

from datetime import timedelta

from tests.review_rounds import MONDAY, oak_year
from workflows.review_rounds.comparing import compare
from workflows.review_rounds.plans import Plan, Planned

DAYS = (MONDAY, MONDAY + timedelta(days=1))
FIRST = Planned(school_id=1, days=DAYS, lead_id=21, reviewer_ids=(31,))
SECOND = Planned(school_id=1, days=tuple(day + timedelta(7) for day in DAYS), lead_id=31, reviewer_ids=(41,))


def test_a_review_that_moves_and_changes_its_team_is_told_person_by_person() -> None:
    told = compare(oak_year(), Plan(reviews=(FIRST,)), Plan(reviews=(SECOND,)))

    [found] = told.differences
    assert (found.moves, found.changes_lead) == (True, True)
    assert (found.leaves, found.joins) == ((21,), (41,))
    assert told.same == 0


def test_each_figure_says_which_plan_is_better() -> None:
    told = compare(oak_year(), Plan(reviews=(FIRST,)), Plan(reviews=(SECOND,)))

    lines = {one.name: (one.first, one.second, one.better) for one in told.lines}
    assert lines["Travel"] == ("37 miles", "62 miles", 1)
    assert lines["Schools with a place"] == ("1", "1", None)


def test_a_school_that_has_a_place_in_one_plan_alone_is_a_difference() -> None:
    told = compare(oak_year(), Plan(reviews=()), Plan(reviews=(FIRST,)))

    [found] = told.differences
    assert (found.first, found.joins) == (None, (21, 31))
    assert next(one.better for one in told.lines if one.name == "Schools with a place") == 2
