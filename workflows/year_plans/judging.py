"""What a plan could not avoid, in words, with what would help; and what other dates a meeting could have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from workflows.clock import day_in_words
from workflows.year_plans.costs import beside, is_close
from workflows.year_plans.problem import At, Key, Plan, Problem, Slot, Venue
from workflows.year_plans.search import options_of

OFFERED: Final = 6
"""Other dates that are offered for one meeting, at most one a day."""


class Kind(StrEnum):
    """What is in the way of a date."""

    UNPLACED = "unplaced"
    CLASH = "clash"
    HOST = "host"
    CLOSED = "closed"
    BUSY = "busy"
    CLOSE = "close"
    WEEKDAY = "weekday"
    WEEK = "week"


SERIOUS: Final = frozenset({Kind.UNPLACED, Kind.CLASH, Kind.HOST, Kind.CLOSED, Kind.BUSY})
"""Somebody cannot come, or nobody can; the others are a pity and no more."""


@dataclass(frozen=True, kw_only=True)
class Hindrance:
    """One thing that counts against a date."""

    kind: Kind
    text: str
    #: the people or schools whom it concerns, by name
    who: tuple[str, ...] = ()

    @property
    def is_serious(self) -> bool:
        return self.kind in SERIOUS


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Another date that a meeting could have, and what would then be in the way."""

    slot: Slot
    hindrances: tuple[Hindrance, ...]
    cost: float


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """What could not be avoided about one meeting."""

    key: Key
    slot: Slot | None
    hindrance: Hindrance
    #: what would help, as a sentence
    help: str
    #: a date that would be better, if there is one
    better: Slot | None = None


def hindrances(problem: Problem, plan: Plan, key: Key, slot: Slot) -> tuple[Hindrance, ...]:
    """Everything that counts against this date for this meeting, beside the rest of the plan."""
    return (
        *_of_others(problem, plan, key, slot),
        *_of_host(problem, plan, key, slot),
        *_of_day(problem, key, slot),
        *_same_week(problem, plan, key, slot),
    )


def _of_day(problem: Problem, key: Key, slot: Slot) -> Iterator[Hindrance]:
    if closed := problem.closed(key, slot.on):
        names = tuple(one.name for one in closed)
        yield Hindrance(kind=Kind.CLOSED, text=f"{listed(names)} {_is(names)} closed.", who=names)
    busy = _names(problem, problem.busy_people(key, slot))
    if busy:
        yield Hindrance(kind=Kind.BUSY, text=f"{listed(busy)} {_has(busy)} another date then.", who=busy)
    group = problem.group_of[key[0]]
    if slot.on.weekday() not in group.weekdays:
        yield Hindrance(kind=Kind.WEEKDAY, text=f"{slot.on:%A} is not a usual day for this group.")


def _of_others(problem: Problem, plan: Plan, key: Key, slot: Slot) -> Iterator[Hindrance]:
    for other, its in _others(problem, plan, key):
        both = problem.shared[key[0]].get(other[0])
        name = problem.group_of[other[0]].name
        if both and slot.on == its.on and problem.overlap((key, slot), (other, its)):
            who = _names(problem, both)
            text = f"{listed(who)} {_is(who)} asked to {name} at the same time."
            yield Hindrance(kind=Kind.CLASH, text=text, who=who)
        if is_close(problem, (key, slot), (other, its)):
            yield Hindrance(kind=Kind.CLOSE, text=f"This group meets on {day_in_words(its.on)} too.")


def _of_host(problem: Problem, plan: Plan, key: Key, slot: Slot) -> Iterator[Hindrance]:
    """Of a date that the plan itself has: the offers of others find their own host."""
    placed, group = plan.get(key), problem.group_of[key[0]]
    if placed is None or placed.slot != slot:
        return
    if group.venue is Venue.HOSTED and placed.host_id is None:
        yield Hindrance(kind=Kind.HOST, text="No school of the group that is open could host it.")
    elif placed.host_id is not None and slot.on not in problem.school_of[placed.host_id].open_on:
        host = problem.school_of[placed.host_id].name
        yield Hindrance(kind=Kind.HOST, text=f"{host}, which would host it, is closed.", who=(host,))


def _same_week(problem: Problem, plan: Plan, key: Key, slot: Slot) -> Iterator[Hindrance]:
    for other, its in _others(problem, plan, key):
        both = problem.shared[key[0]].get(other[0])
        apart = not (slot.on == its.on and problem.overlap((key, slot), (other, its)))
        if both and slot.week == its.week and apart:
            who = _names(problem, both)
            name = problem.group_of[other[0]].name
            text = f"{listed(who)} {_has(who)} {name} in the same week, on {day_in_words(its.on)}."
            yield Hindrance(kind=Kind.WEEK, text=text, who=who)


def _others(problem: Problem, plan: Plan, key: Key) -> Iterator[tuple[Key, Slot]]:
    near = problem.shared[key[0]]
    for other, placed in plan.items():
        if other != key and other[0] in near and placed.slot is not None:
            yield other, placed.slot


