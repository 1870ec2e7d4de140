"""A pairing and the browsers of everybody who could look for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.details import Book
from tests.looking import Looking
from tests.pairings import offer_to_mentor
from tests.pressing import buttons_on, fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at, today
from workflows.database import EVERY_TRUST, db, scope
from workflows.pairings import Pairing
from workflows.perform import perform

ASKED: Final = {"hopes": "Calmer lessons.", "focus_area_ids": "", "free_on": "0"}


@dataclass
class Pair:
    """One pairing: sam is the mentee, tom the mentor, asha the coordinator."""

    world: World
    become: Callable[..., Browser]
    app: Flask
    reference: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)

    def of(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self.become(who)
        return self.browsers[who]

    @property
    def home(self) -> str:
        return f"/pairings/{self.reference}"

    def page(self, who: str) -> TestResponse:
        return self.of(who).get(self.home)

    def reads(self, who: str) -> str:
        page = self.page(who)
        assert page.status_code == 200
        return main_words(page)

    def does(self, who: str, transition: str, *, button: str = "", **typed: Any) -> TestResponse:
        """Fill in the step's own page and press; fails unless it is done."""
        answer = fill_in(self.of(who), f"{self.home}/{transition}", button=button, **typed)
        assert answer.status_code == 303, main_words(answer)
        return answer

    def presses(self, who: str, button: str) -> TestResponse:
        """Press the first button on the pairing's own page that begins with these words."""
        whole = next(one for one in buttons_on(self.page(who)) if one.startswith(button))
        answer = fill_in(self.of(who), self.home, button=whole)
        assert answer.status_code == 303, main_words(answer)
        return answer

    def begins(self, who: str = "sam") -> None:
        """Somebody asks for a mentor on the page."""
        asked: dict[str, Any] = ASKED | {"focus_area_ids": self.world.focus_area_id}
        answer = fill_in(self.of(who), "/pairings/new", **asked)
        assert answer.status_code == 303, main_words(answer)
        found = re.search(r"MC-\d{4}-\d{4}", answer.location)
        assert found is not None
        self.reference = found[0]

    def goes(self, *steps: tuple[str, str]) -> None:
        """Go on past the pages, with what a sensible pair would fill in."""
        with self.app.app_context(), scope(self.world.trust_id):
            for name, who in steps:
                case = self.case
                needs = case.flow.transitions[name].needs
                details = Book(case, self.world, today()).make(needs) if needs else None
                perform(case, name, self.world.person(who), details)
            db.session.commit()

    @property
    def case(self) -> Pairing:
        return db.session.scalars(select(Pairing).where(Pairing.reference == self.reference)).one()

    @property
    def state(self) -> str:
        with self.app.app_context(), scope(EVERY_TRUST):
            return self.case.state

    @contextmanager
    def later(self, days: int) -> Iterator[None]:
        """It is so many days after that Monday, and everybody signs in anew."""
        self.browsers.clear()
        with clock_at(MONDAY + timedelta(days=days)):
            yield
        self.browsers.clear()

    def sessions(self) -> list[tuple[int, str, int]]:
        """Number, what became of it, and how many entries it has."""
        with self.app.app_context(), scope(EVERY_TRUST):
            return [(one.id, one.status.value, len(one.logs)) for one in self.case.sessions]


@pytest.fixture
def pair(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Pair:
    """A pairing that has not begun yet, and people who offer to be mentors."""
    with app.app_context(), scope(harbour.trust_id):
        offer_to_mentor(harbour, "tom", "lea", "una", "asha")
        db.session.commit()
    return Pair(harbour, sign_in_as, app)


@pytest.fixture
def looking(app: Flask, harbour: World) -> Looking:
    return Looking(app, harbour)
