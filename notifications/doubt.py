"""Messages whose worker is gone, and messages of which nobody knows whether they left."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, update

from notifications.setup import Setup, transaction
from workflows.clock import now
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message, MessageStatus, having

NEVER_LEFT: Final = "The worker stopped before it was handed over."
MAY_HAVE_LEFT: Final = "The worker stopped while it was being handed over: it may or may not have arrived."
NO_WORD: Final = "No word has come of it, so it is sent again."


def sweep(setup: Setup) -> int:
    """Settle what workers that are gone have left behind; gives how many messages."""
    at = now()
    ran_out = having(MessageStatus.SENDING) & (Message.lease_until < at)
    never = ran_out & Message.handed_over_at.is_(None)
    tries_left = Message.attempts <= setup.pace.retries
    with scope(EVERY_TRUST), transaction():
        moved = _set(never & tries_left, status=MessageStatus.QUEUED, send_after=at, problem=NEVER_LEFT)
        moved += _set(never & ~tries_left, status=MessageStatus.FAILED, problem=NEVER_LEFT)
        moved += _set(ran_out, status=MessageStatus.UNKNOWN, problem=MAY_HAVE_LEFT)
        if setup.channel.reports_back:
            moved += _set(_is_silent(at, setup), status=MessageStatus.QUEUED, send_after=at, problem=NO_WORD)
    return moved


def _is_silent(at: datetime, setup: Setup) -> ColumnElement[bool]:
    """The provider would have told by now; whatever a digest carries already is not sent again."""
    return (
        having(MessageStatus.UNKNOWN)
        & (Message.handed_over_at < at - setup.pace.in_doubt_for)
        & Message.carried_by_id.is_(None)
    )


def _set(condition: ColumnElement[bool], **values: Any) -> int:
    changed: Any = db.session.execute(
        update(Message).where(condition).values(**values), execution_options={"synchronize_session": False}
    )
    return int(changed.rowcount)
