"""What pages with forms of administration answer."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.fields import Form

Answer = str | Response | tuple[str, int]


def page(template: str, form: Form, **context: object) -> Answer:
    """A page with a form: as it is at first, and with its problems where it was refused."""
    text = render_template(f"administration/{template}.html", form=form, **context)
    if form.errors or request.method == "POST":
        return text, 409 if g.get("is_stale") else 422
    return text


def done(text: str, endpoint: str, **values: object) -> Response:
    """Say what was done, and go on to a page of administration."""
    flash(text, "success")
    return redirect(url_for(f"administration.{endpoint}", **values), 303)  # type: ignore[arg-type]
