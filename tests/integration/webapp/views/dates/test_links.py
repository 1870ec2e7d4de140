"""Answering by the link in a message: opening it changes nothing, and it is its owner's alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from notifications.tokens import Purpose, token_of
from tests.client import Browser, main_words
from tests.integration.webapp.views.dates.conftest import Diaries
from tests.pressing import fill_in, form_on, sent_by
from tests.world import MONDAY, World
from webapp.views.dates import answering
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, Model, db, scope
from workflows.dates.details import AskedChange, DateChange, DateOff, OptionTick, TimeChosen, TimesTicked
from workflows.dates.model import Answer, CalendarEntry, DatePoll, PollTick, Tick, Via
from workflows.people import Person


def everything(app: Flask) -> dict[str, list[str]]:
    with app.app_context(), scope(EVERY_TRUST):
        return {
            table.name: sorted(map(repr, db.session.execute(select(table)).all()))
            for table in Model.metadata.sorted_tables
        }


@pytest.mark.parametrize(("button", "answer"), [("Yes", "yes"), ("Maybe", "maybe"), ("No", "no")])
def test_one_press_answers_without_signing_in(
    diaries: Diaries, client: Browser, button: str, answer: str
) -> None:
    entry = diaries.meeting("tom")
    link = diaries.link("tom", entry)
    before = everything(diaries.app)
    page = client.get(f"{link}?answer={answer}")
    assert everything(diaries.app) == before
    assert "Planning meeting" in main_words(page)
    assert "You are Tom Harbour" in main_words(page)
    assert "Early reading" not in page.text

    answered = fill_in(client, link, button=button, comment="I may be late")
    assert (answered.status_code, answered.location) == (303, link)
    part = diaries.part("tom", entry)
    assert (part.answer, part.answered_via) == (Answer(answer), Via.LINK)
    assert f"Your answer {button}" in main_words(client.get(link))
    assert "I may be late" in diaries.story.reads("priya")


def test_the_answer_in_the_address_comes_first_and_nothing_else_does(
    diaries: Diaries, client: Browser
) -> None:
    link = diaries.link("tom", diaries.meeting("tom"))
    for asked, first in (("no", "No"), ("maybe", "Maybe"), ("perhaps", "Yes"), ("\x00", "Yes")):
        words = main_words(client.get(link, query_string={"answer": asked}))
        assert words.split("2000 characters")[1].strip().startswith(first)


def test_a_press_that_comes_twice_counts_once(diaries: Diaries, client: Browser) -> None:
    entry = diaries.meeting("tom")
    link = diaries.link("tom", entry)
    form = sent_by(form_on(client.get(link)))
    for _ in range(3):
        assert client.post(link, data={**form, "answer": "yes", "comment": "Gladly"}).status_code == 303
    assert diaries.story.reads("priya").count("Yes to Planning meeting") == 1


def test_it_needs_neither_cookie_nor_form_token(diaries: Diaries, client: Browser) -> None:
    entry = diaries.meeting("tom")
    answer = client.post(diaries.link("tom", entry), data={"answer": "yes"}, token=False)
    assert answer.status_code == 303
    assert diaries.part("tom", entry).answer is Answer.YES


@pytest.mark.parametrize("answer", ["", "perhaps", "none", "a\x00b", "y" * 10_000])
def test_what_is_no_answer_is_asked_for_again(diaries: Diaries, client: Browser, answer: str) -> None:
    entry = diaries.meeting("tom")
    page = client.post(diaries.link("tom", entry), data={"answer": answer, "comment": "Kept"})
    assert page.status_code == 422
    assert "Kept" in page.text
    assert diaries.part("tom", entry).answer is Answer.NONE


def test_a_date_that_has_moved_meanwhile_is_shown_as_it_is_now(diaries: Diaries, client: Browser) -> None:
    entry = diaries.meeting("tom")
    link = diaries.link("tom", entry)
    form = sent_by(form_on(client.get(link)))
    diaries.does("priya", "change_date", DateChange(entry_id=entry, title="A look", on=date(2026, 11, 26)))
    late = client.post(link, data={**form, "answer": "yes", "comment": "Gladly"})
    assert late.status_code == 422
    assert "another time since you opened it" in main_words(late)
    assert "Thursday 26 November, all day" in main_words(late)
    assert diaries.part("tom", entry).answer is Answer.NONE
    again = client.post(link, data={**sent_by(form_on(late)), "answer": "yes"})
    assert again.status_code == 303
    assert diaries.part("tom", entry).answer is Answer.YES


def test_an_answer_waits_for_whoever_is_moving_the_date(
    diaries: Diaries, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had read the earlier time by the time the other's change was there to be seen."""
    entry = diaries.meeting("tom")
    link = diaries.link("tom", entry)

    def moved_meanwhile(_: object) -> None:
        values = {"sequence": 1, "time_sequence": 1}
        quietly = {"synchronize_session": False}
        db.session.execute(
            update(CalendarEntry).where(CalendarEntry.id == entry).values(values), execution_options=quietly
        )

    monkeypatch.setattr(answering, "lock", moved_meanwhile)
    late = fill_in(client, link, button="Yes")
    assert late.status_code == 422
    assert "another time since you opened it" in main_words(late)
    assert diaries.part("tom", entry).answer is Answer.NONE


