"""What the pages of administration share: their blueprint, rules, finding a row, and saving a form once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.fields import Form
from webapp.access import administrators, central
from webapp.reader import current
from workflows.database import Model, db
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, Refused
from workflows.people import role_label
from workflows.perform import use_form_key

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

administrators_and_lead = administrators | central


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"role_label": lambda role: role_label(current.trust, role)}


Answer = str | Response | tuple[str, int]

Row = TypeVar("Row", bound=Model)
_LARGEST_ID = 2**31 - 1


def find(kind: type[Row], row_id: int) -> Row:
    """The trust's row with this id; raises NotFound."""
    row = db.session.get(kind, row_id) if 0 < row_id <= _LARGEST_ID else None
    if row is None:
        raise NotFound
    return row


def key(name: str) -> int | None:
    """The id in the address from which a page of a list goes on, if it is one."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and int(given) <= _LARGEST_ID else None


def saved(form: Form, act: Callable[[], object]) -> bool:
    """Do what a form asks for, once; what is wrong with it goes beside its fields.

    The same form arriving again counts as saved, because it was.
    """
    if not form.validate_on_submit():
        return False
    try:
        with db.session.begin_nested():
            use_form_key(form.form_key.data, current.trust.id)
            act()
    except AlreadyDone:
        return True
    except InvalidDetails as refusal:
        for field, problem in refusal.problems.items():
            form.add_problem(field, problem)
        return False
    except Refused as refusal:
        form.add_problem("", str(refusal))
        return False
    return True


def pressed(act: Callable[[], object], text: str) -> None:
    """Do what a button without a form of its own asks for, once, and say so (or why not)."""
    try:
        with db.session.begin_nested():
            use_form_key(request.form.get("form_key"), current.trust.id)
            act()
    except AlreadyDone:
        return
    except InvalidDetails as refusal:
        flash(" ".join(refusal.problems.values()), "error")
    except Refused as refusal:
        flash(str(refusal), "error")
    else:
        flash(text, "success")


def page(template: str, form: Form, **context: object) -> Answer:
    """A page with a form: as it is at first, and with its problems where it was refused."""
    text = render_template(f"administration/{template}.html", form=form, **context)
    return (text, 422) if form.errors or request.method == "POST" else text


def done(text: str, endpoint: str, **values: object) -> Response:
    """Say what was done, and go on to a page of administration."""
    flash(text, "success")
    return redirect(url_for(f"administration.{endpoint}", **values), 303)  # type: ignore[arg-type]
