"""What the steps of a connect session do, and what has to be true before them."""

from __future__ import annotations

from sqlalchemy import select

from workflows.actions import ActionDetails, agree
from workflows.clock import now
from workflows.connect.details import ConnectDetails, DayDetails, OutcomeDetails, TopicDetails
from workflows.connect.flow import ConnectFlow as Flow
from workflows.connect.flow import host
from workflows.connect.model import ConnectSession
from workflows.database import db
from workflows.dates.details import DateOff
from workflows.dates.model import Audience
from workflows.details import InvalidDetails, NoteDetails, PersonChange, Reason
from workflows.errors import NotYet
from workflows.feedback import ask_afterwards, forget, takes_feedback
from workflows.library import known_areas
from workflows.people import Person, Post, appoint, colleague, take_over
from workflows.perform import Act, keep_note, open_case
from workflows.sign_ups.details import Kind, OfferingDetails, Standing
from workflows.sign_ups.gathering import people_with, who_was_there
from workflows.sign_ups.model import Offering
from workflows.sign_ups.offering import add_offering, set_offering
from workflows.sign_ups.places import STANDS, follow_answer, give_up_everything, who_acts


def offer_session(
    details: ConnectDetails, offering: Person, *, form_key: str | None = None
) -> ConnectSession:
    """Open a session that somebody offers to host. Raises as `open_case` does."""
    _check_area(details.focus_area_id)
    made = ConnectSession(title=details.title, host_id=offering.id, focus_area_id=details.focus_area_id)
    return open_case(made, "offer", offering, details, form_key=form_key)


@Flow.on("offer")
def begin(session: ConnectSession, details: ConnectDetails, act: Act) -> None:
    appoint(who_acts(act), host.name, session.id)
    _write_topic(session, details)
    _put_into_diaries(session, details, act)
    add_offering(session, _whole(details), act)


@Flow.on("change_topic")
def change_topic(session: ConnectSession, details: TopicDetails, act: Act) -> None:
    _write_topic(session, details)
    set_offering(session, _whole_of(session), _whole(details), act)


@Flow.on("postpone")
def forget_the_day(session: ConnectSession, details: Reason, act: Act) -> None:
    """The date leaves diaries, and everybody keeps the place that they have."""
    if session.entry is not None and session.entry.is_ahead:
        act.diary.call_off(session.entry, f"Postponed, and you keep your place. {details.reason}")
    session.entry_id = None
    db.session.flush()
    db.session.expire(session, ["entry"])
    _tell(session, act, Standing.WAITING)


@Flow.on("name_day")
def name_another_day(session: ConnectSession, details: DayDetails, act: Act) -> None:
    _put_into_diaries(session, details, act)
    _tell(session, act, Standing.WAITING)


@Flow.guard("postpone", "cannot_host", "call_off")
def is_ahead(session: ConnectSession, _: object) -> None:
    if session.entry is not None and session.entry.is_over:
        raise NotYet("This is over. Say that it took place, and then what came of it.")


@Flow.on("cannot_host", "call_off", "did_not_happen")
def tell_everybody(session: ConnectSession, _: object, act: Act) -> None:
    """Diaries tell those with a place, at any hour where it is near; those who waited hear of it as well."""
    if session.entry is not None and session.entry.is_ahead:
        reason = act.details.reason if isinstance(act.details, Reason) else "The host cannot be there."
        act.diary.call_off(session.entry, reason)
    _tell(session, act, Standing.WAITING)


@Flow.on("change_people")
def hand_over(session: ConnectSession, details: PersonChange, act: Act) -> None:
    """Somebody else hosts it; everybody who comes hears who."""
    if details.role != host.name:
        raise InvalidDetails({"role": "Choose who hosts it"})
    heir = colleague(details.joining_id, session.trust_id, field="joining_id")
    if heir.id == session.host_id:
        raise InvalidDetails({"joining_id": f"{heir.name} hosts it already"})
    give_up_everything(session, heir.id, act)
    act.diary.replace(session.host_id, heir.id)
    session.host = heir
    ended = take_over(heir, host.name, session.id)
    act.facts |= {"left": [one.person.name for one in ended], "joined": heir.name}
    act.tell_posts.append(Post(host.name, session.id))
    _tell(session, act, *STANDS)


@Flow.guard("say_held")
def has_begun(session: ConnectSession, _: object) -> None:
    if session.entry is None or session.entry.starts_at > now():
        raise NotYet("It has not begun yet.")


@Flow.on("write_up")
def keep_outcome(session: ConnectSession, details: OutcomeDetails, act: Act) -> None:
    session.came_of = details.came_of.strip()


@Flow.on("add_note")
def write_note(_: ConnectSession, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


@Flow.on("ask_for_action")
def open_action(_: ConnectSession, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}


Flow.on("answer_date")(follow_answer)
takes_feedback(Flow)(who_was_there)


@Flow.on("took_place", "say_held")
def ask_how_it_was(session: ConnectSession, _: None, act: Act) -> None:
    if session.on is not None:
        ask_afterwards(act, session.on)


@Flow.on("did_not_happen")
def ask_nobody(session: ConnectSession, _: Reason, __: Act) -> None:
    forget(session.id)


@Flow.on("call_off_date")
def keep_its_date(session: ConnectSession, details: DateOff, _: Act) -> None:
    if details.entry_id == session.entry_id:
        raise InvalidDetails(
            {"reason": "This is the session itself. Postpone it, or call it off, on its page"}
        )


def _write_topic(session: ConnectSession, details: TopicDetails) -> None:
    _check_area(details.focus_area_id)
    session.title, session.what = details.title, details.what
    session.focus_area_id = details.focus_area_id
    db.session.flush()


def _check_area(area_id: int) -> None:
    if not known_areas({area_id}):
        raise InvalidDetails({"focus_area_id": "Choose from the list"})


def _put_into_diaries(session: ConnectSession, details: DayDetails, act: Act) -> None:
    """A date for its host and everybody who has a place; the whole trust sees it in its calendar."""
    entry = act.diary.add(
        details.span,
        title=f"Connect session: {session.title}",
        asked=people_with(session.id, Standing.PLACE),
        place=details.place,
        link=details.link,
        agenda=session.what,
        audience=Audience.STAFF,
        organiser=session.host,
    )
    session.entry_id = entry.id
    db.session.flush()
    db.session.expire(session, ["entry"])


def _whole(details: TopicDetails) -> OfferingDetails:
    return OfferingDetails(
        kind=Kind.WHOLE,
        title=details.title,
        what=details.what,
        places=details.places,
        focus_area_id=details.focus_area_id,
    )


def _whole_of(session: ConnectSession) -> Offering:
    return db.session.scalars(
        select(Offering).where(Offering.case_id == session.id, Offering.kind == Kind.WHOLE)
    ).one()


def _tell(session: ConnectSession, act: Act, *statuses: Standing) -> None:
    """Those with this part in it hear of the step at once."""
    act.tell_people += people_with(session.id, *statuses)
