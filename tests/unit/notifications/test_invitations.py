"""Mail about dates: its tree, its headers, who is asked for what, and what SendGrid is given."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from email.message import EmailMessage
from typing import Any, Final

import icalendar
import pytest

from notifications.channels.sendgrid import request_body
from notifications.invitations import METHODS
from notifications.mail import Mail, read
from notifications.rendering import Stationery, render
from notifications.samples import samples
from notifications.telling import AboutDate, Happening, Reader, Telling
from notifications.tokens import Purpose, opened
from workflows.clock import clock_at
from workflows.dates.model import Answer
from workflows.messages import Reason

KEYS: Final = ("a-newer-key-of-no-worth", "an-older-key-of-no-worth")
STATIONERY: Final = Stationery(
    base_url="https://alongside.example.org",
    sender="Alongside <post@alongside.example.org>",
    keys=KEYS,
    reply_address="dates@alongside.example.org",
    takes_mail=True,
)
ALONE: Final = replace(STATIONERY, takes_mail=False)
SAMPLES: Final = {sample.name: sample.telling for sample in samples()}
FOR_DIARIES: Final = [name for name, telling in SAMPLES.items() if telling.kind in METHODS]
HOSTILE: Final = (
    'x"\r\nBcc: everybody@example.org\r\n\r\nATTENDEE:mailto:eve@example.org\nEND:VEVENT\ud800;,:\x00'
)


def mail_of(telling: Telling, stationery: Stationery = STATIONERY) -> Mail:
    with clock_at(telling.created_at):
        return render(telling, stationery)


def sent(name: str) -> EmailMessage:
    return read(mail_of(SAMPLES[name]).raw)


def about(telling: Telling) -> AboutDate:
    assert telling.date is not None
    return telling.date


def event_in(mail: Mail) -> Any:
    assert mail.calendar is not None
    [event] = icalendar.Calendar.from_ical(mail.calendar.ics).walk("VEVENT")
    return event


def parts(mail: EmailMessage) -> list[EmailMessage]:
    return [part for part in mail.iter_parts() if isinstance(part, EmailMessage)]


@pytest.mark.parametrize("name", FOR_DIARIES)
def test_the_parts_stand_as_every_program_shows_buttons_for(name: str) -> None:
    mail = sent(name)
    method = METHODS[SAMPLES[name].kind]

    assert mail.defects == []
    assert mail.get_content_type() == "multipart/mixed"
    words, file = parts(mail)
    assert words.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts(words)] == ["text/plain", "text/html", "text/calendar"]
    calendar = parts(words)[-1]
    assert (
        f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n".encode()
        in mail_of(SAMPLES[name]).raw
    )
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": str(method)}
    assert calendar["Content-Disposition"] is None
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert file.get_content_type() == "application/ics"
    assert "method" not in file["Content-Type"].params
    assert (file.get_content_disposition(), file.get_filename()) == ("attachment", "invite.ics")
    assert file.get_payload(decode=True) == calendar.get_payload(decode=True)
    assert f"\r\nMETHOD:{method}\r\n".encode() in calendar.get_payload(decode=True)


@pytest.mark.parametrize("name", FOR_DIARIES)
def test_no_boundary_begins_with_another(name: str) -> None:
    outer, inner = re.findall(rb'boundary="([^"]+)"', mail_of(SAMPLES[name]).raw)

    assert not inner.startswith(outer)
    assert not outer.startswith(inner)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in FOR_DIARIES])
def test_other_mail_has_words_alone(name: str) -> None:
    mail = sent(name)

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts(mail)] == ["text/plain", "text/html"]


@pytest.mark.parametrize("name", FOR_DIARIES)
def test_whoever_organises_is_the_address_that_answers_go_to(name: str) -> None:
    mail = mail_of(SAMPLES[name])
    organiser = event_in(mail)["ORGANIZER"]

    assert str(organiser) == f"mailto:{mail.reply_to}"
    assert read(mail.raw)["Reply-To"] == mail.reply_to
    assert organiser.params["CN"] == "Asha Bell"
    token = mail.reply_to.removeprefix("dates+").removesuffix("@alongside.example.org")
    assert opened(Purpose.REPLY, token, KEYS) == about(SAMPLES[name]).attendance_id
    assert opened(Purpose.ANSWER, token, KEYS) is None


def test_the_organiser_stays_the_same_when_a_new_key_comes() -> None:
    before = mail_of(SAMPLES["dates-invited"], replace(STATIONERY, keys=KEYS[1:]))

    assert mail_of(SAMPLES["dates-changed-moved"]).reply_to == before.reply_to


def test_one_recipient_is_asked_and_nobody_else_is_named() -> None:
    event = event_in(mail_of(SAMPLES["dates-invited"]))

    assert not isinstance(event["ATTENDEE"], list)
    assert str(event["ATTENDEE"]) == "mailto:tom.achebe@harbour.example"
    assert "priya" not in event.to_ical().decode().lower()


@pytest.mark.parametrize(
    ("name", "answer", "expected"),
    [
        ("dates-invited", Answer.YES, "NEEDS-ACTION"),
        ("dates-changed-moved", Answer.YES, "NEEDS-ACTION"),
        ("dates-changed-words", Answer.YES, "ACCEPTED"),
        ("dates-changed-words", Answer.MAYBE, "TENTATIVE"),
        ("dates-changed-words", Answer.NO, "DECLINED"),
        ("dates-changed-words", Answer.NONE, "NEEDS-ACTION"),
    ],
)
def test_an_answer_stands_as_long_as_the_time_does(name: str, answer: Answer, expected: str) -> None:
    told = replace(SAMPLES[name], date=replace(about(SAMPLES[name]), answer=answer))

    assert event_in(mail_of(told))["ATTENDEE"].params["PARTSTAT"] == expected


@pytest.mark.parametrize("name", ["dates-called_off", "dates-no_longer_asked"])
def test_what_is_taken_back_is_cancelled_in_the_diary(name: str) -> None:
    event = event_in(mail_of(SAMPLES[name]))

    assert event["STATUS"] == "CANCELLED"
    assert event["UID"] == event_in(mail_of(SAMPLES["dates-invited"]))["UID"]
    assert event["SEQUENCE"] == 1


def test_whoever_is_no_longer_asked_is_not_told_that_it_is_off() -> None:
    mail = mail_of(SAMPLES["dates-no_longer_asked"])

    assert "off" not in re.findall(r"\w+", f"{mail.subject} {mail.text}".lower())
    assert "For the others it stands." in mail.text.replace("\n", " ")
    assert "<s>" not in mail.html
    assert "<s>" in mail_of(SAMPLES["dates-called_off"]).html


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("dates-")])
def test_mail_about_dates_cannot_be_switched_off_and_is_marked_as_automatic(name: str) -> None:
    mail = sent(name)

    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Unsubscribe-Post"] is None
    assert mail["Precedence"] is None
    assert mail["References"] == "<case-42@alongside.example.org>"


@pytest.mark.parametrize("name", ["dates-invited", "dates-changed-moved", "dates-reminder-unanswered"])
def test_there_are_three_signed_ways_to_answer(name: str) -> None:
    mail = mail_of(SAMPLES[name])
    links = re.findall(r"https://alongside\.example\.org/answer/(\S+)\?answer=(\w+)", mail.text)

    assert [answer for _, answer in links] == ["yes", "maybe", "no"]
    assert {opened(Purpose.ANSWER, token, KEYS) for token, _ in links} == {31}
    assert all(f"/answer/{token}?answer={answer}" in mail.html for token, answer in links)


@pytest.mark.parametrize(
    "name",
    ["dates-invited-organiser", "dates-called_off", "dates-no_longer_asked", "dates-reminder-answered"],
)
def test_nobody_is_asked_who_need_not_answer(name: str) -> None:
    assert "/answer/" not in mail_of(SAMPLES[name]).text


def test_the_link_to_answer_stays_out_of_the_diary_which_others_may_see() -> None:
    calendar = mail_of(SAMPLES["dates-invited"]).calendar

    assert calendar is not None
    assert b"/answer/" not in calendar.ics
    assert b"https://alongside.example.org/dates/7" in calendar.ics.replace(b"\r\n ", b"")


def test_times_on_offer_have_a_link_of_the_readers_own() -> None:
    for name in ("dates-times_offered", "dates-times_reminder"):
        [token] = re.findall(r"https://alongside\.example\.org/times/(\S+)", mail_of(SAMPLES[name]).text)
        assert opened(Purpose.TIMES, token, KEYS) == 12
    assert "/times/" not in mail_of(SAMPLES["dates-times_dropped"]).text


@pytest.mark.parametrize("name", ["dates-invited", "dates-changed-moved", "dates-called_off"])
def test_what_a_reply_does_is_said(name: str) -> None:
    said = " ".join(mail_of(SAMPLES[name]).text.split())

    assert "Please do not reply to this mail" not in said
    assert "Asha Bell" in said.partition("-- ")[2]
    alone = " ".join(mail_of(SAMPLES[name], ALONE).text.split())
    assert alone.endswith("Replies to this mail are not read.")


def test_reports_come_to_an_address_of_the_message_where_we_take_mail() -> None:
    mail = mail_of(SAMPLES["support-release-told"])
    token = mail.envelope_from.removeprefix("dates+").removesuffix("@alongside.example.org")

    assert opened(Purpose.BOUNCE, token, KEYS) == mail.message_id
    assert mail_of(SAMPLES["support-release-told"], ALONE).envelope_from == "post@alongside.example.org"


def test_what_the_case_is_stays_with_those_who_may_see_it() -> None:
    for name, telling in SAMPLES.items():
        if telling.date is not None or telling.times is not None:
            mail = mail_of(telling)
            assert "SR-2026-0042" not in mail.text + mail.html, name
            assert "phonics" not in (mail.text + mail.html).lower(), name


def hostile(name: str) -> Telling:
    told = SAMPLES[name]
    date = replace(about(told), title=HOSTILE, place=HOSTILE, agenda=HOSTILE, link=HOSTILE, organiser=HOSTILE)
    event = Happening(name="add_date", done="Date added", actor=HOSTILE, actor_as=HOSTILE)
    facts = {**told.facts, "reason": HOSTILE}
    reader = Reader(7, HOSTILE, "tom@harbour.example")
    return replace(told, date=date, event=event, facts=facts, reader=reader)


@pytest.mark.parametrize("name", FOR_DIARIES)
def test_nothing_that_was_typed_becomes_a_header_or_a_property(name: str) -> None:
    mail = mail_of(hostile(name))
    taken_apart = read(mail.raw)

    assert taken_apart["Bcc"] is None
    assert taken_apart.defects == []
    assert [part.get_content_type() for part in parts(taken_apart)] == [
        "multipart/alternative",
        "application/ics",
    ]
    assert str(event_in(mail)["ATTENDEE"]) == "mailto:tom@harbour.example"
    assert 'href="x' not in mail.html


# SendGrid


@pytest.mark.parametrize("name", FOR_DIARIES)
def test_the_calendar_is_the_last_content_with_its_method_and_no_other_parameter(name: str) -> None:
    mail = mail_of(SAMPLES[name])
    body = request_body(mail)

    assert [one["type"] for one in body["content"]][:2] == ["text/plain", "text/html"]
    assert body["content"][-1]["type"] == f"text/calendar; method={METHODS[SAMPLES[name].kind]}"
    assert mail.calendar is not None
    assert body["content"][-1]["value"].encode() == mail.calendar.ics
    [file] = body["attachments"]
    assert (file["type"], file["filename"], file["disposition"]) == (
        "application/ics",
        "invite.ics",
        "attachment",
    )
    assert b64decode(file["content"]) == mail.calendar.ics
    assert body["reply_to"] == {"email": mail.reply_to}
    assert "Reply-To" not in body["headers"]
    assert body["tracking_settings"]["click_tracking"] == {"enable": False, "enable_text": False}
    assert body["tracking_settings"]["open_tracking"] == {"enable": False}


def test_a_request_without_a_calendar_is_as_it_was() -> None:
    body = request_body(mail_of(SAMPLES["support-release-told"]))

    assert [one["type"] for one in body["content"]] == ["text/plain", "text/html"]
    assert "attachments" not in body
    assert "reply_to" not in body


def test_a_reminder_asks_no_diary_for_anything() -> None:
    told = SAMPLES["dates-reminder-unanswered"]

    assert told.reason is Reason.REMINDER
    assert mail_of(told).calendar is None
    assert mail_of(told).reply_to != ""


def test_the_organisers_reminder_says_who_has_answered_what() -> None:
    text = mail_of(SAMPLES["dates-reminder-organiser"]).text

    for line in ("Yes: Priya Nair", "Maybe: Una Grey", "No: Marta Lind", "No answer yet: Tom Achebe"):
        assert f"\n{line}\n" in text
