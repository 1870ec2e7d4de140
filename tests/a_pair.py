"""Sam of Saltmarsh and his mentor Tom of Gull Rock, whose steps are made straight in the workflow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select, update

from tests.details import Book, details_for
from tests.pairings import SIGNED, ask_for_mentor, offer_to_mentor
from tests.world import MONDAY, World
from workflows.clock import clock_at, now
from workflows.database import choose_every_trust, db
from workflows.dates.model import Attendance
from workflows.messages import Message, MessageStatus
from workflows.pairings import Pairing
from workflows.pairings.details import AboutSession, SessionMove, SessionPlan
from workflows.pairings.model import PairingSession
from workflows.perform import perform
from workflows.reminders import Reminder, ReminderStatus

FRIDAY = date(2026, 11, 27)
TITLE = "Mentoring session: Sam Harbour and Tom Harbour"


@dataclass
class Pair:
    """The pairing of the two; needs a scope that reaches it, and commits each step."""

    world: World
    number: int

    @property
    def pairing(self) -> Pairing:
        choose_every_trust()
        return db.session.get_one(Pairing, self.number, populate_existing=True)

    def does(self, who: str, step: str, details: Any = None, *, at: datetime | None = None) -> None:
        """A step with these details, or with sound ones."""
        with clock_at(at or now()):
            pairing, needs = self.pairing, Pairing.flow.transitions[step].needs
            found = details or details_for(needs, Book(pairing, self.world, now().date()))
            perform(pairing, step, self.world.person(who) if who else None, found)
            db.session.commit()

    def plans(self, who: str = "tom", on: date = FRIDAY) -> int:
        """A session from 3:30pm to 4:30pm is agreed; gives its number."""
        step = "plan_first" if self.pairing.state == "contracted" else "plan_session"
        self.does(who, step, SessionPlan(on=on, starts=time(15, 30), ends=time(16, 30)))
        return self.session.id

    def moves(self, on: date, who: str = "sam") -> None:
        number = self.session.id
        self.does(
            who, "move_session", SessionMove(session_id=number, on=on, starts=time(15, 30), ends=time(16, 30))
        )

    def says(self, who: str, step: str, **more: Any) -> None:
        """About the newest session: called off, took place, did not happen."""
        self.does(who, step, AboutSession(session_id=self.session.id), **more)

    @property
    def session(self) -> PairingSession:
        """The newest one."""
        choose_every_trust()
        newest = select(PairingSession).order_by(PairingSession.id.desc()).limit(1)
        return db.session.scalars(newest.execution_options(populate_existing=True)).one()

    def part(self, who: str) -> Attendance:
        """Of one of the two in the newest session's date."""
        return db.session.scalars(
            select(Attendance).where(
                Attendance.entry_id == self.session.entry_id,
                Attendance.person_id == self.world.people[who],
            )
        ).one()


def signed_pair(world: World) -> Pair:
    """They have signed their contract, and everything so far has been told; committed."""
    choose_every_trust()
    with clock_at(MONDAY - timedelta(days=3)):
        offer_to_mentor(world, "tom", "una")
        pair = Pair(world, ask_for_mentor(world).id)
        db.session.commit()
        for step, who in SIGNED:
            pair.does(who, step)
    quietly = {"synchronize_session": False}
    db.session.execute(update(Message).values(status=MessageStatus.SENT), execution_options=quietly)
    db.session.execute(update(Reminder).values(status=ReminderStatus.SKIPPED), execution_options=quietly)
    db.session.commit()
    return pair
