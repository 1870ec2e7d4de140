"""What a mail that came in brings about: an answer, something for the organiser to look at, or nothing.

One mail is one step on its case, in the transaction that marks it as dealt with: a crash before the commit
leaves it waiting, one after it leaves nothing to do. Nothing here ever writes back to whoever sent the mail.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.orm import undefer

from notifications.inbound import reports_of_mail
from notifications.inbound.contents import (
    Answered,
    Automatic,
    Content,
    Countered,
    Delegated,
    Reading,
    Refresh,
    Reply,
    Report,
    Unasked,
    Undecided,
    Unreadable,
)
from notifications.inbound.model import InboundMail, InboundStatus
from notifications.inbound.reading import read
from notifications.inbound.trusting import Doubt, doubt_about
from notifications.setup import Setup, reading, transaction
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.details import AnswerDetails, ReplyArrived, Span
from workflows.dates.model import Answer, Attendance, ReplyKind, ReplyToSettle, Via
from workflows.details import InvalidDetails
from workflows.errors import Refused
from workflows.events import Event
from workflows.messages import Message, Reason
from workflows.perform import perform

AT_ONCE: Final = 200
"""Mails that a round deals with; the next one takes the rest."""
TRIES: Final = 5
MOST_KEPT: Final = 20
"""Mails to one address of which nothing came that are kept in full; of the rest, that they came is."""
MOST_TO_SETTLE: Final = 20
"""Letters about one invitation that lie before an organiser at once: more are a machine, or an attack."""

log = structlog.get_logger("alongside.inbound")


@dataclass(frozen=True)
class Fate:
    """What became of a mail."""

    status: InboundStatus
    #: in words for an administrator
    outcome: str
    #: whether the mail itself is kept, since nobody else has it
    keeps_mail: bool = False


def settle_waiting(setup: Setup) -> Counter[str]:
    """Deal with every mail that waits; gives how many ended in which status."""
    counts: Counter[str] = Counter()
    statement = select(InboundMail.id).where(InboundMail.status == InboundStatus.WAITING)
    with scope(EVERY_TRUST), reading():
        waiting = list(db.session.scalars(statement.order_by(InboundMail.id).limit(AT_ONCE)))
    for mail_id in waiting:
        if setup.stopping():
            break
        fate = settle(mail_id)
        if fate is not None:
            counts[str(fate.status)] += 1
    return counts


def settle(mail_id: int) -> Fate | None:
    """Deal with one mail in a transaction of its own; None if it is somebody else's, or still waits."""
    try:
        with scope(EVERY_TRUST), transaction():
            return settle_here(mail_id)
    except Exception:
        log.exception("a mail that came in could not be dealt with", mail=mail_id)
        _count_try(mail_id)
        return None


