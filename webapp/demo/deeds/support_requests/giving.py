"""From the plan that all sign until the last visit."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from webapp.demo.scenes import Deed
from webapp.demo.scenes.support_requests import RequestScene
from workflows.clock import today
from workflows.database import db
from workflows.details import Reason
from workflows.school_calendar import ONE_DAY
from workflows.support_requests.details import (
    MidPointDetails,
    PlanDetails,
    VisitCancel,
    VisitMove,
    VisitPlan,
    VisitRecord,
    Working,
)
from workflows.support_requests.model import SupportVisit

MORNING = time(9, 0)
FIRST_CONTACT, AFTER_LAST_VISIT = 6, 5
"""Working days: to the first contact, from the plan or the demo's own day; from the last visit to the end."""


def propose(scene: RequestScene) -> None:
    """Write the plan of the topic, or the same with the days that it has come to have."""
    topic, plan = scene.topic, scene.request.plan
    first = plan.first_contact_on if plan else _first_contact(scene)
    details = PlanDetails(
        focus=topic.plan,
        measures=topic.measures,
        days=plan.days if plan else scene.cast.days,
        frequency=topic.frequency,
        exit_plan=topic.exit,
        first_contact_on=first,
        ends_on=max(_ends_on(scene), first),
    )
    scene.act("propose_plan", "giver", details)


def _first_contact(scene: RequestScene) -> date:
    is_running = scene.cast.ends_in is not None
    begins = scene.present if is_running else today()
    return scene.meetings.get(1) or scene.days_from(begins, FIRST_CONTACT)


def _ends_on(scene: RequestScene) -> date:
    if scene.cast.ends_in is not None:
        return max(scene.days_from(scene.present, scene.cast.ends_in), today() + ONE_DAY)
    last = max(scene.meetings.values(), default=today())
    return scene.days_from(max(last, today()), AFTER_LAST_VISIT)


def sign(part: str) -> Deed:
    return lambda scene: scene.act("sign", part)


def plan_visit(number: int, *, ahead: int | None = None, days: float = 1, by: str = "giver") -> Deed:
    """Agree the day of a visit: the story's own, or so many working days from the demo's own day."""

    def deed(scene: RequestScene) -> None:
        on = scene.meetings[number] if ahead is None else scene.days_from(scene.present, ahead)
        details = VisitPlan(
            on=on, starts=MORNING, ends=_end_of(days), days=days, purpose=_purpose(scene, number)
        )
        scene.act("plan_visit", by, details)

    return deed


def _end_of(days: float) -> time:
    return time(12, 0) if days < 1 else time(15, 30)


def _purpose(scene: RequestScene, number: int) -> str:
    visits = scene.topic.visits
    return (
        visits[number - 1].purpose if number <= len(visits) else "Look at what has changed and what is next"
    )


def move_visit(ahead: int, reason: str) -> Deed:
    """Move the next visit to so many working days from the demo's own day."""

    def deed(scene: RequestScene) -> None:
        on = scene.days_from(scene.present, ahead)
        visit = _next_visit(scene)
        details = VisitMove(visit_id=visit.id, on=on, starts=MORNING, ends=_end_of(visit.days), reason=reason)
        scene.act("move_visit", "head", details)

    return deed


def call_off(reason: str) -> Deed:
    def deed(scene: RequestScene) -> None:
        scene.act("cancel_visit", "giver", VisitCancel(visit_id=_next_visit(scene).id, reason=reason))

    return deed


def record(number: int) -> Deed:
    def deed(scene: RequestScene) -> None:
        visit, told = _next_visit(scene), scene.topic.visits[number - 1]
        details = VisitRecord(
            visit_id=visit.id,
            held_on=visit.on,
            days=visit.days,
            what_happened=told.happened,
            next_steps=told.next_steps,
        )
        scene.act("record_visit", "giver", details)

    return deed


def _next_visit(scene: RequestScene) -> SupportVisit:
    waiting = select(SupportVisit).where(
        SupportVisit.request_id == scene.request.id,
        SupportVisit.recorded_at.is_(None),
        SupportVisit.cancelled_at.is_(None),
    )
    return db.session.scalars(waiting.order_by(SupportVisit.on)).all()[0]


def review(working: Working = Working.YES, by: str = "head") -> Deed:
    def deed(scene: RequestScene) -> None:
        details = MidPointDetails(
            working=working,
            what_works=scene.topic.midpoint,
            changes=scene.topic.changes,
            ends_on=_ends_on(scene),
        )
        scene.act("review_midpoint", by, details)

    return deed


def finish(scene: RequestScene) -> None:
    scene.act("finish", "giver")


def step_back(part: str, reason: str) -> Deed:
    return lambda scene: scene.act("step_back", part, Reason(reason=reason))
