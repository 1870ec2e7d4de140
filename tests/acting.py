"""What people do on one case in a test, each step committed, as time passes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import select

from tests.details import Book, details_for
from tests.post import round_at, setup
from tests.world import MONDAY, World
from workflows.cases import Case, Deadline
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import Details
from workflows.messages import Message
from workflows.perform import perform

CaseT = TypeVar("CaseT", bound=Case)


class Acting(Generic[CaseT]):
    """A case, the moment it is, and those who act on it."""

    def __init__(self, world: World, case: CaseT, *, moment: datetime = MONDAY) -> None:
        self.world, self.moment, self.kind, self.id = world, moment, type(case), case.id
        db.session.commit()

    @property
    def case(self) -> CaseT:
        return db.session.get_one(self.kind, self.id)

    @property
    def today(self) -> date:
        return self.moment.date()

    def later(self, **time: float) -> Self:
        """Some time passes."""
        self.moment += timedelta(**time)
        return self

    def on(self, day: date, hour: float = 9.5) -> Self:
        """It is this day, and this hour of a winter's morning."""
        self.moment = datetime.combine(day, datetime.min.time(), MONDAY.tzinfo) + timedelta(hours=hour)
        return self

    def clock(self) -> Self:
        """The rounds of this moment are made."""
        round_at(self.moment, setup())
        db.session.rollback()
        choose_trust(self.world.trust_id)
        return self

    def does(self, who: str, name: str, details: Details | None = None, **change: Any) -> Self:
        """Somebody makes a step, by the book unless given other details; raises what `perform` raises."""
        with clock_at(self.moment):
            book = Book(self.case, self.world, self.today)
            made = details or details_for(self.case.flow.transitions[name].needs, book)
            for field, value in change.items():
                object.__setattr__(made, field, value)
            try:
                perform(self.case, name, self.world.person(who) if who else None, made)
            except Exception:
                db.session.rollback()
                raise
            db.session.commit()
        return self

    @property
    def turns(self) -> dict[str, tuple[str, date | None]]:
        """Whose turn it is: what is asked of each part, and by when."""
        rows = db.session.scalars(
            select(Deadline).where(Deadline.case_id == self.id, Deadline.closed_at.is_(None))
        )
        return {row.role: (row.ask, row.due_on) for row in rows}

    def told(self, kind: str) -> set[str]:
        """Who was told of a kind of step, by first name."""
        rows = db.session.scalars(
            select(Message).where(Message.case_id == self.id, Message.kind.like(f"%{kind}"))
        )
        return {row.person.name.split()[0].lower() for row in rows}
