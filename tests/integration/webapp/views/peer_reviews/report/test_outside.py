"""A report by a link to somebody outside the trust: signed, for a while, for one address, revocable."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from notifications.tokens import Purpose, token_of
from tests.client import Browser, main_words
from tests.integration.webapp.views.peer_reviews.report.conftest import Reported
from tests.pdf import Pdf
from tests.peer_reviews import OURS
from tests.post import round_at, setup
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.events import Event, verify
from workflows.messages import Message

ROBIN = "robin@partner.example"


@pytest.fixture
def sent(reported: Reported) -> Reported:
    """Priya has sent a link to Robin."""
    reported.comes_to("agreed")
    reported.fills(
        "priya", "readers/outside", name="Robin Vale", email=ROBIN, why="School improvement partner"
    )
    return reported


def link(there: Reported, number: int = 0) -> str:
    with there.rows() as case:
        row = next(one for one in case.report_readers if one.outside_email)
        keys = [there.app.config["SECRET_KEY"]]
        return f"/reviews/read/{token_of(Purpose.REPORT, number or row.id, keys)}"


def opens(there: Reported, client: Browser, address: str, **more: str) -> str:
    with clock_at(there.moment):
        answer = client.post(address, data={"email": ROBIN, **more}, token=False)
    assert answer.status_code == 200, main_words(answer)
    return main_words(answer)


def test_the_link_opens_the_report_for_its_reader_and_each_opening_is_noted(
    sent: Reported, client: Browser
) -> None:
    address = link(sent)
    with clock_at(sent.moment):
        page = client.get(address)
        assert page.status_code == 200
        assert OURS not in page.text
        assert "Robin Vale" in main_words(page)
        assert page.headers["X-Robots-Tag"].startswith("noindex")
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
    with sent.rows() as case:
        assert [one.times_read for one in case.report_readers if one.outside_email] == [0]

    assert OURS in opens(sent, client, address)
    with clock_at(sent.moment):
        document = client.post(address, data={"email": ROBIN.upper(), "as": "pdf"}, token=False)
    assert OURS in Pdf(document.data).words
    with sent.rows() as case:
        assert [one.times_read for one in case.report_readers if one.outside_email] == [2]
        events = db.session.scalars(select(Event).where(Event.kind == "report_read")).all()
        assert [(one.actor_id, one.actor_as) for one in events] == [(None, "Robin Vale, by a link")] * 2
        assert verify()[1] is None


def test_the_mail_brings_the_link_and_nothing_of_the_report(sent: Reported) -> None:
    with sent.app.app_context(), scope(EVERY_TRUST):
        channel = setup()
        round_at(sent.moment, channel)
        message = db.session.scalars(select(Message).where(Message.kind == "reviews/release_outside")).one()
        assert message.sent_to == ROBIN
        assert message.status == "sent"
        assert ROBIN not in str(message.facts)


def test_a_link_that_was_passed_on_opens_nothing_by_itself(sent: Reported, client: Browser) -> None:
    with clock_at(sent.moment):
        answer = client.post(link(sent), data={"email": "another@partner.example"}, token=False)
    assert answer.status_code == 422
    assert "ask for your own" in answer.text
    assert "Priya Harbour" in answer.text
    assert OURS not in answer.text


def test_whoever_guesses_the_address_of_a_link_has_few_tries(sent: Reported, client: Browser) -> None:
    address = link(sent)
    with clock_at(sent.moment):
        for number in range(10):
            guess = {"email": f"guess{number}@partner.example"}
            assert client.post(address, data=guess, token=False).status_code == 422
        assert client.post(address, data={"email": ROBIN}, token=False).status_code == 429
    sent.later(hours=2)
    assert OURS in opens(sent, client, address)


def test_a_link_of_a_review_that_was_stopped_can_be_taken_back(sent: Reported, client: Browser) -> None:
    sent.does("priya", "stop")
    with sent.rows() as case:
        number = next(one.id for one in case.report_readers if one.outside_email)
    assert "Robin Vale" in sent.reads("priya", "readers")
    assert sent.post("priya", "readers/end", reader_id=str(number)).status_code == 303
    with clock_at(sent.moment):
        assert client.post(link(sent), data={"email": ROBIN}, token=False).status_code == 410


def test_a_link_ends_with_its_day_and_says_whom_to_ask(sent: Reported, client: Browser) -> None:
    address = link(sent)
    sent.later(days=31)
    with clock_at(sent.moment):
        for answer in (client.get(address), client.post(address, data={"email": ROBIN}, token=False)):
            assert answer.status_code == 410
            assert "It was open until" in main_words(answer)
            assert "ask Priya Harbour" in main_words(answer)
            assert OURS not in answer.text


def test_a_link_that_was_taken_back_opens_nothing_at_once(sent: Reported, client: Browser) -> None:
    address = link(sent)
    opens(sent, client, address)
    with sent.rows() as case:
        number = next(one.id for one in case.report_readers if one.outside_email)
    assert sent.post("priya", "readers/end", reader_id=str(number)).status_code == 303
    with clock_at(sent.moment):
        answer = client.post(address, data={"email": ROBIN}, token=False)
    assert answer.status_code == 410
    assert "has ended it on" in main_words(answer)


def test_no_other_address_opens_anything(sent: Reported, client: Browser, app: Flask) -> None:
    address = link(sent)
    with sent.rows() as case:
        inside = next(one.id for one in case.report_readers if one.person_id)
    key = [app.config["SECRET_KEY"]]
    wrong = [
        f"{address}x", address[:-1], "/reviews/read/x", link(sent, inside), link(sent, 9999),
        f"/reviews/read/{token_of(Purpose.HELD, 1, key)}",
        f"/reviews/read/{token_of(Purpose.REPORT, 1, ['another key'])}",
    ]  # fmt: skip
    with clock_at(sent.moment):
        for one in wrong:
            assert client.get(one).status_code == 404, one
            assert client.post(one, data={"email": ROBIN}, token=False).status_code == 404, one


def test_somebody_of_the_trust_gets_no_link_but_is_let_in_by_name(reported: Reported) -> None:
    reported.comes_to("agreed")
    said = {"name": "Lena", "why": "Trust"}
    answer = reported.fills("priya", "readers/outside", status=422, email="Lena@harbour.example", **said)
    assert "who is of the trust" in main_words(answer)


def test_a_link_lasts_no_longer_than_six_months_and_one_address_has_one(sent: Reported) -> None:
    far = (sent.moment + timedelta(days=300)).strftime("%d/%m/%Y")
    said = {"name": "Kit", "why": "Partner"}
    answer = sent.fills(
        "priya", "readers/outside", status=422, email="kit@partner.example", ends_on=far, **said
    )
    assert "within six months" in main_words(answer)
    answer = sent.fills("priya", "readers/outside", status=422, email=ROBIN, **said)
    assert "A link went to this address already" in main_words(answer)


def test_the_address_stands_in_no_event(sent: Reported) -> None:
    with sent.rows():
        said = "".join(str(one.details) for one in db.session.scalars(select(Event)))
    assert ROBIN not in said
    assert not re.search(r"reviews/read", said)
