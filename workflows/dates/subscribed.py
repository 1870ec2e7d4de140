"""What a subscribed calendar shows: everything that decides it, read in a few statements, and the dates.

A diary asks every hour. So `look_up` reads no date at all: what it gives, put together, is a version, and
only where that is new are the dates read.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from workflows.cases import Case, Deadline
from workflows.clock import local, today
from workflows.database import db
from workflows.dates.details import MIDNIGHT
from workflows.dates.feeds import Feed, FeedKind, Owner
from workflows.dates.model import Answer, Attendance, Audience, CalendarEntry
from workflows.dates.queries import asked_to, at_schools, of_visible_case, visible
from workflows.people import Appointment, Person, Post
from workflows.places import HubMembership, Place, Trust

OFF_FOR: Final = timedelta(days=30)
"""How long a date that was called off stays, marked as off, so that people see that it is."""
MONTHS_BACK: Final = 13
MOST_DEADLINES: Final = 200
LAYOUT: Final = 1
"""One more whenever the same dates are written in another way, so that kept copies are out of date."""


@dataclass(frozen=True)
class Due:
    """Something that is asked of the owner, with a day by which to act."""

    id: int
    ask: str
    due_on: date
    since: datetime
    #: of the case
    kind: str
    reference: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A feed as it stands on a day: whose it is, and all that decides what it shows."""

    feed_id: int
    nonce: str
    kind: FeedKind
    place_id: int | None
    place: str
    with_deadlines: bool
    with_terms: bool
    created_at: datetime
    trust: str
    diary_version: int
    calendar_version: str
    owner: Owner
    #: how many parts on cases the owner has, and a sum that changes with each of them
    parts: tuple[int, int]
    #: the schools that it is about
    schools: tuple[int, ...]
    dues: tuple[Due, ...]
    on: date

    @property
    def may_go_on(self) -> bool:
        """Whether the owner may still have it."""
        return self.owner.may_have(self.kind, self.place_id, schools=self.schools)

    @property
    def version(self) -> str:
        """Another one as soon as anything could be shown otherwise, and the same in every process."""
        facts = [getattr(self, one.name) for one in fields(self) if one.name != "owner"]
        owner = self.owner
        posts = sorted((post.role, post.place_id) for post in owner.offices)
        whole = (LAYOUT, facts, owner.person_id, owner.trust_id, owner.school_id, posts)
        return sha256(repr(whole).encode()).hexdigest()[:32]

    @property
    def calendar_place(self) -> int:
        """Whose term dates it shows: the school's that it is about, else those where its owner works."""
        if self.kind is FeedKind.SCHOOL and self.place_id is not None:
            return self.place_id
        is_own = self.kind is FeedKind.MINE and self.owner.school_id is not None
        return self.owner.school_id if is_own and self.owner.school_id else self.owner.trust_id

    @property
    def since(self) -> date:
        """The first day that it shows: the first of a month more than a year ago."""
        months = self.on.year * 12 + self.on.month - 1 - MONTHS_BACK
        return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True, kw_only=True)
class FeedDate:
    """A date as a feed shows it."""

    id: int
    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    place: str
    link: str
    #: empty for those who are neither asked nor may see the case
    agenda: str
    is_off: bool
    changed_at: datetime
    #: the owner's own; none where they are not asked
    answer: Answer | None


# Everything but the dates. These statements are on the tables themselves, built once, because every diary in
# the trust asks them every hour; they name the feed or its owner, and so cannot reach another trust's rows.

_FEEDS: Any = Feed.__table__
_PEOPLE: Any = Person.__table__
_PLACES: Any = Place.__table__
_TRUSTS: Any = Trust.__table__
_HELD: Any = Appointment.__table__
_TURNS: Any = Deadline.__table__
_CASES: Any = Case.__table__
_MEMBERS: Any = HubMembership.__table__

_about, _whole = _PLACES.alias("about"), _PLACES.alias("whole")
_IS_STANDING = (_HELD.c.starts_on <= bindparam("on")) & or_(
    _HELD.c.ends_on.is_(None), _HELD.c.ends_on > bindparam("on")
)


def _of_owner(what: ColumnElement[Any], *, parts: bool) -> Any:
    """Something about all that the owner holds: their parts on cases, or everything else."""
    is_part = _PLACES.c.kind == literal_column("'case'")
    return (
        select(what)
        .select_from(_HELD.join(_PLACES, _PLACES.c.id == _HELD.c.place_id))
        .where(_HELD.c.person_id == _FEEDS.c.person_id, _IS_STANDING, is_part if parts else ~is_part)
        .correlate(_FEEDS)
        .scalar_subquery()
    )


