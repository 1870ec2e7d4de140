"""Mentoring across the trust in numbers: counts alone, and none of fewer than five people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.client import Browser, main_words
from tests.pairings import PRIVATE, newcomer
from tests.pairs import LOGGED, pair_up
from tests.statements import Statement
from tests.world import MONDAY, PEOPLE, World
from workflows.clock import clock_at, today
from workflows.database import db, scope
from workflows.pairings.overview import NOT_QUIET, QUIET, TOGETHER, Overview, overview

Become = Callable[..., Browser]
BY_STATE = {"Meeting": 6, "Looking for a mentor": 6}


def begin(world: World, *, logged: int, asked: int, ago: timedelta = timedelta()) -> None:
    """So many pairings of people of their own, with a session that is logged, or only asked for."""
    until = MONDAY - ago
    tom, sam = world.people["tom"], world.people["sam"]
    for path in [LOGGED] * logged + [[]] * asked:
        with scope(world.trust_id), clock_at(until - timedelta(days=20)):
            world.people["sam"] = newcomer(world.person("sam")).id
            if path:
                world.people["tom"] = newcomer(world.person("tom")).id
            db.session.commit()
        pair_up(world, path, until=until)
    world.people |= {"tom": tom, "sam": sam}


def seen(app: Flask, world: World) -> Overview:
    with app.app_context(), scope(world.trust_id):
        return overview(world.trust_id, today())


@pytest.fixture
def busy(app: Flask, harbour: World) -> World:
    with app.app_context():
        begin(harbour, logged=6, asked=6)
    return harbour


def test_pairings_of_the_year_are_counted_by_state_mode_and_school(app: Flask, busy: World) -> None:
    this, last = seen(app, busy).years

    assert (this.year, this.begun, last.year, last.begun) == (2026, 12, 2025, 0)
    assert {name: count for name, count in this.by_state.groups.items() if count} == BY_STATE
    assert this.by_mode.groups == {"mentoring": 12}
    assert this.giving.groups == {"none": 6, "Gull Rock Primary": 6}
    assert this.receiving.groups == {"Saltmarsh Primary": 12}
    assert (this.sessions, this.minutes) == (6, 300)
    assert this.quiet.groups == {QUIET: 0, NOT_QUIET: 6}


def test_six_school_weeks_without_a_session_are_counted_as_on_the_list(app: Flask, harbour: World) -> None:
    with app.app_context():
        begin(harbour, logged=5, asked=0, ago=timedelta(weeks=9))
        begin(harbour, logged=5, asked=0)

    this, _ = seen(app, harbour).years
    assert this.by_state.groups[TOGETHER] == 10
    assert this.quiet.groups == {QUIET: 5, NOT_QUIET: 5}


def test_groups_of_fewer_than_five_are_left_out_with_another(app: Flask, harbour: World) -> None:
    with app.app_context():
        begin(harbour, logged=6, asked=2)

    this, _ = seen(app, harbour).years
    assert this.begun == 8
    assert this.by_state.is_withheld
    assert this.giving.is_withheld
    assert this.quiet.is_withheld
    assert this.receiving.groups == {"Saltmarsh Primary": 8}


def test_of_fewer_than_five_pairings_nothing_is_said(app: Flask, harbour: World, sign_in_as: Become) -> None:
    with app.app_context():
        begin(harbour, logged=4, asked=0)

    this, _ = seen(app, harbour).years
    assert (this.begun, this.sessions, this.minutes) == (None, None, None)
    assert all(table.is_withheld for table in (this.by_state, this.by_mode, this.giving, this.receiving))
    said = main_words(sign_in_as("lena").get("/pairings/overview"))
    assert "Pairings begun Fewer than five" in said
    assert "Gull Rock" not in said


def test_mentors_with_places_left_are_counted(app: Flask, busy: World) -> None:
    mentors = seen(app, busy).mentors

    assert mentors.by_room.groups == {"free": 6, "full": 0}
    assert mentors.places == 6 * 3 - 6


def test_the_improvement_lead_and_coordinators_see_it_and_nobody_else(
    busy: World, sign_in_as: Become
) -> None:  # fmt: skip
    for name, role, _ in PEOPLE:
        may = role in ("improvement_lead", "coordinator")
        page = sign_in_as(name).get("/pairings/overview")
        assert page.status_code == (200 if may else 404), name
        assert PRIVATE not in page.text


def test_the_page_asks_for_few_things_however_much_there_is(
    busy: World, sign_in_as: Become, statements: list[Statement]
) -> None:
    lena = sign_in_as("lena")
    lena.get("/pairings/overview")
    statements.clear()

    lena.get("/pairings/overview")

    assert len(statements) <= 12
    assert not [one for one in statements if "sealed" in str(one)]
