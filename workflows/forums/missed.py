"""Two meetings missed: the head of that school is told, and nobody else.

No event is written and no page lists it: a word in good time, from nobody to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from workflows import messages
from workflows.clock import now
from workflows.database import db
from workflows.forums.members import members_of
from workflows.forums.model import Forum
from workflows.messages import Message, Reason
from workflows.people import Holder, Post, holders
from workflows.perform import lock
from workflows.places import School, Trust
from workflows.school_calendar import calendars

MISSED_TWICE: Final = "forums/missed_twice"
MEETINGS: Final = 2
"""So many in a row that somebody asks."""


@dataclass(frozen=True)
class Held:
    """A meeting that was held: its day, and the schools that were there."""

    on: date
    attended: frozenset[int]


def schools_missing(forum: Forum, held: Sequence[Held]) -> list[int]:
    """Schools whose members were at neither of the last two meetings; `held` has the latest first.

    Only schools that had a member on the day of a meeting have missed it, and each pair of misses counts
    once: somebody who misses a third is not told again, somebody who misses a fourth is.
    """
    missed: dict[int, int] = {}
    still = None
    for one in held:
        absent = _schools_with_member(forum, one.on) - one.attended
        still = absent if still is None else still & absent
        if not still:
            break
        for school_id in still:
            missed[school_id] = missed.get(school_id, 0) + 1
    return sorted(school_id for school_id, times in missed.items() if times % MEETINGS == 0)


def told_of_missing(forum: Forum, held: Sequence[Held]) -> list[int]:
    """Tell the heads of the schools that have missed two in a row, each once; gives the schools.

    Called once the attendance of the latest meeting is settled; called again, it tells nobody twice.
    """
    if len(held) < MEETINGS:
        return []
    lock(forum)
    schools = schools_missing(forum, held)
    rows = list(_rows(forum, schools, [one.on for one in held[:MEETINGS]]))
    known = set(
        db.session.scalars(
            select(Message.dedupe_key).where(Message.dedupe_key.in_([row["dedupe_key"] for row in rows]))
        )
    )
    new = [row for row in rows if row["dedupe_key"] not in known]
    if new:
        db.session.connection().execute(messages.INSERT, new)
    return schools


def _rows(forum: Forum, schools: list[int], days: list[date]) -> Iterator[dict[str, Any]]:
    posts = {school_id: Post("head", school_id) for school_id in schools}
    heads = holders(posts.values())
    for school_id, post in posts.items():
        for head in heads[post]:
            yield _message(forum, head, db.session.get_one(School, school_id), days)


def _message(forum: Forum, head: Holder, school: School, days: list[date]) -> dict[str, Any]:
    at = now()
    known = calendars(db.session.get_one(Trust, forum.trust_id))
    return messages.row(
        head,
        trust_id=forum.trust_id,
        kind=MISSED_TWICE,
        reason=Reason.TOLD,
        key=f"missed:{forum.id}:{school.id}:{max(days).isoformat()}",
        created_at=at,
        send_after=messages.next_open_moment(at, head, known),
        case_id=forum.id,
        facts={
            "school": school.name,
            "days": sorted(day.isoformat() for day in days),
            "comes": sorted(one.name for one in members_of(forum) if one.school_id == school.id),
        },
    )


def _schools_with_member(forum: Forum, on: date) -> frozenset[int]:
    return frozenset(one.school_id for one in members_of(forum, on) if one.school_id is not None)
