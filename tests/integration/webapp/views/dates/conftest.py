"""A request under way with dates, and whoever arranges and answers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from notifications.tokens import Purpose, token_of
from tests.client import Browser
from tests.pressing import fill_in, form_on, sent_by
from tests.story import Story
from tests.world import World
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.details import DateDetails, Timed, TimesOffered
from workflows.dates.model import Attendance, CalendarEntry, DatePoll, PollPerson
from workflows.perform import perform
from workflows.support_requests import SupportRequest

WEDNESDAY = date(2026, 11, 25)


@dataclass
class Diaries:
    """The story's dates, made straight in the workflow and then looked at in a browser."""

    story: Story
    app: Flask

    @property
    def world(self) -> World:
        return self.story.world

    @property
    def home(self) -> str:
        return f"{self.story.home}/dates"

    def does(self, who: str | None, name: str, details: Any) -> None:
        """Make a step past the pages."""
        with self.app.app_context(), scope(self.world.trust_id):
            case = db.session.scalars(
                select(SupportRequest).where(SupportRequest.reference == self.story.reference)
            ).one()
            perform(case, name, self.world.person(who) if who else None, details)
            db.session.commit()

    def meeting(
        self, *asked: str, by: str = "priya", on: date = WEDNESDAY, hour: int = 15, **more: Any
    ) -> int:
        """A date of an hour, half past; gives its id."""
        details = DateDetails(
            title=more.pop("title", "Planning meeting"), on=on,
            starts=time(hour, 30), ends=time(hour + 1, 30),
            asked=tuple(self.world.people[one] for one in asked or ("tom",)), **more,
        )  # fmt: skip
        self.does(by, "add_date", details)
        return self.newest(CalendarEntry)

    def times(self, *asked: str, **more: Any) -> int:
        """Three times on offer; gives the id of the poll."""
        details = TimesOffered(
            title="Look at the data",
            asked=tuple(self.world.people[one] for one in asked or ("tom", "asha")),
            options=tuple(Timed(on=WEDNESDAY, starts=time(h), ends=time(h + 1)) for h in (9, 11, 14)),
            answer_by=date(2026, 11, 20),
            **more,
        )
        self.does("priya", "offer_times", details)
        return self.newest(DatePoll)

    def newest(self, kind: Any) -> int:
        with self.app.app_context(), scope(EVERY_TRUST):
            return int(db.session.scalars(select(kind.id).order_by(kind.id.desc()).limit(1)).one())

    def part(self, who: str, entry_id: int) -> Attendance:
        with self.app.app_context(), scope(EVERY_TRUST):
            return db.session.scalars(
                select(Attendance).where(
                    Attendance.entry_id == entry_id, Attendance.person_id == self.world.people[who]
                )
            ).one()

    def link(self, who: str, entry_id: int) -> str:
        """Where the link in somebody's invitation leads."""
        number = self.part(who, entry_id).id
        return f"/answer/{token_of(Purpose.ANSWER, number, [self.app.config['SECRET_KEY']])}"

    def times_link(self, who: str, poll_id: int) -> str:
        """Where the link in the mail about times leads."""
        with self.app.app_context(), scope(EVERY_TRUST):
            number = db.session.scalars(
                select(PollPerson.id).where(
                    PollPerson.poll_id == poll_id, PollPerson.person_id == self.world.people[who]
                )
            ).one()
        return f"/times/{token_of(Purpose.TIMES, number, [self.app.config['SECRET_KEY']])}"

    def entry(self, entry_id: int) -> CalendarEntry:
        with self.app.app_context(), scope(EVERY_TRUST):
            return db.session.get_one(CalendarEntry, entry_id)


def pressed_again(browser: Browser, shown: TestResponse, button: str, **typed: Any) -> TestResponse:
    """Press a button on a form that was shown again."""
    path = shown.request.full_path.rstrip("?")
    return browser.post(path, data={**sent_by(form_on(shown, button), button), **typed})


def seen_through(browser: Browser, address: str, **typed: Any) -> TestResponse:
    """Fill in a form, and save it anyway if something stands in the way."""
    answer = fill_in(browser, address, **typed)
    return answer if answer.status_code == 303 else pressed_again(browser, answer, "Save anyway")


@pytest.fixture
def diaries(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Diaries:
    story = Story(harbour, sign_in_as, app)
    story.is_under_way()
    return Diaries(story, app)
