"""Reminders come when they are due, to those concerned, once, and only while they make sense."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from tests.pairings import second_administrator
from tests.pairs import pair_up
from tests.post import DAY, HOUR, letters, round_at, rounds, rounds_at_once, setup
from tests.world import MONDAY, World
from workflows.cases import Deadline
from workflows.clock import local
from workflows.database import choose_every_trust, db
from workflows.messages import MORNING, Message, MessageStatus
from workflows.openings import Opening, OpeningDetails
from workflows.pairings import Pairing
from workflows.people import Appointment, MailPreference, Person, appoint, end_appointments
from workflows.perform import open_case
from workflows.reminders import Reminder, ReminderStatus
from workflows.support_requests import SupportRequest

DUE_ON = date(2026, 11, 27)
STILL = "Still your turn: release a giver for “Early reading”"
_seq = count(100)


def turn(world: World, role: str = "head", at: str = "gull_rock", **values: Any) -> Deadline:
    """An open turn of this role, due on Friday 27 November, on a request that asha coordinates."""
    request = SupportRequest(
        title="Early reading",
        receiving_school_id=world.schools["saltmarsh"],
        giving_school_id=world.schools["gull_rock"],
    )
    open_case(request, "start", world.person("priya"))
    appoint(world.person("asha"), "coordinator", request.id)
    deadline = Deadline(
        trust_id=world.trust_id,
        case_id=request.id,
        state="offered",
        role=role,
        place_id=world.schools.get(at, request.id),
        ask="Release a giver for",
        since=MONDAY,
        due_on=DUE_ON,
        opened_seq=next(_seq),
        **values,
    )
    db.session.add(deadline)
    db.session.commit()
    return deadline


def remind(deadline: Deadline, days: int, on: date, copy: str = "") -> int:
    reminder = Reminder(
        trust_id=deadline.trust_id, deadline_id=deadline.id, days=days, copy=copy, at=local(on, MORNING)
    )
    db.session.add(reminder)
    db.session.commit()
    return reminder.id


def reminder(reminder_id: int) -> Reminder:
    db.session.rollback()
    choose_every_trust()
    return db.session.get_one(Reminder, reminder_id, populate_existing=True)


def told() -> dict[str, Message]:
    db.session.rollback()
    choose_every_trust()
    rows = db.session.scalars(select(Message).where(Message.kind == "reminder"))
    return {row.person.name.split()[0].lower(): row for row in rows}


@pytest.fixture(autouse=True)
def _everybody_gets_mail_at_once(world: World) -> None:
    db.session.execute(update(Person).values(mail_preference=MailPreference.INSTANT))
    db.session.commit()


def test_a_reminder_tells_whoever_holds_the_post(world: World) -> None:
    one = remind(turn(world), -2, date(2026, 11, 25))
    round_at(local(date(2026, 11, 25), MORNING) - timedelta(seconds=1), setup())
    assert told() == {}
    round_at(local(date(2026, 11, 25), MORNING), setup())

    assert reminder(one).status == ReminderStatus.DONE
    assert set(told()) == {"marta"}
    [letter] = letters()
    assert letter.subject == "Your turn: release a giver for “Early reading”, by Friday 27 November"


def test_later_rungs_copy_in_the_coordinator_and_the_improvement_lead(world: World) -> None:
    remind(turn(world), 8, date(2026, 12, 9), "coordinator,improvement_lead")
    round_at(local(date(2026, 12, 9), MORNING), setup())

    assert set(told()) == {"marta", "asha", "lena"}
    assert told()["lena"].facts == {"days": 8, "copied": True}
    subjects = {letter.recipient.split("@")[0]: letter.subject for letter in letters()}
    assert subjects["marta"] == "Still your turn: release a giver for “Early reading”"
    assert subjects["asha"] == "Waiting: release a giver for “Early reading”"


def test_a_vacant_post_is_brought_to_the_improvement_lead(world: World) -> None:
    one = turn(world)
    end_appointments(world.schools["gull_rock"], role="head")
    remind(one, 0, DUE_ON)
    round_at(local(DUE_ON, MORNING), setup())

    assert set(told()) == {"lena"}
    assert told()["lena"].facts["vacant"] == "Head"


def test_a_reminder_that_would_reach_nobody_says_so(world: World) -> None:
    one = turn(world)
    end_appointments(world.schools["gull_rock"], role="head")
    end_appointments(world.trust_id, role="improvement_lead")
    skipped = remind(one, 0, DUE_ON)
    round_at(local(DUE_ON, MORNING), setup())

    assert reminder(skipped).status == ReminderStatus.SKIPPED
    assert "no improvement lead" in reminder(skipped).reason


def test_a_turn_that_is_over_is_not_reminded_of(world: World) -> None:
    one = remind(turn(world, closed_at=MONDAY, closed_seq=9), 0, DUE_ON)
    round_at(local(DUE_ON, MORNING), setup())

    assert reminder(one).status == ReminderStatus.SKIPPED
    assert reminder(one).reason == "The turn was over before the reminder was due."
    assert told() == {}


def test_after_a_weeks_outage_only_the_last_rung_is_sent(world: World) -> None:
    one = turn(world)
    due = ((-2, date(2026, 11, 25)), (0, DUE_ON), (3, date(2026, 12, 2)))
    rungs = [remind(one, days, on) for days, on in due]
    round_at(local(date(2026, 12, 3), MORNING) + HOUR, setup())

    assert [reminder(rung).status for rung in rungs] == ["skipped", "skipped", "done"]
    assert reminder(rungs[0]).reason == "A later reminder of the same turn was due as well."
    assert [letter.subject for letter in letters()] == [STILL]


def test_a_warning_that_comes_too_late_to_be_one_is_skipped(world: World) -> None:
    one = remind(turn(world), -2, date(2026, 11, 25))
    round_at(local(date(2026, 11, 30), MORNING), setup())

    assert reminder(one).reason == "The day it was to remind of has passed."


def test_a_reminder_of_the_day_itself_that_comes_late_says_that_it_is_late(world: World) -> None:
    remind(turn(world), 0, DUE_ON)
    round_at(local(date(2026, 11, 30), MORNING), setup())

    assert [letter.subject for letter in letters()] == [STILL]


def test_a_copy_waits_while_its_readers_school_is_closed(world: World) -> None:
    one = turn(world, role="improvement_lead", at="trust")
    db.session.execute(update(Deadline).where(Deadline.id == one.id).values(place_id=world.trust_id))
    half_term = date(2026, 10, 27)
    appoint(world.person("tom"), "coordinator", one.case_id, starts_on=half_term)
    remind(one, 3, half_term, "coordinator")
    round_at(local(half_term, MORNING), setup())

    assert told()["lena"].status == MessageStatus.SENT
    assert told()["tom"].send_after == datetime(2026, 11, 2, 7, tzinfo=UTC)


def test_the_clock_may_run_twice_go_back_or_miss_a_night_and_each_comes_once(world: World) -> None:
    remind(turn(world), 0, DUE_ON)
    due = local(DUE_ON, MORNING)
    for moment in (due, due, due - HOUR, due, due - 3 * DAY, due + DAY):
        round_at(moment, setup())

    assert len(told()) == 1
    assert len(letters()) == 1


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_nights_on_which_the_clocks_change_bring_each_reminder_once(world: World, night: date) -> None:
    lead = turn(world, role="improvement_lead", at="trust")
    db.session.execute(update(Deadline).where(Deadline.id == lead.id).values(place_id=world.trust_id))
    db.session.execute(update(Appointment).values(starts_on=date(2026, 1, 1)))
    days = [night + timedelta(days=n) for n in (-2, 1)]  # a Friday and a Monday
    for number, day in enumerate(days):
        remind(lead, number * 3, day)
    start = local(days[0], MORNING) - DAY
    rounds(start, start + 5 * DAY, every=timedelta(minutes=30), using=setup())

    assert [letter.at for letter in letters()] == [local(day, MORNING) for day in days]
    assert [letter.at.hour for letter in letters()] in ([7, 6], [6, 7])


def test_rounds_in_several_threads_remind_each_person_once(world: World) -> None:
    deadlines = [turn(world).id for _ in range(6)]
    db.session.execute(
        insert(Reminder),
        [
            {
                "trust_id": world.trust_id,
                "deadline_id": one,
                "days": days,
                "at": MONDAY,
                "copy": "coordinator",
            }
            for one in deadlines
            for days in range(40)
        ],
    )
    db.session.commit()
    rounds_at_once(MONDAY, *[setup(reminders=7)] * 3)

    assert set(db.session.scalars(select(Reminder.status))) <= {"done", "skipped"}
    done = db.session.scalars(select(Reminder.deadline_id).where(Reminder.status == "done")).all()
    assert sorted(done) == sorted(deadlines)
    written = db.session.scalars(select(Message.dedupe_key).where(Message.kind == "reminder")).all()
    assert len(written) == 12


def test_the_post_is_looked_up_on_the_day_of_the_reminder(world: World) -> None:
    remind(turn(world), 0, DUE_ON)
    end_appointments(world.schools["gull_rock"], role="head")
    appoint(world.person("lea"), "head", world.schools["gull_rock"])
    db.session.commit()
    round_at(local(DUE_ON, MORNING), setup())

    assert set(told()) == {"lea"}


def opening(world: World) -> int:
    """An opening of a private log that waits for a second administrator."""
    reference = pair_up(world)
    choose_every_trust()
    second_administrator(world)
    pairing = db.session.scalars(select(Pairing).where(Pairing.reference == reference)).one()
    ada = world.person("ada")
    made = Opening(title="Private log", pairing_id=pairing.id, asked_by_id=ada.id, reason="")
    open_case(made, "ask", ada, OpeningDetails(pairing_id=pairing.id, reason="A court asks for it."))
    db.session.execute(update(Person).values(mail_preference=MailPreference.INSTANT))
    db.session.commit()
    return made.id


def test_nobody_is_copied_in_on_what_they_may_not_see(world: World) -> None:
    opening_id = opening(world)
    round_at(local(date(2026, 12, 9), MORNING), setup())
    choose_every_trust()

    copies = select(Reminder.copy).join(Deadline).where(Deadline.case_id == opening_id)
    assert "coordinator,improvement_lead" in db.session.scalars(copies).all()
    rows = db.session.scalars(select(Message).where(Message.case_id == opening_id)).all()
    assert {row.person.name for row in rows} == {"Ada Harbour", "Bea Harbour"}


def test_where_a_case_has_no_coordinator_the_trusts_own_is_copied_in_if_they_may_read_it(
    world: World,
) -> None:
    reference = pair_up(world, [])
    choose_every_trust()
    pairing = db.session.scalars(select(Pairing).where(Pairing.reference == reference)).one()
    waiting = Deadline(
        trust_id=world.trust_id, case_id=pairing.id, state="active", role="mentee", place_id=pairing.id,
        ask="Agree the next session of", since=MONDAY, due_on=DUE_ON, opened_seq=next(_seq),
    )  # fmt: skip
    pairing_id = pairing.id
    db.session.add(waiting)
    db.session.commit()
    remind(waiting, 3, date(2026, 12, 2), "coordinator")
    on_a_request = turn(world)
    end_appointments(on_a_request.case_id, role="coordinator")
    remind(on_a_request, 3, date(2026, 12, 2), "coordinator")
    round_at(local(date(2026, 12, 2), MORNING), setup())

    rows = db.session.scalars(select(Message).where(Message.kind == "reminder")).all()
    copied = {(row.case_id, row.person.name) for row in rows if row.facts.get("copied")}
    assert copied == {(pairing_id, "Asha Harbour")}
