"""Today: what is asked of whom, by when, and at what cost to the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.client import Browser, main_words
from tests.story import Story
from tests.world import MONDAY, World
from workflows.clock import clock_at, now, today
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message, MessageStatus, Reason
from workflows.people import Person, appoint, end_appointments
from workflows.support_requests import SupportRequest


@pytest.fixture
def story(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
    """A request that has not begun yet."""
    return Story(harbour, sign_in_as, app)


def reads(story: Story, who: str) -> str:
    page = story.of(who).get("/")
    assert page.status_code == 200
    return main_words(page)


def test_it_names_the_day_and_says_gently_that_nothing_waits(story: Story) -> None:
    page = reads(story, "tom")

    assert page.startswith("Today, Monday 16 November")
    assert "Nothing is waiting for you." in page


def test_a_turn_is_there_with_its_date_for_those_who_hold_it_and_a_wait_for_the_others(story: Story) -> None:
    story.is_accepted()

    assert "Find support for “Early reading: phonics catch-up in Year 1”" in reads(story, "asha")
    assert "By 30 November" in reads(story, "asha")
    waits = "Asha Harbour is finding support for Early reading: phonics catch-up in Year 1, by 30 November."
    assert waits in reads(story, "priya")
    assert "Early reading" not in reads(story, "carol")
    assert "Early reading" not in reads(story, "gita")


def test_what_is_late_says_by_how_many_working_days_and_comes_first(story: Story) -> None:
    story.is_offered()

    assert "Asked by Saltmarsh Primary, 3 days By Thursday" in reads(story, "marta")
    with clock_at(MONDAY + timedelta(days=8)):  # Tuesday: three working days after Thursday
        story.browsers.clear()
        assert "Release a giver for" in reads(story, "marta")
        assert "3 days late" in reads(story, "marta")
        assert "which was due on Thursday 19 November" in reads(story, "asha")


def test_a_plan_says_who_has_signed_and_dates_ahead_have_the_visits(story: Story) -> None:
    story.has_plan()
    story.presses("tom", "Sign the plan")
    assert "Tom Harbour has signed" in reads(story, "priya")
    story.presses("priya", "Sign the plan")
    assert "Saltmarsh Primary" in reads(story, "marta")
    assert "have signed" in reads(story, "marta")

    story.presses("marta", "Sign the plan")
    story.does("tom", "plan_visit", on="23/11/2026", days="1", purpose="A first look")
    visit = "Mon 23 Nov Visit: Early reading: phonics catch-up in Year 1 Saltmarsh Primary"
    assert visit in reads(story, "tom")
    assert f"{visit} Answer the invitation" in reads(story, "priya")
    assert "You are asked to no dates" in reads(story, "carol")


def test_given_and_received_are_those_of_the_readers_own_school(story: Story) -> None:
    story.is_over()

    assert "Given 1 day Received no days" in reads(story, "marta")
    assert "Given no days Received 1 day" in reads(story, "priya")
    assert "Given" not in reads(story, "lena")


def test_the_improvement_lead_sees_what_nobody_can_act_on(app: Flask, story: Story) -> None:
    story.is_offered()
    assert "Nobody can act" not in reads(story, "lena")
    with app.app_context(), scope(story.world.trust_id):
        end_appointments(story.world.schools["gull_rock"], role="head", on=today())
        db.session.commit()

    assert "Release a giver for “Early reading" in reads(story, "lena")
    assert "Gull Rock Primary has no head" in reads(story, "lena")
    assert "Gull Rock Primary has no head at present who could go on with" in reads(story, "asha")


def test_a_message_that_failed_is_seen_by_its_sender_and_the_central_team_alone(
    app: Flask, story: Story
) -> None:
    story.is_submitted()
    with app.app_context(), scope(EVERY_TRUST):
        changes = {"status": MessageStatus.FAILED, "problem": "No such mailbox.", "lease_until": None}
        told = update(Message).where(Message.reason == Reason.TURN, Message.created_at <= now())
        db.session.execute(told.values(**changes))
        db.session.commit()

    assert "No such mailbox." in reads(story, "priya")
    assert "No such mailbox." in reads(story, "lena")
    assert "did not arrive" not in reads(story, "carol")


def test_a_governor_sees_what_was_released_and_nothing_else(story: Story) -> None:
    page = reads(story, "gita")

    assert "Nothing has been released to you yet." in page
    assert "Your turn" not in page
    assert "Dates ahead" not in page


@pytest.mark.parametrize("who", ["priya", "marta", "tom", "asha", "lena", "ada", "gita"])
def test_it_asks_the_database_at_most_twelve_times(story: Story, statements: list[str], who: str) -> None:
    story.has_plan()
    story.presses("tom", "Sign the plan")
    reads(story, who)
    statements.clear()

    reads(story, who)
    assert len(statements) <= 12, "\n\n".join(statements)


def test_whoever_is_asked_to_a_date_of_a_case_waits_for_nobody_on_it(story: Story, app: Flask) -> None:
    story.is_submitted()
    with app.app_context(), scope(EVERY_TRUST):
        case = db.session.scalars(select(SupportRequest)).one()
        appoint(db.session.get_one(Person, story.world.people["una"]), "asked", case.id)
        db.session.commit()
    assert story.home not in story.of("una").get("/").text
