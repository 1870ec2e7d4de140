"""Planning a session, and moving, postponing or calling it off: the day carries all other dates with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from workflows.clock import day_in_words, now, today
from workflows.database import db
from workflows.dates.details import Span
from workflows.dates.model import Audience
from workflows.details import InvalidDetails, NoteDetails, PauseDetails, Reason, in_future
from workflows.errors import NotYet
from workflows.events import hold
from workflows.feedback import forget
from workflows.people import Person, Post, appoint, colleague, end_appointments, holders
from workflows.perform import Act, keep_note, open_case
from workflows.places import OPEN, School, Trust
from workflows.school_calendar import CENTRAL, academic_year, academic_year_name, calendars
from workflows.sign_ups.details import Standing
from workflows.sign_ups.gathering import people_with
from workflows.sign_ups.offering import follow_day
from workflows.sign_ups.places import tell_waiting
from workflows.trust_sessions.days import (
    FEWEST,
    PROPOSALS,
    VOTE,
    VOTE_CLOSES,
    first_day_with_a_vote,
    schedule,
    term_of,
)
from workflows.trust_sessions.details import (
    DayDetails,
    HandOver,
    MoveDetails,
    PlanDetails,
    PlanWithoutVote,
)
from workflows.trust_sessions.flow import TrustSessionFlow as Flow
from workflows.trust_sessions.flow import coordinator
from workflows.trust_sessions.model import TrustSession

A_DAY: Final = timedelta(days=1)
_SINCE: Final = {"planned": PROPOSALS, "proposals": PROPOSALS, "voting": VOTE}
"""The usual distance of the stage that a session is in; of later ones, that of the close of the vote."""


_DATES: Final = ("proposals_on", "vote_on", "vote_closes_on", "programme_on")
_BEGUN: Final = {"planned": 0, "proposals": 1, "voting": 2}
"""How many of these dates are over in a state; all but the last in any other."""


def days_in_words(count: int) -> str:
    """ "1 working day", "11 working days"."""
    return f"{count} working day" + ("" if count == 1 else "s")


def plan_session(
    details: PlanDetails | PlanWithoutVote, actor: Person, *, form_key: str | None = None
) -> TrustSession:
    """Open a session on the day that somebody plans it for. Raises as `open_case` does."""
    trust = db.session.get_one(Trust, actor.trust_id)
    has_vote = isinstance(details, PlanDetails)
    if has_vote:
        _check_time_to_vote(details)
    session = TrustSession(owner_id=trust.id, coordinator_id=actor.id, electorate=open_schools())
    session.foci_wanted = details.foci_wanted
    set_day(session, details, trust)
    _set_schedule(session, begun=0, since=PROPOSALS if has_vote else VOTE_CLOSES)
    return open_case(
        session, "plan" if has_vote else "plan_without_vote", actor, details, form_key=form_key
    )  # fmt: skip


def _check_time_to_vote(details: DayDetails) -> None:
    left = CENTRAL.working_days_between(today(), details.on)
    if left >= FEWEST:
        return
    first = first_day_with_a_vote(today())
    raise InvalidDetails(
        {
            "on": f"That is in {days_in_words(left)}, and proposals and a vote need {FEWEST}. Choose a day"
            f" from {day_in_words(first)} on, or ask the improvement lead to plan it without a vote"
        }
    )


@Flow.on("plan", "plan_without_vote")
def begin(session: TrustSession, _: DayDetails, act: Act) -> None:
    appoint(session.coordinator, coordinator.name, session.id)
    _into_diaries(session, act)
    act.facts["on"] = session.on.isoformat()


def open_schools() -> list[int]:
    """The schools of the trust that are open now."""
    return list(db.session.scalars(select(School.id).where(School.status.in_(OPEN)).order_by(School.id)))


def set_day(session: TrustSession, details: DayDetails, trust: Trust) -> None:
    """Write down when and where it is, and which term's it is. Raises InvalidDetails."""
    known = calendars(trust)
    in_future(details.on, today(), field="on")
    if not known.of_school(trust.id).is_working_day(details.on):
        raise InvalidDetails({"on": "Staff are not in on that day. Choose a working day of the trust"})
    year, term = academic_year(details.on), term_of(details.on, known)
    hold(trust.id)  # of two who choose a day in the same term at once, the second hears of the first
    other = _session_in(session, year, term.value)
    if other is not None:
        raise InvalidDetails(
            {
                "on": f"The {term.value} term of {academic_year_name(year)} has its session: "
                f"{other.reference} on {day_in_words(other.on)}. Choose a day in another term"
            }
        )
    span = details.span
    session.starts_at, session.ends_at = span.starts_at, span.ends_at
    session.venue, session.link = details.place, details.link
    session.year, session.term = year, term
    session.title = f"{term.value.capitalize()} session {session.year_name}"


def _session_in(session: TrustSession, year: int, term: str) -> TrustSession | None:
    with db.session.no_autoflush:
        return db.session.scalar(
            select(TrustSession).where(
                TrustSession.year == year,
                TrustSession.term == term,
                TrustSession.called_off_at.is_(None),
                TrustSession.id != (session.id or 0),
            )
        )


