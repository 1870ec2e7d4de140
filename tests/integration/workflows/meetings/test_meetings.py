"""Hosts in turn, days that move together, minutes that stay, and words for members alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

import workflows.perform
from tests.canary import PRIVATE, is_in
from tests.details import Book
from tests.meetings import CHAIR, DECISION, a_forum, a_meeting
from tests.world import World
from workflows.actions import Action
from workflows.clock import clock_at, today
from workflows.database import db
from workflows.details import InvalidDetails, PersonChange, Reason
from workflows.errors import NotYet
from workflows.events import Event
from workflows.forums.details import ForumKind
from workflows.forums.missed import MISSED_TWICE
from workflows.meetings import Meeting
from workflows.meetings.carried import last_actions, reports
from workflows.meetings.details import (
    ApprovedThere,
    Correction,
    Elsewhere,
    Hosting,
    ItemDetails,
    ItemMinutes,
    Moving,
)
from workflows.meetings.minutes import MinutesStay
from workflows.meetings.model import AgendaItem, MinutesVersion
from workflows.meetings.queries import open_file
from workflows.messages import Message
from workflows.people import Post, holders
from workflows.perform import perform
from workflows.sign_ups.details import RegisterDetails
from workflows.visibility import posts_on


@contextmanager
def on(day: date, hour: int = 17) -> Iterator[None]:
    with clock_at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
        yield


def goes(world: World, meeting: Meeting, *steps: tuple[str, str]) -> None:
    """Sensible people go on by the book."""
    for name, who in steps:
        needs = meeting.flow.transitions[name].needs
        details = Book(meeting, world, today()).make(needs) if needs else None
        perform(meeting, name, world.person(who) if who else None, details)


def held(world: World, meeting: Meeting, *, present: tuple[str, ...] = ("sam", "tom", "una")) -> None:
    """It takes place, those are there, and the minutes are sent."""
    goes(world, meeting, ("open_agenda_now", CHAIR), ("publish", CHAIR))
    with on(meeting.on):
        goes(world, meeting, ("say_held", CHAIR), ("write_minutes", CHAIR))
        register = RegisterDetails(present=tuple(world.people[name] for name in present))
        perform(meeting, "keep_register", world.person(CHAIR), register)
        goes(world, meeting, ("send_minutes", CHAIR))


def host_of(world: World, meeting: Meeting) -> str:
    return next((name for name, key in world.schools.items() if key == meeting.host_school_id), "")


def told(kind: str) -> set[str]:
    found = db.session.scalars(select(Message).where(Message.kind == kind)).all()
    return {one.person.first_name.lower() for one in found}


def test_the_clock_asks_each_school_once_and_whoever_hosted_least_recently_first(world: World) -> None:
    forum = a_forum(world)
    earlier = a_meeting(world, date(2026, 12, 9), forum=forum)
    perform(earlier, "offer_to_host", world.person("carol"), Hosting(school_id=world.schools["cliff_view"]))
    meeting = a_meeting(world, forum=forum)
    asked = []
    for head in ("marta", "priya", "carol"):
        goes(world, meeting, ("propose_host", ""))
        asked.append(host_of(world, meeting))
        goes(world, meeting, ("decline_to_host", head))
    other = a_meeting(world, forum=forum)
    goes(world, other, ("propose_host", ""))
    passed_over = host_of(world, other)
    perform(other, "hold_elsewhere", world.person(CHAIR), Elsewhere(place="The town hall"))
    assert (passed_over, told("meetings/hold_elsewhere") - {"asha"}) == ("gull_rock", {"marta"})
    assert asked == ["gull_rock", "saltmarsh", "cliff_view"]
    assert meeting.host_by == meeting.on  # nobody is left to ask: the chair has until the day
    with pytest.raises(InvalidDetails, match="asked already"):
        perform(meeting, "ask_host", world.person(CHAIR), Hosting(school_id=world.schools["gull_rock"]))
    with pytest.raises(InvalidDetails, match="that you lead"):
        perform(meeting, "offer_to_host", world.person("sam"), Hosting(school_id=world.schools["saltmarsh"]))
    perform(meeting, "offer_to_host", world.person(CHAIR), Hosting(school_id=world.schools["saltmarsh"]))
    assert meeting.state == "planned"
    assert "priya" in told("meetings/offer_to_host"), "its head hears of what somebody else has offered"
    stand_in = PersonChange(role="chair", joining_id=world.people["tom"])
    perform(meeting, "change_people", world.person(CHAIR), stand_in)
    assert meeting.entry is not None
    assert meeting.entry.organiser_id == world.people["tom"]
    perform(meeting, "open_agenda_now", world.person("tom"))


def test_all_that_hangs_on_its_day_moves_with_a_meeting_and_a_closed_day_is_refused(world: World) -> None:
    forum = a_forum(world)
    first = a_meeting(world, date(2026, 12, 9), forum=forum, host_school_id=world.schools["gull_rock"])
    held(world, first)
    assert first.approve_by == date(2027, 4, 8)  # no next meeting is known
    with on(date(2026, 12, 10), 9):
        second = a_meeting(world, date(2027, 2, 3), forum=forum, host_school_id=world.schools["gull_rock"])
        assert first.approve_by == second.on
        published_by = second.publish_by

        def moving(day: date) -> Moving:
            return Moving(on=day, starts=time(16), ends=time(17), reason="Parents' evening.")

        with pytest.raises(InvalidDetails, match="Gull Rock Primary is closed: that day is in half-term"):
            perform(second, "move", world.person(CHAIR), moving(date(2027, 2, 17)))
        perform(second, "move", world.person(CHAIR), moving(date(2027, 2, 10)))
        assert (second.publish_by - published_by).days == 7
        assert first.approve_by == second.on == date(2027, 2, 10)
        perform(second, "call_off", world.person(CHAIR), Reason(reason="Snow."))
        assert first.approve_by == date(2027, 4, 8)
        assert second.entry_id is None


def test_minutes_are_approved_in_the_next_meeting_of_the_group_and_nowhere_else(world: World) -> None:
    forum, gull_rock = a_forum(world), world.schools["gull_rock"]
    first = a_meeting(world, date(2026, 12, 9), forum=forum, host_school_id=gull_rock)
    held(world, first)
    with on(date(2026, 12, 10)):
        second = a_meeting(world, date(2027, 1, 20), forum=forum, host_school_id=gull_rock)
        elsewhere = a_meeting(world, date(2027, 1, 13), forum=a_forum(world, name="Art"))
        goes(world, second, ("open_agenda_now", CHAIR), ("publish", CHAIR))
    with on(second.on):
        for wrong in (first.id, elsewhere.id, 10**9):
            there = ApprovedThere(on=second.on, meeting_id=wrong, approved_by="Asha")
            with pytest.raises(InvalidDetails, match="at a later meeting of the group"):
                perform(first, "approved_at_next", None, there)
        goes(world, second, ("say_held", CHAIR), ("approve_last", CHAIR))
        assert (first.state, first.approved_on, first.approved_at_id) == ("approved", second.on, second.id)
        with pytest.raises(NotYet, match="No minutes of a last meeting wait"):
            goes(world, second, ("approve_last", CHAIR))


def test_a_forum_is_always_held_before_its_meetings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever changes the chair holds the forum and then its meetings: otherwise both would wait."""
    forum = a_forum(world)
    meeting = a_meeting(world, date(2026, 12, 9), forum=forum, host_school_id=world.schools["gull_rock"])
    order: list[int] = []
    hold = workflows.perform.lock

    def noted(case: Any) -> Any:
        order.append(case.id)
        return hold(case)

    monkeypatch.setattr("workflows.perform.lock", noted)
    with on(meeting.on):
        goes(world, meeting, ("say_held", CHAIR), ("write_minutes", CHAIR), ("send_minutes", CHAIR))
        heir = PersonChange(role="chair", joining_id=world.people["tom"])
        perform(forum, "change_chair", world.person("lena"), heir)
    firsts = [order.index(forum.id), order.index(meeting.id)]
    assert firsts == sorted(firsts)
    assert order[-2:] == [forum.id, meeting.id]


