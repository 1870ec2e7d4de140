"""Signing in and out: the row in the table is the right, and counts while its person holds something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Final

import structlog
from sqlalchemy import delete, select

from workflows import passwords
from workflows.accounts.model import Credential, SignIn, WrongPassword, digest, person_with
from workflows.accounts.tries import check_tries, count_try, forget_tries
from workflows.clock import now, today
from workflows.database import db
from workflows.people import Appointment, Person, standing
from workflows.places import Place, PlaceKind, Trust

log = structlog.get_logger("alongside.security")

FORGOTTEN_AFTER: Final = timedelta(days=30)
"""How long sign-ins that no longer count are kept."""


def sign_in(email: str, password: str, *, device: str, address: str) -> tuple[Person, str]:
    """Check a password and begin a sign-in; gives the person and the token for their browser.

    Raises TooManyTries, or WrongPassword after counting the try (which the caller's transaction must keep).
    """
    check_tries("sign in", account=email, address=address)
    person = person_with(email)
    credential = db.session.get(Credential, person.id) if person else None
    if not passwords.fits(password, credential.password_hash if credential else None):
        credential = None
    if person is None or credential is None or not may_enter(person):
        count_try("sign in", account=email, address=address)
        log.warning("sign-in refused", person=person.id if person else None)
        raise WrongPassword("Your email address or your password is not right. Check both and try again.")
    if passwords.is_outdated(credential.password_hash):
        credential.password_hash = passwords.hash_of(password)
    forget_tries("sign in", account=email)
    return person, begin(person, device)


def begin(person: Person, device: str) -> str:
    """Begin a sign-in of a person whose right to it has been checked; gives the token for their browser."""
    token = token_urlsafe(32)
    db.session.execute(delete(SignIn).where(SignIn.started_at < now() - FORGOTTEN_AFTER))
    db.session.add(
        SignIn(
            trust_id=person.trust_id,
            person_id=person.id,
            token_hash=digest(token),
            started_at=now(),
            device=device[:80],
        )
    )
    log.info("signed in", person=person.id, trust=person.trust_id)
    return token


def find_sign_in(token: str, longest: timedelta) -> tuple[Person, Trust] | None:
    """Whose sign-in this is, in which trust, unless it has ended or is older than allowed."""
    row = db.session.execute(
        select(Person, Trust)
        .join(SignIn, SignIn.person_id == Person.id)
        .join(Trust, Trust.id == Person.trust_id)
        .where(SignIn.token_hash == digest(token), SignIn.started_at > now() - longest)
    ).first()
    return (row[0], row[1]) if row and not _has_left(row[0]) else None


@dataclass(frozen=True)
class Office:
    """A role that somebody holds at the trust, at a school or in a hub."""

    role: str
    place_id: int
    kind: PlaceKind
    place: str


def offices_of(person_id: int) -> tuple[Office, ...]:
    """What the person holds today, parts on cases left out: they end with the work, not with the job."""
    # Looked up place by place: a trust has a few dozen, while somebody may have a part on thousands of cases.
    offices = select(Place.id).where(
        Place.kind.in_([kind for kind in PlaceKind if kind is not PlaceKind.CASE])
    )
    rows = db.session.execute(
        select(Appointment.role, Place.id, Place.kind, Place.name)
        .join(Place, Place.id == Appointment.place_id)
        .where(Appointment.person_id == person_id, standing(today()), Appointment.place_id.in_(offices))
        .order_by(Appointment.id)
    )
    return tuple(Office(*row) for row in rows)


def may_enter(person: Person) -> bool:
    """Whether somebody still works in, or governs, any part of the trust."""
    return not _has_left(person) and bool(offices_of(person.id))


def _has_left(person: Person) -> bool:
    return person.left_on is not None and person.left_on <= today()


def end(token: str) -> None:
    """Sign a browser out."""
    db.session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))


def end_one(person: Person, sign_in_id: int) -> None:
    """Sign one of a person's devices out; another person's is left alone."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id))
    log.info("device signed out", person=person.id)


def end_all(person: Person, *, but: str = "") -> None:
    """Sign all of a person's devices out, but the one with this token."""
    db.session.execute(
        delete(SignIn).where(SignIn.person_id == person.id, SignIn.token_hash != digest(but))
    )  # fmt: skip
    log.info("signed out everywhere", person=person.id)


@dataclass(frozen=True)
class Device:
    """A browser that is signed in, as its owner sees it."""

    id: int
    name: str
    since: datetime
    is_this_one: bool


def devices_of(person: Person, *, token: str, longest: timedelta) -> list[Device]:
    """Where the person is signed in, newest first."""
    rows = db.session.execute(
        select(SignIn.id, SignIn.device, SignIn.started_at, SignIn.token_hash)
        .where(SignIn.person_id == person.id, SignIn.started_at > now() - longest)
        .order_by(SignIn.started_at.desc())
    )
    here = digest(token)
    return [Device(row.id, row.device, row.started_at, row.token_hash == here) for row in rows]
