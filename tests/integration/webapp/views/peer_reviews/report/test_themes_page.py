"""The page of what reports have in common: for those who plan, and without a school's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.client import Browser, main_words
from tests.integration.workflows.peer_reviews.agreed import Agreed
from tests.world import MONDAY, PEOPLE, World
from workflows.database import db, scope
from workflows.peer_reviews.details import ThemeKind


@pytest.fixture
def agreed(app: Flask, harbour: World) -> Callable[..., None]:
    """`agreed(4, "Maths")` adds reports of this school year."""

    def add(count: int, *about: str, kind: ThemeKind = ThemeKind.DEVELOP) -> None:
        with app.app_context(), scope(harbour.trust_id):
            made = Agreed(harbour, begins=MONDAY + timedelta(days=len(asked)))
            for _ in range(count):
                made.report(2026, *about, kind=kind)
            asked.append(count)
            db.session.commit()

    asked: list[int] = []
    return add


def test_those_who_plan_see_themes_of_four_reports_and_nobody_else_does(
    agreed: Callable[..., None], sign_in_as: Callable[..., Browser]
) -> None:
    agreed(3, "Maths")
    assert "There is nothing to tell yet" in main_words(sign_in_as("lena").get("/reviews/themes"))
    agreed(1, "Maths")
    for name, _, _ in PEOPLE:
        page = sign_in_as(name).get("/reviews/themes")
        assert page.status_code == (200 if name in ("lena", "asha") else 404), name
    page = sign_in_as("lena").get("/reviews/themes")
    assert "Of 4 reports" in main_words(page)
    assert "Maths fewer than 4 4" in main_words(page)
    assert "Saltmarsh" not in main_words(page)


def test_the_page_can_be_narrowed_and_never_says_more(
    agreed: Callable[..., None], sign_in_as: Callable[..., Browser]
) -> None:
    agreed(4, "Maths")
    agreed(4, "Behaviour", kind=ThemeKind.STRENGTH)
    lena = sign_in_as("lena")
    strengths = main_words(lena.get("/reviews/themes?kind=strength"))
    assert "Behaviour 4" in strengths
    assert "Maths" not in strengths
    assert "Of 8 reports" in main_words(lena.get("/reviews/themes?year=2026"))
    for odd in ("year=1999", "year=x", "kind=anything", "year=2026&kind=strength&area=1"):
        assert lena.get(f"/reviews/themes?{odd}").status_code == 200, odd
