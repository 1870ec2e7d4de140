"""The message log: what was told to whom, where it is, and sending it again."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from notifications import addresses
from notifications.addresses import SuppressedAddress
from notifications.inbound.model import InboundMail, InboundStatus
from notifications.receipts import GONE, SAYS_SPAM, Receipt
from tests.client import Browser, main_words
from tests.diaries import meeting, request_under_way
from tests.integration.webapp.views.administration.conftest import Office
from workflows.clock import now
from workflows.database import db
from workflows.dates.model import Attendance, CalendarEntry
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

    assert "1 message has not arrived Note added, to Asha Harbour. The mail server answered 550" in text


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


def test_a_message_shows_what_its_provider_has_told(office: Office, ada: Browser, failed: int) -> None:
    with office.looking():
        for number, kind in enumerate(("processed", "delivered")):
            made = Receipt(
                id=kind,
                trust_id=office.world.trust_id,
                message_id=failed,
                kind=kind,
                at=now() + timedelta(minutes=number),
                reason="250 OK" if number else "",
            )
            db.session.add(made)
        db.session.commit()

    text = main_words(ada.get(f"/administration/messages/{failed}"))
    assert "What became of it Delivered 16 November 2026, 9:31am 250 OK Passed on" in text


def test_each_address_that_takes_no_mail_says_how_to_mend_it(office: Office, ada: Browser) -> None:
    with office.looking():
        for address, reason in (("a@x.example", SAYS_SPAM), ("b@x.example", f"{GONE}: 550 5.1.1")):
            addresses.suppress(address, office.world.trust_id, reason)
        db.session.commit()

    text = main_words(ada.get("/administration/messages/addresses"))
    for advice in (
        "Ask them whether they want mail",
        "Ask them which address they use",
        "once it works again",
    ):
        assert advice in text


@pytest.fixture
def meeting_of_tom(office: Office) -> int:
    """Tom is asked to a meeting; gives the message that invites him."""
    with office.looking():
        entry = meeting(request_under_way(office.world), office.world, "tom")
        db.session.commit()
        statement = select(Message.id).where(
            Message.entry_id == entry.id, Message.person_id == office.world.people["tom"]
        )
        office.ids["entry"] = entry.id
        return db.session.scalars(statement).one()


def test_mail_about_a_date_says_which_and_is_found_by_its_kind(
    office: Office, ada: Browser, meeting_of_tom: int
) -> None:
    text = main_words(ada.get(f"/administration/messages/{meeting_of_tom}"))
    assert "Date Planning meeting27 November 2026, 3:30pm to 4:30pm" in text
    assert "Invited to a date" in main_words(
        ada.get("/administration/messages?kind=dates/invited&person=tom")
    )


def test_an_invitation_is_sent_again_as_the_date_is_now(
    office: Office, ada: Browser, meeting_of_tom: int
) -> None:
    with office.looking():
        first = db.session.get_one(Message, meeting_of_tom)
        first.status, first.problem = MessageStatus.FAILED, "Turned away"
        db.session.get_one(CalendarEntry, office.ids["entry"]).sequence = 3
        stamp = first.facts["stamp"]
        db.session.commit()
    assert ada.post(f"/administration/messages/{meeting_of_tom}/again").status_code == 303

    with office.looking():
        again = db.session.scalars(select(Message).where(Message.dedupe_key.startswith("again:"))).one()
        assert (again.entry_id, again.reason, again.facts["sequence"]) == (
            office.ids["entry"],
            Reason.DATE,
            3,
        )
        assert again.facts["stamp"] > stamp


def test_an_invitation_to_what_is_over_is_not_sent_again(
    office: Office, ada: Browser, meeting_of_tom: int
) -> None:
    with office.looking():
        db.session.get_one(Message, meeting_of_tom).status = MessageStatus.FAILED
        entry = db.session.get_one(CalendarEntry, office.ids["entry"])
        entry.starts_at, entry.ends_at = now() - timedelta(hours=2), now() - timedelta(hours=1)
        db.session.commit()
    path = f"/administration/messages/{meeting_of_tom}"

    assert "The date is over, so nobody needs to hear of it any more." in main_words(ada.get(path))
    assert ada.post(f"{path}/again").status_code == 303
    with office.looking():
        assert (
            db.session.scalars(select(Message.id).where(Message.dedupe_key.startswith("again:"))).all() == []
        )


def test_mail_that_came_in_is_listed_with_what_became_of_it(
    office: Office, ada: Browser, meeting_of_tom: int
) -> None:
    assert "No mail found" in main_words(ada.get("/administration/messages/inbound"))
    with office.looking():
        part = select(Attendance.id).where(Attendance.person_id == office.world.people["tom"])
        common = {"trust_id": office.world.trust_id, "received_at": now()}
        answered = InboundMail(
            digest="1",
            attendance_id=db.session.scalars(part).one(),
            status=InboundStatus.APPLIED,
            outcome="They answered yes.",
            raw=b"",
            **common,
        )
        stray = InboundMail(
            digest="2",
            message_id=meeting_of_tom,
            status=InboundStatus.IGNORED,
            outcome="A letter to an address that only takes reports.",
            raw=b"<script>alert(1)</script>",
            **common,
        )
        db.session.add_all([answered, stray])
        db.session.commit()
        kept, gone = stray.id, answered.id

    path = "/administration/messages/inbound"
    text = main_words(ada.get(path))
    assert "Tom Harbour Planning meeting" in text
    assert "Done They answered yes." in text
    assert "Nothing to do" in text
    assert "They answered yes." not in main_words(ada.get(f"{path}?status=ignored"))
    original = ada.get(f"{path}/{kept}")
    assert (original.data, original.mimetype) == (b"<script>alert(1)</script>", "message/rfc822")
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in original.headers["Content-Security-Policy"]
    assert ada.get(f"{path}/{gone}").status_code == 404
