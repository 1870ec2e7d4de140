"""From what is to be told to a mail: one layout, one template a kind, and a default for kinds without one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from email.utils import parseaddr
from functools import cache, cached_property, partial
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from jinja2 import Template as JinjaTemplate

from notifications import feedback, invitations, links_outside, wording
from notifications.mail import Mail, one_line, unbroken
from notifications.telling import Telling, Turn
from notifications.tokens import Purpose, token_of
from notifications.unsubscribe import token_for
from workflows.clock import LONDON, now
from workflows.dates.details import Span
from workflows.messages import Reason

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
OWN_COLOUR: Final = "#0f5c4d"
TEXT_WIDTH: Final = 76

log = structlog.get_logger("alongside.delivery")

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_BLANK_LINE: Final = re.compile(r"\n\s*\n")


class _Break:
    """Stands between subject and body in what a kind's template gives; no value can hold it, see `_words`."""

    def __str__(self) -> str:
        return "\x1e"


class _Lenient(dict[str, Any]):
    """Details of an event, of which some may have been erased: what is missing is empty."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class Stationery:
    """What every mail of this installation has in common."""

    #: "https://alongside.example.org": links never come from a request
    base_url: str
    #: "Alongside <alongside@example.org>"
    sender: str
    #: signs the links by which news is stopped: the present key first, then those that still count
    keys: tuple[str, ...]
    #: "dates@alongside.example.org": its plus-addresses organise dates; the sender's unless another is given
    reply_address: str = ""
    #: whether mail to those addresses comes to us
    takes_mail: bool = False

    @cached_property
    def domain(self) -> str:
        """What its own ids end with."""
        return parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"

    def link(self, path: str) -> str:
        return f"{self.base_url}{path}"

    def token(self, purpose: Purpose, number: int) -> str:
        """A key in an address that only this installation can make."""
        return token_of(purpose, number, self.keys)

    def own_address(self, purpose: Purpose, number: int) -> str:
        """A mail address of ours that only one reader knows."""
        local, _, domain = (self.reply_address or parseaddr(self.sender)[1]).rpartition("@")
        return f"{local}+{self.token(purpose, number)}@{domain}"

    def envelope_from(self, message_id: int) -> str:
        """Where a report goes if this message does not arrive."""
        if self.takes_mail:
            return self.own_address(Purpose.BOUNCE, message_id)
        return parseaddr(self.sender)[1]


@dataclass(frozen=True)
class Item:
    """One line of a digest."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A heading of a digest and what stands under it."""

    heading: str
    lines: tuple[Item, ...]


def render(telling: Telling, stationery: Stationery) -> Mail:
    """The mail that tells this. The same telling gives the same mail, but for its date."""
    subject, paragraphs = words_of(telling, digest_sections(telling, stationery))
    parts = _parts(telling, stationery, subject, paragraphs)
    return Mail(
        message_id=telling.message_id,
        trust_id=telling.trust_id,
        sender=stationery.sender,
        to_name=telling.reader.name,
        to_address=telling.reader.address,
        subject=subject,
        text=_layout("layout.txt.j2").render(parts).strip() + "\n",
        html=_layout("layout.html.j2").render(parts),
        mail_id=mail_id(telling, stationery.domain),
        thread_id=f"<case-{telling.case.id}@{stationery.domain}>" if telling.case else "",
        unsubscribe_url=parts["unsubscribe_url"],
        envelope_from=stationery.envelope_from(telling.message_id),
        reply_to=invitations.reply_address(telling, stationery),
        calendar=invitations.calendar_part(telling, stationery),
        written_at=now(),
    )


def mail_id(telling: Telling, domain: str) -> str:
    """The Message-ID of this row of the outbox: a copy of the database on another day gives others."""
    return f"<m{telling.message_id}.{int(telling.created_at.timestamp()):x}@{domain}>"


def words_of(telling: Telling, sections: tuple[Section, ...] = ()) -> tuple[str, list[str]]:
    """Subject and paragraphs, as plain text; each paragraph is one line."""
    values = _values(telling, sections)
    try:
        given = _template(telling.kind).render(values)
    except TemplateError:
        log.exception("a template failed, so the default stands in", kind=telling.kind)
        given = _template("default").render(values)
    subject, _, body = given.partition(str(_Break()))
    paragraphs = (one_line(paragraph) for paragraph in _BLANK_LINE.split(body))
    return one_line(subject), [paragraph for paragraph in paragraphs if paragraph]


