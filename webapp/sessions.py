"""The cookie and the sign-in behind it: the cookie holds a token and when it was seen, the table decides."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user

from config import Settings
from webapp import transaction
from webapp.reader import Reader
from workflows import accounts
from workflows.clock import now
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.people import Person
from workflows.places import Trust

_SEEN = "seen"
_WHOSE = "whose"
_SEEN_EVERY = 60  # seconds; a cookie with every answer would be of no use


def register(app: Flask, manager: LoginManager) -> None:
    """Let Flask-Login find the reader behind a request by the token in its cookie."""
    manager.session_protection = None  # it would sign people out whose address changes on the way home
    manager.init_app(app)
    manager.user_loader(find_reader)


def find_reader(token: str) -> Reader | None:
    """The reader whose sign-in this is; from here on the session asks for their trust's rows only."""
    if _is_idle():
        return None
    with scope(EVERY_TRUST):
        transaction.open_connection()
        found = accounts.find_sign_in(token, longest=longest())
    if found is None:
        return None
    person, trust = found
    choose_trust(trust.id)
    offices = accounts.offices_of(person.id)
    if not offices:
        return None
    g.person_id = person.id
    _note_seen()
    return Reader(person, trust, offices, token)


def sign_in(person: Person, token: str) -> None:
    """Give this browser the sign-in; whatever its cookie held before is gone, so nobody else's stays."""
    session.clear()
    session[_SEEN] = int(now().timestamp())
    session[_WHOSE] = person.id
    choose_trust(person.trust_id)
    trust = db.session.get_one(Trust, person.trust_id)
    login_user(Reader(person, trust, accounts.offices_of(person.id), token))


def sign_out(token: str) -> None:
    """End the sign-in of this browser; nothing of it stays in the cookie."""
    accounts.end(token)
    logout_user()
    session.clear()


def whose_browser() -> int | None:
    """Who was signed in here last, if they have not signed out: their sign-in may have run out."""
    person_id: int | None = session.get(_WHOSE)
    return person_id


def longest() -> timedelta:
    """How long a sign-in lasts in any case."""
    return timedelta(hours=_settings().session_absolute_hours)


def device() -> str:
    """The browser that asks, in words that its owner knows it by: "Firefox on Windows"."""
    agent = request.user_agent.string
    browser = next((name for word, name in _BROWSERS if word in agent), "A browser")
    system = next((name for word, name in _SYSTEMS if word in agent), "")
    return f"{browser} on {system}" if system else browser


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def _is_idle() -> bool:
    longest = timedelta(minutes=_settings().session_idle_minutes)
    return now().timestamp() - int(session.get(_SEEN, 0)) > longest.total_seconds()


def _note_seen() -> None:
    moment = int(now().timestamp())
    if moment - int(session.get(_SEEN, 0)) >= _SEEN_EVERY:
        session[_SEEN] = moment


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
