"""Log lines hold no secrets, whatever is handed to them."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from webapp.logs import hide_secrets, say_where


def test_whatever_is_called_like_a_secret_is_hidden() -> None:
    line = {"event": "signed in", "person": 3, "password": "a", "reset_token": "b", "Set-Cookie": "c"}

    assert hide_secrets(None, "info", line) == {
        "event": "signed in",
        "person": 3,
        "password": "hidden",
        "reset_token": "hidden",
        "Set-Cookie": "hidden",
    }


def told(error: Exception, cause: Exception | None = None) -> str:
    """What a line says of a fault."""
    try:
        raise error from cause
    except Exception as raised:  # noqa: BLE001 - any kind is told of
        return str(say_where(None, "error", {"event": "fault", "exc_info": raised})["exception"])


def test_a_fault_is_told_by_its_kinds_and_places_and_not_by_its_words() -> None:
    said = told(KeyError("An hour of typing"), ValueError("More of it"))

    assert said.startswith("builtins.ValueError\n")
    assert said.endswith("builtins.KeyError")
    assert "in told" in said
    assert "typing" not in said
    assert "More of it" not in said


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError("no answer"), OperationalError("SELECT 1", {}, Exception("no answer"))],
)
def test_what_a_network_a_disk_or_a_database_says_of_itself_is_told(error: Exception) -> None:
    assert "no answer" in told(error)


def test_of_a_broken_rule_its_name_is_told_and_not_the_row() -> None:
    class Diagnosis:
        sqlstate, constraint_name = "23514", "ck_people_named"
        message_detail = "Failing row contains (An hour of typing)."

    class Refusal(Exception):
        diag = Diagnosis

    said = told(IntegrityError("INSERT", {}, Refusal(Diagnosis.message_detail)))
    assert said.endswith("IntegrityError 23514 ck_people_named")
    assert "typing" not in said


def test_a_line_without_a_fault_stays_as_it_is() -> None:
    assert say_where(None, "info", {"event": "request"}) == {"event": "request"}
