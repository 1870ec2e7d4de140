"""Hubs and forums: who leads them, who belongs to them, when they fall asleep, and who hears of what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import forums, hubs
from tests.acting import Acting
from tests.group_meetings import planned
from tests.world import MONDAY, World, build
from workflows.administration.hubs import HubDetails, create_hub
from workflows.administration.leaving import leave
from workflows.administration.schools import Closing, close_school
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import InvalidDetails
from workflows.errors import NotYet, NotYourRole
from workflows.events import Event
from workflows.forums import Forum
from workflows.forums.details import Everyone, EveryoneDetails, ForumKind, SchoolsMembers
from workflows.forums.effects import has_met
from workflows.forums.members import members_of
from workflows.forums.missed import MISSED_TWICE, Held, told_of_missing
from workflows.groups import groups_to_plan_for, lead_of, lead_post, schools_of
from workflows.hubs.effects import take_up
from workflows.meetings import Meeting
from workflows.messages import Message
from workflows.people import Post, appoint, holders


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built


def test_a_coordinator_who_leaves_stalls_nothing_and_the_next_one_gets_the_meetings(world: World) -> None:
    hub = Acting(world, hubs.form(world))
    meeting = Acting(world, planned(hub.case, world))
    with clock_at(hub.moment):
        leave(world.person("asha"), world.person("ada"))
        db.session.commit()
    assert lead_of(hub.case) is None
    hub.does("lena", "begin")  # the improvement lead can do it all meanwhile
    hub.does("", "time_to_review")
    assert hub.told("time_to_review") == {"lena"}  # and hears that nobody is there whose turn it is
    hub.does("ada", "change_coordinator")
    found = lead_of(hub.case)
    assert found is not None
    assert found.id == world.people["tom"]
    chair = Post("chair", meeting.id)
    assert [one.person_id for one in holders([chair])[chair]] == [world.people["tom"]]
    entry = db.session.get_one(Meeting, meeting.id).entry
    assert entry is not None
    assert entry.organiser_id == world.people["tom"]
    asked = {one.person_id for one in entry.asked}
    assert world.people["tom"] in asked
    assert world.people["asha"] not in asked
    assert hub.told("change_coordinator") >= {"tom", "priya", "marta"}


def test_a_hub_that_closes_lets_its_schools_go_and_calls_its_meetings_off(world: World) -> None:
    hub = Acting(world, hubs.form(world))
    meeting = Acting(world, planned(hub.case, world))
    hub.later(days=10)
    with clock_at(hub.moment):
        close_school(world.school("gull_rock"), Closing(closes_on=hub.today), world.person("ada"))
        db.session.commit()
        assert [one.id for one in schools_of(hub.case, hub.today)] == [world.schools["saltmarsh"]]
    hub.does("asha", "close")
    assert meeting.case.state == "called_off"
    assert schools_of(hub.case, hub.today) == []
    assert hub.told("hubs/close") == {"priya", "lena"}
    with clock_at(hub.moment), pytest.raises(NotYet):
        take_up(hub.case.hub, world.person("lena"))
    db.session.rollback()


def test_a_hub_of_the_directory_is_taken_up_by_its_coordinator_and_nobody_else(world: World) -> None:
    hub = create_hub(HubDetails(name="East"), world.person("ada"))
    appoint(world.person("una"), "coordinator", hub.id)
    db.session.commit()
    with pytest.raises(NotYourRole):
        take_up(hub, world.person("priya"))
    db.session.rollback()
    case = Acting(world, take_up(hub, world.person("una")))
    assert case.turns["coordinator"][0] == "Agree what to work on in"


def test_a_forum_sleeps_after_two_terms_and_wakes_by_itself_when_it_meets(world: World) -> None:
    forum = Acting(world, forums.started(world))
    forum.does("una", "join")
    assert forum.turns["chair"] == ("Hold the next meeting of", date(2027, 9, 1))
    with clock_at(forum.moment):
        has_met(forum.case, date(2026, 11, 12))
        db.session.commit()
    assert forum.case.last_met_on == date(2026, 11, 12)
    forum.on(forum.turns["chair"][1] + timedelta(days=1)).clock()
    assert forum.case.state == "dormant"
    assert forum.told("fall_dormant") == {"tom"}
    forum.later(days=60).clock()
    reminded = select(Message.person_id).where(Message.case_id == forum.id, Message.kind == "reminder")
    assert set(db.session.scalars(reminded)) == {world.people["tom"]}, "nobody is copied in"
    with clock_at(forum.moment):
        has_met(forum.case, forum.today)
        db.session.commit()
    assert forum.case.state == "active"
    assert forum.case.meet_by is not None
    assert forum.case.meet_by > forum.today
    assert groups_to_plan_for({lead_post(forum.case)}) == [forum.case]
    forum.does("tom", "pause")
    assert groups_to_plan_for({lead_post(forum.case)}) == [], "nothing is planned while it is paused"


def test_members_come_by_themselves_by_their_head_or_all_in_one_press(world: World) -> None:
    forum = Acting(world, forums.started(world))
    forum.does("una", "join")
    with pytest.raises(NotYet):
        forum.does("una", "join")
    heads = Acting(world, forums.started(world, name="Heads' meeting", kind=ForumKind.ROLE))
    with pytest.raises(NotYet, match="says who belongs to it"):
        heads.does("una", "join")
    forum.does("priya", "name_members")
    assert forum.told("name_members") == {"sam"}
    with pytest.raises(NotYourRole):
        forum.does("dan", "name_members")
    dan = SchoolsMembers(school_id=world.schools["saltmarsh"], person_ids=(world.people["dan"],))
    forum.does("priya", "name_members", dan)
    stranger = SchoolsMembers(school_id=world.schools["saltmarsh"], person_ids=(world.people["tom"],))
    with pytest.raises(InvalidDetails):
        forum.does("priya", "name_members", stranger)
    forum.does("tom", "add_everyone")
    with pytest.raises(InvalidDetails):
        forum.does("tom", "add_everyone")
    forum.does("tom", "add_everyone", EveryoneDetails(who=Everyone.JOB_TITLE, words="senior"))
    assert _names(forum.case) == {"tom", "una", "dan", "priya", "marta", "carol", "lea"}
    with clock_at(forum.moment):
        leave(world.person("una"), world.person("ada"))
        db.session.commit()
    assert "una" not in _names(forum.case)


def test_the_head_of_a_school_that_missed_two_meetings_is_told_once_and_nobody_else(world: World) -> None:
    forum = Acting(world, forums.started(world))
    forum.does("una", "join").does("priya", "name_members")
    gull_rock, saltmarsh = world.schools["gull_rock"], world.schools["saltmarsh"]
    events = db.session.scalar(select(func.count(Event.id)))
    held: list[Held] = []
    told: list[set[str]] = []
    for week in range(1, 5):
        forum.later(days=7)
        there = {gull_rock, saltmarsh} if week == 1 else {gull_rock}
        held.insert(0, Held(forum.today, frozenset(there)))
        with clock_at(forum.moment):
            told_of_missing(forum.case, held)
            told_of_missing(forum.case, held)  # the attendance is settled once more
            db.session.commit()
        told.append(forum.told("missed_twice"))
    # Cliff View missed all four (2 and 4), Saltmarsh 2, 3 and 4 (3).
    assert told == [set(), {"carol"}, {"carol", "priya"}, {"carol", "priya"}]
    mails = db.session.scalars(select(Message).where(Message.kind == MISSED_TWICE)).all()
    assert len(mails) == 3
    assert mails[0].facts["comes"] == ["Una Harbour"]
    assert db.session.scalar(select(func.count(Event.id))) == events


def _names(forum: Forum) -> set[str]:
    return {one.name.split()[0].lower() for one in members_of(forum)}
