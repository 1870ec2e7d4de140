"""Reads one hub with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflows.administration.lists import Member, members
from workflows.case_history import CaseFile, around, history_of
from workflows.clock import today
from workflows.database import db
from workflows.hubs.flow import KEEPING
from workflows.hubs.model import HubCase
from workflows.meetings.of_groups import GroupMeetings, meetings_of
from workflows.people import Post


@dataclass(frozen=True, kw_only=True)
class HubFile(CaseFile):
    """A hub and everything around it that its page shows; read once, nothing is fetched later."""

    #: the schools that are in it, are to join, or were in it
    members: tuple[Member, ...]
    meetings: GroupMeetings

    @property
    def here(self) -> list[Member]:
        """Those that are in it today, or join on a day to come."""
        return [one for one in self.members if one.ends_on is None or one.ends_on > today()]

    @property
    def gone(self) -> list[Member]:
        """Those that were in it once."""
        return [one for one in self.members if one.ends_on is not None and one.ends_on <= today()]


def find(reference: str) -> HubCase | None:
    """The hub of this reference in the trust; says nothing about who may see it."""
    statement = select(HubCase).where(HubCase.reference == reference).options(joinedload(HubCase.hub))
    return db.session.scalars(statement).one_or_none()


def open_file(case: HubCase, posts: frozenset[Post]) -> HubFile:
    """Read all that is around a hub, as somebody with these posts may know it."""
    shown = [post for role in KEEPING if (post := role.post(case))]
    return HubFile(
        **around(case, shown, posts),
        history=history_of(case.id),
        members=tuple(members(case.hub_id)),
        meetings=meetings_of(case.id),
    )
