"""The library of shared practice: what a school does well, so that others can come and see, or try it.

Everybody who works in the trust reads it. Entries come out of cases, by `offer`, once the head of the school
that they are about has agreed. One that was taken down stays in the database and in the audit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, exists, insert, select, text
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from workflows.cases import Case
from workflows.clock import now
from workflows.database import Model, Scoped, db, text_enum
from workflows.details import Details, InvalidDetails, Reason, required
from workflows.errors import NotYourRole
from workflows.events import record
from workflows.giving import FocusArea
from workflows.people import Person, Post
from workflows.perform import Act
from workflows.places import Phase, School

PAGE: Final = 20
SHARED, TAKEN_DOWN = "shared_in_library", "taken_from_library"
"""What the audit of the trust calls it."""


class LibraryEntry(Scoped, Model):
    """One piece of practice that a school lets others learn from."""

    __tablename__ = "library_entries"
    __table_args__ = (
        CheckConstraint("(taken_down_at IS NULL) = (taken_down_by_id IS NULL)", name="taken_down_by_one"),
        CheckConstraint("version > 0", name="version_counts"),
        Index(
            "ix_library_entries_standing",
            "trust_id",
            "id",
            sqlite_where=text("taken_down_at IS NULL"),
            postgresql_where=text("taken_down_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    #: what it is, and how somebody else could begin with it where that was written down
    what: Mapped[str]
    how: Mapped[str]
    #: the phase that it was seen in; none where it suits every one
    phase: Mapped[Phase | None] = mapped_column(text_enum(Phase, "phase"))
    #: whose practice it is, and who answers for the entry there
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    #: the visit or review that it comes from
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    offered_at: Mapped[datetime]
    #: the head of the school who agreed that others read it
    consented_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: of the words above: one more whenever they change
    version: Mapped[int] = mapped_column(default=1)
    #: when the owner looks whether it still holds
    review_on: Mapped[date | None]
    taken_down_at: Mapped[datetime | None]
    taken_down_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    school: Mapped[School] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    consented_by: Mapped[Person] = relationship(foreign_keys=[consented_by_id])
    came_from: Mapped[Case | None] = relationship()
    focus_areas: Mapped[list[FocusArea]] = relationship(
        secondary="library_focus_areas", order_by=FocusArea.name, viewonly=True
    )


class LibraryFocus(Scoped, Model):
    """An area that an entry is about."""

    __tablename__ = "library_focus_areas"

    entry_id: Mapped[int] = mapped_column(ForeignKey("library_entries.id"), primary_key=True)
    focus_area_id: Mapped[int] = mapped_column(ForeignKey("focus_areas.id"), primary_key=True, index=True)


@dataclass(frozen=True, kw_only=True)
class EntryDetails(Details):
    """What is to be read in the library."""

    title: str = required("Give it a title by which others would look for it")
    what: str = required("Say what they do, and what is good about it")
    #: why it works, and how another school could begin
    how: str = ""


@dataclass(frozen=True)
class Origin:
    """Whose practice an entry is, who answers for it, and who agreed that others read it."""

    school: School
    owner: Person
    consented_by: Person


def offer(
    details: EntryDetails, origin: Origin, *, focus_areas: Collection[int], out_of: Act
) -> LibraryEntry:
    """Put an entry into the library, out of a step of a case by which its head agreed.

    The step is kept as the reason; the trust's audit names the entry. Raises InvalidDetails for an owner who
    has left.
    """
    if origin.owner.left_on is not None:
        raise InvalidDetails(
            {"owner_id": f"{origin.owner.name} has left. Name somebody else who answers for it"}
        )
    entry = LibraryEntry(
        trust_id=out_of.case.trust_id,
        title=details.title,
        what=details.what,
        how=details.how,
        phase=origin.school.phase,
        school=origin.school,
        owner=origin.owner,
        came_from=out_of.case,
        offered_at=out_of.at,
        consented_by=origin.consented_by,
    )
    db.session.add(entry)
    db.session.flush()
    rows = [
        {"trust_id": entry.trust_id, "entry_id": entry.id, "focus_area_id": one}
        for one in sorted(set(focus_areas))
    ]
    if rows:
        db.session.execute(insert(LibraryFocus), rows)
    actor = out_of.actor or origin.consented_by
    record(entry.trust_id, SHARED, actor, entry_id=entry.id, name=entry.title, school_id=entry.school_id)
    return entry


def known_areas(ids: Collection[int]) -> bool:
    """Whether the trust has all of these focus areas."""
    return set(db.session.scalars(select(FocusArea.id).where(FocusArea.id.in_(ids)))) == set(ids)


def may_take_down(entry: LibraryEntry, person_id: int, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts may: its owner, the head of its school, the improvement lead."""
    able = {Post("head", entry.school_id), Post("improvement_lead", entry.trust_id)}
    return person_id == entry.owner_id or bool(able & posts)


