"""The library as pages read it: what a reader looks for, one entry, and how its words have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    distinct,
    exists,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.orm import joinedload, selectinload

from workflows.case_history import CaseFile, around, history_of
from workflows.database import db
from workflows.events import Event
from workflows.files import File
from workflows.giving import FocusArea
from workflows.library.details import EntryKind
from workflows.library.flow import LibraryFlow as Flow
from workflows.library.flow import central_team, owner, school_head
from workflows.library.model import (
    LibraryEntry,
    LibraryFocus,
    LibraryThanks,
    LibraryTrial,
    LibraryVersion,
    LibraryWords,
)
from workflows.library.tried import Thanks, has_thanked, thanks_for, trials_of
from workflows.library.words import Sought, beginning, sought
from workflows.people import Post
from workflows.places import Phase

PAGE: Final = 20
MOST_FOUND: Final = 40
"""So many are shown of what words find, best first: whoever has more to look through adds a word."""
THERE: Final = sorted(state.name for state in Flow.there.members)
_FTS: Final = table("library_fts", column("rowid"))
_SPELT_FROM: Final = 400
"""The words of so many entries, the newest, are looked through for what somebody may have meant."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader looks for."""

    words: str = ""
    focus_area_id: int | None = None
    phase: Phase | None = None
    of_kind: EntryKind | None = None
    #: of the entry after which the page begins; without words they are listed newest first
    after: int | None = None


@dataclass(frozen=True)
class Card:
    """An entry in the list, with how many thank for it and how many schools have tried it."""

    entry: LibraryEntry
    thanks: int = 0
    tried: int = 0


@dataclass(frozen=True)
class Shelf:
    """A page of entries; `later` is the id to go on after, if there are more."""

    entries: tuple[LibraryEntry, ...]
    cards: tuple[Card, ...] = ()
    later: int | None = None
    #: what was looked for instead, where nothing was found for words that may be mistyped
    instead: str = ""


def entries_for(wish: Wish, *, size: int = PAGE) -> Shelf:
    """The entries that a reader looks for: newest first, or those first that their words fit best."""
    asked = sought(wish.words)
    if not asked.terms:
        return _shelf(_listed(wish, size), size)
    found = _found(wish, asked)
    meant = "" if found else _meant(asked)
    if meant:
        asked = sought(meant)
        found = _found(wish, asked)
    by_title = sorted(found, key=lambda one: -asked.hits(one.title))
    return replace(_shelf(by_title, MOST_FOUND), later=None, instead=meant if found else "")


def _shelf(found: Sequence[LibraryEntry], size: int) -> Shelf:
    entries = tuple(found[:size])
    return Shelf(entries, tuple(_cards(entries)), found[size - 1].id if len(found) > size else None)


def _listed(wish: Wish, size: int) -> Sequence[LibraryEntry]:
    statement = _matching(wish).order_by(LibraryEntry.id.desc()).limit(size + 1)
    if wish.after is not None:
        statement = statement.where(LibraryEntry.id < wish.after)
    return db.session.scalars(statement).all()


def _found(wish: Wish, asked: Sought) -> Sequence[LibraryEntry]:
    """By the index of the database, which knows no trust: the entries that it names are joined."""
    statement = _matching(wish).join(LibraryWords, LibraryWords.entry_id == LibraryEntry.id)
    if db.session.get_bind().dialect.name == "postgresql":
        query = func.to_tsquery("simple", asked.for_postgresql())
        words: ColumnElement[Any] = literal_column("library_words.found")
        statement = statement.where(words.op("@@")(query)).order_by(func.ts_rank(words, query).desc())
    else:
        statement = statement.join(_FTS, _FTS.c.rowid == LibraryWords.entry_id).where(
            text("library_fts MATCH :sought").bindparams(sought=asked.for_sqlite())
        )
        statement = statement.order_by(text("bm25(library_fts, 10.0, 4.0, 1.0)"))
    return db.session.scalars(statement.order_by(LibraryEntry.id.desc()).limit(MOST_FOUND)).all()


def _matching(wish: Wish) -> Select[LibraryEntry]:
    return (
        select(LibraryEntry)
        .where(LibraryEntry.state.in_(THERE), *_conditions(wish))
        .options(joinedload(LibraryEntry.school), selectinload(LibraryEntry.focus_areas))
    )


def _conditions(wish: Wish) -> Iterator[ColumnElement[bool]]:
    if wish.phase is not None:
        yield LibraryEntry.phase == wish.phase
    if wish.of_kind is not None:
        yield LibraryEntry.of_kind == wish.of_kind
    if wish.focus_area_id is not None:
        areas = select(FocusArea.id).where(
            (FocusArea.id == wish.focus_area_id) | (FocusArea.parent_id == wish.focus_area_id)
        )
        yield exists().where(
            and_(LibraryFocus.entry_id == LibraryEntry.id, LibraryFocus.focus_area_id.in_(areas))
        )


