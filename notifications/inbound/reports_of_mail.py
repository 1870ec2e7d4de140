"""A report about a mail of ours (RFC 3464) moves its message, as a provider's word does."""

from __future__ import annotations

from notifications import receipts
from notifications.inbound.contents import Report
from notifications.inbound.model import InboundMail
from notifications.receipts import MEANINGS, Word, is_dead, one_line
from workflows.database import db
from workflows.messages import Message
from workflows.people import Person

_KINDS = {"delivered": "delivered", "delayed": "deferred", "relayed": "processed", "expanded": "processed"}
_WORDS = {
    "bounce": "The address takes no mail.",
    "refused": "The mail was turned away; the address stays as it is.",
    "delivered": "The mail arrived.",
    "deferred": "The mail is late; its server goes on trying.",
    "processed": "The mail was passed on.",
}


def apply(mail: InboundMail, report: Report) -> str:
    """Let the message know; gives what the report means, in words."""
    message = db.session.get_one(Message, mail.message_id)
    sent_to = message.sent_to or db.session.get_one(Person, message.person_id).email
    kind = _kind(report, is_its_own=report.recipient == sent_to.lower())
    word = Word(
        id=f"report:{mail.id}",
        message_id=message.id,
        kind=kind,
        meaning=MEANINGS[kind],
        at=mail.received_at,
        address=sent_to,
        reason=one_line(" ".join(filter(None, (report.status, report.diagnostic)))),
    )
    receipts.take([word])
    return _WORDS[kind]


def _kind(report: Report, *, is_its_own: bool) -> str:
    """Only a report that names the very address may say that it is dead: others were passed on to."""
    if report.action != "failed":
        return _KINDS.get(report.action, "processed")
    return "bounce" if is_its_own and is_dead(report.status) else "refused"
