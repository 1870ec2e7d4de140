"""From the programme to what it changed: places, another day, the door, feedback, and the thread."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests.integration.workflows.trust_sessions.gathering import Gathering
from workflows.clock import clock_at
from workflows.database import db
from workflows.details import InvalidDetails, PauseDetails
from workflows.errors import TransitionNotAllowed
from workflows.feedback import FeedbackAsked
from workflows.feedback.results import Standing as Sheet
from workflows.feedback.results import results_of
from workflows.giving import FocusArea
from workflows.messages import Message, MessageStatus, Reason
from workflows.people import posts_of
from workflows.sign_ups.details import (
    CheckInDetails,
    Chosen,
    Kind,
    OfferingDetails,
    RegisterDetails,
    Standing,
)
from workflows.sign_ups.gathering import who_was_there
from workflows.sign_ups.model import Offering
from workflows.sign_ups.queries import board_of, turnout_of
from workflows.thread import thread_of
from workflows.trust_sessions.details import Decision, MoveDetails
from workflows.visibility import Viewer

FIVE = ("sam", "tom", "lea", "carol", "priya")


def registering(gathering: Gathering) -> int:
    """A session about early reading, with one place in its workshop; gives the workshop."""
    gathering.planned()
    area = gathering.world.focus_area_id
    gathering.does("lena", "decide_without_vote", Decision(focus_area_ids=(area,), reason="All agree."))
    gathering.does("asha", "ask_for_offers").does("sam", "offer_stall")
    workshop = OfferingDetails(title="Talk first", places=1, focus_area_id=area)
    gathering.does("asha", "add_offering", workshop)
    found = db.session.scalars(select(Offering.id).where(Offering.kind == Kind.WORKSHOP)).one()
    with pytest.raises(TransitionNotAllowed):
        gathering.does("sam", "sign_up", Chosen(offering_id=found))
    gathering.does("asha", "publish_programme")
    return found


def own(gathering: Gathering, who: str) -> Standing | None:
    return board_of(gathering.session, gathering.world.people[who]).programme[0].own


def test_places_stand_through_another_day_and_all_hear_of_it_at_once(gathering: Gathering) -> None:
    workshop = Chosen(offering_id=registering(gathering))
    gathering.does("sam", "sign_up", workshop).does("tom", "sign_up", workshop)
    assert (own(gathering, "sam"), own(gathering, "tom")) == (Standing.PLACE, Standing.WAITING)
    moved = MoveDetails(
        on=date(2027, 5, 19),
        starts=gathering.session.starts_at.time(),
        ends=gathering.session.ends_at.time(),
        place="The arena",
        reason="The hall is closed",
    )
    gathering.does("asha", "move", moved)
    assert gathering.told("sessions/move") == {"tom"}
    assert "sam" in gathering.told("dates/changed")
    gathering.does("asha", "postpone", PauseDetails(reason="Snow", look_again_on=date(2027, 1, 11)))
    assert "tom" in gathering.told("sessions/postpone")
    gathering.clock()
    waiting = select(Message.status).where(Message.kind == "sessions/postpone", Message.reason == Reason.DATE)
    assert set(db.session.scalars(waiting)) == {MessageStatus.SENT}
    gathering.does("asha", "resume", moved)
    entry = gathering.session.entry
    assert entry is not None
    assert gathering.world.people["sam"] in {one.person_id for one in entry.asked}
    gathering.does("sam", "give_up_place", workshop)
    assert own(gathering, "tom") is Standing.PLACE


def test_workshops_go_with_a_day_that_moves_to_other_hours(gathering: Gathering) -> None:
    registering(gathering)
    rows = [("Reading aloud", time(13, 30), time(14, 30)), ("Talk again", time(14, 30), time(15, 15))]
    for title, starts, ends in rows:
        gathering.does("asha", "add_offering", OfferingDetails(title=title, starts=starts, ends=ends))
    first = db.session.scalars(select(Offering.id).where(Offering.title == "Reading aloud")).one()
    gathering.does("sam", "sign_up", Chosen(offering_id=first))

    def moves(starts: time, ends: time) -> list[tuple[str, time | None, time | None]]:
        day = MoveDetails(on=date(2027, 5, 19), starts=starts, ends=ends, place="Arena", reason="It is free")
        gathering.does("asha", "move", day)
        found = select(Offering).where(Offering.starts.is_not(None)).order_by(Offering.starts)
        return [(one.title, one.starts, one.ends) for one in db.session.scalars(found)]

    assert moves(time(13), time(17)) == rows
    assert "sam" not in gathering.told("sign_ups/changed")
    assert moves(time(9), time(12)) == [
        ("Reading aloud", time(9, 30), time(10, 30)), ("Talk again", time(10, 30), time(11, 15)),
    ]  # fmt: skip
    assert gathering.told("sign_ups/changed") == {"sam"}
    with pytest.raises(InvalidDetails, match="“Talk again” does not fit into 9am to 11am"):
        moves(time(9), time(11))


def test_a_session_leads_from_the_door_to_feedback_and_its_thread(gathering: Gathering) -> None:
    workshop = Chosen(offering_id=registering(gathering))
    gathering.does("sam", "sign_up", workshop)
    with pytest.raises(InvalidDetails):
        gathering.does("sam", "check_in", CheckInDetails())
    people = gathering.world.people
    session = gathering.session
    assert who_was_there(session.id, session.on) >= {people["sam"], people["priya"]}
    gathering.on(session.on, 10).does("sam", "check_in", CheckInDetails())
    gathering.does("asha", "keep_register", RegisterDetails(present=tuple(people[one] for one in FIVE[1:])))
    turnout = turnout_of(gathering.session)
    assert (turnout.schools_here, turnout.schools_expected, turnout.people_here) == (3, 3, 5)

    gathering.on(session.on + timedelta(days=1), 9.5).clock()
    assert gathering.session.state == "held"
    gathering.later(days=1).clock()
    asked = set(db.session.scalars(select(FeedbackAsked.person_id)))
    assert asked == {people[one] for one in FIVE}
    assert results_of(gathering.id)[0].standing is Sheet.OPEN
    with clock_at(gathering.moment):
        focus = db.session.get_one(FocusArea, gathering.world.focus_area_id)
        tom = gathering.world.person("tom")
        thread = thread_of(focus, Viewer(tom.id, tom.trust_id, posts_of(tom.id)))
    assert [knot.held.id for knot in thread.knots] == [gathering.id]
