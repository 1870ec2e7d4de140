"""What providers call: SendGrid's events and its Inbound Parse. Signed, and answered in a word.

Nothing here ends in an error page, since those show what was typed: a form is read once its signature holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final

import structlog
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from config import Settings
from notifications import receipts, sendgrid_events, signatures
from notifications.inbound import applying, arriving
from notifications.inbound.arriving import Arrival, TooLarge, UnknownRecipient
from notifications.setup import stationery_of
from webapp.access import access, signed_hook
from workflows.database import EVERY_TRUST, db, scope

blueprint = Blueprint("hooks", __name__, url_prefix="/hooks")

LARGEST: Final = 2 * arriving.LARGEST
"""Bytes of a call: a mail within a form is longer than by itself."""
MOST_RECIPIENTS: Final = 50
MOST_FIELDS: Final = 200

log = structlog.get_logger("alongside.hooks")

Hook = Callable[[bytes], Response]


def signed_with(setting: str) -> Callable[[Hook], Callable[[], Response]]:
    """A hook that exists once its key is set, and is called with the body once its signature holds."""

    def wrap(hook: Hook) -> Callable[[], Response]:
        @wraps(hook)
        def called() -> Response:
            settings: Settings = current_app.config["SETTINGS"]
            key = str(getattr(settings, setting))
            if not key:
                return _answer(404, "There is nothing here.")
            body = _body()
            if body is None:
                return _answer(413, "That is too much for one call.")
            why = signatures.problem_with(
                key,
                signature=request.headers.get("X-Twilio-Email-Event-Webhook-Signature", ""),
                timestamp=request.headers.get("X-Twilio-Email-Event-Webhook-Timestamp", ""),
                body=body,
            )
            if why:
                log.warning("a call was refused", hook=hook.__name__, why=why)
                return _answer(403, why)
            with scope(EVERY_TRUST):
                return hook(body)

        return called

    return wrap


@blueprint.post("/sendgrid/events")
@access(signed_hook)
@signed_with("sendgrid_events_key")
def told_by_sendgrid(body: bytes) -> Response:
    """What became of mails of ours: all of it in the one transaction of this request."""
    try:
        words = sendgrid_events.words_in(body)
    except sendgrid_events.NotEvents as refusal:
        return _answer(400, str(refusal))
    receipts.take(words)
    return Response(status=204, mimetype="text/plain")


@blueprint.post("/sendgrid/inbound")
@access(signed_hook)
@signed_with("sendgrid_inbound_key")
def mail_by_sendgrid(body: bytes) -> Response:
    """A mail, raw, to one or more of our addresses."""
    fields = _fields(body)
    raw = fields.get("email", b"")
    if not raw:
        return _answer(422, "There is no whole mail in it: switch on “POST the raw, full MIME message”.")
    recipients, return_path = _envelope(fields.get("envelope", b""))
    arrivals = list(_stored(recipients or arriving.recipients_named(raw), raw, return_path=return_path))
    if not arrivals:
        return _answer(422, "None of its recipients is an address that was given out, or it is too large.")
    for arrival in arrivals:
        _settle(arrival)
    return Response(status=204, mimetype="text/plain")


def _body() -> bytes | None:
    """The body as it came; None where it is too long. The form stays unread."""
    request.max_content_length = LARGEST
    try:
        return request.get_data(cache=True, parse_form_data=False)
    except HTTPException:
        return None


def _fields(body: bytes) -> dict[str, bytes]:
    """The fields of the form as bytes, since a mail is no text; as far as they can be read."""
    boundary = request.mimetype_params.get("boundary", "").encode("utf-8", "replace")
    decoder = MultipartDecoder(boundary, LARGEST, max_parts=MOST_FIELDS)
    found: dict[str, list[bytes]] = {}
    name: str | None = None
    try:
        decoder.receive_data(body)
        decoder.receive_data(None)
        while not isinstance(part := decoder.next_event(), Epilogue | NeedData):
            if isinstance(part, Field | File):
                name = part.name if isinstance(part, Field) else None
            elif isinstance(part, Data) and name is not None:
                found.setdefault(name, []).append(part.data)
    except (ValueError, HTTPException):
        log.warning("a form could not be read to its end")
    return {known: b"".join(pieces) for known, pieces in found.items()}


def _envelope(field: bytes) -> tuple[list[str], str]:
    """Recipients and return path; nothing where it cannot be read."""
    try:
        envelope: Any = json.loads(field)
        to, sender = envelope.get("to", []), envelope.get("from", "")
    except (ValueError, RecursionError, AttributeError):
        return [], ""
    listed = to if isinstance(to, list) else [to]
    named = dict.fromkeys(one for one in listed if isinstance(one, str))
    return list(named)[:MOST_RECIPIENTS], sender if isinstance(sender, str) else ""


def _stored(recipients: list[str], raw: bytes, *, return_path: str) -> Iterator[Arrival]:
    """The mail for each recipient of ours; others may have got it too, elsewhere."""
    keys = stationery_of(current_app).keys
    for recipient in recipients:
        try:
            yield arriving.store(recipient, raw, keys=keys, return_path=return_path)
        except (UnknownRecipient, TooLarge) as refusal:
            log.info("a mail was not taken", why=type(refusal).__name__)


def _settle(arrival: Arrival) -> None:
    """Deal with it in the same transaction; where that fails it is stored, and the next round tries again."""
    try:
        with db.session.begin_nested():
            applying.settle_here(arrival.id)
    except Exception:
        log.exception("a mail that came in could not be dealt with yet", mail=arrival.id)


def _answer(status: int, words: str) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain")
