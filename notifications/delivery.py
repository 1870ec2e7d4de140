"""Messages become mail: claimed under a lease, looked at again, sent outside any transaction, written down.

What is true at each moment is in the row, so that a worker can be killed at any point:

=====================================  ==========================================================
the row says                           after the lease has run out
=====================================  ==========================================================
sending, handed_over_at empty          it never left: queued again
sending, handed_over_at set            it may have left: unknown, and never blindly sent again
=====================================  ==========================================================

`attempts` tells one claim from the next: whoever was slower than its lease finds another number, and stops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from time import sleep
from typing import Any, Final

import structlog
from sqlalchemy import ColumnElement, exists, insert, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased

from notifications import receipts
from notifications.channels import LeaseLost, Line, Outcome, Permanent, Sent, Temporary, Unknown
from notifications.channels.mailbox import Letter
from notifications.loading import Loaded, load
from notifications.mail import Mail
from notifications.rendering import render
from notifications.setup import Setup, reading, transaction
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message, MessageStatus, Reason, having
from workflows.news import URGENT

TURN_OVER: Final = "The turn was over before the mail could leave."
REPLACED: Final = "Somebody else holds the post by now."
HAS_LEFT: Final = "They have left the trust."
NO_NEWS: Final = "They have stopped news by mail."
LINK_TOO_OLD: Final = "The link in it had run out before the mail could leave."
NOTHING_LEFT: Final = "Nothing that it was to carry still stands."

log = structlog.get_logger("alongside.delivery")


@dataclass(frozen=True)
class Superseded:
    """It is no longer true, or no longer wanted."""

    reason: str


@dataclass(frozen=True)
class Suppressed:
    """The address takes no mail."""

    reason: str


@dataclass(frozen=True)
class Postponed:
    """It was not tried, and waits."""

    until: datetime


Fate = Outcome | Superseded | Suppressed | Postponed


@dataclass(frozen=True)
class Claim:
    """A message that this worker holds until its lease runs out."""

    message_id: int
    #: which attempt this is; another worker's claim would have the next number
    attempt: int
    #: an earlier attempt may have arrived, whatever becomes of this one
    in_doubt: bool = field(default=False, compare=False)

    def holds(self) -> ColumnElement[bool]:
        """The condition under which the claim is still this worker's."""
        return (
            (Message.id == self.message_id)
            & (Message.status == MessageStatus.SENDING)
            & (Message.attempts == self.attempt)
        )


@dataclass(frozen=True)
class Result:
    """What has become of a claim."""

    claim: Claim
    fate: Fate
    at: datetime
    mail: Mail | None = None
    #: the message's facts, so that what is secret in them can be wiped
    facts: dict[str, Any] = field(default_factory=dict)


def deliver(setup: Setup) -> Counter[str]:
    """Send everything that is due; gives how many messages ended in which status."""
    counts: Counter[str] = Counter()
    with scope(EVERY_TRUST):
        while not setup.stopping() and (claims := claim(setup)):
            results = _deliver_batch(claims, setup)
            counts.update(str(_values(result, setup)["status"]) for result in results)
            if any(_concerns_all(result) for result in results):
                break  # nothing can be sent at present; the next round tries again
    return counts


def claim(setup: Setup) -> list[Claim]:
    """Take on the next messages; what other workers hold is passed over."""
    at = now()
    with transaction():
        due = (
            select(Message.id, Message.attempts, Message.handed_over_at)
            .where(having(MessageStatus.QUEUED), *_is_due(setup, at), ~_waits_for_another())
            .order_by(Message.send_after, Message.id)
            .limit(setup.channel.batch)
            .with_for_update(of=Message, skip_locked=True)
        )
        claims = [
            Claim(row.id, row.attempts + 1, in_doubt=row.handed_over_at is not None)
            for row in db.session.execute(due)
        ]
        if claims:
            db.session.execute(
                update(Message)
                .where(Message.id.in_([one.message_id for one in claims]))
                .values(
                    status=MessageStatus.SENDING,
                    attempts=Message.attempts + 1,
                    lease_until=at + setup.pace.lease,
                ),
                execution_options={"synchronize_session": False},
            )
    return claims


