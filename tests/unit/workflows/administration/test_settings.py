"""Settings of a trust: days to give, ladders that can be climbed."""

from datetime import date

import pytest

from workflows.administration.settings import (
    TrustDetails,
    check_ladder,
    preview,
)
from workflows.details import InvalidDetails
from workflows.reminders import Rung
from workflows.school_calendar import CENTRAL


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
