"""Reads one session with all that its page shows, and the sessions of a year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from workflows import ballots
from workflows.actions import AgreedAction, agreed_out_of
from workflows.ballots import Checked, Count, Vote, Voter
from workflows.case_history import CaseFile, around, history_of
from workflows.database import db
from workflows.events import Event
from workflows.people import Post
from workflows.places import School
from workflows.sign_ups.steps import BESIDE
from workflows.trust_sessions.choosing import schools_spoken_for
from workflows.trust_sessions.flow import central_team, coordinator, heads
from workflows.trust_sessions.model import TERMS, Proposal, TermOfYear, TrustSession


@dataclass(frozen=True, kw_only=True)
class SessionFile(CaseFile):
    """A session and everything around it that its page shows; read once, nothing is fetched later."""

    session: TrustSession
    #: names of the schools with a vote, by id
    schools: dict[int, str]
    #: those of them that the reader speaks for
    own_schools: tuple[int, ...]
    voters: tuple[Voter, ...]
    #: what was published of the vote, and whether it still holds
    count: Count | None
    checked: Checked | None
    actions: tuple[AgreedAction, ...]

    @property
    def waiting(self) -> list[str]:
        """The schools that have not voted, by name."""
        voted = {one.school_id for one in self.voters}
        return sorted(name for one, name in self.schools.items() if one not in voted)

    @property
    def own_to_vote(self) -> list[int]:
        """The reader's schools that have not voted."""
        voted = {one.school_id for one in self.voters}
        return [one for one in self.own_schools if one not in voted]

    @property
    def own_votes(self) -> list[Voter]:
        """Who has voted for the reader's schools."""
        return [one for one in self.voters if one.school_id in self.own_schools]


def find(reference: str) -> TrustSession | None:
    """The session of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(TrustSession)
        .where(TrustSession.reference == reference)
        .options(
            joinedload(TrustSession.coordinator),
            joinedload(TrustSession.entry),
            selectinload(TrustSession.proposed).options(
                joinedload(Proposal.school), joinedload(Proposal.proposed_by)
            ),
            selectinload(TrustSession.foci),
            selectinload(TrustSession.vote)
            .selectinload(Vote.voters)
            .options(joinedload(Voter.school), joinedload(Voter.person)),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def open_file(session: TrustSession, posts: frozenset[Post]) -> SessionFile:
    """Read all that is around a session, as somebody with these posts may know it.

    Its history leaves out who signed up: lists say that.
    """
    shown = [post for role in (coordinator, central_team, heads) for post in role.posts(session)]
    vote = session.vote
    is_closed = vote is not None and vote.closed_at is not None
    told = Event.kind.not_in(sorted(BESIDE - {"offer_stall"}))
    return SessionFile(
        **around(session, shown, posts),
        history=history_of(session.id, told),
        session=session,
        schools=_names(session.voting_school_ids),
        own_schools=tuple(schools_spoken_for(session, posts)),
        voters=tuple(vote.voters) if vote else (),
        count=vote.published if vote else None,
        checked=ballots.check(vote) if vote is not None and is_closed else None,
        actions=agreed_out_of(session.id),
    )


def _names(ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(School.id, School.name).where(School.id.in_(list(ids))).order_by(School.name)
    )
    return {row.id: row.name for row in rows}


def sessions_of(year: int) -> dict[TermOfYear, TrustSession | None]:
    """The session of each term of an academic year; None where a term has none yet."""
    found = db.session.scalars(
        select(TrustSession)
        .where(TrustSession.year == year, TrustSession.called_off_at.is_(None))
        .options(selectinload(TrustSession.foci), joinedload(TrustSession.coordinator))
    )
    by_term = {one.term: one for one in found}
    return {term: by_term.get(term) for term in TERMS}


def called_off_in(year: int) -> list[TrustSession]:
    """The sessions of an academic year that were called off."""
    return list(
        db.session.scalars(
            select(TrustSession)
            .where(TrustSession.year == year, TrustSession.called_off_at.is_not(None))
            .order_by(TrustSession.starts_at)
        )
    )


def years_with_sessions() -> list[int]:
    """The academic years that have any, newest first."""
    return list(db.session.scalars(select(TrustSession.year).distinct().order_by(TrustSession.year.desc())))
