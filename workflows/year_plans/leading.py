"""What becomes of a group's year of dates when somebody else leads the group.

Hubs and forums know nothing of years: these are effects of their steps, in the same commit.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from workflows.cases import Case
from workflows.database import db
from workflows.details import PersonChange
from workflows.forums import ForumFlow
from workflows.groups import lead_of, lead_post
from workflows.hubs import HubCase, HubFlow
from workflows.people import Person, Post, holders, posts_of, take_over
from workflows.perform import Act, perform
from workflows.year_plans.flow import YearPlanFlow as Flow
from workflows.year_plans.flow import planner
from workflows.year_plans.model import YearPlan

IN_HAND = Flow.laying_out | Flow.running


@HubFlow.on("change_coordinator")
@ForumFlow.on("change_chair")
def hand_years_on(group: Case, _: PersonChange, act: Act) -> None:
    """Who leads the group from now on has its year too, unless that is with somebody who may anyway."""
    heir = lead_of(group)
    if heir is None:
        return
    may_anyway = {lead_post(group), Post("improvement_lead", group.trust_id)}
    for plan in _years_of(group):
        if not any(may_anyway & posts_of(one) for one in _planners_of(plan)):
            perform(plan, "change_lead", None, PersonChange(role=planner.name, joining_id=heir.id))


@Flow.on("change_lead")
def change_lead(plan: YearPlan, details: PersonChange, act: Act) -> None:
    heir = db.session.get_one(Person, details.joining_id)
    was = take_over(heir, planner.name, plan.id)
    act.facts |= {"from": ", ".join(one.person.name for one in was), "to": heir.name}


def _planners_of(plan: YearPlan) -> list[int]:
    post = Post(planner.name, plan.id)
    return [one.person_id for one in holders([post])[post]]


def _years_of(group: Case) -> Sequence[YearPlan]:
    """The years in hand that are about this group alone."""
    about = YearPlan.hub_id == group.hub_id if isinstance(group, HubCase) else YearPlan.forum_id == group.id
    in_hand = YearPlan.state.in_([state.name for state in IN_HAND.members])
    return db.session.scalars(select(YearPlan).where(about, in_hand).order_by(YearPlan.id)).all()
