"""Two people of a pairing and what they do, each step committed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.acting import Acting
from tests.pairings import SIGNED, ask_for_mentor
from tests.world import MONDAY, World
from workflows.database import db
from workflows.giving import Grant
from workflows.pairings import Pairing
from workflows.pairings.details import AboutSession, SessionLog, Way


class Two(Acting[Pairing]):
    """A pairing of Sam's from the Monday on."""

    def __init__(self, world: World, who: str = "sam") -> None:
        super().__init__(world, ask_for_mentor(world, who))

    @property
    def pairing(self) -> Pairing:
        return self.case

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


def at(hour: float, on: date) -> datetime:
    """A moment of a winter's day."""
    return datetime.combine(on, datetime.min.time(), MONDAY.tzinfo) + timedelta(hours=hour)
