"""Mentoring across the trust, in numbers of which none tells of fewer than five people."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template

from webapp.access import access, holding
from webapp.components import plural
from webapp.reader import current
from webapp.views.pairings.blueprint import blueprint
from workflows.clock import today
from workflows.pairings import overview as numbers
from workflows.school_calendar import academic_year_name
from workflows.small_groups import Published

_NAMES: Final = {
    numbers.NO_MENTOR: "No mentor yet",
    numbers.CENTRAL: "The central team",
    numbers.QUIET: "No session for six school weeks",
    numbers.NOT_QUIET: "Met in the last six school weeks",
    numbers.FREE: "With places left",
    numbers.FULL: "Without places left",
    "mentoring": "Mentoring",
    "coaching": "Coaching",
}
_SOFT: Final = frozenset({numbers.NO_MENTOR, numbers.QUIET, numbers.FULL})


@blueprint.get("/pairings/overview")
@access(holding("improvement_lead", "coordinator", at="trust"))
def overview() -> str:
    found = numbers.overview(current.trust.id, today())
    return render_template(
        "pairings/overview.html",
        years=[(academic_year_name(year.year), year) for year in found.years],
        mentors=found.mentors,
        rows_of=rows_of,
        left_out_of=left_out_of,
        in_order=tuple(numbers.STATES),
    )


def rows_of(table: Published[str], what: str, order: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The groups that are shown and not empty, as bars: in this order, or the largest first."""
    shown = [(name, count) for name, count in table.groups.items() if count]
    ranked = sorted(shown, key=lambda one: order.index(one[0]) if order else (-one[1], _name(one[0])))
    return [
        {"name": _name(name), "value": count, "text": plural(count, what), "soft": name in _SOFT}
        for name, count in ranked
    ]


def left_out_of(table: Published[str]) -> list[str]:
    """The groups that are left out, by name."""
    return sorted(_name(name) for name, count in table.groups.items() if count is None)


def _name(group: str) -> str:
    return _NAMES.get(group, group)
