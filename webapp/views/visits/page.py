"""What the page of one visit shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from webapp.views.case_page import CasePage
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.visits import story
from workflows.machine import Transition
from workflows.people import Post, role_label
from workflows.places import School
from workflows.visits import Visit
from workflows.visits import VisitFlow as Flow
from workflows.visits.queries import VisitFile

AT_ONCE: Final = frozenset(
    {"agree_cover", "agree_and_seek", "confirm", "say_visited", "share", "keep", "consent", "resume"}
)
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset({"add_note", "change_people", "change_party", *DATE_STEPS})
"""Offered beside what they are about."""
_FIRST: Final = {
    "visited": ("reflect", "did_not_happen"),
    "reflected": ("share", "offer_entry", "keep"),
    "shared": ("adopt", "offer_entry"),
    "kept": ("adopt", "share", "offer_entry"),
    "seeking": ("name_host",),
}


class VisitPage(CasePage[Visit, VisitFile]):
    """The page of one visit, or of an offer for those who look after it."""

    step_endpoint, called = "visits.step", "this visit"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """The visitors, their head, the host's head and whoever looks after the visitors."""
        return list(self._people())

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """The next dates of the visit."""
        return dates.beside(self.case)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def place_name(self, post: Post) -> str:
        return next((one.name for one in self._schools if one.id == post.place_id), "")

    def makes_sense(self, transition: Transition) -> bool:
        if transition is Flow.consent and not self.file.own_turns:
            return False
        if transition is Flow.offer_entry and self.file.entry is not None:
            return False
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        # An early reflection would be possible at any time; the way on for others is beside it.
        return not transition.aside

    def first(self) -> tuple[str, ...]:
        return _FIRST.get(self.case.state, ())

    def text_of(self, transition: Transition) -> str:
        if transition is Flow.call_off and self.case.state == Flow.accepted.name:
            return "We cannot have them after all"
        return transition.label

    @property
    def _schools(self) -> list[School]:
        return [one for one in (self.case.host_school, self.case.visiting_school) if one is not None]

    def _people(self) -> Iterator[dict[str, str]]:
        for post, school in self._posts():
            for holder in self.file.parts.get(post, ()):
                part = role_label(self.reader.trust, post.role)
                yield {"name": holder.name, "role": f"{part}, {school.name}" if school else part}

    def _posts(self) -> Iterator[tuple[Post, School | None]]:
        case = self.case
        yield Post("visitor", case.id), case.visiting_school
        yield Post("companion", case.id), case.visiting_school
        if case.visiting_school_id:
            yield Post("head", case.visiting_school_id), case.visiting_school
        yield Post("host_contact", case.id), case.host_school
        if case.host_school_id:
            yield Post("head", case.host_school_id), case.host_school
