"""The guards that the tests themselves stand on."""

import os
import socket
from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask, redirect
from sqlalchemy import create_engine

from tests.needs import missing
from tests.pages import PageReader, problems_of


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "10.0.0.1", "2001:db8::1"])
def test_a_test_cannot_reach_another_machine(host: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="Tests stay on this machine"):
        socket.create_connection((host, 25), timeout=1)


def test_a_test_cannot_connect_to_an_address_it_did_not_look_up() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one,
        pytest.raises(pytest.fail.Exception, match=r"reach 192\.0\.2\.1"),
    ):
        one.connect_ex(("192.0.2.1", 25))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_test_can_reach_a_stand_in_on_this_machine(host: str, listener: socket.socket) -> None:
    with socket.create_connection((host, listener.getsockname()[1])) as connection:
        assert connection.getpeername() == listener.getsockname()


def test_a_unit_test_cannot_touch_a_database() -> None:
    engine = create_engine("sqlite://")

    with pytest.raises(pytest.fail.Exception, match=r"Move it to tests/integration"):
        engine.connect()


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_what_is_missing_skips_a_test_here_and_fails_it_in_ci(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "CI", ci)

    with pytest.raises(outcome, match="no PostgreSQL"):
        missing("no PostgreSQL")


SOUND: Final = "<!doctype html><html lang=en><title>{title}</title><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "body", "problem"),
    [
        ("Today", "<h1>Today</h1><p id=a>", ""),
        ("Today - Alongside", "<h1> Today\n</h1>", ""),
        ("Error: New request - Alongside", "<h1>New request</h1>", ""),
        ("Alongside", "<h1>Today</h1>", "the title 'Alongside' does not start with the heading 'Today'"),
        ("Today", "<h2>Today</h2>", "0 main headings instead of one"),
        ("Today", "<h1>Today</h1><h1>Later</h1>", "2 main headings instead of one"),
        ("Today", "<h1>Today</h1><p id=a><i id=a></i>", "the id 'a' is there 2 times"),
        ("Today", "<h1>Today</h1><b><div></b></div>", "line 1: "),
        ("Today", "<h1>Today</h1></section>", "line 1: "),
    ],
)
def test_a_page_that_is_not_sound_is_found(title: str, body: str, problem: str) -> None:
    found = problems_of(SOUND.format(title=title, body=body))

    assert len(found) == bool(problem), found
    assert "".join(found).startswith(problem)


def test_a_client_fails_the_test_that_gets_a_broken_page() -> None:
    app = Flask("broken")
    app.test_client_class = PageReader
    app.add_url_rule("/", endpoint="broken", view_func=lambda: "<!doctype html><title>Today</title>")
    app.add_url_rule("/moved", endpoint="moved", view_func=lambda: redirect("/"))

    assert app.test_client().get("/moved").status_code == 302
    with pytest.raises(pytest.fail.Exception, match="main headings"):
        app.test_client().get("/")


def test_a_page_is_never_asked_for_inside_the_applications_own_context() -> None:
    app = Flask("shared")
    app.test_client_class = PageReader

    with app.app_context(), pytest.raises(pytest.fail.Exception, match="share it"):
        app.test_client().get("/")
