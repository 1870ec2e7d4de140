"""Offering to be a mentor, and who reads of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.pairings import ask_for_mentor, offer_to_mentor
from tests.pressing import fill_in, form_on, sent_by
from tests.statements import Statement
from tests.world import World
from workflows.database import db, scope
from workflows.events import Event
from workflows.pairings.details import ProposeDetails
from workflows.perform import perform

Become = Callable[..., Browser]
OFFER: dict[str, Any] = {"cap": "2", "free_on": ["0", "3"], "about": "Calm starts to lessons"}


def test_somebody_offers_to_be_a_mentor_changes_it_and_ends_it(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    browser, page = sign_in_as("tom"), f"/directory/people/{harbour.people['tom']}"
    assert fill_in(browser, "/pairings/profile", button="Offer it", **OFFER).status_code == 303
    assert "Offers to be a mentor: Mondays and Thursdays." in main_words(sign_in_as("sam").get(page))
    assert "Calm starts to lessons" in main_words(sign_in_as("sam").get(page))

    fill_in(browser, "/pairings/profile", button="Save", **{**OFFER, "cap": "3"})
    fill_in(browser, "/pairings/profile", button="End the offer")
    assert "Offers to be a mentor" not in main_words(sign_in_as("sam").get(page))
    fill_in(browser, "/pairings/profile", button="Offer it", **OFFER)

    with app.app_context(), scope(harbour.trust_id):
        kinds = db.session.scalars(
            select(Event.kind).where(Event.place_id == harbour.schools["gull_rock"]).order_by(Event.seq)
        ).all()
    assert kinds == ["mentor_offered", "mentor_edited", "mentor_ended", "mentor_offered"]
    assert "Offered to be a mentor" in main_words(sign_in_as("ada").get("/administration/audit"))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"cap": ""}, "Enter how many people at a time"),
        ({"cap": "0"}, "between 1 and 20"),
        ({"cap": "21"}, "between 1 and 20"),
        ({"free_on": []}, "Choose the days on which you could meet"),
        ({"free_on": ["7"]}, "Choose one of the options"),
        ({"about": "x" * 1001}, "1,000 characters"),
    ],
)
def test_an_offer_says_how_many_and_when(
    sign_in_as: Become, harbour: World, typed: dict[str, Any], problem: str
) -> None:
    answer = fill_in(sign_in_as("tom"), "/pairings/profile", button="Offer it", **{**OFFER, **typed})

    assert answer.status_code == 422
    assert problem in main_words(answer)


def test_a_coordinator_or_the_lead_enters_and_ends_it_for_somebody(
    sign_in_as: Become, harbour: World
) -> None:
    tom = harbour.people["tom"]
    for who in ("asha", "lena"):
        browser = sign_in_as(who)
        fill_in(browser, f"/pairings/mentors/{tom}/edit", button="Offer it", **OFFER)
        assert "Tom Harbour" in main_words(browser.get("/pairings/mentors"))
        fill_in(browser, f"/pairings/mentors/{tom}/edit", button="End the offer")
        assert "Tom Harbour" not in main_words(browser.get("/pairings/mentors"))


@pytest.mark.parametrize("who", ["sam", "tom", "priya", "marta", "dan", "gita", "ada"])
def test_nobody_else_enters_it_for_somebody(sign_in_as: Become, harbour: World, who: str) -> None:
    tom = harbour.people["tom"]
    assert sign_in_as(who).get(f"/pairings/mentors/{tom}/edit").status_code == 404
    assert sign_in_as(who).post(f"/pairings/mentors/{tom}/end", data={}).status_code == 404


def test_a_governor_neither_offers_nor_reads_who_does(sign_in_as: Become, harbour: World) -> None:
    for address in ("/pairings/profile", "/pairings/mentors"):
        assert sign_in_as("gita").get(address).status_code == 404


def test_the_offer_of_another_trusts_mentor_is_not_there(
    sign_in_as: Become, harbour: World, fellside: World
) -> None:
    assert sign_in_as("asha").get(f"/pairings/mentors/{fellside.people['tom']}/edit").status_code == 404


def test_two_people_who_change_an_offer_at_once_are_told(
    sign_in_as: Become, app: Flask, harbour: World
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        offer_to_mentor(harbour, "tom")
        db.session.commit()
    asha, tom = sign_in_as("asha"), sign_in_as("tom")
    address = f"/pairings/mentors/{harbour.people['tom']}/edit"
    opened = asha.get(address)
    fill_in(tom, "/pairings/profile", button="Save", **OFFER)
    late = asha.post(address, data={**sent_by(form_on(opened, "Save"), "Save"), "cap": "5"})

    assert late.status_code == 409
    assert "Somebody else has changed this" in main_words(late)


def test_the_list_says_how_many_places_and_days_each_mentor_has_left(
    sign_in_as: Become, app: Flask, harbour: World, statements: list[Statement]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        offer_to_mentor(harbour, "tom", "una", cap=1)
        pairing = ask_for_mentor(harbour)
        details = ProposeDetails(mentor_id=harbour.people["tom"])
        perform(pairing, "propose", harbour.person("asha"), details)
        db.session.commit()
    browser = sign_in_as("sam")
    statements.clear()
    page = main_words(browser.get("/pairings/mentors"))

    assert len(statements) <= 12
    assert "Tom Harbour Gull Rock Primary Any weekday None free 15 days" in page
    assert "Una Harbour Cliff View Primary Any weekday 1 of 1 free 15 days" in page
