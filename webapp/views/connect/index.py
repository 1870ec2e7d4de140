"""What is on, and offering a connect session."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from forms.connect import ConnectForm
from forms.library import FocusForm
from webapp import typed
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.connect.blueprint import blueprint
from webapp.views.steps import Step, opened
from workflows.connect import ConnectFlow, ConnectSession
from workflows.connect.effects import offer_session
from workflows.connect.listing import LIST, Wish

OFFER: Final = Step(
    about="An hour, a topic, a room or a link. Everybody who works in the trust sees it and can sign up.",
    button="Offer this session",
    names_no_pupils=True,
)
"""What is said above the form with which a session begins."""


@blueprint.get("/connect")
@access(workers)
def index() -> str:
    filters, arguments = FocusForm(request.args), request.args
    finished = "finished" in arguments
    wish = Wish(
        focus_area_id=filters.given().get("focus"),
        mine="mine" in arguments,
        finished=finished,
        sort="newest" if finished else "due",
        after=arguments.get("after", ""),
        before=arguments.get("before", ""),
    )
    plain = not (finished or wish.mine or wish.focus_area_id or wish.after or wish.before)
    return render_template(
        "connect/index.html",
        filters=filters,
        wish=wish,
        turns=LIST.page_of(replace(wish, turn="mine"), current.viewer).rows if plain else (),
        found=LIST.page_of(wish, current.viewer),
        states=ConnectFlow.states,
    )


@blueprint.route("/connect/new", methods=["GET", "POST"])
@access(workers)
def new() -> Response:
    blank = ConnectSession(version=0, trust_id=current.trust.id, trust=current.trust)
    form = ConnectForm(blank, reader_id=current.person.id, formdata=typed.formdata())

    def begin() -> ConnectSession:
        return offer_session(form.made, current.person, form_key=form.form_key.data)  # type: ignore[arg-type]

    def page() -> str:
        words = {"transition": ConnectFlow.offer, "step": OFFER, "home": url_for(".index"), "changes": ()}
        return render_template("connect/topic.html", form=form, case=blank, **words)

    return opened(form, begin, page, said="Offered. Everybody who works in the trust can sign up now.")
