"""Who manages and who appraises whom is entered, ended and kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office
from workflows.clock import today
from workflows.database import db
from workflows.line_management import LineManagement, Oversight, oversight_between

DATA = {"oversight": "line manager", "starts_on": "16/11/2026"}


def enter(office: Office, ada: Browser, **changes: str) -> int:
    sam, priya = office.world.people["sam"], office.world.people["priya"]
    data = {**DATA, "manager_id": str(priya), **changes}
    return ada.post(f"/administration/people/{sam}/managed-by", data=data).status_code


def between(office: Office, one: str, other: str) -> Oversight | None:
    people = office.world.people
    with office.looking():
        return oversight_between([people[one]], today()).get(frozenset((people[one], people[other])))


def test_a_line_manager_is_entered_and_ended_and_both_are_recorded(office: Office, ada: Browser) -> None:
    sam = office.world.people["sam"]
    assert enter(office, ada) == 303
    assert between(office, "sam", "priya") is Oversight.LINE_MANAGER
    shown = main_words(ada.get(f"/administration/people/{sam}"))
    assert "Priya Harbour Line manager 16 November 2026 Further notice End line manager" in shown
    priya = main_words(ada.get(f"/administration/people/{office.world.people['priya']}"))
    assert "Priya is line manager of Sam Harbour." in priya

    with office.looking():
        row = db.session.scalars(select(LineManagement.id)).one()
    answer = ada.post(f"/administration/managed-by/{row}/end", data={"ends_on": "16/11/2026"})

    assert answer.status_code == 303
    assert between(office, "sam", "priya") is None
    assert office.kinds() == ["oversight_entered", "oversight_ended"]
    with office.looking():
        assert db.session.get_one(LineManagement, row).ends_on == date(2026, 11, 16)
    audit = main_words(ada.get("/administration/audit"))
    assert "Line management entered" in audit
    assert "Sam Harbour, line manager: Priya Harbour, from 16 November 2026" in audit


def test_another_line_manager_takes_over_and_an_appraiser_stays(office: Office, ada: Browser) -> None:
    carol = str(office.world.people["carol"])
    enter(office, ada)
    enter(office, ada, oversight="appraiser")
    assert enter(office, ada, manager_id=carol, takes_over="y") == 303

    assert between(office, "sam", "carol") is Oversight.LINE_MANAGER
    assert between(office, "sam", "priya") is Oversight.APPRAISER
    assert office.kinds() == ["oversight_entered"] * 2 + ["oversight_ended", "oversight_entered"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"manager_id": ""}, "Choose who"),
        ({"manager_id": "sam"}, "Choose one of the options"),
        ({"manager_id": "fellside"}, "Choose one of the options"),
        ({"oversight": ""}, "Choose what they are"),
        ({"starts_on": ""}, "Enter the day from which this holds"),
        ({"ends_on": "16/11/2026"}, "It has to end after it begins"),
        ({"oversight": "appraiser"}, "Priya Harbour is the appraiser already on some of those days"),
    ],
)
def test_what_is_wrong_is_told(office: Office, ada: Browser, changes: dict[str, str], sentence: str) -> None:
    enter(office, ada, oversight="appraiser")
    sam, people = office.world.people["sam"], office.world.people
    named = {"sam": str(sam), "fellside": "999999"}
    data = {**DATA, "manager_id": str(people["priya"]), **changes}
    data["manager_id"] = named.get(data["manager_id"], data["manager_id"])
    answer = ada.post(f"/administration/people/{sam}/managed-by", data=data)

    assert answer.status_code == 422
    assert sentence in main_words(answer)
    assert office.kinds() == ["oversight_entered"]


@pytest.mark.parametrize("who", ["priya", "sam", "asha", "lena", "gita"])
def test_nobody_but_an_administrator_enters_it(
    office: Office, ada: Browser, sign_in_as: Callable[..., Browser], who: str
) -> None:
    enter(office, ada)
    sam = office.world.people["sam"]
    with office.looking():
        row = db.session.scalars(select(LineManagement.id)).one()
    browser = sign_in_as(who)

    assert browser.get(f"/administration/people/{sam}/managed-by").status_code == 404
    assert (
        browser.post(f"/administration/managed-by/{row}/end", data={"ends_on": "16/11/2026"}).status_code
        == 404
    )


def test_whoever_leaves_manages_nobody_from_that_day_on(office: Office, ada: Browser) -> None:
    enter(office, ada)
    ada.post(f"/administration/people/{office.world.people['priya']}/leaving", data={"sure": "y"})

    assert between(office, "sam", "priya") is None
    with office.looking():
        assert db.session.scalars(select(LineManagement.ends_on)).one() == date(2026, 11, 16)
