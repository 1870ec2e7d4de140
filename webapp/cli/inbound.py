"""`flask inbound` and `flask inbound-file`: mail that comes in, by a listener or from a file."""

from __future__ import annotations

import signal
from threading import Event
from typing import BinaryIO

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from notifications.inbound import applying, arriving
from notifications.inbound.applying import Fate
from notifications.inbound.arriving import Arrival, TooLarge, UnknownRecipient, recipients_named
from notifications.inbound.listening import Listener
from notifications.inbound.model import InboundMail, InboundStatus
from notifications.setup import stationery_of
from workflows.database import EVERY_TRUST, db, scope

PORT = 8025

_BECAME = {
    InboundStatus.APPLIED: "Done.",
    InboundStatus.HISTORY: "Kept as history.",
    InboundStatus.TO_SETTLE: "Put before a person.",
    InboundStatus.IGNORED: "Nothing to do.",
    InboundStatus.WAITING: "It is kept, and is tried again.",
}


@click.command("inbound")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65_535), default=PORT, show_default=True, help="The port to listen on."
)
@click.option("--lmtp", is_flag=True, help="Speak LMTP, as Postfix does to a mailbox; otherwise SMTP.")
@with_appcontext
def inbound(*, host: str, port: int, lmtp: bool) -> None:
    """Take mail to the addresses that Alongside gave out, until told to stop (SIGTERM or Ctrl+C)."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    listener = Listener(app, host=host, port=port, lmtp=lmtp)
    try:
        listener.start()
    except OSError as error:
        why = error.strerror or error
        raise click.ClickException(f"Nothing can listen on {host}:{port}: {why}.") from error
    click.echo(f"Mail comes in by {'LMTP' if lmtp else 'SMTP'} at {host}:{port}. Stop with Ctrl+C.")
    told = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    told.wait()
    listener.stop()
    click.echo("Stopped. Every mail that was acknowledged is kept.")


@click.command("inbound-file")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--recipient", default="", metavar="ADDRESS", help="Whom it came to, where its headers do not say."
)
@with_appcontext
def inbound_file(*, file: BinaryIO, recipient: str) -> None:
    """Take one mail from a FILE (- for standard input), and say what became of it."""
    raw = file.read(arriving.LARGEST + 1)
    keys = stationery_of(current_app).keys
    try:
        arrival = arriving.take(recipient or _recipient_of(raw, keys), raw, keys=keys)
    except (UnknownRecipient, TooLarge) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    fate = applying.settle(arrival.id) or _earlier(arrival)
    again = "It had come before. " if arrival.is_repeat else ""
    click.echo(f"{again}{_BECAME[fate.status]} {fate.outcome}".strip())


def _recipient_of(raw: bytes, keys: tuple[str, ...]) -> str:
    """The first address in its headers that is one of ours. Raises UnknownRecipient."""
    named = recipients_named(raw)
    for address in named:
        try:
            arriving.owner_of(address, keys)
        except UnknownRecipient:
            continue
        return address
    raise UnknownRecipient(" or ".join(named[:3]) or "What it names")


def _earlier(arrival: Arrival) -> Fate:
    """What became of it when it came before."""
    with scope(EVERY_TRUST):
        mail = db.session.get_one(InboundMail, arrival.id, populate_existing=True)
        return Fate(mail.status, mail.outcome)
