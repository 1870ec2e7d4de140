"""What comes with each step of a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from workflows.details import Details, private, required
from workflows.review_rounds.problem import MOST_DAYS, MOST_REVIEWERS

MOST_FOCI: Final = 2
LONGEST_ROUND: Final = 366
"""Days from the first day on which visits can be to the last."""
MOST_SENT: Final = 20


class Weight(StrEnum):
    """How much a wish matters beside the others."""

    OFF = "off"
    USUAL = "usual"
    STRONG = "strong"


class DecisionKind(StrEnum):
    """What was decided by hand."""

    WEEK = "in this week"
    PERSON = "with this person"
    LEAD = "led by this person"
    NEVER_PERSON = "without this person"
    NEVER_WEEK = "not in this week"


ABOUT_WEEKS: Final = frozenset({DecisionKind.WEEK, DecisionKind.NEVER_WEEK})


class RunStatus(StrEnum):
    """How far the making of a plan is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class RoundDetails(Details):
    """When visits can be, and by when it is decided. `most_sent`: places in teams that a school fills."""

    title: str = required("Give the round a name, such as Reviews of 2026/27")
    starts_on: date = required("Enter the first day on which a visit can be")
    ends_on: date = required("Enter the last day on which a visit can be")
    decide_by: date = required("Enter the date by which the plan is decided")
    reviewers: int = 2
    most_a_week: int = 3
    most_sent: int | None = None
    required_by_trust: bool = False

    def problems(self) -> dict[str, str]:
        return self._of_dates() or self._of_numbers()

    def _of_dates(self) -> dict[str, str]:
        if self.ends_on < self.starts_on:
            return {"ends_on": "The last day has to come after the first"}
        if (self.ends_on - self.starts_on).days > LONGEST_ROUND:
            return {"ends_on": "A round takes a year at most"}
        if self.decide_by >= self.starts_on:
            return {"decide_by": "Choose a date before the first visits"}
        return {}

    def _of_numbers(self) -> dict[str, str]:
        if not 1 <= self.reviewers <= MOST_REVIEWERS:
            return {"reviewers": f"A team has one to {MOST_REVIEWERS} reviewers beside its lead"}
        if self.most_a_week < 1:
            return {"most_a_week": "Allow one visit a week at least"}
        if self.most_sent is not None and not 1 <= self.most_sent <= MOST_SENT:
            return {"most_sent": f"Enter a number from 1 to {MOST_SENT}, or leave it empty"}
        return {}


@dataclass(frozen=True, kw_only=True)
class WeightsDetails(Details):
    """How much each wish matters."""

    same_hub: Weight = Weight.USUAL
    balance: Weight = Weight.USUAL
    load: Weight = Weight.USUAL
    travel: Weight = Weight.USUAL
    again: Weight = Weight.USUAL
    spread: Weight = Weight.USUAL


@dataclass(frozen=True, kw_only=True)
class VisitShape(Details):
    """What a visit is about, and how many days it takes."""

    focus_area_ids: tuple[int, ...] = required("Choose one or two foci")
    days: int = 2

    def problems(self) -> dict[str, str]:
        if len(set(self.focus_area_ids)) > MOST_FOCI:
            return {"focus_area_ids": f"Choose {MOST_FOCI} foci at most"}
        return {} if 1 <= self.days <= MOST_DAYS else {"days": f"A visit takes one to {MOST_DAYS} days"}


@dataclass(frozen=True, kw_only=True)
class HostsDetails(VisitShape):
    """Which schools are reviewed. Foci and days are for those that were not in the round before."""

    school_ids: tuple[int, ...] = required("Choose at least one school")


@dataclass(frozen=True, kw_only=True)
class HostChange(VisitShape):
    """Other foci or days for one school."""

    school_id: int = required("Choose a school of this round")


@dataclass(frozen=True, kw_only=True)
class AbsenceDetails(Details):
    """When somebody cannot review. Why is kept with it, and in no event or mail."""

    person_id: int = required("Choose who is away")
    first: date = required("Enter the first day")
    last: date = required("Enter the last day")
    reason: str = private()

    def problems(self) -> dict[str, str]:
        return {"last": "The last day has to come after the first"} if self.last < self.first else {}


@dataclass(frozen=True, kw_only=True)
class AbsenceOff(Details):
    """They are not away after all."""

    absence_id: int = required("Choose when they are not away after all")


@dataclass(frozen=True, kw_only=True)
class PlanAsked(Details):
    """A plan to be made; from an earlier one, if it names one."""

    from_run_id: int | None = None
    change_little: bool = False


@dataclass(frozen=True, kw_only=True)
class RunNamed(Details):
    """One of the plans of this round."""

    run_id: int = required("Choose a plan")


@dataclass(frozen=True, kw_only=True)
class DecisionDetails(Details):
    """Something that every plan has to keep to; a week is named by any day of it."""

    kind: DecisionKind = required("Choose what is decided")
    school_id: int = required("Choose the school that it is about")
    person_id: int | None = None
    week: date | None = None

    def problems(self) -> dict[str, str]:
        if self.kind in ABOUT_WEEKS:
            return {} if self.week else {"week": "Choose a week"}
        return {} if self.person_id else {"person_id": "Choose somebody"}


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(Details):
    """A decision that no longer holds."""

    decision_id: int = required("Choose a decision")


@dataclass(frozen=True, kw_only=True)
class LookBack(Details):
    """What the year's reviews brought, and what to do otherwise next time."""

    said: str = required("Say what to keep, and what to do otherwise next time")
