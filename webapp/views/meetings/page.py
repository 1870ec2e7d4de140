"""What the page of one meeting shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from flask import url_for

from webapp.views.case_page import Button, CasePage
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.meetings import story
from webapp.views.sign_ups.panel import SignUps
from webapp.views.sign_ups.steps import ATTENDANCE_STEPS
from workflows.dates.model import Answer
from workflows.forums import Forum
from workflows.machine import Transition
from workflows.meetings import Meeting
from workflows.meetings import MeetingFlow as Flow
from workflows.meetings.flow import central_team, chair, host_head, note_taker
from workflows.meetings.hosting import can_host, place_of
from workflows.meetings.queries import MeetingFile
from workflows.people import Post, posts_of, role_label

AT_ONCE: Final = frozenset(
    {"open_agenda_now", "publish", "say_held", "approve_last", "call_off_now", "seek_again"}
)
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset(
    {
        "add_note", "change_people", "write_item", "amend_item", "drop_item", "strike_item", "order_item",
        "write_minutes", "drop_action", "approve_last", "correct_minutes", "say_where", "send_minutes",
        *ATTENDANCE_STEPS, *DATE_STEPS,
    }
)  # fmt: skip
"""Offered beside what they are about."""
_FIRST: Final = {
    "host_sought": ("offer_to_host", "ask_host", "hold_elsewhere"),
    "host_asked": ("agree_to_host", "decline_to_host", "offer_to_host"),
    "host_lost": ("go_elsewhere", "step_in", "call_off_now"),
    "planned": ("open_agenda_now",),
    "agenda_open": ("publish",),
    "published": ("say_held",),
    "minutes_drafted": ("approve",),
    "approved": ("look_back",),
}
_HOSTING_STEPS: Final = (Flow.offer_to_host, Flow.step_in)
_BEFORE_MINUTES: Final = frozenset({"published", "held"})


class MeetingPage(CasePage[Meeting, MeetingFile]):
    """The page of one meeting."""

    step_endpoint, called = "meetings.step", "this meeting"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def buttons(self) -> list[Button]:
        """The main buttons; the way to the minutes comes first where they are due."""
        if self.file.writes and self.case.state in _BEFORE_MINUTES and "write_minutes" in self.may:
            way = Button("minutes", "Write the minutes", url_for(".minutes", reference=self.case.reference))
            held = [one for one in super().buttons if one.name != "send_minutes"]
            return [way, *held] if self.case.state == Flow.held.name else [*held, way]
        return super().buttons

    @cached_property
    def sign_ups(self) -> SignUps:
        """Who is there, and what the reader can say of themselves."""
        return SignUps(self)

    @cached_property
    def own_answer(self) -> Answer | None:
        """What the reader has answered to the invitation; none where they are not asked."""
        found = (one for one in self.file.register.people if one.line.person_id == self.reader.person.id)
        return next((one.answer for one in found), None)

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """Who leads it, takes its minutes and hosts it."""
        return list(self._people())

    @cached_property
    def place(self) -> str:
        return place_of(self.case)

    @cached_property
    def group_href(self) -> str:
        """The page of its group."""
        endpoint = "forums.show" if isinstance(self.case.group, Forum) else "hubs.show"
        return url_for(endpoint, reference=self.case.group.reference)

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """Its date, with who has said what."""
        return dates.beside(self.case)

    def writes_item(self) -> str:
        """The step by which the reader adds to the agenda; empty where they cannot."""
        return next((name for name in ("write_item", "amend_item") if name in self.may), "")

    def drops_item(self) -> str:
        """The step by which the reader takes something off the agenda; empty where they cannot."""
        return next((name for name in ("drop_item", "strike_item") if name in self.may), "")

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def place_name(self, post: Post) -> str:
        host = self.case.host_school
        return host.name if host is not None and post.place_id == host.id else ""

    def makes_sense(self, transition: Transition) -> bool:
        if transition in _HOSTING_STEPS:
            return bool(self._own_schools) and super().makes_sense(transition)
        return super().makes_sense(transition)

    @cached_property
    def _own_schools(self) -> list[Any]:
        held = posts_of(self.reader.person.id) | self.reader.posts_on(self.case)
        return can_host(self.case, held)

    def first(self) -> tuple[str, ...]:
        return _FIRST.get(self.case.state, ())

    def _people(self) -> Iterator[dict[str, str]]:
        for role in (chair, note_taker, host_head):
            post = role.post(self.case)
            for holder in self.file.parts.get(post, ()) if post else ():
                where = self.place_name(post) if post else ""
                part = role_label(self.reader.trust, role.name)
                yield {"name": holder.name, "role": f"{part}, {where}" if where else part}
        if not any(one for one in self.file.parts.get(Post(chair.name, self.case.id), ())):
            for holder in self.file.parts.get(Post(central_team.name, self.case.trust_id), ()):
                yield {"name": holder.name, "role": role_label(self.reader.trust, central_team.name)}
