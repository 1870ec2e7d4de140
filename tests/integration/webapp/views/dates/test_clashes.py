"""What stands in the way of a time is shown before it is saved, with times when nothing does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.client import main_words
from tests.integration.webapp.views.dates.conftest import Diaries, pressed_again
from tests.pressing import fill_in, form_on, sent_by
from workflows.dates.model import CalendarEntry


def adds(diaries: Diaries, **typed: Any) -> TestResponse:
    values = {"title": "A look", "people": [str(diaries.world.people["tom"])], **typed}
    return fill_in(diaries.story.of("priya"), f"{diaries.story.home}/add_date", **values)


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ({"on": "25/11/2026", "starts": "6.30am", "ends": "8am"}, "6:30am to 8am is outside working hours."),
        ({"on": "25/11/2026", "starts": "5pm", "ends": "18:30"}, "5pm to 6:30pm is outside working hours."),
        ({"on": "28/11/2026"}, "Saturday 28 November is at the weekend."),
        ({"on": "25/12/2026"}, "Friday 25 December is a bank holiday: Christmas Day."),
        ({"on": "29/12/2026"}, "Gull Rock Primary is closed on Tuesday 29 December."),
        ({"on": "29/12/2026"}, "Saltmarsh Primary is closed on Tuesday 29 December."),
        (
            {"on": "25/11/2026", "starts": "4pm", "ends": "5pm"},
            "Tom Harbour is already asked to something from 3:30pm to 4:30pm.",
        ),
        ({"on": "25/11/2026", "starts": "4pm", "ends": "5pm"}, "You are already asked to something"),
    ],
)
def test_each_thing_in_the_way_is_a_sentence(diaries: Diaries, typed: dict[str, str], warning: str) -> None:
    diaries.meeting("tom", title="A secret matter")
    answer = adds(diaries, **typed)
    assert answer.status_code == 422
    assert warning in main_words(answer)
    assert "secret" not in main_words(answer)
    assert diaries.entry(diaries.newest(CalendarEntry)).title == "A secret matter"


def test_it_is_saved_once_this_was_shown_and_only_this(diaries: Diaries) -> None:
    priya = diaries.story.of("priya")
    shown = adds(diaries, on="28/11/2026")
    other = pressed_again(priya, shown, "Save anyway", on="29/11/2026")
    assert other.status_code == 422
    assert "Sunday 29 November is at the weekend." in main_words(other)
    assert pressed_again(priya, other, "Save anyway").status_code == 303
    assert diaries.entry(diaries.newest(CalendarEntry)).first_day == date(2026, 11, 29)


def test_what_was_never_shown_cannot_be_waved_through(diaries: Diaries) -> None:
    answer = adds(diaries, on="28/11/2026", clashes_seen="0" * 32)
    assert answer.status_code == 422


def test_one_press_takes_a_time_when_everybody_is_free(diaries: Diaries) -> None:
    diaries.meeting("tom")
    shown = adds(diaries, on="25/11/2026", starts="3:30pm", ends="4:30pm")
    page = main_words(shown)
    assert "Use Wednesday 25 November, 2:30pm to 3:30pm" in page
    assert "Use Thursday 26 November, 3:30pm to 4:30pm" in page
    assert "Use Friday 27 November, 3:30pm to 4:30pm" in page
    button = "Use Thursday 26 November, 3:30pm to 4:30pm"
    assert pressed_again(diaries.story.of("priya"), shown, button).status_code == 303
    entry = diaries.entry(diaries.newest(CalendarEntry))
    assert entry.starts_at == datetime(2026, 11, 26, 15, 30, tzinfo=UTC)
    assert entry.title == "A look"


@pytest.mark.parametrize("use", ["x", "2026-11-26", "2026-13-01T09:00/2026-13-01T10:00", "a\x00b", "/" * 500])
def test_a_button_that_is_none_of_ours_takes_no_time(diaries: Diaries, use: str) -> None:
    assert adds(diaries, on="28/11/2026", use=use).status_code == 422


def test_a_date_that_is_moved_does_not_stand_in_its_own_way(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    address = f"{diaries.story.home}/change_date?entry={entry}"
    answer = fill_in(diaries.story.of("priya"), address, starts="4pm", ends="5pm")
    assert answer.status_code == 303
    same = fill_in(diaries.story.of("priya"), address, title="Planning")
    assert same.status_code == 303


def test_a_date_somebody_has_said_no_to_binds_them_no_more(diaries: Diaries) -> None:
    entry = diaries.meeting("tom", by="marta")
    fill_in(diaries.story.of("tom"), f"/dates/{entry}", button="No")
    assert adds(diaries, on="25/11/2026", starts="4pm", ends="5pm").status_code == 303


def test_what_was_typed_on_another_day_is_looked_at_again(diaries: Diaries) -> None:
    shown = adds(diaries, on="28/11/2026")
    priya, address = diaries.story.of("priya"), f"{diaries.story.home}/add_date"
    kept = sent_by(form_on(shown, "Save anyway"))
    assert kept["clashes_seen"]
    priya.post(f"/typed?form={address}", data=kept)
    page = priya.get(address)
    assert 'value="28/11/2026"' in page.text
    assert sent_by(form_on(page))["clashes_seen"] == ""
