"""What the page of one year shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from webapp.views.case_page import CasePage
from webapp.views.year_plans import story
from workflows.machine import Transition
from workflows.people import role_label
from workflows.year_plans import YearPlan
from workflows.year_plans import YearPlanFlow as Flow
from workflows.year_plans.queries import YearFile
from workflows.year_plans.series import ahead_of

BESIDE: Final = frozenset(
    {
        "move", "pin", "let_go", "forbid", "choose_host", "shape_group", "move_series", "end_series",
        "add_note",
    }
)  # fmt: skip
"""Offered beside the meeting, or the group, that they are about."""


class YearPage(CasePage[YearPlan, YearFile]):
    """The page of one year."""

    step_endpoint, called = "year_plans.step", "this year"
    elsewhere = BESIDE
    at_once = frozenset({"undo"})

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """Who looks after it."""
        roles: dict[str, list[str]] = {}
        for post, holding in self.file.parts.items():
            for holder in holding:
                roles.setdefault(holder.name, []).append(role_label(self.reader.trust, post.role))
        return [{"name": name, "role": ", ".join(held)} for name, held in roles.items()]

    @cached_property
    def beside(self) -> dict[str, str]:
        """Where what is offered beside a meeting is done, by name; empty where it cannot be now."""
        return {name: self.step_href(name) if name in self.may else "" for name in sorted(BESIDE)}

    @cached_property
    def serious(self) -> int:
        """How many things keep somebody from coming."""
        return sum(one.hindrance.is_serious for one in self.file.unmet)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def makes_sense(self, transition: Transition) -> bool:
        if transition is Flow.send:  # what is in its way stands on the page already
            return not self.file.untrue
        if transition in (Flow.move_series, Flow.end_series):
            return bool(ahead_of(self.case))
        return super().makes_sense(transition)

    def first(self) -> tuple[str, ...]:
        return ("send", "plan_again", "edit", "undo")