def take_down(entry: LibraryEntry, details: Reason, actor: Person, posts: frozenset[Post]) -> None:
    """Take an entry out of the library, with an entry in the audit. Raises NotYourRole.

    Once it is down, doing so again changes nothing.
    """
    if not may_take_down(entry, actor.id, posts):
        raise NotYourRole("Its owner, the head of its school or the improvement lead takes an entry down.")
    held = select(LibraryEntry.taken_down_at).where(LibraryEntry.id == entry.id).with_for_update()
    if db.session.scalar(held) is not None:
        return
    entry.taken_down_at, entry.taken_down_by_id = now(), actor.id
    record(
        entry.trust_id, TAKEN_DOWN, actor, entry_id=entry.id, name=entry.title, reason=details.reason
    )  # fmt: skip


# Reading


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader looks for."""

    focus_area_id: int | None = None
    phase: Phase | None = None
    #: of the entry after which the page begins; they are listed newest first
    after: int | None = None


@dataclass(frozen=True)
class Shelf:
    """A page of entries; `later` is the id to go on after, if there are more."""

    entries: tuple[LibraryEntry, ...]
    later: int | None = None


def entries_for(wish: Wish, *, size: int = PAGE) -> Shelf:
    """The entries that a reader looks for, newest first, with school and areas; in three statements."""
    found = db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.taken_down_at.is_(None), *_conditions(wish))
        .options(joinedload(LibraryEntry.school), selectinload(LibraryEntry.focus_areas))
        .order_by(LibraryEntry.id.desc())
        .limit(size + 1)
    ).all()
    return Shelf(tuple(found[:size]), found[size - 1].id if len(found) > size else None)


def _conditions(wish: Wish) -> Iterator[ColumnElement[bool]]:
    if wish.after is not None:
        yield LibraryEntry.id < wish.after
    if wish.phase is not None:
        yield LibraryEntry.phase == wish.phase
    if wish.focus_area_id is not None:
        yield exists().where(
            and_(
                LibraryFocus.entry_id == LibraryEntry.id,
                LibraryFocus.focus_area_id.in_(
                    select(FocusArea.id).where(
                        (FocusArea.id == wish.focus_area_id) | (FocusArea.parent_id == wish.focus_area_id)
                    )
                ),
            )
        )


def entry_called(entry_id: int) -> LibraryEntry | None:
    """The entry of this number, unless it was taken down."""
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.id == entry_id, LibraryEntry.taken_down_at.is_(None))
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
    standing = select(LibraryEntry.phase).where(LibraryEntry.taken_down_at.is_(None))
    return db.session.scalars(standing.where(LibraryEntry.phase.is_not(None)).distinct()).all()


def out_of_case(case_id: int) -> LibraryEntry | None:
    """The entry that came out of a case, unless it was taken down."""
    return db.session.scalars(
        select(LibraryEntry)
        .where(LibraryEntry.came_from_id == case_id, LibraryEntry.taken_down_at.is_(None))
        .order_by(LibraryEntry.id.desc())
        .limit(1)
    ).first()
