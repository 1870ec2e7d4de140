"""What has to come with each step of a trust-wide session. What a school chose is in no event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Final

from workflows.ballots import new_receipt
from workflows.dates.details import Timed, Where
from workflows.details import Details, required

MOST_FOCI: Final = 3


@dataclass(frozen=True, kw_only=True)
class DayDetails(Timed, Where):
    """When and where everybody meets."""

    starts: time = required("Enter when it starts")
    ends: time = required("Enter when it ends")

    def problems(self) -> dict[str, str]:
        found = Timed.problems(self) or Where.problems(self)
        return found or ({} if self.place or self.link else {"place": "Say where it is, or enter a link"})


@dataclass(frozen=True, kw_only=True)
class PlanDetails(DayDetails):
    """A new session, for which foci are proposed and voted on."""

    foci_wanted: int = required("Choose how many foci it can have")

    def problems(self) -> dict[str, str]:
        if not 1 <= self.foci_wanted <= MOST_FOCI:
            return {"foci_wanted": f"Choose between 1 and {MOST_FOCI}"}
        return DayDetails.problems(self)


@dataclass(frozen=True, kw_only=True)
class Decision(Details):
    """Foci that the improvement lead names without a vote, out of the proposals, the areas or own words."""

    proposal_ids: tuple[int, ...] = ()
    focus_area_ids: tuple[int, ...] = ()
    own_words: str = ""
    reason: str = required("Say why there is no vote; heads read it")

    @property
    def foci_wanted(self) -> int:
        """How many are named."""
        return len(self.proposal_ids) + len(self.focus_area_ids) + bool(self.own_words.strip())

    def problems(self) -> dict[str, str]:
        if not 1 <= self.foci_wanted <= MOST_FOCI:
            return {"focus_area_ids": f"Name between one and {MOST_FOCI} foci in all"}
        return {}


@dataclass(frozen=True, kw_only=True)
class PlanWithoutVote(DayDetails, Decision):
    """A session that comes too soon for proposals and a vote."""

    def problems(self) -> dict[str, str]:
        return Decision.problems(self) or DayDetails.problems(self)


@dataclass(frozen=True, kw_only=True)
class MoveDetails(DayDetails):
    """Another day, time or place."""

    reason: str = required("Say why; everybody asked reads it")


@dataclass(frozen=True, kw_only=True)
class ProposalDetails(Details):
    """What a school would like the session to be about, and why."""

    focus_area_id: int | None = None
    #: in the school's own words, where no area of the trust fits
    title: str = ""
    why: str = required("Say why, in a sentence")

    def problems(self) -> dict[str, str]:
        if (self.focus_area_id is None) == (not self.title.strip()):
            return {"focus_area_id": "Choose an area, or say it in your own words: one of the two"}
        return {}


@dataclass(frozen=True, kw_only=True)
class ProposalChosen(Details):
    proposal_id: int = required("Choose the proposal")


@dataclass(frozen=True, kw_only=True)
class MergeDetails(Details):
    """Two proposals say the same: one goes on in the other."""

    proposal_id: int = required("Choose the proposal that goes into another")
    into_id: int = required("Choose the proposal that stays")
    reason: str = required("Say why; both schools read it")

    def problems(self) -> dict[str, str]:
        same = self.proposal_id == self.into_id
        return {"into_id": "Choose two different proposals"} if same else {}


@dataclass(frozen=True, kw_only=True)
class VoteDetails(Details):
    """A school's vote. Nothing that is kept says what it chose."""

    school_id: int = required("Choose the school that you vote for")
    abstain: bool = field(default=False, repr=False, metadata={"unsaid": True})
    #: in their order where that counts
    choices: tuple[int, ...] = field(default=(), repr=False, metadata={"unsaid": True})
    #: shown to the voter once
    receipt: str = field(default_factory=new_receipt, repr=False, metadata={"unsaid": True})

    def problems(self) -> dict[str, str]:
        if self.abstain and self.choices:
            return {"abstain": "Choose something, or abstain: one of the two"}
        if not self.abstain and not self.choices:
            return {"choices": "Choose at least one, or abstain"}
        if len(set(self.choices)) != len(self.choices):
            return {"choices": "Choose each of them once"}
        return {}


@dataclass(frozen=True, kw_only=True)
class TieDetails(Details):
    """Which of those with the same score is chosen, and why."""

    proposal_ids: tuple[int, ...] = required("Choose as many as there are places left")
    reason: str = required("Say why; everybody in the trust can read it")


@dataclass(frozen=True, kw_only=True)
class OffersWanted(Details):
    """What workshops and stalls are looked for."""

    offers_wanted: str = required("Say what you are looking for, and by when")


@dataclass(frozen=True, kw_only=True)
class EvaluationDetails(Details):
    """What was learned from the day."""

    learned: str = required("Say what was learned")
    next_time: str = required("Say what to do differently next time")


@dataclass(frozen=True, kw_only=True)
class LookBackDetails(Details):
    """What has changed in schools since."""

    changed: str = required("Say what has changed in schools since")


@dataclass(frozen=True, kw_only=True)
class HandOver(Details):
    """Somebody else coordinates the session."""

    coordinator_id: int = required("Choose who takes over")
    reason: str = ""
