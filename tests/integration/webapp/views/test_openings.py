"""Opening a private log: two administrators, a reason, and the pair is told; others find nothing there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.pairings import PRIVATE, second_administrator
from tests.pairs import pair_up
from tests.pressing import buttons_on, fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.events import Event, verify
from workflows.messages import Message
from workflows.openings import Opening
from workflows.people import appoint, end_appointments

REASON = "Ordered by the court."


class Browsers(dict[str, Browser]):
    """A browser for each person, once somebody looks."""

    def __init__(self, become: Callable[..., Browser]) -> None:
        self.become = become

    def __missing__(self, name: str) -> Browser:
        self[name] = self.become(name)
        return self[name]


class Office:
    """Two administrators, the pair, and what they see of an opening."""

    def __init__(self, app: Flask, world: World, become: Callable[..., Browser]) -> None:
        self.app, self.world = app, world
        with app.app_context(), scope(world.trust_id):
            second_administrator(world)
            db.session.commit()
            self.pairing = pair_up(world)
        self.become, self.browsers = become, Browsers(become)

    def asks(self, who: str = "ada", **typed: str) -> str:
        answer = fill_in(
            self.browsers[who],
            "/openings/new",
            **{"pairing_id": self.pairing, "reason": REASON, "understood": "y"} | typed,
        )
        assert answer.status_code == 303, main_words(answer)
        return str(answer.location)

    def opens(self) -> str:
        address = self.asks()
        self.does("bea", f"{address}/confirm")
        return address

    def does(self, who: str, address: str, **typed: str) -> str:
        answer = fill_in(self.browsers[who], address, **typed)
        assert answer.status_code == 303, main_words(answer)
        return str(answer.location)

    def status(self, who: str, address: str) -> int:
        return self.browsers[who].get(address).status_code


@pytest.fixture
def office(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Office:
    return Office(app, harbour, sign_in_as)


def test_the_page_says_plainly_what_will_happen_before_anybody_asks(office: Office) -> None:
    said = main_words(office.browsers["ada"].get("/openings/new"))

    for words in ("second administrator", "the pair is told", "recorded for good", "closes by itself"):
        assert words in said


def test_a_log_that_is_asked_for_is_seen_by_administrators_and_by_nobody_else(office: Office) -> None:
    address = office.asks(pairing_id=office.pairing.lower() + " ")

    assert REASON in main_words(office.browsers["bea"].get(address))
    for name in set(office.world.people) - {"ada", "bea"}:
        assert office.status(name, address) == 404
        assert office.status(name, "/openings") == 404
        assert office.status(name, "/openings/new") == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"pairing_id": "MC-2026-0999"}, "There is no pairing with this reference in the trust"),
        ({"pairing_id": "SR-2026-0001"}, "There is no pairing with this reference in the trust"),
        ({"reason": " "}, "Say why it has to be read, and on whose word"),
        ({"understood": ""}, "Read what happens next, and tick that you have"),
    ],
)
def test_what_is_missing_or_unknown_is_said_plainly(
    office: Office, typed: dict[str, str], said: str
) -> None:  # fmt: skip
    whole = {"pairing_id": office.pairing, "reason": REASON, "understood": "y"}
    answer = fill_in(office.browsers["ada"], "/openings/new", **whole | typed)

    assert answer.status_code == 422
    assert said in main_words(answer)


def test_a_trust_with_one_administrator_cannot_open_a_log(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context():
        reference = pair_up(harbour)
    answer = fill_in(
        sign_in_as("ada"), "/openings/new", pairing_id=reference, reason=REASON, understood="y"
    )  # fmt: skip

    assert answer.status_code == 422
    assert "the trust has no other" in main_words(answer)


def test_whoever_asked_cannot_confirm_it_alone(office: Office) -> None:
    address = office.asks()
    page = office.browsers["ada"].get(address)

    assert "Waiting for a second administrator" in main_words(page)
    assert "Confirm and open" not in buttons_on(page)
    assert fill_in(office.browsers["ada"], f"{address}/confirm").status_code == 403


def test_an_administrator_who_is_one_of_the_pair_neither_asks_nor_confirms(office: Office) -> None:
    with office.app.app_context(), scope(office.world.trust_id):
        appoint(office.world.person("tom"), "administrator", office.world.trust_id)
        db.session.commit()
    whole = {"pairing_id": office.pairing, "reason": REASON, "understood": "y"}
    answer = fill_in(office.browsers["tom"], "/openings/new", **whole)
    assert answer.status_code == 422
    assert "You are one of this pair" in main_words(answer)

    address = office.asks()
    assert "Confirm and open" not in buttons_on(office.browsers["tom"].get(address))
    assert fill_in(office.browsers["tom"], f"{address}/confirm").status_code == 403


def test_once_it_is_open_the_pair_is_told_by_whom_and_why(office: Office) -> None:
    address = office.opens()

    for name in ("sam", "tom"):
        said = main_words(office.browsers[name].get(address))
        assert REASON in said
        assert "Ada Harbour" in said
        assert "Bea Harbour" in said
        assert "Not at all so far" in said
        assert office.status(name, f"{address}/log") == 404
        assert address in office.browsers[name].get("/openings").text
    for name in ("asha", "lena", "priya", "una"):
        assert office.status(name, address) == 404
    with office.app.app_context(), scope(EVERY_TRUST):
        told = db.session.scalars(select(Message.person_id).where(Message.kind == "openings/confirm")).all()
    assert {office.world.people["sam"], office.world.people["tom"]} <= set(told)


def test_the_log_is_there_for_an_hour_after_a_reading_that_was_recorded(office: Office) -> None:
    address = office.opens()
    assert office.status("ada", f"{address}/log") == 404

    log = office.does("ada", f"{address}/read")

    assert log == f"{address}/log"
    assert PRIVATE in main_words(office.browsers["ada"].get(log))
    assert office.status("bea", log) == 404
    assert "Go on reading" in buttons_on(office.browsers["ada"].get(address))
    assert "Read Once" in main_words(office.browsers["sam"].get(address))
    with clock_at(MONDAY + timedelta(minutes=61)):
        assert office.status("ada", log) == 404


def test_only_the_two_who_opened_it_can_read_it(office: Office) -> None:
    address = office.opens()
    with office.app.app_context(), scope(office.world.trust_id):
        second_administrator(office.world)
        db.session.commit()
    third = office.become("bea")  # another Bea

    assert "Read the log" not in buttons_on(third.get(address))
    for step in ("read", "finish"):
        assert third.get(f"{address}/{step}").status_code == 403
    assert third.get(f"{address}/log").status_code == 404


def test_a_log_that_is_closed_again_is_read_by_nobody(office: Office) -> None:
    address = office.opens()
    office.does("ada", f"{address}/read")
    office.does("bea", f"{address}/finish")

    assert office.status("ada", f"{address}/log") == 404
    assert "Closed" in main_words(office.browsers["sam"].get(address))


def test_it_is_closed_once_its_day_is_over_even_where_the_clock_is_late(office: Office) -> None:
    address = office.opens()
    with clock_at(MONDAY + timedelta(days=2)):
        ada = office.become("ada")
        assert "Read the log" not in buttons_on(ada.get(address))
        assert fill_in(ada, f"{address}/read").status_code == 409


def test_an_opener_who_no_longer_administers_the_trust_reads_nothing_more(office: Office) -> None:
    address = office.opens()
    office.does("ada", f"{address}/read")
    assert office.status("ada", f"{address}/log") == 200
    with office.app.app_context(), scope(office.world.trust_id):
        ada = office.world.person("ada")
        appoint(ada, "coordinator", office.world.trust_id)
        end_appointments(office.world.trust_id, role="administrator", person_id=ada.id)
        db.session.commit()

    assert office.status("ada", f"{address}/log") == 404
    assert "Read the log" not in buttons_on(office.browsers["ada"].get(address))


def test_a_refusal_is_for_the_administrators_alone(office: Office) -> None:
    address = office.asks()
    office.does("bea", f"{address}/refuse", reason="Ask them first.")

    assert "Ask them first." in main_words(office.browsers["ada"].get(address))
    assert office.status("sam", address) == 404


def test_the_audit_tells_of_it_in_words_and_holds(office: Office) -> None:
    address = office.opens()
    office.does("ada", f"{address}/read")
    said = main_words(office.browsers["ada"].get("/administration/audit"))

    for words in ("Opening of a private log asked for", "Private log opened", "Private log read"):
        assert words in said
    assert PRIVATE not in said
    with office.app.app_context(), scope(EVERY_TRUST):
        opening = db.session.scalars(select(Opening)).one()
        kinds = db.session.scalars(
            select(Event.kind).where(Event.place_id == opening.id).order_by(Event.seq)
        ).all()
        assert (list(kinds), verify()[1]) == (["ask", "confirm", "read"], None)


def test_administration_leads_to_private_logs(office: Office) -> None:
    page = office.browsers["ada"].get("/administration")

    assert 'href="/openings"' in page.text
