"""What SendGrid's event webhook tells, in our words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from notifications.receipts import MEANINGS, Word, is_dead, moment_of, one_line

LONGEST_ID: Final = 120
HIGHEST_NUMBER: Final = 2**31 - 1
"""The most that the column of a number holds."""
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,9}")
_CODE: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_DROPPED_FOR_ITS_ADDRESS: Final = (
    "bounced address",
    "invalid",
    "spam reporting address",
    "unsubscribed address",
)


class NotEvents(ValueError):
    """The body is no list of events."""


def words_in(body: bytes) -> list[Word]:
    """What is told of messages that carry a number like ours; everything else is passed over.

    Raises NotEvents.
    """
    try:
        events = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotEvents("The body is not JSON.") from None
    if not isinstance(events, list):
        raise NotEvents("The body is not a list of events.")
    return list(_words(events))


def _words(events: list[Any]) -> Iterator[Word]:
    for event in events:
        word = _word(event) if isinstance(event, dict) else None
        if word is not None:
            yield word


def _word(event: dict[str, Any]) -> Word | None:
    number, event_id = str(event.get("message", "")), event.get("sg_event_id")
    kind = _kind(event)
    has_id = isinstance(event_id, str) and 0 < len(event_id) <= LONGEST_ID
    if not (has_id and _NUMBER.fullmatch(number)) or int(number) > HIGHEST_NUMBER or kind not in MEANINGS:
        return None
    return Word(
        id=one_line(event_id),
        message_id=int(number),
        kind=kind,
        meaning=MEANINGS[kind],
        at=moment_of(event.get("timestamp")),
        address=one_line(event.get("email", "")),
        reason=one_line(event.get("reason") or event.get("response") or ""),
    )


def _kind(event: dict[str, Any]) -> str:
    """A bounce that is a block, a full mailbox or a policy says nothing about the address."""
    kind, reason = str(event.get("event", "")), str(event.get("reason", ""))
    if kind == "dropped":
        return "bounce" if reason.lower().startswith(_DROPPED_FOR_ITS_ADDRESS) else "dropped"
    if kind != "bounce":
        return kind
    code = _CODE.search(str(event.get("status", ""))) or _CODE.search(reason)
    passes = event.get("type") == "blocked" or (code is not None and not is_dead(code[0]))
    return "blocked" if passes else "bounce"
