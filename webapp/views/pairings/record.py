"""The record that a mentee prints of what they choose; it is made, handed over, and kept nowhere."""

from __future__ import annotations

from typing import Final

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from forms.fields import choice
from forms.pairings.record import RecordForm
from webapp import documents
from webapp.access import access
from webapp.reader import current
from webapp.views.pairings.blueprint import blueprint
from webapp.views.pairings.printed import contents, in_order
from webapp.views.pairings.rules import mentee_alone
from webapp.words import in_words
from workflows.pairings import Pairing
from workflows.pairings.model import PairingSession
from workflows.pairings.reading import Private, read_private

ALL_KINDS: Final = {"write_contract", "log_session", "write_review", "add_reflection"}


@blueprint.route("/pairings/<reference>/record", methods=["GET", "POST"])
@access(mentee_alone)
def record(case: Pairing) -> Response:
    private = read_private(case, current.person.id, ALL_KINDS)
    form = RecordForm(version=case.version)
    _offer(form, case, private)
    if request.method == "POST" and form.read():
        made = documents.pdf("record", contents(case, private, form))
        name = f"record-{case.reference}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(made, mimetype="application/pdf", headers=headers)
    page = render_template("pairings/record.html", case=case, form=form)
    return make_response(page, 422 if request.method == "POST" else 200)


def _offer(form: RecordForm, case: Pairing, private: Private) -> None:
    written = [one for one in case.sessions if private.entries.get(one.id)]
    form.offer(
        sessions=[choice(one.id, in_words.day(one.on), _about(one, private)) for one in written],
        reviews=[
            choice(number, in_words.day(one.held_on))
            for number, one in in_order(private.reviews)
            if one.held_on
        ],
        own_words=[
            choice(number, in_words.day(one.written_at), one.text[:120])
            for number, one in in_order(private.reflections)
            if one.is_own
        ],
    )


def _about(session: PairingSession, private: Private) -> str:
    """What a session was about, in the words of its first entry."""
    said = (dict(entry.words).get("focus", "") for entry in private.entries[session.id])
    return next(said, "")[:120]
