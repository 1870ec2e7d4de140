"""Settings of a trust: colours that can be read, ladders that can be climbed."""

from datetime import date

import pytest

from webapp import frame
from workflows.administration.settings import (
    TrustDetails,
    check_ladder,
    colour_problem,
    contrast_with_white,
    preview,
)
from workflows.details import InvalidDetails
from workflows.reminders import Rung
from workflows.school_calendar import CENTRAL


@pytest.mark.parametrize("colour", ["#0f5c4d", "#0F5C4D", "#1d70b8", "#000000"])
def test_a_dark_colour_can_be_worn(colour: str) -> None:
    assert colour_problem(colour) == ""


@pytest.mark.parametrize("colour", ["", "red", "#fff", "#0f5c4", "0f5c4d", "#0f5c4d; x", "#gggggg"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    assert "six letters or digits" in colour_problem(colour)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffdd00", "#85994b"])
def test_a_colour_too_light_for_white_words_is_refused_with_its_contrast(colour: str) -> None:
    assert f"{contrast_with_white(colour):.1f} to 1" in colour_problem(colour)


@pytest.mark.parametrize("colour", ["#0f5c4d", "#777777", "#767676", "#6f6f6f", "#ffdd00", "#1d70b8", "red"])
def test_every_colour_that_is_saved_can_be_worn_by_a_page(colour: str) -> None:
    try:
        frame.check_brand_colour(colour)
        is_worn = True
    except frame.UnreadableColourError:
        is_worn = False

    assert is_worn is (colour_problem(colour) == "")


def test_giving_days_are_whole_or_half() -> None:
    with pytest.raises(InvalidDetails) as refusal:
        TrustDetails(name="Harbour", brand_colour="#0f5c4d", giving_days=2.3)
    assert set(refusal.value.problems) == {"giving_days"}


def test_a_usual_ladder_is_accepted() -> None:
    check_ladder((Rung(-2), Rung(0), Rung(3, copy=("coordinator",))))


@pytest.mark.parametrize(
    ("rungs", "field"),
    [
        ((), "rung_1"),
        ((Rung(-2), Rung(-2)), "rung_2"),
        ((Rung(61),), "rung_1"),
        ((Rung(1, longer_than=-1),), "rung_1"),
        ((Rung(1, copy=("head",)),), "rung_1"),
        (tuple(Rung(days) for days in range(11)), "rung_11"),
    ],
)
def test_a_ladder_that_makes_no_sense_is_refused(rungs: tuple[Rung, ...], field: str) -> None:
    with pytest.raises(InvalidDetails) as refusal:
        check_ladder(rungs)
    assert list(refusal.value.problems) == [field]


def test_a_ladder_is_shown_in_the_dates_of_an_example() -> None:
    rungs = (Rung(3), Rung(-2), Rung(-10, longer_than=15))

    shown = preview(rungs, CENTRAL, date(2026, 11, 16), date(2026, 11, 23))

    assert [(rung.days, at.date()) for rung, at in shown] == [
        (-2, date(2026, 11, 19)),
        (3, date(2026, 11, 26)),
    ]
