"""What the steps of an entry do: offering, the head's consent, changes, owners and taking down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import delete, insert, select

from workflows.actions import HandOverDetails
from workflows.database import db
from workflows.details import FileDetails, InvalidDetails, Reason, in_future
from workflows.errors import NotYourRole
from workflows.events import record
from workflows.files import File, attach
from workflows.giving import FocusArea
from workflows.library.details import (
    EntryChange,
    EntryDetails,
    EntryKind,
    FileGone,
    OwnEntry,
    ReviewDetails,
    SharedEntry,
)
from workflows.library.flow import LibraryFlow as Flow
from workflows.library.model import LibraryEntry, LibraryFocus, LibraryVersion
from workflows.library.words import keep_words
from workflows.people import Person, appoint, colleague, take_over
from workflows.perform import Act, open_case
from workflows.places import School

SHARED, TAKEN_DOWN = "shared_in_library", "taken_from_library"
"""What the audit of the trust calls it."""
LOOK_AGAIN_AFTER: Final = 1
"""Years until somebody looks whether an entry still holds, unless they choose another day."""


@dataclass(frozen=True)
class Origin:
    """Whose practice an entry is, who answers for it, and who agreed that others read it."""

    school: School
    owner: Person
    consented_by: Person


# How an entry begins


def offer(
    details: EntryDetails, origin: Origin, *, focus_areas: Collection[int], out_of: Act
) -> LibraryEntry:
    """Put an entry into the library, out of a step of a case by which its head agreed.

    Raises InvalidDetails for an owner who has left.
    """
    if origin.owner.left_on is not None:
        raise InvalidDetails(
            {"owner_id": f"{origin.owner.name} has left. Name somebody else who answers for it"}
        )
    entry = _entry(details, origin.school, origin.owner)
    entry.came_from = out_of.case
    entry.shared_at, entry.consented_by_id = out_of.at, origin.consented_by.id
    words = SharedEntry(
        title=details.title, what=details.what, how=details.how, focus_area_ids=tuple(focus_areas)
    )
    return open_case(entry, Flow.share_out_of.name, out_of.actor or origin.consented_by, words, out_of=out_of)


def offer_own(
    details: OwnEntry, person: Person, *, leads: Collection[int], form_key: str | None = None
) -> LibraryEntry:
    """Somebody offers something of their school's: its head is asked, or has agreed by doing so themselves.

    `leads` are the schools that the person heads. Raises InvalidDetails, and what `open_case` raises.
    """
    school = db.session.get(School, person.school_id or details.school_id or 0)
    if school is None:
        raise InvalidDetails({"school_id": "Choose the school whose practice it is"})
    step = Flow.put_in if school.id in leads else Flow.offer
    return open_case(_entry(details, school, person), step.name, person, details, form_key=form_key)


def _entry(details: EntryDetails, school: School, owner: Person) -> LibraryEntry:
    own = details if isinstance(details, OwnEntry) else None
    return LibraryEntry(
        title=details.title,
        what=details.what,
        how=details.how,
        of_kind=own.of_kind if own else EntryKind.PRACTICE,
        phase=own.phase if own else school.phase,
        school_id=school.id,
        owner_id=owner.id,
        wording=1,
    )


@Flow.on("offer", "put_in", "share_out_of")
def begin(entry: LibraryEntry, details: OwnEntry | SharedEntry, act: Act) -> None:
    appoint(db.session.get_one(Person, entry.owner_id), "owner", entry.id)
    _set_areas(entry, details.focus_area_ids)
    _keep_version(entry, act, why="")
    if act.transition is not Flow.offer:
        _share(entry, act)


@Flow.on("consent")
def share(entry: LibraryEntry, _: None, act: Act) -> None:
    _share(entry, act)


def _share(entry: LibraryEntry, act: Act) -> None:
    """From now on everybody who works in the trust reads it, for a year until somebody looks again."""
    if act.actor is None:
        raise NotYourRole("The head of its school agrees that others read it.")
    if entry.shared_at is None:
        entry.shared_at, entry.consented_by_id = act.at, act.actor.id
    entry.review_on = in_a_year(act.today)
    keep_words(entry)
    record(
        entry.trust_id, SHARED, act.actor, entry_id=entry.id, name=entry.title, school_id=entry.school_id
    )  # fmt: skip


def in_a_year(day: date) -> date:
    """The same day of the next year; the last of February stays the last."""
    last = day.month == 2 and day.day == 29
    return day.replace(year=day.year + LOOK_AGAIN_AFTER, day=28 if last else day.day)


# Changes


@Flow.on("edit", "revise")
def reword(entry: LibraryEntry, details: EntryChange, act: Act) -> None:
    """The words that were are kept; whoever changes an entry has looked whether it holds."""
    entry.title, entry.what, entry.how = details.title, details.what, details.how
    entry.of_kind, entry.phase = details.of_kind, details.phase
    entry.wording += 1
    _set_areas(entry, details.focus_area_ids)
    _keep_version(entry, act, why=details.why)
    act.facts["wording"] = entry.wording
    if entry.shared_at is not None:
        entry.review_on = in_a_year(act.today)
        keep_words(entry)


def _keep_version(entry: LibraryEntry, act: Act, *, why: str) -> None:
    if act.actor is None:
        raise NotYourRole("Somebody has to answer for these words.")
    db.session.add(
        LibraryVersion(
            trust_id=entry.trust_id,
            entry_id=entry.id,
            number=entry.wording,
            title=entry.title,
            what=entry.what,
            how=entry.how,
            of_kind=entry.of_kind,
            phase=entry.phase,
            areas=", ".join(area.name for area in entry.focus_areas),
            written_by_id=act.actor.id,
            written_at=act.at,
            why=why,
        )
    )
    db.session.flush()


def _set_areas(entry: LibraryEntry, areas: Collection[int]) -> None:
    chosen = sorted(set(areas))
    if not known_areas(chosen):
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})
    db.session.execute(delete(LibraryFocus).where(LibraryFocus.entry_id == entry.id))
    rows = [{"trust_id": entry.trust_id, "entry_id": entry.id, "focus_area_id": one} for one in chosen]
    if rows:
        db.session.execute(insert(LibraryFocus), rows)
    db.session.expire(entry, ["focus_areas"])


def known_areas(ids: Collection[int]) -> bool:
    """Whether the trust has all of these focus areas."""
    return set(db.session.scalars(select(FocusArea.id).where(FocusArea.id.in_(ids)))) == set(ids)


@Flow.on("still_good")
def look_again_later(entry: LibraryEntry, details: ReviewDetails, act: Act) -> None:
    in_future(details.review_on, act.today, field="review_on")
    entry.review_on = details.review_on


@Flow.on("hand_over", "name_owner")
def change_owner(entry: LibraryEntry, details: HandOverDetails, act: Act) -> None:
    """Whoever had it hears that it is theirs no more."""
    heir = colleague(details.owner_id, entry.trust_id, field="owner_id")
    if heir.id == entry.owner_id:
        raise InvalidDetails({"owner_id": f"{heir.name} has it already"})
    act.facts |= {"from": entry.owner.name, "to": heir.name}
    act.tell_people.append(entry.owner_id)
    entry.owner_id = heir.id
    take_over(heir, "owner", entry.id)
    db.session.expire(entry, ["owner"])
    keep_words(entry)


@Flow.on("take_down")
def take_down(entry: LibraryEntry, details: Reason, act: Act) -> None:
    """It stays in the database and in the audit; nobody finds it any more."""
    if act.actor is not None:
        record(
            entry.trust_id,
            TAKEN_DOWN,
            act.actor,
            entry_id=entry.id,
            name=entry.title,
            reason=details.reason,
        )


# Files


@Flow.on("attach")
def keep_file(entry: LibraryEntry, details: FileDetails, act: Act) -> None:
    file = attach(details.file_id, entry.id, details.title)
    act.facts |= {"digest": file.digest, "size": file.size, "name": file.original_name}
    db.session.flush()
    keep_words(entry)


@Flow.on("remove_file")
def put_file_away(entry: LibraryEntry, details: FileGone, act: Act) -> None:
    """Nobody can download it any more; that it was there stays in the history."""
    file = db.session.get(File, details.file_id)
    if file is None or file.case_id != entry.id or file.attached_at is None:
        raise InvalidDetails({"file_id": "This file is not there any more"})
    act.facts["title"] = file.title
    file.attached_at = None
    db.session.flush()
    keep_words(entry)
