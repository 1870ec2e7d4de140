"""Reads one pairing with all that its page shows: everything for its two people, an outline for others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from workflows.case_history import (
    CaseFile,
    Happening,
    around,
    history_of,
)
from workflows.clock import today
from workflows.database import db
from workflows.dates.model import Attendance, CalendarEntry
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.flow import coordinator, mentee, mentor
from workflows.pairings.model import Pairing, PairingSession, SessionStatus
from workflows.pairings.private import is_of_pair
from workflows.pairings.reading import Private, read_private
from workflows.pairings.sessions import MEET_WITHIN
from workflows.people import Post
from workflows.places import Trust
from workflows.school_calendar import SchoolCalendar, calendars
from workflows.visibility import may_see

LET_GO: Final = frozenset({"decline", "propose_another", "withdraw", "new_mentor"})
"""With these a mentor goes: what was before is not for the next one."""
OUTLINE_KINDS: Final = frozenset(
    {
        "ask", "ask_for", "edit", "choose", "propose", "take_on", "accept", "sign", "plan_first",
        "plan_session", "move_session", "call_off_session", "confirm_session", "miss_session", "log_first",
        "log_session", "begin_review", "agree_review", "propose_coaching", "confirm_coaching",
        "stay_mentoring", "pause", "resume", "leave", "close", "close_quietly", "end_for_them", *LET_GO,
    }
)  # fmt: skip
"""What those who see the outline learn of: where it stands, and which sessions took place."""
OUTLINE_WORDS: Final = frozenset({"on", "held_on", "was_on", "mentor", "reason", "look_again_on", "mode"})
"""What they learn of each of these."""
MEETING: Final = tuple(state.name for state in Flow.together.members)
"""States in which the two are expected to meet."""
LONGEST_SILENCE: Final = 200
"""Days that six school weeks can take at the very most."""


@dataclass(frozen=True, kw_only=True)
class PairingFile(CaseFile):
    """A pairing as one reader sees it; read once, nothing is fetched later."""

    pairing: Pairing
    #: newest first, as far as the reader may know of them
    sessions: tuple[PairingSession, ...]
    #: what the two have written for each other alone; none for everybody else
    private: Private | None = None
    #: no session for six school weeks
    is_quiet: bool = False
    moves: tuple[Happening, ...] = field(default=())

    @property
    def held(self) -> list[PairingSession]:
        return [one for one in self.sessions if one.status is SessionStatus.HELD]

    @property
    def minutes(self) -> int:
        """How long the sessions took that are counted here."""
        return sum(one.minutes or 0 for one in self.held)


def find(reference: str) -> Pairing | None:
    """The pairing of this reference in the trust, with its people, schools, contract and areas.

    Says nothing about who may see it: ask `workflows.visibility`.
    """
    statement = (
        select(Pairing)
        .where(Pairing.reference == reference)
        .options(
            joinedload(Pairing.mentee),
            joinedload(Pairing.mentor),
            joinedload(Pairing.mentee_school),
            joinedload(Pairing.mentor_school),
            joinedload(Pairing.contract),
            joinedload(Pairing.focus_areas),
        )
    )
    return db.session.scalars(statement).unique().one_or_none()


def find_visible(reference: str, posts: frozenset[Post]) -> Pairing | None:
    """The pairing of this reference if somebody with these posts may see it."""
    pairing = find(reference)
    return pairing if pairing is not None and may_see(pairing, posts) else None


def open_file(pairing: Pairing, person_id: int, posts: frozenset[Post]) -> PairingFile:
    """Read all that this person may know of a pairing; what never happened to it is not asked for."""
    history = history_of(pairing.id)
    kinds = {one.kind for one in history}
    load_sessions(pairing, kinds)
    return PairingFile(
        **around(pairing, _posts(pairing), posts),
        pairing=pairing,
        history=tuple(_shown(history, pairing, person_id)),
        sessions=tuple(reversed(_sessions(pairing, person_id))),
        private=read_private(pairing, person_id, kinds) if is_of_pair(pairing, person_id) else None,
        is_quiet=is_quiet(pairing),
        moves=tuple(one for one in history if one.from_state != one.to_state),
    )


def load_sessions(pairing: Pairing, kinds: set[str]) -> None:
    """Fetch the sessions with their dates, unless there has never been one."""
    found: list[PairingSession] = []
    if kinds & {"plan_first", "plan_session", "log_first", "log_session"}:
        statement = (
            select(PairingSession)
            .where(PairingSession.pairing_id == pairing.id)
            .options(
                joinedload(PairingSession.entry)
                .selectinload(CalendarEntry.attendances)
                .joinedload(Attendance.person)
            )
            .order_by(PairingSession.on, PairingSession.id)
        )
        found = list(db.session.scalars(statement))
    set_committed_value(pairing, "sessions", found)


def _sessions(pairing: Pairing, person_id: int) -> list[PairingSession]:
    """A mentor sees those that are theirs; of the others, everybody here may know when they were."""
    return pairing.with_this_mentor if person_id == pairing.mentor_id else pairing.sessions


def _posts(pairing: Pairing) -> list[Post]:
    return [post for role in (mentee, mentor, coordinator) if (post := role.post(pairing))]


# What happened, as far as the reader may know


def _shown(
    history: tuple[Happening, ...], pairing: Pairing, person_id: int
) -> Iterator[Happening]:  # fmt: skip
    """All of it for the mentee, for the mentor all since they came, and otherwise its outline."""
    knows_all = is_of_pair(pairing, person_id)
    for one in history:
        if one.kind in LET_GO and person_id != pairing.mentee_id:
            knows_all = False
        if knows_all:
            yield one
        elif one.kind in OUTLINE_KINDS:
            yield _in_outline(one)


def in_outline_for(happenings: tuple[Happening, ...], pairing: Pairing, person_id: int) -> list[Happening]:
    """The same of the events that somebody has not seen yet."""
    return list(_shown(happenings, pairing, person_id))


def _in_outline(one: Happening) -> Happening:
    known: dict[str, Any] = {name: value for name, value in one.details.items() if name in OUTLINE_WORDS}
    return Happening(
        one.kind, one.at, one.by, one.by_id, one.acting_as, one.from_state, one.to_state, known
    )  # fmt: skip


# Six school weeks


def is_quiet(pairing: Pairing) -> bool:
    """Whether the two are expected to meet, and have not for six school weeks. Needs its sessions."""
    if pairing.state not in MEETING or pairing.contract is None:
        return False
    last = max((one.on for one in pairing.held), default=pairing.contract.signed_on)
    trust = db.session.get_one(Trust, pairing.trust_id)
    calendar = calendars(trust).of(pairing.mentor_school_id or pairing.trust_id)
    return last is not None and last <= quiet_until(calendar, today())


@lru_cache(maxsize=500)
def quiet_until(calendar: SchoolCalendar, on: date) -> date:
    """The last day from which six school weeks have passed by this day."""
    for days in range(MEET_WITHIN * 7, LONGEST_SILENCE):
        day = on - timedelta(days=days)
        if calendar.add_school_weeks(day, MEET_WITHIN) < on:
            return day
    return on - timedelta(days=LONGEST_SILENCE)
