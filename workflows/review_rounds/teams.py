"""Who goes where: the rules and wishes about teams, and when visits are, as linear rules.

What ties the two together (somebody is away that week, or in another review) is left to `planning`, so that
these rules alone can be solved quickly: what they cost at best, no plan can undercut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from workflows.review_rounds.linear import Linear
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import MOST_REVIEWERS, Problem, Wishes
from workflows.review_rounds.slots import Slots

UNPLACED: Final = 100_000
"""What a school without a place costs: more than all wishes together."""
KEPT: Final = 1_500
"""What it is worth to keep somebody in a team, or a visit on its days, where little is to change."""


@dataclass
class Rules:
    """The linear rules of a problem. `keep`: the plan of which as much as possible is to stay."""

    problem: Problem
    slots: Slots
    keep: Plan | None = None
    linear: Linear = field(default_factory=Linear)

    def __post_init__(self) -> None:
        for school_id in self.problem.wanted_of:
            self.linear.add(("unplaced", school_id), cost=UNPLACED)
            self._add_people(school_id)
        for school_id in self.problem.wanted_of:
            self._rule_team(school_id)
            self._rule_size(school_id)
            self._rule_doubled(school_id)
            self._rule_decided(school_id)
            self._add_weeks(school_id)
        self._rule_swaps()
        self._rule_schools()
        self._rule_people()
        self._rule_weeks()

        self.linear.constant = KEPT * sum(len(one.team) + 1 for one in self._kept())

    def _kept(self) -> Iterator[Planned]:
        """The reviews of the plan that is to stay, as far as their hosts are in this round."""
        before = self.keep.reviews if self.keep else ()
        return (one for one in before if one.school_id in self.problem.wanted_of)

    def at(self, *key: object) -> int:
        """The number of a variable."""
        return self.linear.index[key]

    def has(self, *key: object) -> bool:
        return key in self.linear.index

    @cached_property
    def could_go(self) -> Mapping[int, tuple[int, ...]]:
        """Who could be in the team of each host, by `person_id`."""
        return {school_id: tuple(self._could_go(school_id)) for school_id in self.problem.wanted_of}

    def _could_go(self, school_id: int) -> Iterator[int]:
        runs = [days for choices in self.slots.of[school_id].values() for days in choices]
        never = (
            frozenset.intersection(*map(self.slots.missing, runs))
            if runs
            else frozenset(self.problem.person_of)
        )
        for person_id in self.problem.person_of:
            if person_id not in never and not self.problem.refusal(person_id, school_id):
                yield person_id

    def _add_people(self, school_id: int) -> None:
        problem, wishes = self.problem, self.problem.wishes
        before = self.keep.at.get(school_id) if self.keep else None
        for person_id in self.could_go[school_id]:
            cost = wishes.travel * problem.travel_km(person_id, school_id)
            cost += wishes.same_hub * problem.shares_hub(person_id, school_id)
            cost += wishes.again * problem.went_last_year(person_id, school_id)
            cost -= KEPT * bool(before and person_id in before.team)
            self.linear.add(("goes", person_id, school_id), cost=cost)

    def _going(self, school_id: int) -> list[int]:
        return [self.at("goes", one, school_id) for one in self.could_go[school_id]]

    def _rule_team(self, school_id: int) -> None:
        """Somebody who can lead, and somebody from a school strong in the focus; who leads is seen later."""
        unplaced, could_go = self.at("unplaced", school_id), self.could_go[school_id]
        leads = [one for one in could_go if self.problem.person_of[one].leads]
        strong = [one for one in could_go if self.problem.is_strong(one, school_id)]
        for needed in (leads, strong):
            going = [(self.at("goes", one, school_id), 1) for one in needed]
            self.linear.rule([(unplaced, 1), *going], low=1)

    def _rule_size(self, school_id: int) -> None:
        """One reviewer to three beside the lead; a size that was not wished costs."""
        wishes, unplaced = self.problem.wishes, self.at("unplaced", school_id)
        fewer, more = wishes.reviewers - 1, MOST_REVIEWERS - wishes.reviewers
        short = self.linear.add(("short", school_id), cost=wishes.short, upper=fewer)
        extra = self.linear.add(("extra", school_id), cost=wishes.extra, upper=more)
        size = wishes.reviewers + 1
        going = [(at, 1) for at in self._going(school_id)]
        self.linear.rule([*going, (unplaced, size), (short, 1), (extra, -1)], low=size, high=size)
        for at, most in ((short, fewer), (extra, more)):
            if most:
                self.linear.rule([(at, 1), (unplaced, most)], high=most)

    def _rule_doubled(self, school_id: int) -> None:
        doubled = self.linear.add(
            ("doubled", school_id), cost=self.problem.wishes.doubled, upper=MOST_REVIEWERS
        )
        for home in self.problem.school_of:
            sent = self._sent(home, school_id)
            if len(sent) > 1:
                self.linear.rule([*((at, 1) for at in sent), (doubled, -1)], high=1)

    def _rule_decided(self, school_id: int) -> None:
        """Where a decision cannot be kept, the school stays without a place."""
        decided = self.problem.decided
        leads = decided.lead_of(school_id)
        possible = len(leads) < 2 and all(self.problem.person_of[one].leads for one in leads)
        for person_id in sorted(decided.on_team(school_id)):
            factors = [(self.at("unplaced", school_id), 1)]
            if possible and self.has("goes", person_id, school_id):
                factors.append((self.at("goes", person_id, school_id), 1))
            self.linear.rule(factors, low=1, high=1)

    def _add_weeks(self, school_id: int) -> None:
        before = self.keep.at.get(school_id) if self.keep else None
        weeks = self.slots.of[school_id]
        for monday in weeks:
            cost = -KEPT * bool(before and before.week == monday)
            self.linear.add(("week", school_id, monday), cost=cost)
        within = [(self.at("week", school_id, monday), 1) for monday in weeks]
        self.linear.rule([(self.at("unplaced", school_id), 1), *within], low=1, high=1)

    def _rule_swaps(self) -> None:
        """Two schools never send people to each other: between any two there is one way only."""
        for one, other in self._possible_swaps():
            way = self.linear.add(("way", one, other))
            for at in self._sent(one, other):
                self.linear.rule([(at, 1), (way, -1)], high=0)
            for at in self._sent(other, one):
                self.linear.rule([(at, 1), (way, 1)], high=1)

    def _possible_swaps(self) -> Iterator[tuple[int, int]]:
        hosts = list(self.problem.wanted_of)
        for number, one in enumerate(hosts):
            for other in hosts[number + 1 :]:
                if self._sent(one, other) and self._sent(other, one):
                    yield one, other

    def _sent(self, school_id: int, host: int) -> list[int]:
        """The variables of those who could go from one school to another."""
        staff = self.problem.staff_of[school_id]
        return [self.at("goes", one, host) for one in staff if self.has("goes", one, host)]

    def _rule_schools(self) -> None:
        for school in self.problem.school_of.values():
            self._rule_balance(school.school_id)
            sent = [at for host in self.problem.wanted_of for at in self._sent(school.school_id, host)]
            if school.most_sent is not None and sent:
                self.linear.rule(((at, 1) for at in sent), high=school.most_sent)

    def _rule_balance(self, school_id: int) -> None:
        """What a school sends and what it receives, in days of people."""
        wanted = self.problem.wanted_of
        sent = [(at, one.days) for one in wanted.values() for at in self._sent(school_id, one.school_id)]
        received = []
        if school_id in wanted:
            received = [(at, -wanted[school_id].days) for at in self._going(school_id)]
        if sent or received:
            most = sum(abs(factor) for _, factor in (*sent, *received))
            cost = self.problem.wishes.balance
            more = self.linear.add(("sends more", school_id), cost=cost, upper=most)
            fewer = self.linear.add(("sends fewer", school_id), cost=cost, upper=most)
            self.linear.rule([*sent, *received, (more, -1), (fewer, 1)], low=0, high=0)

    def _rule_people(self) -> None:
        """Nobody is in more reviews than they can take on, and each after the first costs more."""
        for person in self.problem.person_of.values():
            hosts = [host for host in self.problem.wanted_of if self.has("goes", person.person_id, host)]
            going = [(self.at("goes", person.person_id, host), 1) for host in hosts]
            more = range(2, min(person.limit, len(hosts)) + 1)
            steps = [self._add_step("reviews", person.person_id, nth=nth) for nth in more]
            if going:
                self.linear.rule([*going, *((at, -1) for at in steps)], high=1)

    def _add_step(self, kind: str, person_id: int, *, nth: int) -> int:
        cost = self.problem.wishes.load * (nth - 1)
        return self.linear.add((kind, person_id, nth), cost=cost)

    def _rule_weeks(self) -> None:
        for monday, hosts in self.in_week.items():
            visits = [self.at("week", school_id, monday) for school_id in hosts]
            add_week(self.linear, monday, visits, wishes=self.problem.wishes)

    @cached_property
    def in_week(self) -> Mapping[date, list[int]]:
        """The hosts that could be visited in each week, by its Monday."""
        found: dict[date, list[int]] = {}
        for school_id, weeks in self.slots.of.items():
            for monday in weeks:
                found.setdefault(monday, []).append(school_id)
        return dict(sorted(found.items()))


def add_week(linear: Linear, monday: date, visits: Sequence[int], *, wishes: Wishes) -> None:
    """Each visit after the first of a week costs more, and those beyond the wished number a lot."""
    steps = []
    for nth in range(2, len(visits) + 1):
        cost = wishes.spread * (nth - 1) + wishes.crowded * (nth > wishes.most_a_week)
        steps.append((linear.add(("visits", monday, nth), cost=cost), -1))
    linear.rule([*((at, 1) for at in visits), *steps], high=1)
