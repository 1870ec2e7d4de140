"""Saying in a minute how a meeting was, by the link in the mail; and what is read of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time

import pytest
from flask import Flask, render_template_string

from notifications.tokens import Purpose, token_of
from tests.canary import PRIVATE
from tests.client import Browser, main_words
from tests.feedback import SIX, asked_of, held_meeting, said, sheet_of, were_there
from tests.integration.webapp.test_routes import everything
from tests.world import World
from webapp.views.feedback import FeedbackShown
from workflows.clock import clock_at, local
from workflows.database import db, scope
from workflows.feedback import FeedbackSheet
from workflows.feedback.asking import look_after
from workflows.feedback.box import answer, close_box
from workflows.feedback.results import results_of

TUESDAY = local(date(2026, 11, 17), time(8))
LATE = local(date(2026, 12, 2), time(8))


@dataclass
class Place:
    """A meeting of six of whom each has a link."""

    app: Flask
    world: World
    reference: str
    case_id: int

    @contextmanager
    def rows(self) -> Iterator[FeedbackSheet]:
        with self.app.app_context(), scope(self.world.trust_id):
            yield sheet_of(self.case_id)
            db.session.commit()

    def link(self, who: str, purpose: Purpose = Purpose.FEEDBACK) -> str:
        with self.rows() as sheet:
            number = asked_of(sheet, self.world.people[who]).id
        return f"/feedback/answer/{token_of(purpose, number, [self.app.config['SECRET_KEY']])}"


@pytest.fixture
def place(app: Flask, harbour: World) -> Iterator[Place]:
    with app.app_context(), scope(harbour.trust_id), were_there(harbour):
        case = held_meeting(harbour)
        found = Place(app, harbour, case.reference, case.id)
        with clock_at(TUESDAY):
            assert look_after(sheet_of(case.id).id)
        db.session.commit()
    with clock_at(TUESDAY):
        yield found


def test_it_takes_one_press_without_signing_in_and_counts_once(place: Place, client: Browser) -> None:
    link, before = place.link("carol"), everything(place.app)
    assert client.get(link).status_code == 200, "whoever scans mail follows its links"
    page = client.get(link)
    assert everything(place.app) == before
    for question in ("Was it worth your time?", "What will you do differently?"):
        assert question in main_words(page)
    assert client.get(place.link("carol", Purpose.HELD)).status_code == 404
    empty = client.post(link, data={"words_1": "We begin on Monday."}, token=False)
    assert (empty.status_code, "Choose one of the answers" in empty.text) == (422, True)
    assert "We begin on Monday." in empty.text, "nothing typed is lost"
    for words in ("x" * 1001, "fine"):
        sent = client.post(
            link, data={"choice": "9" if words == "fine" else "2", "words_1": words}, token=False
        )
        assert sent.status_code == 422
    assert everything(place.app) == before

    sent = client.post(link, data={"choice": "2", "words_1": f"{PRIVATE} <b>"}, token=False)
    assert (sent.status_code, sent.location) == (303, link)
    assert "Thank you" in main_words(client.get(link))
    answered = everything(place.app)
    changed = {table for table in before if answered[table] != before[table]}
    assert changed == {"feedback_sheets", "feedback_asked", "sealing_keys"}
    assert client.post(link, data={"choice": "0"}, token=False).status_code == 303
    assert everything(place.app) == answered, "the second time changes nothing"
    with clock_at(LATE):
        late = place.link("tom")
        assert "Answers are closed" in main_words(client.get(late))
        assert client.post(late, data={"choice": "0"}, token=False).status_code == 303
        assert everything(place.app) == answered


def test_readers_of_the_meeting_read_it_once_it_is_closed(
    place: Place, sign_in_as: Callable[..., Browser]
) -> None:
    priya, home = sign_in_as("priya"), f"/feedback/{place.reference}"
    assert sign_in_as("una").get(home).status_code == 404, "not theirs to see"
    with place.rows() as sheet:
        for number, name in enumerate(SIX[1:]):
            answer(asked_of(sheet, place.world.people[name]), said(3, f"<i>Voice {number}</i>", ""))
    words = main_words(priya.get(home))
    assert "6 people were asked how it was" in words
    assert "Voice" not in words
    assert "Very much" not in words
    assert "Answer in one minute" in words, "she has not answered"
    with place.rows() as sheet:
        close_box(sheet, LATE)
    page = priya.get(home)
    words = main_words(page)
    assert "5 of 6 people said how it was" in words
    assert all(f"<i>Voice {number}</i>" in words for number in range(5))
    assert "<i>Voice" not in page.text
    assert "Nobody has written anything to this" in words
    assert "Answer in one minute" not in words
    assert priya.get("/feedback/SV-2026-9999").status_code == 404


def test_the_page_of_a_meeting_says_how_it_stands_and_where_to_answer(
    place: Place, sign_in_as: Callable[..., Browser]
) -> None:
    shows = "{% from 'components/feedback.html' import feedback_panel %}{{ feedback_panel(found) }}"
    with place.rows() as sheet:
        results = results_of(sheet.case_id)
    found = FeedbackShown(results, "/feedback/SV-2026-0001", "/feedback/answer/here")
    with place.app.test_request_context():
        panel = render_template_string(shows, found=found)
        assert "6 people were asked how it was" in panel
        assert "On Tuesday 5 January those who were there are asked whether it changed practice" in panel
        assert 'href="/feedback/answer/here"' in panel
        assert render_template_string(shows, found=None).strip() == ""


def test_the_office_words_the_questions(place: Place, sign_in_as: Callable[..., Browser]) -> None:
    ada = sign_in_as("ada")
    page = "/administration/feedback"
    assert "Was it worth your time?" in ada.get(page).text
    asked = {"worth": "Worth it?", "different": "What now?", "change": "And better?", "happened": ""}
    assert ada.post(page, data=asked).status_code == 422
    asked["happened"] = "What happened?"
    assert ada.post(page, data=asked).status_code == 303
    assert "Worth it?" in ada.get(page).text
    assert sign_in_as("lena").get(page).status_code == 404
