"""Cases with dates, made as people make them, and calendars that people subscribe to."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy import select

from notifications.feeds import path_of
from notifications.rendering import Stationery
from tests.details import Book, details_for
from tests.world import World
from workflows import accounts
from workflows.clock import today
from workflows.database import db
from workflows.dates import feeds
from workflows.dates.details import DateDetails
from workflows.dates.feeds import Feed, FeedDetails, FeedKind, Owner
from workflows.dates.model import CalendarEntry
from workflows.people import Post
from workflows.perform import open_case, perform
from workflows.support_requests import SupportRequest

FRIDAY = date(2026, 11, 27)
SUMMER = date(2027, 6, 18)
AGREED = (
    ("edit", "priya"), ("submit", "priya"), ("triage", "lena"), ("offer", "asha"), ("release", "marta"),
    ("propose_plan", "priya"), ("sign", "priya"), ("sign", "marta"), ("sign", "tom"),
)  # fmt: skip


def request_under_way(world: World, title: str = "Early reading") -> SupportRequest:
    """Saltmarsh is helped: Tom of Gull Rock gives, Asha coordinates."""
    made = SupportRequest(title=title, receiving_school_id=world.schools["saltmarsh"])
    open_case(made, "start", world.person("priya"))
    for name, actor in AGREED:
        details = details_for(made.flow.transitions[name].needs, Book(made, world, today()))
        perform(made, name, world.person(actor), details)
    made.title = title
    return made


def meeting(
    case: Any, world: World, *asked: str, by: str = "priya", title: str = "Planning meeting",
    on: date = FRIDAY, **more: Any
) -> CalendarEntry:  # fmt: skip
    """A date of the case from 3:30pm to 4:30pm, all day with `starts=None, ends=None`."""
    times = {"starts": time(15, 30), "ends": time(16, 30)} | more
    people = tuple(world.people[one] for one in asked or ("tom",))
    perform(case, "add_date", world.person(by), DateDetails(title=title, on=on, asked=people, **times))
    return db.session.scalars(select(CalendarEntry).order_by(CalendarEntry.id.desc()).limit(1)).one()


def owner(world: World, who: str) -> Owner:
    """Somebody as they are when they make a calendar."""
    person = world.person(who)
    offices = frozenset(Post(one.role, one.place_id) for one in accounts.offices_of(person.id))
    return Owner(person.id, world.trust_id, person.school_id, offices)


def subscribe(world: World, who: str, kind: FeedKind = FeedKind.MINE, **more: Any) -> Feed:
    """A calendar of somebody's."""
    if kind is FeedKind.TRUST:
        more.setdefault("place_id", world.trust_id)
    return feeds.make(FeedDetails(kind=kind, **more), owner(world, who), actor=world.person(who))


def address(feed: Feed, stationery: Stationery) -> str:
    """Where a diary fetches it."""
    return path_of(feed, stationery)


def summaries(body: str) -> list[str]:
    """What the events of a calendar are called, in its order."""
    whole = body.replace("\r\n ", "")
    return [line.removeprefix("SUMMARY:") for line in whole.splitlines() if line.startswith("SUMMARY:")]
