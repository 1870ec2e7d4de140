"""The three sessions of a year, and planning one."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from forms.steps import StepForm
from forms.trust_sessions.planning import PlanForm, PlanWithoutVoteForm
from webapp import typed
from webapp.access import access, arrangers, central, workers
from webapp.reader import current
from webapp.views.steps import Step, opened
from webapp.views.trust_sessions.blueprint import blueprint
from workflows.clock import today
from workflows.machine import Transition
from workflows.school_calendar import academic_year, academic_year_name
from workflows.trust_sessions import TrustSession, TrustSessionFlow
from workflows.trust_sessions.days import FEWEST, PROPOSALS
from workflows.trust_sessions.planning import plan_session
from workflows.trust_sessions.queries import called_off_in, sessions_of, years_with_sessions

WITH_A_VOTE: Final = Step(
    about=f"Proposals open {PROPOSALS} working days before the day, if there are so many; at least {FEWEST} "
    "are needed. It goes into the calendar of everybody who works in the trust, and all heads are invited.",
    button="Plan this session",
)
WITHOUT: Final = Step(
    about="For a session that comes too soon for proposals and a vote. You name the foci; heads read why. "
    "It goes into the calendar of everybody who works in the trust, and all heads are invited.",
    button="Plan this session",
)


@blueprint.get("/sessions")
@access(workers)
def index() -> str:
    known, this_year = years_with_sessions(), academic_year(today())
    year = _year(this_year)
    shown = sorted({this_year, this_year + 1, year, *known}, reverse=True)
    return render_template(
        "trust_sessions/index.html",
        terms=sessions_of(year),
        called_off=called_off_in(year),
        year=year,
        year_name=academic_year_name(year),
        years=[(one, academic_year_name(one)) for one in shown],
        states=TrustSessionFlow.states,
        may_plan=arrangers.passes(current),
    )


def _year(this_year: int) -> int:
    asked = request.args.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this_year


@blueprint.route("/sessions/new", methods=["GET", "POST"])
@access(arrangers)
def new() -> Response:
    form = PlanForm(_blank(), reader_id=current.person.id, formdata=typed.formdata())
    return _plan(form, TrustSessionFlow.plan, WITH_A_VOTE)


@blueprint.route("/sessions/new/without-a-vote", methods=["GET", "POST"])
@access(central)
def new_without_vote() -> Response:
    form = PlanWithoutVoteForm(_blank(), reader_id=current.person.id, formdata=typed.formdata())
    return _plan(form, TrustSessionFlow.plan_without_vote, WITHOUT)


def _blank() -> TrustSession:
    return TrustSession(version=0)


def _plan(form: StepForm, doing: Transition, step: Step) -> Response:
    def begin() -> TrustSession:
        made: Any = form.made
        return plan_session(made, current.person, form_key=form.form_key.data)

    def page() -> str:
        words = {"transition": doing, "step": step, "home": url_for(".index"), "changes": ()}
        return render_template(
            "trust_sessions/plan.html", form=form, case=form.case, is_central=current.is_central, **words
        )

    return opened(
        form, begin, page, said="Planned. Everybody who works in the trust finds it in the calendar."
    )
