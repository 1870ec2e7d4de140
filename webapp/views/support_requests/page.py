"""What the page of one support request shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

from webapp.reader import Reader
from webapp.views.case_page import CasePage
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.support_requests import story
from workflows.clock import today
from workflows.machine import Transition
from workflows.people import Post, role_label
from workflows.places import School
from workflows.support_requests import SupportRequest
from workflows.support_requests.effects import missing
from workflows.support_requests.queries import RequestFile, may_send

AT_ONCE: Final = frozenset({"sign", "search_again", "give_longer", "resume"})
"""One press does it: everything that there is to think about stands on the page already."""
QUIET: Final = frozenset({"discard", "reopen", "step_back"})
"""Never among the big buttons while a case is open."""
ELSEWHERE: Final = frozenset(
    {"add_note", "attach", "change_people", "ask_for_action", "move_visit", "cancel_visit", *DATE_STEPS}
)
"""Offered beside what they are about."""
_FIRST: Final = {
    "finding": ("offer", "wait", "signpost"),
    "waiting": ("offer", "search_again", "signpost"),
}


class RequestPage(CasePage[SupportRequest, RequestFile]):
    """The page of one support request."""

    step_endpoint, called = "support_requests.step", "this request"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """Everybody with a part, each once with all their parts."""
        return _people(self.file, self.reader)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        last = next((one for one in self.file.history if one.from_state != one.to_state), None)
        return story.timeline((last,))[0].note if last else ""

    def place_name(self, post: Post) -> str:
        return place_name(post, self.case)

    def makes_sense(self, transition: Transition) -> bool:
        if transition.name == "ask_head" and may_send(self.case, self.reader.posts_on(self.case)):
            return False
        if transition.name == "sign" and not self.file.own_turns:
            return False
        if transition.name in ("move_visit", "cancel_visit") and not self.case.waiting_visits:
            return False
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        return not self.case.is_open or (not transition.aside and transition.name not in QUIET)

    def first(self) -> tuple[str, ...]:
        if self.case.state == "draft" and missing(self.case):
            return ("edit",)
        if self.case.state == "under_way":
            return _first_under_way(self.case)
        return _FIRST.get(self.case.state, ())

    def text_of(self, transition: Transition) -> str:
        return {
            "offer": "Choose from the shortlist",
            "edit": "Carry on writing" if missing(self.case) else "Edit the request",
            "submit": "Check and send",
            "propose_plan": "Change the plan" if self.case.plan else "Write the plan",
            "release_summary": "Change the governors' summary" if self.case.summary else transition.label,
        }.get(transition.name, transition.label)

    def href_of(self, transition: Transition) -> str:
        return "#shortlist" if transition.name == "offer" else super().href_of(transition)


def _first_under_way(request: SupportRequest) -> tuple[str, ...]:
    waiting = request.waiting_visits
    if waiting:
        return ("record_visit",) if waiting[0].on <= today() else ("plan_visit", "record_visit")
    return ("plan_visit", "record_visit", "finish")


# Who is involved


def place_name(post: Post, request: SupportRequest) -> str:
    """The school that a post is at; empty for the trust and for parts on the case."""
    schools: list[School | None] = [request.receiving_school, request.giving_school]
    return next((school.name for school in schools if school and school.id == post.place_id), "")


def _people(file: RequestFile, reader: Reader) -> list[dict[str, str]]:
    request = file.request
    parts: dict[str, list[str]] = {}
    for post in _posts_shown(request):
        for holder in file.parts.get(post, ()):
            place = place_name(post, request)
            label = _PARTS.get(post.role) or role_label(reader.trust, post.role)
            parts.setdefault(holder.name, []).append(f"{label}, {place}" if place else label)
    return [{"name": name, "role": "; ".join(_first_capital(roles))} for name, roles in parts.items()]


_PARTS = {"requester": "Asked for this", "member": "Colleague"}


def _posts_shown(request: SupportRequest) -> Iterator[Post]:
    yield Post("head", request.receiving_school_id)
    yield Post("requester", request.id)
    if request.giver_id:
        yield Post("giver", request.id)
    if request.giving_school_id:
        yield Post("head", request.giving_school_id)
    yield Post("coordinator", request.id)
    yield Post("member", request.id)


def _first_capital(roles: list[str]) -> list[str]:
    return [role if place == 0 else role[0].lower() + role[1:] for place, role in enumerate(roles)]
