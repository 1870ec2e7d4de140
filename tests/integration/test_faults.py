"""When a process, the database or the disk fails: nothing is lost, nothing comes twice, words are plain."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Condition, Event, Thread
from time import monotonic
from typing import Any, Final

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import event, select, update
from sqlalchemy.engine import URL, make_url
from werkzeug.test import TestResponse

from forms.fields.form import new_form_key
from notifications.channels.mailbox import Letter
from tests.client import Browser, main_words
from tests.databases import connected
from tests.pressing import form_on, sent_by
from tests.processes import AGAIN_WITHIN, PASSWORD, Killed, Served, Somebody, environment, flask
from tests.story import Story
from tests.world import World, build
from workflows import accounts, events
from workflows.cases import Note
from workflows.database import choose_every_trust, db, scope
from workflows.events import Event as Entry
from workflows.messages import Message, MessageStatus
from workflows.people import Appointment
from workflows.perform import open_case
from workflows.support_requests import SupportRequest

KILLS: Final = 30
PATIENCE: Final = 60
"""Seconds for a whole new process to read its code, on a busy machine."""


# A process is killed


@pytest.fixture
def served(database_url: str, tmp_path: Path) -> Iterator[Served]:
    """A server that is stopped at the end, however it stands then."""
    made = Served(database_url, tmp_path / "files")
    made.start()
    try:
        yield made
    finally:
        made.kill_everything()


@contextmanager
def a_trust(database_url: str) -> Iterator[World]:
    """The small trust, for processes that live on the real day, whichever it is."""
    with connected(database_url):
        world = build()
        with scope(world.trust_id):
            db.session.execute(update(Appointment).values(starts_on=date(2000, 1, 1)))
            yield world


def a_request(database_url: str) -> str:
    """A draft of Priya's, who can sign in; gives its reference."""
    with a_trust(database_url) as world:
        priya = world.person("priya")
        accounts.set_password(priya, PASSWORD)
        draft = SupportRequest(receiving_school_id=world.schools["saltmarsh"], title="Phonics")
        open_case(draft, "start", priya)
        db.session.commit()
        return draft.reference


class Writing(Thread):
    """Writes one note after the other, and sends again whatever got no answer, as a person would."""

    def __init__(self, somebody: Somebody, path: str, token: str) -> None:
        super().__init__(daemon=True)
        self.somebody, self.path, self.token = somebody, path, token
        self.saved: list[str] = []
        self.refused: list[str] = []
        self.news = Condition()
        self.enough = Event()

    def run(self) -> None:
        while not self.enough.is_set():
            text = f"Note {len(self.saved)}"
            self._send({"csrf_token": self.token, "form_key": new_form_key(), "text": text})
            with self.news:
                self.saved.append(text)
                self.news.notify_all()

    def _send(self, fields: dict[str, str]) -> None:
        while True:
            try:
                status, page = self.somebody.ask(self.path, fields)
            except Killed:
                continue
            if status == 303:
                return
            self.refused.append(f"{status}: {page[:300]}")

    def until_saved_again(self, within: float) -> bool:
        """Wait until one more note is known to be saved."""
        with self.news:
            so_far = len(self.saved)
            return self.news.wait_for(lambda: len(self.saved) > so_far + 1, within)


def test_a_server_killed_thirty_times_loses_nothing_and_saves_nothing_twice(
    database_url: str, served: Served
) -> None:
    reference = a_request(database_url)
    priya = Somebody(served.address)
    wait_until_it_answers(priya)
    writing = Writing(priya, f"/support/{reference}/add_note", priya.sign_in("priya@harbour.example"))
    writing.start()
    chance = random.Random(20261116)
    assert writing.until_saved_again(PATIENCE)
    for number in range(KILLS):
        Event().wait(chance.uniform(0, 0.1))  # at any moment of a request
        if number % 10 != 9 and served.kill_a_worker():
            assert writing.until_saved_again(AGAIN_WITHIN), f"not back after kill {number}"
        else:
            served.kill_everything()
            served.start()
            assert writing.until_saved_again(PATIENCE), f"not back after kill {number}"
    writing.enough.set()
    writing.join()

    assert writing.refused == []
    assert len(writing.saved) > KILLS
    with connected(database_url):
        choose_every_trust()
        assert list(db.session.scalars(select(Note.text).order_by(Note.id))) == writing.saved
        added = select(Entry.id).where(Entry.kind == "add_note")
        assert len(db.session.scalars(added).all()) == len(writing.saved)
        assert events.verify()[1] is None


def wait_until_it_answers(somebody: Somebody) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            assert somebody.ask("/health")[0] == 200
            return
        except Killed:
            assert monotonic() < until, "the server has not started"
            Event().wait(0.1)


