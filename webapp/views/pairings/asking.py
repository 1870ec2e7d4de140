"""Asking for a mentor, for oneself or on somebody's behalf: the page on which a pairing begins."""

from __future__ import annotations

from flask import render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.pairings.asking import AskForm
from webapp import typed
from webapp.access import access, arrangers, signed_in
from webapp.reader import Reader, current
from webapp.views.pairings.blueprint import blueprint
from webapp.views.steps import opened
from workflows.database import db
from workflows.directory.choices import everybody
from workflows.pairings import Pairing
from workflows.pairings.details import Mode
from workflows.pairings.effects import title_of
from workflows.pairings.flow import WORKS_THERE
from workflows.people import Person
from workflows.perform import open_case

WORKING = frozenset(role.name for role in WORKS_THERE)


@blueprint.route("/pairings/new", methods=["GET", "POST"])
@access(signed_in)
def new() -> Response:
    if not may_ask(current):
        raise NotFound
    people = {"people": everybody()} if arrangers.passes(current) else {}
    form = AskForm(Pairing(version=0), asked=people, formdata=typed.formdata())
    return opened(
        form,
        lambda: _begin(form),
        lambda: render_template("pairings/write.html", form=form, case=None),
        said="A mentor is asked for. Thank you.",
    )


def may_ask(reader: Reader) -> bool:
    """Whether the reader could have a mentor, or asks on behalf of others."""
    return arrangers.passes(reader) or works_at_a_school(reader)


def works_at_a_school(reader: Reader) -> bool:
    """Whether the reader works at the school at which they are based."""
    return any(post.role in WORKING and post.place_id == reader.person.school_id for post in reader.posts)


def _begin(form: AskForm) -> Pairing:
    """Ask for somebody: for oneself where nobody else could be chosen."""
    mentee_id = form["mentee_id"].data if "mentee_id" in form else current.person.id
    mentee = db.session.get_one(Person, mentee_id)
    pairing = Pairing(
        title=title_of(mentee, Mode.MENTORING), mentee_id=mentee.id, mentee_school_id=mentee.school_id
    )
    asking = "ask_for" if "mentee_id" in form and mentee.id != current.person.id else "ask"
    if asking == "ask" and arrangers.passes(current) and not works_at_a_school(current):
        asking = "ask_for"
    return open_case(pairing, asking, current.person, form.made, form_key=form.form_key.data)