@cache
def _waits_for_another() -> ColumnElement[bool]:
    """Mail about one date reaches a diary in order: while an earlier one is on its way, later ones wait."""
    earlier = aliased(Message)
    return (Message.reason == Reason.DATE) & exists().where(
        earlier.entry_id == Message.entry_id,
        earlier.person_id == Message.person_id,
        earlier.id < Message.id,
        earlier.reason == Reason.DATE,
        earlier.status == MessageStatus.SENDING,
    )


def _is_due(setup: Setup, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is late is left to `digests.catch_up`, which gives it a new time or puts it in a digest."""
    if setup.hurry:
        return ()
    on_time = Message.send_after >= at - setup.pace.late_after
    return Message.send_after <= at, or_(on_time, Message.reason == Reason.ACCOUNT)


def _deliver_batch(claims: Sequence[Claim], setup: Setup) -> list[Result]:
    with reading():
        loaded = load([one.message_id for one in claims])
    settled: list[Result] = []
    ready: list[tuple[Claim, Mail, Loaded]] = []
    for one in claims:
        found = loaded[one.message_id]
        fate = standing(found, setup) or _written(found, setup)
        if isinstance(fate, Mail):
            ready.append((one, fate, found))
        else:
            settled.append(Result(one, fate, now(), facts=found.telling.facts))
    record(settled, setup)
    return settled + _send_all(ready, setup)


def standing(loaded: Loaded, setup: Setup) -> Fate | None:
    """Why a message must not leave now, looked at again at the last moment; None if it may."""
    at, reason = now(), loaded.telling.reason
    if loaded.suppressed is not None:
        return Suppressed(loaded.suppressed or "The address takes no mail.")
    untrue = {
        HAS_LEFT: loaded.has_left,
        TURN_OVER: loaded.turn_over,
        REPLACED: loaded.replaced,
        NO_NEWS: reason is Reason.TOLD and not loaded.wants_news,
        LINK_TOO_OLD: loaded.expires_at is not None and loaded.expires_at <= at,
        NOTHING_LEFT: reason is Reason.DIGEST and not loaded.telling.items,
    }
    for why, applies in untrue.items():
        if applies:
            return Superseded(why)
    if loaded.stale:
        return Superseded(loaded.stale)
    if (
        reason is not Reason.ACCOUNT
        and not setup.hurry
        and loaded.open_from > at
        and not _is_pressing(loaded)
    ):
        return Postponed(loaded.open_from)
    return None


def _is_pressing(loaded: Loaded) -> bool:
    """A date would have begun before its reader's school opens again: then the hour does not matter."""
    if URGENT in loaded.telling.facts:
        return True
    return loaded.begins_at is not None and loaded.begins_at <= loaded.open_from


def _written(loaded: Loaded, setup: Setup) -> Mail | Permanent:
    try:
        return render(loaded.telling, setup.stationery)
    except Exception as error:
        log.exception("a mail could not be written", message=loaded.telling.message_id)
        return Permanent(f"The mail could not be written: {type(error).__name__}.")


def _send_all(ready: list[tuple[Claim, Mail, Loaded]], setup: Setup) -> list[Result]:
    results: list[Result] = []
    hopeless: Outcome | None = None
    with setup.channel.open() as line:
        for one, mail, found in ready:
            if setup.stopping():
                fate: Fate | None = Postponed(now())
            else:
                fate = hopeless or _send(line, one, mail, setup=setup)
            if fate is None:
                continue
            if isinstance(fate, Temporary) and fate.concerns_all:
                hopeless = fate
            results.append(Result(one, fate, now(), mail, found.telling.facts))
            if not setup.channel.is_ours:
                record_surely(results[-1:], setup)
    if setup.channel.is_ours:
        record(results, setup)
    return results


def _send(line: Line, one: Claim, mail: Mail, *, setup: Setup) -> Fate | None:
    """Send one mail; None if another worker has taken it on meanwhile."""
    try:
        return line.send(mail, lambda: hand_over(one, setup))
    except LeaseLost:
        log.warning("a message was taken on by another worker", message=one.message_id)
        return None


def hand_over(one: Claim, setup: Setup) -> None:
    """Commit that from here on the mail may have left. Raises LeaseLost."""
    at = now()
    with transaction():
        changed: Any = db.session.execute(
            update(Message).where(one.holds()).values(handed_over_at=at, lease_until=at + setup.pace.lease),
            execution_options={"synchronize_session": False},
        )
        if changed.rowcount != 1:
            raise LeaseLost


def record(results: Sequence[Result], setup: Setup) -> None:
    """Write down what has become of these messages, and keep our own mailbox's letters, in one commit."""
    if not results:
        return
    with transaction():
        held = _still_held(results)
        known = [result for result in results if result.claim in held]
        letters = [
            result.fate.letter for result in known if isinstance(result.fate, Sent) and result.fate.letter
        ]
        if letters:
            db.session.execute(insert(Letter), letters)
        for rows in _alike(known, setup):
            db.session.execute(update(Message), rows)
        if setup.channel.reports_back:  # its word may have been quicker than ours
            receipts.follow([result.claim.message_id for result in known])


def record_surely(results: Sequence[Result], setup: Setup) -> None:
    """The same, tried again while the database is away: a mail that has left must not end in doubt."""
    for pause in setup.pace.insist:
        try:
            return record(results, setup)
        except OperationalError:
            log.warning("an outcome could not be written yet", message=results[0].claim.message_id)
            sleep(pause)
    return record(results, setup)


def _still_held(results: Iterable[Result]) -> set[Claim]:
    """Claims that nobody else has taken on; one that was swept up as in doubt can still learn its outcome."""
    statement = (
        select(Message.id, Message.attempts)
        .where(
            Message.id.in_([result.claim.message_id for result in results]),
            Message.status.in_((MessageStatus.SENDING, MessageStatus.UNKNOWN)),
        )
        .with_for_update(of=Message)
    )
    return {Claim(row.id, row.attempts) for row in db.session.execute(statement)}


def _alike(results: Iterable[Result], setup: Setup) -> list[list[dict[str, Any]]]:
    """Rows for the ORM's update by primary key, together where they set the same columns."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for result in results:
        row = {"id": result.claim.message_id, **_values(result, setup)}
        groups.setdefault(tuple(row), []).append(row)
    return list(groups.values())


def _values(result: Result, setup: Setup) -> dict[str, Any]:
    """The columns that a fate sets."""
    values = _status(result, setup)
    if result.mail is not None and not isinstance(result.fate, Postponed):
        values |= {"subject": result.mail.subject, "sent_to": result.mail.to_address}
    if "path" in result.facts and values["status"] is not MessageStatus.QUEUED:
        # The link is a key to somebody's account: once the mail has gone, nobody may read it here.
        values["facts"] = {name: value for name, value in result.facts.items() if name != "path"}
    return values


_FINAL: Final[dict[type[Any], MessageStatus]] = {
    Permanent: MessageStatus.FAILED,
    Unknown: MessageStatus.UNKNOWN,
    Superseded: MessageStatus.SUPERSEDED,
    Suppressed: MessageStatus.SUPPRESSED,
}


def _status(result: Result, setup: Setup) -> dict[str, Any]:
    match result.fate:
        case Sent(provider_id=provider_id):
            sent = {"status": MessageStatus.SENT, "sent_at": result.at, "problem": ""}
            return {**sent, "provider_id": provider_id}
        case Temporary():
            return _again_or_never(result.fate, result, setup)
        case Postponed(until=until):
            attempts = result.claim.attempt - 1
            return {"status": MessageStatus.QUEUED, "send_after": until, "attempts": attempts}
        case fate:
            return {"status": _FINAL[type(fate)], "problem": fate.reason}


def _again_or_never(fate: Temporary, result: Result, setup: Setup) -> dict[str, Any]:
    common: dict[str, Any] = {"problem": fate.reason}
    if not result.claim.in_doubt:
        common["handed_over_at"] = None
    if result.claim.attempt > setup.pace.retries:
        return {"status": MessageStatus.FAILED, **common}
    next_try = max(result.at + setup.pace.retry_every, fate.retry_at or result.at)
    return {"status": MessageStatus.QUEUED, "send_after": next_try, **common}


def _concerns_all(result: Result) -> bool:
    return isinstance(result.fate, Temporary) and result.fate.concerns_all
