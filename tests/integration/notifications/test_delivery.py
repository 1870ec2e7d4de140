"""Messages leave once, when they may, while they are true, and whatever happens is written down."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from notifications.addresses import allow, suppress
from notifications.channels.mailbox import Letter
from notifications.rounds import tick
from notifications.unsubscribe import restart_news, stop_news, wants_news
from tests.post import (
    DAY,
    HOUR,
    MINUTE,
    Told,
    letters,
    message,
    round_at,
    rounds_at_once,
    setup,
    statuses,
    write,
)
from tests.world import MONDAY, World
from workflows.accounts import invite
from workflows.actions import Action
from workflows.cases import Deadline
from workflows.clock import clock_at
from workflows.database import choose_every_trust, db, scope
from workflows.messages import Message, MessageStatus, Reason
from workflows.people import MailPreference, Person, end_appointments
from workflows.perform import open_case, perform
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import RequestDetails

SATURDAY_NIGHT = datetime.fromisoformat("2026-11-14T23:00+00:00")


def prefer(world: World, preference: MailPreference) -> None:
    db.session.execute(update(Person).values(mail_preference=preference))
    db.session.commit()


def asked(world: World) -> SupportRequest:
    """A request that waits for the improvement lead; one message tells her, one the delegate."""
    request = SupportRequest(title="Early reading", receiving_school_id=world.schools["saltmarsh"])
    open_case(request, "start", world.person("dan"))
    details = RequestDetails(
        title="Early reading: phonics",
        focus_area_id=world.focus_area_id,
        need="Phonics",
        difference="More children read",
        evidence="Screening",
        wanted_from=date(2026, 11, 30),
        wanted_until=date(2027, 3, 25),
        contact="Dan",
    )
    perform(request, "edit", world.person("dan"), details)
    perform(request, "submit", world.person("priya"))
    db.session.commit()
    return request


def of(kind: str, world: World, name: str) -> Message:
    db.session.rollback()
    choose_every_trust()
    return db.session.scalars(
        select(Message).where(Message.kind == kind, Message.person_id == world.people[name])
    ).one()


def test_a_step_becomes_a_letter_to_everybody_concerned(world: World) -> None:
    prefer(world, MailPreference.INSTANT)
    asked(world)
    done = round_at(MONDAY, setup())

    assert done.messages == {"sent": 2}
    first = {letter.recipient.split("@")[0]: letter for letter in letters()}
    assert set(first) == {"lena", "dan"}
    assert first["lena"].subject.startswith(
        "Your turn: decide on “Early reading: phonics”, by Monday 23 November"
    )
    asks = "Priya Harbour (Head, Saltmarsh Primary) asks for support for Saltmarsh Primary."
    assert asks in " ".join(first["lena"].text.split())
    assert "https://alongside.example.org/support/SR-2026-0001" in first["lena"].html
    assert "Lena Harbour is deciding on it now, until Monday 23 November." in " ".join(
        first["dan"].text.split()
    )


def test_a_sent_message_remembers_where_it_went_and_what_it_said(world: World) -> None:
    prefer(world, MailPreference.INSTANT)
    asked(world)
    round_at(MONDAY, setup())
    row = of("support/submit", world, "lena")

    assert row.status == MessageStatus.SENT
    assert row.sent_at == MONDAY
    assert row.sent_to == "lena@harbour.example"
    assert row.subject.startswith("Your turn")
    assert row.attempts == 1


def test_a_second_round_does_nothing_more(world: World) -> None:
    ids = write(world, "priya", "marta", "lena")
    round_at(MONDAY, setup())
    again = round_at(MONDAY, setup())

    assert not again.did_something
    assert statuses(ids) == {"sent": 3}
    assert len(letters()) == 3


def test_nothing_leaves_before_its_time(world: World) -> None:
    ids = write(world, "priya", at=MONDAY + HOUR)
    round_at(MONDAY, setup())

    assert statuses(ids) == {"queued": 1}


def test_rounds_in_several_threads_send_each_message_once(world: World) -> None:
    ids = write(world, *(["priya", "marta", "tom", "lena", "dan"] * 60))
    channel = Told()
    rounds_at_once(MONDAY, *[setup(channel)] * 4)

    assert statuses(ids) == {"sent": 300}
    assert len({mail.message_id for mail in channel.sent}) == len(channel.sent) == 300


def test_the_mailbox_keeps_each_letter_once_when_rounds_run_at_once(world: World) -> None:
    ids = write(world, *(["priya", "marta", "tom", "lena", "dan"] * 100))
    rounds_at_once(MONDAY, *[setup()] * 3)

    assert statuses(ids) == {"sent": 500}
    assert sorted(letter.message_id for letter in letters()) == sorted(ids)


# When it may leave


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-16T05:59", "2026-11-16T07:00"),
        ("2026-11-16T19:00", "2026-11-17T07:00"),
        ("2026-11-14T12:00", "2026-11-16T07:00"),  # a Saturday
        ("2026-10-27T12:00", "2026-11-02T07:00"),  # half-term
        ("2026-12-19T12:00", "2027-01-04T07:00"),  # Christmas
        ("2026-07-06T05:30", "2026-07-06T06:00"),  # 06:30 and 07:00 in summer
        ("2027-03-27T20:00", "2027-04-12T06:00"),  # clocks have gone forward since
        ("2026-10-24T12:00", "2026-11-02T07:00"),  # clocks go back in that night
    ],
)
def test_outside_opening_hours_mail_waits_even_when_it_was_due(world: World, now: str, opens: str) -> None:
    at, until = (datetime.fromisoformat(f"{one}+00:00") for one in (now, opens))
    [one] = write(world, "priya", at=at)
    round_at(at, setup())

    assert message(one).status == MessageStatus.QUEUED
    assert message(one).send_after == until
    assert message(one).attempts == 0
    round_at(until, setup())
    assert statuses([one]) == {"sent": 1}


def test_the_central_team_works_while_schools_are_closed(world: World) -> None:
    half_term = datetime.fromisoformat("2026-10-27T12:00+00:00")
    [school, central] = write(world, "priya", "lena", at=half_term)
    round_at(half_term, setup())

    assert statuses([school]) == {"queued": 1}
    assert statuses([central]) == {"sent": 1}


def test_a_password_link_leaves_at_any_hour_and_is_then_forgotten(world: World) -> None:
    with clock_at(SATURDAY_NIGHT):
        path = invite(world.person("sam"), world.person("ada"))
        db.session.commit()
    round_at(SATURDAY_NIGHT, setup())

    [letter] = letters()
    assert f"https://alongside.example.org{path}" in letter.text
    row = of("account/invitation", world, "sam")
    assert row.status == MessageStatus.SENT
    assert "path" not in row.facts


def test_a_link_that_ran_out_before_it_could_leave_is_not_sent(world: World) -> None:
    with clock_at(MONDAY):
        invite(world.person("sam"), world.person("ada"))
        db.session.commit()
    round_at(MONDAY + 15 * DAY, setup())

    row = of("account/invitation", world, "sam")
    assert row.status == MessageStatus.SUPERSEDED
    assert row.facts == {}


def test_in_a_demonstration_nothing_waits(world: World) -> None:
    later = write(world, "priya", at=SATURDAY_NIGHT + DAY)
    gathered = write(world, "marta", at=SATURDAY_NIGHT, status=MessageStatus.GATHERED)
    round_at(SATURDAY_NIGHT, setup(hurry=True))

    assert statuses([*later, *gathered]) == {"sent": 2}


# Whether it still stands


def test_a_turn_that_was_taken_meanwhile_is_not_asked_for(world: World) -> None:
    asked(world)
    db.session.execute(update(Deadline).values(closed_at=MONDAY, closed_seq=9))
    db.session.commit()
    round_at(MONDAY, setup())
    row = of("support/submit", world, "lena")

    assert row.status == MessageStatus.SUPERSEDED
    assert row.problem == "The turn was over before the mail could leave."


def test_a_turn_that_somebody_else_holds_by_now_is_not_asked_of_the_one_before(world: World) -> None:
    asked(world)
    end_appointments(world.trust_id, role="improvement_lead")
    db.session.commit()
    round_at(MONDAY, setup())

    assert of("support/submit", world, "lena").status == MessageStatus.SUPERSEDED


def test_somebody_who_has_left_gets_no_mail(world: World) -> None:
    [one] = write(world, "tom")
    world.person("tom").left_on = MONDAY.date()
    db.session.commit()
    round_at(MONDAY, setup())

    assert statuses([one]) == {"superseded": 1}


@pytest.mark.parametrize("reason", list(Reason))
def test_an_address_that_takes_no_mail_gets_none_of_any_kind(world: World, reason: Reason) -> None:
    [one] = write(world, "tom", reason=reason, kind="account/invitation")
    suppress("Tom@harbour.example", world.trust_id, "The mailbox does not exist.")
    db.session.commit()
    round_at(MONDAY, setup())

    assert message(one).status == MessageStatus.SUPPRESSED
    assert message(one).problem == "The mailbox does not exist."
    allow("tom@harbour.example")
    db.session.commit()
    [another] = write(world, "tom")
    round_at(MONDAY, setup())
    assert statuses([another]) == {"sent": 1}


def test_whoever_stopped_news_still_gets_what_is_asked_of_them(world: World) -> None:
    prefer(world, MailPreference.INSTANT)
    for name in ("lena", "dan"):
        stop_news(world.person(name))
        stop_news(world.person(name))
    asked(world)
    round_at(MONDAY, setup())

    assert [letter.recipient for letter in letters()] == ["lena@harbour.example"]
    assert of("support/submit", world, "dan").status == MessageStatus.SUPERSEDED
    restart_news(world.person("dan"))
    assert wants_news(world.people["dan"])


def test_a_letter_and_its_outcome_are_one_commit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    [one] = write(world, "tom")
    monkeypatch.setattr("notifications.delivery._alike", lambda *_: 1 / 0)
    with clock_at(MONDAY):
        done = tick(setup())
    choose_every_trust()

    assert done.broken == ["delivery"]
    assert letters() == []
    monkeypatch.undo()
    round_at(MONDAY + 6 * MINUTE, setup())
    assert statuses([one]) == {"sent": 1}
    assert len(letters()) == 1


def test_an_action_says_where_it_came_from(world: World) -> None:
    prefer(world, MailPreference.INSTANT)
    request = asked(world)
    action = Action(
        title="Timetable it",
        came_from_id=request.id,
        owner_id=world.people["tom"],
        asked_by_id=world.people["priya"],
        due_on=MONDAY.date(),
        success_measure="It is on the wall.",
        reference="AC-2026-0001",
        state="open",
        state_since=MONDAY,
        opened_at=MONDAY,
        trust_id=world.trust_id,
    )
    action.place = type(request.place)(trust_id=world.trust_id, name="AC-2026-0001", kind="case")
    db.session.add(action)
    db.session.commit()
    write(world, "tom", kind="actions/verify", case_id=action.id)
    round_at(MONDAY, setup())

    [letter] = [one for one in letters() if one.recipient.startswith("tom")]
    assert "/actions/AC-2026-0001" in letter.text


def test_letters_are_kept_to_their_trust(world: World) -> None:
    write(world, "tom")
    round_at(MONDAY, setup())
    with scope(world.trust_id + 99):
        assert db.session.scalars(select(Letter)).all() == []