def test_two_workers_in_processes_of_their_own_send_each_mail_once(database_url: str) -> None:
    with a_trust(database_url) as world:
        for name in world.people:
            accounts.invite(world.person(name))
        db.session.commit()
    rounds = [flask("tick", environment(database_url)) for _ in range(2)]
    assert [one.wait(PATIENCE) for one in rounds] == [0, 0]
    with connected(database_url):
        choose_every_trust()
        sent = db.session.scalars(select(Message.person_id).where(Message.status == MessageStatus.SENT)).all()
        assert sorted(sent) == sorted(world.people.values())
        letters = db.session.execute(select(Letter.recipient)).all()
        assert len(letters) == len(set(letters)) == len(world.people)


# The database is away, locked or full


@pytest.fixture
def story(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
    """A draft of Priya's, and her browser."""
    made = Story(harbour, sign_in_as, app)
    made.begins()
    return made


def page_to_write_on(story: Story, text: str) -> dict[str, str]:
    """What a note's page holds once this has been typed into it."""
    page = story.of("priya").get(f"{story.home}/add_note")
    return {**sent_by(form_on(page)), "text": text}


def press(story: Story, typed: dict[str, str]) -> TestResponse:
    return story.of("priya").post(f"{story.home}/add_note", data=typed)


def try_again(story: Story, page: TestResponse) -> TestResponse:
    """Press the only button of the page that says so."""
    form = form_on(page, "Try again")
    return story.of("priya").post(form.get("action") or "", data=sent_by(form, "Try again"))


def notes(story: Story) -> list[str]:
    with story.app.app_context(), scope(story.world.trust_id):
        return list(db.session.scalars(select(Note.text).order_by(Note.id)))


def is_kept(page: TestResponse, text: str) -> bool:
    """Whether the page says plainly that this passes, and hands back what was typed."""
    assert page.status_code == 503
    assert "Please try again in a minute" in main_words(page)
    return text in main_words(page)


def on_postgresql(story: Story) -> bool:
    return make_url(story.app.config["SQLALCHEMY_DATABASE_URI"]).drivername.startswith("postgresql")


def test_a_database_that_lets_nobody_write_for_a_while_costs_no_word(story: Story) -> None:
    typed = page_to_write_on(story, "What we saw in Year 1.")
    with closed_for_writing(story):
        page = press(story, typed)
        assert is_kept(page, "What we saw in Year 1.")
        assert is_kept(try_again(story, page), "What we saw in Year 1.")
        assert story.page("priya").status_code == (503 if on_postgresql(story) else 200)
    assert notes(story) == []

    assert try_again(story, page).status_code == 303
    assert try_again(story, page).status_code == 303  # it has come before, and counts once
    assert notes(story) == ["What we saw in Year 1."]


@contextmanager
def closed_for_writing(story: Story) -> Iterator[None]:
    """SQLite: somebody else writes and does not stop. PostgreSQL: all connections cut, and none let in."""
    url = make_url(story.app.config["SQLALCHEMY_DATABASE_URI"])
    with opened_to_all(url) if on_postgresql(story) else locked(story, url):
        yield


@contextmanager
def opened_to_all(url: URL) -> Iterator[None]:
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    name = sql.Identifier(url.database or "")
    with beside(url) as connection:
        connection.execute(allow.format(name, sql.SQL("false")))
        cut_all_connections(connection, url)
        yield
        connection.execute(allow.format(name, sql.SQL("true")))


@contextmanager
def beside(url: URL) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the same server's own database."""
    other = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(other, autocommit=True) as connection:
        yield connection


def cut_all_connections(connection: psycopg.Connection[Any], url: URL) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database]
    )


@contextmanager
def locked(story: Story, url: URL) -> Iterator[None]:
    with each_connection(story, "busy_timeout=50"), sqlite3.connect(url.database or "") as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()
    other.close()


@contextmanager
def each_connection(story: Story, pragma: str) -> Iterator[None]:
    """Every connection that a request takes has this said to it."""

    def say(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    with story.app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", say)
    yield
    event.remove(engine, "checkout", say)


def test_a_connection_that_is_cut_between_two_pages_is_not_even_noticed(story: Story) -> None:
    if not on_postgresql(story):
        pytest.skip("SQLite has no connection that could be cut")
    typed = page_to_write_on(story, "Seen today.")
    url = make_url(story.app.config["SQLALCHEMY_DATABASE_URI"])
    with beside(url) as connection:
        cut_all_connections(connection, url)
    assert press(story, typed).status_code == 303
    assert notes(story) == ["Seen today."]


def test_a_connection_that_is_cut_while_a_form_is_saved_leaves_nothing_half_done(story: Story) -> None:
    if not on_postgresql(story):
        pytest.skip("SQLite has no connection that could be cut")
    typed = page_to_write_on(story, "Seen today.")
    url = make_url(story.app.config["SQLALCHEMY_DATABASE_URI"])
    with story.app.app_context():
        engine = db.engine

    @event.listens_for(engine, "after_cursor_execute")
    def cut(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO notes"):
            event.remove(engine, "after_cursor_execute", cut)
            with beside(url) as connection:
                cut_all_connections(connection, url)

    page = press(story, typed)
    assert is_kept(page, "Seen today.")
    assert notes(story) == []
    assert try_again(story, page).status_code == 303
    assert notes(story) == ["Seen today."]
