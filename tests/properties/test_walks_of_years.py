"""Walks through a year of dates: anybody tries anything at any time, and every promise holds."""

from __future__ import annotations

from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from tests.year_plans import BOOK, lay_out_hub
from workflows.clock import clock_at
from workflows.database import db
from workflows.year_plans import YearPlan, YearPlanFlow


def begun_year(walker: Walker) -> YearPlan:
    """The year of a hub is laid out."""
    with clock_at(walker.moment):
        plan = lay_out_hub(walker.world)
        db.session.commit()
    return plan


@walk
def test_a_year_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    plan = begun_year(walker)
    walker.follow(plan, walker.beginning(BOOK))
    for _ in range(STEPS):
        walker.step(plan)
        check_dates_of_plan(plan)
    check_promises(walker)


def check_dates_of_plan(plan: YearPlan) -> None:
    """Every meeting of a year that was sent is there, and none of one that was not."""
    opened = {one.meeting_id is not None for one in plan.dates}
    if plan.state in (YearPlanFlow.laying_out.name, YearPlanFlow.abandoned.name):
        assert opened <= {False}
    else:
        assert opened == {True}


def test_the_book_of_years_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    plan = begun_year(walker)
    seen = {plan.state}
    for step in BOOK:
        seen |= walker.follow(plan, [step])
    assert seen == set(YearPlanFlow.states) - {"abandoned"}
    check_promises(walker)
