"""Mail that came in: what became of each, and those that nobody else has."""

from __future__ import annotations

from typing import Final

from flask import render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.administration.messages import InboundFilter
from forms.fields import choice
from notifications.inbound import log
from notifications.inbound.log import STATUSES
from notifications.inbound.model import InboundStatus
from webapp.access import access, administrators
from webapp.rows import key
from webapp.views.administration.blueprint import blueprint

TONES: Final = {InboundStatus.APPLIED: "good", InboundStatus.TO_SETTLE: "soon"}

_AS_A_FILE: Final = {
    "Content-Disposition": "attachment; filename=mail.eml",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@blueprint.get("/messages/inbound")
@access(administrators)
def inbound() -> str:
    form = InboundFilter(request.args)
    form.status.choices = [choice(status.value, words) for status, words in STATUSES.items()]
    form.validate()
    asked = form.given()
    found = log.log_of(**asked, before=key("before"), after=key("after"))
    return render_template(
        "administration/messages/inbound.html",
        filter=form,
        asked=asked,
        page=found,
        statuses=STATUSES,
        tones=TONES,
    )


@blueprint.get("/messages/inbound/<int:mail_id>")
@access(administrators)
def inbound_original(mail_id: int) -> Response:
    original = log.original_of(mail_id)
    if original is None:
        raise NotFound
    return Response(original, mimetype="message/rfc822", headers=_AS_A_FILE)