def _values(telling: Telling, sections: tuple[Section, ...]) -> dict[str, Any]:
    """What the kinds' templates can name."""
    case, event = telling.case, telling.event
    return {
        "reader": telling.reader,
        "trust": telling.trust,
        "case": case,
        "title": _title(telling),
        "places": _Lenient(case.places if case else {}),
        "event": event,
        "details": _Lenient(event.details if event else {}),
        "turn": telling.turn,
        "turns": telling.turns,
        "asked": _is_own(telling),
        "late": telling.days_late,
        "page": telling.page,
        "told_on": wording.day(telling.created_at.astimezone(LONDON).date(), telling.today),
        "date": telling.date,
        "times": telling.times,
        "span": partial(wording.span, today=telling.today),
        "begins_at": partial(_begins_at, telling),
        "was": invitations.was_at(telling),
        "minutes": telling.minutes or {"items": [], "present": [], "has_second": False},
        "facts": _Lenient(telling.facts),
        "day": partial(wording.day, today=telling.today),
        "sections": sections,
        "end_of_subject": _Break(),
    }


def _begins_at(telling: Telling, moment: str) -> str:
    """A moment that an event has kept, in words."""
    at = datetime.fromisoformat(moment)
    return wording.begins(Span(at, at, all_day=at.astimezone(LONDON).time() == time()), telling.today)


def _title(telling: Telling) -> str:
    """The case in a sentence: “Early reading”, or "the support request" while it has no title."""
    if telling.case is None:
        return ""
    title = wording.short(telling.case.title)
    return f"“{title}”" if title else f"the {wording.lower_first(telling.case.noun)}"


def _is_own(telling: Telling) -> bool:
    """Whether the reader themselves is to act, rather than reading a copy."""
    return telling.is_asked and "copied" not in telling.facts


def digest_sections(telling: Telling, stationery: Stationery) -> tuple[Section, ...]:
    """What a digest carries: what is asked first, a turn and its reminders as one line."""
    new = [item for item in telling.items if not item.in_doubt]
    asked = {(item.case.path if item.case else "", item.turn): item for item in new if _is_own(item)}
    diary = [item for item in new if item.date or item.times]
    questions = [item for item in new if feedback.asks(item)]
    other = [item for item in new if not _is_own(item) and item not in (*diary, *questions)]
    parts = (
        ("For you to do", [*asked.values(), *questions]),
        ("Dates", diary),
        ("What has happened", other),
        ("In case these did not reach you", [item for item in telling.items if item.in_doubt]),
    )
    return tuple(
        Section(heading, tuple(_item(one, stationery) for one in items)) for heading, items in parts if items
    )


def _item(telling: Telling, stationery: Stationery) -> Item:
    way = invitations.way_in(telling, stationery) or feedback.way_in(telling, stationery)
    if way is not None:
        return Item(words_of(telling)[0], way.url)
    if _is_own(telling) and telling.turn and telling.case:
        text = f"{telling.turn.ask} {_title(telling)}"
        return Item(text, stationery.link(telling.path), _due(telling, telling.turn))
    return Item(words_of(telling)[0], stationery.link(telling.path))


def _due(telling: Telling, turn: Turn) -> str:
    if turn.due_on is None:
        return ""
    verb = "was due on" if telling.days_late > 0 else "by"
    return f"{verb} {wording.day(turn.due_on, telling.today)}"


def _parts(
    telling: Telling, stationery: Stationery, subject: str, paragraphs: list[str]
) -> dict[str, Any]:  # fmt: skip
    """What the layouts are filled with; both say the same."""
    is_owed = telling.case is not None and telling.case.owes_news
    stops = telling.reason in (Reason.TOLD, Reason.DIGEST) and not is_owed
    token = token_for(telling.reader.person_id, stationery.keys[0]) if stops else ""
    return {
        "telling": telling,
        "subject": subject,
        "paragraphs": paragraphs,
        "panel": _panel(telling),
        "date_panel": invitations.panel(telling),
        "answers": invitations.answers(telling, stationery),
        "question": invitations.question(telling),
        "about_replies": invitations.about_replies(telling, stationery),
        "button": _button(telling, stationery),
        "facts": list(_facts(telling)),
        "sections": digest_sections(telling, stationery),
        "why": invitations.why(telling)
        or links_outside.why(telling)
        or feedback.why(telling)
        or _why_beside(telling)
        or _why(telling),
        "settings_url": "" if telling.reason is Reason.ACCOUNT else stationery.link("/account"),
        "unsubscribe_url": stationery.link(f"/mail/unsubscribe/{token}") if stops else "",
        "base_url": stationery.base_url,
        "colour": telling.colour if _COLOUR.fullmatch(telling.colour) else OWN_COLOUR,
    }


