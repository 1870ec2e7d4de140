"""The thread of a focus: each reader finds what they may see, in as many statements however long it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.feedback import sheet_of
from tests.library import library_entry
from tests.statements import Statement
from tests.story import Story
from tests.visits import agreed_visit
from tests.world import MONDAY, World
from workflows.actions import Action, Impact
from workflows.clock import LONDON
from workflows.database import db, scope
from workflows.feedback import SheetKind
from workflows.feedback.asking import plan
from workflows.places import Trust
from workflows.school_calendar import calendars
from workflows.support_requests import SupportRequest
from workflows.visits import Visit


@pytest.fixture
def told(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
    """A request with an action, an entry that came of it, a visit because of that, and what has changed."""
    story = Story(harbour, sign_in_as, app)
    story.is_under_way()
    story.does(
        "priya",
        "ask_for_action",
        title="Order books",
        owner_id=harbour.people["tom"],
        due_on="30/11/2026",
        success_measure="They are on the shelves",
    )
    with app.app_context(), scope(harbour.trust_id):
        request = db.session.scalars(select(SupportRequest)).one()
        db.session.scalars(select(Action)).one().impact = Impact.EMBEDDED
        entry = library_entry(harbour)
        entry.came_from_id = request.id
        agreed_visit(harbour).library_id = entry.id
        trust = db.session.get_one(Trust, harbour.trust_id)
        plan(request, MONDAY.astimezone(LONDON).date(), calendars(trust))
        sheet = sheet_of(request.id, SheetKind.PRACTICE)
        sheet.asked_at, sheet.closes_on = MONDAY, MONDAY.date()
        sheet.closed_at, sheet.due_at, sheet.answered, sheet.counts = MONDAY, None, 7, [4, 2, 1]
        db.session.commit()
    return story


def test_it_leads_from_the_request_to_what_came_of_it(
    told: Story, harbour: World, sign_in_as: Callable[..., Browser], statements: list[Statement]
) -> None:
    address = f"/thread/{harbour.focus_area_id}"
    priya = sign_in_as("priya")
    assert "Early reading" in main_words(priya.get("/thread"))
    statements.clear()
    page = priya.get(address)
    first = len(statements)
    words = main_words(page)
    for found in ("Order books", "Embedded", "Yes 4, a little 2, not yet 1", "Phonics in small groups"):
        assert found in words
    assert words.index("Order books") < words.index("Did it change practice?") < words.index("Visits")
    with told.app.app_context(), scope(harbour.trust_id):
        for one in db.session.scalars(select(Action)):
            assert f"/actions/{one.reference}" in page.text
        for _ in range(3):
            agreed_visit(harbour)
        db.session.commit()
    statements.clear()
    priya.get(address)
    assert len(statements) <= first, "as many statements however long it is"

    una = sign_in_as("una").get(address)
    words = main_words(una)
    assert "Phonics in small groups" in words, "the library is everybody's"
    for hidden in ("Order books", "Embedded", "Yes 4", "Phonics in Year 1"):
        assert hidden not in words
    assert sign_in_as("gita").get(address).status_code == 404
    assert priya.get("/thread/99999").status_code == 404
    with told.app.app_context(), scope(harbour.trust_id):
        assert db.session.scalars(select(Visit)).first() is not None
