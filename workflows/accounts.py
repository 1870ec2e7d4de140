"""Accounts: passwords, invitations, sign-ins and the devices they are on, and limits to guessing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final, NamedTuple

import structlog
from sqlalchemy import ForeignKey, Index, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows import messages, passwords
from workflows.clock import now, today
from workflows.database import Model, Scoped, db, text_enum
from workflows.events import record
from workflows.messages import Reason
from workflows.people import Appointment, Holder, Person, standing
from workflows.places import Place, PlaceKind, Trust

log = structlog.get_logger("alongside.security")


class Purpose(StrEnum):
    """What a link that was sent by mail is for."""

    INVITATION = "invitation"
    RESET = "password_reset"


LIFETIMES: Final = {Purpose.INVITATION: timedelta(days=14), Purpose.RESET: timedelta(hours=1)}
PATHS: Final = {Purpose.INVITATION: "/welcome/", Purpose.RESET: "/new-password/"}


class Credential(Scoped, Model):
    """The password of a person who has set one."""

    __tablename__ = "credentials"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str]
    set_at: Mapped[datetime]


class SignIn(Scoped, Model):
    """A browser in which somebody is signed in; the row is the right, and goes when they sign out."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    #: in words for its owner: "Firefox on Windows"
    device: Mapped[str] = mapped_column(String(80), default="")

    person: Mapped[Person] = relationship()


