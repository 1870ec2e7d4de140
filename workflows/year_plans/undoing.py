"""How a plan was before its last changes, and the way back."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

from workflows.database import JsonObject
from workflows.errors import NotYet
from workflows.perform import Act
from workflows.year_plans.flow import YearPlanFlow as Flow
from workflows.year_plans.model import PlannedDate, YearPlan
from workflows.year_plans.problem import Venue

MOST_UNDONE: Final = 10
"""So many changes can be undone."""
_OF_GROUP: Final = ("meetings", "minutes", "weekdays", "times", "venue", "link", "never")
_OF_DATE: Final = ("group_id", "number", "host_school_id", "is_pinned", "host_is_pinned")


def remember(plan: YearPlan) -> None:
    """Keep how it is now, for whoever wants it back."""
    plan.earlier = [*plan.earlier, _picture(plan)][-MOST_UNDONE:]


def _picture(plan: YearPlan) -> JsonObject:
    return {
        "wishes": plan.wishes,
        "between": [plan.year, plan.starts_on.isoformat(), plan.ends_on.isoformat()],
        "groups": {
            str(one.group_id): {name: getattr(one, name) for name in _OF_GROUP} for one in plan.groups
        },
        "dates": [
            {
                **{name: getattr(one, name) for name in _OF_DATE},
                "on": one.on.isoformat() if one.on else None,
                "starts": one.starts.isoformat() if one.starts else None,
            }
            for one in plan.dates
        ],
    }


@Flow.guard("undo")
def has_something_to_undo(plan: YearPlan, _: None) -> None:
    if not plan.earlier:
        raise NotYet("Nothing has been changed yet that could be undone.")


@Flow.on("undo")
def undo(plan: YearPlan, _: None, __: Act) -> None:
    *rest, last = plan.earlier
    plan.earlier, plan.wishes = rest, last["wishes"]
    year, starts_on, ends_on = last["between"]
    plan.year, plan.starts_on, plan.ends_on = (
        year, date.fromisoformat(starts_on), date.fromisoformat(ends_on),
    )  # fmt: skip
    for row in plan.groups:
        for name, value in last["groups"].get(str(row.group_id), {}).items():
            setattr(row, name, Venue(value) if name == "venue" else value)
    rows = {one.key: one for one in plan.dates}
    for kept in last["dates"]:
        _restore(plan, rows.pop((kept["group_id"], kept["number"]), None), kept)
    for extra in rows.values():
        plan.dates.remove(extra)


def _restore(plan: YearPlan, row: PlannedDate | None, kept: dict[str, Any]) -> None:
    if row is None:
        row = PlannedDate(trust_id=plan.trust_id)
        plan.dates.append(row)
    for name in _OF_DATE:
        setattr(row, name, kept[name])
    row.on = date.fromisoformat(kept["on"]) if kept["on"] else None
    row.starts = time.fromisoformat(kept["starts"]) if kept["starts"] else None
