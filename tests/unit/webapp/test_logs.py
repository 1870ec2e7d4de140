"""Log lines hold no secrets, whatever is handed to them."""

from webapp.logs import hide_secrets


def test_whatever_is_called_like_a_secret_is_hidden() -> None:
    line = {"event": "signed in", "person": 3, "password": "a", "reset_token": "b", "Set-Cookie": "c"}

    assert hide_secrets(None, "info", line) == {
        "event": "signed in",
        "person": 3,
        "password": "hidden",
        "reset_token": "hidden",
        "Set-Cookie": "hidden",
    }
