"""Walks through visits and offers: whoever tries what, every promise holds, and no place is given twice."""

from __future__ import annotations

from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.visits import BOOK, OFFER_BOOK, ask, offer_to_be_visited
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows.clock import clock_at
from workflows.database import db
from workflows.visits import Visit, VisitFlow
from workflows.visits.effects import HELD_PLACES


@walk
def test_a_visit_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    visit = begun_visit(walker)
    walker.follow(visit, walker.beginning(BOOK))
    for _ in range(STEPS):
        walker.step(visit)
        check_visit(visit)
    check_promises(walker)


@walk
def test_an_offer_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    offer = begun_offer(walker)
    visit = begun_visit(walker, offer_id=offer.id)
    for _ in range(STEPS):
        walker.step(walker.data.draw(st.sampled_from([offer, visit]), label="which"))
        check_visit(visit)
        taken = db.session.scalar(
            select(func.sum(Visit.coming)).where(Visit.offer_id == offer.id, Visit.state.in_(HELD_PLACES))
        )
        assert (taken or 0) <= (offer.places or 0)
    check_promises(walker)


def begun_visit(walker: Walker, offer_id: int | None = None) -> Visit:
    """Somebody would like to see phonics: at no school in particular, or by an offer."""
    host = walker.world.schools["gull_rock"] if offer_id else None
    with clock_at(walker.moment):
        visit = ask(walker.world, offer_id=offer_id, host_school_id=host)
        db.session.commit()
    return visit


def begun_offer(walker: Walker) -> Visit:
    with clock_at(walker.moment):
        offer = offer_to_be_visited(walker.world, walker.moment.date())
        db.session.commit()
    return offer


def check_visit(visit: Visit) -> None:
    """Nobody goes anywhere without a host who has said who may come; only visits that stand have a date."""
    if visit.state in ("accepted", "confirmed"):
        assert visit.host_school_id
        assert visit.host_contact_id
        assert visit.starts_at
        assert (visit.places or 0) >= visit.coming
    if visit.state == "confirmed":
        assert visit.entry
        assert visit.entry.starts_at == visit.starts_at
    if visit.state in ("wanted", "seeking", "requested"):
        assert visit.entry_id is None
    assert (visit.reflected_at is not None) == bool(visit.learned)


def test_the_book_of_visits_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    visit, offer = begun_visit(walker), begun_offer(walker)
    seen = {visit.state, offer.state}
    for step in BOOK:
        seen |= walker.follow(visit, [step])
    seen |= walker.follow(offer, OFFER_BOOK)
    assert seen == set(VisitFlow.states) - {"withdrawn"}
    check_promises(walker)
