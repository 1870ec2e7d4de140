"""Which mails a pairing sends along its whole book, to whom, and what each reader may not learn from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select, update

from notifications import unsubscribe
from notifications.channels.mailbox import Letter
from tests.a_pair import FRIDAY, Pair, signed_pair
from tests.integration.notifications.test_after_a_session import everything_in, prefer
from tests.pairings import BOOK, PRIVATE, ask_for_mentor, offer_to_mentor
from tests.post import MINUTE, letters, round_at, setup
from tests.world import MONDAY, World
from workflows.database import choose_every_trust, db
from workflows.messages import Message, MessageStatus, Reason
from workflows.openings import Opening, OpeningDetails
from workflows.pairings.details import SessionLog, SessionPlan, ShareDetails, Way
from workflows.people import MailPreference, Person, appoint
from workflows.perform import open_case, perform
from workflows.reminders import Reminder

NEW = "Mentoring for Sam Harbour"


@pytest.fixture
def pair(world: World) -> Pair:
    made = signed_pair(world)
    prefer(MailPreference.INSTANT)
    return made


def written(who: str, world: World) -> list[tuple[str, Reason]]:
    """Kind and reason of every message to somebody that has yet to leave, and may."""
    choose_every_trust()
    found = db.session.execute(
        select(Message.kind, Message.reason)
        .where(Message.person_id == world.people[who], Message.status == MessageStatus.QUEUED)
        .order_by(Message.id)
    ).all()
    db.session.rollback()
    return [(row.kind, row.reason) for row in found]


def delivered(moment: datetime = MONDAY) -> Iterator[Letter]:
    round_at(moment, setup())
    yield from letters()


def letters_to(who: str, moment: datetime = MONDAY) -> list[Letter]:
    return [letter for letter in delivered(moment) if letter.recipient == f"{who}@harbour.example"]


# One mail where one will do


def test_whoever_is_invited_is_not_told_twice_that_a_session_is_agreed(pair: Pair) -> None:
    pair.plans("tom")

    assert written("sam", pair.world) == [("dates/invited", Reason.DATE)]
    assert written("tom", pair.world) == [("dates/invited", Reason.DATE)]
    choose_every_trust()
    assert db.session.scalars(select(Reminder).where(Reminder.status == "waiting")).all()


def test_what_is_asked_before_the_session_is_asked_at_once(pair: Pair) -> None:
    pair.pairing.review_on = date(2026, 11, 20)
    db.session.commit()
    pair.plans("tom")

    assert written("sam", pair.world) == [
        ("pairings/plan_first", Reason.TURN),
        ("dates/invited", Reason.DATE),
    ]


def test_moving_a_session_is_one_mail_and_calling_it_off_asks_for_another_day(pair: Pair) -> None:
    pair.plans("tom")
    round_at(MONDAY, setup())
    pair.moves(FRIDAY + timedelta(days=3))
    assert written("tom", pair.world) == [("dates/changed", Reason.DATE)]
    round_at(MONDAY + MINUTE, setup())

    pair.says("tom", "call_off_session")
    assert written("sam", pair.world) == [
        ("pairings/call_off_session", Reason.TURN),
        ("dates/called_off", Reason.DATE),
    ]


def test_that_a_session_took_place_is_no_mail_to_the_other(pair: Pair) -> None:
    pair.plans("tom")
    round_at(MONDAY, setup())
    pair.says("tom", "confirm_session", at=MONDAY + timedelta(days=14))

    assert written("sam", pair.world) == []
    assert pair.pairing.next_ask != "Log the next session of"


def test_a_log_with_the_next_session_is_the_invitation_alone(pair: Pair) -> None:
    pair.does("tom", "log_first", log(next=SessionPlan(on=FRIDAY, starts=_time(15), ends=_time(16))))

    assert written("sam", pair.world) == [("dates/invited", Reason.DATE)]


def test_a_log_by_itself_is_told_to_the_other_with_what_comes_next(pair: Pair) -> None:
    pair.does("tom", "log_first", log())
    [mail] = letters_to("sam")

    assert mail.subject.startswith(f"Your turn: agree the next session of “{NEW}”, by ")
    assert "has written up your session of Monday 16 November" in " ".join(mail.text.split())


def log(**more: Any) -> SessionLog:
    return SessionLog(
        held_on=MONDAY.date(), minutes=50, way=Way.ONLINE, focus=PRIVATE, advice=PRIVATE, **more
    )


def _time(hour: int) -> Any:
    return (MONDAY.replace(hour=hour, minute=0)).time()


def test_coordinators_hear_once_that_both_have_signed(world: World) -> None:
    offer_to_mentor(world, "tom")
    prefer(MailPreference.INSTANT)
    pair = Pair(world, ask_for_mentor(world).id)
    for step, who in (("propose", "lena"), ("accept", "sam"), ("accept", "tom"), ("write_contract", "tom")):
        pair.does(who, step)
    pair.does("sam", "sign")
    told = [kind for kind, _ in written("asha", world)]
    assert told.count("pairings/accept") == 1
    assert "pairings/sign" not in told
    pair.does("tom", "sign")

    assert [kind for kind, _ in written("asha", world)].count("pairings/sign") == 1


# For those who may not see the case


def test_a_mentor_who_is_no_longer_one_hears_it_and_nothing_of_how_it_stands(pair: Pair) -> None:
    pair.plans("tom")
    round_at(MONDAY, setup())
    pair.does("sam", "new_mentor")
    mails = {letter.subject.partition(":")[0]: letter for letter in letters_to("tom", MONDAY + MINUTE)}

    assert {"You are no longer the mentor", "Called off"} < set(mails)
    mail = mails["You are no longer the mentor"]
    assert_bare(mail)
    assert "Open Alongside: https://alongside.example.org/ --" in " ".join(mail.text.split())


def test_whoever_is_shown_an_entry_is_led_to_it_and_to_nothing_else(pair: Pair) -> None:
    shares(pair)
    [mail] = letters_to("priya")

    assert mail.subject == "Sam Harbour shares something with you"
    assert_bare(mail)
    assert "https://alongside.example.org/pairings/shared/1" in mail.text
    assert letters_to("carol") == []


def shares(pair: Pair) -> None:
    pair.does("sam", "log_first", log())
    note = pair.session.logs[0].id
    pair.does("sam", "share", ShareDetails(log_id=note, person_id=pair.world.people["priya"]))


def assert_bare(mail: Letter) -> None:
    """It says nothing of how the case stands, whose turn it is, or where its page is."""
    words = everything_in(mail)
    for word in ("Stands at", "Whose turn", "It is your turn", "MC-2026", "is looking after", "Asha"):
        assert word not in words


def test_in_the_daily_mail_too_it_leads_to_their_page(pair: Pair) -> None:
    prefer(MailPreference.DIGEST)
    shares(pair)
    [digest] = letters_to("priya", MONDAY + timedelta(days=1))
    html = html_of(digest.mail)

    assert "Sam Harbour shares something with you" in digest.text
    assert "https://alongside.example.org/pairings/shared/1" in html
    assert "MC-2026" not in html


@pytest.mark.parametrize("page", ["//evil.example", "https://evil.example/", "/\\evil.example", ""])
def test_a_page_that_is_not_ours_leads_to_the_start(pair: Pair, page: str) -> None:
    shares(pair)
    db.session.execute(
        update(Message).where(Message.facts["page"].as_string().is_not(None)).values(facts={"page": page}),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    [mail] = letters_to("priya")

    assert "evil" not in everything_in(mail)
    assert "https://alongside.example.org/ --" in " ".join(mail.text.split())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


# The whole book


def test_along_its_whole_book_no_mail_holds_a_private_word_and_nobody_gets_two_of_one_thing(
    world: World,
) -> None:
    offer_to_mentor(world, "tom")
    prefer(MailPreference.INSTANT)
    pair = Pair(world, ask_for_mentor(world).id)
    moment = MONDAY
    for step, who in BOOK:
        moment += timedelta(days=1)
        pair.does(who, step, at=moment)
        round_at(moment + MINUTE, setup())
    round_at(moment + timedelta(days=30), setup())

    found = letters()
    sent = "".join(everything_in(letter) for letter in found)
    assert "marmalade" not in sent
    assert "Calmer lessons" not in sent
    assert len(found) > 30
    assert {letter.recipient.partition("@")[0] for letter in found} <= {"sam", "tom", "asha", "lena", "priya"}
    choose_every_trust()
    events = select(Message.person_id, Message.event_id, Message.reason).where(Message.event_id.is_not(None))
    told = [tuple(row) for row in db.session.execute(events) if row.reason != Reason.DATE]
    assert len(told) == len(set(told))


# Openings


def test_each_step_of_an_opening_is_told_to_whom_it_concerns_and_gives_no_reason_away(pair: Pair) -> None:
    prefer(MailPreference.DIGEST)
    stop_news("sam", pair.world)
    second = another_administrator(pair.world)
    ada = pair.world.person("ada")
    opening = Opening(title="Private log", pairing_id=pair.number, asked_by_id=ada.id, reason="")
    details = OpeningDetails(pairing_id=pair.number, reason="A court in Westhaven has asked for it.")
    open_case(opening, "ask", ada, details)
    number = opening.id
    db.session.commit()
    for step, who in (("confirm", second), ("read", second), ("finish", pair.world.people["ada"])):
        choose_every_trust()
        perform(db.session.get_one(Opening, number), step, db.session.get_one(Person, who))
        db.session.commit()
    found = list(delivered())

    of_the_pair = [letter.subject for letter in found if letter.recipient == "sam@harbour.example"]
    assert of_the_pair == [
        "The private log of your pairing has been opened",
        "The private log of your pairing has been read",
        "The private log of your pairing is closed again",
    ]
    assert len([letter for letter in found if letter.recipient == "tom@harbour.example"]) == 3
    assert "Westhaven" not in "".join(everything_in(letter) for letter in found)


def stop_news(who: str, world: World) -> None:
    """They want no news by mail; that their log was opened they hear nevertheless."""
    choose_every_trust()
    unsubscribe.stop_news(world.person(who))
    db.session.commit()


def another_administrator(world: World) -> int:
    choose_every_trust()
    ines = Person(trust_id=world.trust_id, name="Ines Harbour", email="ines@harbour.example")
    ines.mail_preference = MailPreference.INSTANT
    db.session.add(ines)
    db.session.flush()
    appoint(ines, "administrator", world.trust_id)
    db.session.commit()
    return ines.id
