"""A trust with dates, and calendars that people subscribe to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from notifications import feeds as rendering
from notifications.setup import stationery_of
from tests.client import Browser
from tests.diaries import address, meeting, request_under_way, subscribe, summaries
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db, scope
from workflows.dates.feeds import Feed, FeedKind
from workflows.dates.model import CalendarEntry
from workflows.perform import perform
from workflows.support_requests import SupportRequest


@dataclass
class Trust:
    """A trust in which a request is under way, whose dates a test makes, and calendars of its people."""

    app: Flask
    world: World
    case_id: int

    def does(self, who: str, step: str, details: Any = None, *, later: timedelta = timedelta()) -> None:
        """A step on the case, as somebody makes it some time after Monday morning."""
        with self.app.app_context(), scope(self.world.trust_id), clock_at(MONDAY + later):
            perform(self.case, step, self.world.person(who), details)
            db.session.commit()

    def has(self, *asked: str, **more: Any) -> int:
        """A date of the case; gives its number."""
        with self.app.app_context(), scope(self.world.trust_id):
            entry_id = meeting(self.case, self.world, *asked, **more).id
            db.session.commit()
        return entry_id

    @property
    def case(self) -> SupportRequest:
        return db.session.get_one(SupportRequest, self.case_id)

    def entry(self, entry_id: int) -> CalendarEntry:
        return db.session.get_one(CalendarEntry, entry_id)

    def calendar(self, who: str, kind: FeedKind = FeedKind.MINE, **more: Any) -> str:
        """The address of a new calendar of somebody's."""
        with self.app.app_context(), scope(self.world.trust_id):
            feed = subscribe(self.world, who, kind, **more)
            db.session.commit()
            return address(feed, stationery_of(self.app))

    def newest(self) -> Feed:
        """The calendar that was made last."""
        return db.session.scalars(select(Feed).order_by(Feed.id.desc()).limit(1)).one()

    def changes(self, act: Callable[[], object]) -> None:
        """Do something to the rows, and commit it."""
        with self.app.app_context(), scope(self.world.trust_id):
            act()
            db.session.commit()

    def fetches(self, path: str, *, at: datetime = MONDAY, etag: str = "", cookie: str = "") -> TestResponse:
        """What a diary gets that has the calendar of this tag already."""
        headers = {"If-None-Match": etag, "Cookie": cookie}
        with clock_at(at):
            return self.app.test_client().get(path, headers={k: v for k, v in headers.items() if v})

    def shows(self, path: str, *, at: datetime = MONDAY) -> list[str]:
        answer = self.fetches(path, at=at)
        assert answer.status_code == 200
        return summaries(answer.text)


@pytest.fixture
def trust(app: Flask, harbour: World) -> Trust:
    """Tom of Gull Rock helps Saltmarsh; nothing is in anybody's diary yet."""
    rendering.bodies.clear()
    with app.app_context(), scope(harbour.trust_id):
        case = request_under_way(harbour)
        db.session.commit()
        return Trust(app, harbour, case.id)


Become = Callable[..., Browser]
