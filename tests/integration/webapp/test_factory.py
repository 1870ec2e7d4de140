"""The road of a request: who asks, may they, one commit."""

from collections.abc import Callable

from tests.client import Browser, main_words


def test_somebody_who_is_signed_in_sees_today(sign_in_as: Callable[..., Browser]) -> None:
    page = sign_in_as("priya").get("/")

    assert page.status_code == 200
    assert "Today" in main_words(page)
