"""Calendars that people subscribe to: whose they are, what they show, and who may have which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from workflows.clock import now, today
from workflows.database import Model, Scoped, db, text_enum
from workflows.details import Details, InvalidDetails, required
from workflows.events import record
from workflows.people import Person, Post
from workflows.places import Hub, HubMembership, Place, School, SchoolStatus
from workflows.visibility import GOVERNS, Viewer

MOST_FEEDS: Final = 12
"""How many one person may have at a time."""
OPEN: Final = (SchoolStatus.OPEN, SchoolStatus.CLOSING)


class FeedKind(StrEnum):
    """What a feed shows: never more than its owner may see on our own pages."""

    MINE = "mine"  # what its owner is asked to
    SCHOOL = "school"  # what concerns one school
    HUB = "hub"  # what concerns the schools of one hub
    TRUST = "trust"  # what is open to everybody who works in the trust


class Feed(Scoped, Model):
    """A calendar that one person subscribes to, at an address that only they know."""

    __tablename__ = "feeds"
    __table_args__ = (
        Index(None, "person_id"),
        CheckConstraint("(kind = 'mine') = (place_id IS NULL)", name="place_of_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[FeedKind] = mapped_column(text_enum(FeedKind, "kind"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("places.id"))
    #: goes into the address: a new one makes the old address worthless
    nonce: Mapped[str] = mapped_column(String(32), default=lambda: token_hex(16))
    #: all-day entries for what their owner has to do by a day
    with_deadlines: Mapped[bool] = mapped_column(default=False)
    #: term dates, INSET days and bank holidays
    with_terms: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    place: Mapped[Place | None] = relationship()


# What somebody may subscribe to


@dataclass(frozen=True)
class Owner:
    """Whoever has a feed, or wants one: what they hold outside cases, and where they are based."""

    person_id: int
    trust_id: int
    school_id: int | None
    offices: frozenset[Post]

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.person_id, self.trust_id, self.offices)

    @property
    def working_at(self) -> frozenset[int]:
        """The trust, schools and hubs at which they are staff."""
        return frozenset(post.place_id for post in self.offices if post.role not in GOVERNS)

    @property
    def is_central(self) -> bool:
        """Whether they work for the trust itself."""
        return self.trust_id in self.working_at

    def may_have(self, kind: FeedKind, place_id: int | None, *, schools: Collection[int] = ()) -> bool:
        """Whether they may have this feed today; `schools` are those of the hub, if it is about one."""
        if kind is FeedKind.MINE:
            return bool(self.offices)
        if kind is FeedKind.TRUST or self.is_central:
            return bool(self.working_at)
        return place_id in self.working_at or not self.working_at.isdisjoint(schools)


@dataclass(frozen=True)
class Offered:
    """Something that somebody may subscribe to."""

    kind: FeedKind
    #: none of one's own dates
    place_id: int | None = None
    name: str = ""


def offered_to(owner: Owner) -> list[Offered]:
    """Everything that somebody may subscribe to: their own dates, the trust's, then schools and hubs."""
    found = [Offered(FeedKind.MINE)]
    if not owner.working_at:
        return found
    found.append(Offered(FeedKind.TRUST, owner.trust_id))
    for kind, places in ((FeedKind.SCHOOL, _schools_for(owner)), (FeedKind.HUB, _hubs_for(owner))):
        found += [Offered(kind, row.id, row.name) for row in db.session.execute(places)]
    return found


def _schools_for(owner: Owner) -> Select[int, str]:
    schools = select(School.id, School.name).where(School.status.in_(OPEN)).order_by(School.name, School.id)
    return schools if owner.is_central else schools.where(School.id.in_(owner.working_at))


def _hubs_for(owner: Owner) -> Select[int, str]:
    hubs = select(Hub.id, Hub.name).order_by(Hub.name, Hub.id)
    of_own_schools = select(HubMembership.hub_id).where(
        HubMembership.school_id.in_(owner.working_at),
        HubMembership.starts_on <= today(),
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > today()),
    )
    theirs = or_(Hub.id.in_(owner.working_at), Hub.id.in_(of_own_schools))
    return hubs if owner.is_central else hubs.where(theirs)


# Made, given another address, stopped


@dataclass(frozen=True, kw_only=True)
class FeedDetails(Details):
    """What a new feed shows."""

    kind: FeedKind = required("Choose what to show")
    #: the school or the hub, or the trust; none of one's own dates
    place_id: int | None = None
    with_deadlines: bool = False
    with_terms: bool = False


def make(details: FeedDetails, owner: Owner, *, actor: Person) -> Feed:
    """Give somebody a calendar to subscribe to. Raises InvalidDetails for one that is not theirs to have."""
    wanted = (details.kind, details.place_id)
    if wanted not in {(one.kind, one.place_id) for one in offered_to(owner)}:
        raise InvalidDetails({"kind": "Choose a calendar from the list"})
    if len(feeds_of(owner.person_id)) >= MOST_FEEDS:
        raise InvalidDetails({"kind": f"You have {MOST_FEEDS} calendars already: stop one of them first"})
    feed = Feed(
        trust_id=owner.trust_id,
        person_id=owner.person_id,
        kind=details.kind,
        place_id=details.place_id,
        with_deadlines=details.with_deadlines,
        with_terms=details.with_terms,
        created_at=now(),
    )
    db.session.add(feed)
    db.session.flush()
    _record("feed_made", feed, actor)
    return feed


def rotate(feed: Feed, actor: Person) -> None:
    """Give a feed another address: whoever knows the old one gets nothing any more."""
    _check_goes_on(feed)
    feed.nonce = token_hex(16)
    _record("feed_address_changed", feed, actor)


def revoke(feed: Feed, actor: Person) -> None:
    """Stop a feed for good."""
    _check_goes_on(feed)
    feed.revoked_at = now()
    _record("feed_stopped", feed, actor)


def feeds_of(person_id: int) -> list[Feed]:
    """The feeds that somebody has, oldest first."""
    statement = (
        select(Feed)
        .where(Feed.person_id == person_id, Feed.revoked_at.is_(None))
        .options(joinedload(Feed.place))
        .order_by(Feed.id)
    )
    return list(db.session.scalars(statement))


def feed_of(person_id: int, feed_id: int) -> Feed | None:
    """One feed of somebody's that goes on."""
    return next((one for one in feeds_of(person_id) if one.id == feed_id), None)


def _check_goes_on(feed: Feed) -> None:
    if feed.revoked_at is not None:
        raise InvalidDetails({"": "This calendar has been stopped"})


def _record(what: str, feed: Feed, actor: Person) -> None:
    """Where the feed is about: at its school or hub, else at the trust."""
    details: dict[str, Any] = {"feed_id": feed.id, "shows": feed.kind.value}
    record(feed.place_id or feed.trust_id, what, actor, **details)
