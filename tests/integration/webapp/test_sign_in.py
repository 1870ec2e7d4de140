"""The way in and out, as people and as those who try to get in without being let."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.world import MONDAY, World
from workflows import accounts
from workflows.accounts import Attempt, SignIn
from workflows.clock import clock_at, today
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message
from workflows.people import Appointment, Person

HOST = "127.0.0.1"
PASSWORD = "lanterns over wet slate"


@pytest.fixture
def priya(app: Flask, harbour: World) -> str:
    """Priya has a password; gives her address."""
    with app.app_context(), scope(EVERY_TRUST):
        person = harbour.person("priya")
        accounts.set_password(person, PASSWORD)
        db.session.commit()
        return person.email


def sign_in(client: Browser, email: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in", data={"email": email, "password": password, **more}).status_code


def mailed_path(app: Flask, kind: str) -> str:
    with app.app_context(), scope(EVERY_TRUST):
        newest = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
        assert newest is not None
        assert newest.kind == f"account/{kind}"
        return str(newest.facts["path"])


def test_a_person_signs_in_and_out(client: Browser, priya: str) -> None:
    answer = client.post("/sign-in", data={"email": f"  {priya.upper()} ", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Priya" in client.get("/").text

    assert client.post("/sign-out").status_code == 303
    assert client.get("/").status_code == 303


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Browser, priya: str) -> None:
    wrong = client.post("/sign-in", data={"email": priya, "password": "not the right one"})
    unknown = client.post("/sign-in", data={"email": "nobody@harbour.example", "password": PASSWORD})

    assert wrong.status_code == unknown.status_code == 422
    assert main_words(wrong) == main_words(unknown)
    assert client.get("/").status_code == 303


def test_ten_wrong_tries_close_an_account_for_a_while_even_to_the_right_password(
    client: Browser, priya: str
) -> None:
    for _ in range(10):
        assert sign_in(client, priya, "guess after guess") == 422

    answer = client.post("/sign-in", data={"email": priya, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Try again in 15 minutes" in main_words(answer)
    with clock_at(MONDAY + timedelta(minutes=16)):
        assert sign_in(client, priya) == 303


def test_tries_at_many_accounts_from_one_address_are_stopped(app: Flask, client: Browser, priya: str) -> None:
    with app.app_context(), scope(EVERY_TRUST):
        for number in range(100):
            accounts.count_try("sign in", account=f"{number}@harbour.example", address="127.0.0.1")
        db.session.commit()

    assert sign_in(client, priya) == 429


def test_tries_are_forgotten_after_a_day_and_never_say_whose_they_were(
    app: Flask, client: Browser, priya: str
) -> None:
    sign_in(client, priya, "guess after guess")
    with app.app_context():
        assert all(priya not in row.key for row in db.session.scalars(select(Attempt)))
    with clock_at(MONDAY + timedelta(days=2)):
        sign_in(client, "another@harbour.example")
        with app.app_context():
            assert all(row.at > MONDAY + timedelta(days=1) for row in db.session.scalars(select(Attempt)))


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    app: Flask, client: Browser, priya: str
) -> None:
    answer = client.post("/forgotten-password", data={"email": priya}, follow_redirects=True)
    assert "Look at your email" in main_words(answer)
    path = mailed_path(app, "password_reset")

    assert client.get(path).status_code == 200
    chosen = client.post(path, data={"password": "otters under the pier"})
    assert chosen.status_code == 303
    assert client.get("/").status_code == 200
    assert client.get(path).status_code == 404
    other = app.test_client()
    assert isinstance(other, Browser)
    assert sign_in(other, priya) == 422
    assert sign_in(other, priya, "otters under the pier") == 303


def test_an_unknown_address_asks_for_a_link_and_is_told_the_same(
    app: Flask, client: Browser, priya: str
) -> None:
    known = client.post("/forgotten-password", data={"email": priya})
    unknown = client.post("/forgotten-password", data={"email": "nobody@harbour.example"})

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    with app.app_context(), scope(EVERY_TRUST):
        assert len(db.session.scalars(select(Message)).all()) == 1


def test_a_link_for_a_new_password_runs_out_after_an_hour(app: Flask, client: Browser, priya: str) -> None:
    client.post("/forgotten-password", data={"email": priya})
    path = mailed_path(app, "password_reset")

    with clock_at(MONDAY + timedelta(minutes=61)):
        answer = client.get(path)
    assert answer.status_code == 404
    assert "does not work any more" in main_words(answer)


def test_somebody_new_comes_in_by_invitation_and_chooses_a_good_password(
    app: Flask, client: Browser, harbour: World
) -> None:
    with app.app_context(), scope(EVERY_TRUST):
        path = accounts.invite(harbour.person("tom"))
        db.session.commit()

    assert "Welcome, Tom" in main_words(client.get(path))
    short = client.post(path, data={"password": "short"})
    assert short.status_code == 422
    assert "12 characters or more" in main_words(short)
    assert client.post(path, data={"password": PASSWORD}).status_code == 303
    assert client.get("/").status_code == 200


def test_an_invitation_is_asked_for_again_by_those_who_let_it_run_out(
    app: Flask, client: Browser, harbour: World
) -> None:
    client.post("/forgotten-password", data={"email": "tom@harbour.example"})

    assert mailed_path(app, "invitation").startswith("/welcome/")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "",
        "/%0d%0aX: 1",
    ],
)
def test_nobody_is_sent_on_to_a_stranger(client: Browser, priya: str, target: str) -> None:
    answer = client.post("/sign-in", data={"email": priya, "password": PASSWORD, "next": target})

    assert answer.location == "/"


def test_whoever_wanted_a_page_gets_it_after_signing_in(client: Browser, priya: str) -> None:
    wanted = client.get("/account?from=mail")
    assert wanted.status_code == 303
    page = client.get(wanted.location)
    kept = re.search(r'name="next"[^>]*value="([^"]+)"', page.text)
    assert kept is not None

    answer = client.post("/sign-in", data={"email": priya, "password": PASSWORD, "next": kept[1]})
    assert answer.location == "/account?from=mail"


def test_the_cookie_is_new_with_each_sign_in_and_dead_after_signing_out(
    app: Flask, client: Browser, priya: str
) -> None:
    client.set_cookie("alongside", "planted by somebody else", domain=HOST)
    sign_in(client, priya)
    cookie = client.get_cookie("alongside", domain=HOST)
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    client.post("/sign-out")

    thief = app.test_client()
    thief.set_cookie("alongside", cookie.value, domain=HOST)
    assert thief.get("/").status_code == 303


def test_a_sign_in_ends_after_hours_without_use_and_after_a_day_of_it(client: Browser, priya: str) -> None:
    sign_in(client, priya)
    with clock_at(MONDAY + timedelta(minutes=179)):
        assert client.get("/").status_code == 200
    with clock_at(MONDAY + timedelta(minutes=179 + 181)):
        assert client.get("/").status_code == 303

    for hours in range(0, 12, 2):
        with clock_at(MONDAY + timedelta(hours=hours)):
            if hours == 0:
                sign_in(client, priya)
            assert client.get("/").status_code == 200
    with clock_at(MONDAY + timedelta(hours=12, minutes=1)):
        assert client.get("/").status_code == 303


def test_reading_pages_writes_nothing(app: Flask, client: Browser, priya: str) -> None:
    sign_in(client, priya)
    with app.app_context(), scope(EVERY_TRUST):
        before = db.session.execute(select(SignIn.__table__)).all()
    with clock_at(MONDAY + timedelta(minutes=30)):
        client.get("/")
        client.get("/account")
    with app.app_context(), scope(EVERY_TRUST):
        assert db.session.execute(select(SignIn.__table__)).all() == before


def test_ending_the_last_appointment_ends_access_at_once(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("tom")
    assert browser.get("/").status_code == 200
    with app.app_context(), scope(EVERY_TRUST):
        for held in db.session.scalars(
            select(Appointment).where(Appointment.person_id == harbour.people["tom"])
        ):
            held.ends_on = today()
        db.session.commit()

    assert browser.get("/").status_code == 303


def test_whoever_has_left_the_trust_is_signed_out_and_cannot_come_back(
    app: Flask, client: Browser, priya: str
) -> None:
    sign_in(client, priya)
    with app.app_context(), scope(EVERY_TRUST):
        person = db.session.scalars(select(Person).where(Person.email == priya)).one()
        person.left_on = today()
        db.session.commit()

    assert client.get("/").status_code == 303
    assert sign_in(client, priya) == 422


def test_becoming_somebody_is_for_the_demonstration_alone(client: Browser, harbour: World) -> None:
    assert client.post("/sign-in/become", data={"person": str(harbour.people["priya"])}).status_code == 404
    assert "/sign-in/become" not in client.get("/sign-in").text


def test_a_closed_account_is_opened_by_the_link_in_its_owners_mail(
    app: Flask, client: Browser, priya: str
) -> None:
    for _ in range(10):
        sign_in(client, priya, "guess after guess")
    assert sign_in(client, priya) == 429

    client.post("/forgotten-password", data={"email": priya})
    client.post(mailed_path(app, "password_reset"), data={"password": "otters under the pier"})
    client.post("/sign-out")
    assert sign_in(client, priya, "otters under the pier") == 303


def test_sign_ins_that_ended_long_ago_are_forgotten(app: Flask, client: Browser, priya: str) -> None:
    sign_in(client, priya)
    with clock_at(MONDAY + timedelta(days=31)):
        sign_in(client, priya)
    with app.app_context(), scope(EVERY_TRUST):
        assert len(db.session.scalars(select(SignIn)).all()) == 1
