"""What happened about sign-ups on any case, in words."""

from __future__ import annotations

from typing import Any, Final

from webapp.words import Teller, paragraphs, text_of

Words = tuple[str, str]
Details = dict[str, Any]


def _titled(details: Details) -> Words:
    return "", text_of(details, "title")


def _withdrawn(details: Details) -> Words:
    return "", paragraphs(text_of(details, "title"), text_of(details, "reason"))


def _register(details: Details) -> Words:
    here, excused = details.get("here"), details.get("excused")
    return "", f"{here} put down as here, {excused} with apologies." if here is not None else ""


def _nothing_more(_: Details) -> Words:
    return "", ""


SIGN_UP_TELLERS: Final[dict[str, Teller]] = {
    "add_offering": _titled,
    "change_offering": _titled,
    "withdraw_offering": _withdrawn,
    "offer_stall": _titled,
    "change_stall": _titled,
    "keep_stall": _titled,
    "keep_register": _register,
    "free_places": _nothing_more,
}
