"""The private words of a pairing as its two people read them: everything here is for one of the pair."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from workflows.database import db
from workflows.pairings.details import WORDS_OF, Mode
from workflows.pairings.model import (
    ActionStep,
    Pairing,
    PairingGoal,
    PairingReflection,
    PairingReview,
    PairingSession,
    SessionNote,
    Share,
)
from workflows.pairings.private import sessions_open_to, words
from workflows.people import Person

LOGGED: Final = frozenset({"log_first", "log_session"})


@dataclass(frozen=True)
class Goal:
    """A goal with how far it has come: pairs of a moment and a place on the scale, oldest first."""

    id: int
    text: str
    is_current: bool
    ratings: tuple[tuple[datetime, int], ...]

    @property
    def rating(self) -> int | None:
        return self.ratings[-1][1] if self.ratings else None


@dataclass(frozen=True)
class SharedWith:
    """Somebody who may read an entry of the log."""

    id: int
    name: str
    since: datetime


@dataclass(frozen=True)
class Entry:
    """What one of the two wrote of a session."""

    id: int
    author: str
    written_at: datetime
    mode: Mode
    #: the fields in which something was written, by name, in the order of its mode
    words: tuple[tuple[str, str], ...]
    shared_with: tuple[SharedWith, ...] = ()


@dataclass(frozen=True)
class Step:
    """What the mentee set out to do."""

    id: int
    text: str
    session_on: date
    done_at: datetime | None


@dataclass(frozen=True)
class Review:
    """A look back; `held_on` once both have agreed to it."""

    going_well: str
    to_change: str
    #: each goal in words, and how far it has come
    ratings: tuple[tuple[str, int], ...]
    next_review_on: date
    ends_on: date
    held_on: date | None
    by: str


@dataclass(frozen=True)
class Reflection:
    """What one of the two has learned."""

    text: str
    by: str
    is_own: bool
    is_shared: bool
    written_at: datetime


@dataclass(frozen=True)
class Private:
    """All that the two have written for each other, as far as it is the reader's to read."""

    confidentiality: str = ""
    goals: tuple[Goal, ...] = ()
    #: by session, oldest first
    entries: dict[int, tuple[Entry, ...]] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    #: newest first
    reviews: tuple[Review, ...] = ()
    reflections: tuple[Reflection, ...] = ()

    @property
    def current_goals(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.is_current]

    @property
    def open_steps(self) -> list[Step]:
        return [step for step in self.steps if step.done_at is None]

    @property
    def review_in_hand(self) -> Review | None:
        return next((one for one in self.reviews if one.held_on is None), None)


def read_private(pairing: Pairing, person_id: int, kinds: set[str]) -> Private:
    """What one of the pair may read; `kinds` are the events so far, so that nothing is asked for in vain."""
    goals = read_goals(pairing, person_id) if "write_contract" in kinds else ()
    is_logged = bool(kinds & LOGGED)
    return Private(
        confidentiality=words(pairing.id, pairing.contract) if pairing.contract else "",
        goals=goals,
        entries=_entries(pairing, person_id, has_shares="share" in kinds) if is_logged else {},
        steps=read_steps(pairing, person_id) if is_logged else (),
        reviews=_reviews(pairing, person_id, goals) if "write_review" in kinds else (),
        reflections=_reflections(pairing, person_id) if kinds & {"add_reflection", "close"} else (),
    )


def read_goals(pairing: Pairing, person_id: int) -> tuple[Goal, ...]:
    """The goals and their ratings: all for the mentee; for a mentor, those since the two signed."""
    contract = pairing.contract
    if person_id != pairing.mentee_id and contract is None:
        return ()
    since = contract.signed_on if contract and person_id != pairing.mentee_id else None
    rows = db.session.scalars(
        select(PairingGoal)
        .where(PairingGoal.pairing_id == pairing.id)
        .options(joinedload(PairingGoal.ratings))
        .order_by(PairingGoal.ended_on.is_not(None), PairingGoal.position, PairingGoal.id)
    ).unique()
    return tuple(
        Goal(row.id, words(pairing.id, row), row.ended_on is None, _ratings(row, since))
        for row in rows
        if row.ended_on is None or person_id == pairing.mentee_id
    )


def _ratings(goal: PairingGoal, since: date | None) -> tuple[tuple[datetime, int], ...]:
    return tuple((one.at, one.rating) for one in goal.ratings if since is None or one.at.date() >= since)


def _entries(pairing: Pairing, person_id: int, *, has_shares: bool) -> dict[int, tuple[Entry, ...]]:
    ids = [one.id for one in sessions_open_to(pairing, person_id)]
    shared = _shares(ids) if has_shares and person_id == pairing.mentee_id else {}
    rows = db.session.scalars(
        select(SessionNote)
        .where(SessionNote.session_id.in_(ids))
        .options(joinedload(SessionNote.author))
        .order_by(SessionNote.id)
    )
    found: dict[int, tuple[Entry, ...]] = {}
    for row in rows:
        entry = entry_of(pairing.id, row, shared.get(row.id, ()))
        found[row.session_id] = (*found.get(row.session_id, ()), entry)
    return found


