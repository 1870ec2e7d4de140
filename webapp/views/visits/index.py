"""The list of visits, and what schools offer to everybody who works in the trust."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from werkzeug.wrappers import Response

from forms.library import FocusForm
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.visits.asking import may_ask, may_offer, offer_is_over
from webapp.views.visits.blueprint import blueprint
from workflows.visibility import may_see
from workflows.visits import VisitFlow
from workflows.visits.listing import LIST, Whose, Wish, offer_called
from workflows.visits.listing import offers as offers_about


@blueprint.get("/visits")
@access(workers)
def index() -> str:
    school_id, arguments = current.person.school_id, request.args
    whose = _whose(has_school=school_id is not None)
    wish = Wish(
        whose=whose,
        school_id=school_id if whose is Whose.SCHOOL else None,
        finished="finished" in arguments,
        after=arguments.get("after", ""),
        before=arguments.get("before", ""),
    )
    own = replace(wish, whose=Whose.ALL, school_id=None, turn="mine", sort="due", after="", before="")
    return render_template(
        "visits/index.html",
        wish=wish,
        mine=() if wish.finished or wish.after or wish.before else LIST.page_of(own, current.viewer).rows,
        found=LIST.page_of(wish, current.viewer),
        states=VisitFlow.states,
        has_school=school_id is not None,
        may_ask=may_ask(current),
        may_offer=may_offer(current),
    )


def _whose(*, has_school: bool) -> Whose:
    """Of the central team, everything that they may see."""
    asked = request.args.get("show", "")
    return (Whose(asked) if asked in set(Whose) else Whose.MINE) if has_school else Whose.ALL


@blueprint.get("/visits/offers")
@access(workers)
def offers() -> str:
    form = FocusForm(request.args)
    return render_template(
        "visits/offers.html",
        filters=form,
        found=offers_about(form.given().get("focus")),
        may_ask=may_ask(current),
        may_offer=may_offer(current),
        school_id=current.person.school_id,
    )


@blueprint.get("/visits/offers/<reference>")
@access(workers)
def offer(reference: str) -> str | Response:
    found = offer_called(reference)
    if found is None:
        return offer_is_over(reference)
    return render_template(
        "visits/offer.html",
        offer=found.visit,
        left=found.left,
        is_own=found.visit.host_school_id == current.person.school_id,
        may_ask=may_ask(current),
        manages=may_see(found.visit, current.posts_on(found.visit)),
    )