def _set_schedule(session: TrustSession, *, begun: int, since: int) -> None:
    """Dates that lie ahead follow the day; those of stages that are over (`begun`) stay as they were."""
    found = schedule(session.on, today(), since=since)
    for name in _DATES[begun:]:
        setattr(session, name, getattr(found, name))
    session.squeezed = found.squeezed


def _follow_the_day(session: TrustSession) -> None:
    state = session.paused_from or session.state
    _set_schedule(session, begun=_BEGUN.get(state, len(_DATES) - 1), since=_SINCE.get(state, VOTE_CLOSES))


def _into_diaries(session: TrustSession, act: Act) -> None:
    """Everybody in the trust finds it in the calendar; all heads are asked, and whoever has a place."""
    posts = [Post("head", one) for one in session.voting_school_ids]
    found = holders(posts)
    heads = (one.person_id for post in posts for one in found[post])
    asked = dict.fromkeys([*heads, *people_with(session.id, Standing.PLACE)])
    organiser = db.session.get_one(Person, session.coordinator_id)
    entry = act.diary.add(
        Span(session.starts_at, session.ends_at),
        title=session.title,
        asked=asked,
        place=session.venue,
        link=session.link,
        audience=Audience.STAFF,
        organiser=organiser,
    )
    session.entry_id = entry.id
    db.session.flush()


@Flow.on("move")
def move(session: TrustSession, details: MoveDetails, act: Act) -> None:
    """Another day or place: diaries follow, and so do the dates of the stages to come."""
    act.facts["was"] = session.starts_at.isoformat()
    _set_new_day(session, details, act)
    if session.entry is not None:
        act.diary.change(
            session.entry,
            details.span,
            title=session.title,
            place=details.place,
            link=details.link,
            agenda=session.entry.agenda,
            reason=details.reason,
        )
    _tell_those_who_wait(session, act)


def _tell_those_who_wait(session: TrustSession, act: Act) -> None:
    """Whoever has a place reads it in their diary; of a day that is near all hear before the morning."""
    act.urgent = abs(session.starts_at - act.at) < A_DAY
    tell_waiting(session, act)


def _set_new_day(session: TrustSession, details: DayDetails, act: Act) -> None:
    """Raises InvalidDetails where no vote could be held any more before the new day."""
    state = session.paused_from or session.state
    if state in (Flow.planned.name, Flow.proposals.name) and details.on != session.on:
        _check_time_to_vote(details)
    is_elsewhere, was = details.on != session.on, session.vote_closes_on
    follow_day(session, session.starts_at, details.span, act)
    set_day(session, details, act.trust)
    if is_elsewhere or session.paused_from:
        _follow_the_day(session)
    if session.state == Flow.voting.name:  # what voters were told holds
        session.vote_closes_on = was
        if session.on <= was:
            raise InvalidDetails({"on": "The vote is still open then. Choose a day after it closes"})
    db.session.flush()


@Flow.on("postpone")
def take_out_of_diaries(session: TrustSession, details: PauseDetails, act: Act) -> None:
    in_future(details.look_again_on, act.today, field="look_again_on")
    session.look_again_on = details.look_again_on
    act.facts["was"] = session.starts_at.isoformat()
    _leave_diaries(session, act, f"Postponed, and you keep your place. {details.reason}")


def _leave_diaries(session: TrustSession, act: Act, reason: str) -> None:
    if session.entry is not None and session.entry.is_ahead:
        act.diary.call_off(session.entry, reason)
    session.entry_id = None
    db.session.flush()
    _tell_those_who_wait(session, act)


@Flow.on("resume")
def set_another_day(session: TrustSession, details: MoveDetails, act: Act) -> None:
    _set_new_day(session, details, act)
    _into_diaries(session, act)
    _tell_those_who_wait(session, act)
    session.look_again_on = None
    act.facts["on"] = session.on.isoformat()


@Flow.on("call_off")
def give_the_term_back(session: TrustSession, details: Reason, act: Act) -> None:
    """Another session can be planned for the term."""
    session.called_off_at = act.at
    _leave_diaries(session, act, details.reason)


@Flow.on("did_not_happen")
def forget_the_day(session: TrustSession, _: Reason, act: Act) -> None:
    session.called_off_at = act.at
    session.entry_id = None
    forget(session.id)


@Flow.guard("say_held")
def is_over(session: TrustSession, _: object) -> None:
    if session.ends_at > now():
        raise NotYet("The session is not over yet.")


@Flow.on("hand_over")
def change_coordinator(session: TrustSession, details: HandOver, act: Act) -> None:
    heir = colleague(details.coordinator_id, session.trust_id, field="coordinator_id")
    if heir.id == session.coordinator_id:
        raise InvalidDetails({"coordinator_id": f"{heir.name} coordinates it already"})
    ended = end_appointments(session.id, role=coordinator.name)
    act.facts |= {"from": [one.person.name for one in ended], "to": heir.name}
    former = session.coordinator_id
    act.diary.replace(former, heir.id)
    session.coordinator_id = heir.id
    db.session.flush()
    if session.entry is not None and former in people_with(session.id, Standing.PLACE):
        act.diary.ask(session.entry, [former])
    appoint(heir, coordinator.name, session.id)
    db.session.flush()
    act.tell_posts.append(Post(coordinator.name, session.id))


@Flow.on("add_note")
def write_note(_: TrustSession, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)
