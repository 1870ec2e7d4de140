"""What else the steps of a forum do: who chairs it, to whom it reports, and by when it has to meet."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import func, select

from workflows.database import db
from workflows.details import InvalidDetails, NoteDetails, PauseDetails, PersonChange, in_future
from workflows.events import hold
from workflows.forums.details import AboutDetails, ForumDetails, Met
from workflows.forums.flow import ForumFlow as Flow
from workflows.forums.flow import chair, proposer
from workflows.forums.model import Forum
from workflows.giving import FocusArea
from workflows.people import Person, appoint, colleague, take_over
from workflows.perform import Act, keep_note, lock, open_case, perform
from workflows.school_calendar import ONE_DAY, TrustCalendars

TERMS_WITHOUT: Final = 2
"""Terms without a meeting after which a forum is dormant."""
OPEN: Final = tuple(state.name for state in Flow.states.values() if not state.final)


def propose(details: ForumDetails, actor: Person, *, form_key: str | None = None) -> Forum:
    """A forum that the trust still has to agree to. Raises as `open_case` does."""
    return open_case(_forum(details), "propose", actor, details, form_key=form_key)


def start(details: ForumDetails, actor: Person, *, form_key: str | None = None) -> Forum:
    """A forum that begins at once. Raises as `open_case` does."""
    return open_case(_forum(details), "start", actor, details, form_key=form_key)


def has_met(forum: Forum, on: date) -> None:
    """A meeting of the forum was held: the two terms count from that day, and a dormant one wakes up."""
    found = lock(forum)
    name = {Flow.dormant: "wake_by_meeting", Flow.active: "met", Flow.paused: "met"}.get(found.state_now)
    if name is not None:
        perform(found, name, None, Met(on=on))


def _forum(details: ForumDetails) -> Forum:
    return Forum(title=details.name, group_kind=details.kind, purpose=details.purpose)


@Flow.on("propose", "start")
def begin(forum: Forum, details: ForumDetails, act: Act) -> None:
    _write(forum, details, act)
    appoint(colleague(details.chair_id, act.trust.id, field="chair_id"), chair.name, forum.id)
    if act.transition.name == "propose" and act.actor is not None:
        appoint(act.actor, proposer.name, forum.id)
    db.session.flush()
    forum.meet_by = meet_by(act.calendars, act.today)


@Flow.on("approve", "wake")
def count_from_today(forum: Forum, _: None, act: Act) -> None:
    forum.meet_by = meet_by(act.calendars, act.today)


@Flow.on("met", "wake_by_meeting")
def count_from_meeting(forum: Forum, details: Met, act: Act) -> None:
    """From the latest meeting: what was held earlier may be written down later."""
    forum.last_met_on = max(details.on, forum.last_met_on or details.on)
    forum.meet_by = meet_by(act.calendars, forum.last_met_on)


@Flow.on("edit")
def edit(forum: Forum, details: AboutDetails, act: Act) -> None:
    forum.title, forum.group_kind, forum.purpose = details.name, details.kind, details.purpose
    _write(forum, details, act)


@Flow.on("pause")
def keep_day(forum: Forum, details: PauseDetails, act: Act) -> None:
    in_future(details.look_again_on, act.today, field="look_again_on")
    forum.look_again_on = details.look_again_on


@Flow.on("change_chair")
def change_chair(forum: Forum, details: PersonChange, act: Act) -> None:
    heir = colleague(details.joining_id, act.trust.id, field="joining_id")
    already = {"joining_id": f"{heir.name} chairs it already"}
    was = take_over(heir, chair.name, forum.id, already=already)
    act.facts |= {"left": [one.person.name for one in was], "joined": heir.name}
    act.tell_people += [one.person_id for one in was]


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


def _write(forum: Forum, details: ForumDetails | AboutDetails, act: Act) -> None:
    hold(act.trust.id)  # of two who write at the same moment, the second sees what the first has written
    _refuse_same_name(forum, details.name)
    if details.focus_area_id is not None and db.session.get(FocusArea, details.focus_area_id) is None:
        raise InvalidDetails({"focus_area_id": "Choose one of the trust's focus areas"})
    forum.focus_area_id = details.focus_area_id
    _report_to(forum, details.reports_to_id)


def _refuse_same_name(forum: Forum, name: str) -> None:
    same = select(Forum.id).where(
        func.lower(Forum.title) == name.strip().lower(), Forum.state.in_(OPEN), Forum.id != forum.id
    )
    if db.session.scalars(same.limit(1)).first() is not None:
        raise InvalidDetails({"name": "Your trust has a forum of this name; choose another"})


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
