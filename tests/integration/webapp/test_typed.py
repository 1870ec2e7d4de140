"""What somebody types is kept for them, and for nobody else, until it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.world import MONDAY, World
from workflows import accounts
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.typed import MOST_CHARACTERS, TypedText

FORM = "/support/new"
TYPED = {"title": "Phonics in Year 1", "need": "Children do not blend sounds yet.\nNot all of them."}
PASSWORD = "lanterns over wet slate"


def keep(browser: Browser, **fields: str) -> int:
    return browser.post(f"/typed?form={FORM}", data=fields).status_code


def kept(app: Flask) -> list[tuple[int, str]]:
    with app.app_context(), scope(EVERY_TRUST):
        return [(row.person_id, row.form) for row in db.session.scalars(select(TypedText))]


def test_a_form_comes_back_as_it_was_typed_and_says_so(sign_in_as: Callable[..., Browser]) -> None:
    browser = sign_in_as("priya")
    assert keep(browser, **TYPED) == 200

    page = browser.get(FORM)
    assert 'value="Phonics in Year 1"' in page.text
    assert "This is what you typed on 16 November 2026, 9:30am" in main_words(page)
    assert "Start afresh" in main_words(page)


def test_nobody_else_gets_it(sign_in_as: Callable[..., Browser]) -> None:
    keep(sign_in_as("priya"), **TYPED)

    assert "Phonics in Year 1" not in sign_in_as("dan").get(FORM).text


def test_the_newest_counts_and_no_token_secret_or_empty_form_is_kept(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("priya")
    keep(browser, **TYPED)
    keep(browser, title="Fluency", password="secret", form_key="k" * 20, version="3")
    with app.app_context(), scope(harbour.trust_id):
        assert [row.fields for row in db.session.scalars(select(TypedText))] == [[("title", "Fluency")]]

    keep(browser, title="  ")
    assert kept(app) == []


def test_what_was_sent_is_kept_no_longer(app: Flask, sign_in_as: Callable[..., Browser]) -> None:
    browser = sign_in_as("priya")
    browser.post("/typed?form=/account/name", data={"name": "Priya Nair-Jones"})
    assert browser.post("/account/name", data={"name": ""}).status_code == 422
    assert len(kept(app)) == 1

    assert browser.post("/account/name", data={"name": "Priya Nair-Jones"}).status_code == 303
    assert kept(app) == []


def test_whoever_starts_afresh_is_asked_first(app: Flask, sign_in_as: Callable[..., Browser]) -> None:
    browser = sign_in_as("priya")
    keep(browser, **TYPED)
    address = f"/typed/throw-away?form={FORM}"

    assert browser.get(address).status_code == 200
    assert len(kept(app)) == 1
    answer = browser.post(address)
    assert (answer.status_code, answer.location) == (303, FORM)
    assert kept(app) == []


def test_what_lies_for_a_month_is_forgotten(app: Flask, sign_in_as: Callable[..., Browser]) -> None:
    keep(sign_in_as("priya"), **TYPED)
    with clock_at(MONDAY + timedelta(days=31)):
        assert "Phonics in Year 1" not in sign_in_as("priya").get(FORM).text
        keep(sign_in_as("dan"), **TYPED)
        assert len(kept(app)) == 1


def test_more_than_anybody_types_is_refused(sign_in_as: Callable[..., Browser]) -> None:
    assert keep(sign_in_as("priya"), need="x" * (MOST_CHARACTERS + 1)) == 413


@pytest.mark.parametrize("form", ["", "https://evil.example/", "//evil.example", "/" + "x" * 400])
def test_only_forms_of_ours_are_kept(sign_in_as: Callable[..., Browser], form: str) -> None:
    answer = sign_in_as("priya").post(f"/typed?form={form}", data=TYPED)

    assert answer.status_code == 404


def test_a_press_after_the_sign_in_has_run_out_loses_nothing(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context(), scope(EVERY_TRUST):
        accounts.set_password(harbour.person("priya"), PASSWORD)
        db.session.commit()
    browser = sign_in_as("priya")
    browser.get(FORM)
    with clock_at(MONDAY + timedelta(hours=4)):
        answer = send(browser)
        assert answer.status_code == 401
        assert "what you typed is kept" in main_words(answer)

        back = sign_in_from(browser, answer.text, "priya@harbour.example")
        assert back.location == FORM
        assert 'value="Phonics in Year 1"' in browser.get(FORM).text


def test_what_was_typed_goes_back_to_nobody_but_its_writer(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context(), scope(EVERY_TRUST):
        accounts.set_password(harbour.person("marta"), PASSWORD)
        db.session.commit()
    browser = sign_in_as("priya")
    with browser.session_transaction() as cookie:
        cookie["whose"] = harbour.people["priya"]
    with clock_at(MONDAY + timedelta(hours=4)):
        answer = send(browser)
        sign_in_from(browser, answer.text, "marta@harbour.example")

        assert "Phonics in Year 1" not in browser.get(FORM).text
        assert kept(app) == []


def test_a_page_of_somebody_else_cannot_leave_words_behind(sign_in_as: Callable[..., Browser]) -> None:
    browser = sign_in_as("priya")
    with clock_at(MONDAY + timedelta(hours=4)):
        answer = browser.post(FORM, data=TYPED, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 401
    assert carried_in(answer.text) == ""


def test_a_form_that_saves_itself_is_told_that_nobody_is_signed_in(harbour: World, client: Browser) -> None:
    answer = client.post(f"/typed?form={FORM}", data=TYPED, headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.mimetype == "application/json"


def send(browser: Browser) -> TestResponse:
    return browser.post(FORM, data=TYPED, headers={"Origin": "http://127.0.0.1:8000"})


def carried_in(page: str) -> str:
    found = re.search(r'name="carried" type="hidden" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def sign_in_from(browser: Browser, page: str, email: str) -> TestResponse:
    fields = {"email": email, "password": PASSWORD, "next": FORM, "carried": carried_in(page)}
    return browser.post("/sign-in", data=fields)
