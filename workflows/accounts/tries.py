"""Limits to guessing, by account and by address, kept in the database so that all processes share them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, NamedTuple

import structlog
from sqlalchemy import delete, select

from workflows.accounts.model import Attempt, TooManyTries, digest
from workflows.clock import now
from workflows.database import db

log = structlog.get_logger("alongside.security")


class Limit(NamedTuple):
    """At most so many tries in a while."""

    tries: int
    within: timedelta


#: A school office shares one address, so that an address may try far more often than an account.
LIMITS: Final = {
    ("sign in", "account"): Limit(10, timedelta(minutes=15)),
    ("sign in", "address"): Limit(100, timedelta(minutes=15)),
    ("reset", "account"): Limit(3, timedelta(hours=1)),
    ("reset", "address"): Limit(30, timedelta(hours=1)),
    ("open a report", "link"): Limit(10, timedelta(hours=1)),
}
_KEPT_FOR: Final = timedelta(days=1)


def check_tries(what: str, **by: str) -> None:
    """Raise TooManyTries if an account or an address has had its tries of this kind."""
    for kind, value in by.items():
        limit = LIMITS[what, kind]
        since = now() - limit.within
        tries = db.session.scalars(
            select(Attempt.at)
            .where(Attempt.key == _key(what, kind, value), Attempt.at > since)
            .order_by(Attempt.at.desc())
            .limit(limit.tries)
        ).all()
        if len(tries) >= limit.tries:
            log.warning("too many tries", what=what, by=kind)
            raise TooManyTries(tries[-1] - since)


def count_try(what: str, **by: str) -> None:
    """Write down a try, and forget those of yesterday."""
    moment = now()
    db.session.add_all(Attempt(key=_key(what, kind, value), at=moment) for kind, value in by.items())
    db.session.execute(delete(Attempt).where(Attempt.at < moment - _KEPT_FOR))


def forget_tries(what: str, **by: str) -> None:
    """Whoever got in has not been guessing."""
    keys = [_key(what, kind, value) for kind, value in by.items()]
    db.session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def _key(what: str, kind: str, value: str) -> str:
    return digest(f"{what}:{kind}:{value.strip().lower()}")
