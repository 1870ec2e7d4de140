"""Whatever goes wrong with a form of private words: they come back to their writer, and go nowhere else."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from config import Settings
from tests import canary
from tests.application import application
from tests.client import Browser, main_words
from tests.world import MONDAY, World
from webapp import logs
from webapp.access import access, oneself
from workflows import sealing, typed
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.details import InvalidDetails
from workflows.errors import StaleCase
from workflows.pairings.details import ReflectionDetails
from workflows.people import Person
from workflows.sealing import SealingKey

TYPED = {"focus": canary.PRIVATE, "observed": f"Twice: {canary.PRIVATE}"}
NEW = "another-key-of-this-installation-2027"


def words_typed() -> str:
    return request.form["focus"]


def _fault() -> Any:
    details = ReflectionDetails(text=words_typed())
    raise RuntimeError(f"{details!r} {details.text} {dict(request.form)}")


def _fault_of_a_fault() -> Any:
    try:
        int(words_typed())
    except ValueError as error:
        error.add_note(words_typed())
        raise KeyError(words_typed()) from error


def _broken_rule() -> Any:
    row = db.session.execute(select(Person.__table__).limit(1)).mappings().one()
    db.session.execute(insert(Person).values(**dict(row) | {"id": None, "name": words_typed()}))


def _not_for_the_column() -> Any:
    db.session.execute(insert(SealingKey).values(place_id=1, trust_id=1, sealed=b"", made_at=words_typed()))


def _no_such_table() -> Any:
    db.session.execute(text("INSERT INTO nowhere (said) VALUES (:said)"), {"said": words_typed()})


def _raise(error: Exception) -> Any:
    raise error


ENDINGS: dict[str, tuple[int, Callable[[], Any]]] = {
    "fault": (500, _fault),
    "fault_of_a_fault": (500, _fault_of_a_fault),
    "broken_rule": (500, _broken_rule),
    "not_for_the_column": (500, _not_for_the_column),
    "invalid": (500, lambda: _raise(InvalidDetails({"focus": f"Not this: {words_typed()}"}))),
    "away": (
        503,
        lambda: _raise(OperationalError("INSERT", {"said": words_typed()}, Exception("gone"), True)),
    ),
    "full": (503, lambda: _raise(PoolTimeout("no connection is free"))),
    "changed": (409, lambda: _raise(StaleCase(1, 2))),
    "shut": (500, lambda: _raise(sealing.CannotUnseal("No key opens the private words."))),
}


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application with a few pages more, each of which ends in trouble."""
    with application(settings) as made:
        made.testing = False
        for name, (_, ending) in ENDINGS.items():
            made.add_url_rule(f"/ends/{name}", name, access(oneself)(ending), methods=["POST"])
        made.add_url_rule("/ends/no_table", "no_table", access(oneself)(_no_such_table), methods=["POST"])
        yield made


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_a_fault_hands_the_words_back_to_their_writer_and_logs_none_of_them(
    sign_in_as: Callable[..., Browser], capsys: pytest.CaptureFixture[str], name: str, as_json: bool
) -> None:
    logs.configure("debug", as_json=as_json)
    answer = sign_in_as("priya").post(f"/ends/{name}", data=TYPED)
    said = capsys.readouterr()

    assert answer.status_code == ENDINGS[name][0]
    assert canary.PRIVATE in answer.text
    assert f"/ends/{name}" in said.err
    assert not canary.is_in((said.err + said.out).encode())


def test_a_fault_says_where_and_of_which_kind_it_was(
    sign_in_as: Callable[..., Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = sign_in_as("priya")
    browser.post("/ends/fault_of_a_fault", data=TYPED)
    said = capsys.readouterr().err
    assert "in _fault_of_a_fault" in said
    assert said.index("builtins.ValueError") < said.index("builtins.KeyError")

    browser.post("/ends/broken_rule", data=TYPED)
    assert "IntegrityError" in capsys.readouterr().err
    answer = browser.post("/ends/no_table", data=TYPED)
    assert answer.status_code in (500, 503)
    assert not canary.is_in(capsys.readouterr().err.encode())


def test_a_form_that_is_refused_is_not_logged(
    sign_in_as: Callable[..., Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = sign_in_as("priya")
    refused = browser.post("/ends/fault", data=TYPED, token=False)
    too_much = browser.post("/ends/fault", data=TYPED | {"more": "x" * 22_100_000})

    assert (refused.status_code, too_much.status_code) == (400, 413)
    assert "form refused" in (said := capsys.readouterr().err)
    assert not canary.is_in(said.encode())


# A key that does not fit


@pytest.fixture
def with_other_key(app: Flask, settings: Settings) -> Iterator[Flask]:
    """The same installation, set up anew without the sealing key that was in use."""
    with application(replace(settings, sealing_key=NEW)) as made:
        made.testing = False
        yield made


def test_words_that_do_not_open_are_a_page_that_says_whom_to_tell(sign_in_as: Callable[..., Browser]) -> None:
    answer = sign_in_as("priya").post("/ends/shut", data=TYPED)

    assert answer.status_code == 500
    assert "Tell whoever runs Alongside" in main_words(answer)
    assert "It has not been saved. Copy it before you leave" in main_words(answer)


def test_text_kept_while_typing_that_does_not_open_leaves_the_form_usable(
    harbour: World,
    sign_in_as: Callable[..., Browser],
    with_other_key: Flask,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sign_in_as("priya").post("/typed?form=/support/new", data=TYPED).status_code == 200
    browser = with_other_key.test_client()
    assert isinstance(browser, Browser)
    browser.sign_in(harbour.people["priya"])

    assert browser.get("/support/new").status_code == 200
    script = {"Accept": "application/json"}
    assert browser.post("/typed?form=/support/new", data=TYPED, headers=script).status_code == 500
    said = capsys.readouterr().err
    assert "typed text does not open" in said
    assert NEW not in said


# Across a sign-in


def test_what_comes_back_with_a_sign_in_is_sealed_on_the_way(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    browser = sign_in_as("priya")
    with clock_at(MONDAY + timedelta(hours=4)):
        answer = browser.post("/support/new", data=TYPED, headers={"Origin": "http://127.0.0.1:8000"})

    found = re.search(r'name="carried" type="hidden" value="([^"]+)"', answer.text)
    assert found is not None
    assert not canary.is_in(answer.data)
    assert not canary.is_in(urlsafe_b64decode(found[1]))
    with app.app_context():
        assert sealing.unseal_from_browser(found[1])["fields"] == [list(pair) for pair in TYPED.items()]


def test_nobody_else_reads_what_is_typed_and_another_trust_has_another_key(
    app: Flask, harbour: World, fellside: World
) -> None:
    with app.app_context(), scope(EVERY_TRUST):
        for world in (harbour, fellside):
            typed.keep(world.person("priya"), "/form", list(TYPED.items()))
        rows = db.session.scalars(select(typed.TypedText).order_by(typed.TypedText.id)).all()
        assert all(row.fields == [*TYPED.items()] for row in rows)
        rows[0].person_id = harbour.people["dan"]
        with pytest.raises(sealing.CannotUnseal):
            assert rows[0].fields
        assert len(db.session.scalars(select(SealingKey)).all()) == 2
        db.session.rollback()
