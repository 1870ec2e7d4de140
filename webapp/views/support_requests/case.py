"""The page of one support request, its steps, and what governors may read of it."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import Outcome, Step, asked, handed_back, step_taker, submit, transition_of, way_on
from webapp.views.support_requests import page, story
from webapp.views.support_requests.blueprint import blueprint
from webapp.views.support_requests.steps import STEPS
from workflows.case_history import changes_since
from workflows.errors import TransitionNotAllowed
from workflows.machine import Transition
from workflows.support_requests import SupportRequest
from workflows.support_requests import SupportRequestFlow as Flow
from workflows.support_requests.candidates import shortlist
from workflows.support_requests.effects import missing
from workflows.support_requests.queries import find, may_send, open_file
from workflows.visibility import may_see


@blueprint.get("/support/<reference>")
@access(case_reader(SupportRequest, find=find))
def show(case: SupportRequest) -> str:
    file = open_file(case, current.posts_on(case))
    seen = page.build(file, current)
    searching = "offer" in seen.may
    return render_template(
        "support_requests/show.html",
        file=file,
        case=case,
        page=seen,
        timeline=story.timeline(file.history),
        dates=dates.beside(case),
        signed=story.signatures(file) if case.state == Flow.agreeing.name else [],
        shortlist=shortlist(case, tell_conflicts=current.is_central) if searching else None,
    )


@blueprint.get("/support/<reference>/summary")
@access(case_reader(SupportRequest, summary=True))
def summary(case: SupportRequest) -> str | Response:
    if may_see(case, current.posts_on(case)):
        return redirect(url_for(".show", reference=case.reference, _anchor="summary"))
    if case.summary_released_at is None:
        raise NotFound
    return render_template("support_requests/summary.html", case=case)


@blueprint.route("/support/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(SupportRequest, find=find))
def step(case: SupportRequest, transition: str) -> Response:
    try:
        doing = transition_of(case, transition)
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
        return way_on(case, _next_page(case, doing))
    return _shown_again(case, doing, how, form=form, outcome=outcome)


def _too_late(case: SupportRequest, why: str) -> Response:
    """An old link: say why, and show what there is to do now."""
    flash(why, "info")
    return redirect(url_for(".show", reference=case.reference))


def _next_page(case: SupportRequest, doing: Transition) -> str:
    if doing.name == "edit" and "later" not in request.form:
        return url_for(".step", reference=case.reference, transition=_sending(case))
    page = "dates.support" if doing.name in DATE_STEPS else ".show"
    return url_for(page, reference=case.reference)


def _sending(case: SupportRequest) -> str:
    return "submit" if may_send(case, current.posts_on(case)) else "ask_head"


def _shown_again(
    case: SupportRequest, doing: Transition, how: Step, *, form: object, outcome: Outcome
) -> Response:  # fmt: skip
    changes = changes_since(case.id, outcome.seen) if outcome.seen is not None else ()
    text = render_template(
        how.template or "support_requests/step.html",
        form=form,
        case=case,
        transition=doing,
        step=how,
        missing=missing(case) if case.state in ("draft", "checking") else {},
        may_edit=case.state == "draft",
        changes=story.timeline(changes),
    )
    return make_response(text, outcome.status)
