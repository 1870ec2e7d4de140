"""An entry of the library while its story is being told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.demo.scenes import Cast, Scene
from webapp.demo.settling import Settled
from webapp.demo.topics.library import EntryTopic, topics
from workflows.library import EntryKind, LibraryEntry
from workflows.people import Person, Post


@dataclass(frozen=True, kw_only=True)
class EntryCast(Cast):
    """Who shares something, and what kind of thing it is."""

    owner: str
    of_kind: EntryKind = EntryKind.PRACTICE

    def scene(self, settled: Settled, files: Path, present: date) -> EntryScene:
        return EntryScene(settled, self, files, present)


@dataclass
class EntryScene(Scene):
    """An entry and its school, on whose working days all of it happens."""

    cast: EntryCast

    @property
    def owner(self) -> Person:
        return self.settled.people[self.cast.owner]

    @property
    def school_id(self) -> int:
        return int(self.owner.school_id or 0)

    @property
    def schools(self) -> tuple[int, ...]:
        return (self.school_id,)

    @property
    def entry(self) -> LibraryEntry:
        """The entry. Raises LookupError before it is offered."""
        return self.case_of(self.cast.topic, LibraryEntry)

    @property
    def topic(self) -> EntryTopic:
        return topics()[self.cast.topic]

    def post(self, part: str) -> Post | None:
        """The post of a part on the entry, or of the head of its school."""
        match part:
            case "head":
                return Post("head", self.school_id)
            case "owner":
                return Post("owner", self.entry.id)
        return None
