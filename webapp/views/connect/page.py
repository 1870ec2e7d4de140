"""What the page of one connect session shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from webapp.views.case_page import CasePage
from webapp.views.connect import story
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.sign_ups.panel import SignUps
from webapp.views.sign_ups.steps import SIGN_UP_STEPS
from workflows.clock import now
from workflows.connect import ConnectFlow as Flow
from workflows.connect import ConnectSession
from workflows.connect.queries import ConnectFile
from workflows.machine import Transition

AT_ONCE: Final = frozenset({"say_held", "cannot_host"})
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset(
    {"add_note", "add_offering", "change_offering", *DATE_STEPS, *SIGN_UP_STEPS} - {"keep_register"}
)
"""Offered beside what they are about."""


class ConnectPage(CasePage[ConnectSession, ConnectFile]):
    """The page of one connect session."""

    step_endpoint, called = "connect.step", "this session"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def sign_ups(self) -> SignUps:
        """Who has a place, who waits and who is there."""
        return SignUps(self)

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """The host."""
        host = self.case.host
        about = ", ".join(filter(None, (host.job_title, host.school.name if host.school else "")))
        return [{"name": host.name, "role": f"Host, {about}" if about else "Host"}]

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """When it is."""
        return dates.beside(self.case)

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def makes_sense(self, transition: Transition) -> bool:
        if transition.name == "keep_register" and not self.sign_ups.register_is_open:
            return False
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        if transition is Flow.cannot_host:
            return self._is_today
        if transition.name == "keep_register":
            return self.case.state == Flow.held.name or self.sign_ups.is_on
        return not transition.aside

    def first(self) -> tuple[str, ...]:
        return ("name_day", "write_up", "keep_register", "say_held", "cannot_host")

    @property
    def _is_today(self) -> bool:
        entry = self.case.entry
        return entry is not None and entry.first_day == now().date()
