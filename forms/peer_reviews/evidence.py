"""The form of an entry of the evidence log, made for a thumb; and entries as a phone sends them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from forms.fields import FilterForm, Form, HiddenField, LongTextField, RadiosField, SelectField, choice, tidy
from workflows.clock import now, time_in_words
from workflows.details import InvalidDetails
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceKind, EvidenceStruck
from workflows.peer_reviews.evidence import Logged

LONGEST_ENTRY: Final = 4000
"""Characters; a phone holds its writer to the same."""
KINDS: Final = [choice(EvidenceKind.STRENGTH, "A strength"), choice(EvidenceKind.QUERY, "A query")]
MINE: Final = "mine"
_NUMBER: Final = range(1, 2**31)
_NOT_SHOWN: Final = dict.fromkeys(number for number in range(32) if chr(number) not in "\t\n\r")
_YEARS: Final = range(2000, 2100)


class EvidenceForm(Form):
    """What was seen, whether it is a strength or a query, and what it is about."""

    seen = LongTextField(
        "What did you see?",
        required="Write what was seen",
        hint="What pupils and adults did and said. No names.",
        max_length=LONGEST_ENTRY,
        rows=4,
    )
    kind = RadiosField(
        "It is", required="Choose whether it is a strength or a query", choices=KINDS, coerce=EvidenceKind
    )
    question_id = SelectField("For which question?", coerce=int, blank="None in particular")
    activity_id = SelectField("Where?", coerce=int, blank="Outside the timetable")
    key = HiddenField()
    change = HiddenField()
    based_on = HiddenField()

    def __init__(self, review: PeerReview, entry: Logged | None = None, **kwargs: Any) -> None:
        """A new entry, or a change to one."""
        super().__init__(obj=entry, **kwargs)
        self.question_id.choices = [choice(one.id, one.text) for one in review.questions]
        self.activity_id.choices = [
            choice(one.id, f"{one.on:%a} {time_in_words(one.starts)}, {one.title}")
            for one in review.activities
        ]
        self.kind.params["classes"] = "govuk-radios--inline"
        if not self.is_submitted():
            new = str(uuid4())
            self.key.data = entry.key if entry else new
            self.change.data = str(uuid4()) if entry else new
            self.based_on.data = str(entry.revision if entry else 0)

    def details(self) -> EvidenceDetails | EvidenceStruck:
        """What was typed, seen at this moment. Raises InvalidDetails."""
        sent = {name: self[name].data for name in ("key", "change", "kind", "question_id", "activity_id")}
        return details_of(sent | {"seen": self.seen.data, "based_on": revision(self.based_on.data)})


class LogFilter(FilterForm):
    """Which entries of the log to show."""

    question = SelectField("Question", coerce=int, blank="All questions")
    kinds = SelectField("Kind", coerce=EvidenceKind, blank="Strengths and queries")
    whose = SelectField("Whose", blank="Everybody's")

    def __init__(self, review: PeerReview, arguments: Any) -> None:
        self.review = review
        super().__init__(arguments)

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.question.choices = [choice(one.id, one.text) for one in self.review.questions]
        self.kinds.choices = [
            choice(EvidenceKind.STRENGTH, "Strengths"),
            choice(EvidenceKind.QUERY, "Queries"),
        ]
        self.whose.choices = [choice(MINE, "Mine")]
        return super().validate(extra_validators)

    def shows(self, one: Logged, reader_id: int) -> bool:
        """Whether the entry is among what was asked for."""
        given = self.given()
        return (
            given.get("question", one.question_id) == one.question_id
            and given.get("kinds", one.kind) == one.kind
            and (given.get("whose") != MINE or one.author_id == reader_id)
        )


def details_of(sent: Mapping[str, Any]) -> EvidenceDetails | EvidenceStruck:
    """What came from a phone: an entry, a change to one, or that one is taken out. Raises InvalidDetails."""
    key = _key(sent.get("key"))
    if key is None:
        raise InvalidDetails({"key": "The entry has no key of its own"})
    based_on = _number(sent.get("based_on")) or 0
    if sent.get("struck"):
        return EvidenceStruck(key=key, based_on=based_on)
    return EvidenceDetails(
        key=key,
        change=_key(sent.get("change")),
        based_on=based_on,
        kind=_kind(sent.get("kind")),
        question_id=_number(sent.get("question_id")),
        activity_id=_number(sent.get("activity_id")),
        noted_at=_moment(sent.get("noted_at")),
        seen=_text(sent.get("seen")),
    )


def revision(sent: str | None) -> int:
    """The revision that a page was made from; nought for what is none."""
    return (
        int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < len(str(_NUMBER.stop)) else 0
    )


def _key(value: object) -> UUID | None:
    with suppress(ValueError):
        return UUID(value) if isinstance(value, str) else None
    return None


def _kind(value: object) -> EvidenceKind:
    with suppress(ValueError):
        return EvidenceKind(str(value))
    raise InvalidDetails({"kind": "Choose whether it is a strength or a query"})


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value in _NUMBER else None


def _moment(value: object) -> datetime:
    """By the phone's clock; now, where that cannot be told."""
    with suppress(ValueError):
        told = datetime.fromisoformat(value) if isinstance(value, str) else None
        if told is not None and told.tzinfo is not None and told.year in _YEARS:
            return told.astimezone(UTC)
    return now()


def _text(value: object) -> str:
    # JSON can hold halves of characters, and characters that no page can show.
    whole = value.encode(errors="replace").decode() if isinstance(value, str) else ""
    text = tidy(whole.translate(_NOT_SHOWN))
    if len(text) > LONGEST_ENTRY:
        raise InvalidDetails({"seen": f"Shorten this to {LONGEST_ENTRY:,} characters"})
    return text
