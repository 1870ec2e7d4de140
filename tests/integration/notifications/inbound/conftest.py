"""A meeting on a request under way, to which Tom and Sam are asked, and mail to the addresses they know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from notifications.inbound import applying, arriving
from notifications.inbound.arriving import Arrival
from notifications.inbound.model import InboundMail, InboundStatus
from notifications.tokens import Purpose
from tests.diaries import FRIDAY, request_under_way
from tests.post import STATIONERY
from tests.world import World
from workflows.cases import Note
from workflows.clock import clock_at, now
from workflows.database import EVERY_TRUST, choose_every_trust, db, scope
from workflows.dates.details import DateChange, DateDetails
from workflows.dates.model import Attendance, CalendarEntry, ReplyToSettle
from workflows.events import Event
from workflows.messages import Message, Reason
from workflows.perform import perform
from workflows.support_requests import SupportRequest

BEFORE = datetime.fromisoformat("2026-11-16T09:00:00+00:00")


@dataclass
class Meeting:
    """The meeting by its ids, so that a test can look at it after any commit."""

    world: World
    case_id: int
    entry_id: int

    @property
    def entry(self) -> CalendarEntry:
        return db.session.get_one(CalendarEntry, self.entry_id, populate_existing=True)

    @property
    def case(self) -> SupportRequest:
        return db.session.get_one(SupportRequest, self.case_id)

    def of(self, who: str = "tom") -> Attendance:
        """Somebody's part in it, as it is in the database now."""
        db.session.rollback()
        choose_every_trust()
        statement = select(Attendance).where(
            Attendance.entry_id == self.entry_id, Attendance.person_id == self.world.people[who]
        )
        return db.session.scalars(statement.execution_options(populate_existing=True)).one()

    def address(self, who: str = "tom") -> str:
        """The address to which this person's diary replies."""
        return STATIONERY.own_address(Purpose.REPLY, self.of(who).id)

    def does(self, who: str, step: str, details: Any = None) -> None:
        with scope(self.world.trust_id):
            perform(self.case, step, self.world.person(who), details)
        db.session.commit()

    def moves(self, **more: Any) -> None:
        """Priya moves it to the Monday after."""
        when: dict[str, Any] = {"on": FRIDAY.replace(day=30), "starts": time(9), "ends": time(10)} | more
        self.does(
            "priya", "change_date", DateChange(entry_id=self.entry_id, title="Planning meeting", **when)
        )

    def invitation(self, who: str = "tom") -> int:
        """The message that asked somebody to it."""
        db.session.rollback()
        choose_every_trust()
        statement = select(Message.id).where(
            Message.entry_id == self.entry_id,
            Message.person_id == self.world.people[who],
            Message.reason == Reason.DATE,
        )
        return db.session.scalars(statement.order_by(Message.id)).first() or 0

    def receives(self, raw: bytes, who: str = "tom", **more: Any) -> InboundMail:
        """A mail comes to this person's address, and is dealt with."""
        arrival = self.stores(raw, who, **more)
        applying.settle(arrival.id)
        return mail(arrival.id)

    def stores(self, raw: bytes, who: str = "tom", **more: Any) -> Arrival:
        to = more.pop("to", "") or self.address(who)
        db.session.rollback()
        return arriving.take(to, raw, keys=STATIONERY.keys, **more)

    def replies(self) -> list[ReplyToSettle]:
        """What lies before the organiser, oldest first."""
        db.session.rollback()
        choose_every_trust()
        return list(db.session.scalars(select(ReplyToSettle).order_by(ReplyToSettle.id)))

    def notes(self) -> list[str]:
        return list(db.session.scalars(select(Note.text).order_by(Note.id)))

    def steps(self) -> list[str]:
        """The timeline's kinds, oldest first."""
        db.session.rollback()
        choose_every_trust()
        statement = select(Event.kind).where(Event.place_id == self.case_id).order_by(Event.id)
        return list(db.session.scalars(statement))


def mail(mail_id: int) -> InboundMail:
    """The row as it is in the database now."""
    db.session.rollback()
    choose_every_trust()
    return db.session.get_one(InboundMail, mail_id, populate_existing=True)


def mails() -> list[tuple[InboundStatus, str]]:
    """What became of every mail, oldest first."""
    db.session.rollback()
    choose_every_trust()
    rows = db.session.execute(select(InboundMail.status, InboundMail.outcome).order_by(InboundMail.id))
    return [(row.status, row.outcome) for row in rows]


@pytest.fixture
def meeting(world: World) -> Iterator[Meeting]:
    with scope(world.trust_id), clock_at(BEFORE):
        case = request_under_way(world)
        asked = (world.people["tom"], world.people["sam"])
        details = DateDetails(
            title="Planning meeting", on=FRIDAY, starts=time(15, 30), ends=time(16, 30), asked=asked
        )
        perform(case, "add_date", world.person("priya"), details)
        db.session.flush()
        entry = db.session.scalars(select(CalendarEntry)).one()
        entry.uid = "date-1@alongside"  # what the fixtures answer
        made = Meeting(world, case.id, entry.id)
        db.session.commit()
    with scope(EVERY_TRUST), clock_at(now().replace(hour=12, minute=0)):
        yield made
