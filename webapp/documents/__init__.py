"""Documents to keep on paper: tagged PDFs that a screen reader can read out (PDF/UA-1), made by Typst.

What people have written goes in as data and never as markup, so that it comes out as it was typed. Nothing is
written to disk, and no message of the typesetter, which could quote it, goes anywhere.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

import typst

STANDARD: Final = "ua-1"
UNPRINTABLE: Final = "□"
"""Stands for a letter that the typefaces do not have."""
_PROBE: Final = b"#set document(title: [ ])\n#sys.inputs.data"
_PUNCTUATION: Final = frozenset(
    "\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00a3\u20ac\u00bd\u00bc\u00be\u00b0\u00b7"
)
_GONE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Sk", "Zl", "Zp"})
"""Kinds of characters that leave nothing behind where they cannot be printed: marks and controls."""


class CannotBeSet(RuntimeError):
    """The document could not be made; says nothing of what was to be in it."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document of this template in this folder (`record` for record.typ). Raises CannotBeSet."""
    for letters in (_can_be_set, _is_common):
        said = json.dumps(printable(data, letters), ensure_ascii=False)
        made = _compiled(_template(template), said)
        if made is not None:
            return made
    raise CannotBeSet(f"{template}.typ could not be made into a PDF")


def printable(data: Any, letters: Callable[[str], bool] | None = None) -> Any:
    """The same, with what the typefaces do not have put in words: "[waving hand sign]"."""
    known = letters or _can_be_set
    if isinstance(data, str):
        text = unicodedata.normalize("NFC", data)
        return "".join(one if _is_plain(one) or known(one) else _instead(one) for one in text)
    if isinstance(data, Mapping):
        return {name: printable(value, known) for name, value in data.items()}
    return [printable(value, known) for value in data] if isinstance(data, Iterable) else data


def _is_plain(sign: str) -> bool:
    return " " <= sign <= "~" or sign == "\n"


@lru_cache(maxsize=20_000)
def _can_be_set(sign: str) -> bool:
    """Whether the typefaces have this character."""
    return unicodedata.category(sign) != "Cc" and _compiled(_PROBE, f"a{sign}a") is not None


def _is_common(sign: str) -> bool:
    """Whether it can be set beside any other: of some scripts, what stands alone does not always combine."""
    return sign in _PUNCTUATION or (sign.isalpha() and sign < "\u0530" and _can_be_set(sign))


def _instead(sign: str) -> str:
    """What stands for a character that cannot be printed."""
    if sign == "\t":
        return " "
    if unicodedata.category(sign) in _GONE:
        return ""
    if unicodedata.category(sign) == "So":
        return f"[{unicodedata.name(sign, 'picture').lower()}]"
    return UNPRINTABLE


def _compiled(template: bytes, said: str) -> bytes | None:
    try:
        return typst.compile(
            template,
            format="pdf",
            pdf_standards=STANDARD,
            sys_inputs={"data": said},
            ignore_system_fonts=True,
        )
    except typst.TypstError:
        return None  # its messages quote what people have written


@cache
def _template(name: str) -> bytes:
    return resources.files(__name__).joinpath(f"{name}.typ").read_bytes()
