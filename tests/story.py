"""A request for support and everybody around it, as they press their way through its pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.pressing import fill_in
from tests.world import World
from workflows.database import EVERY_TRUST, db, scope
from workflows.support_requests import SupportRequest

TITLE = "Early reading: phonics catch-up in Year 1"


@dataclass
class Story:
    """One request and the browsers of everybody around it."""

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
        return f"/support/{self.reference}"

    def page(self, who: str) -> TestResponse:
        return self.of(who).get(self.home)

    def reads(self, who: str) -> str:
        page = self.page(who)
        assert page.status_code == 200
        return main_words(page)

    def does(self, who: str, transition: str, **typed: Any) -> TestResponse:
        """Fill in the step's own page and press; fails unless it is done."""
        answer = fill_in(self.of(who), f"{self.home}/{transition}", **typed)
        assert answer.status_code == 303, main_words(answer)
        return answer

    def presses(self, who: str, button: str) -> TestResponse:
        """Press a button on the request's own page."""
        answer = fill_in(self.of(who), self.home, button=button)
        assert answer.status_code == 303, main_words(answer)
        return answer

    @property
    def state(self) -> str:
        with self.app.app_context(), scope(EVERY_TRUST):
            found = db.session.scalars(
                select(SupportRequest).where(SupportRequest.reference == self.reference)
            ).one()
            return found.state

    # Along the way

    def begins(self, who: str = "priya", **typed: Any) -> None:
        answer = fill_in(self.of(who), "/support/new", **({"title": TITLE, **self.whole} | typed))
        assert answer.status_code == 303, main_words(answer)
        found = re.search(r"SR-\d{4}-\d{4}", answer.location)
        assert found is not None
        self.reference = found[0]

    @property
    def whole(self) -> dict[str, Any]:
        return {
            "focus_area_id": self.world.focus_area_id,
            "need": "Children in Year 1 do not blend sounds.",
            "difference": "They read simple words with confidence.",
            "evidence": "Phonics data of the autumn.",
            "wanted_from": "30/11/2026",
            "wanted_until": "26/3/2027",
            "contact": "Sam, in the school office",
        }

    def is_submitted(self) -> None:
        self.begins()
        self.does("priya", "submit")

    def is_accepted(self) -> None:
        self.is_submitted()
        self.does(
            "lena", "triage", route="deployment", priority="soon", coordinator_id=self.world.people["asha"]
        )

    def is_offered(self) -> None:
        self.is_accepted()
        self.does(
            "asha", "offer", school_id=self.world.schools["gull_rock"], days="3", message="Can you help?"
        )

    def is_released(self) -> None:
        self.is_offered()
        self.does("marta", "release", giver_id=self.world.people["tom"], days="3")

    def has_plan(self) -> None:
        self.is_released()
        self.does("tom", "propose_plan", **PLAN)

    def is_under_way(self) -> None:
        self.has_plan()
        for who in ("tom", "priya", "marta"):
            self.presses(who, "Sign the plan")

    def is_over(self) -> None:
        self.is_under_way()
        self.does("tom", "record_visit", **VISIT)
        self.does("tom", "finish")


PLAN = {
    "focus": "Systematic phonics",
    "measures-0": "80% of Year 2 re-sit pupils reach the standard in June",
    "measures-1": "Every adult teaches the same routine",
    "days": "3",
    "frequency": "one day a fortnight",
    "exit_plan": "The phonics lead carries on.",
    "first_contact_on": "20/11/2026",
    "ends_on": "26/2/2027",
}
VISIT = {
    "held_on": "16/11/2026",
    "days": "1",
    "what_happened": "Taught two lessons together.",
    "next_steps": "Sam tries the routine.",
}
