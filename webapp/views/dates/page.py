"""What the page of a case's dates shows: each date with its answers, times on offer, replies to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from flask import url_for

from webapp.reader import Reader
from webapp.views.dates import words
from workflows.case_history import Turn
from workflows.cases import Case
from workflows.dates.model import (
    Answer,
    Attendance,
    CalendarEntry,
    DatePoll,
    PollOption,
    ReplyKind,
    ReplyToSettle,
    Tick,
)
from workflows.dates.pages import CaseDates, best_of, dates_of, next_dates, suits
from workflows.machine import EVERYBODY
from workflows.pairings import Pairing
from workflows.perform import available
from workflows.support_requests import SupportRequest

_ORDER: Final = (Answer.YES, Answer.MAYBE, Answer.NO, Answer.NONE)


@dataclass(frozen=True)
class Act:
    """Something that the reader may do."""

    text: str
    href: str


@dataclass(frozen=True)
class Said:
    """What one person has answered, when and how."""

    name: str
    answer: str
    tone: str
    at: datetime | None
    via: str
    arranged: bool
    comment: str


@dataclass(frozen=True)
class Card:
    """One date."""

    entry: CalendarEntry
    said: list[Said]
    acts: list[Act]
    #: the reader's own answer, where they are asked; none where they are not
    own: Answer | None

    @property
    def waits(self) -> bool:
        """Whether the reader has been asked and has not said anything."""
        return self.own is Answer.NONE and self.entry.is_ahead


@dataclass(frozen=True)
class PollCard:
    """Times on offer as a table: people by times."""

    poll: DatePoll
    options: list[PollOption]
    best: frozenset[int]
    #: each person with their tick for each of the times; None where they have not said
    rows: list[tuple[str, list[Tick | None]]]
    waiting: list[str]
    acts: list[Act]
    #: whether the reader sees what everybody has said; how many a time suits would tell it as well
    sees_all: bool = True

    def suits(self, option: PollOption) -> tuple[int, int]:
        """How many it suits, and how many more if need be."""
        return suits(option)


@dataclass(frozen=True)
class ReplyCard:
    """A reply that somebody has to look at."""

    reply: ReplyToSettle
    text: str
    proposed: str
    original: str
    acts: list[Act]


@dataclass(frozen=True)
class Page:
    """Everything on the page of a case's dates."""

    ahead: list[Card]
    past: list[Card]
    polls: list[PollCard]
    replies: list[ReplyCard]
    #: the names of all steps about dates that are open to the reader
    may: frozenset[str]


def build(case: Case, reader: Reader) -> Page:
    """Put together what this reader sees of the dates of a case."""
    found = _own(dates_of(case), reader) if case.flow.dates_are_private else dates_of(case)
    may = frozenset(one.name for one in available(case, reader.posts_on(case)))
    visits = _visits(case)
    settles = "settle_reply" in may
    return Page(
        ahead=[_card(one, found, reader, may=may, visits=visits) for one in found.ahead],
        past=[_card(one, found, reader, may=may & {"settle_reply"}, visits={}) for one in found.past],
        polls=[poll_card(one, reader.person.id, may=may, case=case) for one in found.polls],
        replies=[_reply(one, case, may) for one in found.replies] if settles else [],
        may=may,
    )


def _own(found: CaseDates, reader: Reader) -> CaseDates:
    """What there is about the dates that the reader is asked to: of others they may not know."""

    def is_own(entry: CalendarEntry) -> bool:
        return any(one.person_id == reader.person.id for one in entry.attendances)

    return replace(
        found,
        ahead=tuple(filter(is_own, found.ahead)),
        past=tuple(filter(is_own, found.past)),
        replies=tuple(one for one in found.replies if is_own(one.entry)),
    )


def step_href(case: Case, name: str, **about: Any) -> str:
    """Where a step of a case is made."""
    address: str = url_for(f"{views_of(case)}.step", reference=case.reference, transition=name, **about)
    return address


_VIEWS: Final = {"support": "support_requests", "reviews": "peer_reviews", "sessions": "trust_sessions"}
"""The blueprint of a kind of case, where it is called otherwise."""


def views_of(case: Case) -> str:
    """The blueprint of a case's pages."""
    return _VIEWS.get(case.kind, case.kind)


def _visits(case: Case) -> dict[int, int]:
    """Visits, and sessions, by the date they have: they are moved and called off as such."""
    if not case.has_dates:
        return {}
    if isinstance(case, Pairing):
        return {one.entry_id: one.id for one in case.planned if one.entry_id}
    if isinstance(case, SupportRequest):
        return {visit.entry_id: visit.id for visit in case.waiting_visits if visit.entry_id}
    return {}


def _reads_comments(case: Case, may: frozenset[str]) -> bool:
    """Of a case that everybody can read, words with an answer are for whoever arranges its dates."""
    return EVERYBODY not in case.flow.readers or "settle_reply" in may


