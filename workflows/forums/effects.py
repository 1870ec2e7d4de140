"""What else the steps of a forum do: who chairs it, who belongs to it, and by when it has to meet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from workflows.clock import today
from workflows.database import db
from workflows.details import InvalidDetails, NoteDetails, PauseDetails
from workflows.forums.details import ChairChange, ForumDetails, MemberDetails, MembersDetails
from workflows.forums.flow import ForumFlow as Flow
from workflows.forums.flow import chair, member
from workflows.forums.model import Forum
from workflows.giving import FocusArea
from workflows.people import Appointment, Person, appoint, end_appointments, standing
from workflows.perform import Act, keep_note, open_case
from workflows.school_calendar import ONE_DAY, TrustCalendars

TERMS_WITHOUT = 2
"""Terms without a meeting after which a forum is dormant."""


def propose(details: ForumDetails, actor: Person, *, form_key: str | None = None) -> Forum:
    """A forum that the trust still has to agree to. Raises as `open_case` does."""
    return open_case(_forum(details), "propose", actor, details, form_key=form_key)


def start(details: ForumDetails, actor: Person, *, form_key: str | None = None) -> Forum:
    """A forum that begins at once. Raises as `open_case` does."""
    return open_case(_forum(details), "start", actor, details, form_key=form_key)


def _forum(details: ForumDetails) -> Forum:
    return Forum(title=details.name, group_kind=details.kind, purpose=details.purpose)


@Flow.on("propose", "start")
def begin(forum: Forum, details: ForumDetails, act: Act) -> None:
    _write(forum, details, act)
    appoint(_somebody(details.chair_id, "chair_id", act), chair.name, forum.id)
    if act.transition.name == "propose" and act.actor is not None:
        appoint(act.actor, "proposer", forum.id)
    db.session.flush()
    forum.meet_by = meet_by(act.calendars, act.today)


@Flow.on("approve", "wake")
def count_from_today(forum: Forum, _: None, act: Act) -> None:
    forum.meet_by = meet_by(act.calendars, act.today)


@Flow.on("edit")
def edit(forum: Forum, details: ForumDetails, act: Act) -> None:
    forum.title, forum.group_kind, forum.purpose = details.name, details.kind, details.purpose
    _write(forum, details, act)


@Flow.on("pause")
def keep_day(forum: Forum, details: PauseDetails, act: Act) -> None:
    if details.look_again_on <= act.today:
        raise InvalidDetails({"look_again_on": "Choose a date in the future"})
    forum.look_again_on = details.look_again_on


@Flow.on("join")
def join(forum: Forum, _: None, act: Act) -> None:
    if act.actor is not None:
        appoint(act.actor, member.name, forum.id)


@Flow.on("leave")
def leave(forum: Forum, _: None, act: Act) -> None:
    if act.actor is not None:
        end_appointments(forum.id, role=member.name, person_id=act.actor.id)


@Flow.on("add_members")
def add_members(forum: Forum, details: MembersDetails, act: Act) -> None:
    joining = [_somebody(one, "person_ids", act) for one in dict.fromkeys(details.person_ids)]
    for person in joining:
        appoint(person, member.name, forum.id)
    act.facts["names"] = [person.name for person in joining]
    act.tell_people += [person.id for person in joining]


@Flow.on("remove_member")
def remove_member(forum: Forum, details: MemberDetails, act: Act) -> None:
    ended = end_appointments(forum.id, role=member.name, person_id=details.person_id)
    if not ended:
        raise InvalidDetails({"person_id": "Choose one of its members"})
    act.facts["names"] = [one.person.name for one in ended]


@Flow.on("change_chair")
def change_chair(forum: Forum, details: ChairChange, act: Act) -> None:
    heir = _somebody(details.chair_id, "chair_id", act)
    was = end_appointments(forum.id, role=chair.name)
    if any(one.person_id == heir.id for one in was):
        raise InvalidDetails({"chair_id": f"{heir.name} chairs it already"})
    act.facts |= {"from": ", ".join(one.person.name for one in was), "to": heir.name}
    db.session.flush()
    appoint(heir, chair.name, forum.id)
    db.session.flush()


@Flow.on("met")
def count_from_meeting(forum: Forum, _: None, act: Act) -> None:
    forum.last_met_on = act.today
    forum.meet_by = meet_by(act.calendars, act.today)


@Flow.on("add_note")
def write_note(_: Forum, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


def meet_by(of_trust: TrustCalendars, last: date) -> date:
    """The last day of the second term after this one: by then it has met again, or is dormant."""
    days = of_trust.of_school(of_trust.trust_id)
    day = last
    for _ in range(TERMS_WITHOUT + 1):
        day = days.term_after(day)
    return day - ONE_DAY


def members_of(forum: Forum, on: date | None = None) -> list[Person]:
    """Who belongs to it on this day, the chair too, by name."""
    day = on or today()
    held = select(Appointment.person_id).where(
        Appointment.place_id == forum.id,
        Appointment.role.in_([chair.name, member.name]),
        standing(day),
    )
    found = select(Person).where(Person.id.in_(held), Person.left_on.is_(None)).order_by(Person.name)
    return list(db.session.scalars(found))


def _write(forum: Forum, details: ForumDetails, act: Act) -> None:
    if details.focus_area_id is not None and db.session.get(FocusArea, details.focus_area_id) is None:
        raise InvalidDetails({"focus_area_id": "Choose one of the trust's focus areas"})
    forum.focus_area_id = details.focus_area_id
    _report_to(forum, details.reports_to_id)


def _report_to(forum: Forum, other_id: int | None) -> None:
    """Groups report upwards: one that hears from another, however far down, does not report to it."""
    above = db.session.get(Forum, other_id) if other_id is not None else None
    if other_id is not None and (above is None or not above.is_open):
        raise InvalidDetails({"reports_to_id": "Choose a group that still meets"})
    step = above
    while step is not None:
        if step.id == forum.id:
            raise InvalidDetails({"reports_to_id": "That group reports to this one already"})
        step = step.reports_to
    forum.reports_to = above


def _somebody(person_id: int, field: str, act: Act) -> Person:
    found = db.session.get(Person, person_id)
    if found is None or found.trust_id != act.case.trust_id or found.left_on is not None:
        raise InvalidDetails({field: "Choose somebody who works in the trust"})
    return found