def test_a_meeting_whose_day_has_passed_gets_another_day_and_no_host_until_then(world: World) -> None:
    meeting = a_meeting(world, date(2026, 12, 9))
    another = Moving(on=date(2027, 1, 20), starts=time(16), ends=time(17), reason="Nobody could host.")
    with on(date(2026, 12, 14)):
        for name, who in (("propose_host", ""), ("offer_to_host", "marta")):
            with pytest.raises(NotYet, match="Its day has passed"):
                goes(world, meeting, (name, who))
        was = meeting.entry_id
        perform(meeting, "move", world.person(CHAIR), another)
        assert meeting.entry is not None
        assert meeting.entry_id != was
        assert meeting.entry.first_day == another.on
        goes(world, meeting, ("propose_host", ""))


def test_whoever_stands_in_or_takes_the_minutes_still_does_once_a_meeting_has_another_day(
    world: World,
) -> None:
    meeting = a_meeting(world, date(2026, 12, 9), host_school_id=world.schools["gull_rock"])
    for role, who in (("note_taker", "dan"), ("chair", "tom")):
        part = PersonChange(role=role, joining_id=world.people[who])
        perform(meeting, "change_people", world.person(CHAIR), part)
    goes(world, meeting, ("postpone", "tom"), ("resume", "tom"))
    leads = Post("chair", meeting.id)
    assert [one.person_id for one in holders([leads])[leads]] == [world.people["tom"]]
    assert meeting.entry is not None
    assert meeting.entry.organiser_id == world.people["tom"]
    assert world.people["dan"] in {one.person_id for one in meeting.entry.asked}


