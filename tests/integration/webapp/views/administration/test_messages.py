"""The message log: what was told to whom, where it is, and sending it again."""

from itertools import pairwise

import pytest
from sqlalchemy import select

from notifications.addresses import SuppressedAddress
from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from workflows.clock import now
from workflows.database import db
from workflows.details import NoteDetails
from workflows.events import Event
from workflows.messages import Message, MessageStatus, Reason
from workflows.perform import perform
from workflows.support_requests import SupportRequest

KEY = "a-form-key-of-a-test-0001"


@pytest.fixture
def failed(office: Office) -> int:
    """A message to Asha about a note on the request has failed; gives its id."""
    with office.looking():
        request = db.session.get_one(SupportRequest, office.ids["request"])
        perform(request, "add_note", office.world.person("priya"), NoteDetails(text="Read this"))
        last = max(db.session.scalars(select(Event.id)))
        made = Message(
            trust_id=office.world.trust_id,
            dedupe_key="a test's own",
            kind="support/add_note",
            reason=Reason.TOLD,
            person_id=office.world.people["asha"],
            case_id=request.id,
            event_id=last,
            status=MessageStatus.FAILED,
            problem="The mail server answered 550",
            created_at=now(),
            send_after=now(),
            sender_id=office.world.people["priya"],
        )
        db.session.add(made)
        db.session.commit()
        office.ids["event"] = last
        return made.id


def test_a_failed_message_is_the_first_thing_that_needs_attention(ada: Browser, failed: int) -> None:
    text = main_words(ada.get("/administration"))

    assert "1 message has not arrived Note added, to Asha Harbour: The mail server answered 550" in text


def test_the_log_is_filtered_by_person_case_kind_status_and_day(
    office: Office, ada: Browser, failed: int
) -> None:
    def listed(query: str) -> bool:
        return "The mail server answered 550" in main_words(ada.get(f"/administration/messages?{query}"))

    for query in (
        "",
        "person=asha",
        "person=ASHA@harbour",
        f"reference={office.reference.lower()}",
        "kind=support/add_note",
        "status=failed",
        "from_on=16/11/2026&until_on=16/11/2026",
        "status=nonsense",
        "from_on=nonsense",
    ):
        assert listed(query), query
    for query in (
        "person=tom",
        "reference=SR-1999-0001",
        "kind=reminder",
        "status=sent",
        "from_on=17/11/2026",
    ):
        assert not listed(query), query


def test_a_long_log_is_read_in_pages_there_and_back(office: Office, ada: Browser) -> None:
    with office.looking():
        tom, at = office.world.people["tom"], now()
        for number in range(110):
            made = Message(
                trust_id=office.world.trust_id,
                dedupe_key=f"n{number}",
                kind="digest",
                reason=Reason.DIGEST,
                person_id=tom,
                status=MessageStatus.SENT,
                subject=f"Number {number:03}",
                created_at=at,
                send_after=at,
            )
            db.session.add(made)
            db.session.flush()
        db.session.commit()

    def numbers(page: Browser, query: str) -> list[str]:
        words = main_words(page.get(f"/administration/messages?{query}")).split()
        return [after for word, after in pairwise(words) if word == "Number"]

    first = numbers(ada, "kind=digest")
    with office.looking():
        ids = {subject: row for row, subject in db.session.execute(select(Message.id, Message.subject))}
    second = numbers(ada, f"kind=digest&after={ids['Number ' + first[-1]]}")
    back = numbers(ada, f"kind=digest&before={ids['Number ' + second[0]]}")

    assert first == [f"{number:03}" for number in range(109, 59, -1)]
    assert second == [f"{number:03}" for number in range(59, 9, -1)]
    assert back == first


def test_a_message_is_read_as_it_would_be_written_in_a_page_of_its_own(
    office: Office, ada: Browser, failed: int
) -> None:
    page = ada.get(f"/administration/messages/{failed}")
    letter = ada.get(f"/administration/messages/{failed}/letter")

    assert "Brought about by Priya Harbour" in main_words(page)
    assert f'src="/administration/messages/{failed}/letter"' in page.text
    assert office.reference in letter.text
    assert "sandbox" in letter.headers["Content-Security-Policy"]
    assert "script" not in letter.headers["Content-Security-Policy"]
    assert letter.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_link_to_somebodys_password_is_shown_to_nobody_else(office: Office, ada: Browser) -> None:
    page = ada.get(f"/administration/messages/{office.ids['message']}")

    assert "for Tom Harbour alone" in main_words(page)
    assert "/welcome/" not in page.text
    assert ada.get(f"/administration/messages/{office.ids['message']}/letter").status_code == 404


def test_a_failed_message_is_sent_again_once(office: Office, ada: Browser, failed: int) -> None:
    path = f"/administration/messages/{failed}"

    first = ada.post(f"{path}/again", data={"form_key": KEY})
    second = ada.post(f"{path}/again", data={"form_key": KEY})
    third = ada.post(f"{path}/again")

    assert (first.status_code, second.status_code, third.status_code) == (303, 303, 303)
    assert first.location != path
    assert "It has been sent again already" in main_words(ada.get(path))
    with office.looking():
        waiting = select(Message.id).where(
            Message.kind == "support/add_note", Message.status == MessageStatus.QUEUED
        )
        assert len(db.session.scalars(waiting).all()) == 1
    assert office.kinds() == ["message_resent"]


def test_an_address_that_takes_no_mail_is_explained_and_allowed_again(office: Office, ada: Browser) -> None:
    path = "/administration/messages/addresses"
    assert "una@harbour.example" in main_words(ada.get(path))
    assert "The mailbox is full." in main_words(ada.get(path))

    assert ada.post(f"{path}/allow", data={"address": "una@harbour.example"}).status_code == 303
    assert ada.post(f"{path}/allow", data={"address": "una@harbour.example"}).status_code == 404

    with office.looking():
        assert db.session.scalars(select(SuppressedAddress.address)).all() == []
    assert office.kinds() == ["address_allowed"]
