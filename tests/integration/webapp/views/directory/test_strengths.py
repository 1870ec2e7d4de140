"""What people and heads say of themselves and their schools."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.pressing import fill_in
from tests.world import World
from workflows.database import db, scope
from workflows.events import Event
from workflows.giving import Expertise

Become = Callable[..., Browser]


def test_a_person_says_what_they_can_offer_and_takes_it_back(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    browser = sign_in_as("sam")
    area = str(places["Mathematics"])
    strength = {"focus_area_id": area, "phase": "Primary", "offer": "Fractions"}
    answer = fill_in(browser, "/directory/my-strengths", button="Add it", **strength)
    assert answer.status_code == 303
    assert "Mathematics, primary Fractions" in main_words(
        browser.get(f"/directory/people/{harbour.people['sam']}")
    )

    again = fill_in(browser, "/directory/my-strengths", button="Add it", **strength)
    assert again.status_code == 422
    assert "Mathematics is there already for this phase" in main_words(again)

    fill_in(browser, "/directory/my-strengths", button="Take out Mathematics")
    assert "Fractions" not in main_words(browser.get("/directory/my-strengths"))
    with app.app_context(), scope(harbour.trust_id):
        kinds = db.session.scalars(
            select(Event.kind).where(Event.place_id == harbour.schools["saltmarsh"])
        ).all()
    assert kinds == ["strength_added", "strength_removed"]


def test_a_strength_has_to_be_about_something(sign_in_as: Become, places: dict[str, int]) -> None:
    answer = fill_in(sign_in_as("sam"), "/directory/my-strengths", button="Add it")

    assert answer.status_code == 422
    assert "Choose what it is about" in main_words(answer)


def test_nobody_takes_out_what_is_another_persons(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        toms = db.session.scalars(select(Expertise.id).where(Expertise.person_id.is_not(None))).one()
    sign_in_as("sam").post(f"/directory/my-strengths/{toms}/remove", data={})
    sign_in_as("priya").post(
        f"/directory/schools/{harbour.schools['saltmarsh']}/strengths/{toms}/remove", data={}
    )

    with app.app_context(), scope(harbour.trust_id):
        assert db.session.get(Expertise, toms) is not None


def test_a_head_says_what_their_school_is_strong_in_and_working_on(
    sign_in_as: Become, app: Flask, harbour: World, places: dict[str, int]
) -> None:
    browser, home = sign_in_as("priya"), f"/directory/schools/{harbour.schools['saltmarsh']}"
    assert "Change what you are strong in" in main_words(browser.get(home))
    fill_in(browser, f"{home}/strengths", button="Add it", focus_area_id=str(places["SEND"]), offer="Visits")
    fill_in(browser, f"{home}/working-on", button="Save", working_on="Writing\n\nin Year 6")

    page = main_words(browser.get(home))
    assert "SEND Visits" in page
    assert "Writing" in page
    with app.app_context(), scope(harbour.trust_id):
        rows = db.session.execute(
            select(Event.kind, Event.details).where(Event.place_id == harbour.schools["saltmarsh"])
        ).all()
    assert [row.kind for row in rows] == ["strength_added", "school_edited"]
    assert rows[1].details["changed"] == {"working_on": ["", "Writing\n\nin Year 6"]}


def test_only_its_own_head_speaks_for_a_school(sign_in_as: Become, harbour: World) -> None:
    for who in ("marta", "sam", "gita", "ada", "lena"):
        for page in ("strengths", "working-on"):
            answer = sign_in_as(who).get(f"/directory/schools/{harbour.schools['saltmarsh']}/{page}")
            assert answer.status_code == 404


def test_governors_read_and_change_nothing(
    sign_in_as: Become, harbour: World, places: dict[str, int]
) -> None:
    answer = sign_in_as("gita").post("/directory/my-strengths", data={"focus_area_id": str(places["SEND"])})

    assert answer.status_code == 403
    own = sign_in_as("gita").get(f"/directory/people/{harbour.people['gita']}")
    assert "Change what you can offer" not in main_words(own)
