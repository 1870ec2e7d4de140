"""Nothing that is stored tells how a school has voted, and yet the count can be checked."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select

from tests.integration.workflows.trust_sessions.gathering import Gathering
from tests.world import MONDAY
from workflows import ballots, sealing
from workflows.ballots import Voter, new_receipt
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, Model, choose_trust, db, scope
from workflows.details import InvalidDetails
from workflows.events import Event
from workflows.perform import perform
from workflows.places import Trust
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.choosing import ballot_of, standing
from workflows.trust_sessions.details import VoteDetails

HEADS = [f"head{number}" for number in range(1, 11)]


def everything_but_the_box() -> dict[str, list[str]]:
    """All rows of all tables, without numbers that a rolled-back step has used up."""
    found = {}
    for table in Model.metadata.sorted_tables:
        columns = [
            one
            for one in table.columns
            if one.name not in ("id", "box", "dedupe_key", "sealed") and not one.name.endswith("_id")
        ]
        if columns:
            found[table.name] = sorted(map(repr, db.session.connection().execute(select(*columns)).all()))
    return found


def test_whatever_a_school_chooses_everything_but_the_sealed_box_is_the_same(gathering: Gathering) -> None:
    """So no row, event, mail or reminder can tell: two votes that differ leave the same behind."""
    gathering.planned().voting().votes("marta", "Oracy")
    school, ids = gathering.schools["saltmarsh"], [one.id for one in standing(gathering.session)]
    left = []
    for choices in (ids[:1], ids[1:], []):
        details = VoteDetails(school_id=school, choices=tuple(choices), abstain=not choices)
        assert details.receipt not in repr(details)
        assert str(choices) not in repr(details)
        with clock_at(gathering.moment), scope(EVERY_TRUST):
            perform(gathering.case, "vote", gathering.world.person("priya"), details)
            db.session.flush()
            left.append((everything_but_the_box(), len(gathering.vote.box or b"")))
            event = db.session.scalars(select(Event.details).where(Event.kind == "vote")).all()[-1]
            assert event == {"school_id": school, "school": "Saltmarsh Primary"}
        db.session.rollback()
        choose_trust(gathering.world.trust_id)
    assert left[0] == left[1] == left[2]


@pytest.mark.parametrize("ranks", [False, True], ids=["approval", "ranking"])
def test_the_box_keeps_no_order_and_every_receipt_finds_its_ballot(  # noqa: PLR0915
    gathering: Gathering, ranks: bool
) -> None:
    db.session.get_one(Trust, gathering.world.trust_id).ranks_votes = ranks
    gathering.with_schools(10).planned(foci_wanted=2).voting()
    receipts = {head: new_receipt() for head in HEADS}
    boxes = []
    for number, head in enumerate(HEADS):
        titles = ("Reading", "Oracy") if number % 3 else ("Coaching",)
        gathering.votes(head, *titles, receipt=receipts[head])
        boxes.append(gathering.vote.box)
    for who in ("priya", "marta", "carol"):
        gathering.votes(who)

    vote = gathering.vote
    lines = sealing.unseal(vote.box or b"", place_id=vote.case_id, what=f"vote {vote.id}")
    keys = [key for key, _ in lines]
    assert keys == sorted(keys)  # of hashes of random codes: the order of voting makes no difference
    assert len({len(line) for _, line in lines}) == 1
    assert not any(code.replace("-", "").encode() in (vote.box or b"") for code in receipts.values())
    assert len(set(boxes)) == len(HEADS)  # sealed anew each time
    assert ballot_of(gathering.session, receipts["head1"]) is None  # not while the vote is open

    session = gathering.does("asha", "close_vote").session
    assert session.vote is not None
    count = session.vote.published
    assert count is not None
    titles_by_id = {one.id: one.title for one in session.proposed}
    scores = {titles_by_id[one]: score for one, score in count.scores.items()}
    points = {"Reading": 18, "Oracy": 12, "Coaching": 12}
    if not ranks:
        points = {"Reading": 6, "Oracy": 6, "Coaching": 4}
    assert (scores, count.ballots, count.abstained) == (points, 13, 3)
    assert session.state == ("tied" if ranks else "decided")
    for number, head in enumerate(HEADS):
        found = ballot_of(session, f" {receipts[head].lower()} ")
        assert found is not None
        assert {one.title for one in found[1]} == ({"Reading", "Oracy"} if number % 3 else {"Coaching"})
    assert ballot_of(session, new_receipt()) is None
    assert ballots.check(session.vote).holds

    session.vote.counted = {**(session.vote.counted or {}), "abstained": 4}
    assert not ballots.check(session.vote).holds


def test_of_two_of_one_school_at_the_same_moment_one_has_voted(gathering: Gathering) -> None:
    gathering.planned().voting()
    option, school = standing(gathering.session)[0].id, gathering.schools["saltmarsh"]
    session_id, world, outcomes, together = gathering.id, gathering.world, [], Barrier(2)
    db.session.commit()
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]

    def press(who: str) -> None:
        with app.app_context(), clock_at(MONDAY):
            choose_trust(world.trust_id)
            mine = db.session.get_one(TrustSession, session_id)
            db.session.rollback()
            together.wait()
            try:
                details = VoteDetails(school_id=school, choices=(option,))
                perform(mine, "vote", world.person(who), details, version=mine.version)
                db.session.commit()
                outcomes.append("done")
            except InvalidDetails as refused:
                db.session.rollback()
                outcomes.append(refused.problems["school_id"])

    threads = [Thread(target=press, args=[who]) for who in ("priya", "dan")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    said = sorted(outcomes)
    assert said[1] == "done"
    assert said[0].startswith("Saltmarsh Primary has voted: ")
    assert ballots.recount(gathering.vote).ballots == 1
    assert len(db.session.scalars(select(Voter)).all()) == 1
