"""Colours that a trust may wear are those on which white words can be read."""

import pytest

from workflows.colours import colour_problem, contrast_with_white


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["#0f5c4d", "#0F5C4D", "#1d70b8", "#000000"])
def test_a_dark_colour_can_be_worn(colour: str) -> None:
    assert colour_problem(colour) == ""


@pytest.mark.parametrize(
    "colour", ["", "red", "#fff", "#0f5c4", "0f5c4d", "#0f5c4d;", "#0f5c4d\n", "#gggggg"]
)
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert "six letters or digits" in colour_problem(colour)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffdd00", "#85994b"])
def test_a_colour_too_light_for_white_words_is_refused_with_its_contrast(colour: str) -> None:
    assert f"{contrast_with_white(colour):.1f} to 1" in colour_problem(colour)
