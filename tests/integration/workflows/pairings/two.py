"""Two people of a pairing and what they do, each step committed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.details import Book, details_for
from tests.pairings import SIGNED, ask_for_mentor
from tests.post import round_at, setup
from tests.world import MONDAY, World
from workflows.cases import Deadline
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import Details
from workflows.giving import Grant
from workflows.messages import Message
from workflows.pairings import Pairing
from workflows.pairings.details import AboutSession, SessionLog, Way
from workflows.perform import perform


class Two:
    """A pairing of Sam's from the Monday on."""

    def __init__(self, world: World, who: str = "sam") -> None:
        self.world, self.moment = world, MONDAY
        self.id = ask_for_mentor(world, who).id
        db.session.commit()

    @property
    def pairing(self) -> Pairing:
        return db.session.get_one(Pairing, self.id)

    @property
    def today(self) -> date:
        return self.moment.date()

    def later(self, **time: float) -> Two:
        """Some time passes."""
        self.moment += timedelta(**time)
        return self

    def clock(self) -> Two:
        """The rounds of this moment are made."""
        round_at(self.moment, setup())
        db.session.rollback()
        choose_trust(self.world.trust_id)
        return self

    def does(self, who: str, name: str, details: Details | None = None, **change: Any) -> Two:
        """Somebody makes a step, by the book unless given other details; raises what `perform` raises."""
        with clock_at(self.moment):
            book = Book(self.pairing, self.world, self.today)
            made = details or details_for(self.pairing.flow.transitions[name].needs, book)
            for field, value in change.items():
                object.__setattr__(made, field, value)
            try:
                perform(self.pairing, name, self.world.person(who) if who else None, made)
            except Exception:
                db.session.rollback()
                raise
            db.session.commit()
        return self

    def signed(self) -> Two:
        for name, who in SIGNED:
            self.does(who, name)
        return self

    def logs(self, who: str = "tom", **change: Any) -> Two:
        """Somebody logs a session of today."""
        name = "log_first" if self.pairing.state == "contracted" else "log_session"
        written: dict[str, Any] = {
            "held_on": self.today, "minutes": 60, "way": Way.IN_PERSON, "focus": "Routines",
        }  # fmt: skip
        return self.does(who, name, SessionLog(**written | change))

    def about(self, who: str, name: str, session_id: int) -> Two:
        return self.does(who, name, AboutSession(session_id=session_id))

    @property
    def grant(self) -> Grant:
        return db.session.scalars(select(Grant).where(Grant.case_id == self.pairing.id)).one()

    @property
    def turns(self) -> dict[str, tuple[str, date | None]]:
        """Whose turn it is: what is asked of each part, and by when."""
        rows = db.session.scalars(
            select(Deadline).where(Deadline.case_id == self.pairing.id, Deadline.closed_at.is_(None))
        )
        return {row.role: (row.ask, row.due_on) for row in rows}

    def told(self, kind: str) -> set[str]:
        """Who was told of a kind of step, by first name."""
        rows = db.session.scalars(
            select(Message).where(Message.case_id == self.pairing.id, Message.kind.like(f"%{kind}"))
        )
        return {row.person.name.split()[0].lower() for row in rows}


def at(hour: float, on: date) -> datetime:
    """A moment of a winter's day."""
    return datetime.combine(on, datetime.min.time(), MONDAY.tzinfo) + timedelta(hours=hour)
