"""The road of a request: what is committed, what is undone, what browsers are told, and faults on the way."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, abort, redirect
from sqlalchemy import event, select
from sqlalchemy.engine import make_url
from werkzeug.wrappers import Response

from config import Environment, Settings
from tests.application import application
from tests.client import Browser, main_words
from tests.world import World
from webapp.access import access, oneself, public
from webapp.reader import current
from workflows.database import EVERY_TRUST, db, scope
from workflows.errors import AlreadyDone, NotYet, NotYourRole, StaleCase
from workflows.people import MailPreference, Person

SECURE: dict[str, Any] = {"base_url": "https://alongside.example.org", "environment": Environment.PRODUCTION}


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application with a few pages more, each of which ends differently."""
    with application(settings) as made:
        for name, ending in ENDINGS.items():
            _add_page(made, name, ending)
        yield made


def _add_page(app: Flask, name: str, ending: Callable[[], Any]) -> None:
    def change_and_end() -> Any:
        current.person.job_title = f"ended in {name}"
        db.session.flush()
        return ending()

    app.add_url_rule(f"/ends/{name}", name, access(oneself)(change_and_end), methods=["GET", "POST"])


def _raise(error: Exception) -> Any:
    raise error


PAGE = "<!doctype html><html lang=en><title>Done</title><h1>Done</h1></html>"
ENDINGS: dict[str, Callable[[], Any]] = {
    "a_redirect": lambda: redirect("/", 303),
    "an_answer": lambda: PAGE,
    "a_problem": lambda: (PAGE, 422),
    "not_found": lambda: abort(404),
    "somebody_elses": lambda: _raise(NotYourRole("It is for your head to do.")),
    "changed": lambda: _raise(StaleCase(1, 2)),
    "not_yet": lambda: _raise(NotYet("Write the plan first.")),
    "twice": lambda: _raise(AlreadyDone("This has already been saved.")),
    "a_fault": lambda: _raise(RuntimeError("a fault of ours")),
}


def job_title(app: Flask, world: World) -> str:
    with app.app_context(), scope(EVERY_TRUST):
        return db.session.scalars(select(Person.job_title).where(Person.id == world.people["priya"])).one()


@pytest.mark.parametrize(
    ("name", "status", "says"),
    [
        ("a_redirect", 303, ""),
        ("an_answer", 200, ""),
        ("a_problem", 422, ""),
        ("not_found", 404, "We could not find that page"),
        ("somebody_elses", 403, "It is for your head to do."),
        ("changed", 409, "Somebody else has changed this"),
        ("not_yet", 409, "Write the plan first."),
        ("twice", 303, ""),
    ],
)
def test_a_press_is_kept_as_a_whole_or_not_at_all(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], name: str, status: int, says: str
) -> None:
    answer = sign_in_as("priya").post(f"/ends/{name}", data={"words": "Kept words of a long text"})

    assert answer.status_code == status
    kept = status < 400 and name != "twice"
    assert job_title(app, harbour) == (f"ended in {name}" if kept else "Head")
    if says:
        assert says in main_words(answer)
    if name == "changed":
        assert "Kept words of a long text" in answer.text


def test_a_page_that_is_only_read_is_never_committed(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    sign_in_as("priya").get("/ends/a_redirect")

    assert job_title(app, harbour) == "Head"


def test_a_fault_of_ours_has_a_reference_and_hands_the_text_back(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    app.testing = False
    answer = sign_in_as("priya").post("/ends/a_fault", data={"words": "An hour of typing"})

    assert answer.status_code == 500
    assert "An hour of typing" in answer.text
    reference = main_words(answer).split("give this reference: ")[1].split(".")[0]
    assert reference in capsys.readouterr().err
    assert job_title(app, harbour) == "Head"


# What browsers are told


def test_every_answer_is_guarded_by_its_headers(client: Browser) -> None:
    headers = client.get("/sign-in").headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_each_answer_has_a_nonce_of_its_own_and_its_scripts_bear_it(client: Browser) -> None:
    pages = [client.get("/sign-in") for _ in range(2)]
    nonces = [
        page.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0] for page in pages
    ]  # fmt: skip

    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        of_ours = re.findall(f'<script[^>]* nonce="{nonce}"', page.text)
        assert 0 < page.text.count("<script") == len(of_ours)


def test_where_there_is_tls_the_cookie_and_the_headers_say_so(settings: Settings) -> None:
    with application(replace(settings, **SECURE)) as app:
        browser = app.test_client()
        answer = browser.get("/sign-in", base_url="https://alongside.example.org")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-alongside=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_a_host_that_is_not_ours_gets_no_page(settings: Settings) -> None:
    with application(replace(settings, **SECURE)) as app:
        answer = app.test_client().get("/sign-in", base_url="https://evil.example")
    assert answer.status_code == 400


def test_links_are_made_from_the_base_url_and_addresses_come_through_known_proxies_only(
    settings: Settings,
) -> None:
    seen: list[str] = []
    for hops in (0, 1):
        with application(replace(settings, proxy_hops=hops)) as app:
            app.add_url_rule("/who", "who", access(public)(lambda: _note(seen)))
            app.test_client().get("/who", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})

    assert seen == ["127.0.0.1", "198.51.100.7"]


