"""The page of one pairing, its steps, and entries that are shown to somebody outside of it."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.access import access, case_reader, signed_in
from webapp.reader import current
from webapp.views.pairings import page, story
from webapp.views.pairings.blueprint import blueprint
from webapp.views.pairings.steps import STEPS, by_state
from webapp.views.steps import Outcome, Step, asked, handed_back, step_taker, submit, transition_of, way_on
from workflows.case_history import changes_since
from workflows.errors import TransitionNotAllowed
from workflows.machine import Transition
from workflows.pairings import Pairing
from workflows.pairings.queries import find, in_outline_for, open_file
from workflows.pairings.reading import shared_entry


@blueprint.get("/pairings/<reference>")
@access(case_reader(Pairing, find=find))
def show(case: Pairing) -> str:
    file = open_file(case, current.person.id, current.posts_on(case))
    return render_template(
        "pairings/show.html",
        file=file,
        case=case,
        page=page.build(file, current),
        timeline=story.timeline(file.history),
        signed=story.signatures(file) if case.contract else [],
        is_mentee=current.person.id == case.mentee_id,
    )


@blueprint.get("/pairings/shared/<int:share_id>")
@access(signed_in)
def shared(share_id: int) -> str:
    found = shared_entry(share_id, current.person.id)
    if found is None:
        raise NotFound
    return render_template("pairings/shared.html", shared=found)


@blueprint.route("/pairings/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Pairing, find=find))
def step(case: Pairing, transition: str) -> Response:
    try:
        doing = transition_of(case, by_state(case, transition))
    except TransitionNotAllowed as error:
        if request.method == "POST":
            raise
        return _too_late(case, str(error))
    if hindrance := page.hinders(doing, case):
        return _too_late(case, hindrance)
    how = STEPS[doing.name]
    wanted = asked(request.args)
    form = how.form(case, asked=wanted, reader_id=current.person.id, formdata=handed_back(wanted))
    outcome = submit(case, doing, form)
    if outcome.done:
        return way_on(case, url_for(".show", reference=case.reference))
    return _shown_again(case, doing, how, form=form, outcome=outcome)


def _too_late(case: Pairing, why: str) -> Response:
    """An old link: say why, and show what there is to do now."""
    flash(why, "info")
    return redirect(url_for(".show", reference=case.reference))


def _shown_again(
    case: Pairing, doing: Transition, how: Step, *, form: object, outcome: Outcome
) -> Response:  # fmt: skip
    changes = changes_since(case.id, outcome.seen) if outcome.seen is not None else ()
    seen = in_outline_for(changes, case, current.person.id)
    text = render_template(
        how.template or "pairings/step.html",
        form=form,
        case=case,
        transition=doing,
        step=how,
        changes=story.timeline(seen),
        meanwhile=story.meanwhile(seen, getattr(form, "named", None)),
        mentors=page.mentors_href(case) if doing.name in ("choose", "propose") else "",
    )
    return make_response(text, outcome.status)
