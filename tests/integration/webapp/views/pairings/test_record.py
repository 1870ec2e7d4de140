"""The record that a mentee prints: what they chose, as a PDF that can be read out; for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.pairings import BOOK, PRIVATE
from tests.pairs import LOGGED, TO_COACHING, pair_up
from tests.pdf import Pdf
from tests.pressing import fill_in
from tests.world import PEOPLE, World
from workflows.database import EVERY_TRUST, Model, db, scope
from workflows.pairings.model import PairingSession

Become = Callable[..., Browser]
ODD = "Ask #strong[why] it costs $5 or `x_1 * y_2`; see @tom <here> \\ and // that 👋🏽 (caf\u00e9)."
"""What a typesetter would take for its own language, did it read what people write."""


class Mentee:
    """Sam, a pairing of his, and what his record says."""

    def __init__(self, app: Flask, world: World, become: Become, path: list[tuple[str, str]]) -> None:
        with app.app_context():
            self.reference = pair_up(world, path)
        self.app, self.browser = app, become("sam")
        self.address = f"/pairings/{self.reference}/record"

    @property
    def session_ids(self) -> list[int]:
        held = select(PairingSession.id).where(PairingSession.status == "held")
        with self.app.app_context(), scope(EVERY_TRUST):
            return list(db.session.scalars(held.order_by(PairingSession.on)))

    def prints(self, **ticked: Any) -> Pdf:
        answer = fill_in(self.browser, self.address, **ticked)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="record-{self.reference}.pdf"'
        assert answer.headers["Cache-Control"] == "no-store"
        return Pdf(answer.data)


@pytest.fixture
def sam(app: Flask, harbour: World, sign_in_as: Become) -> Mentee:
    return Mentee(app, harbour, sign_in_as, TO_COACHING)


def test_what_was_ticked_is_in_the_record_and_nothing_else(sam: Mentee) -> None:
    one, other = sam.session_ids
    whole = sam.prints(sessions=[one], parts=["numbers", "goals", "steps"], reviews=["0"])

    for words in (
        "Record of coaching for Sam Harbour",
        "You chose what is in this record",
        "Sessions held 2",
        f"Goal: {PRIVATE}",
        f"Observed {PRIVATE}",
        "Not done yet",
        f"Going well {PRIVATE}",
        "printed on 16 November 2026",
    ):
        assert words in whole.words
    assert "Mine" not in whole.words

    little = sam.prints(parts=["numbers"])
    assert PRIVATE not in little.words
    assert sam.prints(sessions=[other]).words.count("Written by") == 1


def test_the_record_is_tagged_and_says_so(sam: Mentee) -> None:
    found = sam.prints(sessions=sam.session_ids, parts=["goals"])

    assert found.declares_ua
    assert found.language == "en-GB"
    assert {"Title", "H1", "H2", "P", "L"} <= set(found.kinds)
    assert "Page 1 of 2" in found.words


def test_words_come_out_as_they_were_typed(
    app: Flask, harbour: World, sign_in_as: Become
) -> None:  # fmt: skip
    sam = Mentee(app, harbour, sign_in_as, LOGGED)
    log = f"/pairings/{sam.reference}/log_session"
    day = {"held_on": "16/11/2026", "minutes": "30", "way": "online"}
    answer = fill_in(sign_in_as("sam"), log, focus=ODD, observed="你好", **day)
    assert answer.status_code == 303, main_words(answer)

    said = sam.prints(sessions=sam.session_ids).words

    assert ODD.replace("👋🏽", "[waving hand sign]") in said
    assert "□□" in said


def test_nobody_but_the_mentee_finds_it(sam: Mentee, sign_in_as: Become) -> None:
    for name, _, _ in PEOPLE:
        if name != "sam":
            browser = sign_in_as(name)
            assert browser.get(sam.address).status_code == 404, name
            assert browser.post(sam.address, data={"parts": "numbers"}).status_code == 404, name


def test_a_record_of_nothing_is_not_made(sam: Mentee) -> None:
    answer = fill_in(sam.browser, sam.address)

    assert answer.status_code == 422
    assert "Choose at least one thing to put into the record" in main_words(answer)


def test_what_is_not_the_mentees_to_choose_cannot_be_chosen(sam: Mentee) -> None:
    answer = fill_in(sam.browser, sam.address, sessions=["999"])

    assert answer.status_code == 422


def test_making_a_record_leaves_no_trace_of_it(
    app: Flask, sam: Mentee, capfd: pytest.CaptureFixture[str]
) -> None:
    def rows() -> dict[str, list[str]]:
        with app.app_context(), scope(EVERY_TRUST):
            tables = (t for t in Model.metadata.sorted_tables if t.name != "sign_ins")
            return {t.name: sorted(map(repr, db.session.execute(select(t)).all())) for t in tables}

    before = rows()
    sam.prints(sessions=sam.session_ids, parts=["goals", "steps"])

    assert rows() == before
    assert PRIVATE not in "".join(capfd.readouterr())


def test_the_mentee_keeps_what_was_written_with_a_mentor_who_has_gone(
    app: Flask, harbour: World, sign_in_as: Become
) -> None:
    gone = Mentee(app, harbour, sign_in_as, BOOK[: BOOK.index(("new_mentor", "sam")) + 1])

    assert PRIVATE in gone.prints(sessions=gone.session_ids).words
