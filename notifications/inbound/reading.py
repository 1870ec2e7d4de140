"""From the bytes of a mail to what it is: no database, no opinion on whether to believe it, never raises."""

from __future__ import annotations

import re
from typing import Final

from notifications.inbound import replies
from notifications.inbound.contents import (
    Automatic,
    Content,
    Reading,
    Refresh,
    Reply,
    Unasked,
    Unreadable,
    Worded,
)
from notifications.inbound.parts import Part, clean, leaves, part_of, sender, words
from notifications.inbound.reports import report_in

LONGEST_LETTER: Final = 2_000
"""Characters of somebody's words that are shown; the original has them all."""
_TEXT_READ: Final = 64 * 1024

TOO_LARGE: Final = "The calendar in it is larger than any answer is."
NO_SENSE: Final = "There is a calendar in it, and no answer could be found there."
NOTHING: Final = "There are neither words nor an answer in it."
BROKEN: Final = "The mail could not be taken apart."

_CALENDARS: Final = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
_WITH_ANSWERS: Final = frozenset({"REPLY", "COUNTER"})
_NOT_FOR_US: Final = frozenset({"REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER"})
_MACHINES: Final = frozenset({"mailer-daemon", "postmaster", "no-reply", "noreply"})
_PRECEDENCE: Final = frozenset({"bulk", "auto_reply", "junk", "list"})
_ANSWERING_MACHINES: Final = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress")
_AWAY: Final = (
    "automatic reply:", "out of office autoreply:", "automatische antwort:", "réponse automatique",
    "respuesta automática:", "risposta automatica:", "odpowiedź automatyczna:",
)  # fmt: skip
"""What Outlook puts before the subject of whoever is away, where no header says so."""

_TAG: Final = re.compile(r"<[^<>]{0,5000}>")
_QUOTE_BEGINS: Final = re.compile(
    r">|-{2,} ?(original message|forwarded message)|_{10,}$|-- ?$", re.IGNORECASE
)
_HEADER_BEGINS: Final = re.compile(r"from: .{1,300}\n+(sent|date|to): ", re.IGNORECASE)
"""What Outlook puts above the mail that it quotes."""
MOST_CALENDARS: Final = 5
_WROTE: Final = re.compile(r"on .{4,200}\bwrote:$", re.IGNORECASE)


def read(raw: bytes) -> Reading:
    """What this mail is, and what it says."""
    try:
        return _read(raw)
    except Exception:  # noqa: BLE001 - nothing that arrives may stop the rest: a person looks at it
        return Reading(contents=(Unreadable(BROKEN),))


def _read(raw: bytes) -> Reading:
    whole = part_of(raw)
    parts = leaves(whole)
    name, address = sender(whole.headers)
    said = _said(parts)
    return Reading(
        sender=address, sender_name=name, said=said, contents=_contents(whole, parts, said, address)
    )


def _contents(whole: Part, parts: list[Part], said: str, address: str) -> tuple[Content, ...]:
    """A report before anything else, since it carries our own invitation; an answer before what its
    headers say, since some diaries mark their answers as automatic."""
    report = report_in(whole, parts)
    if report is not None:
        return (report,)
    found, others = _calendars(parts)
    if found:
        return tuple(found)
    automatic = _automatic(whole, address)
    if automatic:
        return (Automatic(automatic),)
    if others:
        return (others[0],)
    return (Worded(),) if said else (Unreadable(NOTHING),)


def _calendars(parts: list[Part]) -> tuple[list[Reply], list[Content]]:
    """The answers in a mail, each once, and what its other calendars are."""
    found: list[Reply] = []
    others: list[Content] = []
    for part in [one for one in parts if _is_calendar(one)][:MOST_CALENDARS]:
        made = _calendar(part)
        found += [one for one in made if isinstance(one, Reply) and one not in found]
        others += [one for one in made if not isinstance(one, Reply)]
    return found, others


def _is_calendar(part: Part) -> bool:
    return part.kind in _CALENDARS or part.file_name.lower().endswith(".ics")


def _calendar(part: Part) -> list[Content]:
    data = part.content(replies.LARGEST)
    if len(data) > replies.LARGEST or len(part.body) > 2 * replies.LARGEST:
        return [Unreadable(TOO_LARGE)]
    body = replies.body_of(data, charset=part.parameter("charset"), method=part.parameter("method"))
    if body.method in _WITH_ANSWERS:
        return [*replies.replies_in(body)] or [Unreadable(NO_SENSE)]
    if body.method == "REFRESH":
        return [Refresh()]
    return [Unasked(body.method) if body.method in _NOT_FOR_US else Unreadable(NO_SENSE)]


def _automatic(whole: Part, address: str) -> str:
    """Why nobody wrote this (RFC 3834); empty if somebody did."""
    headers = whole.headers
    if headers.get("auto-submitted", "no").partition(";")[0].strip().lower() != "no":
        return "An automatic reply."
    if headers.get("precedence", "").lower() in _PRECEDENCE or any(
        one in headers for one in _ANSWERING_MACHINES
    ):
        return "An automatic reply."
    if whole.kind == "multipart/report":
        return "A report about a mail that was read or delivered."
    if address.partition("@")[0].partition("+")[0] in _MACHINES:
        return "A mail server wrote it."
    return "An automatic reply." if _subject(whole).lower().startswith(_AWAY) else ""


def _subject(whole: Part) -> str:
    return words(whole.headers.get("subject", ""))


def _said(parts: list[Part]) -> str:
    """What somebody wrote: the first plain text, or else the first page, without what it quotes."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.kind == kind and not part.is_attached:
                text = part.text(_TEXT_READ)
                own = _own_words(text if kind == "text/plain" else _without_tags(text))
                if own:
                    return own
    return ""


def _own_words(text: str) -> str:
    plain = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    quoted = _HEADER_BEGINS.search(plain)
    kept: list[str] = []
    for line in plain[: quoted.start() if quoted else None].split("\n"):
        stripped = line.strip()
        if _QUOTE_BEGINS.match(stripped) or _WROTE.match(stripped):
            break
        kept.append(" ".join(stripped.split()))
    together = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return together if len(together) <= LONGEST_LETTER else together[: LONGEST_LETTER - 1] + "…"


def _without_tags(page: str) -> str:
    text = _without(_without(page, "style"), "script")
    text = re.sub(r"(?i)<(?:br|/p|/div|/tr)\b[^<>]{0,200}>", "\n", text)
    return _unquoted(_TAG.sub("", text))


def _unquoted(text: str) -> str:
    for name, character in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(name, character)
    return text


def _without(page: str, element: str) -> str:
    """Without an element and all that is in it; in one pass, whatever is left open."""
    kept, at, lower = [], 0, page.lower()
    while (begins := lower.find(f"<{element}", at)) >= 0:
        kept.append(page[at:begins])
        ends = lower.find(f"</{element}", begins)
        closes = lower.find(">", ends) if ends >= 0 else -1
        at = closes + 1 if closes >= 0 else len(page)
    return "".join([*kept, page[at:]])
