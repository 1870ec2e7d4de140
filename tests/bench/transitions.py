"""One transition, committed: through `perform`, and as the same statements sent by hand through Core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from tests.bench.stopwatch import side_by_side
from tests.databases import Databases, connected
from tests.details import Book, details_for
from tests.world import MONDAY, World, build
from workflows.cases import Case, Deadline
from workflows.clock import clock_at
from workflows.database import Model, choose_trust, db
from workflows.events import Event
from workflows.messages import Message, MessageStatus
from workflows.messages import Reason as Why
from workflows.people import Appointment, Person
from workflows.perform import open_case, perform
from workflows.places import Place, Trust
from workflows.reminders import Reminder, ReminderStatus
from workflows.support_requests import SupportRequest

PATH = (("edit", "priya"), ("submit", "priya"), ("triage", "lena"), ("offer", "asha"))


def measure(databases: Databases, _kind: str) -> Iterator[str]:
    """Yields a line: how fast `perform` is beside Core."""
    with databases.fresh() as url, connected(url), clock_at(MONDAY):
        world = build()
        choose_trust(world.trust_id)
        by_perform, by_hand = _offered(world), _offered(world)
        asha, person = world.person("asha"), world.people["asha"]
        db.session.expunge(asha)  # a request has read who acts before it comes to this
        hand = ByHand(by_hand, person)

        def through_perform() -> None:
            perform(by_perform, "give_longer", asha)
            db.session.commit()

        ours, core = side_by_side(through_perform, hand.give_longer, rounds=15, each=20)
        yield (
            f"perform: {1 / ours:6.0f} transitions a second, {1 / core:6.0f} by hand; "
            f"{core / ours:.2f} times as fast as Core (wanted: 0.50)"
        )
        yield f"perform: {_statements(through_perform)} statements, {_statements(hand.give_longer)} by hand"


def _offered(world: World) -> SupportRequest:
    request = SupportRequest(title="Early reading", receiving_school_id=world.schools["saltmarsh"])
    open_case(request, "start", world.person("priya"))
    for name, actor in PATH:
        details = details_for(request.flow.transitions[name].needs, Book(request, world, MONDAY.date()))
        perform(request, name, world.person(actor), details)
    db.session.commit()
    return request


def _statements(action: Callable[[], None]) -> int:
    from sqlalchemy import event  # noqa: PLC0415 - used here only

    sent: list[str] = []

    def note(*_args: Any) -> None:
        sent.append("")

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        action()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def _t(model: type[Model]) -> Any:
    return model.__table__


CASES, EVENTS, DEADLINES, REMINDERS = _t(Case), _t(Event), _t(Deadline), _t(Reminder)
MESSAGES, APPOINTMENTS, PEOPLE, REQUESTS = _t(Message), _t(Appointment), _t(Person), _t(SupportRequest)


class ByHand:
    """The statements of the same transition, built once, with everything but the database's answers given."""

    def __init__(self, request: SupportRequest, person: int) -> None:
        self.case, self.person, self.trust = request.id, person, request.trust_id
        self.school, self.numbers = request.giving_school_id, count(request.version + 1)
        self.load = (
            select(CASES, REQUESTS)
            .join(REQUESTS, REQUESTS.c.id == CASES.c.id)
            .where(CASES.c.id == bindparam("case"))
            .with_for_update(of=CASES)
        )
        self.trusts = (
            select(_t(Trust), _t(Place))
            .join(_t(Place), _t(Place).c.id == _t(Trust).c.id)
            .where(_t(Trust).c.id == bindparam("trust"))
        )
        self.posts = select(APPOINTMENTS.c.role, APPOINTMENTS.c.place_id).where(
            APPOINTMENTS.c.person_id == bindparam("person"), APPOINTMENTS.c.starts_on <= bindparam("today")
        )
        self.turns = select(DEADLINES).where(
            DEADLINES.c.case_id == bindparam("case"), DEADLINES.c.closed_at.is_(None)
        )
        self.holders = (
            select(APPOINTMENTS.c.role, APPOINTMENTS.c.place_id, PEOPLE)
            .join(PEOPLE, PEOPLE.c.id == APPOINTMENTS.c.person_id)
            .where(APPOINTMENTS.c.place_id.in_([self.school, self.trust]))
            .where(APPOINTMENTS.c.role.in_(["head", "improvement_lead"]))
        )
        self.close = update(DEADLINES).where(DEADLINES.c.id == bindparam("row")).values(
            closed_at=bindparam("at"), closed_seq=bindparam("seq")
        )  # fmt: skip
        self.move = update(CASES).where(CASES.c.id == bindparam("case")).values(
            version=bindparam("seq"), chain_head=bindparam("head")
        )  # fmt: skip
        self.open = insert(DEADLINES).returning(DEADLINES.c.id)
        self.tell = insert(EVENTS).returning(EVENTS.c.id)
        self.remind, self.write = insert(REMINDERS), insert(MESSAGES)

    def give_longer(self) -> None:
        """One transition, committed."""
        connection, seq = db.session.connection(), next(self.numbers)
        at, today = MONDAY, MONDAY.date()
        connection.execute(self.load, {"case": self.case}).one()
        connection.execute(self.trusts, {"trust": self.trust}).one()
        connection.execute(self.posts, {"person": self.person, "today": today}).all()
        turn = connection.execute(self.turns, {"case": self.case}).first()
        connection.execute(self.holders).all()
        if turn is not None:
            connection.execute(self.close, {"row": turn.id, "at": at, "seq": seq})
        opened = connection.execute(self.open, self._deadline(at, seq)).scalar_one()
        event = connection.execute(self.tell, self._event(at, seq)).scalar_one()
        connection.execute(self.remind, [self._reminder(opened, at, days) for days in (-2, 0, 3, 8)])
        connection.execute(self.write, self._message(event, opened, at))
        connection.execute(self.move, {"case": self.case, "seq": seq, "head": "0" * 64})
        db.session.commit()

    def _deadline(self, at: datetime, seq: int) -> dict[str, Any]:
        due = date(2026, 11, 19)
        return {
            "trust_id": self.trust, "case_id": self.case, "state": "offered", "role": "head",
            "place_id": self.school, "ask": "Release a giver for", "since": at, "due_on": due,
            "opened_seq": seq,
        }  # fmt: skip

    def _event(self, at: datetime, seq: int) -> dict[str, Any]:
        return {
            "trust_id": self.trust, "place_id": self.case, "seq": seq, "at": at, "actor_id": self.person,
            "actor_as": "Coordinator", "kind": "give_longer", "from_state": "offered", "to_state": "offered",
            "details": {}, "details_digest": "0" * 64, "previous": "0" * 64, "hash": "0" * 64,
        }  # fmt: skip

    def _reminder(self, deadline: int, at: datetime, days: int) -> dict[str, Any]:
        return {
            "trust_id": self.trust, "deadline_id": deadline, "days": days, "copy": "", "at": at,
            "status": ReminderStatus.WAITING, "reason": "",
        }  # fmt: skip

    def _message(self, event: int, deadline: int, at: datetime) -> dict[str, Any]:
        return {
            "trust_id": self.trust, "dedupe_key": f"by hand:{event}", "kind": "support/give_longer",
            "reason": Why.TURN, "person_id": self.person, "status": MessageStatus.QUEUED, "created_at": at,
            "send_after": at, "case_id": self.case, "event_id": event, "deadline_id": deadline,
            "sender_id": self.person, "facts": {},
        }  # fmt: skip
