"""What the page of one entry shows: whose turn it is, if anybody's, and what the reader may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

from forms.library import KINDS
from webapp.compared import Line, compared
from webapp.views.case_page import CasePage
from webapp.words import Teller, Told, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.library import LibraryEntry
from workflows.library import LibraryFlow as Flow
from workflows.library.model import LibraryVersion
from workflows.library.queries import EntryFile
from workflows.library.tried import may_remove
from workflows.machine import Transition
from workflows.people import Post

Details = dict[str, Any]

AT_ONCE: Final = frozenset({"consent", "take_back", "thank", "take_thanks_back"})
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset(
    {"thank", "take_thanks_back", "say_tried", "remove_tried", "attach", "remove_file"}
)
"""Offered beside what they are about."""


class EntryPage(CasePage[LibraryEntry, EntryFile]):
    """The page of one entry."""

    step_endpoint, called = "library.step", "this entry"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def shows_turn(self) -> bool:
        """Whether the page begins with whose turn it is; who only reads the library is spared it."""
        if self.case.state == Flow.shared.name:
            return False
        return self.file.is_keeper or not self.case.is_there

    def situation(self, *, mine: bool) -> str:
        if not mine:
            return ""
        return _MINE[self.case.state].format(owner=self.case.owner.name, school=self.case.school.name)

    def at_end(self) -> str:
        return "Only those who look after it find it here now."

    def place_name(self, post: Post) -> str:
        return self.case.school.name if post.place_id == self.case.school_id else ""

    def makes_sense(self, transition: Transition) -> bool:
        if transition is Flow.thank:
            return not self.file.has_thanked and self.case.owner_id != self.reader.person.id
        if transition is Flow.take_thanks_back:
            return self.file.has_thanked
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        """In the library nothing is asked of anybody, so that nothing stands out."""
        return super().is_main(transition) and self.case.state != Flow.shared.name

    def text_of(self, transition: Transition) -> str:
        if transition is Flow.still_good and self.case.state == Flow.shared.name:
            return "Set another review date"
        return super().text_of(transition)

    def removable(self) -> frozenset[int]:
        """The notes that the reader may take away."""
        return frozenset(
            one.id
            for one in self.file.trials
            if may_remove(one, self.reader.person.id, is_lead=self.file.is_lead)
        )


_MINE: Final = {
    "offered": "{owner} offers this. Is it right, and may everybody who works in the trust read it? You can "
    "change it first.",
    "due": "It has been in the library for a while. Is it how you do things still?",
    "ownerless": "{owner}, who answered for it, has left. Who does now? You can also take it down.",
}


def _changed(details: Details) -> tuple[str, str]:
    number = details.get("wording")
    return f"Changed: version {number}" if isinstance(number, int) else "", text_of(details, "why")


def _handed_over(details: Details) -> tuple[str, str]:
    heir = text_of(details, "to")
    return f"Handed over to {heir}" if heir else "", text_of(details, "reason")


def _file(verb: str) -> Teller:
    return lambda details: ("", paragraphs(f"{verb}: {text_of(details, 'title')}"))


TELLERS: Final[dict[str, Teller]] = {
    "edit": _changed,
    "revise": _changed,
    "hand_over": _handed_over,
    "name_owner": _handed_over,
    "attach": _file("Added"),
    "remove_file": _file("Removed"),
}


def compared_with(before: LibraryVersion, after: LibraryVersion) -> list[tuple[str, tuple[Line, ...]]]:
    """The parts of an entry that say something else than in the version before, line by line."""
    parts = [(heading, read(before), read(after)) for heading, read in _PARTS]
    return [(heading, compared(old, new)) for heading, old, new in parts if old != new]


_PARTS: Final[tuple[tuple[str, Callable[[LibraryVersion], str]], ...]] = (
    ("Title", lambda one: one.title),
    ("What it is", lambda one: KINDS[one.of_kind][0]),
    ("What they do", lambda one: one.what),
    ("Why it works, and how to begin", lambda one: one.how),
    ("About", lambda one: one.areas),
    ("Phase", lambda one: one.phase.value if one.phase else ""),
)


def timeline(history: tuple[Happening, ...]) -> list[Told]:
    """What has happened to an entry, in words."""
    return tell_all(history, Flow, TELLERS, once=frozenset())
