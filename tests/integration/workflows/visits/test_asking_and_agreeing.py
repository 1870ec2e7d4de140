"""From a wish, or an offer, to a date in diaries: who may, by when, and what is refused in plain words."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.integration.workflows.visits.trip import Trip
from tests.visits import AGREED, hosting, in_two_weeks, offering
from tests.world import World
from workflows.clock import local
from workflows.database import db
from workflows.dates.details import DateChange, DateOff
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails, PersonChange, Reason
from workflows.errors import NotYet, NotYourRole
from workflows.people import end_appointments
from workflows.places import Trust
from workflows.school_calendar import InsetDay, calendar_changed
from workflows.visibility import may_see, posts_on
from workflows.visits.details import Assurance, HostNamed, PartyDetails
from workflows.visits.effects import places_taken


def problem(trip: Trip, who: str, name: str, details: object = None) -> str:
    with pytest.raises(InvalidDetails) as refused:
        trip.does(who, name, details)  # type: ignore[arg-type]
    return next(iter(refused.value.problems.values()))


def test_a_head_agrees_cover_within_three_days_and_the_host_has_five(trip: Trip) -> None:
    trip.asked()
    assert trip.turns == {"head": ("Agree cover for", date(2026, 11, 19))}
    assert trip.told("visits/want") == {"priya"}

    trip.does("priya", "agree_cover")

    assert trip.visit.state == "requested"
    assert trip.turns == {"head": ("Say yes or no to", date(2026, 11, 23))}
    assert trip.told("visits/agree_cover") == {"sam", "marta"}


def test_a_head_who_visits_asks_the_school_at_once(trip: Trip) -> None:
    assert trip.asked("priya").visit.state == "requested"
    assert Trip(trip.world).asked("priya", host_school_id=None).visit.state == "seeking"


def test_a_visit_without_a_school_goes_to_the_central_team_once_cover_is_agreed(trip: Trip) -> None:
    trip.asked(host_school_id=None)
    with pytest.raises(NotYet):
        trip.does("priya", "agree_cover")

    trip.does("priya", "agree_and_seek")

    assert trip.turns == {"improvement_lead": ("Find a school for", date(2026, 11, 23))}
    assert trip.does("lena", "name_host").visit.host_school_id == trip.world.schools["gull_rock"]


def test_a_school_without_a_head_cannot_be_asked_and_the_answer_says_so(trip: Trip) -> None:
    end_appointments(trip.world.schools["gull_rock"], role="head", on=date(2026, 11, 16))
    db.session.commit()
    with pytest.raises(InvalidDetails) as refused:
        trip.asked()
    assert "has no head on Alongside who could say yes" in refused.value.problems["host_school_id"]

    trip.asked(host_school_id=None).does("priya", "agree_and_seek")
    there = HostNamed(host_school_id=trip.world.schools["gull_rock"])
    assert "no head" in problem(trip, "lena", "name_host", there)


def test_nobody_whose_own_school_has_no_head_is_left_waiting(trip: Trip) -> None:
    end_appointments(trip.world.schools["saltmarsh"], role="head", on=date(2026, 11, 16))
    db.session.commit()
    with pytest.raises(InvalidDetails, match="no head on Alongside who could agree cover"):
        trip.asked()


def test_a_school_does_not_visit_itself(trip: Trip) -> None:
    with pytest.raises(InvalidDetails, match="another school"):
        trip.asked(host_school_id=trip.world.schools["saltmarsh"])


def test_a_school_that_declines_says_why_and_another_is_looked_for(trip: Trip) -> None:
    trip.asked().does("priya", "agree_cover").does(
        "marta", "decline", Reason(reason="We have inspectors in.")
    )

    assert trip.visit.state == "seeking"
    assert trip.visit.host_school_id is None
    assert trip.told("visits/decline") == {"sam", "priya", "lena"}
    assert not may_see(trip.visit, posts_on(trip.world.people["marta"], trip.visit))


def test_a_head_who_refuses_cover_ends_it(trip: Trip) -> None:
    assert trip.asked().does("priya", "refuse_cover").visit.state == "withdrawn"
    assert trip.told("visits/refuse_cover") == {"sam"}


def test_nobody_but_the_hosts_head_says_yes(trip: Trip) -> None:
    trip.asked().does("priya", "agree_cover")
    for who in ("priya", "lea", "sam", "lena"):
        with pytest.raises(NotYourRole):
            trip.does(who, "accept")


def test_a_host_cannot_accept_without_identity_and_dbs_assurance(trip: Trip) -> None:
    with pytest.raises(InvalidDetails) as refused:
        hosting(trip.world, in_two_weeks(trip.today), dbs=False)
    assert "employer" in refused.value.problems["dbs"]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 12, 28), "a bank holiday"),
        (date(2026, 12, 22), "in the school holidays"),
        (date(2026, 11, 28), "at a weekend"),
        (date(2027, 2, 16), "in half-term"),
    ],
)
def test_a_day_without_lessons_is_refused_with_the_next_that_suit_both(
    trip: Trip, on: date, said: str
) -> None:  # fmt: skip
    trip.asked().does("priya", "agree_cover")
    answer = problem(trip, "marta", "accept", hosting(trip.world, on))
    assert answer.startswith(f"That day is {said}, so there are no lessons to see.")
    assert "The next days that suit both schools: " in answer


def test_an_inset_day_at_one_of_the_two_is_named_with_its_school(trip: Trip) -> None:
    db.session.add(
        InsetDay(
            trust_id=trip.world.trust_id, place_id=trip.world.schools["saltmarsh"], day=date(2026, 12, 2)
        )
    )
    calendar_changed(db.session.get_one(Trust, trip.world.trust_id))
    db.session.commit()
    trip.asked().does("priya", "agree_cover")

    answer = problem(trip, "marta", "accept", hosting(trip.world, date(2026, 12, 2)))

    assert answer.startswith("That day is an INSET day at Saltmarsh Primary")
    assert "Thursday 3 December, Friday 4 December, Monday 7 December" in answer


def test_the_date_goes_into_the_diaries_of_everybody_who_comes_and_of_the_host(trip: Trip) -> None:
    trip.asked(party_ids=(trip.world.people["dan"],)).follows(AGREED)

    entry = db.session.scalars(select(CalendarEntry).where(CalendarEntry.case_id == trip.id)).one()
    asked = {one.person_id for one in entry.asked}
    assert asked == {trip.world.people[name] for name in ("sam", "dan", "tom")}
    assert {school.name for school in entry.schools} == {"Saltmarsh Primary", "Gull Rock Primary"}
    assert entry.place == "Gull Rock Primary, The main office, Harbour Lane"
    assert trip.turns == {"visitor": ("Get ready for", trip.visit.on)}


def test_a_moved_date_moves_the_deadline_and_has_to_suit_both_schools(trip: Trip) -> None:
    trip.asked().follows(AGREED)
    first = trip.visit.on
    assert first is not None
    entry_id = trip.visit.entry_id or 0
    moved: dict[str, Any] = {"entry_id": entry_id, "title": "Visit", "starts": time(9), "ends": time(12)}
    closed = DateChange(**moved, on=date(2026, 12, 22))
    assert "in the school holidays" in problem(trip, "tom", "change_date", closed)

    trip.does("tom", "change_date", DateChange(**moved, on=first + timedelta(days=1)))

    assert trip.visit.on == first + timedelta(days=1)
    assert trip.turns["visitor"] == ("Get ready for", trip.visit.on)


def test_the_date_of_a_visit_is_not_called_off_beside_it(trip: Trip) -> None:
    trip.asked().follows(AGREED)
    off = DateOff(entry_id=trip.visit.entry_id or 0, reason="Illness")
    assert "call the visit off on its page" in problem(trip, "tom", "call_off_date", off)


def test_a_host_that_calls_off_lets_the_date_go_and_the_visitor_looks_elsewhere(trip: Trip) -> None:
    trip.asked().follows(AGREED).does("tom", "call_off", Reason(reason="Half of us are ill."))

    entry = db.session.scalars(select(CalendarEntry).where(CalendarEntry.case_id == trip.id)).one()
    assert entry.cancelled_at is not None
    assert trip.visit.state == "seeking"
    assert (trip.visit.starts_at, trip.visit.host_school_id, trip.visit.entry_id) == (None, None, None)
    assert {"sam", "priya"} <= trip.told("visits/call_off") | trip.told("dates/called_off")


def test_who_comes_can_change_and_the_host_confirms_them_anew(trip: Trip) -> None:
    trip.asked().follows(AGREED[:2])
    trip.does("sam", "change_party", PartyDetails(party_ids=(trip.world.people["dan"],)))
    assert trip.turns["host_contact"] == ("Confirm who is coming to", date(2026, 11, 18))
    with pytest.raises(NotYet, match="confirm who is coming first"):
        trip.does("sam", "confirm")

    trip.does("tom", "confirm_party", Assurance(identity=True, dbs=True)).does("sam", "confirm")

    assert trip.visit.state == "confirmed"
    assert trip.visit.coming == 2


def test_more_people_than_the_host_has_room_for_are_refused(trip: Trip) -> None:
    trip.asked().does("priya", "agree_cover")
    trip.does("marta", "accept", hosting(trip.world, in_two_weeks(trip.today), places=1))
    party = PartyDetails(party_ids=(trip.world.people["dan"],))
    assert problem(trip, "sam", "change_party", party) == "2 would come, and the host has 1 place"


def test_only_colleagues_come_along(trip: Trip) -> None:
    with pytest.raises(InvalidDetails, match="the school that visits"):
        trip.asked(party_ids=(trip.world.people["tom"],))


def test_when_the_visitor_leaves_somebody_of_their_school_takes_over_with_the_date(trip: Trip) -> None:
    trip.asked(party_ids=(trip.world.people["dan"],)).follows(AGREED).does("priya", "change_people")

    assert trip.visit.visitor_id == trip.world.people["dan"]
    assert trip.visit.coming == 1
    entry = trip.visit.entry
    assert entry is not None
    assert {one.person_id for one in entry.asked} == {trip.world.people[name] for name in ("dan", "tom")}
    assert trip.told("visits/change_people") == {"dan"}


@pytest.mark.parametrize(("head", "role"), [("marta", "visitor"), ("priya", "host_contact")])
def test_a_head_gives_away_only_what_is_their_own_schools(trip: Trip, head: str, role: str) -> None:
    trip.asked().follows(AGREED)
    change = PersonChange(role=role, joining_id=trip.world.people["dan" if role == "visitor" else "lea"])
    assert "somebody of your school" in problem(trip, head, "change_people", change)
    assert trip.does("lena", "change_people", change).visit.state == "confirmed"


# Offers


def test_an_offer_ends_by_itself_after_its_last_day(trip: Trip) -> None:
    trip.offered(open_until=trip.today + timedelta(days=7))
    assert trip.turns == {"host_contact": ("Renew or end the offer of", date(2026, 11, 23))}

    trip.later(days=8).clock()

    assert trip.visit.state == "ended"


def test_an_offer_that_is_renewed_has_a_later_deadline(trip: Trip) -> None:
    trip.offered(open_until=trip.today + timedelta(days=7)).does("marta", "change_offer")
    assert trip.turns["host_contact"][1] == date(2027, 1, 15)


def test_people_ask_out_of_an_offer_until_it_is_full_and_then_are_told_so(trip: Trip, world: World) -> None:
    offer = trip.offered(places=2)
    Trip(world).asked(offer_id=offer.id, party_ids=(world.people["dan"],))
    assert places_taken(offer.id) == 2

    with pytest.raises(InvalidDetails) as refused:
        Trip(world).asked("una", offer_id=offer.id)

    assert refused.value.problems["party_ids"].startswith("This offer is full by now.")


def test_an_offer_with_one_place_left_says_so_to_two(trip: Trip, world: World) -> None:
    offer = trip.offered(places=1)
    with pytest.raises(InvalidDetails, match="1 place left"):
        Trip(world).asked(offer_id=offer.id, party_ids=(world.people["dan"],))


def test_a_visit_that_is_called_off_gives_its_place_back(trip: Trip, world: World) -> None:
    offer = trip.offered(places=1)
    first = Trip(world).asked(offer_id=offer.id)
    first.does("sam", "withdraw", Reason(reason="We have nobody to cover."))
    assert Trip(world).asked("una", offer_id=offer.id).visit.state == "wanted"


def test_an_offer_cannot_shrink_below_what_is_taken(trip: Trip, world: World) -> None:
    offer = trip.offered(places=2)
    Trip(world).asked(offer_id=offer.id, party_ids=(world.people["dan"],))
    fewer = offering(world, trip.today, places=1)
    assert problem(offer, "marta", "change_offer", fewer) == "2 of the places are taken already"


def test_nobody_asks_out_of_an_offer_that_has_ended(trip: Trip, world: World) -> None:
    offer = trip.offered().does("marta", "end_offer")
    with pytest.raises(InvalidDetails, match="has ended"):
        Trip(world).asked(offer_id=offer.id)


def test_staff_do_not_offer_their_school(trip: Trip) -> None:
    with pytest.raises(NotYourRole):
        trip.offered("tom")


def test_the_day_itself_is_in_londons_time(trip: Trip) -> None:
    trip.asked().follows(AGREED)
    assert trip.visit.starts_at == local(in_two_weeks(trip.today), time(9))
