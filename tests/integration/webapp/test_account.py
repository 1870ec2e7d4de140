"""One's own account, and stopping news from a link in a mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from notifications import unsubscribe
from tests.client import Browser, main_words
from tests.world import World
from workflows import accounts
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import MailPreference

PASSWORD = "lanterns over wet slate"


@pytest.fixture
def priya(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Browser:
    """Priya, signed in, with a password."""
    with app.app_context(), scope(EVERY_TRUST):
        accounts.set_password(harbour.person("priya"), PASSWORD)
        db.session.commit()
    return sign_in_as("priya")


def test_the_account_page_says_who_one_is_and_where_one_is_signed_in(
    priya: Browser, sign_in_as: Callable[..., Browser]
) -> None:
    sign_in_as("priya")
    page = main_words(priya.get("/account"))

    assert "priya@harbour.example" in page
    assert "Head, Saltmarsh Primary" in page
    assert page.count("The tests' browser") >= 2
    assert "This one" in page


def test_a_name_is_changed_and_an_empty_one_is_not(app: Flask, harbour: World, priya: Browser) -> None:
    assert priya.post("/account/name", data={"name": " "}).status_code == 422
    assert priya.post("/account/name", data={"name": "Priya Nair"}).status_code == 303

    assert "Priya Nair" in priya.get("/").text


def test_mail_is_chosen_in_plain_words(app: Flask, harbour: World, priya: Browser) -> None:
    assert priya.post("/account/mail", data={"preference": "weekly", "news": "yes"}).status_code == 422
    assert priya.post("/account/mail", data={"preference": "digest", "news": "no"}).status_code == 303

    with app.app_context(), scope(harbour.trust_id):
        assert harbour.person("priya").mail_preference is MailPreference.DIGEST
        assert not unsubscribe.wants_news(harbour.people["priya"])


def test_one_device_or_every_other_one_is_signed_out_from_here(
    priya: Browser, sign_in_as: Callable[..., Browser], harbour: World
) -> None:
    phone, library = sign_in_as("priya"), sign_in_as("priya")
    stranger = sign_in_as("marta")
    page = priya.get("/account").text
    ids = sorted(
        {int(part.split("/")[0]) for part in page.split("/account/devices/")[1:] if part[0].isdigit()}
    )

    assert priya.post(f"/account/devices/{ids[0]}/sign-out").status_code == 303
    assert sorted(device.get("/").status_code for device in (phone, library)) == [200, 303]
    stranger.post(f"/account/devices/{ids[1]}/sign-out")
    assert sorted(device.get("/").status_code for device in (phone, library)) == [200, 303]
    assert priya.post("/account/devices/sign-out").status_code == 303
    assert {device.get("/").status_code for device in (phone, library)} == {303}
    assert priya.get("/").status_code == stranger.get("/").status_code == 200


def test_a_new_password_needs_the_present_one_and_signs_other_devices_out(
    priya: Browser, sign_in_as: Callable[..., Browser]
) -> None:
    phone = sign_in_as("priya")
    wrong = priya.post("/account/password", data={"old": "a guess", "password": "otters under the pier"})
    assert wrong.status_code == 422
    assert "not your present password" in main_words(wrong)
    weak = priya.post("/account/password", data={"old": PASSWORD, "password": "priya harbour"})
    assert weak.status_code == 422
    assert phone.get("/").status_code == 200

    good = priya.post("/account/password", data={"old": PASSWORD, "password": "otters under the pier"})
    assert good.status_code == 303
    assert priya.get("/").status_code == 200
    assert phone.get("/").status_code == 303


def test_guessing_the_present_password_from_an_open_browser_is_stopped(priya: Browser) -> None:
    for _ in range(10):
        priya.post("/account/password", data={"old": "a guess", "password": "otters under the pier"})

    answer = priya.post("/account/password", data={"old": PASSWORD, "password": "otters under the pier"})
    assert answer.status_code == 429


def test_news_stops_by_one_press_on_a_link_without_a_cookie(
    app: Flask, harbour: World, client: Browser
) -> None:
    path = f"/mail/unsubscribe/{unsubscribe.token_for(harbour.people['tom'], app.config['SECRET_KEY'])}"

    assert "Tom Harbour will get no more news" in main_words(client.get(path))
    with app.app_context(), scope(EVERY_TRUST):
        assert unsubscribe.wants_news(harbour.people["tom"])
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"}, token=False)
    assert answer.status_code == 200
    with app.app_context(), scope(EVERY_TRUST):
        assert not unsubscribe.wants_news(harbour.people["tom"])


def test_a_link_that_we_did_not_sign_stops_nothing(client: Browser, harbour: World) -> None:
    forged = unsubscribe.token_for(harbour.people["tom"], "a key of somebody else's")

    assert client.get(f"/mail/unsubscribe/{forged}").status_code == 404
    assert client.post(f"/mail/unsubscribe/{forged}", token=False).status_code == 404