def _note(seen: list[str]) -> Response:
    from flask import request  # noqa: PLC0415 - the other tests make requests and have none

    seen.append(str(request.remote_addr))
    return Response(mimetype="text/plain")


def test_the_log_names_pages_by_their_pattern_and_holds_no_token(
    client: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    client.get("/welcome/a-token-that-somebody-was-sent")

    logged = capsys.readouterr().err
    assert "/welcome/<token>" in logged
    assert "a-token-that-somebody-was-sent" not in logged


# Faults of the database


def test_a_database_that_is_away_is_a_page_that_keeps_what_was_typed(settings: Settings) -> None:
    away = "postgresql+psycopg://nobody@127.0.0.1:1/nothing?connect_timeout=2"
    with application(replace(settings, database_url=away)) as app:
        browser = app.test_client()
        health = browser.get("/health")
        answer = browser.post("/sign-in", data={"email": "priya@harbour.example", "password": "a secret"})

    assert health.status_code == answer.status_code == 503
    assert "Please try again in a minute" in main_words(answer)
    assert "priya@harbour.example" in answer.text
    assert "a secret" not in answer.text


@contextmanager
def every_connection(app: Flask, *pragmas: str) -> Iterator[None]:
    """From here on, connections of the application work under these conditions (SQLite)."""

    def prepare(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    with app.app_context():
        engine = db.engine
        engine.dispose()
    event.listen(engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(engine, "connect", prepare)
        engine.dispose()


def sqlite_file(settings: Settings) -> str:
    url = make_url(settings.database_url)
    if url.drivername != "sqlite":
        pytest.skip("this is about SQLite")
    return str(url.database)


def test_while_somebody_else_holds_the_database_people_read_and_are_asked_to_wait(
    app: Flask, settings: Settings, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    file = sqlite_file(settings)
    browser = sign_in_as("priya")
    with every_connection(app, "busy_timeout=20"), closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")

        assert browser.get("/").status_code == 200
        assert browser.post("/ends/a_redirect", data={"words": "A long text"}).status_code == 503

        other.rollback()
        assert browser.post("/ends/a_redirect").status_code == 303
    assert job_title(app, harbour) == "ended in a_redirect"


def test_on_a_full_disk_reading_goes_on_and_writing_comes_back_by_itself(
    app: Flask, settings: Settings, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    file = sqlite_file(settings)
    browser = sign_in_as("priya")
    with closing(sqlite3.connect(file)) as other:
        pages = other.execute("PRAGMA page_count").fetchone()[0]
    long = {"name": "P" * 119, "long": "many words " * 4000}
    with every_connection(app, f"max_page_count={pages}"):
        refused = browser.post("/typed?form=/account/name", data=long)

        assert refused.status_code == 503
        assert browser.get("/").status_code == 200
    assert browser.post("/typed?form=/account/name", data=long).status_code == 200


def test_what_somebody_chooses_is_there_for_the_next_one_to_read(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    answer = sign_in_as("priya").post("/account/mail", data={"preference": "digest", "news": "yes"})

    assert answer.status_code == 303
    with app.app_context(), scope(EVERY_TRUST):
        assert harbour.person("priya").mail_preference is MailPreference.DIGEST
