"""The dates of one case while a step is made on it: written here, and nowhere else.

`workflows.perform` gives every step a diary: effects write dates into it, `workflows.news` the mails of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import select, update

from workflows.cases import Case, schools_of
from workflows.clock import LONDON
from workflows.database import db
from workflows.dates import remindings
from workflows.dates.details import Span
from workflows.dates.letters import Letter
from workflows.dates.model import (
    Answer,
    Attendance,
    Audience,
    CalendarEntry,
    DatePoll,
    EntrySchool,
    PollPerson,
    ReplyToSettle,
)
from workflows.details import InvalidDetails
from workflows.machine import ASKED, ORGANISER
from workflows.people import Person, Post, appoint, appoint_all, end_appointments
from workflows.places import Trust
from workflows.school_calendar import CENTRAL, SchoolCalendar, TrustCalendars

SETTLE_WITHIN: Final = 2
"""Working days in which a reply is looked at, or a time chosen."""
ANSWERS_LAST: Final = timedelta(days=3 * 366)
"""Dates further ahead than this are a slip of the keyboard."""


@dataclass
class Diary:
    """What stands on the case, as a step changes it."""

    case: Case
    trust: Trust
    calendars: TrustCalendars
    at: datetime
    actor: Person | None
    letters: list[Letter] = field(default_factory=list)
    #: whether this step has anything to do with dates
    touched: bool = False

    # Dates

    def add(
        self, span: Span, *, title: str, asked: Iterable[int], place: str = "", link: str = "",
        agenda: str = "", audience: Audience = Audience.CASE, organiser: Person | None = None
    ) -> CalendarEntry:  # fmt: skip
        """Put a date into the diaries of everybody asked, and of the organiser: the actor, unless named."""
        who = organiser or self.actor
        if who is None:
            raise TypeError("a date needs an organiser")
        self._check_span(span)
        entry = CalendarEntry(
            trust_id=self.case.trust_id,
            case_id=self.case.id,
            uid=f"{uuid4()}@alongside",
            title=title,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            all_day=span.all_day,
            place=_one_line(place),
            link=link,
            agenda=agenda,
            organiser_id=who.id,
            audience=audience,
            created_at=self.at,
            changed_at=self.at,
        )
        db.session.add(entry)
        db.session.flush()
        schools = schools_of(self.case)
        db.session.add_all(
            EntrySchool(trust_id=entry.trust_id, entry_id=entry.id, school_id=one) for one in schools
        )
        self._has_dates_now()
        appoint(who, ORGANISER.name, self.case.id)
        self._touch()
        self.ask(entry, [*asked, who.id])
        remindings.write(entry, self.trust, self._calendar)
        return entry

    def ask_afterwards(self, entry: CalendarEntry) -> None:
        """Everybody asked is asked once more when it is over: whether it took place."""
        entry.wants_word = True
        remindings.write_afterwards(entry, self._calendar)

    def change(
        self, entry: CalendarEntry, span: Span, *, title: str, place: str, link: str, agenda: str,
        reason: str = ""
    ) -> bool:  # fmt: skip
        """Write down when, where and what it is now; gives whether time or place are new, so that all are
        asked again."""
        self._check_stands(entry)
        before = (entry.starts_at, entry.ends_at, entry.all_day, entry.place, entry.link)
        when = before[:3]
        entry.starts_at, entry.ends_at, entry.all_day = span.starts_at, span.ends_at, span.all_day
        entry.place, entry.link, entry.title, entry.agenda = _one_line(place), link, title, agenda
        moved = before != (entry.starts_at, entry.ends_at, entry.all_day, entry.place, entry.link)
        if (entry.starts_at, entry.ends_at, entry.all_day) != when:
            self._check_span(span)
            self._forget_answers(entry)
        entry.changed_at = self.at
        if moved:
            entry.sequence += 1
            remindings.write(entry, self.trust, self._calendar)
        self._touch()
        facts = {"reason": reason, "was": when[0].isoformat(), "moved": when[0] != entry.starts_at}
        self._write(entry, "dates/changed", entry.asked, facts=facts)
        return moved

    def call_off(self, entry: CalendarEntry, reason: str) -> None:
        """It will not take place: it leaves every diary, and no reminder comes of it."""
        self._check_stands(entry)
        entry.cancelled_at = entry.changed_at = self.at
        entry.sequence += 1
        self._touch()
        remindings.drop(entry)
        self._write(entry, "dates/called_off", entry.asked, facts={"reason": reason})

    def call_off_everything_ahead(self, reason: str) -> None:
        """The case has ended, and with it every date to come, every time on offer and every open question."""
        if not self.case.has_dates:
            return
        for entry in self.ahead():
            self.call_off(entry, reason)
        for poll in db.session.scalars(self._open_polls()):
            self.close_poll(poll)
        for reply in db.session.scalars(
            select(ReplyToSettle).where(
                ReplyToSettle.case_id == self.case.id, ReplyToSettle.settled_at.is_(None)
            )
        ):
            reply.settled_at = self.at

    def ask(self, entry: CalendarEntry, people: Iterable[int]) -> None:
        """Ask these people as well; nobody else hears of it."""
        known = {one.person_id: one for one in entry.attendances}
        joining = self._people(people, field="asked")
        appoint_all(joining, ASKED.name, self.case.id)
        for person in joining:
            found = known.get(person.id)
            if found is not None and found.removed_at is None:
                continue
            if found is None:
                found = Attendance(trust_id=entry.trust_id, person_id=person.id, asked_at=self.at)
                entry.attendances.append(found)
            found.removed_at, found.asked_at = None, self.at
            self._set_answer(found, Answer.YES if person.id == entry.organiser_id else Answer.NONE)
            self._write(entry, "dates/invited", [found])
        self._touch()

    def expect(
        self, entry: CalendarEntry, person_id: int, *, kind: str, facts: dict[str, Any] | None = None
    ) -> None:
        """Somebody has said by a step of their own that they come: one mail of this kind puts it down so."""
        self.ask(entry, [person_id])
        own = next(one for one in entry.asked if one.person_id == person_id)
        self._set_answer(own, Answer.YES)
        self._write(entry, kind, [own], facts=facts)

    def stop_asking(self, entry: CalendarEntry, people: Collection[int]) -> None:
        """These people are no longer asked; the date stands, and nobody else hears of it."""
        if entry.organiser_id in people:
            raise InvalidDetails({"leaving": "Whoever arranged the date stays on it"})
        leaving = [one for one in entry.asked if one.person_id in people]
        if len(leaving) != len(set(people)):
            raise InvalidDetails({"leaving": "Choose people who are asked to it"})
        # Their calendar has to see a later number than the one it knows; nobody else gets a mail (rule 5).
        entry.sequence += 1
        remindings.renumber(entry)
        for one in leaving:
            one.removed_at = self.at
        self._touch()
        self._write(entry, "dates/no_longer_asked", leaving)

    def replace(self, leaving: int | None, joining: int | None) -> None:
        """Somebody leaves the case, and perhaps somebody takes their place: so do the dates ahead."""
        if leaving is None or not self.case.has_dates:
            return
        heir = joining or (self.actor.id if self.actor else leaving)
        for entry in self.ahead():
            if leaving not in {one.person_id for one in entry.asked}:
                continue
            if joining is not None:
                self.ask(entry, [joining])
            if entry.organiser_id == leaving:
                if heir == leaving:
                    continue
                self.ask(entry, [heir])
                entry.organiser_id = heir
                db.session.flush()
            self.stop_asking(entry, {leaving})
        if heir != leaving:
            self.pass_on(leaving, db.session.get_one(Person, heir))

    def pass_on(self, leaving: int, heir: Person) -> None:
        """Whoever leaves arranges nothing here any more: that is for their heir to do."""
        for poll in db.session.scalars(self._open_polls().where(DatePoll.organiser_id == leaving)):
            poll.organiser = heir
        if end_appointments(self.case.id, role=ORGANISER.name, person_id=leaving):
            appoint(heir, ORGANISER.name, self.case.id)
        db.session.flush()

    def answer(
        self, attendance: Attendance, answer: Answer, *, via: Any, sequence: int | None = None,
        stamp: datetime | None = None
    ) -> bool:  # fmt: skip
        """Write down an answer; gives whether it counts.

        One that answers an earlier time of the date, or is older than the one that is known, is history only:
        by SEQUENCE, then DTSTAMP, then arrival.
        """
        entry = attendance.entry
        order = (entry.sequence if sequence is None else sequence, stamp or self.at)
        known = (attendance.answer_sequence or 0, attendance.answer_stamp or datetime.min.replace(tzinfo=UTC))
        self._touch()
        if order[0] < entry.time_sequence or order < known:
            return False
        self._set_answer(attendance, answer)
        attendance.answered_via = via
        attendance.answer_sequence, attendance.answer_stamp = order
        return True

    # Finding a time

    def add_poll(self, poll: DatePoll, people: Iterable[int]) -> DatePoll:
        """Ask these people which of the poll's times suit them."""
        if self.actor is None:
            raise TypeError("times are offered by somebody")
        db.session.add(poll)
        self._has_dates_now()
        appoint(self.actor, ORGANISER.name, self.case.id)
        asked = self._people([*people, self.actor.id], field="asked")
        appoint_all(asked, ASKED.name, self.case.id)
        poll.people += [PollPerson(trust_id=poll.trust_id, person_id=person.id) for person in asked]
        db.session.flush()
        self._touch()
        for one in poll.people:
            if one.person_id != self.actor.id:
                self.letters.append(Letter("dates/times_offered", one.person_id, facts={"poll": poll.id}))
        remindings.write_for_poll(poll)
        return poll

    def close_poll(self, poll: DatePoll, *, reason: str = "") -> None:
        """Nobody is asked any more; with a reason, those who were hear that no time was found."""
        poll.closed_at = self.at
        remindings.drop_for_poll(poll)
        self._touch()
        if reason:
            for one in poll.people:
                if one.person_id != poll.organiser_id:
                    facts = {"poll": poll.id, "reason": reason}
                    self.letters.append(Letter("dates/times_dropped", one.person_id, facts=facts))

    # What follows

    def ahead(self) -> list[CalendarEntry]:
        """The case's dates that still stand, the next one first."""
        statement = (
            select(CalendarEntry)
            .where(
                CalendarEntry.case_id == self.case.id,
                CalendarEntry.cancelled_at.is_(None),
                CalendarEntry.ends_at > self.at,
            )
            .order_by(CalendarEntry.starts_at, CalendarEntry.id)
        )
        return list(db.session.scalars(statement))

    def asks_of_organiser(self) -> tuple[str, date] | None:
        """What whoever arranged the dates has to do now, and by when: from the rows, after the effects."""
        db.session.flush()
        waiting = db.session.scalar(
            select(ReplyToSettle.arrived_at)
            .where(ReplyToSettle.case_id == self.case.id, ReplyToSettle.settled_at.is_(None))
            .order_by(ReplyToSettle.arrived_at)
            .limit(1)
        )
        if waiting is not None:
            return "Look at a reply about a date of", self._in_time(waiting.astimezone(LONDON).date())
        poll = db.session.scalar(self._open_polls().order_by(DatePoll.answer_by).limit(1))
        return ("Choose a time for", self._in_time(poll.answer_by)) if poll else None

    @property
    def _calendar(self) -> SchoolCalendar:
        """The days of the school that the case is about first; of the central team where it names none."""
        schools = schools_of(self.case)
        return self.calendars.of(schools[0]) if schools else CENTRAL

    def _in_time(self, day: date) -> date:
        return CENTRAL.add_working_days(day, SETTLE_WITHIN)

    def _open_polls(self) -> Any:
        return select(DatePoll).where(DatePoll.case_id == self.case.id, DatePoll.closed_at.is_(None))

    def _has_dates_now(self) -> None:
        """Who sees its dates can hang on the case that it came from as well."""
        self.case.has_dates = True
        if self.case.flow.inherits:
            getattr(self.case, self.case.flow.inherits).has_dates = True

    def _touch(self) -> None:
        self.touched = True

    def _write(
        self,
        entry: CalendarEntry,
        kind: str,
        to: Iterable[Attendance],
        *,
        facts: dict[str, Any] | None = None,
    ) -> None:
        """A mail to each of these, each with a later DTSTAMP than the last one about this date."""
        for one in to:
            stamp = one.stamp(self.at)
            # Asked and sent away, or moved twice, in one step: the later word counts.
            self.letters = [
                had for had in self.letters if not (had.entry is entry and had.person_id == one.person_id)
            ]
            self.letters.append(Letter(kind, one.person_id, entry, stamp, facts or {}))

    def _forget_answers(self, entry: CalendarEntry) -> None:
        """An answer to another time says nothing about this one."""
        entry.time_sequence = entry.sequence + 1
        for one in entry.attendances:
            if one.person_id != entry.organiser_id:
                self._set_answer(one, Answer.NONE)

    def _set_answer(self, attendance: Attendance, answer: Answer) -> None:
        attendance.answer = answer
        attendance.answered_at = None if answer is Answer.NONE else self.at
        attendance.answered_via = attendance.answer_sequence = attendance.answer_stamp = None

    def _people(self, ids: Iterable[int], *, field: str) -> list[Person]:
        wanted = list(dict.fromkeys(ids))
        found = {
            person.id: person
            for person in db.session.scalars(
                select(Person).where(
                    Person.id.in_(wanted), Person.trust_id == self.case.trust_id, Person.left_on.is_(None)
                )
            )
        }
        if len(found) < len(wanted):
            raise InvalidDetails({field: "Choose people who work in the trust"})
        return [found[one] for one in wanted]

    def _check_stands(self, entry: CalendarEntry) -> None:
        if entry.case_id != self.case.id or entry.cancelled_at is not None or entry.ends_at <= self.at:
            raise InvalidDetails({"entry_id": "Choose a date that still stands"})

    def _check_span(self, span: Span) -> None:
        if span.ends_at <= self.at:
            raise InvalidDetails({"on": "Choose a date from today on"})
        if span.starts_at > self.at + ANSWERS_LAST:
            raise InvalidDetails({"on": "Choose a date within the next three years"})


def _one_line(words: str) -> str:
    return " ".join(words.split())


def bump(trust_id: int) -> None:
    """Feeds and calendars that are kept somewhere are out of date from this commit on."""
    table: Any = Trust.__table__
    db.session.connection().execute(
        update(table).where(table.c.id == trust_id).values(diary_version=table.c.diary_version + 1)
    )


def post_of_organiser(case: Case) -> Post:
    """The post of whoever arranges dates on this case."""
    return Post(ORGANISER.name, case.id)
