"""What the page of one round shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from flask import url_for

from webapp.views.case_page import CasePage
from webapp.views.review_rounds import story
from workflows.machine import Transition
from workflows.people import role_label
from workflows.review_rounds import ReviewRound
from workflows.review_rounds import ReviewRoundFlow as Flow
from workflows.review_rounds.details import Weight, WeightsDetails
from workflows.review_rounds.queries import RoundFile

BESIDE: Final = frozenset(
    {
        "edit", "weigh", "change_host", "add_absence", "end_absence", "decide", "undo", "take_early",
        "choose_plan",
    }
)  # fmt: skip
"""Offered beside what they are about."""


class RoundPage(CasePage[ReviewRound, RoundFile]):
    """The page of one round."""

    step_endpoint, called = "review_rounds.step", "this round"
    elsewhere = BESIDE

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """Who plans it."""
        return [
            {"name": holder.name, "role": role_label(self.reader.trust, post.role)}
            for post, holding in self.file.parts.items()
            for holder in holding
        ]

    @cached_property
    def strong(self) -> list[str]:
        """The wishes that matter more than usual."""
        return self._weighed(Weight.STRONG)

    @cached_property
    def off(self) -> list[str]:
        """Those that do not matter."""
        return self._weighed(Weight.OFF)

    def _weighed(self, weight: Weight) -> list[str]:
        return [name for name in WeightsDetails.__dataclass_fields__ if self.case.weights.get(name) == weight]

    def plan_href(self, number: int) -> str:
        """The page of one plan."""
        return url_for("review_rounds.plan", reference=self.case.reference, number=number)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def makes_sense(self, transition: Transition) -> bool:
        if transition is Flow.publish:  # the press says what is not true any more, which takes too long here
            return self.case.chosen is not None
        if transition is Flow.ask_for_plan:  # without a planner its page says so
            return bool(self.case.hosts) and self.case.run_in_hand is None
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        return transition.name in self.first()

    def first(self) -> tuple[str, ...]:
        if self.case.state == Flow.running.name:
            return ("look_back",)
        if not self.case.hosts:
            return ("choose_hosts",)
        return ("publish", "ask_for_plan")

    def text_of(self, transition: Transition) -> str:
        if transition is Flow.ask_for_plan and self.case.runs:
            return "Make another plan"
        return transition.label


def beside(page: RoundPage) -> dict[str, Any]:
    """Where what is offered beside the page's parts is done, by name; empty where it cannot be now."""
    return {
        name: page.step_href(name) if name in page.may else "" for name in sorted({*BESIDE, "choose_hosts"})
    }
