"""A gentle look for names in what was seen: teachers are not named. It warns, and never stands in the way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from workflows.database import db
from workflows.peer_reviews.model import PeerReview
from workflows.people import Person

HINT: Final = (
    "It looks as if this names somebody: teachers are not named. Change it, or keep it as it is."
)  # fmt: skip

_TITLE: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Miss|Sir|Madam)\b\.?")
"""As they are written; "miss" and "sir" in lower case are other words. The page looks for the same."""
_APOSTROPHES: Final = dict.fromkeys(
    map(ord, "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"), "'"
)
_SHORTEST_SURNAME: Final = 3
_ORDINARY: Final = frozenset(
    re.findall(
        r"\w+",
        """
abbot bell bird bishop black bond bridge brook brown bush butler carpenter cook cross day dean field
fish fisher flower forest fox france french gardener grant gray green grey hall hill holiday hope
house hunter hunt joy king knight lake lane law long love major marsh mason may miller moon north
page park pearl peace poole power price prince reading rice rich rivers rose short shepherd small
snow south spring stone storm street summer swan sweet taylor temple turner walker wall waters welsh
west white winter wise wood woods young
""",
    )
)
"""Surnames that are words of every day too: they count only in the middle of a sentence."""


def hint_for(review: PeerReview, text: str) -> str:
    """What to say about names in this text; empty where there seem to be none."""
    return HINT if names_somebody(text, staff_of(review)) else ""


def staff_of(review: PeerReview) -> list[str]:
    """The names of everybody who works at the host school."""
    works_there = (Person.school_id == review.host_school_id) & Person.left_on.is_(None)
    return list(db.session.scalars(select(Person.name).where(works_there)))


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Whether the text has a title that people are addressed by, or the name of one of these people."""
    plain = _plain(text)
    return bool(_TITLE.search(plain)) or any(_is_named(_plain(name), plain) for name in names)


def _is_named(name: str, text: str) -> bool:
    """Whether the whole name stands there, in any case, or the surname with its capital letter."""
    words = name.split()
    if len(words) > 1 and _finds(re.escape(" ".join(words)), text, re.IGNORECASE):
        return True
    return len(words) > 1 and any(_is_surname(part, text) for part in {words[-1], *words[-1].split("-")})


def _is_surname(surname: str, text: str) -> bool:
    if len(surname) < _SHORTEST_SURNAME:
        return False
    surname = surname[0].upper() + surname[1:]
    before = r"(?<=[^.!?\s] )" if surname.lower() in _ORDINARY else ""
    return _finds(before + re.escape(surname), text)


def _finds(pattern: str, text: str, flags: int = 0) -> bool:
    return re.search(rf"(?<![\w-]){pattern}(?![\w-])", text, flags) is not None


def _plain(text: str) -> str:
    """With single spaces, straight apostrophes and no accents, so that names are found however typed."""
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())
