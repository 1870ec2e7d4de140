"""What a round of work needs to know: the channel, what mail looks like, and the pace at which it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from flask import Flask
from sqlalchemy import Row, Select

from notifications.channels import Channel
from notifications.channels.mailbox import Mailbox
from notifications.channels.sendgrid import SendGrid
from notifications.channels.smtp import Smtp
from notifications.rendering import Stationery
from workflows.database import db

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


class MailSettings(Protocol):
    """The settings that delivery reads; `config.Settings` has them."""

    @property
    def base_url(self) -> str: ...
    @property
    def secret_key(self) -> str: ...
    @property
    def secret_key_fallbacks(self) -> tuple[str, ...]: ...
    @property
    def mail_channel(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def answers_to(self) -> str: ...
    @property
    def smtp_host(self) -> str: ...
    @property
    def smtp_port(self) -> int: ...
    @property
    def smtp_username(self) -> str: ...
    @property
    def smtp_password(self) -> str: ...
    @property
    def smtp_security(self) -> str: ...
    @property
    def sendgrid_api_key(self) -> str: ...
    @property
    def sendgrid_host(self) -> str: ...
    @property
    def sendgrid_events_key(self) -> str: ...
    @property
    def takes_mail(self) -> bool: ...
    @property
    def demo_mode(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast, how often and how long."""

    #: how long a claim holds; a worker that is gone gives its messages up after this
    lease: timedelta = timedelta(minutes=5)
    #: between tries after a temporary failure. Many steady ones: growing gaps strand a message.
    retry_every: timedelta = timedelta(minutes=5)
    #: four hours of them, then it has failed
    retries: int = 48
    #: how long to wait for word of a message of which nobody knows whether it left
    in_doubt_for: timedelta = timedelta(hours=2)
    #: what should have left longer ago than this is late: it is gathered, and the rest goes slowly
    late_after: timedelta = timedelta(hours=1)
    #: mails a person gets an hour while there is late mail for them
    late_an_hour: int = 3
    #: seconds between tries to write an outcome down while the database is away
    insist: tuple[float, ...] = (0.5, 2, 5, 15, 30)
    #: reminders that are worked on at once
    reminders: int = 500
    #: seconds that the plan of a round takes at most
    plan_seconds: float = 60
    #: how long a worker may be silent over a plan before another takes it up; a first guess can take this
    plan_lease: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Setup:
    """Everything a round needs beside the database."""

    channel: Channel
    stationery: Stationery
    pace: Pace = Pace()
    #: nothing waits for opening hours or for the daily mail, so that somebody who tries the product out sees
    #: each mail at once; only ever in a demonstration, whose people are made up, however its mail leaves
    hurry: bool = False
    #: asked between messages: whether to leave the rest to somebody else
    stopping: Callable[[], bool] = lambda: False


def setup_of(app: Flask, *, stopping: Callable[[], bool] = lambda: False) -> Setup:
    """The set-up that the application's settings describe."""
    settings: MailSettings = app.config["SETTINGS"]
    return Setup(
        channel=channel_of(settings),
        stationery=stationery_of(app),
        hurry=settings.demo_mode,
        stopping=stopping,
    )


def stationery_of(app: Flask) -> Stationery:
    """What mail of this application has in common."""
    settings: MailSettings = app.config["SETTINGS"]
    return Stationery(
        base_url=settings.base_url,
        sender=settings.mail_from,
        keys=(settings.secret_key, *settings.secret_key_fallbacks),
        reply_address=settings.answers_to,
        takes_mail=settings.takes_mail,
    )


def channel_of(settings: MailSettings) -> Channel:
    """The channel that the settings name."""
    if settings.mail_channel == "smtp":
        return Smtp(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            username=settings.smtp_username,
            password=settings.smtp_password,
        )
    if settings.mail_channel == "sendgrid":
        return SendGrid(
            api_key=settings.sendgrid_api_key,
            host=settings.sendgrid_host,
            reports_back=bool(settings.sendgrid_events_key),
        )
    return Mailbox()


@contextmanager
def transaction() -> Iterator[None]:
    """One transaction: committed at the end, undone if anything is raised."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def reading() -> Iterator[None]:
    """A look at the database that holds nobody up: on SQLite it takes no write lock."""
    db.session.connection(execution_options={"reading": True})
    try:
        yield
    finally:
        db.session.rollback()
