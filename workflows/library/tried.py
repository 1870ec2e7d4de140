"""Thanks, one a person, and “we tried this”: what another school did with an entry, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet, NotYourRole
from workflows.library.details import TriedDetails, TriedGone
from workflows.library.flow import LibraryFlow as Flow
from workflows.library.flow import central_team
from workflows.library.model import LibraryEntry, LibraryThanks, LibraryTrial
from workflows.people import Person
from workflows.perform import Act
from workflows.places import School

CENTRAL: Final = "Central team"
"""Where those work who are not based at a school."""


@Flow.on("thank")
def thank(entry: LibraryEntry, _: None, act: Act) -> None:
    actor = _somebody(act)
    if actor.id == entry.owner_id:
        raise NotYet("This entry is yours: others thank you for it.")
    if has_thanked(entry.id, actor.id):
        raise NotYet("You have said thank you already.")
    db.session.add(
        LibraryThanks(
            trust_id=entry.trust_id,
            entry_id=entry.id,
            person_id=actor.id,
            school_id=actor.school_id,
            thanked_at=act.at,
        )
    )
    db.session.flush()


@Flow.on("take_thanks_back")
def take_thanks_back(entry: LibraryEntry, _: None, act: Act) -> None:
    actor = _somebody(act)
    if not has_thanked(entry.id, actor.id):
        raise NotYet("You have not said thank you for this.")
    db.session.execute(
        delete(LibraryThanks).where(LibraryThanks.entry_id == entry.id, LibraryThanks.person_id == actor.id)
    )


@Flow.on("say_tried")
def keep_trial(entry: LibraryEntry, details: TriedDetails, act: Act) -> None:
    actor = _somebody(act)
    db.session.add(
        LibraryTrial(
            trust_id=entry.trust_id,
            entry_id=entry.id,
            author_id=actor.id,
            school_id=actor.school_id,
            written_at=act.at,
            did=details.did,
            happened=details.happened,
            again=details.again,
        )
    )
    db.session.flush()
    act.facts["school"] = actor.school.name if actor.school else CENTRAL


@Flow.on("remove_tried")
def remove_trial(entry: LibraryEntry, details: TriedGone, act: Act) -> None:
    """Its author takes it away, or the improvement lead with a reason that its author is told."""
    actor, trial = _somebody(act), db.session.get(LibraryTrial, details.trial_id)
    if trial is None or trial.entry_id != entry.id or trial.removed_at is not None:
        raise InvalidDetails({"trial_id": "This note is not there any more"})
    if not may_remove(trial, actor.id, is_lead=central_team.post(entry) in act.posts):
        raise NotYourRole("Whoever wrote a note takes it away, or the improvement lead.")
    if trial.author_id != actor.id:
        if not details.reason.strip():
            raise InvalidDetails({"reason": "Say why, in a sentence or two: its author reads it"})
        act.tell_people.append(trial.author_id)
    trial.removed_at, trial.removed_by_id = act.at, actor.id


def _somebody(act: Act) -> Person:
    if act.actor is None:
        raise NotYourRole("Only people thank and try things.")
    return act.actor


def may_remove(trial: LibraryTrial, person_id: int, *, is_lead: bool) -> bool:
    """Whether this reader may take a note away."""
    return is_lead or trial.author_id == person_id


def has_thanked(entry_id: int, person_id: int) -> bool:
    """Whether this person's thanks stand."""
    return db.session.get(LibraryThanks, (entry_id, person_id)) is not None


@dataclass(frozen=True)
class Thanks:
    """How many say thank you, and from which schools."""

    count: int
    #: school and number, most first; read by whoever looks after the entry
    schools: tuple[tuple[str, int], ...] = ()


def thanks_for(entry_id: int) -> Thanks:
    """The thanks of one entry."""
    number = func.count(LibraryThanks.person_id)
    rows = db.session.execute(
        select(func.coalesce(School.name, CENTRAL).label("school"), number.label("count_of"))
        .select_from(LibraryThanks)
        .outerjoin(School, School.id == LibraryThanks.school_id)
        .where(LibraryThanks.entry_id == entry_id)
        .group_by(School.name)
        .order_by(number.desc(), School.name)
    ).all()
    return Thanks(sum(row.count_of for row in rows), tuple((row.school, row.count_of) for row in rows))


def trials_of(entry_id: int) -> Sequence[LibraryTrial]:
    """The “we tried this” notes that stand, newest first."""
    return db.session.scalars(
        select(LibraryTrial)
        .where(LibraryTrial.entry_id == entry_id, LibraryTrial.removed_at.is_(None))
        .options(joinedload(LibraryTrial.author), joinedload(LibraryTrial.school))
        .order_by(LibraryTrial.id.desc())
    ).all()
