"""What there is in the library, what somebody looks for in it, and offering something of one's own."""

from __future__ import annotations

from typing import Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from forms.library import KINDS, LibraryForm, OwnEntryForm
from webapp import typed
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.library.blueprint import blueprint
from webapp.views.steps import Step, opened
from workflows.library import LibraryEntry, LibraryFlow
from workflows.library.effects import offer_own
from workflows.library.queries import Wish, awaiting, entries_for
from workflows.places import School

OFFER: Final = Step(
    about="Write it for somebody who was never there. Your head reads it first; then everybody who works in "
    "the trust can find it.",
    button="Ask our head",
    names_no_pupils=True,
)
PUT_IN: Final = Step(
    about="Write it for somebody who was never there. You lead the school, so it goes in at once, for "
    "everybody who works in the trust.",
    button="Put it into the library",
    names_no_pupils=True,
)
"""What is said above the form with which an entry begins."""


@blueprint.get("/library")
@access(workers)
def index() -> str:
    form = LibraryForm(request.args)
    asked, after = form.given(), request.args.get("after", "")
    wish = Wish(
        words=asked.get("words", ""),
        focus_area_id=asked.get("focus"),
        phase=asked.get("phase"),
        of_kind=asked.get("kind"),
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
    )
    return render_template(
        "library/index.html",
        filters=form,
        asked=asked,
        found=entries_for(wish),
        wish=wish,
        waiting=() if asked or wish.after else awaiting(current.person.id),
        states=LibraryFlow.states,
        kinds=KINDS,
    )


@blueprint.route("/library/new", methods=["GET", "POST"])
@access(workers)
def new() -> Response:
    person, leads = current.person, current.places_as("head")
    blank = LibraryEntry(version=0, school_id=person.school_id)
    school = person.school
    asked = {"has_school": school is not None, "phase": school.phase if school else None}
    form = OwnEntryForm(blank, asked=asked, reader_id=person.id, formdata=typed.formdata())

    def begin() -> LibraryEntry:
        return offer_own(form.made, person, leads=leads, form_key=form.form_key.data)  # type: ignore[arg-type]

    return opened(form, begin, lambda: _asked(form, blank, school, leads), said="Thank you for sharing this.")


def _asked(form: OwnEntryForm, blank: LibraryEntry, school: School | None, leads: frozenset[int]) -> str:
    step = PUT_IN if school is not None and school.id in leads else OFFER
    words = {"transition": LibraryFlow.offer, "step": step, "home": url_for(".index"), "changes": ()}
    return render_template("library/new.html", form=form, case=blank, **words)