def _panel(telling: Telling) -> dict[str, str] | None:
    """What is asked of the reader and by when: the first thing they read."""
    turn, case = telling.turn, telling.case
    if turn is None or case is None or not _is_own(telling):
        return None
    due = wording.day(turn.due_on, telling.today) if turn.due_on else ""
    if "vacant" in telling.facts:
        heading = f"Nobody can do this at present{f', and it is due on {due}' if due else ''}"
    elif telling.days_late > 0:
        heading = f"It is your turn; it was due on {due}"
    else:
        heading = f"It is your turn{f', until {due}' if due else ''}"
    return {"heading": heading, "ask": f"{turn.ask} {_title(telling)}."}


def _button(telling: Telling, stationery: Stationery) -> dict[str, str]:
    if "path" in telling.facts:
        label = {
            "account/invitation": "Choose your password",
            "account/password_reset": "Choose a new password",
        }
        return {
            "text": label.get(telling.kind, "Go on"),
            "url": stationery.link(str(telling.facts["path"])),
        }
    ways = (one.way_in(telling, stationery) for one in (invitations, links_outside, feedback))
    way = next(filter(None, ways), None)
    if way is not None:
        return {"text": way.text, "url": way.url}
    if telling.path == "/" or telling.case is None:
        return {"text": "Open Alongside", "url": stationery.link("/")}
    if telling.page == wording.CALENDAR:
        return {"text": "See the calendar", "url": stationery.link(wording.CALENDAR)}
    if telling.page:
        return {"text": "Read what is shared with you", "url": stationery.link(telling.page)}
    noun = wording.lower_first(telling.case.noun)
    verb = "See" if noun.startswith("open") else "Open"
    return {"text": f"{verb} this {noun}", "url": stationery.link(telling.case.path)}


def _facts(telling: Telling) -> Iterable[tuple[str, str]]:
    case = telling.case
    if case is None or telling.date or telling.times or telling.page or links_outside.is_link(telling):
        return  # whoever is asked to a date may not see its case, nor whoever hears of it beside it
    yield case.noun, case.reference
    if case.title:
        yield "Title", wording.short(case.title, 200)
    yield "Stands at", case.state
    if not _is_own(telling):
        for turn in telling.turns:
            due = f", until {wording.day(turn.due_on, telling.today)}" if turn.due_on else ""
            yield "Whose turn", f"{_holder(turn)}{due}"


def _holder(turn: Turn) -> str:
    if not turn.who:
        return f"{turn.role} (nobody at present)"
    return f"{wording.names(turn.who)}{f' ({turn.role})' if turn.role else ''}"


def _why_beside(telling: Telling) -> str:
    """The same for whoever hears of a case that they may not see; empty for everybody else."""
    if not telling.page:
        return ""
    known = {"/": "you had a part in this until now", wording.CALENDAR: "you are invited to these meetings"}
    why = known.get(telling.page, "somebody shares it with you")
    return f"You get this mail because {why}."


def _why(telling: Telling) -> str:
    noun = wording.lower_first(telling.case.noun) if telling.case else ""
    if telling.reason is Reason.ACCOUNT:
        return f"You get this mail because of your account with {telling.trust} on Alongside."
    if telling.reason is Reason.DIGEST:
        return "You get this mail once a day, when there is something to tell."
    if "copied" in telling.facts:
        return f"You get this mail because you look after this {noun}."
    if "vacant" in telling.facts:
        return f"You get this mail because nobody holds the post whose turn it is on this {noun}."
    if telling.is_asked:
        return f"You get this mail because it is your turn on this {noun}."
    return f"You get this mail because this {noun} concerns you."


@cache
def environment() -> Environment:
    """The one environment. HTML is escaped whatever its file is called; the rest is plain text.

    What a kind's template gives is text, which only becomes HTML inside the layout, where it is escaped.
    """
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html.j2",), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "days": wording.days,
        "short": wording.short,
        "quoted": wording.quoted,
        "lower_first": wording.lower_first,
        "upper_first": wording.upper_first,
        "names": wording.names,
        "wrapped": wrapped,
    }
    made.globals["count"] = wording.count
    return made


@cache
def _words() -> Environment:
    """For the kinds' templates: every value that is put in is kept to one line."""
    return environment().overlay(finalize=lambda value: unbroken(value) if isinstance(value, str) else value)


@cache
def _layout(name: str) -> JinjaTemplate:
    return environment().get_template(name)


@cache
def _template(kind: str) -> JinjaTemplate:
    """The kind's own; steps that every workflow has taken on from dates share theirs."""
    shared = f"dates/{kind.partition('/')[2]}"
    return _words().select_template([f"{kind}.j2", f"{shared}.j2", "default.j2"])


def wrapped(paragraph: str) -> str:
    """A paragraph of plain text in lines of a width that mail programs show well; addresses stay whole."""
    mark = "> " if paragraph.startswith("> ") else ""
    return fill(paragraph, TEXT_WIDTH, subsequent_indent=mark, break_long_words=False, break_on_hyphens=False)
