"""The list of rounds, page by page by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, select

from workflows.case_list import CaseList, CaseRow, CaseWish
from workflows.review_rounds.model import ReviewRound, RoundHost
from workflows.visibility import Viewer


@dataclass(frozen=True, kw_only=True)
class Row(CaseRow):
    """One round in the list."""

    starts_on: date
    ends_on: date
    schools: int


_schools: Any = (
    select(func.count(RoundHost.school_id))
    .where(RoundHost.round_id == ReviewRound.id)
    .correlate(ReviewRound)
    .scalar_subquery()
)


def _own(_wish: CaseWish, _reader: Viewer) -> Select[*tuple[Any, ...]]:
    return select(
        ReviewRound.starts_on.label("starts_on"),
        ReviewRound.ends_on.label("ends_on"),
        _schools.label("schools"),
    )


LIST: Final = CaseList[Row, CaseWish](ReviewRound, Row, _own, sorts={})
