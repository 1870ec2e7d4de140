"""What another mail server tells of a mail of ours: as a report (RFC 3464), or in words, as some still do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from notifications.inbound.contents import Report
from notifications.inbound.parts import Part, address_in, clean

LARGEST: Final = 32 * 1024
MOST_RECIPIENTS: Final = 50
_FOLD: Final = re.compile(r"\n[ \t]+")
_STATUS: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_SAYS_LITTLE: Final = ("", "4.0.0", "5.0.0")
_KINDS: Final = ("message/delivery-status", "message/global-delivery-status")
"""The second is for addresses beyond ASCII (RFC 6533)."""
_COPY_BEGINS: Final = re.compile(r"^-{3,}", re.MULTILINE)
_QMAIL: Final = re.compile(
    r"\s{0,9}Hi\. This is the .{1,2000}?^<([^<>\s]{3,254})>:", re.DOTALL | re.MULTILINE
)
_SERVER_SAID: Final = re.compile(r"\b[45]\d\d[ -].{1,300}")


def report_in(whole: Part, parts: list[Part]) -> Report | None:
    """What the report in this mail says of our recipient; None if it is none."""
    for part in parts:
        if part.kind in _KINDS:
            told = list(_told(part.text(LARGEST)))
            failed = [one for one in told if one.action == "failed"]
            return next(iter(failed or told), None)
    return _in_words(whole, next((one.text(LARGEST) for one in parts if one.kind == "text/plain"), ""))


def _in_words(whole: Part, text: str) -> Report | None:
    """A report that is a letter: Exim and others name the recipient in a header, qmail in the letter."""
    said = _COPY_BEGINS.split(text.replace("\r\n", "\n"), 1)[0]
    in_letter = _QMAIL.match(said)
    named = whole.headers.get("x-failed-recipients", "").partition(",")[0]
    recipient = address_in(named or (in_letter[1] if in_letter else ""))
    if not recipient:
        return None
    about = re.split(re.escape(recipient), said, maxsplit=1, flags=re.IGNORECASE)[-1]
    status, answer = _STATUS.search(about), _SERVER_SAID.search(about)
    return Report(
        action="failed",
        status=status[0] if status else "",
        recipient=recipient,
        diagnostic=answer[0].strip() if answer else "",
    )


def _told(text: str) -> Iterator[Report]:
    """What is said of each recipient: groups of fields after the first, which is about the mail itself."""
    groups = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    for group in groups[: MOST_RECIPIENTS + 1]:
        fields = _fields(group)
        if "action" in fields:
            whom = fields.get("original-recipient") or fields.get("final-recipient", "")
            diagnostic = _diagnosis(fields.get("diagnostic-code", ""))
            yield Report(
                action=fields["action"].partition(" ")[0].lower(),
                status=_status(fields.get("status", ""), diagnostic),
                recipient=address_in(whom.rpartition(";")[2]),
                diagnostic=diagnostic,
            )


def _status(given: str, diagnostic: str) -> str:
    """The code of the report, or of the other server where the report says no more than that it failed."""
    own, theirs = _STATUS.search(given), _STATUS.search(diagnostic)
    code = own[0] if own else ""
    return theirs[0] if theirs and code in _SAYS_LITTLE else code


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