class AccountLink(Scoped, Model):
    """A link that was sent by mail and lets one person set a password, once."""

    __tablename__ = "account_links"
    __table_args__ = (Index(None, "person_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class Attempt(Model):
    """One try that counts towards a limit. Accounts and addresses are hashed; rows live for a day."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


class AccountProblem(Exception):
    """Base of what keeps somebody from signing in or setting a password; its text can be shown to them."""


class WrongPassword(AccountProblem):
    """The address and the password do not belong together; which of them is wrong is not told."""


class LinkNotValid(AccountProblem):
    """The link has been used, is too old, or never was one."""


class PasswordRefused(AccountProblem):
    """The new password is too short or too easily guessed."""


class TooManyTries(AccountProblem):
    """Somebody guesses, or seems to; `wait` is how long until the next try counts."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("There have been many tries in a short time.")
        self.wait = wait


# Limits to guessing


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


def _forget_tries(what: str, **by: str) -> None:
    keys = [_key(what, kind, value) for kind, value in by.items()]
    db.session.execute(delete(Attempt).where(Attempt.key.in_(keys)))


def _key(what: str, kind: str, value: str) -> str:
    return _digest(f"{what}:{kind}:{value.strip().lower()}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


# Signing in and out


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
    _forget_tries("sign in", account=email)
    return person, begin(person, device)


def begin(person: Person, device: str) -> str:
    """Begin a sign-in of a person whose right to it has been checked; gives the token for their browser."""
    token = token_urlsafe(32)
    db.session.add(
        SignIn(
            trust_id=person.trust_id,
            person_id=person.id,
            token_hash=_digest(token),
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
        .where(SignIn.token_hash == _digest(token), SignIn.started_at > now() - longest)
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
    rows = db.session.execute(
        select(Appointment.role, Place.id, Place.kind, Place.name)
        .join(Place, Place.id == Appointment.place_id)
        .where(Appointment.person_id == person_id, standing(today()), Place.kind != PlaceKind.CASE)
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
    db.session.execute(delete(SignIn).where(SignIn.token_hash == _digest(token)))


def end_one(person: Person, sign_in_id: int) -> None:
    """Sign one of a person's devices out; another person's is left alone."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id))
    log.info("device signed out", person=person.id)


def end_all(person: Person, *, but: str = "") -> None:
    """Sign all of a person's devices out, but the one with this token."""
    db.session.execute(
        delete(SignIn).where(SignIn.person_id == person.id, SignIn.token_hash != _digest(but))
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
    here = _digest(token)
    return [Device(row.id, row.device, row.started_at, row.token_hash == here) for row in rows]


# Passwords and the links that set them


def set_password(person: Person, password: str, *, keep: str = "") -> None:
    """Give a person a new password and end their sign-ins, but the one to keep. Raises PasswordRefused."""
    trust = db.session.get_one(Trust, person.trust_id)
    problem = passwords.problem_with(password, about=(person.name, person.email, trust.name))
    if problem:
        raise PasswordRefused(problem)
    credential = db.session.get(Credential, person.id)
    if credential is None:
        credential = Credential(person_id=person.id, trust_id=person.trust_id)
        db.session.add(credential)
    credential.password_hash, credential.set_at = passwords.hash_of(password), now()
    end_all(person, but=keep)
    log.info("password set", person=person.id)


def change_password(person: Person, *, old: str, new: str, token: str) -> None:
    """Change one's own password and end one's other sign-ins. Raises WrongPassword or PasswordRefused."""
    check_tries("sign in", account=person.email)
    credential = db.session.get(Credential, person.id)
    if not passwords.fits(old, credential.password_hash if credential else None):
        count_try("sign in", account=person.email)
        raise WrongPassword("This is not your present password.")
    set_password(person, new, keep=token)


def has_password(person: Person) -> bool:
    """Whether they have ever set one; people who become somebody in a demonstration have not."""
    return db.session.get(Credential, person.id) is not None


def rename(person: Person, name: str) -> None:
    """Change what somebody is called, at their own wish."""
    if name != person.name:
        changed = {"name": [person.name, name]}
        record(person.trust_id, "person_edited", person, person_id=person.id, changed=changed)
        person.name = name


def invite(person: Person, sender: Person | None = None) -> str:
    """Send somebody a link for their first sign-in; earlier links no longer count. Gives its path."""
    return _send_link(person, Purpose.INVITATION, sender)


def forgot_password(email: str, *, address: str) -> None:
    """Send a link for a new password if there is such a person; whoever asks is told the same either way.

    Raises TooManyTries. Somebody who never set a password gets their invitation again.
    """
    check_tries("reset", account=email, address=address)
    count_try("reset", account=email, address=address)
    person = person_with(email)
    if person is None or not may_enter(person):
        log.info("password link asked for an unknown address")
        return
    _send_link(person, Purpose.RESET if has_password(person) else Purpose.INVITATION, None)


def find_link(token: str, purpose: Purpose) -> AccountLink:
    """The link that still counts; raises LinkNotValid."""
    link = db.session.scalars(
        select(AccountLink).where(
            AccountLink.token_hash == _digest(token),
            AccountLink.purpose == purpose,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > now(),
        )
    ).first()
    if link is None or not may_enter(link.person):
        raise LinkNotValid("This link has been used already, or is too old.")
    return link


def use_link(token: str, purpose: Purpose, password: str) -> Person:
    """Set a password by a link, which then no longer counts. Raises LinkNotValid or PasswordRefused."""
    link = find_link(token, purpose)
    set_password(link.person, password)
    end_links(link.person)
    return link.person


def _send_link(person: Person, purpose: Purpose, sender: Person | None) -> str:
    end_links(person)
    token, moment = token_urlsafe(32), now()
    link = AccountLink(
        trust_id=person.trust_id,
        person_id=person.id,
        purpose=purpose,
        token_hash=_digest(token),
        made_at=moment,
        expires_at=moment + LIFETIMES[purpose],
    )
    db.session.add(link)
    db.session.flush()
    path = PATHS[purpose] + token
    row = messages.row(
        Holder(person.id, person.name, person.email, person.school_id, person.mail_preference),
        trust_id=person.trust_id,
        kind=f"account/{purpose}",
        reason=Reason.ACCOUNT,
        key=f"link:{link.id}",
        created_at=moment,
        send_after=moment,
        sender_id=sender.id if sender else None,
        facts={"path": path},
    )
    db.session.connection().execute(messages.INSERT, row)
    log.info("link sent", purpose=str(purpose), person=person.id)
    return path


def end_links(person: Person) -> None:
    """Let no link that was sent to this person count any more."""
    db.session.execute(
        update(AccountLink)
        .where(AccountLink.person_id == person.id, AccountLink.used_at.is_(None))
        .values(used_at=now())
    )


def person_with(email: str) -> Person | None:
    """Whoever has this address; addresses are unique in an installation."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).first()
