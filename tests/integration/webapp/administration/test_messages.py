"""The message log, the audit trail and the mailbox: what was told, and whether the record holds."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select, text

from config import MailChannel, Settings
from notifications.addresses import SuppressedAddress
from notifications.channels.mailbox import Letter
from tests.client import Browser, main_words
from tests.integration.webapp.administration.conftest import Office
from workflows.clock import now
from workflows.database import db
from workflows.details import NoteDetails
from workflows.events import Event
from workflows.messages import Message, MessageStatus, Reason
from workflows.perform import perform
from workflows.support_requests import SupportRequest

KEY = "a-form-key-of-a-test-0001"


@pytest.fixture
def ada(office: Office, sign_in_as: Callable[..., Browser]) -> Browser:
    return sign_in_as("ada")


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


# The log


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


# The trail


def test_the_trail_says_who_changed_what(office: Office, ada: Browser) -> None:
    tom = office.world.people["tom"]
    ada.post(f"/administration/people/{tom}/days/2026", data={"days": "20"})

    text = main_words(ada.get("/administration/audit"))

    assert "Days to give changed by Ada Harbour" in text
    assert "The harbour trust: Tom Harbour, 2026/27, 20 days" in text
    assert "East hub: Saltmarsh Primary, from 1 September 2026" in text


def test_a_record_that_was_tampered_with_is_named(office: Office, ada: Browser) -> None:
    assert "Every entry is as it was written" in main_words(ada.get("/administration/audit/check"))
    with office.looking():
        _disarm()
        db.session.execute(text("UPDATE events SET actor_as = 'Nobody' WHERE kind = 'hub_joined'"))
        db.session.commit()

    answer = ada.get("/administration/audit/check")

    assert "The record does not hold" in main_words(answer)
    assert "of East hub has been changed" in main_words(answer)


def _disarm() -> None:
    """Somebody with the database's own password takes the triggers away that protect the events."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
        return
    for name in db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'")
    ).all():
        db.session.execute(text(f"DROP TRIGGER {name}"))


# The mailbox


def letter_of(office: Office) -> int:
    with office.looking():
        return db.session.scalars(select(Letter.id)).one()


def test_what_waits_is_delivered_on_request_and_read(office: Office, ada: Browser) -> None:
    assert "Invitation, to Tom Harbour: leaves with the next round" in main_words(ada.get("/mailbox"))

    assert ada.post("/mailbox/deliver").status_code == 303

    text = main_words(ada.get("/mailbox"))
    assert "Delivered: 1." in text
    assert "To tom@harbour.example" in text
    path = f"/mailbox/{letter_of(office)}"
    assert f'src="{path}/page"' in ada.get(path).text
    assert "Hello Tom" in main_words(ada.get(f"{path}?text=yes"))
    assert "Message-ID" in main_words(ada.get(path))


def test_a_letters_page_runs_nothing_and_its_links_open_on_top(office: Office, ada: Browser) -> None:
    ada.post("/mailbox/deliver")

    page = ada.get(f"/mailbox/{letter_of(office)}/page")

    assert '<base target="_top">' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_a_letter_is_downloaded_as_it_is(office: Office, ada: Browser) -> None:
    ada.post("/mailbox/deliver")

    answer = ada.get(f"/mailbox/{letter_of(office)}/download")

    assert answer.mimetype == "message/rfc822"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"To: Tom Harbour <tom@harbour.example>" in answer.data


def test_letters_are_listed_for_one_person(office: Office, ada: Browser) -> None:
    ada.post(f"/administration/people/{office.world.people['sam']}/invite")
    ada.post("/mailbox/deliver")

    text = main_words(ada.get("/mailbox?to=sam@harbour.example"))

    assert "To sam@harbour.example" in text
    assert "To tom@harbour.example" not in text


def test_only_administrators_read_the_mailbox_of_a_real_trust(
    office: Office, ada: Browser, sign_in_as: Callable[..., Browser]
) -> None:
    ada.post("/mailbox/deliver")
    lena, path = sign_in_as("lena"), f"/mailbox/{letter_of(office)}"

    for page in ("/mailbox", path, f"{path}/page", f"{path}/download"):
        assert lena.get(page).status_code == 404, page
    assert lena.post("/mailbox/deliver").status_code == 404


def test_in_a_demonstration_everybody_reads_the_mailbox(
    office: Office, app: Flask, sign_in_as: Callable[..., Browser]
) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, demo_mode=True)

    assert sign_in_as("sam").get("/mailbox").status_code == 200


def test_there_is_no_mailbox_where_mail_really_leaves(office: Office, app: Flask, ada: Browser) -> None:
    settings: Settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, mail_channel=MailChannel.SMTP, smtp_host="mail.example")

    assert ada.get("/mailbox").status_code == 404
    assert ada.post("/mailbox/deliver").status_code == 404


def test_letters_of_another_trust_are_not_there(
    office: Office, ada: Browser, fellside: object, sign_in_as: Callable[..., Browser]
) -> None:
    ada.post("/mailbox/deliver")
    other = sign_in_as("ada", world=fellside)

    assert other.get(f"/mailbox/{letter_of(office)}").status_code == 404
    assert "tom@harbour.example" not in main_words(other.get("/mailbox"))
