"""Sessions: agreed, moved, off, held, missed and written down."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from webapp.demo.scenes import Deed
from webapp.demo.scenes.pairings import PairingScene
from workflows.clock import today
from workflows.database import db
from workflows.pairings.details import AboutSession, SessionLog, SessionMove, SessionPlan, StepDone, Way
from workflows.pairings.model import ActionStep, PairingSession, SessionStatus

AFTER_SCHOOL, IN_A_LESSON = time(15, 40), time(10, 45)


def plan(number: int, *, by: str = "mentor", early: int = 0) -> Deed:
    """Agree a session for its day in the story, or for so many working days earlier."""
    return lambda scene: _plan(scene, by, scene.days_from(scene.meetings[number], -early))


def plan_ahead(days: int, *, by: str = "mentor") -> Deed:
    """Agree a session for so many working days from the demo's own day."""
    return lambda scene: _plan(scene, by, scene.days_from(scene.present, days))


def _plan(scene: PairingScene, by: str, on: date) -> None:
    name = "plan_first" if scene.pairing.state == "contracted" else "plan_session"
    scene.act(name, by, _plan_of(scene, on))


def _plan_of(scene: PairingScene, on: date) -> SessionPlan:
    starts, ends = _times(scene, on)
    return SessionPlan(on=on, starts=starts, ends=ends, place=_place(scene), link=_link(scene))


def _times(scene: PairingScene, on: date) -> tuple[time, time]:
    starts = IN_A_LESSON if scene.cast.way is Way.IN_LESSON else AFTER_SCHOOL
    return starts, (datetime.combine(on, starts) + timedelta(minutes=scene.cast.minutes)).time()


def _place(scene: PairingScene) -> str:
    school = scene.who("mentee").school
    return school.name if school and scene.cast.way is not Way.ONLINE else ""


def _link(scene: PairingScene) -> str:
    meets_online = scene.cast.way is Way.ONLINE
    return f"https://meet.{scene.settled.domain}/{scene.pairing.reference.lower()}" if meets_online else ""


def move(number: int, *, by: str = "mentee") -> Deed:
    """Move the next session to its day in the story."""

    def deed(scene: PairingScene) -> None:
        on = scene.meetings[number]
        starts, ends = _times(scene, on)
        details = SessionMove(
            session_id=_next(scene).id,
            on=on,
            starts=starts,
            ends=ends,
            place=_place(scene),
            link=_link(scene),
        )
        scene.act("move_session", by, details)

    return deed


def about_next(part: str, name: str) -> Deed:
    """Call the earliest session off that nobody has spoken of (`call_off_session`), or say that it was held
    (`confirm_session`) or missed (`miss_session`)."""
    return lambda scene: scene.act(name, part, AboutSession(session_id=_next(scene).id))


def log(
    number: int,
    *,
    by: str = "mentee",
    then: int = 0,
    done: int = 0,
    is_planned: bool = True,
    minutes: int = 0,
) -> Deed:
    """Write down what the topic has of this session, and agree the one after it where `then` names it.

    `done` action steps of earlier sessions, oldest first, are done now.
    """

    def deed(scene: PairingScene) -> None:
        session = _latest(scene) if is_planned else None
        details = SessionLog(
            session_id=session.id if session else None,
            held_on=session.on if session else scene.meetings[number],
            minutes=minutes or scene.cast.minutes,
            way=scene.cast.way,
            **scene.topic.sessions[number - 1],
            steps_done=tuple(step.id for step in _open_steps(scene)[:done]),
            next=_plan_of(scene, scene.meetings[then]) if then else None,
        )
        name = "log_first" if scene.pairing.state == "contracted" else "log_session"
        scene.act(name, by, details)

    return deed


def finish_step(by: str = "mentee") -> Deed:
    """The oldest action step that is open is done."""
    return lambda scene: scene.act("finish_step", by, StepDone(step_id=_open_steps(scene)[0].id))


def _next(scene: PairingScene) -> PairingSession:
    """The earliest session of which nobody has said yet what became of it."""
    return _sessions(scene, SessionStatus.PLANNED)[0]


def _latest(scene: PairingScene) -> PairingSession:
    """The last session that is over and has not been called off or missed."""
    over = _sessions(scene, SessionStatus.PLANNED, SessionStatus.HELD)
    return [session for session in over if session.on <= today()][-1]


def _sessions(scene: PairingScene, *statuses: SessionStatus) -> list[PairingSession]:
    wanted = select(PairingSession).where(
        PairingSession.pairing_id == scene.pairing.id, PairingSession.status.in_(statuses)
    )
    return list(db.session.scalars(wanted.order_by(PairingSession.on, PairingSession.id)))


def _open_steps(scene: PairingScene) -> list[ActionStep]:
    wanted = select(ActionStep).where(ActionStep.pairing_id == scene.pairing.id, ActionStep.done_at.is_(None))
    return list(db.session.scalars(wanted.order_by(ActionStep.id)))
