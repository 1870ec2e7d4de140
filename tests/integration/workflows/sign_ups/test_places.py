"""Offerings with places: waiting lists, clashes, moves, changes, and what becomes of a leaver's place."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from tests.acting import Acting
from tests.connect import whole_of
from tests.world import MONDAY
from workflows.administration.leaving import leave
from workflows.clock import clock_at
from workflows.connect import ConnectSession
from workflows.connect.details import TopicDetails
from workflows.database import db
from workflows.dates.details import AnswerDetails
from workflows.dates.model import Answer
from workflows.details import InvalidDetails
from workflows.errors import NotYourRole
from workflows.messages import Message, MessageStatus
from workflows.sign_ups.details import (
    ApologyDetails,
    Chosen,
    OfferingChange,
    OfferingDetails,
    OfferingOff,
    PlaceMoved,
    StallDetails,
    Standing,
)
from workflows.sign_ups.model import Offering
from workflows.sign_ups.queries import Board, board_of

Hour = Acting[ConnectSession]


def lists(hour: Hour) -> dict[str, str]:
    """Everybody's part in the whole of it: "place", or the number on the waiting list."""
    found = {}
    for name in ("sam", "tom", "dan", "carol", "lea", "marta"):
        whole = board(hour, name).whole
        if whole is not None and whole.own is not None:
            found[name] = "place" if whole.own is Standing.PLACE else str(whole.position)
    return found


def board(hour: Hour, name: str) -> Board:
    db.session.rollback()
    return board_of(hour.case, hour.world.people[name])


def workshop(hour: Hour, title: str, starts: int, ends: int, **more: Any) -> int:
    """A workshop on the day; from and until are minutes after four."""
    details = OfferingDetails(title=title, starts=time(16, starts), ends=time(16, ends), **more)
    hour.does("una", "add_offering", details)
    return db.session.scalars(select(Offering.id).where(Offering.title == title)).one()


def refused(hour: Hour, who: str, name: str, details: Any, *, field: str = "offering_id") -> str:
    """The sentence with which a step is refused."""
    with pytest.raises(InvalidDetails) as problem:
        hour.does(who, name, details)
    return problem.value.problems[field]


def test_a_place_that_becomes_free_goes_at_once_to_whoever_has_waited_longest(hour: Hour) -> None:
    for name in ("sam", "tom", "dan", "carol", "lea"):
        hour.does(name, "sign_up", Chosen(offering_id=whole_of(hour.id)))
    assert lists(hour) == {"sam": "place", "tom": "place", "dan": "1", "carol": "2", "lea": "3"}
    assert "already" in refused(hour, "sam", "sign_up", Chosen(offering_id=whole_of(hour.id)))

    hour.does("sam", "give_up_place", Chosen(offering_id=whole_of(hour.id)))
    assert lists(hour) == {"tom": "place", "dan": "place", "carol": "1", "lea": "2"}
    mails = select(Message).where(Message.kind == "sign_ups/place", Message.status == MessageStatus.QUEUED)
    free = [one for one in db.session.scalars(mails) if one.facts["freed"]]
    assert [(one.person_id, one.facts["offerings"]) for one in free] == [
        (hour.world.people["dan"], ["Reading aloud every day"])
    ]
    assert hour.told("no_longer_asked") == {"sam"}  # it is in their diary no longer

    # A No from one's own diary, and apologies, free a place as well; the date stays, answered.
    no = AnswerDetails(entry_id=hour.case.entry_id or 0, answer=Answer.NO)
    hour.does("tom", "answer_date", no)
    assert lists(hour) == {"dan": "place", "carol": "place", "lea": "1"}
    hour.does("dan", "apologise", ApologyDetails(reason="A funeral."))
    assert lists(hour) == {"carol": "place", "lea": "place"}
    assert board(hour, "dan").excused
    hour.does("dan", "sign_up", Chosen(offering_id=whole_of(hour.id)))
    assert lists(hour)["dan"] == "1"

    # Fewer places than are taken are refused with the number; more are given out at once.
    topic: dict[str, Any] = {
        "title": "Reading aloud",
        "what": "How it began.",
        "focus_area_id": hour.world.focus_area_id,
    }
    said = refused(hour, "una", "change_topic", TopicDetails(places=1, **topic), field="places")
    assert said.startswith("2 people have a place already")
    hour.does("una", "change_topic", TopicDetails(places=3, **topic))
    assert set(lists(hour).values()) == {"place"}


