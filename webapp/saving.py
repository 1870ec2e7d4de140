"""Saving a form once, and saying what is in the way; what cases do, `webapp.views.steps` carries out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from zlib import crc32

from flask import flash, g, request

from forms.fields import Form
from webapp.reader import current
from workflows.administration.changes import plain
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, Refused
from workflows.form_keys import FormKey, use_form_key

CHANGED: Final = (
    "Somebody else has changed this since you opened it. What you typed is below: press again to save it."
)


def saved(form: Form, act: Callable[[], object], *, stored: object = None) -> bool:
    """Do what a form asks for, once; what is wrong with it goes beside its fields.

    The same form arriving again counts as saved, because it was. `stored` is what the form was filled from
    (a row, or values by field): if that has changed since the page was opened, its sender decides anew.
    """
    values = _values_of(form, stored)
    if not form.is_submitted():
        form.version.data = _fingerprint(values)
    if not form.validate_on_submit() or _is_stale(form, values):
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


def _values_of(form: Form, stored: object) -> dict[str, Any]:
    """What is stored for each field of a form."""
    if stored is None:
        return {}
    if isinstance(stored, Mapping):
        return dict(stored)
    return {field.name: getattr(stored, field.name) for field in form if hasattr(stored, field.name)}


def _fingerprint(values: dict[str, Any]) -> int | None:
    """A number that is another one as soon as any value is."""
    return crc32(repr(sorted(values.items())).encode()) >> 1 if values else None


def _is_stale(form: Form, values: dict[str, Any]) -> bool:
    """Whether somebody else was faster; they are told, and the next press is made with that in sight."""
    seen, current_one = form.version.data, _fingerprint(values)
    if seen is None or seen == current_one or _is_used(form):
        return False
    form.version.data = current_one
    others = "; ".join(
        f"{form[name].label.text}: {plain(value) or 'nothing'}"
        for name, value in values.items()
        if name in form and isinstance(value, str | int | float | date) and value != form[name].data
    )
    form.add_problem("", f"{CHANGED} {f'It now says: {others}.' if others else ''}".strip())
    g.is_stale = True
    return True


def _is_used(form: Form) -> bool:
    """Whether this very form was carried out before: then it changed the values itself."""
    return db.session.get(FormKey, form.form_key.data) is not None


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
