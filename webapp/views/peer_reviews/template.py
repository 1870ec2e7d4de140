"""The trust's questions of the self-review: words, order, and which are asked."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.peer_reviews.training import PromptForm
from webapp.access import access
from webapp.reader import current
from webapp.rows import find
from webapp.saving import pressed, saved
from webapp.views.administration.blueprint import administrators_and_lead
from webapp.views.peer_reviews.blueprint import blueprint
from workflows.peer_reviews import template as questions
from workflows.peer_reviews.model import SelfReviewPrompt

Answer = str | Response | tuple[str, int]


@blueprint.get("/template")
@access(administrators_and_lead)
def template() -> str:
    return render_template(
        "peer_reviews/template.html", asked=questions.asked_now(), retired=questions.retired()
    )


@blueprint.route("/template/new", methods=["GET", "POST"])
@access(administrators_and_lead)
def new_prompt() -> Answer:
    form = PromptForm()
    if saved(form, lambda: questions.add_prompt(form.details(), current.person)):
        return _done("The question is asked in every review that is planned from now on.")
    return _page(form, 0)


@blueprint.route("/template/<int:place>", methods=["GET", "POST"])
@access(administrators_and_lead)
def edit_prompt(place: int) -> Answer:
    now = dict(enumerate(questions.asked_now(), start=1)).get(place)
    if now is None:
        raise NotFound
    form = PromptForm(obj=now)
    if saved(
        form,
        lambda: questions.edit_prompt(_at(place), form.details(), current.person),
        stored={"text": now.text, "hint": now.hint},
    ):
        return _done("Saved. Reviews that have begun keep the words they began with.")
    return _page(form, place)


@blueprint.post("/template/<int:place>/move")
@access(administrators_and_lead)
def move_prompt(place: int) -> Response:
    step = -1 if request.form.get("step") == "up" else 1
    pressed(lambda: questions.move_prompt(_at(place), step, current.person), "The question is moved.")
    return redirect(url_for(".template"), 303)


@blueprint.post("/template/<int:place>/retire")
@access(administrators_and_lead)
def retire_prompt(place: int) -> Response:
    pressed(
        lambda: questions.retire_prompt(_at(place), current.person),
        "It is no longer asked. Where it was asked, it stays.",
    )
    return redirect(url_for(".template"), 303)


@blueprint.post("/template/retired/<int:prompt_id>")
@access(administrators_and_lead)
def ask_again(prompt_id: int) -> Response:
    found = find(SelfReviewPrompt, prompt_id)
    pressed(lambda: questions.ask_again(found, current.person), "It is asked again, at the end.")
    return redirect(url_for(".template"), 303)


def _at(place: int) -> SelfReviewPrompt:
    """The question at this place. Raises NotFound where there is none any more."""
    found = questions.prompt_at(place, current.person)
    if found is None:
        raise NotFound
    return found


def _done(text: str) -> Response:
    flash(text, "success")
    return redirect(url_for(".template"), 303)


def _page(form: PromptForm, place: int) -> Answer:
    page = render_template("peer_reviews/prompt.html", form=form, place=place)
    return (page, 409 if g.get("is_stale") else 422) if request.method == "POST" else page
