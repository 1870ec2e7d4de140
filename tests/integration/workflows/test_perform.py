"""What one step leaves behind: state, event, turns, reminders and messages, together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.details import Book, details_for
from tests.world import MONDAY, World, build
from workflows.cases import Deadline
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import InvalidDetails, PauseDetails, PersonChange, Reason
from workflows.errors import AlreadyDone, DetailsNeeded, NotYet, NotYourRole, StaleCase, TransitionNotAllowed
from workflows.events import Event
from workflows.giving import Grant
from workflows.messages import Message, MessageStatus
from workflows.messages import Reason as Why
from workflows.people import MailPreference, Post, end_appointments, posts_of
from workflows.perform import available, open_case, perform
from workflows.reminders import Reminder
from workflows.support_requests import SupportRequest


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    built = build()
    choose_trust(built.trust_id)
    with clock_at(MONDAY):
        yield built


def asked(world: World) -> SupportRequest:
    request = SupportRequest(title="Early reading", receiving_school_id=world.schools["saltmarsh"])
    open_case(request, "start", world.person("priya"))
    db.session.commit()
    return request


def go(world: World, request: SupportRequest, *steps: tuple[str, str]) -> SupportRequest:
    """Make these steps by the book, each committed."""
    for name, actor in steps:
        today = (MONDAY).date()
        details = details_for(request.flow.transitions[name].needs, Book(request, world, today))
        perform(request, name, world.person(actor), details)
        db.session.commit()
    return request


SENT = (("edit", "priya"), ("submit", "priya"))
OFFERED = (*SENT, ("triage", "lena"), ("offer", "asha"))
AGREEING = (*OFFERED, ("release", "marta"))
UNDER_WAY = (
    *AGREEING, ("propose_plan", "priya"), ("sign", "priya"), ("sign", "marta"), ("sign", "tom"),
)  # fmt: skip


def turns(request: SupportRequest) -> dict[str, date | None]:
    rows = db.session.scalars(
        select(Deadline).where(Deadline.case_id == request.id, Deadline.closed_at.is_(None))
    )
    return {row.role: row.due_on for row in rows}


def told(kind: str) -> dict[str, Message]:
    rows = db.session.scalars(select(Message).where(Message.kind == kind))
    return {row.person.name.split()[0].lower(): row for row in rows}


def test_a_step_writes_state_event_turn_reminders_and_messages(world: World) -> None:
    request = go(world, asked(world), *SENT)
    assert request.state == "submitted"
    assert turns(request) == {"improvement_lead": date(2026, 11, 23)}
    event = db.session.scalars(select(Event).where(Event.kind == "submit")).one()
    assert (event.from_state, event.to_state, event.seq) == ("draft", "submitted", request.version)
    assert event.actor_as == "Head, Saltmarsh Primary"
    assert told("support/submit").keys() == {"lena"}
    assert told("support/submit")["lena"].reason is Why.TURN
    assert db.session.scalar(select(func.count(Reminder.id))) == 4


def test_the_ladder_reminds_two_days_before_on_the_day_and_three_and_eight_days_after(world: World) -> None:
    go(world, asked(world), *SENT)
    rows = db.session.scalars(select(Reminder).order_by(Reminder.at)).all()
    assert [(row.days, row.at.date(), row.copy) for row in rows] == [
        (-2, date(2026, 11, 19), ""),
        (0, date(2026, 11, 23), ""),
        (3, date(2026, 11, 26), "coordinator"),
        (8, date(2026, 12, 3), "coordinator,improvement_lead"),
    ]


def test_whoever_acts_is_not_told_what_they_did(world: World) -> None:
    go(world, asked(world), *OFFERED)
    assert "asha" not in told("support/offer")
    assert "asha" in told("support/triage")


def test_somebody_who_gathers_their_mail_is_not_sent_each_piece(world: World) -> None:
    world.person("lena").mail_preference = MailPreference.DIGEST
    go(world, asked(world), *SENT)
    assert told("support/submit")["lena"].status is MessageStatus.GATHERED


def test_a_message_in_the_evening_waits_for_the_morning_of_an_open_day(world: World) -> None:
    with clock_at(datetime(2026, 11, 20, 19, 30, tzinfo=UTC)):
        go(world, asked(world), *SENT)
    assert told("support/submit")["lena"].send_after == datetime(2026, 11, 23, 7, tzinfo=UTC)


def test_an_incomplete_request_is_not_sent_and_says_what_is_missing(world: World) -> None:
    request = asked(world)
    with pytest.raises(InvalidDetails) as refused:
        perform(request, "submit", world.person("priya"))
    assert refused.value.problems["need"] == "Say what the school needs help with"


def test_a_step_from_another_state_is_named_and_refused(world: World) -> None:
    with pytest.raises(TransitionNotAllowed, match="while this is “Draft”"):
        perform(asked(world), "finish", world.person("priya"))


def test_somebody_without_the_role_is_refused(world: World) -> None:
    request = go(world, asked(world), *SENT)
    with pytest.raises(NotYourRole):
        perform(
            request,
            "triage",
            world.person("marta"),
            Book(request, world, MONDAY.date()).make(_needs("triage")),
        )


def test_ending_an_appointment_ends_the_right_at_once(world: World) -> None:
    request = asked(world)
    end_appointments(world.schools["saltmarsh"], role="head")
    db.session.commit()
    with pytest.raises(NotYourRole):
        perform(request, "submit", world.person("priya"))


def test_a_step_needs_its_own_details(world: World) -> None:
    request = go(world, asked(world), *SENT)
    for wrong in (None, Reason(reason="Because")):
        with pytest.raises(DetailsNeeded):
            perform(request, "triage", world.person("lena"), wrong)


def test_nobody_can_act_as_the_clock_and_the_clock_cannot_act_as_somebody(world: World) -> None:
    request = go(world, asked(world), *OFFERED)
    with pytest.raises(NotYourRole):
        perform(request, "chase", world.person("asha"))
    with pytest.raises(NotYourRole):
        perform(request, "decline", None, Reason(reason="Nobody answered"))


def test_the_second_of_two_editors_is_told_that_something_changed(world: World) -> None:
    request = asked(world)
    seen = request.version
    go(world, request, ("edit", "priya"))
    with pytest.raises(StaleCase) as stale:
        perform(request, "submit", world.person("priya"), version=seen)
    assert (stale.value.seen, stale.value.current) == (seen, seen + 1)


def test_a_form_that_arrives_twice_counts_once(world: World) -> None:
    request = go(world, asked(world), ("edit", "priya"))
    perform(request, "submit", world.person("priya"), form_key="abc")
    db.session.commit()
    with pytest.raises(AlreadyDone):
        perform(request, "triage", world.person("lena"), form_key="abc")


def test_two_presses_at_the_same_moment_make_one_step(world: World) -> None:
    request = go(world, asked(world), ("edit", "priya"))
    reference, outcomes, together = request.id, [], Barrier(2)
    db.session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def press() -> None:
        with app.app_context(), clock_at(MONDAY):
            choose_trust(world.trust_id)
            mine = db.session.get_one(SupportRequest, reference)
            db.session.rollback()
            together.wait()
            try:
                perform(mine, "submit", world.person("priya"), form_key="one press")
                db.session.commit()
                outcomes.append("done")
            except (AlreadyDone, TransitionNotAllowed):
                db.session.rollback()
                outcomes.append("refused")

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["done", "refused"]
    assert db.session.scalar(select(func.count(Event.id)).where(Event.kind == "submit")) == 1


def test_each_has_to_sign_and_nobody_signs_twice(world: World) -> None:
    request = go(world, asked(world), *AGREEING, ("propose_plan", "tom"), ("sign", "priya"))
    assert request.state == "agreeing"
    assert "sign" in {t.name for t in available(request, posts_of(world.people["priya"]))}
    with pytest.raises(TransitionNotAllowed, match="already done"):
        perform(request, "sign", world.person("priya"))
    go(world, request, ("sign", "marta"), ("sign", "tom"))
    assert request.state == "under_way"


def test_a_changed_plan_has_to_be_signed_by_everybody_again(world: World) -> None:
    request = go(
        world, asked(world), *AGREEING, ("propose_plan", "tom"), ("sign", "priya"), ("sign", "marta")
    )
    go(world, request, ("propose_plan", "marta"))
    assert turns(request).keys() == {"head", "giver"}
    go(world, request, ("sign", "marta"), ("sign", "tom"))
    assert request.state == "agreeing"


def test_a_plan_is_written_before_it_is_signed(world: World) -> None:
    request = go(world, asked(world), *AGREEING)
    with pytest.raises(NotYet, match="Write the plan first"):
        perform(request, "sign", world.person("priya"))


def test_the_clock_stops_while_a_case_is_paused(world: World) -> None:
    request = go(world, asked(world), *OFFERED)
    assert turns(request) == {"head": date(2026, 11, 19)}
    with clock_at(MONDAY + timedelta(days=1)):
        pause = PauseDetails(reason="An inspection", look_again_on=date(2026, 12, 1))
        perform(request, "pause", world.person("asha"), pause)
        db.session.commit()
    assert turns(request) == {"coordinator": date(2026, 12, 1)}
    with clock_at(MONDAY + timedelta(days=14)):
        perform(request, "resume", world.person("asha"))
        db.session.commit()
    assert (request.state, turns(request)) == ("offered", {"head": date(2026, 12, 2)})


def test_when_nobody_answers_the_clock_asks_the_coordinator_as_well(world: World) -> None:
    request = go(world, asked(world), *OFFERED)
    with clock_at(MONDAY + timedelta(days=4)):
        perform(request, "chase", None)
        db.session.commit()
    assert turns(request) == {"head": date(2026, 11, 19), "coordinator": date(2026, 11, 24)}
    lapsed = select(func.count(Deadline.id)).where(Deadline.lapsed_at.is_not(None))
    assert db.session.scalar(lapsed) == 1
    go(world, request, ("give_longer", "asha"))
    assert turns(request) == {"head": date(2026, 11, 19)}


def test_a_turn_that_nobody_holds_goes_to_the_improvement_lead(world: World) -> None:
    request = go(world, asked(world), *OFFERED)
    end_appointments(world.schools["gull_rock"], role="head")
    perform(request, "give_longer", world.person("asha"))
    db.session.commit()
    message = told("support/give_longer")["lena"]
    assert message.facts == {"vacant": "Head"}


def test_days_move_with_the_case_and_come_back_when_it_is_withdrawn(world: World) -> None:
    request = go(world, asked(world), *UNDER_WAY)
    grant = db.session.scalars(select(Grant)).one()
    assert (grant.days, grant.used, grant.taken) == (4, 0, 4)
    go(world, request, ("record_visit", "tom"))
    assert (grant.used, grant.taken) == (0.5, 4)
    go(world, request, ("withdraw", "priya"))
    assert (grant.ended_on, grant.taken) == (MONDAY.date(), 0.5)


def test_a_new_giver_takes_the_days_that_are_left(world: World) -> None:
    request = go(world, asked(world), *UNDER_WAY, ("record_visit", "tom"))
    change = PersonChange(role="giver", joining_id=world.people["lea"], leaving_id=world.people["tom"])
    perform(request, "change_people", world.person("marta"), change)
    db.session.commit()
    grants = {grant.person_id: grant for grant in db.session.scalars(select(Grant))}
    assert grants[world.people["tom"]].taken == 0.5
    assert grants[world.people["lea"]].taken == 3.5
    assert Post("giver", request.id) in posts_of(world.people["lea"])
    assert Post("giver", request.id) not in posts_of(world.people["tom"])
    assert told("support/change_people").keys() == {"lea"}


def test_the_record_of_a_visit_is_due_five_working_days_after_it(world: World) -> None:
    request = go(world, asked(world), *UNDER_WAY, ("plan_visit", "tom"))
    assert request.waiting_visits[0].on == date(2026, 11, 18)
    assert turns(request) == {"giver": date(2026, 11, 25)}


def test_a_rolled_back_step_leaves_nothing(world: World) -> None:
    request = go(world, asked(world), *SENT)
    perform(
        request, "triage", world.person("lena"), Book(request, world, MONDAY.date()).make(_needs("triage"))
    )
    db.session.rollback()
    assert request.state == "submitted"
    assert db.session.scalar(select(func.count(Event.id)).where(Event.kind == "triage")) == 0
    assert not told("support/triage")


def _needs(name: str):  # type: ignore[no-untyped-def]
    return SupportRequest.flow.transitions[name].needs
