"""A review of Saltmarsh and what people do in it, each step committed."""

from __future__ import annotations

from tests.acting import Acting
from tests.peer_reviews import PREPARED, REPORTED, STRAIGHT, plan_a_review
from tests.world import World
from workflows.peer_reviews import PeerReview


class UnderReview(Acting[PeerReview]):
    """A review of Saltmarsh from the Monday on."""

    def __init__(self, world: World, case: PeerReview | None = None) -> None:
        super().__init__(world, case or plan_a_review(world))

    def until(self, state: str) -> UnderReview:
        """Everybody does what the book says, until the review is in this state."""
        for name, who in STRAIGHT[self.case.version - 1 :]:
            if self.case.state == state:
                break
            if name == "begin_visit":
                self.on(self.case.visit_starts_on)
            self.does(who, name)
        assert self.case.state == state, f"the straight way does not lead to {state}"
        return self

    def prepared(self) -> UnderReview:
        """The timetable is confirmed."""
        for name, who in PREPARED:
            self.does(who, name)
        return self

    def reported(self) -> UnderReview:
        """The head has agreed the report, on the days of the visit and after."""
        self.on(self.case.visit_starts_on)
        for name, who in REPORTED:
            self.does(who, name)
        return self
