"""The page of one support request, its steps, and what governors may read of it."""

from __future__ import annotations

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views import files
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import StepPages, step_taker, take
from webapp.views.support_requests import story
from webapp.views.support_requests.blueprint import blueprint
from webapp.views.support_requests.page import RequestPage
from webapp.views.support_requests.steps import STEPS
from workflows.case_history import Happening
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
    page = RequestPage(case, file, current)
    searching = "offer" in page.may
    return render_template(
        "support_requests/show.html",
        file=file,
        case=case,
        page=page,
        timeline=story.timeline(file.history),
        dates=dates.beside(case),
        attached=files.shown(case, file.history),
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


def _words(
    case: SupportRequest, _doing: Transition, _form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    return {
        "missing": missing(case) if case.state in ("draft", "checking") else {},
        "may_edit": case.state == "draft",
        "changes": story.timeline(changes),
    }


def _onwards(case: SupportRequest, doing: Transition) -> str:
    if doing.name == "edit" and "later" not in request.form:
        sending = "submit" if may_send(case, current.posts_on(case)) else "ask_head"
        return url_for(".step", reference=case.reference, transition=sending)
    page = "dates.support" if doing.name in DATE_STEPS else ".show"
    return url_for(page, reference=case.reference)


PAGES: Final = StepPages(STEPS, "support_requests/step.html", _words, _onwards)


@blueprint.route("/support/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(SupportRequest, find=find))
def step(case: SupportRequest, transition: str) -> Response:
    return take(case, transition, PAGES)
