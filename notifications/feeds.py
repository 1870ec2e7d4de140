"""Calendars that people subscribe to, as their programs fetch them (RFC 5545, RFC 7986), kept in memory.

A body is kept by its version, and each event in it by all that it says, so that a calendar in which one date
has changed is put together from what is there and that one. Both keeps are bounded, and may be lost.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Final

from notifications.ical import Event, Method, document, event_bytes
from notifications.rendering import Stationery
from notifications.tokens import Purpose, opened, token_of
from notifications.wording import lower_first, short
from workflows.clock import local
from workflows.database import db, scope
from workflows.dates.details import MIDNIGHT
from workflows.dates.feeds import Feed, FeedKind
from workflows.dates.model import Answer
from workflows.dates.school_days import Landmark, landmarks
from workflows.dates.subscribed import Due, FeedDate, Subscription, dates_of
from workflows.machine import workflow
from workflows.places import Trust
from workflows.school_calendar import SchoolCalendar, calendars

REFRESHED: Final = timedelta(hours=1)
"""How often a diary is asked to look again."""
MOST_EVENTS: Final = 20_000
MOST_BYTES: Final = 48_000_000
YEARS_AHEAD: Final = 2
"""For how long term dates and bank holidays are shown."""

_ONE_DAY: Final = timedelta(days=1)


# Addresses


def path_of(feed: Feed, stationery: Stationery) -> str:
    """Where a feed is: a path that nobody can guess, and that another nonce makes worthless."""
    return f"/calendar/{token_of(Purpose.FEED, feed.id, stationery.keys, nonce=feed.nonce)}.ics"


def is_address_of(feed: Subscription, token: str, stationery: Stationery) -> bool:
    """Whether this is the address of the feed; compared in constant time."""
    return opened(Purpose.FEED, token, stationery.keys, nonce=feed.nonce) == feed.feed_id


# Bodies


class Kept:
    """Bodies by version, as many as fit; the one that was asked for longest ago goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self._size = most_bytes, 0
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, version: str) -> bytes | None:
        """The body of this version, if it is still there."""
        with self._lock:
            if version in self._bodies:
                self._bodies.move_to_end(version)
            return self._bodies.get(version)

    def put(self, version: str, body: bytes) -> None:
        """Keep a body; one too large to keep is not."""
        with self._lock:
            self._size -= len(self._bodies.pop(version, b""))
            if len(body) > self._most // 4:
                return
            self._bodies[version] = body
            self._size += len(body)
            while self._size > self._most:
                self._size -= len(self._bodies.popitem(last=False)[1])

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._bodies.clear()
            self._size = 0


bodies: Final = Kept(MOST_BYTES)
events: Final = lru_cache(maxsize=MOST_EVENTS)(event_bytes)
"""An event's bytes by all that is in them, so that no change can go unseen."""


def version_of(feed: Subscription, stationery: Stationery) -> str:
    """What a program compares to see whether it has the newest body: no date is read for it."""
    return sha256(f"{feed.version} {stationery.base_url}".encode()).hexdigest()[:32]


def body_of(feed: Subscription, stationery: Stationery) -> bytes:
    """The whole calendar, from what is kept, or else from the dates as they are."""
    version = version_of(feed, stationery)
    kept = bodies.get(version)
    if kept is not None:
        return kept
    with scope(feed.owner.trust_id):
        body = write(feed, stationery)
    bodies.put(version, body)
    return body


def write(feed: Subscription, stationery: Stationery) -> bytes:
    """The calendar as it is now; the same feed gives the same bytes. The session has chosen its trust."""
    name = name_of(feed)
    properties: dict[str, str | timedelta] = {
        "NAME": name,
        "X-WR-CALNAME": name,
        "X-WR-TIMEZONE": "Europe/London",
        "REFRESH-INTERVAL": REFRESHED,
        "X-PUBLISHED-TTL": "PT1H",
    }
    return document(map(events, _events(feed, stationery)), method=Method.PUBLISH, properties=properties)


def name_of(feed: Subscription) -> str:
    """What a diary calls it until its owner calls it something else."""
    return "Alongside: my dates" if feed.kind is FeedKind.MINE else f"Alongside: {feed.place}"


# What is in them


def _events(feed: Subscription, stationery: Stationery) -> Iterator[Event]:
    for one in dates_of(feed):
        yield _date(one, feed, stationery)
    for due in feed.dues:
        yield _due(due, stationery)
    if feed.with_terms:
        trust = db.session.get_one(Trust, feed.owner.trust_id)
        yield from _terms(feed, calendars(trust).of_school(feed.calendar_place))


def _date(one: FeedDate, feed: Subscription, stationery: Stationery) -> Event:
    """Only one's own dates make one busy; those of others are to be seen."""
    return Event(
        uid=one.uid,
        sequence=one.sequence,
        stamp=one.changed_at,
        title=f"Off: {one.title}" if one.is_off else one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        all_day=one.all_day,
        place=one.place,
        link=one.link,
        agenda=one.agenda,
        page=stationery.link(f"/dates/{one.id}"),
        is_off=one.is_off,
        is_free=feed.kind is not FeedKind.MINE or one.answer is Answer.NO,
    )


def _due(due: Due, stationery: Stationery) -> Event:
    title = f"“{short(due.title)}”" if due.title else f"the {lower_first(workflow(due.kind).noun)}"
    return _days(
        f"turn-{due.id}",
        f"Due: {due.ask} {title}",
        due.due_on,
        stamp=due.since,
        page=stationery.link(f"/{due.kind}/{due.reference}"),
    )


def _terms(feed: Subscription, calendar: SchoolCalendar) -> Iterator[Event]:
    last = date(feed.on.year + YEARS_AHEAD, 8, 31)
    found: list[Landmark] = landmarks(calendar, feed.since, last)
    for one in found:
        # Whatever moves gets another code, so that the moment at which it was written need never change.
        uid = f"{one.code}-{feed.calendar_place}"
        yield _days(uid, one.title, one.first, last=one.last, stamp=feed.created_at)


def _days(
    code: str, title: str, first: date, *, stamp: datetime, last: date | None = None, page: str = ""
) -> Event:
    """Something that is all day, and makes nobody busy."""
    return Event(
        uid=f"{code}@alongside",
        sequence=0,
        stamp=stamp,
        title=title,
        starts_at=local(first, MIDNIGHT),
        ends_at=local((last or first) + _ONE_DAY, MIDNIGHT),
        all_day=True,
        page=page,
        is_free=True,
    )
