"""Passwords: how they are kept, and which ones are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST: Final = 12
LONGEST: Final = 128

_HASHER: Final = PasswordHasher()  # argon2id with the parameters of RFC 9106's second choice

_COMMON: Final = frozenset(
    [
        "academy",
        "access",
        "admin",
        "administrator",
        "alongside",
        "amanda",
        "andrew",
        "angel",
        "anthony",
        "apple",
        "april",
        "arsenal",
        "ashley",
        "august",
        "autumn",
        "banana",
        "barcelona",
        "baseball",
        "basketball",
        "batman",
        "beautiful",
        "birmingham",
        "blink",
        "butterfly",
        "change",
        "charlie",
        "cheese",
        "chelsea",
        "children",
        "chocolate",
        "christmas",
        "classroom",
        "computer",
        "cookie",
        "daniel",
        "december",
        "default",
        "demo",
        "dragon",
        "education",
        "england",
        "everton",
        "facebook",
        "family",
        "february",
        "flower",
        "football",
        "forever",
        "freedom",
        "friday",
        "friend",
        "george",
        "google",
        "grace",
        "guest",
        "hannah",
        "happy",
        "harry",
        "headteacher",
        "heaven",
        "hello",
        "holiday",
        "hunter",
        "iceman",
        "iloveyou",
        "internet",
        "january",
        "jasmine",
        "jennifer",
        "jessica",
        "jesus",
        "jordan",
        "joshua",
        "justin",
        "killer",
        "lakers",
        "leeds",
        "letmein",
        "liverpool",
        "login",
        "london",
        "lovely",
        "loveme",
        "manager",
        "manchester",
        "march",
        "master",
        "matrix",
        "matthew",
        "maths",
        "merlin",
        "michael",
        "michelle",
        "mickey",
        "monday",
        "monkey",
        "mustang",
        "naruto",
        "newcastle",
        "nicole",
        "ninja",
        "november",
        "oasis",
        "october",
        "office",
        "oliver",
        "orange",
        "passphrase",
        "password",
        "patrick",
        "peanut",
        "pepper",
        "phoenix",
        "pokemon",
        "primary",
        "prince",
        "princess",
        "purple",
        "pupils",
        "qazwsx",
        "rainbow",
        "rangers",
        "robert",
        "samsung",
        "samantha",
        "saturday",
        "school",
        "scotland",
        "secondary",
        "secret",
        "september",
        "shadow",
        "shopping",
        "snoopy",
        "soccer",
        "spring",
        "staff",
        "starwars",
        "student",
        "summer",
        "sunday",
        "sunshine",
        "superman",
        "support",
        "taylor",
        "teacher",
        "teaching",
        "temporary",
        "testing",
        "thomas",
        "thursday",
        "tigger",
        "tottenham",
        "trustno",
        "tuesday",
        "united",
        "unknown",
        "user",
        "villa",
        "wales",
        "wednesday",
        "welcome",
        "whatever",
        "william",
        "windows",
        "winter",
        "wizard",
        "yellow",
        "zaq",
    ]
)
"""What people put into passwords first, in the order of nobody's list but the alphabet's."""

_ROWS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc",
)
_LOOKALIKES: Final = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasl"))
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_REPEATED: Final = re.compile(r"(.{1,4}?)\1{2,}")
_ENOUGH_LEFT: Final = 6


def hash_of(password: str) -> str:
    """The password as it may be stored: argon2id with its own salt."""
    return _HASHER.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether it is the stored one; takes as long where nothing is stored, so that time tells nothing."""
    try:
        _HASHER.verify(stored or _dummy(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@lru_cache(maxsize=1)
def _dummy() -> str:
    return _HASHER.hash("somebody who does not exist")


def problem_with(password: str, *, about: Iterable[str] = ()) -> str:
    """Why a new password is refused, as a sentence for whoever chose it; empty if it is good.

    `about` are the person's name and address and the trust's name, which others know as well. There are no
    rules about kinds of characters (NIST SP 800-63B-4; OWASP ASVS 5.0, 6.2).
    """
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three or four words that do not belong together are good"
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer"
    own = {word for text in about for word in re.findall(r"[a-z]{3,}", text.lower())}
    if _left(password, _COMMON) < _ENOUGH_LEFT:
        return "Choose another password: this is one that anybody would try early"
    if _left(password, _COMMON | own) < _ENOUGH_LEFT:
        return "Leave your name, email address and trust out of the password"
    return ""


def _left(password: str, known: Iterable[str]) -> int:
    """How many different characters are left once everything that is easily guessed is taken out."""
    lower = password.lower()
    taken: set[int] = set()
    for start, end in _guessable(lower, known):
        taken.update(range(start, end))
    return len({letter for at, letter in enumerate(lower) if at not in taken})


def _guessable(lower: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    for pattern in (_YEAR, _REPEATED):
        yield from (found.span() for found in pattern.finditer(lower))
    for written in (lower, *(lower.translate(table) for table in _LOOKALIKES)):
        for word in known:
            yield from (found.span() for found in re.finditer(re.escape(word), written))
    yield from _runs(lower)


def _runs(lower: str) -> Iterator[tuple[int, int]]:
    """Three or more neighbours of the alphabet or the keyboard, in either direction."""
    rows = [way for row in _ROWS for way in (row, row[::-1])]
    for start in range(len(lower) - 2):
        if any(lower[start : start + 3] in row for row in rows):
            yield start, start + 3
