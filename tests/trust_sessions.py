"""A trust-wide session in tests: how one begins, goes by the book, and what people fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any, Final, Protocol

from tests.world import World
from workflows.cases import Case
from workflows.database import db
from workflows.details import Details
from workflows.people import Person, appoint
from workflows.places import School
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.choosing import standing
from workflows.trust_sessions.details import (
    Decision,
    EvaluationDetails,
    HandOver,
    LookBackDetails,
    MergeDetails,
    MoveDetails,
    OffersWanted,
    PlanDetails,
    PlanWithoutVote,
    ProposalChosen,
    ProposalDetails,
    TieDetails,
    VoteDetails,
)
from workflows.trust_sessions.planning import plan_session

IN_SUMMER: Final = date(2027, 5, 12)
WORDS: Final = "So that every child reads well."
TOPICS: Final = ("Oracy", "Early reading", "Coaching", "Attendance", "Maths talk", "Feedback")

PROPOSED: Final = [
    ("ask_for_proposals", "lena"), ("propose", "priya"), ("propose", "dan"), ("propose", "marta"),
]  # fmt: skip
VOTED: Final = [("open_vote", "lena"), ("vote", "priya"), ("vote", "marta"), ("vote", "carol")]
BOOK: Final = [
    ("add_note", "priya"), ("move", "asha"), ("answer_date", "marta"), ("hand_over", "lena"), *PROPOSED,
    ("merge_proposals", "lena"), ("propose", "carol"), ("propose", "marta"), ("withdraw_proposal", "carol"),
    ("postpone", "lena"), ("resume", "lena"), *VOTED, ("close_vote", "lena"), ("settle_tie", "lena"),
    ("ask_for_offers", "lena"), ("add_offering", "lena"), ("add_offering", "lena"),
    ("withdraw_offering", "lena"), ("change_offering", "tom"), ("offer_stall", "marta"),
    ("change_stall", "marta"), ("publish_programme", "lena"), ("sign_up", "sam"), ("sign_up", "dan"),
    ("sign_up", "lena"), ("give_up_place", "sam"), ("apologise", "dan"), ("hand_over", "lena"),
    ("took_place", ""), ("keep_register", "asha"), ("keep_stall", "marta"), ("evaluate", "lena"),
    ("ask_for_action", "lena"), ("go_on_to_actions", "lena"), ("look_back", "lena"),
]  # fmt: skip
"""How a session goes by the book, with a tie, and who does it."""


def planning(**changes: Any) -> PlanDetails:
    """A day in the summer term, unless `changes` say otherwise."""
    given: dict[str, Any] = {
        "on": IN_SUMMER, "starts": time(9), "ends": time(15, 30), "place": "Town Hall", "foci_wanted": 1,
    }  # fmt: skip
    return PlanDetails(**given | changes)


def plan(world: World, who: str = "asha", **changes: Any) -> TrustSession:
    """Somebody plans a session; in the caller's transaction."""
    return plan_session(planning(**changes), world.person(who))


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date


def _session(book: Book) -> TrustSession | None:
    return book.case if isinstance(book.case, TrustSession) else None


def _moved(book: Book) -> MoveDetails:
    return MoveDetails(
        on=date(2027, 6, 16), starts=time(9), ends=time(15), place="The arena", reason=WORDS
    )  # fmt: skip


def _proposal(book: Book) -> ProposalDetails:
    session = _session(book)
    known = {one.title for one in session.proposed} if session else set()
    return ProposalDetails(title=next((one for one in TOPICS if one not in known), "Another one"), why=WORDS)


def _proposals(book: Book) -> list[int]:
    session = _session(book)
    return [one.id for one in standing(session)] if session else []


def _one_of(book: Book, school: str) -> int:
    session = _session(book)
    found = (
        [one for one in standing(session) if one.school_id == book.world.schools[school]] if session else []
    )
    return found[0].id if found else next(iter(_proposals(book)), 1)


def _merging(book: Book) -> MergeDetails:
    """The newest goes into the oldest."""
    going, staying = (_proposals(book) or [1])[-1], (_proposals(book) or [2])[0]
    return MergeDetails(
        proposal_id=going, into_id=staying if staying != going else staying + 1, reason=WORDS
    )  # fmt: skip


def _vote(book: Book) -> VoteDetails:
    """Whichever school has not voted chooses another proposal, so that it ends in a tie."""
    session = _session(book)
    options = _proposals(book) or [1]
    left = session.schools_to_vote_ids if session else ()
    school = left[0] if left else book.world.schools["saltmarsh"]
    return VoteDetails(school_id=school, choices=(options[len(left) % len(options)],))


def _tied(book: Book) -> TieDetails:
    session = _session(book)
    count = session.vote.published if session and session.vote else None
    return TieDetails(proposal_ids=count.tied[: count.left] if count and count.tied else (1,), reason=WORDS)


def _heir(book: Book) -> HandOver:
    session = _session(book)
    lena, asha = book.world.people["lena"], book.world.people["asha"]
    return HandOver(coordinator_id=asha if session and session.coordinator_id == lena else lena)


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    PlanDetails: lambda b: planning(),
    PlanWithoutVote: lambda b: PlanWithoutVote(
        on=IN_SUMMER, starts=time(9), ends=time(12), place="Hall", own_words="Oracy", reason=WORDS
    ),
    MoveDetails: _moved,
    ProposalDetails: _proposal,
    ProposalChosen: lambda b: ProposalChosen(proposal_id=_one_of(b, "cliff_view")),
    MergeDetails: _merging,
    Decision: lambda b: Decision(own_words="Oracy", reason=WORDS),
    VoteDetails: _vote,
    TieDetails: _tied,
    OffersWanted: lambda b: OffersWanted(offers_wanted=WORDS),
    EvaluationDetails: lambda b: EvaluationDetails(learned=WORDS, next_time=WORDS),
    LookBackDetails: lambda b: LookBackDetails(changed=WORDS),
    HandOver: _heir,
}


def another_school(world: World, number: int) -> tuple[int, str]:
    """One more school with a head of its own: its id, and the head's name in `World.people`."""
    name = f"head{number}"
    school = School(
        trust_id=world.trust_id, owner_id=world.trust_id, name=f"School {number}", urn=f"9{number:05d}"
    )
    db.session.add(school)
    db.session.flush()
    head = Person(
        trust_id=world.trust_id, name=f"Head{number} Harbour", email=f"{name}@harbour.example",
        school_id=school.id,
    )  # fmt: skip
    db.session.add(head)
    db.session.flush()
    appoint(head, "head", school.id)
    world.people[name] = head.id
    return school.id, name
