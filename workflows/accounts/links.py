"""Passwords, and the links that set them: sent by mail, stored as hashes, good for once."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_urlsafe
from typing import Final

import structlog
from sqlalchemy import delete, select, update

from workflows import messages, passwords
from workflows.accounts.model import (
    LIFETIMES,
    PATHS,
    AccountLink,
    Credential,
    LinkNotValid,
    PasswordRefused,
    Purpose,
    WrongPassword,
    digest,
    person_with,
)
from workflows.accounts.sign_ins import end_all, may_enter
from workflows.accounts.tries import check_tries, count_try, forget_tries
from workflows.clock import now
from workflows.database import db
from workflows.events import record
from workflows.messages import Reason
from workflows.people import Holder, Person
from workflows.places import Trust

log = structlog.get_logger("alongside.security")

FORGOTTEN_AFTER: Final = timedelta(days=30)
"""How long links that no longer count are kept."""


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
            AccountLink.token_hash == digest(token),
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
    forget_tries("sign in", account=link.person.email)
    return link.person


def _send_link(person: Person, purpose: Purpose, sender: Person | None) -> str:
    end_links(person)
    db.session.execute(delete(AccountLink).where(AccountLink.expires_at < now() - FORGOTTEN_AFTER))
    token, moment = token_urlsafe(32), now()
    link = AccountLink(
        trust_id=person.trust_id,
        person_id=person.id,
        purpose=purpose,
        token_hash=digest(token),
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
