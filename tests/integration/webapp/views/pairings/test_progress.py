"""How far a pair has come, on a page for the two of them alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.client import Browser, main_words
from tests.pairings import BOOK, PRIVATE
from tests.pairs import LOGGED, TO_COACHING, pair_up
from tests.pressing import fill_in
from tests.world import PEOPLE, World

Become = Callable[..., Browser]


@pytest.fixture
def coached(app: Flask, harbour: World) -> str:
    """A pairing that has gone through reviews; the clock stands where it began."""
    with app.app_context():
        return f"/pairings/{pair_up(harbour, TO_COACHING)}/progress"


def test_the_two_see_goals_over_time_steps_and_hours(coached: str, sign_in_as: Become) -> None:
    for name in ("sam", "tom"):
        page = sign_in_as(name).get(coached)
        said = main_words(page)
        assert f"Goal: {PRIVATE}" in said
        assert "From 4 " in said
        assert "Time together 1 hour 40 minutes" in said
        assert "0 of 2 action steps done" in said
        assert "<svg" in page.text
        assert "style=" not in page.text


def test_nobody_else_finds_the_page(coached: str, sign_in_as: Become) -> None:
    for name, _, _ in PEOPLE:
        if name not in ("sam", "tom"):
            assert sign_in_as(name).get(coached).status_code == 404, name


def test_a_later_mentor_sees_nothing_of_the_sessions_before(
    app: Flask, harbour: World, sign_in_as: Become
) -> None:  # fmt: skip
    path = BOOK[: BOOK.index(("new_mentor", "sam")) + 1]
    with app.app_context():
        reference = pair_up(harbour, path)
    address = f"/pairings/{reference}/progress"

    assert sign_in_as("tom").get(address).status_code == 404
    assert "Time together 1 hour 40 minutes" in main_words(sign_in_as("sam").get(address))


def test_a_mentor_is_asked_for_a_reflection_until_one_is_written_in_the_term(
    app: Flask, harbour: World, sign_in_as: Become
) -> None:
    with app.app_context():
        reference = pair_up(harbour, LOGGED)
    address, tom = f"/pairings/{reference}/progress", sign_in_as("tom")
    asked = "What have you learned this term?"

    assert asked in main_words(tom.get(address))
    assert asked not in main_words(sign_in_as("sam").get(address))
    answer = fill_in(tom, f"/pairings/{reference}/add_reflection", text=f"Mine: {PRIVATE}")
    assert answer.status_code == 303
    said = main_words(tom.get(address))
    assert asked not in said
    assert f"Mine: {PRIVATE}" in said
    assert f"Mine: {PRIVATE}" not in main_words(sign_in_as("sam").get(address))


def test_a_reflection_that_is_shared_is_read_by_the_mentee(
    app: Flask, harbour: World, sign_in_as: Become
) -> None:  # fmt: skip
    with app.app_context():
        reference = pair_up(harbour, LOGGED)
    address = f"/pairings/{reference}/add_reflection"
    assert fill_in(sign_in_as("tom"), address, text=f"Mine: {PRIVATE}", is_shared="y").status_code == 303

    assert f"Mine: {PRIVATE}" in main_words(sign_in_as("sam").get(f"/pairings/{reference}/progress"))
