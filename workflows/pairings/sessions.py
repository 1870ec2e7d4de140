"""What the steps about sessions do: agreed, moved, off, held, missed, logged; and what is asked next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select

from workflows.clock import now
from workflows.database import db
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails
from workflows.giving import Grant, grant_days, open_grant
from workflows.pairings.details import (
    STEP_OF,
    WORDS_OF,
    AboutSession,
    SessionLog,
    SessionMove,
    SessionPlan,
    StepDone,
)
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.model import ActionStep, Pairing, PairingSession, SessionNote, SessionStatus
from workflows.pairings.private import sealed
from workflows.perform import Act
from workflows.school_calendar import academic_year

LOG_WITHIN: Final = 10
"""Working days after a session in which it is logged."""
MEET_WITHIN: Final = 6
"""School weeks after a session in which the next one is agreed."""
MINUTES_A_DAY: Final = 360
"""Minutes of sessions that make one of the mentor's giving days."""
A_MINUTE: Final = timedelta(minutes=1)


# Agreed, moved, off


@Flow.on("plan_first", "plan_session")
def agree_session(pairing: Pairing, details: SessionPlan, act: Act) -> None:
    _plan(pairing, details, act)
    _begin_giving(pairing, act)
    set_next(pairing, act)


def _plan(pairing: Pairing, details: SessionPlan, act: Act) -> None:
    if pairing.mentor is None:
        raise InvalidDetails({"on": "There is no mentor yet"})
    entry = act.diary.add(
        details.span,
        title=f"{pairing.mode.capitalize()} session: {pairing.mentee.name} and {pairing.mentor.name}",
        asked=[pairing.mentee_id, pairing.mentor.id],
        place=details.place,
        link=details.link,
    )
    act.diary.ask_afterwards(entry)
    pairing.sessions.append(
        PairingSession(
            trust_id=pairing.trust_id,
            mentor_id=pairing.mentor.id,
            on=details.on,
            mode=pairing.mode,
            entry=entry,
            status=SessionStatus.PLANNED,
        )
    )
    act.facts["entry_id"] = entry.id


@Flow.on("move_session")
def move(pairing: Pairing, details: SessionMove, act: Act) -> None:
    session = _planned(pairing, details.session_id)
    entry = _ahead(session)
    if entry is None:
        raise InvalidDetails({"session_id": "That session is over. Log it, or say that it did not happen"})
    act.facts["was_on"] = session.on.isoformat()
    session.on = details.on
    act.diary.change(
        entry, details.span, title=entry.title, place=details.place, link=details.link, agenda=""
    )
    set_next(pairing, act)


@Flow.on("call_off_session")
def call_off(pairing: Pairing, details: AboutSession, act: Act) -> None:
    _call_off(_planned(pairing, details.session_id), act)
    set_next(pairing, act)


def call_off_all(pairing: Pairing, act: Act) -> None:
    """No session to come will take place; of those that are over, the two can still say what became."""
    for session in pairing.planned:
        if _ahead(session):
            _call_off(session, act)


def _call_off(session: PairingSession, act: Act) -> None:
    entry = _ahead(session)
    if entry is None:
        raise InvalidDetails({"session_id": "That session is over. Log it, or say that it did not happen"})
    session.status, session.settled_at = SessionStatus.OFF, act.at
    act.facts["on"] = session.on.isoformat()
    act.diary.call_off(entry, "")


# Held or missed


@Flow.on("confirm_session")
def note_held(pairing: Pairing, details: AboutSession, act: Act) -> None:
    session = _begun(pairing, details.session_id)
    if session.status is SessionStatus.HELD:
        raise InvalidDetails({"session_id": "It is noted already that this session took place"})
    _hold(session, act, minutes=_length(session))
    _count_days(pairing)
    set_next(pairing, act)


