"""The evidence log: what the team saw, entry by entry, until the log ends.

Entries come from phones that had no reception: late, twice, in any order, and changed in two places at once.
Each is kept once, and no text is lost that its author has not changed or taken out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import selectinload

from workflows import sealing
from workflows.clock import day_in_words, today
from workflows.database import db
from workflows.details import Details, InvalidDetails
from workflows.errors import AlreadyDone, NotYet, NotYourRole, Refused
from workflows.events import Event
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceKind, EvidenceStruck
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import lead_reviewer, reviewer
from workflows.peer_reviews.model import EvidenceEntry, PeerReview
from workflows.peer_reviews.private import sealed, seen
from workflows.people import Appointment, Person, Post
from workflows.perform import Act, perform

KEPT_FOR: Final = timedelta(days=30)
"""From the day on which the report is agreed, or the review is stopped."""
TOLD_EVERY: Final = timedelta(hours=12)
"""The lead hears once of late entries that one person sends within this time."""

_AFTER_AGREEMENT: Final = sorted(state.name for state in (Flow.after | Flow.closed).members)


class LogEnded(Refused):
    """The evidence log has been deleted, and takes no more entries."""


class Arrival(StrEnum):
    """What became of an entry that arrived."""

    KEPT = "kept"
    HAD = "had"
    BESIDE = "beside"


@dataclass(frozen=True)
class Receipt:
    """What became of an entry, and where it stands now."""

    arrival: Arrival
    key: str
    #: that the change made: whoever changes it further builds on this one
    revision: int


@dataclass(frozen=True)
class Logged:
    """An entry as the team and the host read it."""

    id: int
    key: str
    revision: int
    author_id: int
    author: str
    kind: EvidenceKind
    question_id: int | None
    activity_id: int | None
    #: "Learning walk in Year 4"
    activity: str
    noted_at: datetime
    seen: str
    came_late: bool
    #: the same entry, changed in two places at once, has another version that stands too
    beside_id: int | None


def ends_on(agreed_on: date) -> date:
    """The day on which the log of a report agreed on this day is deleted."""
    return agreed_on + KEPT_FOR


# Reading


def log_of(review: PeerReview) -> list[Logged]:
    """Every entry that stands, in the order of what was seen. Raises sealing.CannotUnseal."""
    rows = db.session.scalars(
        select(EvidenceEntry)
        .where(EvidenceEntry.review_id == review.id, EvidenceEntry.struck_at.is_(None))
        .options(selectinload(EvidenceEntry.author), selectinload(EvidenceEntry.activity))
        .order_by(EvidenceEntry.noted_at, EvidenceEntry.id)
    ).all()
    standing = {row.id for row in rows}
    return [_logged(row, row.beside_id if row.beside_id in standing else None) for row in rows]


def entry_of(review: PeerReview, key: str, author_id: int) -> Logged | None:
    """The entry, if it stands and is this person's."""
    return next((one for one in log_of(review) if one.key == key and one.author_id == author_id), None)


def has_begun(review: PeerReview) -> bool:
    """Whether the first day of the visit is there, from which on the team can log."""
    return review.state != Flow.ready.name or today() >= review.visit_starts_on


