"""What planning a meeting does, and moving it: its people, its days, and its date in everybody's diary."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.cases import Case
from workflows.clock import now, today
from workflows.database import db
from workflows.dates.details import Span
from workflows.dates.model import Audience
from workflows.details import NoteDetails, PauseDetails, Reason, in_future
from workflows.errors import NotYet
from workflows.groups import schools_of
from workflows.meetings.agenda import lay_out
from workflows.meetings.days import check_day, closed_schools, reckon
from workflows.meetings.details import MeetingDetails, Moving
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.hosting import is_near, note_asked, open_school, place_of
from workflows.meetings.model import Meeting
from workflows.meetings.people import begin_with_group, go_on_with_group
from workflows.meetings.sequel import tell_the_last
from workflows.people import Person
from workflows.perform import Act, keep_note, open_case


def plan(
    group: Case, details: MeetingDetails, actor: Person, *, out_of: Act | None = None,
    form_key: str | None = None
) -> Meeting:  # fmt: skip
    """Plan a meeting of a group: by whoever leads it, or out of a step on the plan of its year.

    Without a host one is sought. Everybody who belongs to the group is invited. Raises as `open_case` does.
    """
    span = details.span
    meeting = Meeting(
        title=details.title,
        group_id=group.id,
        group=group,
        host_school_id=details.host_school_id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        where=details.place,
        link=details.link,
    )
    reckon(meeting, today())
    has_place = details.host_school_id is not None or details.elsewhere or bool(details.link)
    return open_case(
        meeting, "plan" if has_place else "seek_host", actor, details, form_key=form_key, out_of=out_of
    )


@Flow.on("plan", "seek_host")
def begin(meeting: Meeting, details: MeetingDetails, act: Act) -> None:
    host = None
    if details.host_school_id is not None:
        host = open_school(details.host_school_id, "host_school_id")
        note_asked(meeting, host.id, act)
    members = schools_of(meeting.group, details.on)
    check_day(details.on, host, members, act.calendars, today=act.today)
    closed = closed_schools(details.on, members, act.calendars)
    if closed:
        act.facts["closed"] = [school.name for school in closed]
    people, lead = begin_with_group(meeting, act)
    _enter(meeting, [one.id for one in people], lead, act)
    lay_out(meeting)
    tell_the_last(meeting)


def _enter(meeting: Meeting, people: Iterable[int], organiser: Person | None, act: Act) -> None:
    entry = act.diary.add(
        Span(meeting.starts_at, meeting.ends_at),
        title=meeting.title,
        asked=people,
        place=place_of(meeting),
        link=meeting.link,
        audience=Audience.STAFF,
        organiser=organiser,
    )
    _keep_entry(meeting, entry.id)


def _keep_entry(meeting: Meeting, entry_id: int | None) -> None:
    meeting.entry_id = entry_id
    db.session.flush()
    db.session.expire(meeting, ["entry"])


@Flow.on("move")
def move(meeting: Meeting, details: Moving, act: Act) -> None:
    _check_move(meeting, details, act)
    act.facts["was"] = meeting.starts_at.isoformat()
    is_over = meeting.entry is not None and not meeting.entry.is_ahead
    _set_time(meeting, details, act)
    if is_over:  # what has passed stays in diaries as it was
        _invite_anew(meeting, act)
    elif meeting.entry is not None:
        act.diary.change(
            meeting.entry,
            details.span,
            title=meeting.title,
            place=place_of(meeting),
            link=meeting.link,
            agenda=meeting.entry.agenda,
            reason=details.reason,
        )


@Flow.on("postpone")
def stop_clock(meeting: Meeting, details: PauseDetails, act: Act) -> None:
    """The date leaves all diaries; whatever was got ready is kept."""
    in_future(details.look_again_on, act.today, field="look_again_on")
    meeting.look_again_on = details.look_again_on
    act.facts["was"] = meeting.starts_at.isoformat()
    _leave_diaries(meeting, f"Postponed: {details.reason}", act)
    tell_the_last(meeting, is_off=True)


@Flow.on("resume")
def set_new_date(meeting: Meeting, details: Moving, act: Act) -> None:
    _check_move(meeting, details, act)
    _set_time(meeting, details, act)
    _invite_anew(meeting, act)


def _invite_anew(meeting: Meeting, act: Act) -> None:
    """A date of its own once more, for the group as it is now and for whoever has a part in this meeting."""
    people, lead = go_on_with_group(meeting, act)
    _enter(meeting, people, lead, act)


def _check_move(meeting: Meeting, details: Moving, act: Act) -> None:
    members = schools_of(meeting.group, details.on)
    check_day(details.on, meeting.host_school, members, act.calendars, today=act.today)


def _set_time(meeting: Meeting, details: Moving, act: Act) -> None:
    span = details.span
    meeting.starts_at, meeting.ends_at = span.starts_at, span.ends_at
    reckon(meeting, act.today)
    if meeting.settle_by is not None:
        meeting.settle_by = max(act.today, min(meeting.settle_by, meeting.on))
    tell_the_last(meeting)


@Flow.on("call_off", "did_not_meet", "group_closes")
def call_off(meeting: Meeting, details: Reason, act: Act) -> None:
    _leave_diaries(meeting, details.reason, act)
    act.facts["was"] = meeting.starts_at.isoformat()
    tell_the_last(meeting, is_off=True)


@Flow.on("call_off_now")
def call_off_now(meeting: Meeting, _: None, act: Act) -> None:
    """One press, on the day if need be: nobody has to think of words first."""
    _leave_diaries(meeting, "There is no place to meet.", act)
    act.facts["was"] = meeting.starts_at.isoformat()
    act.urgent = is_near(meeting, act)
    tell_the_last(meeting, is_off=True)


def _leave_diaries(meeting: Meeting, reason: str, act: Act) -> None:
    if meeting.entry is not None and meeting.entry.is_ahead:
        act.diary.call_off(meeting.entry, reason)
    _keep_entry(meeting, None)


@Flow.guard("did_not_meet")
def nothing_was_written(meeting: Meeting, _: object) -> None:
    if any(item.revision for item in meeting.items):
        raise NotYet("Minutes have been written of this meeting, so it took place.")


@Flow.guard("say_held")
def has_begun(meeting: Meeting, _: object) -> None:
    if meeting.starts_at > now():
        raise NotYet("The meeting has not begun yet.")


@Flow.on("add_note")
def write_note(_: Meeting, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)
