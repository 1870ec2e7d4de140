"""What a mail says, before it is put into words: plain data, so that samples need no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflows.dates.details import Span
from workflows.dates.model import Answer
from workflows.messages import Reason


@dataclass(frozen=True)
class Reader:
    """Whom a mail is for."""

    person_id: int
    name: str
    address: str

    @property
    def first_name(self) -> str:
        return (self.name.split() or [""])[0]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A turn that is open: what is asked of whom, by when."""

    #: what is asked, as a verb phrase that the case's title completes
    ask: str
    due_on: date | None
    #: who holds the post now; empty while nobody does
    who: tuple[str, ...] = ()
    #: what the trust calls the post: "Coordinator"
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """The case that a mail is about, as it is when the mail is written."""

    id: int
    reference: str
    title: str
    #: "Support request"
    noun: str
    #: on our pages: "/support/SR-2026-0042"
    path: str
    #: of its state: "Offered"
    state: str
    #: what whoever's turn it is does: "finding support for"
    doing: str = ""
    is_open: bool = True
    #: news of it cannot be stopped
    owes_news: bool = False
    #: the places that it names: {"receiving_school": "Saltmarsh Primary"}
    places: dict[str, str] = field(default_factory=dict)
    #: the title of the case that it came from
    came_from: str = ""


@dataclass(frozen=True)
class Asked:
    """Somebody who is asked to a date, and what they have answered."""

    person_id: int
    name: str
    answer: Answer = Answer.NONE


@dataclass(frozen=True, kw_only=True)
class AboutDate:
    """A date as it is when the mail is written, and the reader's part in it."""

    id: int
    uid: str
    title: str
    span: Span
    #: one line
    place: str = ""
    link: str = ""
    agenda: str = ""
    organiser: str
    #: of the reader
    attendance_id: int
    answer: Answer = Answer.NONE
    is_organiser: bool = False
    #: everybody who is asked now, but for whoever arranged it
    asked: tuple[Asked, ...] = ()

    @property
    def path(self) -> str:
        """Its page, for whoever is signed in and asked to it."""
        return f"/dates/{self.id}"


@dataclass(frozen=True, kw_only=True)
class AboutTimes:
    """Times of which the reader is asked which suit."""

    id: int
    title: str
    place: str = ""
    link: str = ""
    agenda: str = ""
    organiser: str
    spans: tuple[Span, ...]
    answer_by: date
    #: the reader's number among those asked
    asked_id: int


@dataclass(frozen=True, kw_only=True)
class Happening:
    """The event that a mail tells of."""

    #: the transition's name
    name: str
    #: its past tense: "Giver released"
    done: str
    actor: str = ""
    #: the part in which they acted: "Head, Gull Rock Academy"
    actor_as: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    #: whether the case changed its state by it
    moved: bool = True

    @property
    def who(self) -> str:
        """Who did it, and in which part; the clock acts as Alongside."""
        if not self.actor:
            return self.actor_as or "Alongside"
        return f"{self.actor} ({self.actor_as})" if self.actor_as else self.actor


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Everything that one mail is written from."""

    message_id: int
    trust_id: int
    created_at: datetime
    kind: str
    reason: Reason
    reader: Reader
    trust: str
    #: "#0f5c4d"
    colour: str = ""
    #: the day on which it is written
    today: date
    case: About | None = None
    event: Happening | None = None
    #: the turn that the mail is about: the reader's own, or one of which they get a copy
    turn: Turn | None = None
    #: whose turn it is on the case now
    turns: tuple[Turn, ...] = ()
    #: the date that the mail is about
    date: AboutDate | None = None
    #: the times that it asks about
    times: AboutTimes | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    #: the minutes that it tells of: items, who was there, whether there is a second part
    minutes: dict[str, Any] | None = None
    #: what a digest carries
    items: tuple[Telling, ...] = ()
    #: of an item: it was sent before, and may not have arrived
    in_doubt: bool = False

    @property
    def page(self) -> str:
        """The page of ours that is there for a reader who may not see the case; empty for everybody else."""
        if "page" not in self.facts:
            return ""
        path = str(self.facts["page"])
        is_ours = path.startswith("/") and path[1:2] not in ("/", "\\")
        return path if is_ours else "/"

    @property
    def path(self) -> str:
        """Where it leads: the case, or what is there for the reader in its place."""
        return self.page or (self.case.path if self.case else "/")

    @property
    def is_asked(self) -> bool:
        """Whether it asks the reader to act, rather than telling them what others do."""
        return self.turn is not None and self.reason in (Reason.TURN, Reason.REMINDER)

    @property
    def days_late(self) -> int:
        """Days since the turn was due; negative before, nought on the day or where there is no date."""
        if self.turn is None or self.turn.due_on is None:
            return 0
        return (self.today - self.turn.due_on).days
