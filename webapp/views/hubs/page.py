"""What the page of one hub shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from webapp.views.case_page import CasePage
from webapp.views.groups import WayOn, ways_on
from webapp.views.hubs import story
from workflows.hubs import HubCase
from workflows.hubs.flow import LEADING, coordinator
from workflows.hubs.queries import HubFile
from workflows.people import Holder

AT_ONCE: Final = frozenset({"look_back", "resume"})
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset({"add_note", "school_joins", "school_leaves", "change_coordinator"})
"""Offered beside what they are about."""


class HubPage(CasePage[HubCase, HubFile]):
    """The page of one hub."""

    step_endpoint, called = "hubs.step", "this hub"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def coordinators(self) -> list[Holder]:
        """Who coordinates it now."""
        post = coordinator.post(self.case)
        return list(self.file.parts.get(post, ())) if post else []

    @cached_property
    def ways_on(self) -> list[WayOn]:
        """Where its meetings are planned."""
        return ways_on(self.case, may_lead=self.leads)

    @cached_property
    def leads(self) -> bool:
        """Whether the reader coordinates it, or could in the coordinator's place."""
        posts = self.reader.posts_on(self.case)
        return any(role.post(self.case) in posts for role in LEADING)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, self.case, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)
