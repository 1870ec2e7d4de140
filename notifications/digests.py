"""The daily mail: what waits for it is gathered into one digest a person and open day, at 07:00.

What is late after an outage is gathered in the same way, so that nobody finds a heap of mail; and so is the
news of messages of which nobody can know whether they arrived.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, func, or_, select, update

from notifications import date_reminding
from notifications.reminding import any_due
from notifications.setup import AnyRow, AnySelect, Pace, Setup, transaction
from workflows.cases import Deadline
from workflows.clock import LONDON, local, now
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.model import CalendarEntry
from workflows.messages import INSERT, MORNING, Message, MessageStatus, Reason, having, open_moment
from workflows.people import Person
from workflows.places import Trust
from workflows.school_calendar import calendars

PEOPLE_AT_ONCE: Final = 200
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
CARRIED: Final = "It went with the daily mail."
TURN_OVER: Final = "The turn was over before the mail could leave."
_FIRST: Final = {Reason.DATE: 0, Reason.TURN: 1}
NEWS: Final = (Reason.TURN, Reason.TOLD, Reason.REMINDER)

_UNWATCHED: Final = {"synchronize_session": False}


@dataclass(frozen=True)
class _Reader:
    """Somebody with mail to be gathered, held for this transaction so that no other round does it too."""

    person_id: int
    trust_id: int
    #: when mail may next reach them
    open_from: datetime

    @property
    def day(self) -> date:
        """The day of the digest that comes next."""
        return self.open_from.astimezone(LONDON).date()

    @property
    def key(self) -> str:
        return f"digest:{self.person_id}:{self.day.isoformat()}"


def gather(setup: Setup) -> int:
    """Make the digests that are due; gives how many."""
    at = now()
    with scope(EVERY_TRUST):
        if setup.hurry:
            with transaction():
                _let_go_at_once(at)
            return 0
        if any_due() or date_reminding.any_due():
            db.session.rollback()
            return 0  # a reminder that belongs in a digest is still to be written; the next round does both
        return _for_everybody(lambda: _waiting(at, setup.pace), setup, _Gathering(at, setup.pace).make)


def catch_up(setup: Setup) -> int:
    """Gather what is late, or let it go slowly after today's digest; gives for how many people."""
    if setup.hurry:
        return 0
    at = now()
    with scope(EVERY_TRUST):
        return _for_everybody(lambda: _late(at, setup.pace), setup, _CatchingUp(at, setup.pace).sort)


def _for_everybody(
    candidates: Callable[[], AnySelect], setup: Setup, work: Callable[[list[_Reader]], int]
) -> int:  # fmt: skip
    """Work through people in batches, each a transaction, in the order of their ids."""
    done, last = 0, 0
    while not setup.stopping():
        with transaction():
            statement = candidates().where(Message.person_id > last)
            ids = db.session.scalars(
                statement.distinct().order_by(Message.person_id).limit(PEOPLE_AT_ONCE)
            ).all()
            if ids:
                done += work(_hold(ids))
        if not ids:
            break
        last = ids[-1]
    return done


def _hold(ids: Sequence[int]) -> list[_Reader]:
    """These people, but for those whom another round is gathering for at this moment."""
    at = now()
    statement = (
        select(Person.id, Person.trust_id, Person.school_id)
        .where(Person.id.in_(ids))
        .with_for_update(of=Person, key_share=True, skip_locked=True)
    )
    rows = db.session.execute(statement).all()
    wanted = {row.trust_id for row in rows}
    trusts = {one.id: calendars(one) for one in db.session.scalars(select(Trust).where(Trust.id.in_(wanted)))}
    return [
        _Reader(row.id, row.trust_id, open_moment(at, row.school_id, trusts[row.trust_id])) for row in rows
    ]


def _waiting(at: datetime, pace: Pace) -> AnySelect:
    """People with something that waited for this morning's mail."""
    morning = local(at.astimezone(LONDON).date(), MORNING)
    return select(Message.person_id).where(
        or_(
            and_(
                having(MessageStatus.GATHERED),
                Message.send_after <= morning,
                Message.send_after <= at,
            ),
            _given_up_on(at, pace),
        )
    )


