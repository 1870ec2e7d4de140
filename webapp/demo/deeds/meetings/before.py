"""From the date of a meeting to its published agenda."""

from __future__ import annotations

from datetime import date, time

from webapp.demo.scenes import Deed
from webapp.demo.scenes.meetings import MeetingScene
from workflows.clock import today
from workflows.details import PauseDetails, PersonChange
from workflows.groups import lead_of
from workflows.meetings.details import Elsewhere, Hosting, ItemDetails, MeetingDetails, Moving, Room
from workflows.meetings.effects import plan as plan_meeting
from workflows.school_calendar import ONE_DAY
from workflows.sign_ups.details import ApologyDetails

BEGINS, ENDS = time(15, 45), time(17, 15)


def plan(number: int = 0, *, ahead: int = 0) -> Deed:
    """Whoever leads the group plans it: for a day of the story, or so many from the demo's own day."""

    def deed(scene: MeetingScene) -> None:
        topic, cast = scene.topic, scene.cast
        details = MeetingDetails(
            group_id=scene.group.id,
            title=topic.title,
            on=_day(scene, number, ahead),
            starts=BEGINS,
            ends=ENDS,
            host_school_id=scene.host.id if cast.host else None,
            place=topic.place,
            link=topic.link,
        )
        _begin(scene, details)

    return deed


def seek_host(number: int = 0, *, ahead: int = 0) -> Deed:
    """The same, and a school is looked for."""

    def deed(scene: MeetingScene) -> None:
        day = _day(scene, number, ahead)
        _begin(
            scene,
            MeetingDetails(
                group_id=scene.group.id, title=scene.topic.title, on=day, starts=BEGINS, ends=ENDS
            ),
        )

    return deed


def _begin(scene: MeetingScene, details: MeetingDetails) -> None:
    lead = lead_of(scene.group) or scene.who("lead")
    scene.settled.cases[scene.cast.topic] = plan_meeting(scene.group, details, lead)


def _day(scene: MeetingScene, number: int, ahead: int) -> date:
    """A day of the story, or so many from the demo's own, and always later than the day of the clock."""
    return scene.meetings[number] if number else scene.days_from(max(scene.present, today() + ONE_DAY), ahead)


def open_agenda(scene: MeetingScene) -> None:
    """The chair opens the agenda, unless its day has come already."""
    if scene.meeting.state == "planned":
        scene.act("open_agenda_now", "chair")


def offer_to_host(scene: MeetingScene) -> None:
    """The head of a school says that it hosts."""
    scene.act(
        "offer_to_host", "host_head", Hosting(school_id=scene.host.id, place=scene.topic.place)
    )  # fmt: skip


def ask_host(scene: MeetingScene) -> None:
    """The chair asks a school."""
    scene.act("ask_host", "chair", Hosting(school_id=scene.host.id))


def agree_to_host(scene: MeetingScene) -> None:
    scene.act("agree_to_host", "host_head", Room(place=scene.topic.place))


def step_in(school: str, head: str, place: str) -> Deed:
    """Another school hosts where the first dropped out."""
    return lambda scene: scene.act(
        "step_in", head, Hosting(school_id=scene.settled.schools[school].id, place=place)
    )


def go_online(scene: MeetingScene) -> None:
    scene.act("go_elsewhere", "chair", Elsewhere(link=scene.topic.link))


def write_items(scene: MeetingScene) -> None:
    """Members put on the agenda what they want to talk about."""
    for one in scene.topic.items:
        details = ItemDetails(
            title=one.title,
            what=one.what,
            minutes=one.minutes,
            presenter_id=scene.who(one.by).id,
            is_confidential=one.second,
        )
        scene.act("write_item", one.by, details)


def takes_minutes(person: str) -> Deed:
    """Somebody is asked to take the minutes."""
    return lambda scene: scene.act(
        "change_people",
        "chair",
        PersonChange(role="note_taker", joining_id=scene.settled.people[person].id, reason=""),
    )


def apologise(scene: MeetingScene) -> None:
    """Everybody who cannot come says so."""
    for person, reason in scene.topic.apologies.items():
        scene.act("apologise", person, ApologyDetails(reason=reason))


def move(number: int, reason: str) -> Deed:
    """Another day of the story."""
    return lambda scene: scene.act(
        "move", "chair", Moving(on=scene.meetings[number], starts=BEGINS, ends=ENDS, reason=reason)
    )


def postpone(reason: str, days: int) -> Deed:
    """Until further notice; the chair looks again so many weekdays from the demo's own day."""
    return lambda scene: scene.act(
        "postpone",
        "chair",
        PauseDetails(reason=reason, look_again_on=scene.weekday_from_present(days)),
    )
