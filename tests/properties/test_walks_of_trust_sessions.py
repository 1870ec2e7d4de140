"""Walks through trust-wide sessions: no school votes twice, and nothing is counted wrong."""

from __future__ import annotations

from sqlalchemy import select

from tests.properties.test_walks_of_sign_ups import check_lists
from tests.trust_sessions import BOOK, plan
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows import ballots
from workflows.ballots import Vote
from workflows.cases import Deadline
from workflows.clock import clock_at
from workflows.database import db
from workflows.trust_sessions import TrustSession, TrustSessionFlow


@walk
def test_a_session_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    session = begun(walker)
    follow(walker, session, walker.beginning(BOOK))
    for _ in range(STEPS):
        walker.step(session)
        check_session(session, walker)
    check_promises(walker)


def begun(walker: Walker) -> TrustSession:
    """A session in the summer."""
    with clock_at(walker.moment):
        session = plan(walker.world)
        db.session.commit()
    return session


def follow(walker: Walker, session: TrustSession, steps: list[tuple[str, str]]) -> set[str]:
    """These steps; the day itself passes once it has come. Gives the states on the way."""
    seen: set[str] = set()
    for step in steps:
        if step[0] == "took_place":
            walker.moment = session.ends_at
        seen |= walker.follow(session, [step])
    return seen


def check_session(session: TrustSession, walker: Walker) -> None:
    """Each school has one vote and one turn until it has used it; nothing is counted before the close."""
    db.session.expire_all()
    vote = db.session.scalar(select(Vote).where(Vote.case_id == session.id))
    if vote is not None:
        check = ballots.check(vote)
        assert check.voters == check.ballots
        assert (vote.counted is None) == (vote.closed_at is None)
        assert vote.closed_at is None or check.holds
    if session.state == "voting":
        waiting = db.session.scalars(
            select(Deadline.place_id).where(
                Deadline.case_id == session.id, Deadline.role == "head", Deadline.closed_at.is_(None)
            )
        )
        assert set(waiting) == set(session.schools_to_vote_ids)
    if session.state in {state.name for state in TrustSessionFlow.building.members}:
        assert 1 <= len(session.foci) <= 3
    check_lists(session, walker)
    assert (session.entry_id is None) == (session.state in ("postponed", "called_off"))


def test_the_book_of_sessions_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    session = begun(walker)
    seen = {session.state}
    for step in BOOK:
        seen |= follow(walker, session, [step])
        check_session(session, walker)
    assert seen == set(TrustSessionFlow.states) - {"called_off"}
    check_promises(walker)
