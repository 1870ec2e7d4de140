"""Delivery status reports (RFC 3464): what another mail server tells of a mail of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from notifications.inbound.contents import Report
from notifications.inbound.parts import Part, address_in, clean

LARGEST: Final = 32 * 1024
MOST_RECIPIENTS: Final = 50
_FOLD: Final = re.compile(r"\n[ \t]+")
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


def report_in(parts: list[Part]) -> Report | None:
    """What the report in these parts says of our recipient; None if there is none."""
    for part in parts:
        if part.kind == "message/delivery-status":
            told = list(_told(part.text(LARGEST)))
            failed = [one for one in told if one.action == "failed"]
            return next(iter(failed or told), None)
    return None


def _told(text: str) -> Iterator[Report]:
    """What is said of each recipient: groups of fields after the first, which is about the mail itself."""
    groups = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    for group in groups[: MOST_RECIPIENTS + 1]:
        fields = _fields(group)
        if "action" in fields:
            status = _STATUS.search(fields.get("status", ""))
            whom = fields.get("original-recipient") or fields.get("final-recipient", "")
            yield Report(
                action=fields["action"].partition(" ")[0].lower(),
                status=status[0] if status else "",
                recipient=address_in(whom.partition(";")[2]),
                diagnostic=_diagnosis(fields.get("diagnostic-code", "")),
            )


def _fields(group: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _FOLD.sub(" ", group).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), clean(value).strip())
    return found


def _diagnosis(value: str) -> str:
    """Without its kind: "smtp; 550 5.1.1 No such user"."""
    kind, semicolon, said = value.partition(";")
    return " ".join((said if semicolon and kind.strip().isalnum() else value).split())[:300]
