"""The tree of focus areas; each change is recorded."""

from datetime import date

from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office, press
from workflows.database import db
from workflows.giving import FocusArea, FocusKind


def area(office: Office, name: str) -> FocusArea:
    return db.session.scalars(select(FocusArea).where(FocusArea.name == name)).one()


def test_a_focus_area_is_added_renamed_moved_and_retired(office: Office, ada: Browser) -> None:
    with office.looking():
        ring = area(office, "Classroom practice").id
    assert press(ada, "/focus-areas/new", name="Questioning", kind="area", parent_id=ring)[0] == 303
    with office.looking():
        made = area(office, "Questioning").id

    assert press(ada, f"/focus-areas/{made}", name="Questions", parent_id=ring)[0] == 303
    assert press(ada, f"/focus-areas/{made}/move", step="up")[0] == 303
    assert press(ada, f"/focus-areas/{made}/retire")[0] == 303

    with office.looking():
        retired = area(office, "Questions")
        beside = db.session.scalars(
            select(FocusArea.name).where(FocusArea.parent_id == ring).order_by(FocusArea.position)
        ).all()
        assert retired.retired_on == date(2026, 11, 16)
    assert beside[-2:] == ["Questions", "Pupils' part in learning"]
    assert "Questions Retired" in main_words(ada.get("/administration/focus-areas"))
    assert press(ada, f"/focus-areas/{made}/offer-again")[0] == 303
    assert office.kinds() == [
        "focus_area_added",
        "focus_area_edited",
        "focus_area_moved",
        "focus_area_retired",
        "focus_area_offered_again",
    ]


def test_what_does_not_fit_into_the_tree_is_told(office: Office, ada: Browser) -> None:
    with office.looking():
        ring, tag, inner = (area(office, name).id for name in ("Classroom practice", "English", "Assessment"))
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"name": "", "kind": "tag"}, "Enter a name"),
        ({"name": "Questioning", "kind": "area"}, "Choose the ring that this area belongs to"),
        ({"name": "Questioning", "kind": "area", "parent_id": tag}, "An area is part of a ring"),
        ({"name": "assessment", "kind": "area", "parent_id": ring}, "There is one of this name here already"),
        ({"name": "Questioning", "kind": "area", "parent_id": inner}, "Choose one of the options"),
        ({"name": "Questioning"}, "Choose what it is"),
    )
    for data, sentence in wrong:
        status, text = press(ada, "/focus-areas/new", **data)
        assert (status, sentence in text) == (422, True), sentence
    assert office.kinds() == []


def test_a_ring_is_retired_with_all_that_is_within_it(office: Office, ada: Browser) -> None:
    with office.looking():
        ring = area(office, "Classroom practice").id

    press(ada, f"/focus-areas/{ring}/retire")

    with office.looking():
        within = db.session.scalars(select(FocusArea.retired_on).where(FocusArea.parent_id == ring)).all()
        inner = area(office, "Assessment").id
    assert set(within) == {date(2026, 11, 16)}
    assert press(ada, f"/focus-areas/{inner}/offer-again")[0] == 303
    assert "Offer that again first" in main_words(ada.get("/administration/focus-areas"))
    assert office.kinds() == ["focus_area_retired"]


def test_the_first_of_its_kind_cannot_move_further_up(office: Office, ada: Browser) -> None:
    with office.looking():
        first = db.session.scalars(
            select(FocusArea.id).where(FocusArea.kind == FocusKind.RING).order_by(FocusArea.position)
        ).first()

    assert press(ada, f"/focus-areas/{first}/move", step="up")[0] == 303

    assert office.kinds() == []
