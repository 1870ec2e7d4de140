"""How well somebody fits what is looked for, with reasons in words: what every ranked list is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot
from typing import Final

from workflows.places import Phase

OUT_OF_REACH_KM: Final = 60.0
"""So far away, or further, counts as nought."""
UNKNOWN: Final = 0.3
"""The share of what nobody has entered, or cannot be told."""
SAME_DISTRICT: Final = 0.8
CLOSE_PHASE: Final = 0.6
KM_A_MILE: Final = 1.609344

_FAMILIES: Final = (
    {Phase.NURSERY, Phase.PRIMARY, Phase.MIDDLE_PRIMARY, Phase.ALL_THROUGH},
    {Phase.SECONDARY, Phase.MIDDLE_SECONDARY, Phase.SIXTEEN_PLUS, Phase.ALL_THROUGH},
)


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a school is: metres on the British National Grid, and its postcode."""

    easting: int | None = None
    northing: int | None = None
    postcode: str = ""

    @property
    def district(self) -> str:
        """The first half of the postcode, such as "LN4"; empty where there is none."""
        return self.postcode.strip().upper()[:-3].strip() if len(self.postcode.strip()) > 4 else ""


@dataclass(frozen=True, kw_only=True)
class Strength:
    """One entry of expertise, in the focus area itself or elsewhere in its ring."""

    focus_id: int
    focus: str
    #: the ring that it lies in, or its own id where it is a ring; None where only one ring is looked at
    ring_id: int | None = None
    phase: Phase | None = None
    #: entered for the person rather than for the school as a whole
    own: bool = False


@dataclass(frozen=True)
class Reason:
    """One of the things that make a rank; `share` is how much of its weight it earns, from 0 to 1."""

    name: str
    value: str
    share: float
    weight: int
    #: "soon" or "late" where it speaks against asking
    tone: str = "plain"


@dataclass(frozen=True)
class LeftOut:
    """Somebody who cannot be asked; `why` says no more than its reader may know."""

    name: str
    why: str


def score_of(reasons: Iterable[Reason]) -> float:
    """What the reasons earn together, 0 to 100 where their weights make a hundred."""
    return sum(reason.share * reason.weight for reason in reasons)


def closeness(*, same: bool, own: bool) -> float:
    """What a strength is worth: in the same focus area or only in its ring, one's own or the school's."""
    if same:
        return 1.0 if own else 0.75
    return 0.5 if own else 0.35


def reason_for(name: str, value: str, *, share: float, weight: int) -> Reason:
    """A reason that speaks against asking where it earns nothing."""
    return Reason(name, value, share, weight, "plain" if share else "soon")


def phase_share(wanted: Phase, theirs: Phase) -> float:
    """How near two phases are, from 0 to 1."""
    if Phase.NOT_APPLICABLE in (wanted, theirs):
        return UNKNOWN
    if theirs == wanted:
        return 1.0
    return CLOSE_PHASE if any(wanted in family and theirs in family for family in _FAMILIES) else 0.0


def phase_in_words(wanted: Phase, theirs: Phase) -> str:
    """The same phase, one close to it, or another."""
    if Phase.NOT_APPLICABLE in (wanted, theirs):
        return "Not known"
    if theirs == wanted:
        return f"{theirs}, the same"
    return f"{theirs}, {'close to' if phase_share(wanted, theirs) else 'not'} {wanted.lower()}"


def distance_km(one: Spot, other: Spot) -> float | None:
    """Kilometres between two spots as the crow flies; None unless both are on the grid."""
    if None in (one.easting, one.northing, other.easting, other.northing):
        return None
    return hypot(one.easting - other.easting, one.northing - other.northing) / 1000  # type: ignore[operator]


def distance_share(here: Spot, there: Spot) -> float:
    """How near two spots are, from 0 to 1, by the grid or else by their postcodes."""
    km = distance_km(here, there)
    if km is not None:
        return max(0.0, 1.0 - km / OUT_OF_REACH_KM)
    return SAME_DISTRICT if _same_district(here, there) else UNKNOWN


def distance_in_words(here: Spot, there: Spot) -> str:
    """How far it is, or whether the postcodes are near each other, or that nobody knows."""
    km = distance_km(here, there)
    if km is None:
        return f"Near: also in {here.district}" if _same_district(here, there) else "Distance not known"
    miles = km / KM_A_MILE
    if miles < 1:
        return "Less than a mile"
    return f"{miles:.0f} {'mile' if round(miles) == 1 else 'miles'} ({km:.0f} km)"


def _same_district(here: Spot, there: Spot) -> bool:
    return here.district != "" and here.district == there.district
