"""One date, for whoever is asked to it: it opens nothing else."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Browser, main_words
from tests.integration.webapp.views.dates.conftest import Diaries
from tests.pressing import fill_in, form_on, sent_by
from tests.world import World
from workflows.dates.details import AskedChange
from workflows.dates.model import Answer, Audience, Via


def test_somebody_asked_answers_although_they_cannot_see_the_case(diaries: Diaries) -> None:
    entry = diaries.meeting("sam", "tom")
    sam = diaries.story.of("sam")
    assert diaries.story.page("sam").status_code == 404
    assert sam.get(diaries.home).status_code == 404
    today = main_words(sam.get("/"))
    assert "Planning meeting Answer the invitation" in today
    page = sam.get(f"/dates/{entry}")
    assert "Planning meeting" in main_words(page)
    assert "Early reading" not in page.text
    assert diaries.story.reference not in page.text

    answered = fill_in(sam, f"/dates/{entry}", button="Maybe", comment="If the bus comes")
    assert answered.status_code == 303
    part = diaries.part("sam", entry)
    assert (part.answer, part.answered_via) == (Answer.MAYBE, Via.PAGE)
    assert "Planning meeting Maybe" in main_words(sam.get("/"))
    assert "If the bus comes" in main_words(diaries.story.of("priya").get(diaries.home))


def test_nobody_else_opens_it(diaries: Diaries, fellside: World, sign_in_as: Callable[..., Browser]) -> None:
    entry, poll = diaries.meeting("tom"), diaries.times("tom")
    for who in ("carol", "una", "gita", "ada"):
        assert diaries.story.of(who).get(f"/dates/{entry}").status_code == 404, who
    assert sign_in_as("priya", world=fellside).get(f"/dates/{entry}").status_code == 404
    for who in ("carol", "gita", "lena"):
        assert diaries.story.of(who).get(f"/dates/times/{poll}").status_code == 404, who


def test_whoever_sees_the_case_sees_its_date_and_answers_only_if_asked(diaries: Diaries) -> None:
    entry = diaries.meeting("tom")
    page = diaries.story.of("lena").get(f"/dates/{entry}")
    assert "Planning meeting" in main_words(page)
    assert "Can you come?" not in main_words(page)
    assert diaries.story.of("lena").post(f"/dates/{entry}", data={"answer": "yes"}).status_code == 404


def test_a_date_for_all_staff_is_seen_by_staff_without_who_is_asked(diaries: Diaries) -> None:
    entry = diaries.meeting("tom", audience=Audience.STAFF, agenda="Who does what")
    page = main_words(diaries.story.of("una").get(f"/dates/{entry}"))
    assert "Planning meeting" in page
    assert "Tom Harbour" not in page
    assert "Who does what" not in page
    assert diaries.story.of("gita").get(f"/dates/{entry}").status_code == 404


def test_whoever_is_no_longer_asked_sees_it_no_more(diaries: Diaries) -> None:
    entry = diaries.meeting("sam", "tom")
    leaving = (diaries.world.people["sam"],)
    diaries.does("priya", "change_asked", AskedChange(entry_id=entry, leaving=leaving))
    assert diaries.story.of("sam").get(f"/dates/{entry}").status_code == 404
    assert "Planning meeting" not in main_words(diaries.story.of("sam").get("/"))


def test_the_same_press_twice_counts_once(diaries: Diaries) -> None:
    entry, sam = diaries.meeting("sam"), diaries.story.of("sam")
    form = sent_by(form_on(sam.get(f"/dates/{entry}")))
    for _ in range(2):
        assert sam.post(f"/dates/{entry}", data={**form, "answer": "no"}).status_code == 303
    assert diaries.story.reads("priya").count("No to Planning meeting") == 1


def test_times_that_wait_for_ticks_are_on_today(diaries: Diaries) -> None:
    diaries.times("sam")
    today = diaries.story.of("sam").get("/")
    assert "Say which times suit: Look at the data Asked by Priya Harbour" in main_words(today)
