"""Asking for a visit, by an offer, by an entry of the library or out of one's own head; and offering one."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.visits.asking import OfferForm, WantForm
from webapp import typed
from webapp.access import access, workers
from webapp.reader import Reader, current
from webapp.views.pairings.asking import works_at_a_school
from webapp.views.steps import Step, opened
from webapp.views.visits.blueprint import blueprint
from workflows.library import entry_called
from workflows.perform import open_case
from workflows.sign_ups.queries import stall_called
from workflows.visibility import may_see
from workflows.visits import Visit, VisitFlow
from workflows.visits.effects import ask_to_visit
from workflows.visits.flow import OFFERING
from workflows.visits.listing import offer_called
from workflows.visits.queries import find

OFFERERS: Final = frozenset(role.name for role in OFFERING)
ASK: Final = Step(
    about="Go and see it where it works. Your head agrees cover first; then the school is asked, and names "
    "a day.",
    names_no_pupils=True,
)
OFFER: Final = Step(
    about="Everybody who works in the trust can read this and ask to come. You say yes or no to each visit.",
    button="Offer this",
    names_no_pupils=True,
)
"""What is said above the forms with which a visit and an offer begin."""


@blueprint.route("/visits/new", methods=["GET", "POST"])
@access(workers)
def new() -> Response:
    return _want(_visit(), home=url_for(".index"))


@blueprint.route("/visits/offers/<reference>/ask", methods=["GET", "POST"])
@access(workers)
def ask_by_offer(reference: str) -> Response:
    """Ask out of an offer: its school, title and areas are filled in."""
    found = offer_called(reference)
    if found is None:
        return offer_is_over(reference)
    offer = found.visit
    visit = _visit(title=offer.title, host_school_id=offer.host_school_id, offer_id=offer.id)
    areas = [area.id for area in offer.focus_areas]
    home = url_for(".offer", reference=reference)
    return _want(visit, home=home, out_of=offer, focus_areas=areas, is_fixed=True)


@blueprint.route("/library/<int:entry_id>/ask", methods=["GET", "POST"])
@access(workers)
def ask_by_entry(entry_id: int) -> Response:
    """Ask to see what an entry of the library is about: its school, title and areas are filled in."""
    entry = entry_called(entry_id)
    if entry is None:
        raise NotFound
    visit = _visit(title=entry.title, host_school_id=entry.school_id, library_id=entry.id)
    areas = [area.id for area in entry.focus_areas]
    home = url_for("library.show", entry_id=entry.id)
    return _want(visit, home=home, out_of=entry, focus_areas=areas)


@blueprint.route("/visits/stalls/<int:offering_id>/ask", methods=["GET", "POST"])
@access(workers)
def ask_by_stall(offering_id: int) -> Response:
    """Ask to see at its school what somebody has shown at a stall."""
    stall = stall_called(offering_id)
    if stall is None or stall.school_id is None or not may_see(stall.case, current.posts_on(stall.case)):
        raise NotFound
    areas = [stall.focus_area_id] if stall.focus_area_id else []
    home = f"/{stall.case.kind}/{stall.case.reference}#stalls"
    visit = _visit(title=stall.title, host_school_id=stall.school_id)
    return _want(visit, home=home, out_of=stall, focus_areas=areas)


def offer_is_over(reference: str) -> Response:
    """An old link to an offer: what schools offer now. Raises NotFound where there was never one."""
    visit = find(reference)
    if visit is None or not visit.is_offer:
        raise NotFound
    flash("This offer has ended. Here is what schools offer now; you can ask for something else too.", "info")
    return redirect(url_for(".offers"), 303)


def _visit(**given: Any) -> Visit:
    """A visit that nobody has asked for yet."""
    if not may_ask(current):
        raise NotFound
    person = current.person
    return Visit(version=0, visiting_school_id=person.school_id, visitor_id=person.id, **given)


def _want(visit: Visit, *, home: str, out_of: object = None, **asked: Any) -> Response:
    form = WantForm(visit, asked=asked, reader_id=current.person.id, formdata=typed.formdata())

    def begin() -> Visit:
        made = Visit(offer_id=visit.offer_id, library_id=_library_of(visit, form))
        return ask_to_visit(made, form.made, current.person, form_key=form.form_key.data)  # type: ignore[arg-type]

    def page() -> str:
        words = {"transition": VisitFlow.want, "step": ASK, "home": home, "changes": ()}
        return render_template("visits/want.html", form=form, case=visit, out_of=out_of, **words)

    return opened(form, begin, page, said="Asked. Thank you.")


def _library_of(visit: Visit, form: WantForm) -> int | None:
    """The entry that it is asked by, as long as it is its school that is asked."""
    chosen = getattr(form.made, "host_school_id", None)
    return visit.library_id if chosen == visit.host_school_id else None


@blueprint.route("/visits/offers/new", methods=["GET", "POST"])
@access(workers)
def new_offer() -> Response:
    if not may_offer(current):
        raise NotFound
    blank = Visit(version=0, host_school_id=current.person.school_id)
    form = OfferForm(blank, reader_id=current.person.id, formdata=typed.formdata())

    def begin() -> Visit:
        offer = Visit(title=form.title.data, host_school_id=current.person.school_id)
        return open_case(offer, "offer", current.person, form.made, form_key=form.form_key.data)

    def page() -> str:
        words = {"transition": VisitFlow.offer, "step": OFFER, "home": url_for(".offers"), "changes": ()}
        return render_template("visits/offer_step.html", form=form, case=blank, **words)

    return opened(form, begin, page, said="Offered. Everybody who works in the trust can see it now.")


def may_ask(reader: Reader) -> bool:
    """Whether the reader works at a school, and so can visit another."""
    return works_at_a_school(reader)


def may_offer(reader: Reader) -> bool:
    """Whether the reader can offer that others visit the school at which they are based."""
    school_id = reader.person.school_id
    return any(post.role in OFFERERS and post.place_id == school_id for post in reader.posts)
