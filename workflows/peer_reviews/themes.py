"""What agreed reports have in common, told without any school's name, and never of fewer than four reports.

Two pictures of different days, or of different years, could be subtracted from each other. So the reports
of a year are taken up in fours, in the order in which they were agreed: what one picture has more than
another is always four reports at least. A number below four is not told, and of the years of one theme as
many are left out with it as it takes that nobody can work it out from the sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from workflows import small_groups
from workflows.database import db
from workflows.giving import FocusArea
from workflows.peer_reviews.details import ThemeKind
from workflows.peer_reviews.model import PeerReview, ReportTheme, ReportVersion
from workflows.school_calendar import academic_year

FEWEST: Final = 4
"""Reports in any number that is told."""
Cell = tuple[int, ThemeKind]


@dataclass(frozen=True)
class ThemeLine:
    """A focus area and in how many reports it is named; None where that is not told."""

    focus_area: str
    strengths: int | None
    to_develop: int | None


@dataclass(frozen=True)
class Themes:
    """What the reports of a school year, or of all years, have in common."""

    #: the first year of the school year: 2026 for 2026/27; None for all
    year: int | None
    #: reports that the numbers are of; nought where there are too few to tell anything
    reports: int
    lines: tuple[ThemeLine, ...]
    #: agreed, and not in the numbers yet: until four have come together
    waiting: bool


def years_told() -> list[int]:
    """The school years of which there is something to tell, newest first."""
    return sorted((year for year, ids in _taken_up().items() if ids), reverse=True)


def themes(year: int | None = None) -> Themes:
    """What the agreed reports of a school year (all years together where none is given) have in common."""
    by_year = _taken_up()
    counts = _counts(by_year)
    told = [one for one in by_year if by_year[one]]
    chosen = told if year is None else [one for one in told if one == year]
    reports = sum(len(by_year[one]) for one in chosen)
    found = {cell: number for cell, years in counts.items() if (number := _told(years, year)) is not None}
    agreed = _agreed()
    waits = any(len(agreed[one]) % FEWEST for one in agreed if year in (None, one))
    return Themes(year, reports, _lines(found) if reports else (), waits)


def _agreed() -> dict[int, list[int]]:
    """The agreed reports by school year of the visit, in the order in which they were agreed."""
    rows = db.session.execute(
        select(PeerReview.id, PeerReview.visit_starts_on)
        .join(ReportVersion, ReportVersion.review_id == PeerReview.id)
        .where(ReportVersion.agreed.is_(True))
        .order_by(ReportVersion.made_at, ReportVersion.id)
    )
    found: dict[int, list[int]] = {}
    for review_id, on in rows:
        found.setdefault(academic_year(on), []).append(review_id)
    return found


def _taken_up() -> dict[int, list[int]]:
    """Of each year, as many as make up fours."""
    return {year: ids[: len(ids) - len(ids) % FEWEST] for year, ids in _agreed().items()}


def _counts(by_year: dict[int, list[int]]) -> dict[Cell, dict[int, int]]:
    """In how many reports of each year a theme is named."""
    years = {review_id: year for year, ids in by_year.items() for review_id in ids}
    rows = db.session.execute(
        select(ReportTheme.review_id, ReportTheme.focus_area_id, ReportTheme.kind).where(
            ReportTheme.review_id.in_(years)
        )
    )
    counted: dict[Cell, Counter[int]] = {}
    for review_id, area, kind in rows:
        counted.setdefault((area, kind), Counter())[years[review_id]] += 1
    return {cell: dict(counter) for cell, counter in counted.items()}


def _told(years: dict[int, int], year: int | None) -> int | None:
    """The number of a theme in one year, or in all; None where it would say too much."""
    if year is None:
        whole = sum(years.values())
        return whole if whole >= FEWEST else None
    if sum(years.values()) < FEWEST:
        return None
    return small_groups.publish(years, fewest=FEWEST).groups.get(year) or None


def _lines(found: dict[Cell, int]) -> tuple[ThemeLine, ...]:
    """One line for each focus area, the most often named first."""
    names = _names({area for area, _ in found})
    lines = [
        ThemeLine(name, found.get((area, ThemeKind.STRENGTH)), found.get((area, ThemeKind.DEVELOP)))
        for area, name in names.items()
    ]
    return tuple(
        sorted(lines, key=lambda one: (-(one.strengths or 0) - (one.to_develop or 0), one.focus_area))
    )


def _names(ids: Iterable[int]) -> dict[int, str]:
    rows: Sequence[tuple[int, str]] = [
        (row.id, row.name)
        for row in db.session.execute(
            select(FocusArea.id, FocusArea.name).where(FocusArea.id.in_(list(ids)))
        )
    ]  # fmt: skip
    return dict(rows)
