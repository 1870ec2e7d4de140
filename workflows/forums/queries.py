"""Reads one forum with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from workflows.case_history import CaseFile, around, history_of
from workflows.database import db
from workflows.forums.effects import OPEN
from workflows.forums.flow import central_team, chair, proposer
from workflows.forums.members import FromSchool, by_school
from workflows.forums.model import Forum
from workflows.meetings.of_groups import GroupMeetings, meetings_of
from workflows.people import Post


@dataclass(frozen=True, kw_only=True)
class ForumFile(CaseFile):
    """A forum and everything around it that its page shows; read once, nothing is fetched later."""

    #: every open school with those who come from it
    by_school: tuple[FromSchool, ...]
    meetings: GroupMeetings
    #: groups whose decisions come to this one's meetings, by name
    hears_from: tuple[Forum, ...]

    @property
    def coming(self) -> list[FromSchool]:
        """Schools from which somebody comes, and the central team's."""
        return [one for one in self.by_school if one.members]

    @property
    def missing(self) -> list[FromSchool]:
        """Schools from which nobody comes yet."""
        return [one for one in self.by_school if not one.members]

    @property
    def member_ids(self) -> frozenset[int]:
        """Everybody who belongs to it."""
        return frozenset(one.person_id for school in self.by_school for one in school.members)


def find(reference: str) -> Forum | None:
    """The forum of this reference in the trust; says nothing about who may see it."""
    statement = (
        select(Forum)
        .where(Forum.reference == reference)
        .options(joinedload(Forum.focus_area), joinedload(Forum.reports_to))
    )
    return db.session.scalars(statement).one_or_none()


def open_file(forum: Forum, posts: frozenset[Post]) -> ForumFile:
    """Read all that is around a forum, as somebody with these posts may know it."""
    shown = [post for role in (chair, proposer, central_team) if (post := role.post(forum))]
    below = select(Forum).where(Forum.reports_to_id == forum.id, Forum.state.in_(OPEN))
    return ForumFile(
        **around(forum, shown, posts),
        history=history_of(forum.id),
        by_school=tuple(by_school(forum)),
        meetings=meetings_of(forum.id),
        hears_from=tuple(db.session.scalars(below.order_by(Forum.title, Forum.id))),
    )
