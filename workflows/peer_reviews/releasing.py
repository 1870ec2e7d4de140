"""Who reads the agreed report: let in one by one by the host head, each with a receipt of their reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select, update

from workflows import events, messages
from workflows.clock import now, today
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.messages import Reason
from workflows.peer_reviews.details import OutsideRelease, ReleaseDetails, ReleaseEnd
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import workshop_leader
from workflows.peer_reviews.model import PeerReview, ReportReader
from workflows.peer_reviews.reporting import agreed_version
from workflows.peer_reviews.team import team_of
from workflows.people import Appointment, Holder, Person, Post, holders, holders_called, standing
from workflows.perform import Act
from workflows.places import School

LONGEST_LINK: Final = timedelta(days=180)
LINK_MAIL: Final = "reviews/release_outside"
"""The kind of the mail that takes a link to somebody outside; its fact `reader` says which."""
GOVERNOR: Final = "governor"


# Letting people read


@Flow.guard("release", "release_outside")
def there_is_a_report(review: PeerReview, _: object) -> None:
    if agreed_version(review) is None:
        raise NotYet("The report has not been agreed, so there is nothing to release yet.")


@Flow.on("release")
def release(review: PeerReview, details: ReleaseDetails, act: Act) -> None:
    wanted = sorted(set(details.person_ids))
    people = holders_called(wanted)
    if len(people) < len(wanted):
        raise InvalidDetails({"person_ids": "Choose people of the trust who have not left it"})
    inside = people_inside(review)
    for person_id in wanted:
        if person_id in inside:
            raise InvalidDetails({"person_ids": f"{people[person_id].name} reads the report already"})
        _let_in(review, person_id, act)
    act.facts["names"] = [people[one].name for one in wanted]
    db.session.flush()


def _let_in(review: PeerReview, person_id: int, act: Act) -> None:
    row = next((one for one in standing_readers(review) if one.person_id == person_id), None)
    if row is None:
        row = ReportReader(trust_id=review.trust_id, person_id=person_id)
        review.report_readers.append(row)
    if row.released_at is None:
        row.released_at = act.at
        act.tell_beside[person_id] = f"/{Flow.slug}/{review.reference}/report"


@Flow.on("release_outside")
def release_outside(review: PeerReview, details: OutsideRelease, act: Act) -> None:
    if act.actor is None:
        return
    email = _address(review, details.email)
    if not act.today <= details.ends_on <= act.today + LONGEST_LINK:
        raise InvalidDetails({"ends_on": "Choose a day from today on, within six months"})
    row = ReportReader(
        trust_id=review.trust_id,
        outside_name=" ".join(details.name.split()),
        outside_email=email,
        why=" ".join(details.why.split()),
        released_at=act.at,
        ends_on=details.ends_on,
    )
    review.report_readers.append(row)
    db.session.flush()
    act.facts["reader"] = row.id
    _write_to(row, act.actor, act)


def _address(review: PeerReview, typed: str) -> str:
    """The address of somebody who is not of the trust's people, nor has a link already."""
    email = typed.strip().lower()
    if any(one.outside_email == email for one in standing_readers(review)):
        raise InvalidDetails(
            {"email": "A link went to this address already. Take it back before you send a new one"}
        )
    person = db.session.scalars(
        select(Person).where(func.lower(Person.email) == email, Person.left_on.is_(None))
    ).first()
    if person is not None:
        raise InvalidDetails(
            {"email": f"This is the address of {person.name}, who is of the trust: let them read it by name"}
        )
    return email


def _write_to(row: ReportReader, sender: Person, act: Act) -> None:
    """The mail with the link: under the sender's number, to the reader's address."""
    holder = Holder(sender.id, sender.name, sender.email, sender.school_id, sender.mail_preference)
    made = messages.row(
        holder,
        trust_id=row.trust_id,
        kind=LINK_MAIL,
        reason=Reason.ACCOUNT,
        key=f"{LINK_MAIL}:{row.id}",
        created_at=act.at,
        send_after=act.at,
        case_id=row.review_id,
        sender_id=sender.id,
        facts={"reader": row.id, "to_name": row.outside_name},
    )
    db.session.connection().execute(messages.INSERT, [made])


@Flow.on("end_release")
def end_release(review: PeerReview, details: ReleaseEnd, act: Act) -> None:
    row = next((one for one in standing_readers(review) if one.id == details.reader_id), None)
    if row is None or row.released_at is None:
        raise InvalidDetails({"reader_id": "This reader cannot read the report any more as it is"})
    row.ended_at = act.at
    act.facts["names"] = [row.name]
    if row.person_id is not None:
        act.tell_beside[row.person_id] = "/"


