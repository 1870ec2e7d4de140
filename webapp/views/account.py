"""One's own account: name, mail, password, devices; and stopping news from a link in a mail."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from forms.account import ChangePasswordForm, MailForm, NameForm
from forms.fields import Form
from notifications import unsubscribe
from webapp import sessions
from webapp.access import access, by_link, oneself
from webapp.reader import current
from webapp.transaction import keep_in_any_case
from workflows import accounts
from workflows.accounts import PasswordRefused, WrongPassword
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Person, role_label

blueprint = Blueprint("account", __name__)

Answer = str | Response | tuple[str, int]


@blueprint.get("/account")
@access(oneself)
def show() -> Answer:
    return render_template(
        "account/show.html",
        person=current.person,
        roles=[(role_label(current.trust, office.role), office.place) for office in current.offices],
        news=unsubscribe.wants_news(current.person.id),
        has_password=accounts.has_password(current.person),
        devices=accounts.devices_of(current.person, token=current.token, longest=sessions.longest()),
    )


@blueprint.route("/account/name", methods=["GET", "POST"])
@access(oneself)
def name() -> Answer:
    form = NameForm(data={"name": current.person.name})
    if not form.validate_on_submit():
        return _show("account/name.html", form)
    accounts.rename(current.person, str(form.name.data))
    return _done("Your name has been changed.")


@blueprint.route("/account/mail", methods=["GET", "POST"])
@access(oneself)
def mail() -> Answer:
    news = "yes" if unsubscribe.wants_news(current.person.id) else "no"
    form = MailForm(data={"preference": current.person.mail_preference, "news": news})
    if not form.validate_on_submit():
        return _show("account/mail.html", form)
    current.person.mail_preference = form.preference.data
    choose = unsubscribe.restart_news if form.news.data == "yes" else unsubscribe.stop_news
    choose(current.person)
    return _done("We will write to you as you have chosen.")


@blueprint.route("/account/password", methods=["GET", "POST"])
@access(oneself)
def password() -> Answer:
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _show("account/password.html", form)
    try:
        accounts.change_password(
            current.person, old=str(form.old.data), new=str(form.password.data), token=current.token
        )
    except (WrongPassword, PasswordRefused) as problem:
        keep_in_any_case()  # a wrong one has to count
        form.add_problem("old" if isinstance(problem, WrongPassword) else "password", str(problem))
        return _show("account/password.html", form)
    return _done("Your password has been changed. Every other device of yours is signed out.")


@blueprint.post("/account/devices/<int:sign_in_id>/sign-out")
@access(oneself)
def sign_device_out(sign_in_id: int) -> Answer:
    accounts.end_one(current.person, sign_in_id)
    return _done("That device is signed out.")


@blueprint.post("/account/devices/sign-out")
@access(oneself)
def sign_others_out() -> Answer:
    accounts.end_all(current.person, but=current.token)
    return _done("Every other device of yours is signed out.")


@blueprint.get("/mail/unsubscribe/<token>")
@access(by_link)
def ask_to_stop(token: str) -> Answer:
    """Ask first: mail scanners follow links (RFC 8058)."""
    with scope(EVERY_TRUST):
        person = _named_by(token)
        return render_template("account/stop_news.html", person=person)


@blueprint.post("/mail/unsubscribe/<token>")
@access(by_link)
def stop_news(token: str) -> Answer:
    """Stop news for whoever the link is about: the press needs no cookie (RFC 8058)."""
    with scope(EVERY_TRUST):
        unsubscribe.stop_news(_named_by(token))
    return render_template("account/news_stopped.html")


def _named_by(token: str) -> Person:
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    person_id = unsubscribe.person_of(token, keys)
    return db.session.get(Person, person_id or 0) or abort(404)


def _show(template: str, form: Form) -> Answer:
    return render_template(template, form=form), 422 if form.errors else 200


def _done(message: str) -> Response:
    flash(message, "success")
    return redirect(url_for("account.show"), 303)