def _given_up_on(at: datetime, pace: Pace) -> Any:
    """Messages of which no word has come, whose news nobody carries yet."""
    return and_(
        having(MessageStatus.UNKNOWN),
        Message.carried_by_id.is_(None),
        Message.handed_over_at < at - pace.in_doubt_for,
        Message.reason.in_((*NEWS, Reason.DATE, Reason.DIGEST)),
    )


def _late(at: datetime, pace: Pace) -> AnySelect:
    return select(Message.person_id).where(*_is_late(at, pace))


def _is_late(at: datetime, pace: Pace) -> tuple[Any, ...]:
    return (
        having(MessageStatus.QUEUED),
        Message.send_after < at - pace.late_after,
        Message.reason != Reason.ACCOUNT,
    )


@dataclass(frozen=True)
class _Gathering:
    at: datetime
    pace: Pace

    def make(self, readers: list[_Reader]) -> int:
        """One digest for each of these people who may get mail now and has had none today."""
        away = [reader for reader in readers if reader.open_from > self.at]
        _wait_until_open(away)
        here = {reader.person_id: reader for reader in readers if reader.open_from <= self.at}
        rows = db.session.execute(self._carried(here)).all()
        over = [row.id for row in rows if row.closed_at is not None]
        _set(over, status=MessageStatus.SUPERSEDED, problem=TURN_OVER)
        theirs: dict[int, list[AnyRow]] = defaultdict(list)
        for row in rows:
            if row.closed_at is None:
                theirs[row.person_id].append(row)
        digests = self._digests([here[person_id] for person_id in theirs])
        for person_id, digest_id in digests.items():
            _carry(theirs[person_id], digest_id)
        return len(digests)

    def _carried(self, people: Iterable[int]) -> AnySelect:
        """Everything that waits for these people, which is more than what made a digest due."""
        return (
            select(Message.id, Message.person_id, Message.status, Deadline.closed_at)
            .outerjoin(
                Deadline,
                and_(
                    Deadline.id == Message.deadline_id,
                    Message.reason.in_((Reason.TURN, Reason.REMINDER)),
                ),
            )
            .where(
                Message.person_id.in_(list(people)),
                or_(
                    and_(having(MessageStatus.GATHERED), Message.send_after <= self.at),
                    _given_up_on(self.at, self.pace),
                ),
            )
            .order_by(Message.id)
        )

    def _digests(self, readers: list[_Reader]) -> dict[int, int]:
        """The digest of today for each person, by their id: one that is still to leave, or a new one."""
        keys = {reader.key: reader.person_id for reader in readers}
        had = set(db.session.scalars(select(Message.dedupe_key).where(Message.dedupe_key.in_(keys))).all())
        found = self._unsent([reader for reader in readers if reader.key not in had])
        new = [
            _digest(reader, self.at)
            for reader in readers
            if reader.key not in had and reader.person_id not in found
        ]
        if new:
            db.session.connection().execute(INSERT, new)
            made = select(Message.id, Message.person_id).where(
                Message.dedupe_key.in_([row["dedupe_key"] for row in new])
            )
            found |= {row.person_id: row.id for row in db.session.execute(made)}
        return found

    def _unsent(self, readers: list[_Reader]) -> dict[int, int]:
        """Digests of an earlier day that have not left: they become today's, so that there are never two."""
        keys = {reader.person_id: reader.key for reader in readers}
        statement = select(Message.id, Message.person_id).where(
            Message.person_id.in_(keys),
            having(MessageStatus.QUEUED),
            Message.reason == Reason.DIGEST,
        )
        found = {row.person_id: row.id for row in db.session.execute(statement.with_for_update(of=Message))}
        for person_id, digest_id in found.items():
            _set([digest_id], dedupe_key=keys[person_id], send_after=self.at)
        return found


