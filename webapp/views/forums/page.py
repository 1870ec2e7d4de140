"""What the page of one forum shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from webapp.views.case_page import CasePage
from webapp.views.forums import story
from webapp.views.groups import WayOn, ways_on
from workflows.directory.choices import schools_named
from workflows.forums import Forum
from workflows.forums import ForumFlow as Flow
from workflows.forums.flow import LEADING, chair
from workflows.forums.members import may_name_for
from workflows.forums.queries import ForumFile
from workflows.machine import Transition
from workflows.people import Holder

AT_ONCE: Final = frozenset({"approve", "wake", "resume", "join", "leave"})
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset(
    {
        "add_note",
        "join",
        "leave",
        "name_members",
        "add_members",
        "add_everyone",
        "remove_member",
        "change_chair",
    }
)
"""Offered beside what they are about."""


class ForumPage(CasePage[Forum, ForumFile]):
    """The page of one forum."""

    step_endpoint, called = "forums.step", "this forum"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def is_member(self) -> bool:
        """Whether the reader belongs to it, the chair too."""
        return self.reader.person.id in self.file.member_ids

    @cached_property
    def chairs(self) -> list[Holder]:
        """Who chairs it now."""
        post = chair.post(self.case)
        return list(self.file.parts.get(post, ())) if post else []

    @cached_property
    def names_for(self) -> dict[int, str]:
        """The schools of which the reader says who comes."""
        return {one.id: one.name for one in schools_named(sorted(may_name_for(self.reader.posts)))}

    @cached_property
    def leads(self) -> bool:
        """Whether the reader chairs it, or could in the chair's place."""
        posts = self.reader.posts_on(self.case)
        return any(role.post(self.case) in posts for role in LEADING)

    @cached_property
    def ways_on(self) -> list[WayOn]:
        """Where its meetings are planned."""
        return ways_on(self.case, may_lead=self.leads)

    def makes_sense(self, transition: Transition) -> bool:
        if transition is Flow.join and self.is_member:
            return False
        if transition is Flow.name_members and not self.names_for:
            return False
        return super().makes_sense(transition)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, self.case, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def first(self) -> tuple[str, ...]:
        return ("approve", "decline") if self.case.state == Flow.proposed.name else ("wake", "close")

    def is_main(self, transition: Transition) -> bool:
        # Of a dormant one, closing is as good an answer as waking it.
        return not transition.aside or (transition is Flow.close and self.case.state == Flow.dormant.name)
