"""Accounts as they are stored: passwords, sign-ins, links, tries; and what keeps somebody out."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.database import Model, Scoped, db, text_enum
from workflows.people import Person


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


def digest(text: str) -> str:
    """What is stored of a token: whoever reads the table cannot use it."""
    return sha256(text.encode()).hexdigest()


def person_with(email: str) -> Person | None:
    """Whoever has this address; addresses are unique in an installation."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).first()