def _meant(asked: Sought) -> str:
    """The same words as the library spells them; empty where nothing comes near."""
    rows = db.session.execute(
        select(LibraryWords.title, LibraryWords.about, LibraryWords.body)
        .join(LibraryEntry, LibraryEntry.id == LibraryWords.entry_id)
        .where(LibraryEntry.state.in_(THERE))
        .order_by(LibraryEntry.id.desc())
        .limit(_SPELT_FROM)
    )
    known = {beginning(word): word for row in rows for part in row for word in part.split()}
    words = [word for term in asked.terms for word in term]
    meant = [_nearest(word, known) for word in words]
    is_as_spelt = [beginning(one) for one in meant] == [beginning(one) for one in words]
    return " ".join(meant) if all(meant) and not is_as_spelt else ""


def _nearest(word: str, known: dict[str, str]) -> str:
    if any(one.startswith(word) for one in known):
        return word
    return next((known[one] for one in get_close_matches(word, known, n=1, cutoff=0.7)), "")


def _cards(entries: Sequence[LibraryEntry]) -> Iterator[Card]:
    ids = [one.id for one in entries]
    thanks = _counted(LibraryThanks.entry_id, func.count(LibraryThanks.person_id), ids)
    tried = _counted(
        LibraryTrial.entry_id,
        func.count(distinct(func.coalesce(LibraryTrial.school_id, 0))),
        ids,
        LibraryTrial.removed_at.is_(None),
    )
    return (Card(one, thanks.get(one.id, 0), tried.get(one.id, 0)) for one in entries)


def _counted(
    entry: Any, number: ColumnElement[int], ids: Sequence[int], *conditions: ColumnElement[bool]
) -> dict[int, int]:
    rows = db.session.execute(select(entry, number).where(entry.in_(ids), *conditions).group_by(entry))
    return {row[0]: row[1] for row in rows}


def find(reference: str) -> LibraryEntry | None:
    """The entry of this reference with what its page names; says nothing about who may see it."""
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.reference == reference)
        .options(
            joinedload(LibraryEntry.school),
            joinedload(LibraryEntry.owner),
            joinedload(LibraryEntry.consented_by),
            # By its key: joined, with the table of each kind, a database would read every case there is.
            selectinload(LibraryEntry.came_from),
            selectinload(LibraryEntry.focus_areas),
        )
    ).first()


def phases_in_use() -> Sequence[Any]:
    """The phases of the entries that are there, for a filter."""
    standing = select(LibraryEntry.phase).where(LibraryEntry.state.in_(THERE))
    return db.session.scalars(standing.where(LibraryEntry.phase.is_not(None)).distinct()).all()


def out_of_case(case_id: int) -> LibraryEntry | None:
    """The entry that came out of a case, unless it was taken down."""
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.came_from_id == case_id, LibraryEntry.state.in_(THERE))
        .order_by(LibraryEntry.id.desc())
        .limit(1)
    ).first()


def awaiting(person_id: int) -> Sequence[LibraryEntry]:
    """What this person has offered and no head has agreed to yet, newest first."""
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.owner_id == person_id, LibraryEntry.state == Flow.offered.name)
        .order_by(LibraryEntry.id.desc())
    ).all()


# One entry

_ASIDE: Final = (Flow.thank.name, Flow.take_thanks_back.name, Flow.say_tried.name, Flow.remove_tried.name)
"""Told by the numbers and notes themselves rather than by the history."""


@dataclass(frozen=True, kw_only=True)
class EntryFile(CaseFile):
    """An entry as one reader sees it."""

    entry: LibraryEntry
    thanks: Thanks
    has_thanked: bool
    trials: tuple[LibraryTrial, ...]
    versions: tuple[LibraryVersion, ...]
    #: whether the reader owns it, leads its school or all of them
    is_keeper: bool
    is_lead: bool


def open_entry(entry: LibraryEntry, person_id: int, posts: frozenset[Post]) -> EntryFile:
    """Everything around an entry."""
    shown = [post for role in (owner, school_head, central_team) if (post := role.post(entry))]
    return EntryFile(
        entry=entry,
        thanks=thanks_for(entry.id),
        has_thanked=has_thanked(entry.id, person_id),
        trials=tuple(trials_of(entry.id)),
        versions=versions_of(entry.id),
        is_keeper=any(post in posts for post in shown),
        is_lead=central_team.post(entry) in posts,
        history=history_of(entry.id, Event.kind.not_in(_ASIDE)),
        **around(entry, shown, posts),
    )


def versions_of(entry_id: int) -> tuple[LibraryVersion, ...]:
    """Every wording of an entry, newest first."""
    return tuple(
        db.session.scalars(
            select(LibraryVersion)
            .where(LibraryVersion.entry_id == entry_id)
            .options(joinedload(LibraryVersion.written_by))
            .order_by(LibraryVersion.number.desc())
        )
    )


def files_of(entry_id: int) -> frozenset[int]:
    """The files that an entry has now."""
    here = select(File.id).where(File.case_id == entry_id, File.attached_at.is_not(None))
    return frozenset(db.session.scalars(here))
