"""Asking for support: the page on which a request begins."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.support_requests.asking import RequestForm
from webapp import typed
from webapp.access import access, holding
from webapp.reader import current
from webapp.views.support_requests.blueprint import blueprint
from workflows.directory import choices
from workflows.errors import AlreadyDone
from workflows.perform import open_case, perform
from workflows.support_requests import SupportRequest
from workflows.support_requests.queries import may_send, schools_to_ask_for
from workflows.visibility import posts_on


@blueprint.route("/support/new", methods=["GET", "POST"])
@access(holding("head", "delegate", at="school"))
def new() -> Response:
    schools = choices.schools_named(schools_to_ask_for(current.posts))
    form = RequestForm(SupportRequest(version=0), asked={"schools": schools}, formdata=typed.formdata())
    if request.method == "POST" and form.read():
        school_id = form.school_id.data if "school_id" in form else schools[0].id
        try:
            draft = _begin(form, school_id)
        except AlreadyDone:
            flash("This has already been saved.", "success")
            return redirect(url_for(".index"), 303)
        return redirect(_next_page(draft), 303)
    status = 422 if request.method == "POST" else 200
    return make_response(render_template("support_requests/write.html", form=form, case=None), status)


def _begin(form: RequestForm, school_id: int) -> SupportRequest:
    """Open a draft and write into it what has been typed so far."""
    draft = SupportRequest(receiving_school_id=school_id, title=form.title.data)
    open_case(draft, "start", current.person, form_key=form.form_key.data)
    return perform(draft, "edit", current.person, form.made)


def _next_page(draft: SupportRequest) -> str:
    if "later" in request.form:
        flash("Saved as a draft. It is on your Today page until you send it.", "success")
        return url_for(".show", reference=draft.reference)
    sending = "submit" if may_send(draft, posts_on(current.person.id, draft)) else "ask_head"
    return url_for(".step", reference=draft.reference, transition=sending)
