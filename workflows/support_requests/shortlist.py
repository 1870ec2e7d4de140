"""Whom to ask: everybody who could give this support, best first, each with the reasons for the rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from workflows.fit import (
    LeftOut,
    Reason,
    Spot,
    Strength,
    closeness,
    distance_in_words,
    distance_share,
    phase_in_words,
    phase_share,
    reason_for,
    score_of,
)
from workflows.places import Phase

EXPERTISE, PHASE, DISTANCE, DAYS, BALANCE, FREE = 40, 12, 15, 15, 10, 8
"""What each reason weighs; together 100."""

EVEN_DAYS: Final = 10.0
"""So many days more received than given make a school the first to ask."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for."""

    #: the focus area; none while the request does not say
    focus_id: int | None
    phase: Phase
    spot: Spot


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who could be asked: a person of a school, or a school with nobody named."""

    school_id: int
    school: str
    phase: Phase = Phase.NOT_APPLICABLE
    spot: Spot = field(default_factory=Spot)
    #: days that the school has given and received this academic year
    given: float = 0.0
    received: float = 0.0
    person_id: int | None = None
    person: str = ""
    job_title: str = ""
    strengths: tuple[Strength, ...] = ()
    days_allowed: float = 0.0
    days_left: float = 0.0
    #: open requests to which this person, or somebody of this school, gives at present
    busy_with: int = 0
    #: why the school said no to this request before
    declined: str | None = None

    @property
    def name(self) -> str:
        return self.person or self.school


@dataclass(frozen=True)
class Choice:
    """A candidate with their score, 0 to 100, and why."""

    candidate: Candidate
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return score_of(self.reasons)


@dataclass(frozen=True)
class Shortlist:
    """The whole answer: whom to ask, best first, and who was left out."""

    choices: tuple[Choice, ...]
    left_out: tuple[LeftOut, ...] = ()


def rank(wanted: Wanted, candidates: Iterable[Candidate]) -> tuple[Choice, ...]:
    """All candidates, best first; schools that have said no to this request come last."""
    judged = [judge(wanted, candidate) for candidate in candidates]
    return tuple(sorted(judged, key=_place))


def judge(wanted: Wanted, candidate: Candidate) -> Choice:
    """The score of one candidate, which depends on nobody else."""
    return Choice(candidate, tuple(_reasons(wanted, candidate)))


def _place(choice: Choice) -> tuple[bool, float, str, int, int]:
    who = choice.candidate
    return (who.declined is not None, -round(choice.score, 6), who.name, who.school_id, who.person_id or 0)


def _reasons(wanted: Wanted, who: Candidate) -> Iterator[Reason]:
    best = max(who.strengths, key=lambda one: _closeness(wanted, one), default=None)
    yield _expertise(wanted, best)
    yield _phase(wanted, best.phase if best and best.phase else who.phase)
    yield _distance(wanted.spot, who.spot)
    yield _days(who)
    yield _balance(who)
    yield _free(who)


def _closeness(wanted: Wanted, strength: Strength) -> tuple[float, bool]:
    share = closeness(same=strength.focus_id == wanted.focus_id, own=strength.own)
    return share, strength.phase == wanted.phase


def _expertise(wanted: Wanted, best: Strength | None) -> Reason:
    if best is None:
        return Reason("Expertise", "Nothing entered for this focus", 0.0, EXPERTISE, "soon")
    whose = "Their own strength" if best.own else "The school's strength"
    near = "" if best.focus_id == wanted.focus_id else ", close to what is asked"
    return Reason("Expertise", f"{whose}: {best.focus}{near}", _closeness(wanted, best)[0], EXPERTISE)


def _phase(wanted: Wanted, theirs: Phase) -> Reason:
    words, share = phase_in_words(wanted.phase, theirs), phase_share(wanted.phase, theirs)
    return reason_for("Phase", words, share=share, weight=PHASE)


def _distance(here: Spot, there: Spot) -> Reason:
    words, share = distance_in_words(here, there), distance_share(here, there)
    return reason_for("Distance", words, share=share, weight=DISTANCE)


def _days(who: Candidate) -> Reason:
    if who.person_id is None:
        return Reason("Days left this year", "Their head chooses who", 0.5, DAYS)
    if who.days_left < 0.5:
        return Reason("Days left this year", f"None of {who.days_allowed:g}", 0.0, DAYS, "late")
    share = min(1.0, who.days_left / who.days_allowed) if who.days_allowed else 1.0
    return Reason(
        "Days left this year",
        f"{who.days_left:g} of {who.days_allowed:g}",
        share,
        DAYS,
        "plain" if share > 0.2 else "soon",
    )


def _balance(who: Candidate) -> Reason:
    owed = who.received - who.given
    share = min(1.0, max(0.0, 0.5 + owed / (2 * EVEN_DAYS)))
    if not who.given and not who.received:
        value = "Nothing given or received yet"
    else:
        value = f"Given {who.given:g}, received {who.received:g}"
        value += ": asked first" if owed > 0 else ""
    return Reason("School's days this year", value, share, BALANCE)


def _free(who: Candidate) -> Reason:
    if not who.busy_with:
        return Reason("Busy now", "No other support at present", 1.0, FREE)
    others = "1 other request" if who.busy_with == 1 else f"{who.busy_with} other requests"
    return Reason("Busy now", f"Giving to {others}", 0.5 if who.busy_with == 1 else 0.0, FREE, "soon")
