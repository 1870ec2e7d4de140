"""Saying by the link in a mail whether a session took place. Opening it changes nothing: scanners do too."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from forms.pairings.links import SAID, WordForm
from notifications.tokens import Purpose
from webapp import transaction
from webapp.access import access, by_link
from webapp.by_link import part_by_link
from webapp.views.pairings.blueprint import blueprint
from workflows.dates.model import Attendance
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, Refused
from workflows.pairings import PairingFlow
from workflows.pairings.afterwards import Standing, say, session_of, standing_of
from workflows.pairings.model import PairingSession
from workflows.people import Person


@blueprint.route("/took-place/<token>", methods=["GET", "POST"])
@access(by_link)
def took_place(token: str) -> Response | tuple[str, int]:
    part = part_by_link(Purpose.HELD, token, Attendance)
    session = session_of(part.entry_id, part.person_id)
    if session is None or session.entry is None or part.removed_at is not None:
        abort(404)
    standing = standing_of(session)
    is_sent = request.method == "POST"
    form = WordForm() if standing is Standing.OPEN else None
    if is_sent and (form is None or form.validate_on_submit()):
        if form is not None:
            _say(session, part.person, form)
        return redirect(request.path, 303)  # where it reads how it stands now, whoever has said so
    page = render_template(
        "pairings/took_place.html",
        form=form,
        said=SAID,
        wish=request.args.get("said", ""),
        session=session,
        entry=session.entry,
        person=part.person,
        others=[one.person.name for one in session.entry.asked if one.person_id != part.person_id],
        standing=standing.name,
        write_up=_write_up(session),
    )
    return page, 422 if is_sent else 200


def _say(session: PairingSession, person: Person, form: WordForm) -> None:
    try:
        say(session, person, took_place=form.said.data == "yes", form_key=form.form_key.data)
    except AlreadyDone:
        return
    except (InvalidDetails, Refused):
        transaction.undo()
        return
    flash("Thank you. It is noted.", "success")


def _write_up(session: PairingSession) -> str:
    """Where a session that took place is written up; empty where it has been, or cannot be now."""
    pairing = session.pairing
    can = pairing.state_now in PairingFlow.log_session.sources and session in pairing.held
    return (
        f"/pairings/{pairing.reference}/log_session?session={session.id}" if can and not session.logs else ""
    )