# Who reads, and who could


def standing_readers(review: PeerReview) -> list[ReportReader]:
    """Those who were agreed or let in, and not taken out again."""
    return [one for one in review.report_readers if one.ended_at is None]


def people_inside(review: PeerReview) -> set[int]:
    """The report's authors and its owner, who need nobody's leave."""
    posts = [Post(role, review.host_school_id) for role in ("head", "senior_leader")]
    found = {holder.person_id for each in holders(posts).values() for holder in each}
    return found | set(team_of(review).ids)


@dataclass(frozen=True)
class Offered:
    """Somebody whom the head may want to let read the report, and why they are named first."""

    person_id: int
    name: str
    why: str


def offered(review: PeerReview) -> list[Offered]:
    """Those who were agreed before the visit or declared by the trust, and whoever leads the workshop."""
    waiting = [one for one in standing_readers(review) if one.released_at is None and one.person]
    found = [
        Offered(
            one.person.id,
            one.person.name,
            "The trust said before the review that they would read it"
            if one.declared_by_trust
            else "You agreed before the visit that they would read it",
        )
        for one in waiting
        if one.person
    ]
    post = Post(workshop_leader.name, review.id)
    named = {one.person_id for one in review.report_readers if one.ended_at is None}
    leads = [one for one in holders([post])[post] if one.person_id not in named | people_inside(review)]
    return [*found, *(Offered(one.person_id, one.name, "Leads the improvement workshop") for one in leads)]


def governors_waiting(review: PeerReview) -> list[Holder]:
    """The governors of the host school who do not read the report yet."""
    post = Post(GOVERNOR, review.host_school_id)
    read = {one.person_id for one in standing_readers(review) if one.released_at}
    return [one for one in holders([post])[post] if one.person_id not in read | people_inside(review)]


def others(review: PeerReview) -> list[tuple[Person, str]]:
    """Everybody else whom the head could let read it, with where they work, by name."""
    out = people_inside(review) | {one.person_id for one in standing_readers(review) if one.person_id}
    held = select(Appointment.person_id).where(standing(today()))
    rows = db.session.execute(
        select(Person, School.name)
        .outerjoin(School, School.id == Person.school_id)
        .where(Person.left_on.is_(None), Person.id.not_in(out), Person.id.in_(held))
        .order_by(Person.name, Person.id)
    )
    return [(person, school or "") for person, school in rows]


def reader_of(review: PeerReview, person_id: int) -> ReportReader | None:
    """The person's place among those who may read the report now; None if they have none."""
    return next(
        (one for one in standing_readers(review) if one.person_id == person_id and one.released_at), None
    )


def is_open(row: ReportReader, on: date) -> bool:
    """Whether the reader may read the report on this day."""
    in_time = row.ends_on is None or on <= row.ends_on
    return row.released_at is not None and row.ended_at is None and in_time


@dataclass(frozen=True)
class Released:
    """A report that somebody was let read, for their list."""

    reference: str
    title: str
    school: str
    agreed_on: date | None
    released_at: datetime | None
    first_read_at: datetime | None


def released_to(person_id: int) -> Sequence[Released]:
    """The reports that were released to somebody and not taken back, newest first."""
    rows: Any = db.session.execute(
        select(
            PeerReview.reference,
            PeerReview.title,
            School.name,
            PeerReview.agreed_on,
            ReportReader.released_at,
            ReportReader.first_read_at,
        )
        .join(PeerReview, PeerReview.id == ReportReader.review_id)
        .join(School, School.id == PeerReview.host_school_id)
        .where(
            ReportReader.person_id == person_id,
            ReportReader.released_at.is_not(None),
            ReportReader.ended_at.is_(None),
            PeerReview.state != Flow.stopped.name,
        )
        .order_by(ReportReader.released_at.desc(), ReportReader.id.desc())
        .limit(100)
    )
    return [Released(*row) for row in rows]


# Receipts


def note_reading(row: ReportReader, reference: str) -> None:
    """Write down that the reader has the report before them: in their receipt, and in the audit."""
    at = now()
    table: Any = ReportReader.__table__
    db.session.connection().execute(
        update(table)
        .where(table.c.id == row.id)
        .values(
            first_read_at=func.coalesce(table.c.first_read_at, at),
            last_read_at=at,
            times_read=table.c.times_read + 1,
        )
    )
    db.session.expire(row, ["first_read_at", "last_read_at", "times_read"])
    if row.person is not None:
        events.record(row.trust_id, "report_read", row.person, name=reference)
    else:
        events.record_outside(
            row.trust_id, "report_read", f"{row.outside_name}, by a link", name=reference, reader=row.id
        )