def settle_here(mail_id: int) -> Fate | None:
    """The same in the caller's transaction, with every trust in scope."""
    mail = db.session.scalars(
        select(InboundMail)
        .where(InboundMail.id == mail_id, InboundMail.status == InboundStatus.WAITING)
        .options(undefer(InboundMail.raw))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    if mail is None:
        return None
    with scope(mail.trust_id):
        fate = _fate(mail)
    mail.status, mail.outcome = fate.status, fate.outcome
    if not fate.keeps_mail or _kept(mail) > MOST_KEPT:
        mail.raw = b""
    db.session.flush()
    return fate


def _kept(mail: InboundMail) -> int:
    """How many mails to its address are kept in full, with it: whoever has one must not fill the database."""
    same = InboundMail.attendance_id.is_not_distinct_from(mail.attendance_id)
    same &= InboundMail.message_id.is_not_distinct_from(mail.message_id)
    kept = (func.length(InboundMail.raw) > 0) & (InboundMail.status == InboundStatus.IGNORED)
    return db.session.scalar(select(func.count(InboundMail.id)).where(same, kept)) or 0


def _count_try(mail_id: int) -> None:
    try:
        with scope(EVERY_TRUST), transaction():
            db.session.execute(
                update(InboundMail)
                .where(InboundMail.id == mail_id)
                .values(attempts=InboundMail.attempts + 1),
                execution_options={"synchronize_session": False},
            )
    except Exception:
        log.exception("the database is away", mail=mail_id)


def _fate(mail: InboundMail) -> Fate:
    if mail.message_id is not None:
        return _of_report(mail, read(mail.raw))
    attendance = db.session.get_one(Attendance, mail.attendance_id)
    if mail.attempts >= 2 * TRIES:
        return _ignored("It could not be dealt with; the log says why.", keeps_mail=True)
    if mail.attempts >= TRIES:
        broken = Reading(contents=(Unreadable("It could not be dealt with."),))
        return _put_before(_Incoming(mail, attendance, broken), ReplyKind.UNREADABLE, "")
    return _of_reply(_Incoming(mail, attendance, read(mail.raw)))


def _of_report(mail: InboundMail, found: Reading) -> Fate:
    """To the address for reports about a message: only a report can change anything."""
    [content, *_] = found.contents
    if isinstance(content, Report):
        return Fate(InboundStatus.APPLIED, reports_of_mail.apply(mail, content))
    if isinstance(content, Automatic):
        return _ignored(content.why)
    return _ignored("A letter to an address that only takes reports.", keeps_mail=True)


def _ignored(why: str, *, keeps_mail: bool = False) -> Fate:
    return Fate(InboundStatus.IGNORED, why, keeps_mail)


@dataclass(frozen=True)
class _Incoming:
    """A mail beside the invitation whose address it came to."""

    mail: InboundMail
    attendance: Attendance
    found: Reading

    @property
    def content(self) -> Content:
        """Of several answers, that to this invitation, of its owner, and the newest."""
        replies = [one for one in self.found.contents if isinstance(one, Reply)]
        return max(replies, key=self._fits) if replies else self.found.contents[0]

    def _fits(self, reply: Reply) -> tuple[bool, bool, int, datetime]:
        return (
            reply.uid == self.attendance.entry.uid,
            reply.attendee == self.attendance.person.email,
            reply.sequence or 0,
            self.stamp_of(reply),
        )

    def stamp_of(self, reply: Reply) -> datetime:
        """When the answer was given: never later than it came."""
        return min(reply.stamp or self.mail.received_at, self.mail.received_at)

    @property
    def sender(self) -> str:
        name, address = self.found.sender_name, self.found.sender
        return f"{name} <{address}>" if name and address else address or name or self.mail.return_path


def _of_reply(came: _Incoming) -> Fate:
    content = came.content
    nothing = _nothing_to_do(content)
    if nothing:
        return _ignored(nothing)
    over = _too_late(came.attendance)
    if over:
        return _ignored(over, keeps_mail=True)
    doubt = doubt_about(came.found, content, came.attendance)
    if doubt is Doubt.SENDER:
        return _put_before(came, ReplyKind.STRANGER, _words_of(content))
    if doubt is Doubt.INVITATION:
        return _put_before(came, ReplyKind.UNREADABLE, OTHER_INVITATION)
    if isinstance(content, Answered):
        return _answer(came, content)
    return _put_before(came, KINDS.get(type(content), ReplyKind.WORDS), _words_of(content))


OTHER_INVITATION: Final = "It answers another invitation than the one whose address it was sent to."


def _nothing_to_do(content: Content) -> str:
    match content:
        case Automatic(why=why):
            return why
        case Report():
            return "A report about a mail, and not to the address for reports."
        case Refresh():
            return "Their diary asked to be sent the date again; it stands in the newest mail about it."
        case _:
            return ""


def _too_late(attendance: Attendance) -> str:
    entry = attendance.entry
    if entry.cancelled_at is not None:
        return "The date is off."
    if entry.is_over:
        return "The date was over."
    if attendance.person.left_on is not None:
        return "They have left the trust."
    return "They are no longer asked." if attendance.removed_at is not None else ""


def _answer(came: _Incoming, reply: Answered) -> Fate:
    attendance, stamp = came.attendance, came.stamp_of(reply)
    sequence = _sequence_of(reply, attendance)
    again = (reply.answer, sequence, stamp, Via.DIARY)
    known = (attendance.answer, attendance.answer_sequence, attendance.answer_stamp, attendance.answered_via)
    if again == known or _is_known_history(attendance, reply, sequence):
        return _ignored("The same answer came before.")
    details = AnswerDetails(
        entry_id=attendance.entry_id,
        answer=reply.answer,
        comment=reply.comment,
        via=Via.DIARY,
        sequence=sequence,
        stamp=stamp,
    )
    refused = _step(came, "answer_date", details)
    if refused:
        return _ignored(refused, keeps_mail=True)
    # What counts is what is written down now, whatever else this step has changed.
    counts = (attendance.answer_sequence, attendance.answer_stamp) == (sequence, stamp)
    if counts:
        return Fate(InboundStatus.APPLIED, f"They answered {reply.answer}.")
    said = f"They answered {reply.answer}, to an earlier time or before they changed it."
    return Fate(InboundStatus.HISTORY, said)


def _is_known_history(attendance: Attendance, reply: Answered, sequence: int) -> bool:
    """Whether it is an older answer that the timeline has already: some servers bring a mail many times."""
    newest = attendance.answer_stamp
    is_older = reply.stamp is not None and newest is not None and reply.stamp < newest
    if reply.stamp is None or not (is_older or sequence < attendance.entry.time_sequence):
        return False
    said = (attendance.entry_id, reply.answer, reply.stamp.isoformat())
    before = select(Event.details).where(
        Event.place_id == attendance.entry.case_id,
        Event.kind == "answer_date",
        Event.actor_id == attendance.person_id,
    )
    return any(
        (one.get("entry_id"), one.get("answer"), one.get("stamp")) == said
        for one in db.session.scalars(before)
    )


def _sequence_of(reply: Answered, attendance: Attendance) -> int:
    """Which version of the date is answered: never a later one than there is.

    Whoever answers the newest mail to them answers the date as it is: of somebody else who is no longer asked
    they were told nothing. A reply without a number that is older than that mail is to an earlier time, if
    there was one.
    """
    entry = attendance.entry
    if reply.sequence is not None:
        return entry.sequence if reply.sequence >= _told(attendance) else reply.sequence
    is_older = reply.stamp is not None and attendance.stamped_at is not None
    if is_older and reply.stamp < attendance.stamped_at and entry.time_sequence > 0:  # type: ignore[operator]
        return entry.time_sequence - 1
    return entry.sequence


def _told(attendance: Attendance) -> int:
    """The number in the newest mail about the date to this person, which is what their diary can know."""
    newest = (
        select(Message.facts)
        .where(
            Message.entry_id == attendance.entry_id,
            Message.person_id == attendance.person_id,
            Message.reason == Reason.DATE,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    facts = db.session.scalar(newest) or {}
    return int(facts.get("sequence", attendance.entry.sequence))


def _put_before(came: _Incoming, kind: ReplyKind, why: str) -> Fate:
    """Put the mail before whoever arranged the date, with the original beside it."""
    attendance, content = came.attendance, came.content
    if _waiting(attendance) >= MOST_TO_SETTLE:
        return _ignored("Too many letters about this date wait already.", keeps_mail=True)
    details = ReplyArrived(
        entry_id=attendance.entry_id,
        person_id=attendance.person_id,
        kind=kind,
        sender=came.sender[:500],
        said=" ".join(filter(None, (why, _comment_in(came)))),
        answer=content.answer if isinstance(content, Reply) else Answer.NONE,
        proposed=_proposed(content, attendance),
        original=came.mail.raw,
    )
    refused = _step(came, "reply_arrived", details)
    if refused:
        return _ignored(refused, keeps_mail=True)
    return Fate(InboundStatus.TO_SETTLE, f"Before the organiser: {kind}.")


def _comment_in(came: _Incoming) -> str:
    return (came.content.comment if isinstance(came.content, Reply) else "") or came.found.said


def _waiting(attendance: Attendance) -> int:
    statement = select(func.count(ReplyToSettle.id)).where(
        ReplyToSettle.entry_id == attendance.entry_id,
        ReplyToSettle.person_id == attendance.person_id,
        ReplyToSettle.settled_at.is_(None),
    )
    return db.session.scalar(statement) or 0


def _step(came: _Incoming, transition: str, details: Any) -> str:
    """Make one step on the case; gives why it was refused, in words, and leaves no trace of it then."""
    attendance = came.attendance
    actor = attendance.person if isinstance(details, AnswerDetails) else None
    try:
        with db.session.begin_nested():
            perform(attendance.entry.case, transition, actor, details)
    except Refused as refusal:
        return str(refusal)
    except InvalidDetails as invalid:
        return " ".join(f"{problem}." for problem in invalid.problems.values())
    db.session.refresh(attendance)
    return ""


KINDS: Final[dict[type[Any], ReplyKind]] = {
    Countered: ReplyKind.COUNTER,
    Delegated: ReplyKind.DELEGATE,
    Unreadable: ReplyKind.UNREADABLE,
}
"""Why a person has to look at it; everything else is words."""


def _words_of(content: Content) -> str:
    """What the mail is, where what somebody said in it does not tell."""
    match content:
        case Delegated(to=to):
            return f"{to} is to come instead." if to else "Somebody else is to come instead."
        case Unasked(method=method):
            return f"Their diary sent a {UNASKED.get(method, 'calendar mail')}, which changes nothing here."
        case Undecided():
            return "Their diary sent a reply without an answer."
        case Unreadable(why=why):
            return why
        case _:
            return ""


UNASKED: Final = {
    "REQUEST": "new invitation",
    "CANCEL": "cancellation",
    "PUBLISH": "calendar",
    "ADD": "further date",
    "DECLINECOUNTER": "no to another time",
}


def _proposed(content: Content, attendance: Attendance) -> Span | None:
    """The time in it; as long as the date is now, where it says only when it begins."""
    if not isinstance(content, Countered) or content.starts_at is None:
        return None
    entry = attendance.entry
    ends_at = content.ends_at or content.starts_at + (entry.ends_at - entry.starts_at)
    return Span(content.starts_at, ends_at, content.all_day)
