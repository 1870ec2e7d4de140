"""The frame around pages: who is shown, and which colours a trust may choose."""

import pytest

from webapp.frame import Frame, PersonHere, UnreadableColourError


def test_a_person_is_shown_with_what_is_known_of_them() -> None:
    assert PersonHere(name="Priya Nair", role="Head", place="Saltmarsh").role_and_place == "Head, Saltmarsh"
    assert PersonHere(name="Priya Nair", place="Saltmarsh").role_and_place == "Saltmarsh"
    assert PersonHere(name="Priya Nair").role_and_place == ""


@pytest.mark.parametrize("colour", ["#0f5c4d", "#5b2a86", "#7A1212"])
def test_a_dark_colour_can_be_a_trusts_own(colour: str) -> None:
    assert Frame(brand_colour=colour).brand_colour == colour


@pytest.mark.parametrize("colour", ["#ffdd00", "#777777", "green", "#0f5", "#0f5c4d}", "red;", "#0f5c4d\n"])
def test_a_colour_on_which_nobody_could_read_is_refused(colour: str) -> None:
    with pytest.raises(UnreadableColourError):
        Frame(brand_colour=colour)
