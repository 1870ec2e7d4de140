"""What an entry is found by, and what a reader's words ask for: without accents, capitals and endings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from workflows.database import db
from workflows.files import File
from workflows.library.model import LibraryEntry, LibraryWords
from workflows.people import Person
from workflows.places import School

MOST_TERMS: Final = 8
_TERM: Final = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_APOSTROPHES: Final = str.maketrans("", "", "'`\u2018\u2019")
_ENDINGS: Final = ("ies", "ing", "ed", "es", "s")
_SHORTEST: Final = 4
"""What is left of a word without its ending has as many letters, or it keeps it."""


def plain(text: str) -> str:
    """A text as it is searched: small letters and digits, one space between words."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_APOSTROPHES)
    kept = (one for one in letters if not unicodedata.combining(one))
    return " ".join("".join(one if one.isalnum() else " " for one in kept).split())


def beginning(word: str) -> str:
    """What a word begins with in any of its forms: "reading" and "reads" both look for "read"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


@dataclass(frozen=True)
class Sought:
    """What a reader's words ask for: every one of `terms`, each a word or a phrase, and none of `without`."""

    terms: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()

    def for_sqlite(self) -> str:
        """As a query of FTS5 (https://sqlite.org/fts5.html, 3)."""
        wanted = " AND ".join(_fts(one) for one in self.terms)
        return "".join([f"({wanted})", *(f" NOT {_fts(one)}" for one in self.without)])

    def for_postgresql(self) -> str:
        """As a `tsquery`."""
        wanted = [_tsquery(one) for one in self.terms]
        return " & ".join([*wanted, *(f"!{_tsquery(one)}" for one in self.without)])

    def hits(self, title: str) -> int:
        """How many of the terms stand in a title."""
        words = f" {plain(title)}"
        return sum(f" {' '.join(one)}" in words for one in self.terms)


def sought(words: str) -> Sought:
    """What somebody looks for: words, "several together", and -what it must not have."""
    found = list(_terms(words))
    return Sought(
        tuple(term for minus, term in found if not minus)[:MOST_TERMS],
        tuple(term for minus, term in found if minus)[:MOST_TERMS],
    )


def _terms(words: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    for minus, phrase, word in _TERM.findall(words):
        parts = plain(phrase or word).split()
        if parts:
            yield bool(minus), (*parts[:-1], beginning(parts[-1]))


def _fts(term: tuple[str, ...]) -> str:
    return f'"{" ".join(term)}" *'


def _tsquery(term: tuple[str, ...]) -> str:
    return "(" + " <-> ".join([*(f"'{one}'" for one in term[:-1]), f"'{term[-1]}':*"]) + ")"


def keep_words(entry: LibraryEntry) -> bool:
    """Keep what the entry is found by as it stands now; gives whether anything was new."""
    db.session.flush()
    given = {"title": plain(entry.title), "about": _about(entry), "body": plain(f"{entry.what} {entry.how}")}
    words = db.session.get(LibraryWords, entry.id)
    if words is None:
        words = LibraryWords(trust_id=entry.trust_id, entry_id=entry.id, title="", about="", body="")
        db.session.add(words)
    changed = {name: text for name, text in given.items() if getattr(words, name) != text}
    for name, text in changed.items():
        setattr(words, name, text)
    db.session.flush()
    return bool(changed)


def _about(entry: LibraryEntry) -> str:
    """Its school, owner, areas and files, as they are called today."""
    names = [
        db.session.get_one(School, entry.school_id).name,
        db.session.get_one(Person, entry.owner_id).name,
        *(area.name for area in entry.focus_areas),
    ]
    files = db.session.execute(
        select(File.title, File.original_name).where(File.case_id == entry.id, File.attached_at.is_not(None))
    )
    names += [name for row in files for name in row]
    return plain(" ".join(names))
