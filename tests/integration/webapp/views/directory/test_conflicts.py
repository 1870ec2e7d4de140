"""Conflicts of interest: who declares them, who sees them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.pressing import buttons_on, fill_in
from tests.world import World
from workflows.database import db, scope
from workflows.events import Event
from workflows.giving import Conflict

Become = Callable[..., Browser]


def test_a_conflict_is_seen_by_whoever_declares_it_and_the_central_team(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    cliff_view = str(harbour.schools["cliff_view"])
    answer = fill_in(
        sign_in_as("tom"), "/directory/conflicts", with_school_id=cliff_view, reason="my sister is the head"
    )
    assert answer.status_code == 303
    assert "My sister is the head" in main_words(sign_in_as("tom").get("/directory/conflicts"))
    assert "Tom Harbour Cliff View Primary My sister" in main_words(
        sign_in_as("lena").get("/directory/conflicts/all")
    )
    for who in ("marta", "asha", "ada", "sam"):
        assert sign_in_as(who).get("/directory/conflicts/all").status_code == 404
        assert "sister" not in main_words(sign_in_as(who).get("/directory/conflicts"))
        assert "sister" not in main_words(sign_in_as(who).get(f"/directory/people/{harbour.people['tom']}"))
    with app.app_context(), scope(harbour.trust_id):
        entry = db.session.scalars(select(Event)).one()
    assert (entry.kind, "sister" in str(entry.details), cliff_view in str(entry.details)) == (
        "conflict_declared", False, False,
    )  # fmt: skip


def test_a_conflict_is_with_one_other_and_has_a_reason(sign_in_as: Become, harbour: World) -> None:
    school = {"with_school_id": str(harbour.schools["cliff_view"])}
    person = {"with_person_id": str(harbour.people["carol"])}
    why = {"reason": "Family"}
    browser = sign_in_as("tom")
    for typed, problem in (
        (school, "Say what it is"),
        (why, "Choose a school or a person, and not both"),
        (school | person | why, "Choose a school or a person, and not both"),
    ):
        answer = fill_in(browser, "/directory/conflicts", **typed)
        assert answer.status_code == 422
        assert problem in main_words(answer)


def test_a_conflict_is_not_declared_twice_and_ends_on_the_day_it_is_over(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    browser, carol = sign_in_as("tom"), str(harbour.people["carol"])
    fill_in(browser, "/directory/conflicts", button="Declare it", with_person_id=carol, reason="Family")
    again = fill_in(
        browser, "/directory/conflicts", button="Declare it", with_person_id=carol, reason="Family"
    )
    assert "You have declared this already" in main_words(again)

    fill_in(browser, "/directory/conflicts", button="It is over with Carol Harbour")
    assert "until 16 November 2026 Over" in main_words(browser.get("/directory/conflicts"))
    assert "It is over with Carol Harbour" not in buttons_on(browser.get("/directory/conflicts"))


def test_nobody_ends_anothers_conflict(sign_in_as: Become, app: Flask, harbour: World) -> None:
    carol = str(harbour.people["carol"])
    fill_in(sign_in_as("tom"), "/directory/conflicts", with_person_id=carol, reason="Family")
    with app.app_context(), scope(harbour.trust_id):
        conflict_id = db.session.scalars(select(Conflict.id)).one()
    sign_in_as("carol").post(f"/directory/conflicts/{conflict_id}/end", data={})

    with app.app_context(), scope(harbour.trust_id):
        assert db.session.get_one(Conflict, conflict_id).ends_on is None


def test_what_belongs_to_another_trust_cannot_be_named_in_a_conflict(
    sign_in_as: Become, harbour: World, fellside: World
) -> None:
    answer = sign_in_as("tom").post(
        "/directory/conflicts", data={"with_person_id": str(fellside.people["tom"]), "reason": "x"}
    )

    assert answer.status_code == 422
