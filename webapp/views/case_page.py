"""What the page of one case shows around its own parts: track, whose turn it is, what its reader may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final, Generic, TypeVar

from flask import url_for

from webapp.reader import Reader
from webapp.views.dates.page import turn_of
from webapp.views.panels import Panel, nowhere, panel_of, resting, who_does_it
from webapp.views.steps import hinders
from webapp.views.track import track
from workflows.case_history import CaseFile, Happening
from workflows.cases import Case
from workflows.machine import Transition
from workflows.people import Post
from workflows.perform import available

CaseT = TypeVar("CaseT", bound=Case)
FileT = TypeVar("FileT", bound=CaseFile)

MOST_BUTTONS: Final = 3
"""So many main buttons; what else there is to do stands further down."""


@dataclass(frozen=True)
class Button:
    """Something that the reader may do."""

    name: str
    text: str
    href: str
    #: one press, without a page in between
    at_once: bool = False


class CasePage(Generic[CaseT, FileT]):
    """The page of one case for one reader. A kind of case extends it and says only what is its own.

    It has at least an endpoint and what a panel calls the case. Templates read the properties; the methods
    at the end are what a kind says in its own way.
    """

    #: the endpoint of its steps, with `reference` and `transition`
    step_endpoint: ClassVar[str]
    #: in "Asha Bell is finding support for …"
    called: ClassVar[str]
    #: steps that one press does: everything that there is to think about stands on the page already
    at_once: ClassVar[frozenset[str]] = frozenset()
    #: steps that are offered beside what they are about
    elsewhere: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, case: CaseT, file: FileT, reader: Reader) -> None:
        self.case, self.file, self.reader = case, file, reader

    @cached_property
    def panel(self) -> Panel:
        """Whose turn it is."""
        if not self.case.is_open:
            return resting(self.case, self.at_end())
        return panel_of(
            self.case, self.file, self.reader.trust, situation=self._situation, place_name=self.place_name
        )

    @cached_property
    def track(self) -> list[dict[str, Any]]:
        """How far it has come."""
        return track(self.case, self.moves(), self.file.turns)

    @cached_property
    def buttons(self) -> list[Button]:
        """The main buttons, with what the reader has to do about dates."""
        about, buttons = turn_of(self.case, self.file.date_turn), [self._button(one) for one in self._main]
        if about is None:
            return buttons
        own = Button("dates", about.button, about.href)
        return [*buttons, own] if self.file.own_turns else [own, *buttons]

    @cached_property
    def more(self) -> list[Button]:
        """What else the reader may do."""
        return [self._button(one) for one in self._shown if one not in self._main]

    @cached_property
    def may(self) -> frozenset[str]:
        """The names of all steps that a press could succeed with."""
        return frozenset(one.name for one in self._open_to_reader)

    @cached_property
    def _open_to_reader(self) -> list[Transition]:
        able = available(self.case, self.reader.posts_on(self.case))
        return [one for one in able if self.makes_sense(one)]

    @cached_property
    def _shown(self) -> list[Transition]:
        """The most likely first."""
        place = {name: number for number, name in enumerate(self.first())}
        shown = [one for one in self._open_to_reader if one.name not in self.elsewhere]
        return sorted(shown, key=lambda one: place.get(self.address_of(one), len(place)))

    @cached_property
    def _main(self) -> list[Transition]:
        return [one for one in self._shown if self.is_main(one)][:MOST_BUTTONS]

    def _button(self, transition: Transition) -> Button:
        name = transition.name
        return Button(name, self.text_of(transition), self.href_of(transition), name in self.at_once)

    def _situation(self, mine: bool) -> str:  # noqa: FBT001 - called back with what the panel has found
        if mine:
            return self.situation(mine=True)
        return self.situation(mine=False) or who_does_it(self.case, self.file.turns, self.called)

    # What a kind of case says in its own way

    def situation(self, *, mine: bool) -> str:
        """A sentence or two on where things stand, for whoever's turn it is (`mine`) or for the others."""
        return ""

    def at_end(self) -> str:
        """What the panel says of a case that is over, below the name of its state."""
        return ""

    def place_name(self, post: Post) -> str:
        """The school of a post, where a panel is to name it; empty where not."""
        return nowhere(post)

    def moves(self) -> Iterable[Happening]:
        """What has moved it from state to state, newest first."""
        return self.file.history

    def makes_sense(self, transition: Transition) -> bool:
        """Whether a press could succeed now; what still lacks details is asked for on the next page."""
        return not hinders(transition, self.case)

    def is_main(self, transition: Transition) -> bool:
        """Whether it may be among the big buttons."""
        return not transition.aside

    def first(self) -> tuple[str, ...]:
        """The steps that are most likely now, as they stand in addresses; the others follow."""
        return ()

    def text_of(self, transition: Transition) -> str:
        """What its button says."""
        return transition.label

    def address_of(self, transition: Transition) -> str:
        """The word for it in addresses."""
        return transition.name

    def href_of(self, transition: Transition) -> str:
        """Where it is made."""
        return self.step_href(self.address_of(transition))

    def step_href(self, name: str) -> str:
        """The address of a step, by the word for it in addresses."""
        return url_for(self.step_endpoint, reference=self.case.reference, transition=name)