def test_a_leaver_s_place_goes_to_whoever_waits(hour: Hour) -> None:
    for name in ("sam", "tom", "dan"):
        hour.does(name, "sign_up", Chosen(offering_id=whole_of(hour.id)))
    with clock_at(MONDAY):
        leave(hour.world.person("sam"), hour.world.person("ada"))
        db.session.commit()
    assert lists(hour) == {"tom": "place", "dan": "place"}
    assert hour.told("sign_ups/place") == {"sam", "tom", "dan"}


def test_nobody_is_at_two_workshops_at_once_and_nobody_loses_a_place_by_moving(hour: Hour) -> None:
    first, second = workshop(hour, "Poems", 0, 30, places=1), workshop(hour, "Plays", 0, 20, places=1)
    later = workshop(hour, "Songs", 30, 50)
    hour.does("sam", "sign_up", Chosen(offering_id=first)).does("sam", "sign_up", Chosen(offering_id=later))
    assert "“Poems”" in refused(hour, "sam", "sign_up", Chosen(offering_id=second))
    shown = {one.offering.title: one for one in board(hour, "sam").workshops}
    assert shown["Plays"].instead_of is not None
    assert shown["Plays"].instead_of.title == "Poems"
    assert shown["Songs"].own is Standing.PLACE

    hour.does("tom", "sign_up", Chosen(offering_id=second)).does("dan", "sign_up", Chosen(offering_id=first))
    said = refused(hour, "sam", "move_place", PlaceMoved(from_id=first, offering_id=second))
    assert "full, so you keep your place in “Poems”" in said
    hour.does("una", "change_offering", OfferingChange(
        offering_id=second, title="Plays", starts=time(16), ends=time(16, 20), places=2, room="The hall"
    ))  # fmt: skip
    assert hour.told("sign_ups/changed") == {"tom"}
    hour.does("sam", "move_place", PlaceMoved(from_id=first, offering_id=second))
    own = {one.offering.title: one.own for one in board(hour, "sam").workshops}
    assert own == {"Poems": None, "Plays": Standing.PLACE, "Songs": Standing.PLACE}
    assert board(hour, "dan").workshops[1].own is Standing.PLACE  # who waited for the place that was left

    hour.does("una", "withdraw_offering", OfferingOff(offering_id=second, reason="The hall is taken."))
    assert hour.told("sign_ups/withdrawn") == {"sam", "tom"}
    assert "no longer on offer" in refused(hour, "sam", "sign_up", Chosen(offering_id=second))
    outside = OfferingDetails(title="Early", starts=time(8), ends=time(9))
    assert "4pm to 5pm" in refused(hour, "una", "add_offering", outside, field="starts")
    whole = OfferingOff(offering_id=whole_of(hour.id), reason="No.")
    assert "Call it off on its page" in refused(hour, "una", "withdraw_offering", whole)


def test_anybody_offers_a_stall_which_is_theirs_to_change_and_takes_no_sign_ups(hour: Hour) -> None:
    stall = StallDetails(title="Word of the week", what="Cards to take home.", for_whom="Year 2")
    hour.does("tom", "offer_stall", stall)
    made = board(hour, "sam").stalls[0]
    assert (made.school_id, [one.name for one in made.leaders]) == (
        hour.world.schools["gull_rock"],
        ["Tom Harbour"],
    )
    assert "Just come by" in refused(hour, "sam", "sign_up", Chosen(offering_id=made.id))
    off = OfferingOff(offering_id=made.id, reason="Ill.")
    with pytest.raises(NotYourRole):
        hour.does("sam", "withdraw_offering", off)
    hour.does("tom", "withdraw_offering", off)
    assert board(hour, "sam").stalls == ()
    with pytest.raises(NotYourRole):
        hour.does("gita", "offer_stall", stall)  # who governs reads what is released to them
