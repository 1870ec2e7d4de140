"""The administrative part of the audit trail, newest first, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import or_, select

from workflows.administration.lists import ADMINISTERED
from workflows.administration.paging import Page, turn
from workflows.database import JsonObject, db
from workflows.events import Event
from workflows.openings import Opening
from workflows.people import ROLE_LABELS, Person, role_label
from workflows.places import Place, Trust

KINDS: Final = {
    "address_allowed": "Mail allowed to an address again",
    "allowance_changed": "Days to give changed",
    "appointed": "Appointed",
    "appointment_ended": "Appointment ended",
    "conflict_declared": "Conflict of interest declared",
    "conflict_ended": "Conflict of interest ended",
    "date_reminders_changed": "Reminders of dates changed",
    "feed_address_changed": "Calendar given a new address",
    "feed_made": "Calendar to subscribe to made",
    "feed_stopped": "Calendar to subscribe to stopped",
    "focus_area_added": "Focus area added",
    "focus_area_edited": "Focus area changed",
    "focus_area_moved": "Focus area moved",
    "focus_area_offered_again": "Focus area offered again",
    "focus_area_retired": "Focus area retired",
    "hub_created": "Hub created",
    "hub_edited": "Hub changed",
    "hub_joined": "School joined the hub",
    "hub_left": "School leaves the hub",
    "hub_never_joined": "School taken out of the hub",
    "ladder_changed": "Reminder ladder changed",
    "match_proposed": "Mentors proposed in one go",
    "mentor_edited": "Offer to be a mentor changed",
    "mentor_ended": "Offer to be a mentor ended",
    "mentor_offered": "Offered to be a mentor",
    "message_resent": "Message sent again",
    "oversight_ended": "Line management ended",
    "oversight_entered": "Line management entered",
    "people_imported": "People imported",
    "person_added": "Person added",
    "person_back": "Person brought back",
    "person_edited": "Person changed",
    "person_invited": "Person invited",
    "person_left": "Person left",
    "report_read": "Peer review report read",
    "review_training_added": "Trained to review",
    "review_training_edited": "Training to review changed",
    "review_training_ended": "Asked for no more reviews",
    "feedback_questions_worded": "Questions after meetings worded anew",
    "roles_named": "Role names changed",
    "school_added": "School added",
    "school_closed": "School closed",
    "school_closing": "School set to close",
    "school_edited": "School profile changed",
    "school_reopened": "School reopened",
    "schools_imported": "Schools imported",
    "self_review_prompt_added": "Question of the self-review added",
    "self_review_prompt_asked_again": "Question of the self-review asked again",
    "self_review_prompt_edited": "Question of the self-review changed",
    "self_review_prompt_moved": "Question of the self-review moved",
    "self_review_prompt_retired": "Question of the self-review retired",
    "shared_in_library": "Shared in the library",
    "strength_added": "Strength added",
    "strength_removed": "Strength removed",
    "taken_from_library": "Taken from the library",
    "term_dates_changed": "Term dates changed",
    "term_dates_follow_trust": "Term dates follow the trust's again",
    "trust_edited": "Trust changed",
}
"""Administrative events in words, past tense."""
OF_OPENINGS: Final = {
    "ask": "Opening of a private log asked for",
    "confirm": "Private log opened",
    "refuse": "Opening of a private log refused",
    "read": "Private log read",
    "finish": "Private log closed again",
    "close_itself": "Private log closed by itself",
}
"""What happens to openings of private logs: they are cases, and stand among what administrators do."""


@dataclass(frozen=True)
class Change:
    """One attribute that changed, as text; either side may be empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One act of administration, ready to be read."""

    id: int
    what: str
    place: str
    about: str
    at: datetime
    actor: str
    changes: tuple[Change, ...]


def kind_in_words(kind: str) -> str:
    """What happened, as a heading."""
    return KINDS.get(kind) or kind.replace("_", " ").replace("/", ": ").capitalize()


_ADMINISTERED: Final = select(Place.id).where(Place.kind.in_(ADMINISTERED))


def trail(trust: Trust, *, before: int | None = None, after: int | None = None) -> Page[Entry]:
    """A page of entries, newest first; read in three statements."""
    statement = (
        select(
            Event.id,
            Event.kind,
            Event.at,
            Event.details,
            Place.name,
            Person.name,
            Event.actor_as,
            Event.to_state.is_not(None),
        )
        .join(Place, Place.id == Event.place_id)
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(or_(Event.place_id.in_(_ADMINISTERED), Event.place_id.in_(select(Opening.id))))
    )
    page = turn(statement, (Event.id,), before=before, after=after, make=_Row, newest_first=True)
    names = _names(row.details for row in page.rows)
    return Page([_entry(trust, row, names) for row in page.rows], page.before, page.after)


class _Row(NamedTuple):
    id: int
    kind: str
    at: datetime
    details: JsonObject
    place: str
    actor: str | None
    actor_as: str
    is_of_case: bool

    @property
    def what(self) -> str:
        return OF_OPENINGS.get(self.kind, "") if self.is_of_case else kind_in_words(self.kind)


@dataclass(frozen=True)
class _Names:
    people: dict[int, str]
    places: dict[int, str]


def _names(details: Iterable[JsonObject]) -> _Names:
    """The people and places that entries are about, as they are called now."""
    people: set[int | None] = set()
    places: set[int | None] = set()
    for one in details:
        people.update((one.get("person_id"), one.get("manager_id")))
        places.add(one.get("school_id"))
        places.update((one.get("changed") or {}).get("school_id", ()))
    named = select(Person.id, Person.name).where(Person.id.in_(people - {None}))
    placed = select(Place.id, Place.name).where(Place.id.in_(places - {None}))
    return _Names(
        {row.id: row.name for row in db.session.execute(named)},
        {row.id: row.name for row in db.session.execute(placed)},
    )


def _entry(trust: Trust, row: _Row, names: _Names) -> Entry:
    changes = (_change(trust, name, pair, names) for name, pair in sorted(_changed(row.details).items()))
    about = _about(trust, row.details, names)
    return Entry(
        row.id, row.what, row.place, about, row.at, row.actor or row.actor_as, tuple(changes)
    )  # fmt: skip


def _changed(details: JsonObject) -> dict[str, Any]:
    changed = details.get("changed")
    return changed if isinstance(changed, dict) else {}


def _about(trust: Trust, details: JsonObject, names: _Names) -> str:
    """Whom or what an entry is about: "Tom Achebe, Head, from 1 September 2026"."""
    parts = [
        names.people.get(details.get("person_id", 0), ""),
        names.places.get(details.get("school_id", 0), ""),
    ]
    if details.get("oversight"):
        manager = names.people.get(details.get("manager_id", 0), "")
        parts.append(f"{details['oversight']}: {manager}")
    parts.append(str(details.get("name") or details.get("to") or ""))
    parts.append(role_label(trust, details["role"]) if details.get("role") else "")
    if details.get("year"):
        parts.append(f"{details['year']}/{(int(details['year']) + 1) % 100:02d}")
    if "days" in details:
        parts.append("the usual days" if details["days"] is None else f"{details['days']:g} days")
    parts += [f"{word} {_text(details[key])}" for key, word in _DATES if details.get(key)]
    return ", ".join(part for part in parts if part)


_DATES: Final = (("starts_on", "from"), ("ends_on", "until"))


def _change(trust: Trust, name: str, pair: list[Any], names: _Names) -> Change:
    if name == "school_id":
        before, after = (names.places.get(value, "") for value in pair)
    else:
        before, after = (_text(value) for value in pair)
    label = role_label(trust, name) if name in ROLE_LABELS else _LABELS.get(name, name.replace("_", " "))
    return Change(label[:1].upper() + label[1:], before, after)


_LABELS: Final = {"school_id": "based at", "closes_on": "closes", "left_on": "left", "urn": "URN"}


def _text(value: Any) -> str:
    """A recorded value as people read it: ISO dates become "1 September 2026"."""
    if value is None:
        return ""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return f"{day.day} {day:%B %Y}"
