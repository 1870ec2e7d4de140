"""Walks through a connect session: whoever tries what, no place is given twice and nobody is passed over."""

from __future__ import annotations

from sqlalchemy import select

from tests.connect import BOOK, offer_session
from tests.details import Book
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows.clock import clock_at
from workflows.connect import ConnectFlow, ConnectSession
from workflows.database import db
from workflows.dates.model import Attendance
from workflows.sign_ups.details import Standing
from workflows.sign_ups.model import Apology, CheckIn, Offering, SignUp
from workflows.trust_sessions import TrustSession


@walk
def test_a_connect_session_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    session = begun_session(walker)
    walker.follow(session, walker.beginning(BOOK))
    for _ in range(STEPS):
        walker.step(session)
        check_lists(session, walker)
    check_promises(walker)


def begun_session(walker: Walker) -> ConnectSession:
    """Una offers an hour about reading aloud."""
    with clock_at(walker.moment):
        session = offer_session(walker.world, Book(ConnectSession(), walker.world, walker.moment.date()).soon)
        db.session.commit()
    return session


def check_lists(session: ConnectSession | TrustSession, walker: Walker) -> None:
    """No more have places than there are, and nobody waits while one is free, or before somebody earlier."""
    for offering in db.session.scalars(select(Offering).where(Offering.case_id == session.id)):
        names = db.session.scalars(
            select(SignUp).where(SignUp.offering_id == offering.id).order_by(SignUp.id)
        ).all()
        placed = [one for one in names if one.status is Standing.PLACE]
        waiting = [one for one in names if one.status is Standing.WAITING]
        assert offering.places is None or len(placed) <= offering.places
        assert not waiting or (offering.places is not None and len(placed) == offering.places)
        assert not (offering.withdrawn_at and (placed or waiting))
        standing = [one.person_id for one in (*placed, *waiting)]
        assert len(set(standing)) == len(standing)
        with clock_at(walker.moment):
            check_diaries(session, {one.person_id for one in placed})
    here = set(db.session.scalars(select(CheckIn.person_id).where(CheckIn.case_id == session.id)))
    excused = set(db.session.scalars(select(Apology.person_id).where(Apology.case_id == session.id)))
    assert not here & excused


def check_diaries(session: ConnectSession | TrustSession, placed: set[int]) -> None:
    """Whoever has a place finds the date in their diary."""
    if session.entry is None or not session.entry.is_ahead:
        return
    asked = select(Attendance.person_id).where(
        Attendance.entry_id == session.entry_id, Attendance.removed_at.is_(None)
    )
    assert placed <= set(db.session.scalars(asked))


def test_the_book_of_connect_sessions_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    session = begun_session(walker)
    seen = {session.state}
    for step in BOOK:
        seen |= walker.follow(session, [step])
        check_lists(session, walker)
    assert seen == set(ConnectFlow.states) - {"called_off"}
    check_promises(walker)
