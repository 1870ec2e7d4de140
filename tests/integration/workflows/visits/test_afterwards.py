"""After the day: reflecting, sharing, the library with both heads' consent, and looking back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from tests.integration.workflows.visits.trip import Trip
from tests.visits import AGREED, GONE, OWN_WORDS, SHARED
from workflows.database import db
from workflows.details import Reason
from workflows.errors import NotYet
from workflows.events import Event
from workflows.library import out_of_case
from workflows.messages import Message
from workflows.people import posts_of
from workflows.places import Phase
from workflows.visits.queries import reads_reflection


def test_the_clock_notices_that_the_day_has_passed_and_the_visitor_has_five_days(trip: Trip) -> None:
    trip.asked().follows(AGREED)
    assert trip.visit.on == date(2026, 12, 2)

    trip.later(days=17).clock()

    assert trip.visit.state == "visited"
    assert trip.turns == {"visitor": ("Write the reflection on", date(2026, 12, 10))}


def test_nobody_says_that_it_took_place_before_the_day(trip: Trip) -> None:
    trip.asked().follows(AGREED)
    with pytest.raises(NotYet, match="has not come yet"):
        trip.does("sam", "say_visited")
    assert trip.later(days=16).does("tom", "say_visited").visit.state == "visited"


def test_a_visit_that_did_not_take_place_goes_back_to_the_host_for_another_day(trip: Trip) -> None:
    trip.asked().follows(AGREED).later(days=16)
    trip.does("sam", "did_not_happen", Reason(reason="The coach broke down."))
    assert trip.visit.state == "requested"
    assert trip.visit.host_school_id == trip.world.schools["gull_rock"]
    assert trip.visit.starts_at is None


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("reflected", {"sam", "dan", "priya", "lena"}),
        ("shared", {"sam", "dan", "priya", "lena", "tom", "marta", "lea"}),
    ],
)
def test_the_host_reads_the_reflection_once_it_is_shared(
    trip: Trip, state: str, readers: set[str]
) -> None:  # fmt: skip
    trip.asked(party_ids=(trip.world.people["dan"],)).follows(GONE)
    trip.does("sam", "reflect")
    if state == "shared":
        trip.does("sam", "share")
    found = {
        name
        for name, person_id in trip.world.people.items()
        if reads_reflection(trip.visit, posts_of(person_id))
    }
    assert found == readers


def test_what_the_visitors_wrote_stands_in_no_event_and_no_mail(trip: Trip) -> None:
    trip.asked().follows(SHARED).does("sam", "adopt")
    assert trip.visit.learned == trip.visit.tried == OWN_WORDS
    kept = [json.dumps(row) for row in db.session.scalars(select(Event.details))]
    kept += [json.dumps(row) for row in db.session.scalars(select(Message.facts))]
    assert not [row for row in kept if "Pelicans" in row]


def test_it_is_looked_back_at_in_the_next_half_term(trip: Trip) -> None:
    trip.asked().follows(SHARED)
    # The spring term begins on 4 January; ten working days into it.
    assert trip.turns == {"visitor": ("Say what you have tried since", date(2027, 1, 18))}
    assert trip.does("sam", "adopt").visit.state == "closed"


def test_an_entry_needs_the_consent_of_both_heads(trip: Trip) -> None:
    trip.asked().follows(SHARED).does("sam", "offer_entry").does("marta", "consent")
    assert out_of_case(trip.id) is None
    assert trip.visit.state == "consenting"

    trip.does("priya", "consent")

    entry = out_of_case(trip.id)
    assert entry is not None
    assert (entry.school_id, entry.owner_id, entry.consented_by_id) == (
        trip.world.schools["gull_rock"],
        trip.world.people["tom"],
        trip.world.people["marta"],
    )
    assert entry.phase is Phase.PRIMARY
    assert [area.id for area in entry.focus_areas] == [trip.world.focus_area_id]
    assert trip.visit.state == "shared"


def test_either_head_can_keep_it_out_of_the_library(trip: Trip) -> None:
    trip.asked().follows(SHARED).does("sam", "offer_entry").does("priya", "consent")
    trip.does("marta", "refuse_entry", Reason(reason="We are still changing it."))
    assert out_of_case(trip.id) is None
    assert trip.visit.proposed_entry is None
    assert trip.visit.state == "shared"


def test_what_is_in_the_library_is_not_offered_again(trip: Trip) -> None:
    trip.asked().follows(SHARED).does("sam", "offer_entry").does("priya", "consent").does("marta", "consent")
    with pytest.raises(NotYet, match="in the library already"):
        trip.does("sam", "offer_entry")