def was_on_team(review_id: int, person_id: int) -> bool:
    """Whether the person is on the team, or has been."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Appointment.place_id == review_id,
                    Appointment.person_id == person_id,
                    Appointment.role.in_((lead_reviewer.name, reviewer.name)),
                )
            )
        )
    )


def _logged(row: EvidenceEntry, beside_id: int | None) -> Logged:
    return Logged(
        id=row.id,
        key=row.key,
        revision=row.revision,
        author_id=row.author_id,
        author=row.author.name,
        kind=row.kind,
        question_id=row.question_id,
        activity_id=row.activity_id,
        activity=row.activity.title if row.activity else "",
        noted_at=row.noted_at,
        seen=seen(row),
        came_late=row.came_late,
        beside_id=beside_id,
    )


# Arriving


def receive(review: PeerReview, details: EvidenceDetails | EvidenceStruck, actor: Person) -> Receipt:
    """Take in what a phone sends, as often as it sends it. Raises as `perform` does, but for AlreadyDone."""
    name = "log_evidence" if isinstance(details, EvidenceDetails) else "strike_evidence"
    arrival = Arrival.KEPT
    try:
        with db.session.begin_nested():
            perform(review, name, actor, details)
    except AlreadyDone:
        arrival = Arrival.HAD
    change = str(getattr(details, "change", None) or details.key)
    for row in _rows(review, {str(details.key), change}):
        if change in row.changes or isinstance(details, EvidenceStruck):
            stands = row.key == change != str(details.key)
            made = Arrival.BESIDE if stands and arrival is Arrival.KEPT else arrival
            return Receipt(made, row.key, row.changes.index(change) + 1 if change in row.changes else 0)
    return Receipt(arrival, str(details.key), 0)


@Flow.guard("log_evidence", "strike_evidence")
def log_takes_entries(review: PeerReview, _: Details | None) -> None:
    if review.evidence_deleted_at is not None:
        deleted = day_in_words(review.evidence_deleted_at.date())
        raise LogEnded(
            f"The evidence log of this review was deleted on {deleted}:"
            " the trust no longer keeps it, and takes no more entries."
        )
    if not has_begun(review):
        day = day_in_words(review.visit_starts_on)
        raise NotYet(f"Evidence can be logged from {day} on, the first day of the visit.")


@Flow.on("log_evidence")
def take_in(review: PeerReview, details: EvidenceDetails, act: Act) -> None:
    """A new entry, a change to one, or what stands beside one that has moved on; never the same twice."""
    key, change = str(details.key), _change_of(details)
    rows = {row.key: row for row in _rows(review, {key, change})}
    _check_author(rows.values(), act)
    if any(change in row.changes for row in rows.values()):
        raise AlreadyDone("This entry is in the log already.")
    stored = rows.get(key)
    if stored is not None and (stored.struck_at is not None or stored.revision != details.based_on):
        # Whoever wrote it did not see what the entry has become since: both stay.
        entry = _new_entry(review, change, act)
        entry.beside_id = stored.id
        act.facts["beside"] = key
    else:
        entry = stored or _new_entry(review, key, act)
    _write(review, entry, details, act)
    entry.changes = [*(entry.changes or ()), change]
    entry.revision = len(entry.changes)
    db.session.add(entry)
    db.session.flush()


def _change_of(details: EvidenceDetails) -> str:
    if details.change is not None:
        return str(details.change)
    return str(uuid4() if details.based_on else details.key)


def _rows(review: PeerReview, keys: set[str]) -> list[EvidenceEntry]:
    return list(
        db.session.scalars(
            select(EvidenceEntry)
            .where(EvidenceEntry.review_id == review.id, EvidenceEntry.key.in_(keys))
            .order_by(EvidenceEntry.id)
        )
    )


def _check_author(rows: Iterable[EvidenceEntry], act: Act) -> None:
    if any(act.actor is None or row.author_id != act.actor.id for row in rows):
        raise NotYourRole("Only whoever wrote an entry changes it.")


def _new_entry(review: PeerReview, key: str, act: Act) -> EvidenceEntry:
    author = act.actor
    if author is None:
        raise NotYourRole("An entry needs somebody who saw it.")
    return EvidenceEntry(trust_id=review.trust_id, review_id=review.id, key=key, author_id=author.id)


def _write(review: PeerReview, entry: EvidenceEntry, details: EvidenceDetails, act: Act) -> None:
    """What was seen goes in sealed; a question or an activity that is gone is left out."""
    questions, activities = {one.id for one in review.questions}, {one.id for one in review.activities}
    entry.kind = details.kind
    entry.question_id = details.question_id if details.question_id in questions else None
    entry.activity_id = details.activity_id if details.activity_id in activities else None
    entry.noted_at = details.noted_at
    entry.arrived_at = act.at
    entry.sealed = sealed(review, details.seen, author_id=entry.author_id, key=entry.key)
    if review.agreed_on is not None:
        entry.came_late = True
        act.facts["late"] = True
        _tell_lead(review, act)


def _tell_lead(review: PeerReview, act: Act) -> None:
    """That something has come after the report: once for all that one person sends at a time."""
    told = exists().where(
        Event.place_id == review.id,
        Event.kind == "log_evidence",
        Event.actor_id == (act.actor.id if act.actor else None),
        Event.at > act.at - TOLD_EVERY,
        Event.from_state.in_(_AFTER_AGREEMENT),
    )
    if not db.session.scalar(select(told)):
        act.tell_posts.append(Post(lead_reviewer.name, review.id))


# Going


@Flow.on("strike_evidence")
def take_out(review: PeerReview, details: EvidenceStruck, act: Act) -> None:
    """The entry and its words go; that there was one stays."""
    entry = next(iter(_rows(review, {str(details.key)})), None)
    if entry is None:
        raise AlreadyDone("There is no such entry in this log.")
    _check_author([entry], act)
    if entry.struck_at is not None:
        raise AlreadyDone("This entry has been taken out already.")
    if details.based_on and details.based_on != entry.revision:
        raise InvalidDetails(
            {"key": "You have changed this entry elsewhere since. Look at it again before you take it out"}
        )
    entry.struck_at = act.at
    entry.sealed = sealed(review, "", author_id=entry.author_id, key=entry.key)


@Flow.on("stop")
def end_after_stop(review: PeerReview, _: Details, act: Act) -> None:
    """A review that is stopped has no report to wait for: what is in its log ends as well."""
    has_entries = exists().where(EvidenceEntry.review_id == review.id)
    if review.evidence_until is None and db.session.scalar(select(has_entries)):
        review.evidence_until = ends_on(act.today)


@Flow.guard("delete_evidence")
def log_is_over(review: PeerReview, _: None) -> None:
    if review.evidence_deleted_at is not None:
        raise AlreadyDone("The evidence log has been deleted already.")
    if review.evidence_until is None or today() < review.evidence_until:
        raise NotYet("The evidence log is kept until 30 days after the report is agreed.")


@Flow.on("delete_evidence")
def delete_log(review: PeerReview, _: None, act: Act) -> None:
    """Every entry goes, and the key that opens them: copies of the database open them no more."""
    ours = EvidenceEntry.review_id == review.id
    act.facts["entries"] = db.session.scalar(select(func.count()).select_from(EvidenceEntry).where(ours))
    db.session.execute(delete(EvidenceEntry).where(ours))
    sealing.forget(review.id)
    review.evidence_deleted_at = act.at
