"""One plan for the whole year: a first guess, then a search that is watched and stopped when asked."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from workflows.errors import Refused
from workflows.review_rounds.filling import fill
from workflows.review_rounds.finishing import finish
from workflows.review_rounds.first_guess import guess
from workflows.review_rounds.judging import without_breaches
from workflows.review_rounds.plans import Plan
from workflows.review_rounds.problem import Problem
from workflows.review_rounds.slots import Slots
from workflows.review_rounds.teams import UNPLACED, Rules
from workflows.review_rounds.values import Draft, draft_of, values_of

if TYPE_CHECKING:
    from workflows.review_rounds.search import Search

POLL: Final = 0.5
"""Seconds between two looks of whoever watches."""
GUESS_A_SCHOOL: Final = 1.0
"""Seconds of the first guess for each school, at the most; half of all the time for all of them."""
MOST_NODES: Final = 200
"""Branches of each half of the first guess where time does not count."""


class PlannerMissing(Refused):
    """OR-tools is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Planning a round needs OR-Tools, which is not installed here. Ask whoever runs Alongside to "
            "install the packages of requirements-planning.lock."
        )


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When a search ends at the latest."""

    seconds: float = 60.0
    #: work instead of seconds, in CP-SAT's own unit: the same problem then always makes the same plan
    work: float | None = None
    seed: int = 1
    #: by what share the plan may be worse than the best that could still be found
    gap: float = 0.005


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a search is: the best plan so far, what it costs, and what no plan can undercut."""

    seconds: float = 0.0
    plan: Plan | None = None
    cost: int = 0
    bound: int = 0
    #: seconds until there was a plan at all
    first_after: float | None = None

    @property
    def gap(self) -> float:
        """By what share a plan could still be better: what can never be placed is left aside."""
        if self.plan is None:
            return 1.0
        hopeless = UNPLACED * (self.bound // UNPLACED)
        return max(0, self.cost - self.bound) / max(1, self.cost - hopeless)


Watch = Callable[[Progress], bool]
"""Is told about twice a second how far a search is; gives whether to go on."""


def go_on(_progress: Progress) -> bool:
    """Watches nothing."""
    return True


def check_planner() -> None:
    """Raises PlannerMissing where OR-tools is not installed."""
    if importlib.util.find_spec("ortools") is None:
        raise PlannerMissing


def make_plan(
    problem: Problem,
    *,
    before: Plan | None = None,
    change_little: bool = False,
    limits: Limits | None = None,
    watch: Watch = go_on,
) -> Progress:
    """The best plan found within the limits, or until `watch` says that it will do.

    `before`: an earlier plan to begin from; with `change_little` as much of it as possible stays. Schools
    that cannot be placed are not in the plan. `watch` runs in the caller's thread. Raises PlannerMissing.
    """
    check_planner()
    work = _Work(problem, before, limits or Limits(), change_little=change_little)
    thread = Thread(target=work.run, name="planning", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(POLL)
            if thread.is_alive() and not watch(work.progress()):
                work.stop()
    finally:
        work.stop()
        thread.join()
    if work.failure:
        raise work.failure
    return work.progress()


class _Work:
    """One search in its own thread, and what is known of it by now."""

    def __init__(self, problem: Problem, before: Plan | None, limits: Limits, *, change_little: bool) -> None:
        self._problem, self._before, self._limits = problem, before, limits
        self._rules = Rules(problem, Slots(problem), before if change_little else None)
        self._draft: Draft = {}
        self._lock, self._began = Lock(), monotonic()
        self._known, self._is_over = Progress(), False
        self._search: Search | None = None
        self._stopped = False
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            self._run()
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            self.failure = error
        finally:
            with self._lock:
                self._known, self._is_over = replace(self._known, seconds=self._elapsed()), True

    def progress(self) -> Progress:
        with self._lock:
            return self._known if self._is_over else replace(self._known, seconds=self._elapsed())

    def stop(self) -> None:
        self._stopped = True
        if self._search:
            self._search.stop()

    def _elapsed(self) -> float:
        return monotonic() - self._began

    def _run(self) -> None:
        limits, rules = self._limits, self._rules
        self._begin()
        if not self._is_enough():
            self._search = _search_type()(rules, self._draft, bound=self._known.bound)
            self._search.run(
                on_draft=self._on_draft,
                on_bound=self._on_bound,
                seconds=None if limits.work else limits.seconds - self._elapsed(),
                work=limits.work,
                seed=limits.seed,
            )

    def _begin(self) -> None:
        """With the best of: what still holds of the plan before, schools one by one, and a first guess."""
        if self._before:
            self._keep(without_breaches(self._problem, self._before))
        self._keep(Plan(reviews=()))
        if self._stopped:
            return
        limits, hosts = self._limits, len(self._problem.wanted)
        seconds = None if limits.work else min(limits.seconds / 2, GUESS_A_SCHOOL * hosts)
        made = guess(self._rules, seconds=seconds, nodes=MOST_NODES if limits.work else None)
        self._on_bound(made.bound)
        self._keep(finish(self._rules, made.draft, self._before))

    def _keep(self, plan: Plan) -> None:
        """A plan, with places for as many other schools as there are."""
        draft = draft_of(fill(self._problem, self._rules.slots, plan))
        self._on_draft(draft, self._rules.linear.cost_of(values_of(self._rules, draft)))

    def _on_draft(self, draft: Draft, cost: int) -> None:
        if self._known.plan is not None and cost >= self._known.cost:
            return
        plan = finish(self._rules, draft, self._before)
        with self._lock:
            first = self._known.first_after
            first = self._elapsed() if first is None else first
            self._draft = draft
            self._known = replace(self._known, plan=plan, cost=cost, first_after=first)
        self._stop_if_enough()

    def _on_bound(self, bound: int) -> None:
        with self._lock:
            self._known = replace(self._known, bound=max(bound, self._known.bound))
        self._stop_if_enough()

    def _is_enough(self) -> bool:
        """Whether nothing more is wanted. Where work is counted, only a proof ends it early."""
        known, limits = self._known, self._limits
        if limits.work:
            return known.plan is not None and known.cost <= known.bound
        return self._stopped or known.gap <= limits.gap or self._elapsed() >= limits.seconds

    def _stop_if_enough(self) -> None:
        if self._search and not self._limits.work and self._is_enough():
            self._search.stop()


def _search_type() -> type[Search]:
    """OR-tools takes a second to load, so it is loaded for whoever plans."""
    return importlib.import_module("workflows.review_rounds.search").Search  # type: ignore[no-any-return]
