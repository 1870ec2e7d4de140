"""The way in and out: sign-in, sign-out, a forgotten password, an invitation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from forms.fields import Form
from forms.sign_in import ForgottenPasswordForm, NewPasswordForm, SignInForm
from webapp import sessions, typed
from webapp.access import SignInNeeded, access, public
from webapp.errors import wants_json
from webapp.paths import own_path
from webapp.reader import current, reader_or_none
from webapp.transaction import changes_something, keep_in_any_case
from workflows import accounts
from workflows.accounts import LinkNotValid, PasswordRefused, Purpose, WrongPassword
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Person

blueprint = Blueprint("sign_in", __name__)

Answer = str | Response | tuple[str, int]


@blueprint.get("/sign-in")
@access(public)
def show() -> Answer:
    target = own_path(request.args.get("next"))
    if reader_or_none() is not None:
        return redirect(target, 303)
    return page(SignInForm(data={"next": target}))


@blueprint.post("/sign-in")
@access(public)
def sign_in() -> Answer:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            with scope(EVERY_TRUST):
                person, token = accounts.sign_in(
                    str(form.email.data), str(form.password.data), device=sessions.device(), address=address()
                )
            return enter(person, token, target=form.next.data, carried=form.carried.data)
        except WrongPassword as problem:
            keep_in_any_case()  # the try has to count
            form.add_problem("password", str(problem))
    return page(form, status=422)


@blueprint.post("/sign-in/become")
@access(public)
def become() -> Response:
    """In a demonstration only: sign in as one of the people of the story."""
    chosen = next((one for one in _story() if str(one.person_id) == request.form.get("person")), None)
    with scope(EVERY_TRUST):
        person = db.session.get_one(Person, chosen.person_id) if chosen else abort(404)
        token = accounts.begin(person, sessions.device())
    return enter(
        person, token, target=request.form.get("next", ""), carried=request.form.get("carried", "")
    )  # fmt: skip


@blueprint.post("/sign-out")
@access(public)
def sign_out() -> Response:
    if reader_or_none() is not None:
        sessions.sign_out(current.token)
    return redirect(url_for("sign_in.show"), 303)


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@access(public)
def forgotten_password() -> Answer:
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return _show("sign_in/forgotten_password.html", form)
    with scope(EVERY_TRUST):
        accounts.forgot_password(str(form.email.data), address=address())
    return redirect(url_for("sign_in.link_on_its_way"), 303)


@blueprint.get("/forgotten-password/sent")
@access(public)
def link_on_its_way() -> Answer:
    return render_template("sign_in/link_on_its_way.html")


@blueprint.route("/new-password/<token>", methods=["GET", "POST"])
@access(public)
def new_password(token: str) -> Answer:
    return _choose_password(token, Purpose.RESET)


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@access(public)
def welcome(token: str) -> Answer:
    return _choose_password(token, Purpose.INVITATION)


def _choose_password(token: str, purpose: Purpose) -> Answer:
    form = NewPasswordForm()
    with scope(EVERY_TRUST):
        try:
            link = accounts.find_link(token, purpose)
        except LinkNotValid:
            return render_template("sign_in/link_not_valid.html", purpose=purpose), 404
        try:
            if form.validate_on_submit():
                person = accounts.use_link(token, purpose, str(form.password.data))
                return enter(person, accounts.begin(person, sessions.device()))
        except PasswordRefused as problem:
            form.add_problem("password", str(problem))
        return _show("sign_in/choose_password.html", form, person=link.person, purpose=purpose)


@blueprint.app_errorhandler(SignInNeeded)
def needed(_error: SignInNeeded) -> Answer | tuple[Response, int]:
    """Nobody is signed in, or no longer: the way back leads to the page, and what was sent is not lost."""
    if wants_json():
        return jsonify(problem="You have been signed out."), 401
    if not changes_something():
        wanted = request.full_path.rstrip("?")
        return redirect(url_for("sign_in.show", next=None if wanted == "/" else wanted), 303)
    here = urlsplit(request.referrer or "").path
    back = {"next": own_path(here or request.path), "carried": typed.carry()}
    lead = "You were signed out in the meantime. Sign in again and go on: what you typed is kept."
    return page(SignInForm(formdata=None, data=back), status=401, lead=lead)


@blueprint.errorhandler(CSRFError)
def opened_long_ago(_error: CSRFError) -> Answer:
    """A sign-in page that was left open: the next try from this one works."""
    if request.endpoint not in {"sign_in.sign_in", "sign_in.become"}:
        return redirect(request.path, 303)
    form = SignInForm(formdata=None, data={name: request.form.get(name) for name in ("next", "carried")})
    return page(form, status=400, lead="This page had been open for a long time. Please sign in now.")


def page(form: SignInForm, *, status: int = 200, lead: str = "") -> tuple[str, int]:
    """The sign-in page; with the people of the story where this is a demonstration."""
    people = [
        {"key": one.person_id, "name": one.name, "role": one.what, "can": f"{one.can}. {one.waiting}."}
        for one in _story()
    ]
    return render_template("sign_in/show.html", form=form, people=people, lead=lead), status


def enter(person: Person, token: str, *, target: str | None = "", carried: str | None = "") -> Response:
    """Give this browser the sign-in, keep what was typed before it, and send it on its way."""
    sessions.sign_in(person, token)
    typed.unpack(carried or "")
    return redirect(own_path(target), 303)


def _story() -> Sequence[Any]:
    """The people of the story; nobody but in a demonstration, and there alone is its code loaded."""
    if not current_app.config["SETTINGS"].demo_mode:
        return ()
    people: Sequence[Any] = import_module("webapp.demo").people_of_the_story()
    return people


def _show(template: str, form: Form, **context: object) -> Answer:
    return render_template(template, form=form, **context), 422 if form.errors else 200


def address() -> str:
    """Where the request comes from, as far as our own proxies tell."""
    return request.remote_addr or ""