_one_office = _HELD.c.role + literal_column("':'") + cast(_HELD.c.place_id, String)
_FEED = (
    select(
        _FEEDS.c.nonce, _FEEDS.c.kind, _FEEDS.c.place_id, _FEEDS.c.with_deadlines, _FEEDS.c.with_terms,
        _FEEDS.c.created_at, _FEEDS.c.person_id, _FEEDS.c.trust_id, _PEOPLE.c.school_id,
        _TRUSTS.c.diary_version, _TRUSTS.c.calendar_version, _about.c.name.label("place"),
        _whole.c.name.label("trust"),
        _of_owner(func.aggregate_strings(_one_office, " "), parts=False).label("offices"),
        # of parts on cases, of which there may be thousands, only their number and sum
        _of_owner(func.count(), parts=True).label("how_many"),
        _of_owner(func.sum(_HELD.c.id), parts=True).label("total"),
    )
    .select_from(_FEEDS)
    .join(_PEOPLE, _PEOPLE.c.id == _FEEDS.c.person_id)
    .join(_TRUSTS, _TRUSTS.c.id == _FEEDS.c.trust_id)
    .join(_whole, _whole.c.id == _FEEDS.c.trust_id)
    .outerjoin(_about, _about.c.id == _FEEDS.c.place_id)
    .where(
        _FEEDS.c.id == bindparam("feed_id"),
        _FEEDS.c.revoked_at.is_(None),
        or_(_PEOPLE.c.left_on.is_(None), _PEOPLE.c.left_on > bindparam("on")),
    )
)  # fmt: skip
_HUB = (
    select(_MEMBERS.c.school_id)
    .where(
        _MEMBERS.c.hub_id == bindparam("hub_id"),
        _MEMBERS.c.starts_on <= bindparam("on"),
        or_(_MEMBERS.c.ends_on.is_(None), _MEMBERS.c.ends_on > bindparam("on")),
    )
    .order_by(_MEMBERS.c.school_id)
)
_DUES = (
    select(
        _TURNS.c.id, _TURNS.c.ask, _TURNS.c.due_on, _TURNS.c.since,
        _CASES.c.kind, _CASES.c.reference, _CASES.c.title,
    )
    .join(_CASES, _CASES.c.id == _TURNS.c.case_id)
    .where(
        _TURNS.c.closed_at.is_(None),
        _TURNS.c.due_on.is_not(None),
        tuple_(_TURNS.c.place_id, _TURNS.c.role).in_(
            select(_HELD.c.place_id, _HELD.c.role).where(
                _HELD.c.person_id == bindparam("person_id"), _IS_STANDING
            )
        ),
    )
    .order_by(_TURNS.c.due_on, _TURNS.c.id)
    .limit(MOST_DEADLINES)
)  # fmt: skip


def look_up(feed_id: int) -> Subscription | None:
    """A feed as it stands today; None if there is none, it was stopped, or its owner has left.

    Needs a session that may read every trust: the feed itself says whose it is.
    """
    connection, on = db.session.connection(), today()
    row = connection.execute(_FEED, {"feed_id": feed_id, "on": on}).first()
    if row is None:
        return None
    found = dict(row._mapping)
    who = {"person_id": found.pop("person_id"), "on": on}
    offices = _offices(found.pop("offices") or "")
    owner = Owner(who["person_id"], found.pop("trust_id"), found.pop("school_id"), offices)
    parts = (found.pop("how_many"), int(found.pop("total") or 0))
    dues = connection.execute(_DUES, who) if found["with_deadlines"] else ()
    return Subscription(
        feed_id=feed_id,
        owner=owner,
        parts=parts,
        schools=_schools(connection, found, on),
        dues=tuple(Due(*due) for due in dues),
        on=on,
        **{**found, "place": found["place"] or ""},
    )


def _offices(listed: str) -> frozenset[Post]:
    pairs = (one.rpartition(":") for one in listed.split())
    return frozenset(Post(role, int(place)) for role, _, place in pairs)


def _schools(connection: Connection, feed: dict[str, Any], on: date) -> tuple[int, ...]:
    if feed["kind"] is FeedKind.SCHOOL:
        return (feed["place_id"],)
    if feed["kind"] is FeedKind.HUB:
        return tuple(connection.execute(_HUB, {"hub_id": feed["place_id"], "on": on}).scalars())
    return ()


# The dates


def dates_of(feed: Subscription) -> list[FeedDate]:
    """What a feed shows, earliest first, in one statement; keeps to the trust that the session has chosen."""
    own = aliased(Attendance)
    is_own = (own.entry_id == CalendarEntry.id) & (own.person_id == feed.owner.person_id)
    sees_case = of_visible_case(feed.owner.viewer).label("sees_case")
    rows = db.session.execute(
        select(
            CalendarEntry.id, CalendarEntry.uid, CalendarEntry.sequence, CalendarEntry.title,
            CalendarEntry.starts_at, CalendarEntry.ends_at, CalendarEntry.all_day, CalendarEntry.place,
            CalendarEntry.link, CalendarEntry.agenda, CalendarEntry.cancelled_at, CalendarEntry.changed_at,
            own.answer, sees_case,
        )
        .outerjoin(own, is_own & own.removed_at.is_(None))
        .where(_shown(feed), CalendarEntry.ends_at > local(feed.since, MIDNIGHT))
        .where(or_(CalendarEntry.cancelled_at.is_(None), CalendarEntry.cancelled_at > _off_since(feed)))
        .order_by(CalendarEntry.starts_at, CalendarEntry.id)
    )  # fmt: skip
    return [_feed_date(dict(row._mapping)) for row in rows]


def _feed_date(row: dict[str, Any]) -> FeedDate:
    sees_case, is_off = row.pop("sees_case"), row.pop("cancelled_at") is not None
    may_read = sees_case or row["answer"] is not None
    return FeedDate(**{**row, "agenda": row["agenda"] if may_read else "", "is_off": is_off})


def _shown(feed: Subscription) -> ColumnElement[bool]:
    if feed.kind is FeedKind.MINE:
        return asked_to(feed.owner.person_id)
    if feed.kind is FeedKind.TRUST:
        return CalendarEntry.audience == Audience.STAFF
    return and_(at_schools(feed.schools), visible(feed.owner.viewer))


def _off_since(feed: Subscription) -> datetime:
    """Counted in whole days, so that the bytes are the same all day."""
    return local(feed.on - OFF_FOR, MIDNIGHT)
