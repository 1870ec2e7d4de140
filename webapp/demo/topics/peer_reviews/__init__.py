"""What the peer reviews of the demo are about, and what host and team write in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from webapp.demo.topics import told


@dataclass(frozen=True)
class SlotText:
    """A line of the timetable. Questions and days count from 1, nought is none; reviewer 0 is the lead."""

    starts: str
    ends: str
    title: str
    place: str
    question: int
    reviewer: int
    #: of the host, by their key
    colleague: str
    day: int = 1


@dataclass(frozen=True)
class SeenText:
    """An entry of the evidence log: in which line of the timetable, counted from 1."""

    slot: int
    kind: str
    seen: str


@dataclass(frozen=True)
class CommentText:
    """What the host says about a fact of the report, and what became of it."""

    section: str
    about: str
    comment: str
    outcome: str = "changed"
    answer: str = ""


@dataclass(frozen=True)
class ActionText:
    """An action out of the workshop, and who owns it."""

    title: str
    owner: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class ReviewTopic:
    """Everything that is said in one review, as far as its story goes."""

    foci: tuple[str, ...]
    #: to each question of the self-review, in their order
    answers: tuple[str, ...] = ()
    #: of each focus: the host's own judgement, and how they know
    judged: tuple[tuple[str, str], ...] = ()
    questions: tuple[str, ...] = ()
    scope_note: str = ""
    slots: tuple[SlotText, ...] = ()
    seen: tuple[SeenText, ...] = ()
    feedback_to: str = "The head and the leadership team"
    feedback: str = ""
    #: the report, by the names of its sections
    report: dict[str, str] = field(default_factory=dict)
    comments: tuple[CommentText, ...] = ()
    #: focus areas that the report names as strengths, and as to be developed
    strong: tuple[str, ...] = ()
    develop: tuple[str, ...] = ()
    #: of each focus: how the team sees it, and why
    estimated: tuple[tuple[str, str], ...] = ()
    workshop: str = ""
    actions: tuple[ActionText, ...] = ()
    #: of each focus: how far it has changed, and how they know
    impact: tuple[tuple[str, str], ...] = ()
    next: str = ""
    view: str = ""
    #: its title, what it is, and how another school could begin
    practice: tuple[str, str, str] = ("", "", "")


_ROWS = {"slots": SlotText, "seen": SeenText, "comments": CommentText, "actions": ActionText}


@cache
def topics() -> dict[str, ReviewTopic]:
    """Every topic by its key."""
    return {key: _topic(table) for key, table in told("peer_reviews").items()}


def _topic(table: dict[str, Any]) -> ReviewTopic:
    values: dict[str, Any] = {name: _frozen(value) for name, value in table.items()}
    for name, row in _ROWS.items():
        values[name] = tuple(row(*fields) for fields in table.get(name, ()))
    return ReviewTopic(**values)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
