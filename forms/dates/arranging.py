"""Forms of whoever arranges a date: a new one, a change, calling it off, who is asked, replies to settle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from forms.dates.when import CheckedForm, PlacedForm, Wanted, everybody, fields_of, span_of, times_of
from forms.dates.who import AskedField
from forms.fields import (
    CalendarDateField,
    CheckboxField,
    HiddenField,
    LongTextField,
    RadiosField,
    TextField,
    choice,
)
from forms.steps import StepForm
from workflows.cases import Case
from workflows.dates.details import AskedChange, DateChange, DateDetails, DateOff, ReplySettled, Span
from workflows.dates.model import Answer, Audience, CalendarEntry, ReplyToSettle
from workflows.dates.pages import entries_of, reply_of
from workflows.details import Details, InvalidDetails

SAY_WHAT: Final = "Say what it is, such as “Planning meeting”"
AHEAD: Final = "Choose a date that still stands"
LONGEST_TITLE: Final = 160
_ADDRESS: Final = re.compile(r"[^\s<>\"',;:()]+@[\w.-]+\w")


class DateForm(PlacedForm):
    """A new date."""

    makes = DateDetails
    first = ("title",)

    title = TextField("What is it?", required=SAY_WHAT, hint="Such as “Planning meeting”", max_length=160)
    until = CalendarDateField("Last day", hint="Only if it is longer than one day")
    people = AskedField(
        "Who is asked?",
        required="Choose who is asked",
        hint="Each gets an invitation into their diary. You are on it without being ticked.",
    )
    agenda = LongTextField("Agenda", hint="It stands in the invitation. Name no pupils.", rows=4)
    to_all_staff = CheckboxField("Show title, time and place to everybody who works in the trust")

    def offer_choices(self) -> None:
        self.people.offer(self.case, but={self.reader_id})

    def details(self) -> Details:
        return DateDetails(
            **self.placed(),
            title=self.title.data or "",
            agenda=self.agenda.data or "",
            asked=tuple(self.people.data or ()),
            audience=Audience.STAFF if self.to_all_staff.data else Audience.CASE,
        )

    def wanted(self, details: Details) -> Wanted | None:
        span = span_of(details)
        return Wanted(span, everybody(self.people.chosen, [self.reader_id])) if span else None

    def add_problem(self, field: str, text: str) -> None:
        super().add_problem("people" if field == "asked" else field, text)


class AboutDateForm(StepForm):
    """About one of the case's dates: the one that the address names, or the only one that is ahead.

    Where nobody has said which, `entry` is None and the page asks.
    """

    entry_id = HiddenField(max_length=12)

    #: the case's dates that are still to come, as far as the reader may know of them
    entries: tuple[CalendarEntry, ...] = ()
    entry: CalendarEntry | None = None

    def __init__(self, case: Case, *, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        reader_id = kwargs.get("reader_id", 0)
        self.entries = tuple(
            one for one in entries_of(case) if one.is_ahead and _may_know(case, one, reader_id)
        )
        self.entry = _chosen(self.entries, named(kwargs.get("formdata"), asked, "entry"))
        super().__init__(case, asked=asked, **kwargs)

    def filled_in(self) -> dict[str, Any]:
        return {"entry_id": str(self.entry.id)} if self.entry else {}

    @property
    def about(self) -> CalendarEntry:
        """The date that this is about. Raises InvalidDetails where there is none."""
        if self.entry is None:
            raise InvalidDetails({"entry_id": AHEAD})
        return self.entry


def _may_know(case: Case, entry: CalendarEntry, reader_id: int) -> bool:
    """Whether a date is for this reader: private ones are for those who are asked to them."""
    return not case.flow.dates_are_private or any(one.person_id == reader_id for one in entry.asked)


def named(formdata: Any, asked: Mapping[str, Any] | None, what: str) -> int | None:
    """The number of the row that a form is about: as it was sent, or else as the address has it."""
    sent = formdata.get(f"{what}_id") if isinstance(formdata, Mapping) else None
    if isinstance(sent, str) and sent:
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    found = (asked or {}).get(what)
    return found if isinstance(found, int) else None


def _chosen(entries: tuple[CalendarEntry, ...], number: int | None) -> CalendarEntry | None:
    if number is None:
        return entries[0] if len(entries) == 1 else None
    return next((one for one in entries if one.id == number), None)


class DateChangeForm(PlacedForm, AboutDateForm):
    """Another time or place; a time that somebody has proposed is filled in."""

    makes = DateChange
    first = ("title",)

    title = TextField("What is it?", required=SAY_WHAT, max_length=LONGEST_TITLE)
    until = CalendarDateField("Last day", hint="Only if it is longer than one day")
    agenda = LongTextField("Agenda", hint="It stands in the invitation. Name no pupils.", rows=4)
    reason = TextField("Why, if it needs saying", hint="Everybody who is asked reads it", max_length=500)

    def filled_in(self) -> dict[str, Any]:
        if self.entry is None:
            return {}
        words = {name: getattr(self.entry, name) for name in ("title", "place", "link", "agenda")}
        return super().filled_in() | words | times_of(self.entry) | self._proposed()

    def _proposed(self) -> dict[str, Any]:
        reply = asked_reply(self.case, self.asked)
        if reply is None or reply.proposed_starts_at is None or reply.proposed_ends_at is None:
            return {}
        return fields_of(Span(reply.proposed_starts_at, reply.proposed_ends_at)) | {
            "reason": f"{reply.person.name} proposed this time."
        }

    def details(self) -> Details:
        return DateChange(
            **self.placed(),
            entry_id=self.about.id,
            title=self.title.data or "",
            agenda=self.agenda.data or "",
            reason=self.reason.data or "",
        )

    def wanted(self, details: Details) -> Wanted | None:
        span = span_of(details)
        if span is None or span == _span_of_entry(self.about):
            return None
        return Wanted(span, everybody(one.person_id for one in self.about.asked), but=self.about.id)


def _span_of_entry(entry: CalendarEntry) -> Span:
    return Span(entry.starts_at, entry.ends_at, entry.all_day)


class DateOffForm(AboutDateForm):
    """A date that will not take place."""

    makes = DateOff

    reason = LongTextField(
        "Why is it off?", required="Say why it is off", hint="Everybody who is asked reads it", rows=3
    )

    def details(self) -> Details:
        return DateOff(entry_id=self.about.id, reason=self.reason.data or "")


class AskedChangeForm(CheckedForm, AboutDateForm):
    """Who is asked from now on: whoever is ticked. Somebody who is busy then is told of first."""

    makes = AskedChange

    people = AskedField(
        "Who is asked?",
        required="Choose who is asked",
        hint="Whoever you add gets an invitation; whoever you leave out hears that they are no longer asked. "
        "Nobody else hears of it.",
    )

    def offer_choices(self) -> None:
        if self.entry is not None:
            self.people.offer(self.case, but={self.entry.organiser_id}, too=self._now())
            self._tick_delegate()

    def filled_in(self) -> dict[str, Any]:
        return super().filled_in() | {"people": sorted(self._now())}

    def details(self) -> Details:
        before, after = self._now(), self.people.chosen
        return AskedChange(
            entry_id=self.about.id, joining=tuple(after - before), leaving=tuple(before - after)
        )

    def wanted(self, details: Details) -> Wanted | None:
        joining = everybody(self.people.chosen - self._now())
        span = _span_of_entry(self.about)
        return Wanted(span, joining, but=self.about.id, days_too=False) if joining else None

    def add_problem(self, field: str, text: str) -> None:
        super().add_problem("people" if field in ("joining", "leaving") else field, text)

    def _now(self) -> frozenset[int]:
        """Who is asked as it stands, but for whoever arranged it."""
        if self.entry is None:
            return frozenset()
        return frozenset(one.person_id for one in self.entry.asked) - {self.entry.organiser_id}

    def _tick_delegate(self) -> None:
        """Tick whoever a reply names in somebody's place, where they are known by that address."""
        reply = asked_reply(self.case, self.asked)
        if reply is None or self.is_submitted():
            return
        addresses = {one.lower() for one in _ADDRESS.findall(f"{reply.said} {reply.sender}")}
        named_here = [
            one.person_id for group in self.people.groups for one in group.people if one.email in addresses
        ]
        self.people.data = [*(self.people.data or ()), *named_here]