def offers(problem: Problem, plan: Plan, key: Key, *, most: int = OFFERED) -> tuple[Offer, ...]:
    """Other dates for one meeting, the least in the way first; at most one a day."""
    free, now = _unpinned(problem, key), plan.get(key)
    near = _Near(free, plan, key)
    costs: dict[date, tuple[float, Slot]] = {}
    for option in options_of(free, key):
        if now is None or option.slot != now.slot:
            found = (option.cost + near.cost(option.slot), option.slot)
            costs[option.slot.on] = min(found, costs.get(option.slot.on, found))
    return tuple(
        Offer(slot=slot, hindrances=hindrances(free, plan, key, slot), cost=cost)
        for cost, slot in sorted(costs.values())[:most]
    )


class _Near:
    """The other meetings of a plan as one of them sees them, week by week."""

    def __init__(self, problem: Problem, plan: Plan, key: Key) -> None:
        self.problem, self.key = problem, key
        self._in_week: defaultdict[date, list[tuple[Key, Slot]]] = defaultdict(list)
        self._before_and_after: list[tuple[Key, Slot]] = []
        for other, its in _others(problem, plan, key):
            self._in_week[its.week].append((other, its))
            if other[0] == key[0] and abs(other[1] - key[1]) == 1:
                self._before_and_after.append((other, its))

    def cost(self, slot: Slot) -> float:
        """What a slot costs beside them."""
        others = {*self._in_week[slot.week], *self._before_and_after}
        return sum(beside(self.problem, (self.key, slot), (other, its)) for other, its in others)


def _unpinned(problem: Problem, key: Key) -> Problem:
    pinned = {one: slot for one, slot in problem.pinned.items() if one != key}
    hosts = {one: host for one, host in problem.pinned_hosts.items() if one != key}
    return replace(problem, pinned=pinned, pinned_hosts=hosts)


def unmet(problem: Problem, plan: Plan) -> tuple[Unmet, ...]:
    """All that a plan could not avoid, what matters most first, then by date; a pair of meetings once."""
    found: list[Unmet] = []
    told = set[tuple[Kind, str, tuple[str, ...], date | None]]()
    for key in problem.keys:
        placed = plan.get(key)
        if placed is None or placed.slot is None:
            found.append(_unplaced(problem, key))
            continue
        for one in hindrances(problem, plan, key, placed.slot):
            mark = (one.kind, "", one.who, placed.slot.week)
            if one.kind in (Kind.CLASH, Kind.WEEK, Kind.CLOSE) and mark in told:
                continue
            told.add(mark)
            found.append(_with_help(problem, plan, (key, placed.slot), one))
    return tuple(sorted(found, key=_weight))


def _weight(one: Unmet) -> tuple[int, date, Key]:
    return list(Kind).index(one.hindrance.kind), one.slot.on if one.slot else date.min, one.key


def _unplaced(problem: Problem, key: Key) -> Unmet:
    group = problem.group_of[key[0]]
    nowhere = Hindrance(kind=Kind.UNPLACED, text="No day could be found for this meeting.")
    if group.venue is Venue.HOSTED and not group.hosts:
        way = "Nobody can host it: meet online, or let members offer to host."
    elif not problem.window_of[key]:
        way = "There are too few days left in this year: ask for fewer meetings."
    else:
        way = "Take back a day that was ruled out, or ask for fewer meetings."
    return Unmet(key=key, slot=None, hindrance=nowhere, help=way)


def _with_help(problem: Problem, plan: Plan, at: At, one: Hindrance) -> Unmet:
    key, slot = at
    if one.kind is Kind.WEEKDAY:
        return Unmet(key=key, slot=slot, hindrance=one, help="The usual days had more in the way.")
    better = next(
        (offer for offer in offers(problem, plan, key) if _is_better(offer, one)), None
    )  # fmt: skip
    if better is not None:
        return Unmet(key=key, slot=slot, hindrance=one, help=_instead(better), better=better.slot)
    return Unmet(key=key, slot=slot, hindrance=one, help=_OTHERWISE[one.kind])


def _is_better(offer: Offer, one: Hindrance) -> bool:
    kinds = {hindrance.kind for hindrance in offer.hindrances}
    worst = min((list(Kind).index(kind) for kind in kinds), default=len(Kind))
    return one.kind not in kinds and worst > list(Kind).index(one.kind)


def _instead(offer: Offer) -> str:
    day = day_in_words(offer.slot.on)
    if not offer.hindrances:
        return f"Nothing would be in the way on {day}."
    return f"On {day} this would not be in the way, though: {offer.hindrances[0].text}"


_OTHERWISE: Final = {
    Kind.CLASH: "No other day of this part of the year is better: another time of day would help.",
    Kind.HOST: "Choose another host, meet online, or let members offer to host.",
    Kind.CLOSED: "No other day of this part of the year is better: let them join online.",
    Kind.BUSY: "No other day of this part of the year is better: another time of day would help.",
    Kind.CLOSE: "No other day of this part of the year is better: fewer meetings would help.",
    Kind.WEEK: "No other week of this part of the year is better.",
}


def _names(problem: Problem, people: frozenset[int]) -> tuple[str, ...]:
    return tuple(sorted(problem.names.get(one, "Somebody") for one in people))


def listed(names: tuple[str, ...], most: int = 3) -> str:
    """Names in a sentence: "Ana, Ben and Cem", or "Ana, Ben and 4 more"."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def _has(names: tuple[str, ...]) -> str:
    return "has" if len(names) == 1 else "have"