def _card(
    entry: CalendarEntry, found: CaseDates, reader: Reader, *, may: frozenset[str], visits: Mapping[int, int]
) -> Card:  # fmt: skip
    comments: dict[int | None, str] = {}
    for one in reversed(found.comments_on(entry.id)):
        if one.by_id == reader.person.id or _reads_comments(entry.case, may):
            comments[one.by_id] = str(one.details.get("comment") or "")
    own = next((one.answer for one in entry.asked if one.person_id == reader.person.id), None)
    return Card(
        entry,
        said(entry.asked, entry, comments),
        _acts(entry, may, visits) if entry.is_ahead else [],
        own,
    )


def said(
    people: Iterable[Attendance], entry: CalendarEntry, comments: Mapping[int | None, str]
) -> list[Said]:  # fmt: skip
    """Who has answered what, yes first; whoever arranged it is on it anyway."""
    in_order = sorted(people, key=lambda one: (_ORDER.index(one.answer), one.person.name))
    return [
        Said(
            name=one.person.name,
            answer=words.ANSWERS[one.answer],
            tone=words.TONES[one.answer],
            at=one.answered_at if one.answered_via else None,
            via=words.VIAS[one.answered_via] if one.answered_via else "",
            arranged=one.person_id == entry.organiser_id,
            comment=comments.get(one.person_id, ""),
        )
        for one in in_order
    ]


def _acts(entry: CalendarEntry, may: frozenset[str], visits: Mapping[int, int]) -> list[Act]:
    case, number = entry.case, visits.get(entry.id)
    acts = []
    for text, name, of_its_kind in _CHANGES:
        kind, own_name = of_its_kind.get(case.kind, ("", ""))
        if number is not None and own_name in may:
            acts.append(Act(text, step_href(case, own_name, **{kind: number})))
        elif name in may:
            acts.append(Act(text, step_href(case, name, entry=entry.id)))
    return acts


_CHANGES: Final[tuple[tuple[str, str, dict[str, tuple[str, str]]], ...]] = (
    ("Change", "change_date", {"support": ("visit", "move_visit"), "pairings": ("session", "move_session")}),
    ("Change who is asked", "change_asked", {}),
    (
        "Call off",
        "call_off_date",
        {"support": ("visit", "cancel_visit"), "pairings": ("session", "call_off_session")},
    ),
)
"""What can be done about a date, and the step for one that is more than a date: a visit, a session."""


def poll_card(poll: DatePoll, reader_id: int, *, may: frozenset[str], case: Case | None = None) -> PollCard:
    """Times on offer as a table; without a case, only what those asked may see of it."""
    sees_all = "choose_time" in may or not poll.hides_answers
    people = [one for one in poll.people if sees_all or one.person_id == reader_id]
    ticks = {(tick.option_id, tick.person_id): tick.tick for one in poll.options for tick in one.ticks}
    return PollCard(
        poll=poll,
        options=list(poll.options),
        best=frozenset(one.id for one in best_of(poll)) if sees_all else frozenset(),
        rows=[
            (one.person.name, [ticks.get((option.id, one.person_id)) for option in poll.options])
            for one in people
            if one.answered_at
        ],
        waiting=[one.person.name for one in people if not one.answered_at],
        acts=[
            Act(text, step_href(case, name, poll=poll.id)) for text, name in _OF_POLL if case and name in may
        ],
        sees_all=sees_all,
    )


_OF_POLL: Final = (("Choose a time", "choose_time"), ("Stop looking", "drop_times"))


def _reply(reply: ReplyToSettle, case: Case, may: frozenset[str]) -> ReplyCard:
    about = {"entry": reply.entry_id, "reply": reply.id}
    acts = []
    if reply.kind is ReplyKind.COUNTER and "change_date" in may and reply.entry.is_ahead:
        acts.append(Act("Change the date to this time", step_href(case, "change_date", **about)))
    if reply.kind is ReplyKind.DELEGATE and "change_asked" in may and reply.entry.is_ahead:
        acts.append(Act("Ask them", step_href(case, "change_asked", **about)))
    acts.append(Act("Settle it", step_href(case, "settle_reply", reply=reply.id)))
    return ReplyCard(
        reply,
        words.reply_in_words(reply),
        words.proposed(reply),
        url_for(f"dates.{case.kind}_reply", reference=case.reference, reply_id=reply.id),
        acts,
    )


def beside(case: Case) -> list[dict[str, Any]]:
    """The next dates of a case, for beside its page, with who has said what."""
    href = url_for(f"dates.{case.kind}", reference=case.reference)
    return [
        words.coming(one, href=href, tags=[words.answer_tag(each) for each in one.asked])
        for one in next_dates(case)
    ]


@dataclass(frozen=True)
class DateTurn:
    """What the reader has to do about a case's dates, for the panel on its page."""

    text: str
    button: str
    href: str
    until: date | None


def turn_of(case: Case, turn: Turn | None) -> DateTurn | None:
    """The reader's turn about the dates of a case, in words."""
    if turn is None:
        return None
    home = url_for(f"dates.{case.kind}", reference=case.reference)
    if turn.ask.startswith("Look"):
        text = "Somebody has replied to an invitation in a way that needs a person to look at it."
        return DateTurn(text, "Look at a reply", f"{home}#replies", turn.due_on)
    text = "Times are on offer. Choose one once those you asked have said which suit."
    return DateTurn(text, "Choose a time", f"{home}#times", turn.due_on)