def test_what_is_off_over_or_no_longer_asked_says_so_kindly(diaries: Diaries, client: Browser) -> None:
    off, left, over = diaries.meeting("tom"), diaries.meeting("tom", "asha", hour=10), diaries.meeting("tom")
    diaries.does("priya", "call_off_date", DateOff(entry_id=off, reason="Snow"))
    diaries.does("priya", "change_asked", AskedChange(entry_id=left, leaving=(diaries.world.people["tom"],)))
    assert "This is off" in main_words(client.get(diaries.link("tom", off)))
    assert "You are no longer asked" in main_words(client.get(diaries.link("tom", left)))
    page = client.get(diaries.link("tom", left)).text
    assert "Asha" not in page
    assert "Planning meeting" not in page
    with clock_at(MONDAY + timedelta(days=30)):
        assert "This is over" in main_words(client.get(diaries.link("tom", over)))
    for link in (diaries.link("tom", off), diaries.link("tom", left)):
        assert client.post(link, data={"answer": "yes"}).status_code == 422
    assert diaries.part("tom", off).answer is Answer.NONE


def test_no_other_address_opens_anything(diaries: Diaries, client: Browser) -> None:
    entry = diaries.meeting("tom")
    link, number = diaries.link("tom", entry), diaries.part("tom", entry).id
    key = [diaries.app.config["SECRET_KEY"]]
    wrong = [
        "/answer/x", "/answer/%00", f"/answer/{number}", f"{link}x", link[:-1],
        f"/answer/{token_of(Purpose.REPLY, number, key)}", f"/answer/{token_of(Purpose.TIMES, number, key)}",
        f"/answer/{token_of(Purpose.ANSWER, number, ['another key'])}",
        f"/answer/{token_of(Purpose.ANSWER, 10**12, key)}", f"/times/{token_of(Purpose.ANSWER, number, key)}",
        f"/times/{token_of(Purpose.TIMES, 9999, key)}", "/answer/" + "9" * 3000,
    ]  # fmt: skip
    for address in wrong:
        assert client.get(address).status_code == 404, address
        assert client.post(address, data={"answer": "yes"}).status_code == 404, address
    assert diaries.part("tom", entry).answer is Answer.NONE


def test_one_who_has_left_has_no_link_any_more(diaries: Diaries, client: Browser) -> None:
    link = diaries.link("tom", diaries.meeting("tom"))
    with diaries.app.app_context(), scope(EVERY_TRUST):
        db.session.get_one(Person, diaries.world.people["tom"]).left_on = date(2026, 11, 16)
        db.session.commit()
    assert client.get(link).status_code == 404


