"""After the report: the improvement workshop, the host's action plan, and what has changed next term."""

from __future__ import annotations

from typing import Final

from sqlalchemy import exists, select

from workflows.actions import Action, ActionDetails, agree
from workflows.database import db
from workflows.details import InvalidDetails, in_future
from workflows.errors import NotYet
from workflows.peer_reviews.details import (
    ImpactAgain,
    ImpactDetails,
    ViewDetails,
    WorkshopPlan,
    WorkshopRecord,
)
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import workshop_leader
from workflows.peer_reviews.model import PeerReview
from workflows.peer_reviews.team import heads_of, why_not_lead_workshop
from workflows.people import Person, Post, colleague, take_over
from workflows.perform import Act

IMPACT_AFTER: Final = 10
"""Working days of the next term after which the host says what has changed."""


# The workshop


@Flow.on("plan_workshop")
def plan_workshop(review: PeerReview, details: WorkshopPlan, act: Act) -> None:
    """Put the workshop into diaries; planned again, it takes the place of what was planned before."""
    leader = _workshop_leader(review, details.leader_id, act)
    if review.workshop_entry is not None and review.workshop_entry.is_ahead:
        act.diary.call_off(review.workshop_entry, Flow.plan_workshop.done)
    take_over(leader, workshop_leader.name, review.id)
    entry = act.diary.add(
        details.span,
        title=f"Improvement workshop at {review.host_school.name}",
        asked=[leader.id, *sorted(heads_of(review)), *details.asked],
        place=details.place or review.host_school.name,
        link=details.link,
        agenda=details.agenda,
    )
    review.workshop_entry_id = entry.id
    act.facts["leader"] = leader.name
    act.tell_posts.append(Post(workshop_leader.name, review.id))
    db.session.flush()
    db.session.expire(review, ["workshop_entry"])


def _workshop_leader(review: PeerReview, person_id: int, act: Act) -> Person:
    """The person, if they may lead the workshop. Raises InvalidDetails with why not."""
    person = colleague(person_id, review.trust_id, field="leader_id")
    problem = why_not_lead_workshop(review, person, act.today)
    if problem:
        raise InvalidDetails({"leader_id": problem})
    return person


@Flow.on("hold_workshop")
def keep_workshop(review: PeerReview, details: WorkshopRecord, act: Act) -> None:
    if details.held_on > act.today:
        raise InvalidDetails({"held_on": "A workshop can be recorded once it has been held"})
    if review.agreed_on is not None and details.held_on < review.agreed_on:
        raise InvalidDetails({"held_on": "Enter a day after the report was agreed"})
    review.workshop_on, review.workshop_said = details.held_on, details.came_of_it
    if review.workshop_entry is not None and review.workshop_entry.starts_at > act.at:
        act.diary.call_off(review.workshop_entry, Flow.hold_workshop.done)


# The action plan


@Flow.on("agree_action")
def open_action(_: PeerReview, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}


@Flow.guard("settle_plan")
def plan_has_actions(review: PeerReview, _: None) -> None:
    if not db.session.scalar(select(exists().where(Action.came_from_id == review.id))):
        raise NotYet("Agree at least one action first, with an owner and a date.")


@Flow.on("settle_plan")
def look_next_term(review: PeerReview, _: None, act: Act) -> None:
    calendar = act.calendars.of(review.host_school_id)
    review.impact_due_on = calendar.add_working_days(calendar.term_after(act.today), IMPACT_AFTER)


# What has changed


@Flow.on("review_impact")
def keep_impact(review: PeerReview, details: ImpactDetails, _: Act) -> None:
    judged = {one.focus_area_id: one for one in details.foci}
    if set(judged) != {focus.focus_area_id for focus in review.foci}:
        raise InvalidDetails({"foci": "Look at each focus of the review"})
    for focus in review.foci:
        said = judged[focus.focus_area_id]
        focus.difference, focus.impact_evidence = said.difference, said.evidence
    review.impact_next = details.next


@Flow.on("look_again")
def look_again_later(review: PeerReview, details: ImpactAgain, act: Act) -> None:
    in_future(details.look_on, act.today, field="look_on")
    review.impact_due_on = details.look_on


@Flow.on("add_view")
def keep_view(review: PeerReview, details: ViewDetails, _: Act) -> None:
    review.lead_view = details.view
