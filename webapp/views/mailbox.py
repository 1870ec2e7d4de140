"""The trust's mailbox, while mail is kept rather than sent: for trying things out and for demonstrations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from config import MailChannel, Settings
from forms.administration.messages import MailboxFilter
from forms.fields import choice
from notifications.channels.mailbox import Letter
from notifications.rounds import tick
from notifications.setup import setup_of
from webapp import transaction
from webapp.access import Rule, access
from webapp.letters import letter_page
from webapp.reader import Reader
from webapp.rows import find, key
from workflows.administration.message_log import kind_in_words
from workflows.administration.paging import Page, turn
from workflows.clock import now
from workflows.database import db
from workflows.messages import Message, MessageStatus, having
from workflows.people import Person

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox")

WAITING_SHOWN: Final = 50


@dataclass(frozen=True)
class ReadsTheMailbox(Rule):
    """Everybody in a demonstration, else administrators; nobody where mail really leaves."""

    def passes(self, reader: Reader) -> bool:
        settings: Settings = current_app.config["SETTINGS"]
        return settings.mail_channel is MailChannel.MAILBOX and (
            settings.demo_mode or reader.is_administrator
        )


class Received(NamedTuple):
    """A letter in the list."""

    id: int
    recipient: str
    subject: str
    at: datetime


class Waiting(NamedTuple):
    """A message that has not left yet."""

    person: str
    kind: str
    status: MessageStatus
    send_after: datetime
    problem: str


@blueprint.get("")
@access(ReadsTheMailbox())
def index() -> str:
    form = MailboxFilter(request.args)
    form.to.choices = [choice(address, words) for address, words in _recipients().items()]
    form.validate()
    asked = form.given().get("to", "")
    found = _letters(asked)
    return render_template(
        "mailbox/index.html",
        filter=form,
        asked=asked,
        page=found,
        letters=[
            {
                "subject": one.subject,
                "to": one.recipient,
                "at": one.at,
                "href": url_for(".letter", letter_id=one.id),
            }
            for one in found.rows
        ],
        waiting=_waiting(),
        now=now(),
        kind_in_words=kind_in_words,
    )


@blueprint.get("/<int:letter_id>")
@access(ReadsTheMailbox())
def letter(letter_id: int) -> str:
    found = find(Letter, letter_id)
    return render_template("mailbox/letter.html", letter=found, as_text="text" in request.args)


@blueprint.get("/<int:letter_id>/page")
@access(ReadsTheMailbox())
def page(letter_id: int) -> Response:
    return letter_page(find(Letter, letter_id).html)


@blueprint.get("/<int:letter_id>/download")
@access(ReadsTheMailbox())
def download(letter_id: int) -> Response:
    answer = make_response(find(Letter, letter_id).raw)
    answer.headers["Content-Type"] = "message/rfc822"
    answer.headers["Content-Disposition"] = f"attachment; filename=letter-{letter_id}.eml"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@blueprint.post("/deliver")
@access(ReadsTheMailbox())
def deliver() -> Response:
    transaction.undo()  # the round has transactions of its own, which must not wait for this one
    with current_app.app_context():
        done = tick(replace(setup_of(current_app._get_current_object()), hurry=True))  # type: ignore[attr-defined]
    sent = done.messages.get(MessageStatus.SENT, 0)
    flash("Nothing was waiting." if not sent else f"Delivered: {sent}.", "success")
    return redirect(url_for(".index"), 303)


def _recipients() -> dict[str, str]:
    """Everybody who has had a letter: name and address, by address."""
    had = select(Letter.recipient).distinct()
    statement = select(Person.email, Person.name).where(Person.email.in_(had)).order_by(Person.name)
    return {email: f"{name}, {email}" for email, name in db.session.execute(statement)}


def _letters(recipient: str) -> Page[Received]:
    statement = select(Letter.id, Letter.recipient, Letter.subject, Letter.at)
    if recipient:
        statement = statement.where(Letter.recipient == recipient)
    return turn(
        statement,
        (Letter.id,),
        before=key("before"),
        after=key("after"),
        make=Received,
        newest_first=True,
    )


def _waiting() -> list[Waiting]:
    statement = (
        select(Person.name, Message.kind, Message.status, Message.send_after, Message.problem)
        .join(Person, Person.id == Message.person_id)
        .where(having(MessageStatus.QUEUED, MessageStatus.GATHERED))
        .order_by(Message.send_after, Message.id)
        .limit(WAITING_SHOWN)
    )
    return [Waiting(*row) for row in db.session.execute(statement)]
