"""What the page of a case shows about sign-ups, put together in one line for `components/sign_ups.html`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask import url_for

from forms.sign_ups import places_in_words
from webapp.views.case_page import CasePage
from workflows.clock import now
from workflows.dates.model import CalendarEntry
from workflows.people import Post
from workflows.perform import available
from workflows.sign_ups.details import Standing
from workflows.sign_ups.gathering import EARLY, date_of, why_not_here
from workflows.sign_ups.model import Offering
from workflows.sign_ups.queries import Board, Listed, Turnout, board_of, people_on, turnout_of


class SignUps:
    """Offerings, places and who is there, as one reader sees them; read once, when it is asked for."""

    def __init__(self, page: CasePage[Any, Any]) -> None:
        self.page, self.case, self.reader = page, page.case, page.reader

    @property
    def may(self) -> frozenset[str]:
        """The names of all steps that the reader may make."""
        return self.page.may

    @cached_property
    def board(self) -> Board:
        """What is on offer, with the reader's own part in it."""
        return board_of(self.case, self.reader.person.id)

    @cached_property
    def turnout(self) -> Turnout:
        """Who is there now, by school."""
        return turnout_of(self.case)

    @cached_property
    def entry(self) -> CalendarEntry | None:
        """The date in diaries."""
        return date_of(self.case)

    @property
    def is_on(self) -> bool:
        """Whether the door is open: from an hour before it begins until it ends."""
        return not why_not_here(self.entry, now())

    @property
    def is_over(self) -> bool:
        """Whether its day has passed, so that places are no longer to be had."""
        return self.entry is not None and self.entry.is_over

    @property
    def register_is_open(self) -> bool:
        """Whether the register can be kept: from an hour before it begins."""
        return self.entry is not None and now() >= self.entry.starts_at - EARLY

    @property
    def is_host(self) -> bool:
        """Whether the reader has arranged it: they need no place, and cannot just send apologies."""
        return self.entry is not None and self.entry.organiser_id == self.reader.person.id

    @cached_property
    def coming(self) -> Sequence[tuple[str, str | None, Standing]]:
        """Who has a place in the whole of it, and who waits, for those who keep the register."""
        whole = self.board.whole
        return people_on(whole.offering.id) if self.keeps_register and whole else ()

    @property
    def may_check_in(self) -> bool:
        return self.is_on and "check_in" in self.may and not self.board.here

    @property
    def may_apologise(self) -> bool:
        """Whether the reader is expected and has not said yet that they cannot come."""
        said = self.board.here or self.board.excused or self.is_host
        whole = self.board.whole
        is_expected = whole is None or whole.own is not None
        return "apologise" in self.may and is_expected and not said

    @cached_property
    def keeps_register(self) -> bool:
        """Whether the register is the reader's to keep, once it is open."""
        able = available(self.case, self.reader.posts_on(self.case))
        return any(one.name == "keep_register" for one in able)

    def may_change(self, offering: Offering) -> bool:
        """Whether the reader leads it, or arranges what is offered."""
        leads = any(one.id == self.reader.person.id for one in offering.leaders)
        return "change_offering" in self.may and (leads or "add_offering" in self.may)

    def may_keep(self, stall: Offering) -> bool:
        """Whether the reader is the head who could keep it in the library."""
        head = Post("head", stall.school_id or 0)
        return "keep_stall" in self.may and stall.library_id is None and head in self.reader.posts

    def may_visit(self, stall: Offering) -> bool:
        """Whether the reader could ask to come and see it at its school."""
        own = self.reader.person.school_id
        return None not in (own, stall.school_id) and own != stall.school_id

    def words(self, one: Listed) -> str:
        """How many places there are."""
        return places_in_words(one)

    def step(self, name: str, **about: Any) -> str:
        """The address of a step, about one of those on offer where it is named."""
        address = self.page.step_href(name)
        return f"{address}?offering={about['offering']}" if about else address

    @property
    def attendance(self) -> str:
        """The page with attendance by school."""
        return url_for(f"sign_ups.{self.case.kind}_attendance", reference=self.case.reference)

    @property
    def door(self) -> str:
        """The page with the code for the door."""
        return url_for(f"sign_ups.{self.case.kind}_door", reference=self.case.reference)
