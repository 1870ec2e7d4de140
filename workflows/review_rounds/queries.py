"""Reads one round with all that its page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from workflows.case_history import (
    CaseFile,
    around,
    history_of,
)
from workflows.database import db
from workflows.giving import FocusArea
from workflows.peer_reviews.model import PeerReview, ReviewTraining
from workflows.people import Person, Post
from workflows.review_rounds.flow import PLANNERS
from workflows.review_rounds.model import PlanRun, ReviewAbsence, ReviewRound, RoundDecision, RoundHost


@dataclass(frozen=True, kw_only=True)
class RoundFile(CaseFile):
    """A round and everything around it that its page shows; read once, nothing is fetched later."""

    round: ReviewRound
    hosts: Sequence[RoundHost]
    decisions: Sequence[RoundDecision]
    #: who is away while visits can be
    absences: Sequence[ReviewAbsence]
    #: newest first
    runs: Sequence[PlanRun]
    #: those that were opened out of it: reference, title, state and first day
    reviews: Sequence[Any]
    names_of_foci: Mapping[int, str]
    #: how many people are trained to review, and to lead
    trained: int
    leads: int

    def foci_of(self, host: RoundHost) -> list[str]:
        """What the visit to a school is about, by name."""
        return [self.names_of_foci[one] for one in host.foci]

    @property
    def made(self) -> list[PlanRun]:
        """The plans that there are to choose from, newest first."""
        return [run for run in self.runs if run.is_done]


def find(reference: str) -> ReviewRound | None:
    """The round of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(ReviewRound)
        .where(ReviewRound.reference == reference)
        .options(
            selectinload(ReviewRound.hosts).joinedload(RoundHost.school),
            selectinload(ReviewRound.decisions).options(
                joinedload(RoundDecision.school), joinedload(RoundDecision.person)
            ),
            selectinload(ReviewRound.runs).joinedload(PlanRun.asked_by),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def open_file(round_: ReviewRound, posts: frozenset[Post]) -> RoundFile:
    """Read all that is around a round."""
    shown = [post for role in PLANNERS if (post := role.post(round_))]
    trained = [lead for _, lead in _trained()]
    return RoundFile(
        **around(round_, shown, posts),
        round=round_,
        history=history_of(round_.id),
        hosts=sorted(round_.hosts, key=lambda host: (host.school.name, host.school_id)),
        decisions=sorted(round_.decisions, key=lambda one: (one.school.name, one.id)),
        absences=absences_in(round_.starts_on, round_.ends_on),
        runs=list(reversed(round_.runs)),
        reviews=_reviews(round_),
        names_of_foci=_names_of_foci(round_),
        trained=len(trained),
        leads=sum(trained),
    )


def absences_in(first: date, last: date) -> Sequence[ReviewAbsence]:
    """Who is away on any of these days, earliest first."""
    statement = (
        select(ReviewAbsence)
        .where(ReviewAbsence.last >= first, ReviewAbsence.first <= last)
        .options(joinedload(ReviewAbsence.person).joinedload(Person.school))
        .order_by(ReviewAbsence.first, ReviewAbsence.id)
    )
    return db.session.scalars(statement).all()


def _trained() -> Sequence[Any]:
    return db.session.execute(
        select(ReviewTraining.person_id, ReviewTraining.can_lead)
        .join(Person, Person.id == ReviewTraining.person_id)
        .where(ReviewTraining.ended_on.is_(None), Person.left_on.is_(None), Person.school_id.is_not(None))
    ).all()


def _reviews(round_: ReviewRound) -> Sequence[Any]:
    return db.session.execute(
        select(PeerReview.reference, PeerReview.title, PeerReview.state, PeerReview.visit_starts_on)
        .where(PeerReview.round_id == round_.id)
        .order_by(PeerReview.visit_starts_on, PeerReview.id)
    ).all()


def _names_of_foci(round_: ReviewRound) -> dict[int, str]:
    wanted = {area for host in round_.hosts for area in host.foci}
    rows = db.session.execute(select(FocusArea.id, FocusArea.name).where(FocusArea.id.in_(wanted)))
    return {row.id: row.name for row in rows}
