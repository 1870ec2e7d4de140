"""Who comes, who was there and who sent apologies; and of whom a word is due to their head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sqlalchemy import select

from workflows.database import db
from workflows.dates.model import Answer, Attendance
from workflows.forums import Forum
from workflows.forums.missed import Held, told_of_missing
from workflows.meetings.flow import MeetingFlow as Flow
from workflows.meetings.model import Meeting
from workflows.places import Place
from workflows.sign_ups.model import CheckIn
from workflows.sign_ups.queries import Line, Mark
from workflows.sign_ups.queries import register_of as lines_of

LOOKED_BACK: Final = 12
"""So many meetings say who has missed some in a row."""
_TOOK_PLACE: Final = [state.name for state in (*Flow.afterwards.members, Flow.closed)]


@dataclass(frozen=True)
class Expected:
    """Somebody who is expected at a meeting."""

    line: Line
    #: to the invitation; none where nobody has asked them
    answer: Answer | None

    @property
    def is_here(self) -> bool:
        return self.line.mark is Mark.HERE

    @property
    def has_apologised(self) -> bool:
        """They have said so in words, or No to the invitation."""
        return not self.is_here and (self.line.mark is Mark.EXCUSED or self.answer is Answer.NO)


@dataclass(frozen=True)
class Register:
    """Everybody who is expected, by school and name, and schools from which nobody was there."""

    people: tuple[Expected, ...] = ()
    missing_schools: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether it is known of anybody that they were there."""
        return any(one.is_here for one in self.people)

    @property
    def present(self) -> list[Line]:
        return [one.line for one in self.people if one.is_here]

    @property
    def apologies(self) -> list[Line]:
        return [one.line for one in self.people if one.has_apologised]

    def by_school(self) -> Iterator[tuple[str, list[Expected]]]:
        """The people of each school."""
        for school, people in groupby(self.people, key=lambda one: one.line.school):
            yield school, list(people)


def register_of(meeting: Meeting) -> Register:
    """The register of a meeting as it is now."""
    asked = select(Attendance.person_id, Attendance.answer).where(
        Attendance.entry_id == meeting.entry_id, Attendance.removed_at.is_(None)
    )
    answers: dict[int, Answer] = dict(db.session.execute(asked).all())
    lines = sorted(lines_of(meeting), key=lambda one: (not one.school, one.school, one.name))
    people = tuple(Expected(one, answers.get(one.person_id)) for one in lines)
    here = {one.line.school for one in people if one.is_here}
    return Register(people, tuple(name for name in _schools(meeting) if name not in here))


def _schools(meeting: Meeting) -> Iterator[str]:
    ids = meeting.expected_school_ids()
    yield from db.session.scalars(select(Place.name).where(Place.id.in_(ids)).order_by(Place.name))


def settle(meeting: Meeting) -> None:
    """The attendance is settled: heads of schools that have missed two in a row get a word, nobody else."""
    held = list(_held(meeting))
    if isinstance(meeting.group, Forum) and held and held[0].attended:
        told_of_missing(meeting.group, held)


def _held(meeting: Meeting) -> Iterator[Held]:
    """This meeting and those before it of which it is known who was there, the latest first."""
    before = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.group_id == meeting.group_id,
            Meeting.starts_at <= meeting.starts_at,
            Meeting.state.in_(_TOOK_PLACE),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(LOOKED_BACK)
    ).all()
    for one in before:
        schools = frozenset(
            school_id
            for school_id in db.session.scalars(select(CheckIn.school_id).where(CheckIn.case_id == one.id))
            if school_id is not None
        )
        if schools or one.id == meeting.id:
            yield Held(one.on, schools)
