"""Themes across reports: of four and more, never of fewer, however two pictures are subtracted."""

from __future__ import annotations

import pytest

from tests.integration.workflows.peer_reviews.agreed import Agreed
from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.world import World
from workflows.peer_reviews.details import ThemeKind
from workflows.peer_reviews.themes import FEWEST, themes, years_told


@pytest.fixture
def agreed(world: World) -> Agreed:
    return Agreed(world)


def told(year: int | None = None) -> dict[str, tuple[int | None, int | None]]:
    found = themes(year)
    return {one.focus_area: (one.strengths, one.to_develop) for one in found.lines}


def test_three_reports_tell_nothing_and_four_do(agreed: Agreed) -> None:
    for _ in range(3):
        agreed.report(2026, "Maths")
    assert (themes().reports, told(), years_told()) == (0, {}, [])
    assert themes().waiting

    agreed.report(2026, "Maths")
    assert (themes().reports, told(), years_told()) == (4, {"Maths": (None, 4)}, [2026])
    assert not themes().waiting


def test_a_draft_counts_for_nothing(agreed: Agreed) -> None:
    for _ in range(3):
        agreed.report(2026, "Maths")
    agreed.report(2026, "Maths", agreed=False)
    assert themes().reports == 0


def test_a_theme_of_fewer_than_four_reports_is_not_told(agreed: Agreed) -> None:
    for number in range(8):
        agreed.report(2026, "Maths", *(["Behaviour"] if number < 3 else []))
    assert told() == {"Maths": (None, 8)}
    assert told(2026) == {"Maths": (None, 8)}


def test_which_way_a_theme_points_is_counted_apart(agreed: Agreed) -> None:
    for _ in range(4):
        agreed.report(2026, "Maths", kind=ThemeKind.STRENGTH)
    for _ in range(4):
        agreed.report(2026, "Maths")
    assert told() == {"Maths": (4, 4)}


def test_one_more_report_changes_nothing_until_four_have_come_together(agreed: Agreed) -> None:
    for _ in range(4):
        agreed.report(2026, "Maths")
    before = told()
    for _ in range(3):
        agreed.report(2026, "Maths", "Behaviour")
        assert told() == before
        assert themes().reports == 4
    agreed.report(2026, "Maths", "Behaviour")
    assert told() == {"Maths": (None, 8), "Behaviour": (None, 4)}


def test_no_year_can_be_worked_out_from_the_whole_and_the_others(agreed: Agreed) -> None:
    """Five of one year and one of another make six: to tell both six and five would be to tell one."""
    for number in range(8):
        agreed.report(2025, *(["Maths"] if number < 5 else []))
    for number in range(4):
        agreed.report(2026, *(["Maths"] if number < 1 else []))

    assert told() == {"Maths": (None, 6)}
    assert told(2025) == {}
    assert told(2026) == {}


@pytest.mark.parametrize("spread", [(4, 4, 4), (8, 3, 1), (5, 0, 4), (1, 1, 2), (6, 2, 0), (4, 0, 0)])
def test_whatever_pictures_are_subtracted_nothing_below_four_comes_out(
    agreed: Agreed, spread: tuple[int, ...]
) -> None:
    years = dict(zip((2024, 2025, 2026), spread, strict=True))
    for year, count in years.items():
        for number in range(8):
            agreed.report(year, *(["Maths"] if number < count else []))

    whole = told().get("Maths", (None, None))[1]
    by_year = {year: told(year).get("Maths", (None, None))[1] for year in years}
    assert all(number is None or number >= FEWEST for number in (whole, *by_year.values()))
    hidden = [year for year, number in by_year.items() if number is None]
    left = (whole or 0) - sum(number or 0 for number in by_year.values())
    if whole is not None and left:
        assert len(hidden) > 1 or left >= FEWEST
        assert left >= FEWEST


def test_pictures_of_other_years_differ_by_whole_fours(agreed: Agreed) -> None:
    for year, count in ((2025, 6), (2026, 9)):
        for _ in range(count):
            agreed.report(year, "Reading")
    assert [themes(year).reports for year in (None, 2025, 2026)] == [12, 4, 8]


def test_what_comes_out_names_no_school(agreed: Agreed) -> None:
    for _ in range(4):
        agreed.report(2026, "Maths")
    assert "Saltmarsh" not in repr(themes())


def test_a_review_that_went_by_the_book_is_counted(review: UnderReview) -> None:
    review.until("agreed")
    assert themes().waiting
