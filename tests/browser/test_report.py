"""A report in a real browser: two write it at a time, the head checks and agrees it, a governor reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from notifications.tokens import Purpose, token_of
from tests.browser.conftest import WAYS, way_in_words
from tests.journey import Journey
from tests.peer_reviews import bring_to, plan_a_review, ready_to_review
from tests.serving import Time
from tests.world import build
from workflows.database import EVERY_TRUST, db, scope
from workflows.peer_reviews.model import ReportReader

SAID = "Every class is read to after lunch."


@pytest.fixture(params=WAYS, ids=way_in_words)
def journey(
    request: pytest.FixtureRequest, place: Flask, time: Time, begin_journey: Callable[..., Any]
) -> Iterator[Journey]:
    """Feedback has been given at Saltmarsh, and the report can begin."""
    with place.app_context():
        db.create_all()
        world = build("harbour")
        with scope(world.trust_id):
            ready_to_review(world)
            review = plan_a_review(world)
            time.moment = bring_to(review, "feedback_given", world)
            home = f"/reviews/{review.reference}/report"
            db.session.commit()
    with begin_journey(world, *request.param) as journey:
        journey.home = home
        yield journey


def test_a_report_goes_from_its_first_word_to_its_last_reader(journey: Journey) -> None:
    page = journey.goes("una")
    journey.presses(page, "Begin the report")
    journey.presses(page, "Begin the report")
    writes(journey)
    checks(journey)
    reads(journey)
    reads_outside(journey)


def follows(journey: Journey, page: Page, name: str) -> None:
    """Follow a link, and look over what comes."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()
    journey.check(page)


def writes(journey: Journey) -> None:
    """Tom and Una have the same section open; whoever is second puts both texts together."""
    tom = journey.goes("tom", f"{journey.home}/write/strengths")
    una = journey.goes("una", f"{journey.home}/write/strengths")
    journey.fills(tom, "text", SAID)
    journey.presses(tom, "Save")
    journey.fills(una, "text", "Children talk about books.")
    journey.presses(una, "Save")
    expect(una.get_by_text("Tom Harbour has changed the same lines")).to_be_visible()
    expect(una.locator("#theirs")).to_contain_text(SAID)
    journey.fills(una, "text", f"- {SAID}\n- Children talk about books.")
    journey.presses(una, "Save my version")
    for name in ("excellent", "develop", "next_steps"):
        page = journey.goes("tom", f"{journey.home}/write/{name}")
        journey.fills(page, "text", "Go on with it.")
        journey.presses(page, "Save")
    follows(journey, tom, "Choose what it is about")
    tom.get_by_label("Early reading").first.check(force=True)
    journey.presses(tom, "Save")
    journey.presses(tom, "Send it for a check of the facts")
    journey.presses(tom, "Send it to the host for a check of the facts")


def checks(journey: Journey) -> None:
    """Priya comments, Una answers, Tom sends it again, and Priya agrees."""
    priya = journey.goes("priya")
    journey.presses(priya, "Check the facts")
    follows(journey, priya, "Comment on strengths")
    journey.fills(priya, "about", SAID)
    journey.fills(priya, "comment", "Before lunch, and in every class but one.")
    journey.presses(priya, "Add the comment")
    journey.presses(priya, "Return it with 1 comment")
    journey.presses(priya, "Return it with comments")
    una = journey.goes("una", f"{journey.home}/write")
    follows(journey, una, "Answer, on strengths")
    una.get_by_label("The report stays as it is").check(force=True)
    journey.fills(una, "answer", "We saw it after lunch in all of them.")
    journey.presses(una, "Save the answer")
    tom = journey.goes("tom", f"{journey.home}/send_report")
    journey.presses(tom, "Send it to the host for a check of the facts")
    priya = journey.goes("priya", f"{journey.home}/check")
    expect(priya.get_by_text("We saw it after lunch in all of them.")).to_be_visible()
    journey.presses(priya, "Agree the report")
    journey.presses(priya, "Agree the report")


def reads(journey: Journey) -> None:
    """Gita governs, and reads it once Priya lets her."""
    priya = journey.goes("priya")
    journey.presses(priya, "Choose who reads it")
    priya.get_by_role("button", name="Let them read it : Gita Harbour").click()
    priya.wait_for_load_state()
    journey.check(priya)
    gita = journey.goes("gita")
    expect(gita.get_by_text(SAID)).to_have_count(0)
    journey.presses(gita, "Read the report")
    expect(gita.get_by_text(SAID)).to_be_visible()
    priya = journey.goes("priya", journey.home.replace("/report", "/readers"))
    expect(priya.get_by_text("Not yet")).to_have_count(0)


def reads_outside(journey: Journey) -> None:
    """Robin has a link, and reads by it until Priya takes it back."""
    priya = journey.goes("priya", journey.home.replace("/report", "/readers"))
    journey.presses(priya, "Send a link")
    for field, value in {"name": "Robin Vale", "email": "robin@partner.example", "why": "Partner"}.items():
        journey.fills(priya, field, value)
    journey.presses(priya, "Send the link")
    robin = journey.open_window()
    robin.goto(_link(journey))
    journey.check(robin)
    journey.fills(robin, "email", "robin@partner.example")
    journey.presses(robin, "Read the report")
    expect(robin.get_by_text(SAID)).to_be_visible()
    priya.get_by_role("button", name="Take back from Robin Vale").click()
    priya.wait_for_load_state()
    robin.goto(_link(journey))
    expect(robin.get_by_role("heading", name="This link opens nothing any more")).to_be_visible()


def _link(journey: Journey) -> str:
    app = journey.server
    with app.app_context(), scope(EVERY_TRUST):
        (number,) = [one.id for one in db.session.query(ReportReader).all() if one.outside_email is not None]
    return f"/reviews/read/{token_of(Purpose.REPORT, number, [app.config['SECRET_KEY']])}"
