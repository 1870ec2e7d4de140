"""A plan of the year: for each host the days of the visit, who leads, and who reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from workflows.review_rounds.problem import monday_of


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One review as planned."""

    school_id: int
    days: tuple[date, ...]
    lead_id: int
    #: in the order of their ids
    reviewer_ids: tuple[int, ...]

    @property
    def team(self) -> tuple[int, ...]:
        """The lead first."""
        return (self.lead_id, *self.reviewer_ids)

    @property
    def week(self) -> date:
        """The Monday of the visit's week."""
        return monday_of(self.days[0])


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a planner proposes; schools without a place are not in it."""

    #: in the order of `school_id`
    reviews: tuple[Planned, ...]

    @cached_property
    def at(self) -> Mapping[int, Planned]:
        """The review of each host."""
        return {one.school_id: one for one in self.reviews}

    def of_person(self, person_id: int) -> Iterator[Planned]:
        return (one for one in self.reviews if person_id in one.team)

    def with_review(self, planned: Planned) -> Plan:
        """The same plan but for one review."""
        others = [one for one in self.reviews if one.school_id != planned.school_id]
        return Plan(reviews=tuple(sorted([*others, planned], key=lambda one: one.school_id)))


def plan_to_json(plan: Plan) -> list[dict[str, Any]]:
    """The plan as it is kept."""
    return [
        {
            "school_id": one.school_id,
            "days": [day.isoformat() for day in one.days],
            "lead_id": one.lead_id,
            "reviewer_ids": list(one.reviewer_ids),
        }
        for one in plan.reviews
    ]


def plan_from_json(kept: list[dict[str, Any]]) -> Plan:
    """The plan that was kept."""
    return Plan(
        reviews=tuple(
            Planned(
                school_id=one["school_id"],
                days=tuple(map(date.fromisoformat, one["days"])),
                lead_id=one["lead_id"],
                reviewer_ids=tuple(one["reviewer_ids"]),
            )
            for one in kept
        )
    )
