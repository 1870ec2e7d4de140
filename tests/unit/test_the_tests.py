"""The guards that the tests themselves stand on."""

import os
import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine

from tests.needs import missing


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