@dataclass(frozen=True)
class _CatchingUp:
    at: datetime
    pace: Pace

    def sort(self, readers: list[_Reader]) -> int:
        """Gather the late mail of whoever still gets a digest; a few an hour for whoever has had theirs."""
        rows = self._late_rows(readers)
        keys = [reader.key for reader in readers]
        had = set(db.session.scalars(select(Message.dedupe_key).where(Message.dedupe_key.in_(keys))).all())
        for reader in readers:
            theirs = rows[reader.person_id]
            news = [row.id for row in theirs if row.reason in NEWS]
            if len(news) > 1 and reader.key not in had:
                morning = local(reader.day, MORNING)
                _set(news, status=MessageStatus.GATHERED, send_after=morning)
                theirs = [row for row in theirs if row.reason not in NEWS]
            self._release(reader, theirs)
        return len(readers)

    def _late_rows(self, readers: list[_Reader]) -> dict[int, list[AnyRow]]:
        people = [reader.person_id for reader in readers]
        statement = (
            select(Message.id, Message.person_id, Message.reason, CalendarEntry.starts_at)
            .outerjoin(
                CalendarEntry, and_(CalendarEntry.id == Message.entry_id, Message.reason == Reason.DATE)
            )
            .where(Message.person_id.in_(people), *_is_late(self.at, self.pace))
            .order_by(Message.id)
            .with_for_update(of=Message, skip_locked=True)
        )
        rows: dict[int, list[AnyRow]] = defaultdict(list)
        for row in db.session.execute(statement):
            rows[row.person_id].append(row)
        return rows

    def _release(self, reader: _Reader, theirs: list[AnyRow]) -> None:
        """Their diary first, then what is asked of them; what goes over the limit stays late until the next
        hour, but for a date that is almost there."""
        if not theirs:
            return
        soon = [row.id for row in theirs if row.starts_at and row.starts_at < self.at + A_DAY]
        rest = [row for row in theirs if row.id not in soon]
        first = sorted(rest, key=lambda row: (_FIRST.get(row.reason, len(_FIRST)), row.id))
        room = max(self.pace.late_an_hour - self._in_the_last_hour(reader) - len(soon), 0)
        _set([*soon, *(row.id for row in first[:room])], send_after=self.at)

    def _in_the_last_hour(self, reader: _Reader) -> int:
        """How many have left, or are about to."""
        since = self.at - AN_HOUR
        leaving = (MessageStatus.QUEUED, MessageStatus.SENDING)
        statement = select(func.count(Message.id)).where(
            Message.person_id == reader.person_id,
            or_(
                and_(Message.status.in_(leaving), Message.send_after >= since, Message.send_after <= self.at),
                Message.handed_over_at > since,
                Message.sent_at > since,
            ),
        )
        return db.session.scalar(statement) or 0


def _digest(reader: _Reader, at: datetime) -> dict[str, Any]:
    return {
        "trust_id": reader.trust_id,
        "dedupe_key": reader.key,
        "kind": "digest",
        "reason": Reason.DIGEST,
        "person_id": reader.person_id,
        "status": MessageStatus.QUEUED,
        "created_at": at,
        "send_after": at,
        "facts": {},
    }


def _carry(rows: Iterable[AnyRow], digest_id: int) -> None:
    """What a digest carries is superseded by it; what is in doubt stays so, and goes along in case."""
    gathered = [row.id for row in rows if row.status == MessageStatus.GATHERED]
    in_doubt = [row.id for row in rows if row.status == MessageStatus.UNKNOWN]
    _set(gathered, status=MessageStatus.SUPERSEDED, carried_by_id=digest_id, problem=CARRIED)
    _set(in_doubt, carried_by_id=digest_id)


def _wait_until_open(readers: list[_Reader]) -> None:
    """Mail for whoever is closed today is not looked at again before they open."""
    for reader in readers:
        db.session.execute(
            update(Message)
            .where(Message.person_id == reader.person_id, having(MessageStatus.GATHERED))
            .values(send_after=reader.open_from),
            execution_options=_UNWATCHED,
        )


def _let_go_at_once(at: datetime) -> None:
    db.session.execute(
        update(Message)
        .where(having(MessageStatus.GATHERED))
        .values(status=MessageStatus.QUEUED, send_after=at),
        execution_options=_UNWATCHED,
    )


def _set(ids: list[int], **values: Any) -> None:
    if ids:
        db.session.execute(
            update(Message).where(Message.id.in_(ids)).values(**values), execution_options=_UNWATCHED
        )
