"""Reads one support request, with all that its page shows, in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from workflows.actions import AgreedAction, agreed_out_of
from workflows.case_history import (
    CaseFile,
    around,
    history_of,
)
from workflows.clock import today
from workflows.database import db
from workflows.giving import Allowance, FocusArea, taken_days
from workflows.people import Person, Post
from workflows.perform import may
from workflows.places import Trust
from workflows.school_calendar import academic_year
from workflows.support_requests.flow import (
    PEOPLE,
    SupportRequestFlow,
    colleague,
    receiving_delegate,
    receiving_governors,
)
from workflows.support_requests.model import Offer, SuccessMeasure, SupportRequest, SupportVisit
from workflows.visibility import may_see

ASKING = frozenset({"finding", "waiting", "offered"})
"""States in which the page shows who has been asked."""


@dataclass(frozen=True)
class GiverDays:
    """What a giver may give in this academic year, and what is left of it."""

    allowed: float
    left: float


@dataclass(frozen=True, kw_only=True)
class RequestFile(CaseFile):
    """A request and everything around it that its page shows; read once, nothing is fetched later."""

    request: SupportRequest
    actions: tuple[AgreedAction, ...] = ()
    giver_days: GiverDays | None = None


def find(reference: str) -> SupportRequest | None:
    """The request of this reference in the trust, with its schools, giver, focus and plan.

    Says nothing about who may see it: ask `workflows.visibility`.
    """
    statement = (
        select(SupportRequest)
        .where(SupportRequest.reference == reference)
        .options(
            joinedload(SupportRequest.receiving_school),
            joinedload(SupportRequest.giving_school),
            joinedload(SupportRequest.giver),
            joinedload(SupportRequest.focus_area).joinedload(FocusArea.parent),
            joinedload(SupportRequest.plan),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def find_visible(reference: str, posts: frozenset[Post]) -> SupportRequest | None:
    """The request of this reference if somebody with these posts may see it."""
    request = find(reference)
    return request if request is not None and may_see(request, posts) else None


def open_file(request: SupportRequest, posts: frozenset[Post]) -> RequestFile:
    """Read all that is around a request; what never happened to it is not asked for."""
    history = history_of(request.id)
    kinds = {one.kind for one in history}
    _load_parts(request, kinds)
    return RequestFile(
        **around(request, _posts(request), posts),
        request=request,
        history=history,
        actions=agreed_out_of(request.id) if "ask_for_action" in kinds else (),
        giver_days=days_of(request.giver_id, usual_days(request)) if request.giver_id else None,
    )


def _load_parts(request: SupportRequest, kinds: set[str]) -> None:
    """Fetch the collections that have something in them, one statement each; others are empty."""
    offers = select(Offer).options(joinedload(Offer.school), joinedload(Offer.person))
    visits = select(SupportVisit).options(
        joinedload(SupportVisit.recorded_by), joinedload(SupportVisit.entry)
    )
    wanted: dict[str, tuple[Any, set[str]]] = {
        "offers": (offers.order_by(Offer.id), {"offer"}),
        "measures": (select(SuccessMeasure).order_by(SuccessMeasure.position), {"propose_plan"}),
        "visits": (visits.order_by(SupportVisit.on, SupportVisit.id), {"plan_visit", "record_visit"}),
    }
    if request.state not in ASKING:
        del wanted["offers"]  # told by the timeline from then on
    for name, (statement, signs) in wanted.items():
        found: list[Any] = []
        if signs & kinds:
            found = list(db.session.scalars(statement.filter_by(request_id=request.id)))
        set_committed_value(request, name, found)


def _posts(request: SupportRequest) -> list[Post]:
    roles = (*PEOPLE, colleague, receiving_delegate, receiving_governors)
    return [post for role in roles if (post := role.post(request))]


def usual_days(request: SupportRequest) -> float:
    """The days in a year of whoever has no allowance of their own."""
    return db.session.get_one(Trust, request.trust_id).giving_days


def days_of(person_id: int, usual: float) -> GiverDays:
    """What a person may give this academic year, and has left of it."""
    return next(iter(days_of_all([person_id], usual).values()))


def days_of_all(people: Iterable[int], usual: float) -> dict[int, GiverDays]:
    """The same of several people, in one statement."""
    year = academic_year(today())
    allowed = (
        select(Allowance.days)
        .where(Allowance.person_id == Person.id, Allowance.year == year)
        .correlate(Person)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Person.id, allowed.label("allowed"), taken_days(year).label("taken")).where(
            Person.id.in_(list(people))
        )
    )
    found = {}
    for row in rows:
        days = usual if row.allowed is None else row.allowed
        found[row.id] = GiverDays(days, days - row.taken)
    return found


def schools_to_ask_for(posts: frozenset[Post]) -> list[int]:
    """The schools for which somebody with these posts may ask for support."""
    may_start = {"head", "delegate"}
    return sorted({post.place_id for post in posts if post.role in may_start})


def may_send(request: SupportRequest, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts sends the request themselves rather than asking their head to."""
    return may(request, SupportRequestFlow.submit, posts)


def released_summaries(posts: frozenset[Post]) -> Sequence[Any]:
    """What heads have released to the governors among these posts: reference, title, school, when."""
    schools = sorted(post.place_id for post in posts if post.role == receiving_governors.name)
    if not schools:
        return ()
    return db.session.execute(
        select(SupportRequest.reference, SupportRequest.title, SupportRequest.summary_released_at)
        .where(
            SupportRequest.receiving_school_id.in_(schools),
            SupportRequest.summary_released_at.is_not(None),
        )
        .order_by(SupportRequest.summary_released_at.desc(), SupportRequest.id.desc())
        .limit(200)
    ).all()
