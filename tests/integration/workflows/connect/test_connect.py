"""A connect session: offered by anybody, postponed, handed on, called off on the day, and written up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.acting import Acting
from tests.connect import OWN_REASON, offer_session, whole_of
from tests.world import World
from workflows.connect import ConnectSession
from workflows.connect.details import OutcomeDetails
from workflows.database import db
from workflows.dates.details import DateOff
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails, PersonChange, Reason
from workflows.errors import NotYet, NotYourRole
from workflows.messages import Message
from workflows.sign_ups.details import Chosen
from workflows.sign_ups.queries import board_of

DAY = date(2026, 12, 2)
Hour = Acting[ConnectSession]


def signed_up(hour: Hour, *names: str) -> Hour:
    for name in names:
        hour.does(name, "sign_up", Chosen(offering_id=whole_of(hour.id)))
    return hour


def sent_to(hour: Hour, kind: str) -> set[str]:
    """Who has had a mail of this kind by now."""
    rows = db.session.scalars(
        select(Message).where(Message.case_id == hour.id, Message.kind == kind, Message.sent_at.is_not(None))
    )
    return {one.person.name.split()[0].lower() for one in rows}


def test_a_host_who_drops_out_on_the_day_tells_everybody_within_a_minute_with_one_press(hour: Hour) -> None:
    signed_up(hour, "sam", "tom", "dan")
    hour.on(DAY, 15.5).clock()
    hour.does("una", "cannot_host")
    hour.later(minutes=1).clock()
    assert hour.case.state == "called_off"
    assert sent_to(hour, "dates/called_off") == {"sam", "tom", "una"}
    assert sent_to(hour, "connect/cannot_host") == {"dan"}  # who only waited has nothing to go to
    reason = db.session.scalars(select(Message.facts).where(Message.kind == "dates/called_off")).first()
    assert reason
    assert reason["reason"] == "The host cannot be there."


def test_somebody_takes_over_and_everybody_hears_at_once(hour: Hour) -> None:
    signed_up(hour, "sam", "carol", "dan").on(DAY, 9)
    with pytest.raises(InvalidDetails, match="already"):
        hour.does("una", "change_people", PersonChange(role="host", joining_id=hour.world.people["una"]))
    hour.does("una", "change_people", PersonChange(role="host", joining_id=hour.world.people["carol"]))
    hour.later(minutes=1).clock()
    assert hour.turns == {"host": ("Get ready for", DAY)}
    assert sent_to(hour, "connect/change_people") == {"sam", "carol"}
    assert sent_to(hour, "sign_ups/place") == {"sam", "carol", "dan"}
    entry = db.session.get_one(CalendarEntry, hour.case.entry_id)
    assert entry.organiser_id == hour.world.people["carol"]
    whole = board_of(hour.case, hour.world.people["dan"]).whole
    assert whole
    assert whole.own == "place"  # the place that the new host had
    with pytest.raises(NotYourRole):
        hour.does("una", "postpone", Reason(reason="No."))


def test_a_postponed_session_keeps_its_places_and_everybody_is_asked_to_the_new_day(hour: Hour) -> None:
    signed_up(hour, "sam", "tom", "dan")
    off = DateOff(entry_id=hour.case.entry_id or 0, reason="Flu.")
    with pytest.raises(InvalidDetails, match="Postpone it"):
        hour.does("una", "call_off_date", off)
    hour.does("una", "postpone", Reason(reason="Half of us have the flu."))
    assert hour.case.on is None
    assert hour.told("dates/called_off") == {"sam", "tom", "una"}
    assert hour.told("connect/postpone") == {"dan"}
    hour.does("una", "name_day")
    assert hour.case.on == date(2026, 11, 17)
    assert hour.told("dates/invited") >= {"sam", "tom"}
    assert hour.turns["host"] == ("Get ready for", date(2026, 11, 17))


def test_what_came_of_it_is_written_up_after_the_day(world: World, hour: Hour) -> None:
    with pytest.raises(NotYet, match="not begun"):
        hour.does("una", "say_held")
    hour.on(DAY + timedelta(days=1), 8).clock()
    assert hour.case.state == "held"
    assert hour.turns == {"host": ("Say who came, and what came of", date(2026, 12, 10))}
    with pytest.raises(NotYet, match="This is over"):
        Acting(world, offer_session(world, DAY, "tom")).on(DAY, 18).does("tom", "cannot_host")
    hour.does("una", "write_up", OutcomeDetails(came_of=" Three schools try it. "))
    assert (hour.case.state, hour.case.came_of) == ("closed", "Three schools try it.")
    assert OWN_REASON not in repr(hour.case.came_of)
