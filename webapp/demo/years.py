"""The demo's years of dates: one under way, one being laid out, one that ended early, and one given up."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from sqlalchemy import select

from webapp.demo.settling import Settled
from workflows.clock import clock_at, local, today
from workflows.database import db
from workflows.details import Reason
from workflows.groups import lead_of
from workflows.hubs import HubCase
from workflows.hubs.details import BeginningDetails
from workflows.hubs.effects import take_up
from workflows.people import Person
from workflows.perform import perform
from workflows.places import Hub
from workflows.year_plans import YearPlan
from workflows.year_plans.details import DateNamed, SeriesEnded, TimeOfDay, YearDetails
from workflows.year_plans.laying_out import begin_year, meetings_left, of_group, usual_year

LEAD: Final = "eleanor.graves"
FEWEST: Final = 3


def laid_out_on(present: date) -> date:
    """A Friday at the latest, a good week before the demo's own day: every meeting is still ahead."""
    day = present - timedelta(days=9)
    return day - timedelta(days=max(0, day.weekday() - 4))


def lay_out_years(settled: Settled, present: date) -> None:
    """What became of the year of each hub."""
    day = laid_out_on(present)
    with clock_at(local(day, time(11, 30))):
        north, middle, south = (_work_of(settled, hub) for hub in list(settled.hubs.values())[:3])
        _is_given_up(settled, north)
        _is_sent(settled, north)
        _ends_early(settled, south)
    with clock_at(local(day, time(14, 0))):
        _is_laid_out(settled, middle)
    db.session.commit()


def _work_of(settled: Settled, hub: Hub) -> HubCase:
    """The hub at work; begun here where it is not yet."""
    known = db.session.scalars(select(HubCase).where(HubCase.hub_id == hub.id)).first()
    if known is not None:
        return known
    lead = settled.people[LEAD]
    begun = BeginningDetails(purpose=hub.purpose, review_on=today() + timedelta(days=300))
    return perform(take_up(hub, lead), "begin", lead, begun)


def _leader(settled: Settled, case: HubCase) -> Person:
    return lead_of(case) or settled.people[LEAD]


def _lay_out(settled: Settled, case: HubCase, *times: TimeOfDay) -> YearPlan:
    year = usual_year(settled.trust_id)
    details = YearDetails(
        year=year,
        meetings=max(meetings_left(settled.trust_id, year), FEWEST),
        minutes=90,
        weekdays=(1, 2, 3),
        times=times or (TimeOfDay.AFTER_SCHOOL,),
    )
    return begin_year(of_group(case), details, _leader(settled, case))


def _is_given_up(settled: Settled, case: HubCase) -> None:
    plan = _lay_out(settled, case, TimeOfDay.MORNING)
    why = "Mornings do not suit the heads after all. We begin again with after school."
    perform(plan, "abandon", _leader(settled, case), Reason(reason=why))


def _is_sent(settled: Settled, case: HubCase) -> None:
    perform(_lay_out(settled, case), "send", _leader(settled, case))


def _is_laid_out(settled: Settled, case: HubCase) -> None:
    plan, leader = _lay_out(settled, case), _leader(settled, case)
    perform(plan, "forbid", leader, DateNamed(date_id=plan.dates[0].id))
    perform(plan, "pin", leader, DateNamed(date_id=plan.dates[-1].id))


def _ends_early(settled: Settled, case: HubCase) -> None:
    plan, leader = _lay_out(settled, case), _leader(settled, case)
    perform(plan, "send", leader)
    why = "Two of the schools change their head this year. We meet again from September."
    perform(plan, "end_series", leader, SeriesEnded(reason=why))
    perform(plan, "close", leader, Reason(reason=why))
