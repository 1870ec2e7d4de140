"""The code at the door, and the page that it leads to: whoever is signed in taps one button."""

from __future__ import annotations

from typing import Final

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from notifications.tokens import Purpose, opened, token_of
from webapp import transaction
from webapp.access import access, signed_in
from webapp.codes import code_of
from webapp.reader import current
from webapp.views.sign_ups.blueprint import blueprint
from workflows.cases import Case
from workflows.clock import now
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone
from workflows.perform import available, perform
from workflows.sign_ups.attending import is_here
from workflows.sign_ups.details import CheckInDetails, Way
from workflows.sign_ups.gathering import date_of, why_not_here
from workflows.sign_ups.queries import board_of
from workflows.visibility import may_see

_LARGEST_ID: Final = 2**31 - 1


def show(case: Case) -> str:
    """The code, big enough for a screen at the front or a sheet of paper on the door."""
    if "keep_register" not in {one.name for one in available(case, current.posts_on(case))}:
        abort(404)
    base = current_app.config["SETTINGS"].base_url.rstrip("/")
    address = f"{base}{url_for('.here', token=token_of(Purpose.HERE, case.id, _keys()))}"
    return render_template(
        "sign_ups/door.html",
        case=case,
        entry=date_of(case),
        code=code_of(address, title="The page on which you check in, as a code to scan"),
        address=address,
        home=f"/{case.kind}/{case.reference}",
    )


@blueprint.route("/here/<token>", methods=["GET", "POST"])
@access(signed_in)
def here(token: str) -> str | Response:
    """Looking at it changes nothing: only the press says that somebody is there."""
    case = _case_of(token)
    if request.method == "POST":
        return _press(case, token)
    entry, own = date_of(case), is_here(case.id, current.person.id)
    return render_template(
        "sign_ups/here.html",
        case=case,
        entry=entry,
        is_here=own,
        why_not="" if own else why_not_here(entry, now()),
        board=board_of(case, current.person.id),
        home=f"/{case.kind}/{case.reference}",
    )


def _press(case: Case, token: str) -> Response:
    if not is_here(case.id, current.person.id):
        details = CheckInDetails(via=Way.QR)
        try:
            perform(case, "check_in", current.person, details, form_key=request.form.get("form_key"))
        except AlreadyDone:
            pass
        except InvalidDetails as problem:
            transaction.undo()
            flash(" ".join(problem.problems.values()), "warning")
    return redirect(url_for(".here", token=token), 303)


def _case_of(token: str) -> Case:
    """The case at whose door this is, for somebody who may see it and check in there; 404 otherwise."""
    number = opened(Purpose.HERE, token, _keys())
    case = db.session.get(Case, number) if number and number <= _LARGEST_ID else None
    if case is None or "check_in" not in case.flow.transitions:
        abort(404)
    if not may_see(case, current.posts_on(case)):
        abort(404)
    return case


def _keys() -> list[str]:
    return [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
