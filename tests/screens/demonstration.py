"""The demo on a database and a port of its own, with a way to be each of its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog
from flask import Flask, abort
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from config import Environment, LogLevel, Settings
from notifications.rounds import tick
from notifications.setup import setup_of
from notifications.tokens import Purpose, token_of
from tests.client import Browser
from tests.databases import migrate
from tests.serving import served
from webapp.access import access, public
from webapp.demo import Somebody, people_of_the_story
from webapp.demo.building import build
from workflows import accounts
from workflows.accounts import TooManyTries
from workflows.cases import Case, Deadline
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.model import Attendance, PollPerson
from workflows.errors import StaleCase
from workflows.people import Person, posts_of

ERRORS: Final = (400, 403, 404, 405, 409, 413, 429, 500, 503)
_FAULTS: Final[dict[int, Exception]] = {
    409: StaleCase(3, 4),
    429: TooManyTries(timedelta(minutes=12)),
    503: OperationalError("", {}, Exception("the database is away")),
}


@dataclass(frozen=True)
class Visitor:
    """Somebody to look around as; nobody signed in has no cookie."""

    key: str
    name: str
    what: str = ""
    person_id: int = 0
    trust_id: int = 0
    cookie: str = ""
    #: pages to begin at, beside those that need no more than an address: what they are, and where
    starts: tuple[tuple[str, str], ...] = ()
    #: cases whose turn is theirs
    turns: frozenset[str] = frozenset()


@dataclass
class Demonstration:
    """The running application, who can look around in it, and the state of each case."""

    app: Flask
    base_url: str
    visitors: list[Visitor] = field(default_factory=list)
    #: of each case, by its trust and the address of its page
    states: dict[tuple[int, str], str] = field(default_factory=dict)


@contextmanager
def demonstration(folder: Path) -> Iterator[Demonstration]:
    """Build the demo in this folder and serve it until the end of the block; faults go to `log.txt` there."""
    url = f"sqlite:///{folder / 'screens.db'}"
    migrate(url)
    settings = Settings(
        environment=Environment.DEMO,
        demo_mode=True,
        database_url=url,
        files_folder=folder / "files",
        log_level=LogLevel.ERROR,
    )
    with served(settings) as app, (folder / "log.txt").open("w", encoding="utf-8") as log:
        structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(log))
        app.test_client_class = Browser
        _add_faults(app)
        yield _lived(app)


def _add_faults(app: Flask) -> None:
    """Pages that end in each error, since nobody can make the database go away for a picture."""

    @app.get("/fault/<int:status>")
    @access(public)
    def fault(status: int) -> str:
        if status in _FAULTS:
            raise _FAULTS[status]
        abort(status)


def _lived(app: Flask) -> Demonstration:
    """The demo with its year behind it and today's mail delivered, and everybody signed in."""
    with app.app_context():
        build(app.config["SETTINGS"].files_folder)
        tick(setup_of(app))
        with scope(EVERY_TRUST):
            states = {
                (case.trust_id, f"/{case.kind}/{case.reference}"): case.state
                for case in db.session.scalars(select(Case).order_by(Case.id.desc()))
            }
            visitors = [_visitor(one) for one in people_of_the_story()]
            invitation = accounts.invite(db.session.get_one(Person, visitors[0].person_id))
            starts = (*_starts(invitation), *_by_link(app))
            db.session.commit()
        db.session.remove()
    signed_in = [replace(one, cookie=_cookie_of(app, one.person_id)) for one in visitors]
    nobody = Visitor(key="nobody", name="Nobody signed in", starts=starts)
    return Demonstration(app, app.config["SETTINGS"].base_url, [nobody, *signed_in], states)


def _starts(invitation: str) -> Iterator[tuple[str, str]]:
    yield from ((f"error-{status}", f"/fault/{status}") for status in ERRORS)
    yield "invitation", invitation
    yield "invitation-used", "/welcome/used"


def _by_link(app: Flask) -> Iterator[tuple[str, str]]:
    """Where the links in messages about dates lead, without signing in."""
    urls, keys = app.url_map.bind("127.0.0.1"), [app.config["SECRET_KEY"]]
    asked = db.session.scalar(select(func.max(Attendance.id)).where(Attendance.answered_at.is_(None)))
    polled = db.session.scalar(select(func.max(PollPerson.id)).where(PollPerson.answered_at.is_(None)))
    if asked:
        yield "answer", urls.build("dates.answer", {"token": token_of(Purpose.ANSWER, asked, keys)})
    if polled:
        yield "times", urls.build("dates.tick", {"token": token_of(Purpose.TIMES, polled, keys)})


def _visitor(one: Somebody) -> Visitor:
    person = db.session.get_one(Person, one.person_id)
    return Visitor(
        key=person.email.split("@")[0],
        name=one.name,
        what=one.what,
        person_id=person.id,
        trust_id=person.trust_id,
        turns=_turns_of(person),
    )


def _turns_of(person: Person) -> frozenset[str]:
    """References of the cases that wait for this person."""
    posts = {(post.role, post.place_id) for post in posts_of(person.id)}
    turns = select(Case.reference, Deadline.role, Deadline.place_id).where(
        Deadline.case_id == Case.id, Deadline.closed_at.is_(None)
    )
    return frozenset(row.reference for row in db.session.execute(turns) if (row.role, row.place_id) in posts)


def _cookie_of(app: Flask, person_id: int) -> str:
    client = app.test_client()
    assert isinstance(client, Browser)
    client.sign_in(person_id)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="127.0.0.1")
    return cookie.value if cookie else ""
