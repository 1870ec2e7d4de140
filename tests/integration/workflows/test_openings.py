"""Opening a private log takes two administrators and a reason; the pair is told, and it stays written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import canary
from tests.pairings import second_administrator
from tests.pairs import ALL_OF_IT, called, pair_up
from tests.post import letters, round_at, setup
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import InvalidDetails, Reason
from workflows.errors import NotYet, NotYourRole, TransitionNotAllowed
from workflows.events import Event, verify
from workflows.messages import Message
from workflows.openings import Opening, OpeningDetails, ask_to_open
from workflows.people import appoint, end_appointments
from workflows.perform import perform
from workflows.visibility import may_see, posts_on

WHY = "Ordered by the court in Truro."


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        second_administrator(built)
        db.session.commit()
        yield built


class Office:
    """A pairing with a log, and the administrators who would open it."""

    def __init__(self, world: World, **pairing: Any) -> None:
        self.world = world
        self.reference = pair_up(world, **pairing)
        choose_trust(world.trust_id)
        self.id = 0

    def asks(self, who: str = "ada") -> Office:
        details = OpeningDetails(pairing_id=called(self.reference).id, reason=WHY)
        try:
            self.id = ask_to_open(details, self.world.person(who)).id
        except Exception:
            db.session.rollback()
            raise
        db.session.commit()
        return self

    def does(self, who: str, name: str, details: Any = None) -> Office:
        try:
            perform(self.opening, name, self.world.person(who), details)
        except Exception:
            db.session.rollback()
            raise
        db.session.commit()
        return self

    @property
    def opening(self) -> Opening:
        return db.session.get_one(Opening, self.id)

    def told(self, name: str) -> set[str]:
        rows = db.session.scalars(
            select(Message).where(Message.case_id == self.id, Message.kind == f"openings/{name}")
        )
        return {row.person.name.split()[0].lower() for row in rows}

    def readers(self) -> set[str]:
        return {who for who, key in self.world.people.items() if self.opening.is_open_to(key)}

    def seen_by(self) -> set[str]:
        people = self.world.people.items()
        return {who for who, key in people if may_see(self.opening, posts_on(key, self.opening))}


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def test_it_waits_for_a_second_and_only_administrators_know_of_it(office: Office) -> None:
    office.asks()

    assert office.opening.state == "asked"
    assert office.readers() == set()
    assert office.seen_by() == {"ada", "bea"}
    assert office.told("ask") == {"bea"}


def test_one_person_cannot_do_both_parts_however_they_try(office: Office) -> None:
    office.asks()
    with pytest.raises(NotYourRole):
        office.does("ada", "confirm")
    for who in ("asha", "lena", "sam", "tom", "priya"):
        with pytest.raises(NotYourRole):
            office.does(who, "confirm")
    office.opening.confirmed_by_id = office.world.people["ada"]
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert office.opening.state == "asked"


def test_a_trust_with_one_administrator_is_told_so(office: Office) -> None:
    end_appointments(office.world.trust_id, role="administrator", person_id=office.world.people["bea"])
    db.session.commit()

    with pytest.raises(InvalidDetails) as refused:
        office.asks()
    assert "the trust has no other" in refused.value.problems["pairing_id"]


def test_a_second_one_who_is_of_the_pair_does_not_count_and_may_do_neither_part(office: Office) -> None:
    appoint(office.world.person("tom"), "administrator", office.world.trust_id)
    db.session.commit()
    with pytest.raises(InvalidDetails, match="one of this pair"):
        office.asks("tom")
    office.asks()
    with pytest.raises(NotYourRole):
        office.does("tom", "confirm")
    office.does("bea", "confirm")
    with pytest.raises(NotYourRole):
        office.does("tom", "read")

    end_appointments(office.world.trust_id, role="administrator", person_id=office.world.people["bea"])
    db.session.commit()
    with pytest.raises(InvalidDetails, match="the trust has no other"):
        office.asks()


def test_a_mentor_of_before_is_told_too_because_their_words_are_read(world: World) -> None:
    office = Office(world, path=ALL_OF_IT)
    assert {session.mentor_id for session in called(office.reference).sessions} <= {
        world.people["tom"], world.people["una"],
    }  # fmt: skip
    office.asks().does("bea", "confirm")

    assert {"sam", "tom"} <= office.told("confirm")


def test_once_it_is_open_the_two_may_read_and_the_pair_is_told_at_each_step(office: Office) -> None:
    bea = office.world.people["bea"]
    third = second_administrator(office.world)
    third.name = "Cara Harbour"
    office.world.people |= {"bea": bea, "cara": third.id}
    db.session.commit()
    office.asks().does("bea", "confirm")

    assert office.readers() == {"ada", "bea"}
    assert office.told("confirm") == {"sam", "tom", "ada", "cara"}
    for who in ("cara", "sam", "asha"):
        with pytest.raises(NotYourRole):
            office.does(who, "read")
    office.does("ada", "read").does("bea", "read")
    assert office.told("read") == {"sam", "tom"}
    office.does("bea", "finish")
    assert office.told("finish") == {"sam", "tom"}
    assert office.readers() == set()
    with pytest.raises(TransitionNotAllowed):
        office.does("ada", "read")


def test_it_closes_by_itself_when_its_day_is_over_even_if_the_clock_is_late(office: Office) -> None:
    office.asks().does("bea", "confirm")
    assert office.opening.open_until == date(2026, 11, 17)

    with clock_at(MONDAY + timedelta(days=2)):
        assert office.readers() == set()
        with pytest.raises(NotYet):
            office.does("ada", "read")
    round_at(MONDAY + timedelta(days=1), setup())
    choose_trust(office.world.trust_id)
    assert office.opening.state == "opened"
    db.session.rollback()
    round_at(MONDAY + timedelta(days=2), setup())
    choose_trust(office.world.trust_id)
    assert office.opening.state == "closed"
    assert office.told("close_itself") == {"sam", "tom"}


def test_what_nobody_confirms_or_somebody_refuses_is_never_open_and_the_pair_is_not_worried(
    office: Office,
) -> None:
    office.asks().does("bea", "refuse", Reason(reason="Ask the two of them first."))

    assert office.opening.state == "refused"
    assert office.readers() == set()
    assert office.told("refuse") == {"ada"}
    rows = db.session.scalars(select(Message).where(Message.case_id == office.id))
    assert {row.person.name.split()[0].lower() for row in rows} <= {"ada", "bea"}


def test_who_asked_who_confirmed_why_and_each_reading_stand_in_the_audit(office: Office) -> None:
    office.asks().does("bea", "confirm").does("ada", "read").does("bea", "read").does("ada", "finish")

    rows = db.session.scalars(select(Event).where(Event.place_id == office.id).order_by(Event.seq)).all()
    assert [(row.kind, row.actor.name.split()[0]) for row in rows if row.actor] == [
        ("ask", "Ada"), ("confirm", "Bea"), ("read", "Ada"), ("read", "Bea"), ("finish", "Ada"),
    ]  # fmt: skip
    assert rows[0].details["reason"] == WHY
    assert verify()[1] is None
    assert not canary.is_in(repr([row.details for row in rows]).encode())


def test_no_mail_about_it_says_a_word_of_the_log(office: Office) -> None:
    office.asks().does("bea", "confirm").does("ada", "read")
    round_at(MONDAY + timedelta(hours=1), setup())
    choose_trust(office.world.trust_id)

    found = letters()
    assert found
    assert not [letter.subject for letter in found if canary.is_in(repr(vars(letter)).encode())]
