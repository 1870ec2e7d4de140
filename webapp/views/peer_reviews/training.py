"""Who is trained to review: the list, somebody new, what changes, and its end."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.fields import choice
from forms.peer_reviews.training import NewTrainingForm, TrainingForm
from webapp.access import access, arrangers
from webapp.reader import current
from webapp.rows import find
from webapp.saving import pressed, saved
from webapp.views.peer_reviews.blueprint import blueprint
from workflows.database import db
from workflows.directory.choices import everybody
from workflows.peer_reviews import training as training_of_reviewers
from workflows.peer_reviews.model import ReviewTraining
from workflows.people import Person

Answer = str | Response | tuple[str, int]
_NAMES = ("trained_on", "can_lead", "most_reviews", "ended_on")


@blueprint.get("/training")
@access(arrangers)
def training() -> str:
    return render_template("peer_reviews/training.html", trained=training_of_reviewers.trained())


@blueprint.route("/training/new", methods=["GET", "POST"])
@access(arrangers)
def new_training() -> Answer:
    form = NewTrainingForm(most_reviews=2)
    known = {one.person_id for one in training_of_reviewers.trained()}
    form.person_id.choices = [
        choice(one.id, ", ".join(part for part in (one.name, one.school) if part))
        for one in everybody()
        if one.school and one.id not in known
    ]
    if saved(form, lambda: _train(form)):
        flash("They can be chosen for a team now.", "success")
        return redirect(url_for(".training"), 303)
    return _page(form, None)


@blueprint.route("/training/<int:person_id>", methods=["GET", "POST"])
@access(arrangers)
def edit_training(person_id: int) -> Answer:
    person = find(Person, person_id)
    known = training_of_reviewers.training_of(person.id)
    form = TrainingForm(obj=known) if known else TrainingForm(most_reviews=2)
    if saved(
        form,
        lambda: training_of_reviewers.train(person, form.details(), current.person),
        stored=_stored(known),
    ):
        flash("Saved.", "success")
        return redirect(url_for(".training"), 303)
    return _page(form, person)


@blueprint.post("/training/<int:person_id>/end")
@access(arrangers)
def end_training(person_id: int) -> Response:
    person = find(Person, person_id)
    pressed(
        lambda: training_of_reviewers.end_training(person, current.person),
        f"{person.name} is asked for no more reviews. Teams that they are on stay as they are.",
    )
    return redirect(url_for(".training"), 303)


def _train(form: NewTrainingForm) -> None:
    person = db.session.get_one(Person, form.person_id.data)
    training_of_reviewers.train(person, form.details(), current.person)


def _stored(known: ReviewTraining | None) -> dict[str, object] | None:
    return {name: getattr(known, name) for name in _NAMES} if known else None


def _page(form: TrainingForm, person: Person | None) -> Answer:
    standing = training_of_reviewers.standing_training(person.id) if person else None
    page = render_template("peer_reviews/train.html", form=form, person=person, standing=standing)
    return (page, 409 if g.get("is_stale") else 422) if request.method == "POST" else page
