"""A review of Saltmarsh that has come to its report, and the browsers of everybody who could look for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.details import Book, details_for
from tests.peer_reviews import bring_to, plan_a_review, ready_to_review
from tests.pressing import fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.details import Details
from workflows.peer_reviews import PeerReview
from workflows.perform import perform


@dataclass
class Reported:
    """Priya leads Saltmarsh; Tom leads the review, Una reviews, Lena coordinates it; Gita governs."""

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

    def at(self, path: str) -> str:
        return f"/reviews/{self.reference}/{path}"

    def get(self, who: str, path: str) -> TestResponse:
        with clock_at(self.moment):
            return self.of(who).get(self.at(path))

    def post(self, who: str, path: str, **sent: Any) -> TestResponse:
        with clock_at(self.moment):
            return self.of(who).post(self.at(path), data=sent)

    def reads(self, who: str, path: str) -> str:
        page = self.get(who, path)
        assert page.status_code == 200, page.status_code
        return main_words(page)

    def fills(
        self, who: str, path: str, *, button: str = "", status: int = 303, **typed: Any
    ) -> TestResponse:
        with clock_at(self.moment):
            answer = fill_in(self.of(who), self.at(path), button=button, **typed)
        assert answer.status_code == status, main_words(answer)
        return answer

    @contextmanager
    def rows(self) -> Iterator[PeerReview]:
        with self.app.app_context(), scope(EVERY_TRUST), clock_at(self.moment):
            yield self.case

    @property
    def case(self) -> PeerReview:
        return db.session.scalars(select(PeerReview).where(PeerReview.reference == self.reference)).one()

    def comes_to(self, state: str) -> Reported:
        """Everybody does what the book says, until the review is in this state."""
        with self.app.app_context(), scope(self.world.trust_id):
            self.moment = bring_to(self.case, state, self.world)
        self.browsers.clear()
        return self

    def does(self, who: str, name: str, details: Details | None = None) -> Reported:
        """Somebody makes a step past the pages."""
        with self.app.app_context(), scope(self.world.trust_id), clock_at(self.moment):
            needs = self.case.flow.transitions[name].needs
            made = details or details_for(needs, Book(self.case, self.world, self.moment.date()))
            perform(self.case, name, self.world.person(who), made)
            db.session.commit()
        return self

    def later(self, **time: float) -> Reported:
        self.moment += timedelta(**time)
        self.browsers.clear()
        return self


@pytest.fixture
def reported(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Reported:
    """A review that has been planned."""
    made = Reported(harbour, sign_in_as, app)

    def become(name: str, world: World = harbour) -> Browser:
        with clock_at(made.moment):
            return sign_in_as(name, world)

    made.become = become
    with app.app_context(), scope(harbour.trust_id):
        ready_to_review(harbour)
        made.reference = plan_a_review(harbour).reference
        db.session.commit()
    return made
