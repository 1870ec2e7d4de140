"""Where a meeting is: schools that offer to host it or are asked to, in turn, and a host that drops out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from workflows.clock import LONDON, today
from workflows.database import db
from workflows.dates.details import Span
from workflows.details import InvalidDetails, Reason
from workflows.errors import NotYet
from workflows.groups import schools_of
from workflows.meetings.days import check_day, closed_schools
from workflows.meetings.details import Elsewhere, Hosting, Room
from workflows.meetings.flow import LEADING, host_head, host_leaders
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.model import HostAsking, Meeting
from workflows.people import Post, holders, posts_of
from workflows.perform import Act
from workflows.places import School
from workflows.school_calendar import CENTRAL, ONE_DAY, TrustCalendars, calendars

NO_PLACE = "The place is to be found"
OFFERING = (host_head.name, host_leaders.name, "delegate")
"""Roles at a school whose holders can offer that it hosts."""
TOOK_PLACE = tuple(state.name for state in (*Flow.afterwards.members, Flow.closed))
A_DAY = timedelta(days=1)
SETTLE_WITHIN = 2
"""Working days in which another place is found, and never later than the day of the meeting."""


def open_school(school_id: int, field: str = "school_id") -> School:
    """A school of the trust that is open. Raises InvalidDetails."""
    school = db.session.get(School, school_id)
    if school is None or not school.is_open:
        raise InvalidDetails({field: "Choose a school of the trust that is open"})
    return school


def place_of(meeting: Meeting) -> str:
    """Where it is, in one line."""
    school = db.session.get(School, meeting.host_school_id) if meeting.host_school_id else None
    words = ", ".join(filter(None, (school.name if school else "", meeting.where)))
    return words or ("Online" if meeting.link else NO_PLACE)


def can_host(meeting: Meeting, posts: Collection[Post]) -> list[School]:
    """The schools of the group for which somebody with these posts can say that they host it."""
    if any(role.post(meeting) in posts for role in LEADING):
        return schools_of_members(meeting)
    places = {post.place_id for post in posts if post.role in OFFERING}
    return [school for school in schools_of_members(meeting) if school.id in places]


def schools_of_members(meeting: Meeting) -> list[School]:
    """The open schools of the group, which take their turn as hosts, by name."""
    return [one for one in schools_of(meeting.group, max(meeting.on, today())) if one.is_open]


def in_turn(meeting: Meeting, known: TrustCalendars) -> list[School]:
    """The schools that could be asked, whoever hosted the group least recently first; each once a meeting.

    Left out are those that were asked already, that are closed on the day, and whose head is nobody here.
    """
    asked = set(db.session.scalars(select(HostAsking.school_id).where(HostAsking.meeting_id == meeting.id)))
    schools = [one for one in schools_of_members(meeting) if one.id not in asked]
    closed = {one.id for one in closed_schools(meeting.on, schools, known)}
    heads = holders([Post(host_head.name, one.id) for one in schools])
    able = [one for one in schools if one.id not in closed and heads[Post(host_head.name, one.id)]]
    last = last_hosted(meeting)
    return sorted(able, key=lambda one: (last.get(one.id, date.min), one.name, one.id))


def last_hosted(meeting: Meeting) -> dict[int, date]:
    """When each school last hosted this group, of meetings that took place or are to come, by school."""
    known = when_hosted([meeting.group_id], but=meeting.id)
    return {school_id: moment.astimezone(LONDON).date() for (_, school_id), moment in known.items()}


def when_hosted(group_ids: Collection[int], *, but: int | None = None) -> dict[tuple[int, int], datetime]:
    """The last meeting for which each school is or was host, by group and school; `but` for one of them."""
    rows = db.session.execute(
        select(Meeting.group_id, Meeting.host_school_id, func.max(Meeting.starts_at).label("last"))
        .where(
            Meeting.group_id.in_(group_ids),
            Meeting.id != (but or 0),
            Meeting.host_school_id.is_not(None),
            Meeting.state != Flow.called_off.name,
        )
        .group_by(Meeting.group_id, Meeting.host_school_id)
    )
    return {(row.group_id, row.host_school_id): row.last for row in rows}


def note_asked(meeting: Meeting, school_id: int, act: Act) -> None:
    """Write down that this school has had its turn for this meeting."""
    known = select(HostAsking.id).where(
        HostAsking.meeting_id == meeting.id, HostAsking.school_id == school_id
    )
    if db.session.scalar(known) is None:
        db.session.add(
            HostAsking(trust_id=meeting.trust_id, meeting_id=meeting.id, school_id=school_id, asked_at=act.at)
        )
        db.session.flush()


# Steps


@Flow.on("offer_to_host", "step_in")
def host_it(meeting: Meeting, details: Hosting, act: Act) -> None:
    school = open_school(details.school_id)
    posts = posts_of(act.actor.id) | act.posts if act.actor else act.posts
    if school not in can_host(meeting, posts):
        raise InvalidDetails({"school_id": "Choose a school that you lead, and that belongs to the group"})
    _check_school(meeting, school, act)
    if school.id != meeting.host_school_id:
        _release(meeting, act)
    _settle(meeting, school, details.place, act)


def _release(meeting: Meeting, act: Act) -> None:
    """The head of a school that was asked hears that it need not answer any more."""
    if meeting.host_school_id is not None:
        act.tell_posts.append(Post(host_head.name, meeting.host_school_id))


@Flow.on("ask_host")
def ask_school(meeting: Meeting, details: Hosting, act: Act) -> None:
    school = open_school(details.school_id)
    if not holders([post := Post(host_head.name, school.id)])[post]:
        raise InvalidDetails(
            {"school_id": f"{school.name} has no head on Alongside who could say yes. Choose another"}
        )
    if school.id not in {one.id for one in in_turn(meeting, act.calendars)}:
        raise InvalidDetails({"school_id": f"{school.name} was asked already, or is closed. Choose another"})
    _ask(meeting, school, act)
    meeting.where = details.place


@Flow.guard("offer_to_host", "ask_host", "propose_host", "agree_to_host", "step_in")
def is_not_over(meeting: Meeting, _: object) -> None:
    """Nobody is asked to host, nor hosts, a meeting whose day has passed."""
    if meeting.on < today():
        raise NotYet("Its day has passed. Whoever leads it can move it to another day.")


@Flow.guard("propose_host")
def somebody_is_left(meeting: Meeting, _: object) -> None:
    if not in_turn(meeting, calendars(meeting.trust)):
        raise NotYet("Every school of the group has been asked.")


@Flow.on("propose_host")
def ask_least_recent(meeting: Meeting, _: None, act: Act) -> None:
    _ask(meeting, in_turn(meeting, act.calendars)[0], act)


def _ask(meeting: Meeting, school: School, act: Act) -> None:
    note_asked(meeting, school.id, act)
    meeting.host_school_id, meeting.host_school = school.id, school
    act.facts["school"] = school.name


@Flow.on("agree_to_host")
def agree(meeting: Meeting, details: Room, act: Act) -> None:
    school = open_school(meeting.host_school_id or 0)
    _check_school(meeting, school, act)
    _settle(meeting, school, details.place or meeting.where, act)


@Flow.on("decline_to_host", "no_answer")
def let_go(meeting: Meeting, _: Reason | None, act: Act) -> None:
    """The next in turn is asked tomorrow; where nobody is left to ask, the chair has until the day itself."""
    if meeting.host_school is not None:
        act.facts["school"] = meeting.host_school.name
    if act.transition is Flow.no_answer and meeting.host_school_id is not None:
        act.tell_posts.append(Post(host_head.name, meeting.host_school_id))
    meeting.host_school = meeting.host_school_id = None
    meeting.where = ""
    if not in_turn(meeting, act.calendars):
        meeting.host_by = max(act.today, meeting.on)
        act.facts["nobody_left"] = True


@Flow.on("hold_elsewhere", "go_elsewhere")
def hold_elsewhere(meeting: Meeting, details: Elsewhere, act: Act) -> None:
    _release(meeting, act)
    meeting.host_school = meeting.host_school_id = None
    meeting.where, meeting.link = details.place.strip(), details.link
    act.facts["where"] = place_of(meeting)
    _change_place(meeting, act, reason=f"It is held elsewhere: {place_of(meeting)}")
    _hurry(meeting, act)


@Flow.on("say_where")
def say_where(meeting: Meeting, details: Room, act: Act) -> None:
    meeting.where = details.place.strip()
    act.facts["where"] = place_of(meeting)
    _change_place(meeting, act)


# A host that drops out


@Flow.guard("host_drops_out")
def has_a_host(meeting: Meeting, _: object) -> None:
    if meeting.host_school_id is None:
        raise NotYet("No school hosts this meeting.")


@Flow.on("host_drops_out")
def lose_host(meeting: Meeting, details: Reason, act: Act) -> None:
    """Everybody who is asked hears of it at once; whoever chairs it finds another place, or calls it off."""
    school = meeting.host_school
    if school is not None:
        act.facts["school"] = school.name
        act.tell_posts.append(Post(host_head.name, school.id))
    meeting.host_school = meeting.host_school_id = None
    meeting.where = ""
    meeting.settle_by = max(act.today, min(CENTRAL.add_working_days(act.today, SETTLE_WITHIN), meeting.on))
    name = school.name if school else "The host"
    _change_place(meeting, act, reason=f"{name} cannot host it after all: {details.reason}")
    act.urgent = is_near(meeting, act)


@Flow.guard("seek_again")
def there_is_time(meeting: Meeting, _: object) -> None:
    if meeting.on <= today():
        raise NotYet("The day has come. Hold it online or elsewhere, or call it off.")


def _hurry(meeting: Meeting, act: Act) -> None:
    """Found again after the host had dropped out: everybody hears of it at once."""
    act.urgent = act.transition in (Flow.go_elsewhere, Flow.step_in) and is_near(meeting, act)


def is_near(meeting: Meeting, act: Act) -> bool:
    """Whether it is so soon that news of its place cannot wait for the morning."""
    return meeting.starts_at - act.at < A_DAY


def _check_school(meeting: Meeting, school: School, act: Act) -> None:
    try:
        check_day(meeting.on, school, [], act.calendars, today=min(act.today, meeting.on - ONE_DAY))
    except InvalidDetails as error:
        raise InvalidDetails({"school_id": error.problems["on"]}) from error


def _settle(meeting: Meeting, school: School, place: str, act: Act) -> None:
    note_asked(meeting, school.id, act)
    meeting.host_school_id, meeting.host_school = school.id, school
    meeting.where = place.strip()
    act.facts |= {"school": school.name, "where": place_of(meeting)}
    _change_place(meeting, act)
    _hurry(meeting, act)


def _change_place(meeting: Meeting, act: Act, *, reason: str = "") -> None:
    entry = meeting.entry
    if entry is None or not entry.is_ahead:
        return
    act.diary.change(
        entry,
        Span(entry.starts_at, entry.ends_at, entry.all_day),
        title=meeting.title,
        place=place_of(meeting),
        link=meeting.link,
        agenda=entry.agenda,
        reason=reason,
    )


def asked_so_far(meeting: Meeting) -> list[str]:
    """The names of the schools that were asked, or offered, in the order in which they were."""
    rows = db.session.execute(
        select(School.name)
        .join(HostAsking, HostAsking.school_id == School.id)
        .where(HostAsking.meeting_id == meeting.id)
        .order_by(HostAsking.id)
    )
    return [name for (name,) in rows]
