"""How explanations put numbers, names and weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workflows.fit import KM_A_MILE


def listed(names: Iterable[str], *, most: int = 10, last: str = "and") -> str:
    """Names in a row: "Ana, Bo and Cy"; those beyond the most are counted."""
    found = list(names)
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {last} {found[-1]}" if found else ""


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts: "1 visit", "3 visits"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def in_week(monday: date) -> str:
    """A week by its Monday: "week of 4 January"."""
    return f"week of {monday.day} {monday:%B}"


def miles(km: float) -> str:
    return counted(round(km / KM_A_MILE), "mile")
