"""A session and what the schools of a small trust do, each step committed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tests.acting import Acting
from tests.trust_sessions import another_school, plan
from tests.world import MONDAY, World
from workflows.ballots import Vote, new_receipt
from workflows.cases import Deadline
from workflows.clock import clock_at
from workflows.database import db
from workflows.places import School
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.choosing import standing
from workflows.trust_sessions.details import ProposalDetails, VoteDetails


class Gathering(Acting[TrustSession]):
    """A session that Asha plans, from the Monday on."""

    def __init__(self, world: World) -> None:
        self.world, self.moment, self.kind, self.id = world, MONDAY, TrustSession, 0
        self.schools = dict(world.schools)

    def planned(self, who: str = "asha", **changes: Any) -> Gathering:
        with clock_at(self.moment):
            try:
                self.id = plan(self.world, who, **changes).id
            except Exception:
                db.session.rollback()
                raise
            db.session.commit()
        return self

    def with_schools(self, count: int) -> Gathering:
        """More schools, with a head each: "head1" and so on."""
        for number in range(1, count + 1):
            school_id, head = another_school(self.world, number)
            self.schools[head] = school_id
        db.session.commit()
        return self

    def proposed(self, *titles: str) -> Gathering:
        """Proposals are open, and Priya has made these."""
        self.does("asha", "ask_for_proposals")
        for title in titles:
            self.does("priya", "propose", ProposalDetails(title=title, why="It would help."))
        return self

    def voting(self, *titles: str) -> Gathering:
        return self.proposed(*(titles or ("Coaching", "Oracy", "Reading"))).does("asha", "open_vote")

    def votes(self, who: str, *titles: str, school: str = "", receipt: str = "") -> Gathering:
        """Somebody votes for their school; nothing named is an abstention."""
        ids = {one.title: one.id for one in standing(self.session)}
        school_id = self.schools[school] if school else self.world.person(who).school_id
        details = VoteDetails(
            school_id=school_id or 0,
            choices=tuple(ids[one] for one in titles),
            abstain=not titles,
            receipt=receipt or new_receipt(),
        )
        return self.does(who, "vote", details)

    @property
    def session(self) -> TrustSession:
        db.session.expire_all()
        return self.case

    @property
    def vote(self) -> Vote:
        return db.session.scalars(select(Vote).where(Vote.case_id == self.id)).one()

    def close_school(self, name: str) -> None:
        db.session.get_one(School, self.schools[name]).status = "Closed"  # type: ignore[assignment]
        db.session.commit()

    @property
    def heads_to_act(self) -> set[int]:
        """The schools whose head has a turn."""
        return set(
            db.session.scalars(
                select(Deadline.place_id).where(
                    Deadline.case_id == self.id, Deadline.role == "head", Deadline.closed_at.is_(None)
                )
            )
        )

    def schools_called(self, names: Sequence[str]) -> set[int]:
        return {self.schools[one] for one in names}
