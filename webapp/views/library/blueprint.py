"""The blueprint of the library, and who may ask for the pages of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from webapp.access import CaseReader
from webapp.reader import Reader
from webapp.views.steps import StepTaker
from workflows.cases import Case
from workflows.library import LibraryEntry
from workflows.library.queries import find

blueprint = Blueprint("library", __name__)


@dataclass(frozen=True)
class EntryReader(CaseReader):
    """Everybody who works in the trust; before and after an entry's time, those who look after it."""

    def shows(self, case: Case, reader: Reader) -> bool:
        is_there = isinstance(case, LibraryEntry) and case.is_there_for(reader.posts_on(case))
        return is_there and super().shows(case, reader)


@dataclass(frozen=True)
class EntryTaker(EntryReader, StepTaker):
    """The same for whoever makes a step."""


entry_reader = EntryReader(LibraryEntry, find=find)
entry_taker = EntryTaker(LibraryEntry, find=find)