def test_minutes_are_sent_once_become_actions_and_decisions_and_stay_as_they_were(world: World) -> None:
    forum, heads = a_forum(world), a_forum(world, kind=ForumKind.ROLE, name="Heads' meeting")
    forum.reports_to = heads
    meeting = a_meeting(world, date(2026, 12, 9), forum=forum, host_school_id=world.schools["gull_rock"])
    held(world, meeting)
    assert forum.last_met_on == meeting.on
    action = db.session.scalars(select(Action).where(Action.came_from_id == meeting.id)).one()
    assert action.owner_id == world.people["una"]
    with on(date(2026, 12, 10)):
        goes(world, meeting, ("write_minutes", CHAIR))
        perform(meeting, "correct_minutes", world.person(CHAIR), Correction(reason="A name was wrong."))
        following = a_meeting(world, date(2027, 1, 20), forum=forum)
        above = a_meeting(world, date(2027, 1, 13), forum=heads)
        assert [one.title for one in last_actions(following)] == [action.title] * 2
        assert [one.decisions for one in reports(above)] == [(DECISION,)]
    first, second = meeting.versions
    assert (first.number, second.number, second.why) == (1, 2, "A name was wrong.")
    assert [name for name, _ in first.said["present"]] == ["Una Harbour", "Tom Harbour", "Sam Harbour"]
    first.why = "Something else"
    with pytest.raises(MinutesStay):
        db.session.flush()
    db.session.rollback()


def test_what_members_write_for_members_alone_is_sealed_and_read_by_them(world: World) -> None:
    meeting = a_meeting(world, date(2026, 12, 9), host_school_id=world.schools["gull_rock"])
    secret = ItemDetails(title=PRIVATE, what=PRIVATE, minutes=5, is_confidential=True)
    with pytest.raises(InvalidDetails, match="Only members"):
        perform(meeting, "write_item", world.person("lena"), secret)
    perform(meeting, "write_item", world.person("sam"), secret)
    item = db.session.scalars(select(AgendaItem).where(AgendaItem.is_confidential)).one()
    goes(world, meeting, ("open_agenda_now", CHAIR), ("publish", CHAIR))
    with on(meeting.on):
        goes(world, meeting, ("say_held", CHAIR), ("write_minutes", CHAIR))
        written = ItemMinutes(item_id=item.id, notes=PRIVATE, decisions=PRIVATE)
        with pytest.raises(InvalidDetails):
            perform(meeting, "write_minutes", world.person("lena"), written)
        perform(meeting, "write_minutes", world.person(CHAIR), written)
        goes(world, meeting, ("send_minutes", CHAIR))

    def sees(who: str) -> Any:
        file = open_file(meeting, posts_on(world.people[who], meeting))
        return [one.words.title for one in file.second], file.minutes.second if file.minutes else ()

    assert sees("tom") == ([PRIVATE], sees("una")[1])
    assert sees("tom")[1][0]["decisions"] == [PRIVATE]
    letting_in = PersonChange(role="note_taker", joining_id=world.people["lena"])
    with pytest.raises(InvalidDetails, match="a part for members alone"):
        perform(meeting, "change_people", world.person("lena"), letting_in)
    for who in ("lena", "dan", "marta", "carol"):
        assert sees(who) == ([], ())
    told_of = db.session.scalars(select(Event.details)).all()
    facts = db.session.scalars(select(Message.facts)).all()
    assert not is_in(
        json.dumps([*told_of, *facts, *db.session.scalars(select(MinutesVersion.said))]).encode()
    )


def test_the_head_of_a_school_that_has_missed_two_meetings_gets_a_word_and_nobody_else(world: World) -> None:
    forum = a_forum(world)
    for day in (date(2026, 12, 2), date(2026, 12, 9)):
        meeting = a_meeting(world, day, forum=forum, host_school_id=world.schools["gull_rock"])
        held(world, meeting, present=("sam", "tom"))
    assert told(MISSED_TWICE) == {"carol"}
    assert told("meetings/send_minutes") >= {"sam", "tom", "una"}
    assert db.session.scalars(select(Event.kind).where(Event.kind == "missed_twice")).all() == []
