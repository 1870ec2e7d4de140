"""A visit and what its people do, each step committed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests import visits
from tests.details import Book, details_for
from tests.post import round_at, setup
from tests.world import MONDAY, World
from workflows.cases import Deadline
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import Details
from workflows.messages import Message
from workflows.perform import perform
from workflows.visits import Visit


class Trip:
    """A visit from Saltmarsh to Gull Rock, from the Monday on."""

    def __init__(self, world: World) -> None:
        self.world, self.moment, self.id = world, MONDAY, 0

    def asked(self, who: str = "sam", offer_id: int | None = None, **changes: Any) -> Trip:
        """Somebody asks to visit."""
        with clock_at(self.moment):
            try:
                self.id = visits.ask(self.world, who, offer_id, **changes).id
            except Exception:
                db.session.rollback()
                raise
            db.session.commit()
        return self

    def offered(self, who: str = "marta", **changes: Any) -> Trip:
        """A school offers to be visited."""
        with clock_at(self.moment):
            self.id = visits.offer_to_be_visited(self.world, self.today, who, **changes).id
            db.session.commit()
        return self

    @property
    def visit(self) -> Visit:
        return db.session.get_one(Visit, self.id)

    @property
    def today(self) -> date:
        return self.moment.date()

    def later(self, **time: float) -> Trip:
        self.moment += timedelta(**time)
        return self

    def clock(self) -> Trip:
        """The rounds of this moment are made."""
        round_at(self.moment, setup())
        db.session.rollback()
        choose_trust(self.world.trust_id)
        return self

    def does(self, who: str, name: str, details: Details | None = None) -> Trip:
        """Somebody makes a step, by the book unless given other details; raises what `perform` raises."""
        with clock_at(self.moment):
            book = Book(self.visit, self.world, self.today)
            made = details or details_for(self.visit.flow.transitions[name].needs, book)
            try:
                perform(self.visit, name, self.world.person(who) if who else None, made)
            except Exception:
                db.session.rollback()
                raise
            db.session.commit()
        return self

    def follows(self, path: list[tuple[str, str]]) -> Trip:
        for name, who in path:
            self.does(who, name)
        return self

    @property
    def turns(self) -> dict[str, tuple[str, date | None]]:
        """Whose turn it is: what is asked of each part, and by when."""
        rows = db.session.scalars(
            select(Deadline).where(Deadline.case_id == self.id, Deadline.closed_at.is_(None))
        )
        return {row.role: (row.ask, row.due_on) for row in rows}

    def told(self, kind: str) -> set[str]:
        """The names of those to whom there is a message of this kind."""
        rows = db.session.scalars(
            select(Message.person_id).where(Message.case_id == self.id, Message.kind == kind)
        )
        names = {key: name for name, key in self.world.people.items()}
        return {names[one] for one in rows}
