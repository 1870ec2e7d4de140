"""The message log, sending a message again, and addresses that take no mail."""

from __future__ import annotations

from typing import Final

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.administration.messages import MessageFilter
from forms.fields import choice
from notifications import addresses, outbox, receipts
from notifications.addresses import SuppressedAddress
from notifications.mail import Mail
from notifications.outbox import CannotResend
from notifications.preview import preview
from notifications.setup import stationery_of
from webapp.access import access, administrators
from webapp.letters import letter_page
from webapp.reader import current
from webapp.rows import find, key
from webapp.saving import pressed
from webapp.views.administration.blueprint import blueprint
from workflows.administration import message_log
from workflows.administration.message_log import STATUSES, MessagesWanted, kind_in_words
from workflows.database import db
from workflows.dates.model import CalendarEntry
from workflows.errors import NotYet
from workflows.events import record
from workflows.messages import Message, MessageStatus, Reason

TONES: Final = {
    MessageStatus.FAILED: "late",
    MessageStatus.SUPPRESSED: "late",
    MessageStatus.UNKNOWN: "soon",
    MessageStatus.DELIVERED: "good",
    MessageStatus.SENT: "good",
}
WAITING: Final = (MessageStatus.QUEUED, MessageStatus.GATHERED)


@blueprint.get("/messages")
@access(administrators)
def messages() -> str:
    form = MessageFilter(request.args)
    form.kind.choices = [choice(kind, words) for kind, words in message_log.kinds().items()]
    form.status.choices = [choice(status.value, words) for status, words in STATUSES.items()]
    form.validate()
    asked = form.given()
    found = message_log.log_of(MessagesWanted(**asked), before=key("before"), after=key("after"))
    return render_template(
        "administration/messages/list.html",
        filter=form,
        asked=asked,
        page=found,
        kind_in_words=kind_in_words,
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.get("/messages/<int:message_id>")
@access(administrators)
def message(message_id: int) -> str:
    found = _listed(message_id)
    mail = _mail(found)
    held_back = addresses.suppressed([found.person.email])
    return render_template(
        "administration/messages/show.html",
        message=found,
        mail=mail,
        what=kind_in_words(found.kind),
        status=STATUSES[found.status],
        tone=TONES.get(found.status, "plain"),
        is_private=found.reason is Reason.ACCOUNT,
        is_waiting=found.status in WAITING,
        in_trouble=found.status in outbox.IN_TROUBLE,
        why_not_again=outbox.why_not_again(found),
        held_back=held_back.get(found.person.email, ""),
        entry=db.session.get(CalendarEntry, found.entry_id) if found.entry_id else None,
        told=receipts.told_of(found.id),
    )


@blueprint.get("/messages/<int:message_id>/letter")
@access(administrators)
def message_letter(message_id: int) -> Response:
    mail = _mail(_listed(message_id))
    if mail is None:
        raise NotFound
    return letter_page(mail.html)


@blueprint.post("/messages/<int:message_id>/again")
@access(administrators)
def send_again(message_id: int) -> Response:
    found = _listed(message_id)
    again: list[Message] = []

    def send() -> None:
        try:
            again.append(outbox.resend(found, current.person))
        except CannotResend as refusal:
            raise NotYet(str(refusal)) from refusal

    pressed(send, f"The message to {found.to_name} is on its way again.")
    return redirect(url_for(".message", message_id=again[0].id if again else message_id), 303)


@blueprint.get("/messages/addresses")
@access(administrators)
def held_back() -> str:
    return render_template(
        "administration/messages/addresses.html",
        addresses=addresses.everything_suppressed(),
        how_to_mend=receipts.how_to_mend,
    )


@blueprint.post("/messages/addresses/allow")
@access(administrators)
def allow_address() -> Response:
    found = db.session.get(SuppressedAddress, request.form.get("address", "")[:254])
    if found is None:
        raise NotFound
    address = found.address

    def allow() -> None:
        addresses.allow(address)
        record(current.trust.id, "address_allowed", current.person, name=address)

    pressed(allow, f"Mail goes to {address} again. Send again what was held back.")
    return redirect(url_for(".held_back"), 303)


def _mail(message: Message) -> Mail | None:
    """The letter as it reads; none for what only its reader may open: their link to a password."""
    return None if message.reason is Reason.ACCOUNT else preview(message, stationery_of(current_app))


def _listed(message_id: int) -> Message:
    """A message of the log. Raises NotFound for words to one person, of which nobody else is told."""
    found = find(Message, message_id)
    if found.kind in message_log.UNLISTED:
        raise NotFound
    return found
