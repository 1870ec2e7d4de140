"""Dates as they are stored: entries, who is asked, times on offer, reminders, replies to look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import LONDON, now
from workflows.database import Model, Scoped, text_enum
from workflows.people import Person
from workflows.places import School

A_SECOND = timedelta(seconds=1)


class Answer(StrEnum):
    """What somebody has said to being asked."""

    NONE = "none"
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class Audience(StrEnum):
    """Who sees a date in the trust calendar, beside those who are asked to it."""

    CASE = "case"  # whoever may see the case
    STAFF = "staff"  # everybody who works in the trust


class Via(StrEnum):
    """The way by which an answer came."""

    DIARY = "diary"  # the reply of their own diary, by mail
    LINK = "link"  # the signed page
    PAGE = "page"  # signed in


class CalendarEntry(Scoped, Model):
    """A date: what, when, where, and whoever is asked to it. Written by `workflows.dates.diary` alone."""

    __tablename__ = "calendar_entries"
    __table_args__ = (
        Index(None, "trust_id", "starts_at", "id"),
        Index(None, "case_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("word_at IS NULL OR wants_word", name="word_is_wanted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    #: the same for as long as the date lives, in every diary (RFC 5545, 3.8.4.7)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    #: how often time, place or status have changed (RFC 5545, 3.8.7.4)
    sequence: Mapped[int] = mapped_column(default=0)
    #: the number since which the time is what it is now: an answer to an earlier one says nothing of it
    time_sequence: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    #: of an all-day date, midnight in London before its first day and after its last
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(default=False)
    #: one line
    place: Mapped[str] = mapped_column(default="")
    #: an http(s) address; empty where people meet in person
    link: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="")
    organiser_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience, "audience"), default=Audience.CASE)
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: the last change that somebody sees in a diary
    changed_at: Mapped[datetime]
    #: whether those asked are asked afterwards if it took place, and when somebody has said so
    wants_word: Mapped[bool] = mapped_column(default=False)
    word_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    organiser: Mapped[Person] = relationship(foreign_keys=[organiser_id])
    attendances: Mapped[list[Attendance]] = relationship(back_populates="entry", order_by="Attendance.id")
    schools: Mapped[list[School]] = relationship(
        secondary="entry_schools", order_by=School.name, viewonly=True
    )

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(LONDON).date()

    @property
    def last_day(self) -> date:
        """The last day on which it goes on; of an all-day date, the day before its end."""
        end = self.ends_at.astimezone(LONDON)
        return end.date() if end.hour or end.minute else date.fromordinal(end.date().toordinal() - 1)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()

    @property
    def is_ahead(self) -> bool:
        """Whether it still stands: neither called off nor over."""
        return self.cancelled_at is None and not self.is_over

    @property
    def asked(self) -> list[Attendance]:
        """Those who are asked now."""
        return [one for one in self.attendances if one.removed_at is None]


class EntrySchool(Scoped, Model):
    """A school that a date concerns: it has to be open, and finds the date in its calendar."""

    __tablename__ = "entry_schools"
    __table_args__ = (Index(None, "school_id", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("calendar_entries.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True)


class Attendance(Scoped, Model):
    """Somebody who is asked to a date, and what they have answered."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("entry_id", "person_id"),
        Index(None, "person_id", "entry_id"),
        CheckConstraint("(answer = 'none') = (answered_at IS NULL)", name="answer_has_moment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("calendar_entries.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    #: no longer asked, although the date stands
    removed_at: Mapped[datetime | None]
    answer: Mapped[Answer] = mapped_column(text_enum(Answer, "answer"), default=Answer.NONE)
    answered_at: Mapped[datetime | None]
    answered_via: Mapped[Via | None] = mapped_column(text_enum(Via, "answered_via"))
    #: SEQUENCE and DTSTAMP of the answer that counts: an older one is history only
    answer_sequence: Mapped[int | None]
    answer_stamp: Mapped[datetime | None]
    #: DTSTAMP of the newest mail about it to this person, in whole seconds: each is later than the last
    stamped_at: Mapped[datetime | None]
    #: whether they came
    attended: Mapped[bool | None]

    entry: Mapped[CalendarEntry] = relationship(back_populates="attendances")
    person: Mapped[Person] = relationship()

    def stamp(self, at: datetime) -> datetime:
        """Stamp the next mail about the date to this person: clients ignore one that is not later."""
        stamp = at.replace(microsecond=0)
        last = self.stamped_at
        self.stamped_at = stamp if last is None or stamp > last else last + A_SECOND
        return self.stamped_at


class DatePoll(Scoped, Model):
    """Times on offer, of which those asked tick the ones that suit."""

    __tablename__ = "date_polls"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    agenda: Mapped[str] = mapped_column(default="")
    organiser_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    #: whether those asked see only their own ticks
    hides_answers: Mapped[bool] = mapped_column(default=False)
    answer_by: Mapped[date]
    created_at: Mapped[datetime]
    #: chosen or given up
    closed_at: Mapped[datetime | None]
    #: the date that came of it
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))

    case: Mapped[Case] = relationship()
    organiser: Mapped[Person] = relationship(foreign_keys=[organiser_id])
    options: Mapped[list[PollOption]] = relationship(order_by="PollOption.starts_at, PollOption.id")
    people: Mapped[list[PollPerson]] = relationship(back_populates="poll", order_by="PollPerson.id")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class PollOption(Scoped, Model):
    """One of the times on offer."""

    __tablename__ = "poll_options"
    __table_args__ = (
        Index(None, "poll_id"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_polls.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(default=False)

    ticks: Mapped[list[PollTick]] = relationship()


class PollPerson(Scoped, Model):
    """Somebody who is asked which times suit."""

    __tablename__ = "poll_people"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_polls.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    poll: Mapped[DatePoll] = relationship(back_populates="people")
    person: Mapped[Person] = relationship()


class Tick(StrEnum):
    """Whether one of the times suits somebody."""

    YES = "yes"
    IF_NEED_BE = "if need be"
    NO = "no"


class PollTick(Scoped, Model):
    """What one person has said to one of the times."""

    __tablename__ = "poll_ticks"

    option_id: Mapped[int] = mapped_column(ForeignKey("poll_options.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    tick: Mapped[Tick] = mapped_column(text_enum(Tick, "tick"))


class DateReminderStatus(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


class DateReminder(Scoped, Model):
    """A reminder of a date, or of times that wait for ticks; written anew whenever the date moves."""

    __tablename__ = "date_reminders"
    __table_args__ = (
        UniqueConstraint("entry_id", "sequence", "days"),
        UniqueConstraint("poll_id", "days"),
        Index(
            "ix_date_reminders_waiting",
            "at",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        CheckConstraint("(entry_id IS NULL) <> (poll_id IS NULL)", name="of_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("calendar_entries.id"))
    #: of the entry when this was written: one for an earlier time no longer counts
    sequence: Mapped[int | None]
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("date_polls.id"))
    #: days before the date, or before the last day for ticks; -1 for the question after it
    days: Mapped[int]
    at: Mapped[datetime]
    status: Mapped[DateReminderStatus] = mapped_column(
        text_enum(DateReminderStatus, "status"), default=DateReminderStatus.WAITING
    )
    #: why it was skipped
    reason: Mapped[str] = mapped_column(default="")


class ReplyKind(StrEnum):
    """Why a reply by mail needs a person."""

    COUNTER = "another time"
    DELEGATE = "somebody else"
    STRANGER = "another sender"
    UNREADABLE = "unreadable"
    WORDS = "words"  # a letter rather than an answer


class ReplyToSettle(Scoped, Model):
    """A reply that was not taken for an answer: the organiser looks at it, with the original beside."""

    __tablename__ = "replies_to_settle"
    __table_args__ = (
        Index(
            "ix_replies_to_settle_open",
            "case_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("calendar_entries.id"))
    #: whose invitation it answers
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[ReplyKind] = mapped_column(text_enum(ReplyKind, "kind"))
    #: who says that they wrote it; nothing proves it
    sender: Mapped[str] = mapped_column(default="")
    #: what it says, in their own words, cut short
    said: Mapped[str] = mapped_column(default="")
    #: the answer in it, which counts only once the organiser has taken it
    answer: Mapped[Answer] = mapped_column(text_enum(Answer, "answer"), default=Answer.NONE)
    proposed_starts_at: Mapped[datetime | None]
    proposed_ends_at: Mapped[datetime | None]
    #: the mail as it came
    original: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    arrived_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    entry: Mapped[CalendarEntry] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
