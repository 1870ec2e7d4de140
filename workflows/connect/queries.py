"""Reads one connect session, with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflows.case_history import CaseFile, around, history_of
from workflows.connect.flow import HOSTING
from workflows.connect.model import ConnectSession
from workflows.database import db
from workflows.events import Event
from workflows.people import Person, Post
from workflows.sign_ups.details import Kind
from workflows.sign_ups.model import Offering
from workflows.sign_ups.steps import BESIDE


@dataclass(frozen=True, kw_only=True)
class ConnectFile(CaseFile):
    """A session and everything around it that its page shows, beside its sign-ups."""

    session: ConnectSession


def find(reference: str) -> ConnectSession | None:
    """The session of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(ConnectSession)
        .where(ConnectSession.reference == reference)
        .options(
            joinedload(ConnectSession.host).joinedload(Person.school),
            joinedload(ConnectSession.focus_area),
            joinedload(ConnectSession.entry),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def open_file(session: ConnectSession, posts: frozenset[Post]) -> ConnectFile:
    """Read all that is around a session. Its history leaves out who signed up: lists say that."""
    shown = [post for role in HOSTING if (post := role.post(session))]
    told = Event.kind.not_in(sorted(BESIDE - {"offer_stall"} | {"answer_date"}))
    return ConnectFile(**around(session, shown, posts), session=session, history=history_of(session.id, told))


def whole_of(session: ConnectSession) -> Offering:
    """What people sign up for: the whole of the session."""
    whole = select(Offering).where(Offering.case_id == session.id, Offering.kind == Kind.WHOLE)
    return db.session.scalars(whole).one()
