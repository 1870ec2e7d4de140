"""Walks through a small round: whoever tries what, every promise holds, and its reviews are sound."""

from __future__ import annotations

from sqlalchemy import select

from tests.rounds import BOOK, ready_for_round, size_for
from tests.walking import STEPS, Walker, check_promises, walk
from tests.world import World
from workflows.clock import clock_at, today
from workflows.database import db
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.team import doubts
from workflows.review_rounds import PlanRun, ReviewRound, ReviewRoundFlow
from workflows.review_rounds.setting_up import begin_round


@walk
def test_a_round_keeps_every_promise_whoever_tries_what(walker: Walker) -> None:
    round_ = begun(walker)
    walker.follow(round_, walker.beginning(BOOK[:-2]))
    for _ in range(STEPS):
        walker.step(round_)
        check_round(round_)
    check_promises(walker)


def begun(walker: Walker) -> ReviewRound:
    """A round begins of which nothing is planned yet."""
    ready_for_round(walker.world)
    db.session.commit()
    with clock_at(walker.moment):
        round_ = begin_round(size_for(walker.moment.date()), walker.world.person("lena"))
        db.session.commit()
    return round_


def check_round(round_: ReviewRound) -> None:
    """One plan in hand and one chosen at the most; what was published has its reviews, and nothing else."""
    runs = db.session.scalars(select(PlanRun).where(PlanRun.round_id == round_.id)).all()
    assert sum(run.is_in_hand for run in runs) <= 1
    assert sum(run.is_chosen for run in runs) <= 1
    reviews = db.session.scalars(select(PeerReview).where(PeerReview.round_id == round_.id)).all()
    assert bool(reviews) == (round_.published_on is not None)
    for review in reviews:
        with clock_at(review.opened_at):
            assert not doubts(review, today())


def test_the_book_of_rounds_reaches_every_state(world: World) -> None:
    walker = Walker(None, world)  # type: ignore[arg-type]
    round_ = begun(walker)
    seen = {round_.state}
    for step in BOOK:
        seen |= walker.follow(round_, [step])
    assert seen == set(ReviewRoundFlow.states) - {"abandoned"}
    check_promises(walker)