@Flow.on("miss_session")
def note_missed(pairing: Pairing, details: AboutSession, act: Act) -> None:
    session = _begun(pairing, details.session_id)
    if session.logs:
        raise InvalidDetails({"session_id": "This session has been logged already"})
    if session.status is SessionStatus.MISSED:
        raise InvalidDetails({"session_id": "It is noted already that this session did not happen"})
    session.status, session.settled_at, session.minutes = SessionStatus.MISSED, act.at, None
    _word_has_come(session, act)
    act.facts["on"] = session.on.isoformat()
    _count_days(pairing)
    set_next(pairing, act)


@Flow.on("log_first", "log_session")
def keep_log(pairing: Pairing, details: SessionLog, act: Act) -> None:
    _check_day(pairing, details, act)
    session = _session_for(pairing, details)
    if session.status is not SessionStatus.HELD or session.minutes is None or not session.logs:
        session.on, session.way = details.held_on, details.way
        _hold(session, act, minutes=details.minutes)
    _write(pairing, session, details, act)
    for step_id in details.steps_done:
        _step(pairing, step_id, act).done_at = act.at
    if details.next is not None:
        _plan(pairing, details.next, act)
    _begin_giving(pairing, act)
    _count_days(pairing)
    act.facts |= {"session_id": session.id, "mode": pairing.mode}
    if pairing.state in (Flow.contracted.name, Flow.active.name):
        set_next(pairing, act)


@Flow.on("finish_step")
def finish_step(pairing: Pairing, details: StepDone, act: Act) -> None:
    step = _step(pairing, details.step_id, act)
    step.done_at = step.done_at or act.at


def _check_day(pairing: Pairing, details: SessionLog, act: Act) -> None:
    if details.held_on > act.today:
        raise InvalidDetails({"held_on": "A session can be logged once it has taken place"})
    signed_on = pairing.contract.signed_on if pairing.contract else None
    if signed_on is not None and details.held_on < signed_on:
        day = f"{signed_on.day} {signed_on:%B %Y}"
        raise InvalidDetails({"held_on": f"You signed the contract on {day}. Enter a date from then on"})


def _session_for(pairing: Pairing, details: SessionLog) -> PairingSession:
    """The session that is written of: the one that was chosen, one held that day, or one not planned here."""
    if details.session_id is not None:
        session = _own(pairing, details.session_id)
        if session.status is SessionStatus.OFF:
            raise InvalidDetails(
                {"session_id": "That session was called off. Log it as one that was not planned"}
            )
        return session
    for session in pairing.held:
        if session.on == details.held_on:
            return session
    session = PairingSession(
        trust_id=pairing.trust_id,
        mentor_id=pairing.mentor_id,
        on=details.held_on,
        mode=pairing.mode,
        status=SessionStatus.PLANNED,
    )
    pairing.sessions.append(session)
    return session


def _write(pairing: Pairing, session: PairingSession, details: SessionLog, act: Act) -> None:
    """An entry of the log; what the mentee will do comes up again next time."""
    said = {name: getattr(details, name).strip() for name in WORDS_OF[pairing.mode]}
    author_id = act.actor.id if act.actor else 0
    db.session.flush()  # the words are bound to the session, which may be a new one
    session.logs.append(
        SessionNote(
            trust_id=pairing.trust_id,
            author_id=author_id,
            written_at=act.at,
            mode=pairing.mode,
            sealed=sealed(pairing, SessionNote, said, session_id=session.id, author_id=author_id),
        )
    )
    db.session.flush()
    if step := said[STEP_OF[pairing.mode]]:
        pairing.steps.append(
            ActionStep(
                trust_id=pairing.trust_id,
                session_id=session.id,
                agreed_at=act.at,
                sealed=sealed(pairing, ActionStep, step, session_id=session.id),
            )
        )


def _hold(session: PairingSession, act: Act, *, minutes: int) -> None:
    session.status, session.settled_at, session.minutes = SessionStatus.HELD, act.at, minutes
    _word_has_come(session, act)
    act.facts["on"] = session.on.isoformat()


def _word_has_come(session: PairingSession, act: Act) -> None:
    if session.entry is not None:
        session.entry.word_at = act.at


def _length(session: PairingSession) -> int:
    """Minutes for which a session was planned."""
    entry = session.entry
    return (entry.ends_at - entry.starts_at) // A_MINUTE if entry else 0


