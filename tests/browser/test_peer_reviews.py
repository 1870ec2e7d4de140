"""A peer review in a real browser: prepared by everybody at 1280 and 320 pixels, and printed on one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from config import Settings
from tests.browser.conftest import windows
from tests.journey import Journey
from tests.peer_reviews import bring_to, plan_a_review, ready_to_review
from tests.serving import Time, served
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import ActivityDetails, PlanDetails, ScopeDetails
from workflows.peer_reviews.forming import plan_review
from workflows.perform import perform

VISIT: Final = date(2026, 12, 9)
THREE_DAYS: Final = (date(2026, 12, 8), VISIT, date(2026, 12, 10))
QUESTION: Final = "To what extent do all children, from Reception to Year 6, read more and more ({})?"


@pytest.fixture
def now() -> Time:
    return Time(MONDAY)


@pytest.fixture
def reviewing(settings: Settings, now: Time) -> Iterator[Flask]:
    """The application on that Monday."""
    with served(settings, now) as app:
        yield app


def _world(app: Flask) -> World:
    with app.app_context(), scope(EVERY_TRUST), clock_at(MONDAY):
        world = build()
    with app.app_context(), scope(world.trust_id), clock_at(MONDAY):
        ready_to_review(world)
        db.session.commit()
    return world


@pytest.mark.parametrize("width", [1280, 320])
def test_a_review_is_prepared_by_everybody(
    chromium: Browser, reviewing: Flask, now: Time, axe: Callable[[Page], list[str]], width: int
) -> None:
    world = _world(reviewing)

    def check(page: Page) -> None:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    with windows(chromium, reviewing) as open_window:
        journey = Journey(reviewing, world, lambda: open_window(width=width), check, time=now)
        _plan(journey)
        _form_team(journey)
        _write_self_review(journey)
        _agree_questions(journey)
        _make_timetable(journey)
        expect(journey.goes("sam").get_by_role("heading", name="Papers")).to_be_visible()


def _plan(journey: Journey) -> None:
    page = journey.goes("lena", "/reviews")
    journey.presses(page, "Plan a review")
    page.get_by_label("Which school is reviewed?").select_option(label="Saltmarsh Primary")
    page.get_by_label("What is it about?").select_option(label="Early reading")
    page.get_by_label("First day").fill("12/12/2026")
    journey.presses(page, "Plan this review")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("no lessons on Saturday 12 December")
    summary.get_by_role("link").click()
    expect(page.locator("#day_1")).to_be_focused()
    page.get_by_label("First day").fill("9/12/2026")
    journey.presses(page, "Plan this review")
    journey.home = page.url


def _form_team(journey: Journey) -> None:
    page = journey.goes("lena")
    journey.presses(page, "Form the team")
    page.get_by_role("radio", name=re.compile("Tom Harbour")).check()
    page.get_by_role("checkbox", name=re.compile("Una Harbour")).check()
    journey.presses(page, "Form this team")
    expect(page.locator("[aria-current=step]")).to_contain_text("Team formed")


def _write_self_review(journey: Journey) -> None:
    page = journey.goes("priya")
    journey.presses(page, "Write the self-review")
    for box in page.locator("main textarea").all():
        box.fill("Every class is read to after lunch.")
    # Of the radio buttons, the keyboard reaches the first and moves on among them.
    page.get_by_role("radio", name="Embedded").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Growing")).to_be_checked()
    journey.presses(page, "Save")
    journey.presses(page, "Share the self-review with the team")
    journey.presses(page, "Share it with the team")
    journey.goes("tom", f"{journey.home}/self-review")


def _agree_questions(journey: Journey) -> None:
    page = journey.goes("tom")
    journey.presses(page, "Write the questions")
    page.get_by_label("Question 1").fill(QUESTION.format(1))
    journey.presses(page, "Save")
    journey.presses(page, "Agree the questions")
    journey.presses(journey.goes("priya"), "Agree the questions")


def _make_timetable(journey: Journey) -> None:
    page = journey.goes("tom")
    journey.presses(page, "Make the timetable")
    journey.presses(page, "Add an activity")
    page.get_by_label("What is it?").fill("Learning walk in Year 4")
    page.get_by_label("From").fill("9am")
    page.get_by_label("Until").fill("10am")
    page.get_by_label("Which reviewer?").select_option(label="Una Harbour")
    page.get_by_label("Which colleague of the school?").select_option(label="Sam Harbour, Staff")
    journey.presses(page, "Add it")
    expect(page.get_by_role("table")).to_contain_text("Learning walk in Year 4")
    journey.presses(page, "Confirm the timetable")


def test_the_timetable_of_three_full_days_prints_on_one_page(
    chromium: Browser, reviewing: Flask, now: Time
) -> None:
    world = _world(reviewing)
    with reviewing.app_context(), scope(world.trust_id), clock_at(MONDAY):
        planned = PlanDetails(days=THREE_DAYS, focus_area_ids=(world.focus_area_id,))
        review = plan_review(world.schools["saltmarsh"], planned, world.person("lena"))
        db.session.commit()
        now.moment = bring_to(review, "self_review_shared", world)
        with clock_at(now.moment):
            _fill(review, world)
        reference = review.reference
    with windows(chromium, reviewing) as open_window:
        journey = Journey(reviewing, world, open_window, lambda _: None, time=now)
        page = journey.goes("tom", f"/reviews/{reference}/timetable")
        printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 (\d+)[.\d]* (\d+)", printed)
    assert box is not None
    assert (int(box[1]), int(box[2])) == (841, 594)


def _fill(review: PeerReview, world: World) -> None:
    """Three days of eight activities, with six questions, everything as long as it can sensibly be."""
    questions = ScopeDetails(questions=tuple(QUESTION.format(number) for number in range(1, 7)))
    perform(review, "write_scope", world.person("tom"), questions)
    for who in ("tom", "priya"):
        perform(review, "agree_scope", world.person(who))
    for day in THREE_DAYS:
        for hour in range(8, 16):
            perform(review, "add_activity", world.person("tom"), _activity(review, world, day, hour))
    db.session.commit()


def _activity(review: PeerReview, world: World, day: date, hour: int) -> ActivityDetails:
    return ActivityDetails(
        on=day,
        starts=time(hour, 5),
        ends=time(hour, 55),
        title="Learning walk through the classrooms of Years 3 and 4, with books and pupils' own words",
        place="Start in the library, then along the corridor to the hall",
        question_id=review.questions[hour % 6].id,
        reviewer_id=world.people["una" if hour % 2 else "tom"],
        colleague_id=world.people["sam" if hour % 2 else "dan"],
    )


@pytest.mark.parametrize("state", ["agreed", "impact_review", "closed"])
def test_the_page_of_a_review_is_sound_for_each_of_its_readers(
    chromium: Browser, reviewing: Flask, now: Time, axe: Callable[[Page], list[str]], state: str
) -> None:
    world = _world(reviewing)
    with reviewing.app_context(), scope(world.trust_id):
        with clock_at(MONDAY):
            review = plan_a_review(world)
            db.session.commit()
        now.moment = bring_to(review, state, world)
        reference = review.reference

    def check(page: Page) -> None:
        assert axe(page) == []

    with windows(chromium, reviewing) as open_window:
        journey = Journey(reviewing, world, open_window, check, time=now)
        for who in ("priya", "tom", "lena"):
            journey.goes(who, f"/reviews/{reference}")
