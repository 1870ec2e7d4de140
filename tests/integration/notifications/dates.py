"""A request under way with nothing left to tell, and what tests of mail about dates share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
from sqlalchemy import select, update

from notifications.mail import Mail
from tests.diaries import FRIDAY, meeting, request_under_way
from tests.post import MINUTE, Told
from tests.world import MONDAY, World
from workflows.database import choose_every_trust, db
from workflows.dates.details import AnswerDetails, AskedChange, DateChange, DateOff
from workflows.dates.model import Answer, CalendarEntry
from workflows.messages import Message, MessageStatus, Reason
from workflows.perform import perform
from workflows.reminders import Reminder, ReminderStatus
from workflows.support_requests import SupportRequest

MINUTES = [MONDAY + number * MINUTE for number in range(60)]
THURSDAY = FRIDAY - timedelta(days=1)
TOM, SAM, PRIYA = (f"{name}@harbour.example" for name in ("tom", "sam", "priya"))


@dataclass
class Case:
    """A case whose dates Priya arranges; each step is committed."""

    world: World
    number: int = 0
    entries: list[int] = field(default_factory=list)

    @property
    def request(self) -> SupportRequest:
        return db.session.get_one(SupportRequest, self.number)

    def does(self, who: str, step: str, details: Any) -> None:
        choose_every_trust()
        perform(self.request, step, self.world.person(who), details)
        db.session.commit()

    def asks(self, *who: str, on: date = FRIDAY, **more: Any) -> int:
        choose_every_trust()
        entry_id = meeting(self.request, self.world, *who, on=on, **more).id
        db.session.commit()
        return entry_id

    def moves(self, entry_id: int, on: date, *, starts: time = time(15, 30), reason: str = "") -> None:
        entry = self.entry(entry_id)
        details = DateChange(
            entry_id=entry_id,
            on=on,
            starts=starts,
            ends=time(starts.hour + 1, starts.minute),
            title=entry.title,
            agenda=entry.agenda,
            place=entry.place,
            reason=reason,
        )
        self.does("priya", "change_date", details)

    def rewords(self, entry_id: int, agenda: str) -> None:
        """Another agenda; when and where it is stays."""
        details = DateChange(
            entry_id=entry_id,
            on=FRIDAY,
            starts=time(15, 30),
            ends=time(16, 30),
            title=self.entry(entry_id).title,
            agenda=agenda,
        )
        self.does("priya", "change_date", details)

    def calls_off(self, entry_id: int, reason: str = "Half of the team is away.") -> None:
        self.does("priya", "call_off_date", DateOff(entry_id=entry_id, reason=reason))

    def adds(self, entry_id: int, who: str) -> None:
        asked = (self.world.people[who],)
        self.does("priya", "change_asked", AskedChange(entry_id=entry_id, joining=asked))

    def removes(self, entry_id: int, who: str) -> None:
        asked = (self.world.people[who],)
        self.does("priya", "change_asked", AskedChange(entry_id=entry_id, leaving=asked))

    def answers(self, who: str, entry_id: int, answer: Answer) -> None:
        self.does(who, "answer_date", AnswerDetails(entry_id=entry_id, answer=answer))

    def entry(self, entry_id: int) -> CalendarEntry:
        choose_every_trust()
        return db.session.get_one(CalendarEntry, entry_id)

    def mails(self, who: str, entry_id: int | None = None) -> list[Message]:
        """Everything about dates that was written to somebody, oldest first, as it stands now."""
        db.session.rollback()
        choose_every_trust()
        statement = (
            select(Message)
            .where(
                Message.person_id == self.world.people[who],
                Message.reason.in_((Reason.DATE, Reason.REMINDER)),
                Message.kind.startswith("dates/"),
            )
            .order_by(Message.id)
            .execution_options(populate_existing=True)
        )
        found = [one for one in db.session.scalars(statement) if entry_id in (None, one.entry_id)]
        db.session.rollback()
        return found

    def became(self, who: str) -> list[tuple[str, str]]:
        """Of which kind mail about dates to somebody was, and what has become of it."""
        choose_every_trust()
        return [(one.kind.removeprefix("dates/"), one.status.value) for one in self.mails(who)]


def case_under_way(world: World) -> Case:
    """The case, with everything told that is not about dates."""
    request = request_under_way(world)
    db.session.flush()
    case = Case(world, request.id)
    db.session.execute(
        update(Message).values(status=MessageStatus.SENT),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(update(Reminder).values(status=ReminderStatus.SKIPPED))
    db.session.commit()
    return case


@dataclass(frozen=True)
class Received:
    """What a diary was told."""

    to: str
    method: str
    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    status: str


def received(mail: Mail | EmailMessage) -> Received:
    """The calendar part of a mail, as a diary reads it."""
    ics: Any
    if isinstance(mail, Mail):
        assert mail.calendar is not None
        to, ics = mail.to_address, mail.calendar.ics
    else:
        [part] = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
        to, ics = mail["To"].addresses[0].addr_spec, part.get_payload(decode=True)
    calendar: Any = icalendar.Calendar.from_ical(ics)
    [event] = calendar.walk("VEVENT")
    return Received(
        to=to,
        method=str(calendar["METHOD"]),
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamp=event["DTSTAMP"].dt,
        starts_at=event["DTSTART"].dt,
        status=str(event["STATUS"]),
    )


def to(told: Told, address: str) -> list[Mail]:
    """What was sent to this address, in order."""
    return [mail for mail in told.sent if mail.to_address == address]


def for_diaries(mails: list[Mail]) -> list[Received]:
    """Of these mails, those that diaries read."""
    return [received(mail) for mail in mails if mail.calendar is not None]


def assert_in_order(all_of_them: list[Received]) -> None:
    """Each diary was told of each date in a way that it takes: no number falls, and every stamp is later."""
    told: dict[tuple[str, str], list[Received]] = {}
    for one in all_of_them:
        told.setdefault((one.to, one.uid), []).append(one)
    for theirs in told.values():
        assert [one.sequence for one in theirs] == sorted(one.sequence for one in theirs)
        stamps = [one.stamp for one in theirs]
        assert stamps == sorted(set(stamps))