def entry_of(pairing_id: int, note: SessionNote, shared_with: tuple[SharedWith, ...] = ()) -> Entry:
    """An entry in words; ask first whether whoever reads it may."""
    said: dict[str, Any] = words(pairing_id, note)
    written = tuple((name, said[name]) for name in WORDS_OF[note.mode] if said.get(name))
    return Entry(note.id, note.author.name, note.written_at, note.mode, written, shared_with)


def _shares(session_ids: list[int]) -> dict[int, tuple[SharedWith, ...]]:
    rows = db.session.execute(
        select(Share.note_id, Share.id, Person.name, Share.shared_at)
        .join(Person, Person.id == Share.person_id)
        .join(SessionNote, SessionNote.id == Share.note_id)
        .where(SessionNote.session_id.in_(session_ids), Share.ended_at.is_(None), Person.left_on.is_(None))
        .order_by(Share.id)
    )
    found: dict[int, tuple[SharedWith, ...]] = {}
    for note_id, share_id, name, since in rows:
        found[note_id] = (*found.get(note_id, ()), SharedWith(share_id, name, since))
    return found


def read_steps(pairing: Pairing, person_id: int) -> tuple[Step, ...]:
    """The action steps of the sessions that somebody may read of, newest first."""
    ids = [one.id for one in sessions_open_to(pairing, person_id)]
    rows = db.session.execute(
        select(ActionStep, PairingSession.on)
        .join(PairingSession, PairingSession.id == ActionStep.session_id)
        .where(ActionStep.session_id.in_(ids))
        .order_by(ActionStep.id.desc())
    )
    return tuple(Step(step.id, words(pairing.id, step), on, step.done_at) for step, on in rows)


def _reviews(pairing: Pairing, person_id: int, goals: tuple[Goal, ...]) -> tuple[Review, ...]:
    """A mentor reads those that they were part of."""
    statement = select(PairingReview, Person.name).join(Person, Person.id == PairingReview.author_id)
    statement = statement.where(PairingReview.pairing_id == pairing.id).order_by(PairingReview.id.desc())
    if person_id != pairing.mentee_id:
        statement = statement.where(PairingReview.mentor_id == person_id)
    known = {str(goal.id): goal.text for goal in goals}
    return tuple(
        _review(row, words(pairing.id, row), known, by) for row, by in db.session.execute(statement)
    )  # fmt: skip


def _review(row: PairingReview, said: dict[str, str], goals: dict[str, str], by: str) -> Review:
    rated = tuple((goals[goal_id], value) for goal_id, value in row.ratings.items() if goal_id in goals)
    return Review(
        said["going_well"],
        said["to_change"],
        rated,
        row.next_review_on,
        row.ends_on,
        row.held_on,
        by,
    )


def _reflections(pairing: Pairing, person_id: int) -> tuple[Reflection, ...]:
    """One's own; of the other one's, those that were meant to be read. An earlier mentor's: the mentee."""
    others: ColumnElement[bool] = PairingReflection.is_shared.is_(True)
    if person_id != pairing.mentee_id:
        others = others & (PairingReflection.author_id == pairing.mentee_id)
    rows = db.session.scalars(
        select(PairingReflection)
        .where(
            PairingReflection.pairing_id == pairing.id, or_(PairingReflection.author_id == person_id, others)
        )
        .options(joinedload(PairingReflection.author))
        .order_by(PairingReflection.id.desc())
    )
    return tuple(
        Reflection(
            words(pairing.id, row), row.author.name, row.author_id == person_id, row.is_shared, row.written_at
        )
        for row in rows
    )


# What is shared with somebody who is not of the pair


@dataclass(frozen=True)
class SharedEntry:
    """One entry, for the person to whom the mentee shows it."""

    entry: Entry
    by: str
    since: datetime


@dataclass(frozen=True)
class SharedLine:
    """That there is an entry to read, for a list."""

    id: int
    by: str
    since: datetime


def shared_entry(share_id: int, person_id: int) -> SharedEntry | None:
    """The entry that this share opens to this person, for as long as the mentee wants it."""
    row = db.session.execute(
        _standing(person_id)
        .add_columns(SessionNote, Pairing.id)
        .where(Share.id == share_id)
        .options(joinedload(SessionNote.author))
    ).one_or_none()
    if row is None:
        return None
    _, by, since, note, pairing_id = row
    return SharedEntry(entry_of(pairing_id, note), by, since)


def shared_with(person_id: int) -> list[SharedLine]:
    """The entries that are shown to somebody now, newest first."""
    rows = db.session.execute(_standing(person_id).order_by(Share.id.desc()).limit(100))
    return [SharedLine(*row) for row in rows]


def _standing(person_id: int) -> Any:
    mentee = Person
    return (
        select(Share.id, mentee.name, Share.shared_at)
        .join(SessionNote, SessionNote.id == Share.note_id)
        .join(PairingSession, PairingSession.id == SessionNote.session_id)
        .join(Pairing, Pairing.id == PairingSession.pairing_id)
        .join(mentee, mentee.id == Pairing.mentee_id)
        .where(Share.person_id == person_id, Share.ended_at.is_(None))
    )
