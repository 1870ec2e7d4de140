"""The search itself, with CP-SAT: the only module that needs OR-tools, loaded when somebody plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from ortools.sat.python import cp_model

from workflows.review_rounds.teams import Rules
from workflows.review_rounds.values import Draft, read_draft, values_of

WORKERS: Final = 8
"""Ways of searching side by side, also on fewer cores: with one a core the search stalls."""
UNLIMITED: Final = 10**9


class _Found(cp_model.CpSolverSolutionCallback):
    """Hands on each better draft."""

    def __init__(self, search: Search, on_draft: Callable[[Draft, int], None]) -> None:
        super().__init__()
        self._search, self._on_draft = search, on_draft

    def on_solution_callback(self) -> None:
        variables = self._search.variables
        draft = read_draft(self._search.rules, lambda at: self.boolean_value(variables[at]))
        self._on_draft(draft, round(self.objective_value))


class Search:
    """All rules at once, those of teams and those of days, and a plan to begin with."""

    def __init__(self, rules: Rules, begin: Draft, *, bound: int) -> None:
        self.rules = rules
        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self.variables = [
            self.model.new_bool_var("") if upper == 1 else self.model.new_int_var(0, upper, "")
            for upper in rules.linear.uppers
        ]
        self._add_rules()
        self._add_absences()
        self._add_weeks(begin)
        self._add_cost(bound)
        for variable, value in zip(self.variables, values_of(rules, begin), strict=True):
            self.model.add_hint(variable, value)

    def run(
        self,
        *,
        on_draft: Callable[[Draft, int], None],
        on_bound: Callable[[int], None],
        seconds: float | None,
        work: float | None,
        seed: int,
    ) -> None:
        """Until the limits are reached, the best plan is found, or `stop` is called, from any thread."""
        parameters = self.solver.parameters
        parameters.num_workers = WORKERS
        parameters.random_seed = seed
        if seconds is not None:
            parameters.max_time_in_seconds = max(0.1, seconds)
        if work is not None:
            parameters.max_deterministic_time = work
            # Workers then wait for each other, so that nothing depends on who is first.
            parameters.interleave_search = True
        self.solver.best_bound_callback = lambda bound: on_bound(_up(bound))
        self.solver.solve(self.model, _Found(self, on_draft))
        on_bound(_up(self.solver.best_objective_bound))

    def stop(self) -> None:
        self.solver.stop_search()

    def _add_rules(self) -> None:
        for row in self.rules.linear.rows:
            total = self._sum(list(row.factors), list(row.factors.values()))
            low = -UNLIMITED if row.low is None else row.low
            high = UNLIMITED if row.high is None else row.high
            self.model.add_linear_constraint(total, low, high)

    def _sum(self, at: list[int], factors: list[int]) -> cp_model.LinearExprT:
        return cp_model.LinearExpr.weighted_sum([self.variables[one] for one in at], factors)

    def _add_absences(self) -> None:
        """Whoever is in a team can be there on the same days of the visit's week."""
        rules = self.rules
        for school_id, weeks in rules.slots.of.items():
            missed: dict[int, list[cp_model.IntVar]] = {one: [] for one in rules.could_go[school_id]}
            for monday in weeks:
                for way, missing in self._ways(school_id, monday):
                    for person_id in missing:
                        missed[person_id].append(way)
            for person_id, ways in missed.items():
                if ways:
                    goes = self.variables[rules.at("goes", person_id, school_id)]
                    self.model.add_at_most_one([goes, *ways])

    def _ways(self, school_id: int, monday: date) -> Iterator[tuple[cp_model.IntVar, frozenset[int]]]:
        """The choices of days in a week, each as a variable, and who would be missing."""
        week = self.variables[self.rules.at("week", school_id, monday)]
        ways = self.rules.slots.ways(school_id, monday, self.rules.could_go[school_id])
        if len(ways) == 1:
            yield week, ways[0][1]
            return
        chosen = [self.model.new_bool_var("") for _ in ways]
        self.model.add(cp_model.LinearExpr.sum(chosen) == week)
        yield from zip(chosen, (missing for _, missing in ways), strict=True)

    def _add_weeks(self, begin: Draft) -> None:
        """Nobody is in two reviews in the same week."""
        rules, number_of = self.rules, {monday: number for number, monday in enumerate(self.rules.in_week)}
        weeks = {}
        for school_id, mondays in rules.slots.of.items():
            weeks[school_id] = self.model.new_int_var(0, max(0, len(number_of) - 1), "")
            at = [rules.at("week", school_id, monday) for monday in mondays]
            total = self._sum(at, [number_of[monday] for monday in mondays])
            placed = ~self.variables[rules.at("unplaced", school_id)]
            self.model.add(weeks[school_id] == total).only_enforce_if(placed)
            if school_id in begin:
                self.model.add_hint(weeks[school_id], number_of[begin[school_id][0]])
        for person in rules.problem.person_of.values():
            self._add_person(person.person_id, weeks)

    def _add_person(self, person_id: int, weeks: dict[int, cp_model.IntVar]) -> None:
        hosts = [one for one in weeks if self.rules.has("goes", person_id, one)]
        if self.rules.problem.person_of[person_id].limit > 1 and len(hosts) > 1:
            going = [self.variables[self.rules.at("goes", person_id, one)] for one in hosts]
            self.model.add_no_overlap(
                self.model.new_optional_fixed_size_interval_var(weeks[one], 1, goes, "")
                for one, goes in zip(hosts, going, strict=True)
            )

    def _add_cost(self, bound: int) -> None:
        linear = self.rules.linear
        cost = cp_model.LinearExpr.weighted_sum(self.variables, linear.costs) + linear.constant
        self.model.add(cost >= bound)
        self.model.minimize(cost)


def _up(bound: float) -> int:
    """The lowest whole cost that is not below a bound; a hair above a whole number is that number."""
    whole = round(bound)
    return whole if abs(bound - whole) < 1e-3 else int(-(-bound // 1))
