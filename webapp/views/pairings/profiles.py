"""Offering to be a mentor, and the list of those who do."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.fields import choice
from forms.pairings.finding import MentorsFilter, ProfileForm
from webapp.access import access, arrangers, workers
from webapp.reader import current
from webapp.rows import find, key
from webapp.saving import pressed, saved
from webapp.views.pairings.blueprint import blueprint
from workflows.directory import choices
from workflows.pairings import profiles
from workflows.pairings.model import MentorProfile
from workflows.people import Person

Answer = str | Response | tuple[str, int]


@blueprint.get("/pairings/mentors")
@access(workers)
def all_mentors() -> str:
    filters = MentorsFilter(request.args)
    filters.focus.choices = [choice(area, name) for area, name in choices.focus_areas()]
    filters.validate()
    focus_id = filters.given().get("focus")
    page = profiles.mentors(current.trust, focus_id=focus_id, before=key("before"), after=key("after"))
    return render_template(
        "pairings/mentors.html",
        filters=filters,
        is_filtered=focus_id is not None,
        page=page,
        arranges=arrangers.passes(current),
        own=profiles.offer_of(current.person.id),
    )


@blueprint.route("/pairings/profile", methods=["GET", "POST"])
@access(workers)
def profile() -> Answer:
    return _profile(current.person)


@blueprint.post("/pairings/profile/end")
@access(workers)
def end_profile() -> Response:
    return _end(current.person)


@blueprint.route("/pairings/mentors/<int:person_id>/edit", methods=["GET", "POST"])
@access(arrangers)
def edit_mentor(person_id: int) -> Answer:
    return _profile(find(Person, person_id))


@blueprint.post("/pairings/mentors/<int:person_id>/end")
@access(arrangers)
def end_mentor(person_id: int) -> Response:
    return _end(find(Person, person_id))


def _profile(person: Person) -> Answer:
    known = profiles.profile_of(person.id)
    form = ProfileForm(obj=known) if known else ProfileForm(cap=1)
    if saved(form, lambda: profiles.offer(person, form.details(), current.person), stored=_stored(known)):
        flash("Thank you. Whoever looks for a mentor can find it now.", "success")
        return redirect(_page_of(person), 303)
    page = render_template(
        "pairings/profile.html",
        form=form,
        person=person,
        is_own=person.id == current.person.id,
        offered=profiles.offer_of(person.id),
        back=_page_of(person),
    )
    return (page, 409 if g.get("is_stale") else 422) if request.method == "POST" else page


def _end(person: Person) -> Response:
    pressed(
        lambda: profiles.end_offer(person, current.person),
        "It is ended. Nobody else is asked; who is mentored now stays.",
    )
    return redirect(_page_of(person), 303)


def _stored(known: MentorProfile | None) -> dict[str, object] | None:
    names = ("cap", "free_on", "about", "ended_on")
    return {name: getattr(known, name) for name in names} if known else None


def _page_of(person: Person) -> str:
    return url_for("directory.person", person_id=person.id)
