"""Walks through every workflow: anybody tries anything at any time, and every promise holds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.pairings import BOOK as PAIRING_BOOK
from tests.pairings import ask_for_mentor, newcomer, offer_to_mentor, second_administrator
from tests.pairs import LOGGED
from tests.peer_reviews import BOOK as REVIEW_BOOK
from tests.peer_reviews import plan_a_review, ready_to_review
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import MONDAY, World
from workflows.actions import Action
from workflows.clock import LONDON, clock_at
from workflows.database import db
from workflows.events import Event
from workflows.messages import Message
from workflows.openings import Opening, OpeningDetails, OpeningFlow, ask_to_open, whose_words
from workflows.pairings import Pairing, PairingFlow
from workflows.peer_reviews import PeerReview, PeerReviewFlow
from workflows.reminders import Reminder
from workflows.support_requests import SupportRequestFlow

AGREED = [
    ("edit", "priya"), ("submit", "priya"), ("triage", "lena"), ("offer", "asha"), ("release", "marta"),
    ("propose_plan", "priya"), ("sign", "priya"), ("sign", "marta"), ("sign", "tom"),
]  # fmt: skip
BOOK = [
    *AGREED[:3], ("wait", "asha"), *AGREED[3:5], ("pause", "asha"), ("resume", "asha"), *AGREED[5:],
    ("plan_visit", "tom"), ("add_date", "priya"), ("answer_date", "tom"), ("change_date", "priya"),
    ("reply_arrived", ""), ("record_visit", "tom"), ("offer_times", "priya"), ("tick_times", "tom"),
    ("finish", "tom"), ("evaluate", "priya"),
    ("sustained", "priya"), ("still_sustained", "priya"), ("reopen", "priya"), ("withdraw", "priya"),
]  # fmt: skip
"""How a request goes by the book: what is done, and by whom."""
OPENING_BOOK = [("confirm", "bea"), ("read", "ada"), ("finish", "bea")]


@walk
def test_a_support_request_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    request = walker.begin()
    walker.follow(request, walker.beginning(BOOK))
    for _ in range(STEPS):
        walker.step(request)
    check_promises(walker)


@walk
def test_an_action_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    action = agreed_action(walker)
    for _ in range(STEPS):
        walker.step(action)
    check_promises(walker)


@walk
def test_a_pairing_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    pairing = begun_pairing(walker)
    walker.follow(pairing, walker.beginning(PAIRING_BOOK))
    for _ in range(STEPS):
        walker.step(pairing)
    check_promises(walker)


def begun_pairing(walker: Walker) -> Pairing:
    """Somebody asks for a mentor, and several offer to be one."""
    with clock_at(walker.moment):
        # Somebody new each time: whoever was walked with before may have nobody left to give to.
        walker.world.people["tom"] = newcomer(walker.world.person("tom")).id
        offer_to_mentor(walker.world, "tom")
        pairing = ask_for_mentor(walker.world)
        db.session.commit()
    return pairing


@walk
def test_an_opening_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    opening = asked_opening(walker)
    walker.follow(opening, walker.beginning(OPENING_BOOK))
    for _ in range(STEPS):
        walker.step(opening)
        check_two_opened(opening)
    check_promises(walker)


def asked_opening(walker: Walker) -> Opening:
    """An administrator asks to open the log of a pairing, and the trust has a second one."""
    pairing = begun_pairing(walker)
    walker.follow(pairing, LOGGED)
    with clock_at(walker.moment):
        second_administrator(walker.world)
        details = OpeningDetails(pairing_id=pairing.id, reason="A court has asked for it.")
        opening = ask_to_open(details, walker.world.person("ada"))
        db.session.commit()
    return opening


def check_two_opened(opening: Opening) -> None:
    """A log that is open, or has been read, was opened by two; and those whose words they are know of it."""
    happened = db.session.execute(
        select(Event.kind, Event.actor_id).where(Event.place_id == opening.id).order_by(Event.seq)
    ).all()
    opened_by = [actor for kind, actor in happened if kind in ("ask", "confirm")]
    if len(opened_by) < 2:
        assert {kind for kind, _ in happened} <= {"ask", "refuse"}
        return
    assert len(set(opened_by)) == 2
    assert {actor for kind, actor in happened if kind == "read"} <= set(opened_by)
    told = select(Message.person_id).where(Message.case_id == opening.id, Message.kind == "openings/confirm")
    assert whose_words(opening.pairing) <= set(db.session.scalars(told))


def test_the_book_of_openings_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    opening = asked_opening(walker)
    seen = {opening.state}
    for step in OPENING_BOOK:
        seen |= walker.follow(opening, [step])
    assert seen == set(OpeningFlow.states) - {"refused"}
    check_promises(walker)


def test_the_book_of_pairings_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    pairing = begun_pairing(walker)
    seen = {pairing.state}
    for step in PAIRING_BOOK:
        seen |= walker.follow(pairing, [step])
    assert seen == set(PairingFlow.states) - {"withdrawn"}
    check_promises(walker)


@walk
def test_a_peer_review_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    review = planned_review(walker)
    walker.follow(review, walker.beginning(REVIEW_BOOK))
    for _ in range(STEPS):
        walker.step(review)
    check_promises(walker)


def planned_review(walker: Walker) -> PeerReview:
    """A review of Saltmarsh is planned, and there are people who are trained to review it."""
    with clock_at(walker.moment):
        # Somebody new each time: whoever was walked with before may be at another school that day.
        for name in ("tom", "una", "carol", "lea"):
            walker.world.people[name] = newcomer(walker.world.person(name)).id
        ready_to_review(walker.world)
        review = plan_a_review(walker.world)
        db.session.commit()
    return review


def test_the_book_of_peer_reviews_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    review = planned_review(walker)
    seen = {review.state}
    for step in REVIEW_BOOK:
        seen |= walker.follow(review, [step])
    assert seen == set(PeerReviewFlow.states) - {"stopped"}
    check_promises(walker)


def agreed_action(walker: Walker) -> Action:
    """An action out of a request that is under way: the shortest straight path there."""
    request = walker.begin()
    walker.follow(request, AGREED)
    walker.follow(request, [("ask_for_action", "priya")])
    return db.session.scalars(select(Action).where(Action.came_from_id == request.id)).one()


def test_the_book_reaches_every_state(world: World) -> None:
    """The walks set out from anywhere on this path: they would prove little if it left states out."""
    walker = Walker(None, world)  # type: ignore[arg-type]
    seen = {"draft"}
    request = walker.begin()
    for step in BOOK:
        seen |= walker.follow(request, [step])
    assert seen == set(SupportRequestFlow.states) - {"checking", "signposted"}


@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_every_reminder_comes_at_seven_in_london_on_a_working_day(world: World, hour: int) -> None:
    moment = datetime.combine(date(2026, 10, 24), MONDAY.timetz()) + timedelta(hours=hour)
    walker = Walker(None, world)  # type: ignore[arg-type]
    walker.moment = moment
    agreed_action(walker)
    rows = db.session.scalars(select(Reminder.at)).all()
    assert rows
    assert {at.astimezone(LONDON).hour for at in rows} == {7}