def test_a_link_answers_for_its_owner_whoever_has_signed_in_here(
    diaries: Diaries, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    entry = diaries.meeting("tom", "asha")
    stranger = sign_in_as("priya", world=fellside)
    answered = fill_in(stranger, diaries.link("tom", entry), button="No")
    assert answered.status_code == 303
    assert diaries.part("tom", entry).answer is Answer.NO
    assert diaries.part("asha", entry).answer is Answer.NONE


def test_a_key_that_has_been_replaced_still_opens_its_links(diaries: Diaries, client: Browser) -> None:
    entry = diaries.meeting("tom")
    link = diaries.link("tom", entry)
    diaries.app.config["SECRET_KEY_FALLBACKS"] = [diaries.app.config["SECRET_KEY"]]
    diaries.app.config["SECRET_KEY"] = "a new key of the installation, long enough"
    assert client.get(link).status_code == 200


# Which times suit


def ticks(diaries: Diaries, poll: int, *said: str) -> dict[str, str]:
    return {f"option_{one}": tick for one, tick in zip(options_of(diaries, poll), said, strict=True)}


def options_of(diaries: Diaries, poll: int) -> list[int]:
    with diaries.app.app_context(), scope(EVERY_TRUST):
        return [one.id for one in db.session.get_one(DatePoll, poll).options]


def test_those_asked_tick_times_without_signing_in_and_see_the_others(
    diaries: Diaries, client: Browser
) -> None:
    poll = diaries.times("tom", "asha")
    link = diaries.times_link("tom", poll)
    before = everything(diaries.app)
    assert "Early reading" not in client.get(link).text
    assert everything(diaries.app) == before
    answered = fill_in(
        client, link, **ticks(diaries, poll, "yes", "if need be", "no"), comment="Tuesdays best"
    )
    assert answered.status_code == 303
    assert "Tom Harbour" in main_words(client.get(diaries.times_link("asha", poll)))

    fill_in(client, diaries.times_link("asha", poll), **ticks(diaries, poll, "no", "yes", "no"))
    page = main_words(diaries.story.of("priya").get(diaries.home))
    assert "Wednesday 25 November, 11am to midday Suits mostIf need beYes 1, 1 if need be" in page
    assert "No answer yet: Priya Harbour" in page
    changed = fill_in(client, link, **ticks(diaries, poll, "no", "no", "no"))
    assert changed.status_code == 303


def test_hidden_answers_are_seen_by_whoever_chooses_alone(diaries: Diaries, client: Browser) -> None:
    poll = diaries.times("tom", "asha", hides_answers=True)
    fill_in(client, diaries.times_link("tom", poll), **ticks(diaries, poll, "yes", "yes", "no"))
    seen = main_words(client.get(diaries.times_link("asha", poll)))
    assert "Tom Harbour" not in seen
    assert "Suits most" not in seen
    fill_in(client, diaries.times_link("asha", poll), **ticks(diaries, poll, "no", "no", "no"))
    seen = main_words(client.get(diaries.times_link("asha", poll)))
    assert "What you have said" in seen
    assert "Suits" not in seen  # how many would tell what the others have said
    assert "Tom Harbour" in main_words(diaries.story.of("priya").get(diaries.home))


def test_every_time_needs_a_word_and_no_other_poll_is_reached(diaries: Diaries, client: Browser) -> None:
    poll, other = diaries.times("tom"), diaries.times("asha")
    link = diaries.times_link("tom", poll)
    assert client.post(link, data=ticks(diaries, other, "yes", "yes", "yes")).status_code == 422
    half = dict(list(ticks(diaries, poll, "yes", "yes", "yes").items())[:2])
    assert "Say whether it suits you" in main_words(client.post(link, data=half))
    assert client.post(link, data=ticks(diaries, poll, "yes", "yes", "x\x00")).status_code == 422
    with diaries.app.app_context(), scope(EVERY_TRUST):
        assert db.session.scalars(select(PollTick)).all() == []


def test_times_that_are_chosen_say_so(diaries: Diaries, client: Browser) -> None:
    poll = diaries.times("tom")
    option = options_of(diaries, poll)[1]
    said = tuple(OptionTick(option_id=one, tick=Tick.YES) for one in options_of(diaries, poll))
    diaries.does("tom", "tick_times", TimesTicked(poll_id=poll, ticks=said))
    link = diaries.times_link("tom", poll)
    diaries.does("priya", "choose_time", TimeChosen(poll_id=poll, option_id=option))
    page = main_words(client.get(link))
    assert "A time has been chosen It is Wednesday 25 November, 11am to midday." in page
    assert client.post(link, data=ticks(diaries, poll, "no", "no", "no")).status_code == 422


def test_a_date_is_found_from_offer_to_chosen_in_the_browser(diaries: Diaries) -> None:
    priya, people = diaries.story.of("priya"), diaries.world.people
    offered = fill_in(
        priya, f"{diaries.story.home}/offer_times", title="Look at the data", people=[str(people["tom"])],
        answer_by="20/11/2026",
        **{"options-0-on": "25/11/2026", "options-0-starts": "9", "options-0-ends": "10am",
           "options-3-on": "26/11/2026", "options-3-starts": "1400", "options-3-ends": "15:00"},
    )  # fmt: skip
    assert offered.status_code == 303
    poll = diaries.newest(DatePoll)
    first, second = options_of(diaries, poll)
    ticked = fill_in(
        diaries.story.of("tom"),
        f"/dates/times/{poll}",
        **{f"option_{first}": "no", f"option_{second}": "yes"},
    )
    assert ticked.status_code == 303
    shown = main_words(priya.get(f"{diaries.story.home}/choose_time?poll={poll}"))
    assert "Thursday 26 November, 2pm to 3pm Suits 1 person" in shown
    chosen = fill_in(priya, f"{diaries.story.home}/choose_time?poll={poll}", option_id=str(second))
    assert chosen.status_code == 303
    page = main_words(priya.get(diaries.home))
    assert "Look at the data Thursday 26 November, 2pm to 3pm" in page
    assert "Times on offer" not in page


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Offer two times or more"),
        ({"options-0-on": "25/11/2026"}, "Offer between two and 12 different times"),
        ({"options-0-starts": "9am", "options-1-on": "26/11/2026"}, "Enter the date"),
        (
            {"options-0-on": "25/11/2026", "options-0-starts": "10am", "options-0-ends": "9am"},
            "The end must be after the start",
        ),
        ({"options-0-on": "soon"}, "must be a date"),
        (
            {"options-0-on": "25/11/2026", "options-1-on": "26/11/2026", "answer_by": "1/11/2026"},
            "in the future",
        ),
        ({"options-99-on": "25/11/2026"}, "Offer between two and 12 different times"),
    ],
)
def test_times_that_make_no_sense_are_told_beside_them(
    diaries: Diaries, typed: dict[str, str], problem: str
) -> None:
    sound = {"title": "A look", "people": str(diaries.world.people["tom"]), "answer_by": "20/11/2026"}
    answer = fill_in(diaries.story.of("priya"), f"{diaries.story.home}/offer_times", **(sound | typed))
    assert answer.status_code == 422
    assert problem in main_words(answer)
    assert "A look" in answer.text


def test_the_clock_of_a_link_is_londons_in_summer_too(diaries: Diaries, client: Browser) -> None:
    entry = diaries.meeting("tom", on=date(2027, 6, 16))
    assert diaries.entry(entry).starts_at == datetime(2027, 6, 16, 14, 30, tzinfo=UTC)
    assert "3:30pm to 4:30pm" in main_words(client.get(diaries.link("tom", entry)))
