"""Walks through a year of dates: anybody tries anything at any time, and every promise holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from tests.year_plans import BOOK, lay_out_hub
from workflows.clock import clock_at
from workflows.database import db
from workflows.hubs import HubCase
from workflows.year_plans import YearPlan, YearPlanFlow


def begun_year(walker: Walker) -> YearPlan:
    """The year of a hub is laid out."""
    with clock_at(walker.moment):
        # A new hub each time: the year of one that was walked with before may be laid out already.
        hubs = db.session.scalar(select(func.count(HubCase.id)))
        plan = lay_out_hub(walker.world, hub=f"Hub {hubs}")
        db.session.commit()
    return plan


@walk
@given(data=st.data())
def test_a_year_keeps_every_promise_whoever_tries_what(world: World, data: st.DataObject) -> None:
    walker = Walker(data, world)
    plan = begun_year(walker)
    walker.follow(plan, BOOK[: data.draw(st.integers(0, len(BOOK)), label="by the book")])
    for _ in range(STEPS):
        walker.step(plan)
        check_dates_of_plan(plan)
    check_promises(world)


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
    check_promises(world)