# The mentor's giving days


def _begin_giving(pairing: Pairing, act: Act) -> None:
    """The contract's days are the pairing's, as far as one school gives them to another."""
    contract, schools = pairing.contract, {pairing.mentor_school_id, pairing.mentee_school_id}
    if contract is None or None in schools or len(schools) < 2 or open_grant(pairing.id) is not None:
        return
    grant_days(
        Grant(
            trust_id=pairing.trust_id,
            case_id=pairing.id,
            person_id=pairing.mentor_id,
            giving_school_id=pairing.mentor_school_id,
            receiving_school_id=pairing.mentee_school_id,
            year=academic_year(act.today),
            days=contract.days,
            used=0.0,
        )
    )


def _count_days(pairing: Pairing) -> None:
    """Of the days, as many halves are used as the sessions so far have taken."""
    db.session.flush()
    grant = open_grant(pairing.id)
    if grant is not None:
        minutes = sum(session.minutes or 0 for session in pairing.held)
        grant.used = round(2 * minutes / MINUTES_A_DAY) / 2


# What is asked of the two next


def set_next(pairing: Pairing, act: Act) -> None:
    """To log the session that is agreed, or to agree one within six school weeks; a review may come first."""
    db.session.flush()
    calendar = act.calendars.of(pairing.mentor_school_id or pairing.trust_id)
    unwritten, held = _first_unwritten(pairing), pairing.held
    if unwritten is not None:
        due_on = calendar.add_working_days(unwritten, LOG_WITHIN)
        ask = "Log the session agreed in"
    else:
        due_on = calendar.add_school_weeks(held[-1].on if held else act.today, MEET_WITHIN)
        ask = "Agree the next session of"
    if pairing.review_on is not None and pairing.review_on < due_on:
        due_on, ask = pairing.review_on, "Begin the review of"
    pairing.act_by, pairing.next_ask = due_on, ask


def _first_unwritten(pairing: Pairing) -> date | None:
    """The day of the first session with this mentor that is agreed, or took place, and has no entry yet."""
    day: date | None = db.session.scalar(
        select(func.min(PairingSession.on))
        .outerjoin(SessionNote, SessionNote.session_id == PairingSession.id)
        .where(
            PairingSession.pairing_id == pairing.id,
            PairingSession.mentor_id == pairing.mentor_id,
            PairingSession.status.in_([SessionStatus.PLANNED, SessionStatus.HELD]),
            SessionNote.id.is_(None),
        )
    )
    return day


# Shared by the above


def _own(pairing: Pairing, session_id: int) -> PairingSession:
    for session in pairing.with_this_mentor:
        if session.id == session_id:
            return session
    raise InvalidDetails({"session_id": "Choose a session of this pairing"})


def _planned(pairing: Pairing, session_id: int) -> PairingSession:
    session = _own(pairing, session_id)
    if session.status is not SessionStatus.PLANNED:
        raise InvalidDetails({"session_id": "Choose a session that is still planned"})
    return session


def _begun(pairing: Pairing, session_id: int) -> PairingSession:
    """A session that stands in their diaries and has begun."""
    session = _own(pairing, session_id)
    if session.status is SessionStatus.OFF or session.entry is None:
        raise InvalidDetails({"session_id": "Choose a session that was planned"})
    if session.entry.starts_at > now():
        raise InvalidDetails({"session_id": "That session has yet to take place"})
    return session


def _ahead(session: PairingSession) -> CalendarEntry | None:
    """Its date, as long as it stands in their diaries: what is over stays there as it was."""
    return session.entry if session.entry is not None and session.entry.is_ahead else None


def _step(pairing: Pairing, step_id: int, act: Act) -> ActionStep:
    """What was agreed with an earlier mentor is the mentee's alone to tick."""
    is_mentee = act.actor is not None and act.actor.id == pairing.mentee_id
    for step in pairing.steps:
        if step.id == step_id and (is_mentee or step.session.mentor_id == pairing.mentor_id):
            return step
    raise InvalidDetails({"step_id": "Choose an action step of this pairing"})
