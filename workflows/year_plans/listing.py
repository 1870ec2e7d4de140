"""The list of years, page by page by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, select

from workflows.case_list import CaseList, CaseRow, CaseWish
from workflows.visibility import Viewer
from workflows.year_plans.model import PlannedDate, YearPlan


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One year in the list."""

    starts_on: date
    ends_on: date
    meetings: int


_meetings: Any = (
    select(func.count(PlannedDate.id))
    .where(PlannedDate.plan_id == YearPlan.id)
    .correlate(YearPlan)
    .scalar_subquery()
)


def _own(_wish: CaseWish, _reader: Viewer) -> Select[*tuple[Any, ...]]:
    return select(
        YearPlan.starts_on.label("starts_on"),
        YearPlan.ends_on.label("ends_on"),
        _meetings.label("meetings"),
    )


LIST: Final = CaseList[Row, CaseWish](YearPlan, Row, _own, sorts={})
