"""A pairing in tests: how one begins, goes by the book, and what a sensible pair would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Final, Protocol
from uuid import uuid4

from tests.world import World
from workflows.cases import Case
from workflows.database import db
from workflows.details import Details
from workflows.openings import Opening, OpeningDetails
from workflows.pairings import Pairing
from workflows.pairings.details import (
    AboutSession,
    AskDetails,
    ChooseDetails,
    ClosingDetails,
    ContractDetails,
    Frequency,
    ProposeDetails,
    Rating,
    RatingDetails,
    ReflectionDetails,
    ReviewDetails,
    SessionLog,
    SessionMove,
    SessionPlan,
    ShareDetails,
    ShareEnd,
    StepDone,
    Way,
)
from workflows.pairings.looking_back import standing_shares
from workflows.pairings.model import MentorProfile
from workflows.people import Person, appoint
from workflows.perform import open_case

PRIVATE: Final = "Quince marmalade, said the heron, and folded the timetable into a boat."
"""What people write in private in every test: nothing that is kept or printed may ever hold it unsealed."""

SIGNED: Final = [
    ("propose", "asha"), ("accept", "sam"), ("accept", "tom"),
    ("write_contract", "tom"), ("sign", "sam"), ("sign", "tom"),
]  # fmt: skip
BOOK: Final = [
    ("choose", "sam"), ("decline", "tom"), *SIGNED[:3], ("pause", "sam"), ("resume", "tom"), *SIGNED[3:],
    ("plan_first", "tom"), ("answer_date", "sam"), ("move_session", "sam"), ("log_session", "tom"),
    ("share", "sam"), ("rate_goals", "sam"), ("begin_review", "tom"), ("write_review", "sam"),
    ("propose_coaching", "tom"), ("confirm_coaching", "sam"), ("confirm_coaching", "tom"),
    ("log_session", "sam"), ("add_reflection", "tom"), ("begin_review", "sam"), ("write_review", "tom"),
    ("agree_review", "sam"), ("agree_review", "tom"), ("leave", "tom"), ("new_mentor", "sam"),
    *SIGNED, ("log_first", "tom"), ("leave", "sam"), ("close", "tom"),
]  # fmt: skip
"""How a pairing goes by the book, and who does it."""


def offer_to_mentor(world: World, *names: str, cap: int = 3) -> None:
    """Let these people offer to be mentors on any weekday."""
    for name in names:
        person = world.person(name)
        db.session.add(
            MentorProfile(
                trust_id=person.trust_id, person_id=person.id, cap=cap, free_on=[0, 1, 2, 3, 4], about=""
            )
        )
    db.session.flush()


def newcomer(like: Person) -> Person:
    """Somebody who begins at the same school today."""
    person = Person(
        trust_id=like.trust_id, name=like.name, email=f"{uuid4()}@new.example", school_id=like.school_id
    )
    db.session.add(person)
    db.session.flush()
    appoint(person, "staff", like.school_id or like.trust_id)
    return person


def ask_for_mentor(world: World, who: str = "sam") -> Pairing:
    """Somebody asks for a mentor; in the caller's transaction."""
    person = world.person(who)
    pairing = Pairing(
        title=f"Mentoring for {person.name}", mentee_id=person.id, mentee_school_id=person.school_id
    )
    details = AskDetails(focus_area_ids=(world.focus_area_id,), hopes="Calmer lessons.", free_on=(0, 2, 4))
    return open_case(pairing, "ask", person, details)


def second_administrator(world: World) -> Person:
    """Bea, who looks after the trust as Ada does."""
    bea = Person(trust_id=world.trust_id, name="Bea Harbour", email=f"{uuid4()}@new.example")
    db.session.add(bea)
    db.session.flush()
    appoint(bea, "administrator", world.trust_id)
    world.people["bea"] = bea.id
    return bea


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date

    @property
    def school_day(self) -> date: ...


def _session_id(book: Book) -> int:
    planned = book.case.planned if isinstance(book.case, Pairing) else []
    return planned[0].id if planned else 0


def _ratings(book: Book) -> tuple[Rating, ...]:
    goals = book.case.goals if isinstance(book.case, Pairing) else []
    found = tuple(Rating(goal_id=goal.id, rating=4) for goal in goals if goal.ended_on is None)
    return found or (Rating(goal_id=1, rating=4),)


def _note_id(book: Book) -> int:
    sessions = book.case.sessions if isinstance(book.case, Pairing) else []
    return next((note.id for session in sessions for note in session.logs), 1)


def _share_id(book: Book) -> int:
    shares = standing_shares(book.case) if isinstance(book.case, Pairing) else []
    return shares[0].id if shares else 1


def _step_id(book: Book) -> int:
    steps = book.case.steps if isinstance(book.case, Pairing) else []
    return steps[-1].id if steps else 1


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    AskDetails: lambda b: AskDetails(
        focus_area_ids=(b.world.focus_area_id,), hopes="Calmer lessons.", free_on=(0, 2)
    ),
    ChooseDetails: lambda b: ChooseDetails(mentor_id=b.world.people["tom"]),
    ProposeDetails: lambda b: ProposeDetails(mentor_id=b.world.people["tom"]),
    ContractDetails: lambda b: ContractDetails(
        frequency=Frequency.FORTNIGHTLY,
        minutes=60,
        way=Way.IN_PERSON,
        days=2,
        review_on=b.soon + timedelta(days=40),
        ends_on=b.soon + timedelta(days=200),
        confidentiality=PRIVATE,
        goals=(f"Goal: {PRIVATE}", f"Second goal: {PRIVATE}"),
    ),
    SessionPlan: lambda b: SessionPlan(on=b.school_day, starts=time(15, 30), ends=time(16, 30)),
    SessionMove: lambda b: SessionMove(
        session_id=_session_id(b) or 1, on=b.school_day, starts=time(14), ends=time(15)
    ),
    AboutSession: lambda b: AboutSession(session_id=_session_id(b) or 1),
    SessionLog: lambda b: SessionLog(
        session_id=_session_id(b) or None,
        held_on=b.today,
        minutes=50,
        way=Way.ONLINE,
        focus=PRIVATE,
        observed=PRIVATE,
        action_step=PRIVATE,
        goal=PRIVATE,
        will=PRIVATE,
    ),
    StepDone: lambda b: StepDone(step_id=_step_id(b)),
    RatingDetails: lambda b: RatingDetails(ratings=_ratings(b)),
    ReviewDetails: lambda b: ReviewDetails(
        going_well=PRIVATE,
        to_change=PRIVATE,
        ratings=_ratings(b),
        next_review_on=b.soon + timedelta(days=80),
        ends_on=b.soon + timedelta(days=200),
    ),
    ReflectionDetails: lambda b: ReflectionDetails(text=PRIVATE),
    ClosingDetails: lambda b: ClosingDetails(gained=PRIVATE),
    ShareDetails: lambda b: ShareDetails(log_id=_note_id(b), person_id=b.world.people["priya"]),
    ShareEnd: lambda b: ShareEnd(share_id=_share_id(b)),
    OpeningDetails: lambda b: OpeningDetails(
        pairing_id=b.case.pairing_id if isinstance(b.case, Opening) else b.case.id,
        reason="A court has asked for it.",
    ),
}
"""Sound details for each step of a pairing."""
