"""Two plans of the same round side by side: their figures, and what differs between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.review_rounds.figures import Figures, figures_of
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.words import counted


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure of both plans; `better` is 1, 2, or None where they are equal."""

    name: str
    first: str
    second: str
    better: int | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A host whose review is not the same in both plans; None where it has no place."""

    school_id: int
    first: Planned | None
    second: Planned | None

    @property
    def moves(self) -> bool:
        """The days differ."""
        return bool(self.first and self.second and self.first.days != self.second.days)

    @property
    def leaves(self) -> tuple[int, ...]:
        """Who is in the first team alone."""
        return tuple(one for one in _team(self.first) if one not in _team(self.second))

    @property
    def joins(self) -> tuple[int, ...]:
        """Who is in the second team alone."""
        return tuple(one for one in _team(self.second) if one not in _team(self.first))

    @property
    def changes_lead(self) -> bool:
        """Somebody else leads."""
        return bool(self.first and self.second and self.first.lead_id != self.second.lead_id)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both plans in figures, and host by host where they differ."""

    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    #: hosts whose review is the same in both
    same: int


def compare(problem: Problem, first: Plan, second: Plan) -> Comparison:
    """Two plans side by side; hosts are in the order of their names."""
    hosts = sorted(problem.wanted_of, key=lambda one: (problem.school_of[one].name, one))
    differences = tuple(
        Difference(school_id=one, first=first.at.get(one), second=second.at.get(one))
        for one in hosts
        if first.at.get(one) != second.at.get(one)
    )
    lines = _lines(figures_of(problem, first), figures_of(problem, second))
    same = sum(first.at.get(one) == second.at.get(one) for one in hosts if one in first.at)
    return Comparison(lines=tuple(lines), differences=differences, same=same)


def _lines(one: Figures, other: Figures) -> Iterator[Line]:
    yield _line("Schools with a place", one.placed, other.placed, more_is_better=True)
    yield _line("Travel", one.travel_miles, other.travel_miles, unit="mile")
    yield _line("Places taken from the host's own hub", one.same_hub, other.same_hub)
    yield _line("Teams smaller than wished", one.short, other.short)
    yield _line("Teams larger than wished", one.extra, other.extra)
    yield _line("Teams with two people of one school", one.doubled, other.doubled)
    yield _line("Places taken by a school that went there last year", one.again, other.again)
    yield _line("Difference between giving and receiving", one.imbalance, other.imbalance, unit="day")
    yield _line("Reviews of whoever has most", one.most_reviews, other.most_reviews)
    yield _line("People who take part", one.people, other.people, more_is_better=True)
    yield _line("Visits in the fullest week", one.fullest_week, other.fullest_week)


def _line(name: str, one: int, other: int, *, unit: str = "", more_is_better: bool = False) -> Line:
    better = None if one == other else 1 if (one > other) == more_is_better else 2
    first, second = (counted(value, unit) if unit else str(value) for value in (one, other))
    return Line(name=name, first=first, second=second, better=better)


def _team(planned: Planned | None) -> tuple[int, ...]:
    return planned.team if planned else ()