def asked_reply(case: Case, asked: Mapping[str, Any]) -> ReplyToSettle | None:
    """The reply that the address names."""
    number = asked.get("reply")
    return reply_of(case, number) if isinstance(number, int) else None


class ReplyForm(StepForm):
    """What comes of a reply that somebody had to look at."""

    makes = ReplySettled

    reply_id = HiddenField(max_length=12)
    taken = RadiosField(
        "Does the answer in it count?",
        choices=[
            choice("yes", "Yes, take this answer", "It stands on the date from now on"),
            choice("no", "No", "I have read it, and the answer stays as it was"),
        ],
        coerce=str,
        required="Choose whether the answer counts",
    )
    note = TextField("A note for the timeline, if it needs one", max_length=500)

    reply: ReplyToSettle | None = None

    def __init__(self, case: Case, *, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        number = named(kwargs.get("formdata"), asked, "reply")
        found = reply_of(case, number) if number else None
        if found is not None and not _may_know(case, found.entry, kwargs.get("reader_id", 0)):
            found = None
        self.reply = found if found is not None and found.settled_at is None else None
        super().__init__(case, asked=asked, **kwargs)

    def filled_in(self) -> dict[str, Any]:
        return {"reply_id": str(self.reply.id)} if self.reply else {}

    def offer_choices(self) -> None:
        if self.reply is None or self.reply.answer is Answer.NONE:
            del self.taken

    def details(self) -> Details:
        if self.reply is None:
            raise InvalidDetails({"reply_id": "Choose a reply that has not been settled"})
        taken = "taken" in self and self.taken.data == "yes"
        return ReplySettled(reply_id=self.reply.id, taken=taken, note=self.note.data or "")
