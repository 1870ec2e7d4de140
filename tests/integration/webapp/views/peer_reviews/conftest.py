"""A review of Saltmarsh and the browsers of everybody who could look for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.details import Book, details_for
from tests.peer_reviews import STRAIGHT, plan_a_review, ready_to_review
from tests.pressing import buttons_on, fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at, today
from workflows.database import EVERY_TRUST, db, scope
from workflows.peer_reviews import PeerReview
from workflows.perform import perform


@dataclass
class Reviewed:
    """One review: priya of Saltmarsh hosts it, tom leads, una reviews, lena coordinates."""

    world: World
    become: Callable[..., Browser]
    app: Flask
    reference: str = ""
    moment: datetime = MONDAY
    browsers: dict[str, Browser] = field(default_factory=dict)

    def of(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self.become(who)
        return self.browsers[who]

    @property
    def home(self) -> str:
        return f"/reviews/{self.reference}"

    def page(self, who: str, page: str = "") -> TestResponse:
        return self.of(who).get(f"{self.home}{page}")

    def reads(self, who: str, page: str = "") -> str:
        answer = self.page(who, page)
        assert answer.status_code == 200, answer.status_code
        return main_words(answer)

    def tries(self, who: str, transition: str, *, button: str = "", **typed: Any) -> TestResponse:
        """Fill in the step's own page and press."""
        return fill_in(self.of(who), f"{self.home}/{transition}", button=button, **typed)

    def does(self, who: str, transition: str, *, button: str = "", **typed: Any) -> TestResponse:
        """The same; fails unless it is done."""
        answer = self.tries(who, transition, button=button, **typed)
        assert answer.status_code == 303, main_words(answer)
        return answer

    def presses(self, who: str, button: str) -> TestResponse:
        """Press the first button on the review's own page that begins with these words."""
        whole = next(one for one in buttons_on(self.page(who)) if one.startswith(button))
        answer = fill_in(self.of(who), self.home, button=whole)
        assert answer.status_code == 303, main_words(answer)
        return answer

    def planned(self, **change: Any) -> Reviewed:
        """Lena has planned it, past the pages."""
        with self.writing():
            self.reference = plan_a_review(self.world, **change).reference
        return self

    def until(self, state: str) -> Reviewed:
        """Everybody does what the book says, until the review is in this state; time goes on with it."""
        with self.writing():
            for name, who in STRAIGHT[self.case.version - 1 :]:
                if self.case.state == state:
                    break
                self._goes_on(name)
                self.perform(name, who)
            assert self.case.state == state
        return self

    def _goes_on(self, name: str) -> None:
        if name == "begin_visit":
            first = datetime.combine(self.case.visit_starts_on, time(9), MONDAY.tzinfo)
            self.moment = max(self.moment, first)
        self.moment += timedelta(hours=1)

    def perform(self, name: str, who: str) -> None:
        """One step past the pages, by the book."""
        with clock_at(self.moment):
            case = self.case
            needs = case.flow.transitions[name].needs
            perform(case, name, self.world.person(who), details_for(needs, Book(case, self.world, today())))
            db.session.flush()

    @property
    def case(self) -> PeerReview:
        return db.session.scalars(select(PeerReview).where(PeerReview.reference == self.reference)).one()

    @property
    def state(self) -> str:
        with self.app.app_context(), scope(EVERY_TRUST):
            return self.case.state

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Inside, rows of the trust can be read and written; they are committed at the end."""
        with self.app.app_context(), scope(self.world.trust_id):
            yield
            db.session.commit()

    @contextmanager
    def now(self, on: date | None = None) -> Iterator[None]:
        """It is the moment to which the review has come, or the morning of this day; all sign in anew."""
        if on is not None:
            self.moment = datetime.combine(on, time(9, 30), MONDAY.tzinfo)
        self.browsers.clear()
        with clock_at(self.moment):
            yield
        self.browsers.clear()


@pytest.fixture
def review(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Reviewed:
    """Saltmarsh, and people who are trained to review it; nothing is planned yet."""
    with app.app_context(), scope(harbour.trust_id):
        ready_to_review(harbour)
        db.session.commit()
    return Reviewed(harbour, sign_in_as, app)
