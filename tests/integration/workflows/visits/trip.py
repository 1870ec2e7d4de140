"""A visit and what its people do, each step committed."""

from __future__ import annotations

from typing import Any

from tests import visits
from tests.acting import Acting
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db
from workflows.visits import Visit


class Trip(Acting[Visit]):
    """A visit from Saltmarsh to Gull Rock, from the Monday on."""

    def __init__(self, world: World) -> None:
        # There is none yet: somebody asks for it, or offers it.
        self.world, self.moment, self.kind, self.id = world, MONDAY, Visit, 0

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
        return self.case

    def follows(self, path: list[tuple[str, str]]) -> Trip:
        """Go along a path, all of it at this moment."""
        for name, who in path:
            self.does(who, name)
        return self
