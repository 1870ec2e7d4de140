"""What a trust sets for itself; each change is recorded."""

import pytest

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office, press
from workflows.database import db
from workflows.dates.remindings import days_before
from workflows.places import Trust
from workflows.reminders import Rung, ladder_of

LADDER = {
    "rungs-0-days": "5",
    "rungs-0-side": "before",
    "rungs-1-days": "",
    "rungs-1-side": "before",
    "rungs-2-days": "0",
    "rungs-2-side": "after",
    "rungs-3-days": "4",
    "rungs-3-side": "after",
    "rungs-3-longer_than": "9",
    "rungs-3-copy": "coordinator",
}


def test_the_trust_changes_its_name_colour_and_days(office: Office, ada: Browser) -> None:
    data = {
        "name": "Harbour Learning", "brand_colour": "#1D3F72", "giving_days": "12.5",
        "participation_target": "80",
    }  # fmt: skip

    assert press(ada, "/settings", **data | {"participation_target": "101"})[0] == 422
    assert press(ada, "/settings", **data)[0] == 303

    page = ada.get("/administration/settings")
    assert "--govuk-brand-colour: #1d3f72" in page.text
    assert office.kinds() == ["trust_edited"]


def test_a_colour_nobody_can_read_is_refused(office: Office, ada: Browser) -> None:
    more = {"name": "Harbour", "giving_days": "15", "participation_target": "90"}
    for colour, sentence in (("#ffdd00", "Choose a darker colour"), ("red; x", "six letters or digits")):
        status, text = press(ada, "/settings", brand_colour=colour, **more)
        assert (status, sentence in text) == (422, True)
    assert office.kinds() == []


def test_roles_are_called_what_the_trust_calls_them(office: Office, ada: Browser) -> None:
    assert press(ada, "/settings/roles", head="Principal", staff="Staff", governor="")[0] == 303

    with office.looking():
        assert db.session.get_one(Trust, office.world.trust_id).role_labels == {"head": "Principal"}
    text = main_words(ada.get(f"/administration/people/{office.world.people['priya']}"))
    assert "Principal" in text
    assert press(ada, "/settings/roles", head="x" * 61)[0] == 422
    assert office.kinds() == ["roles_named"]


def test_the_ladder_is_edited_and_reset(office: Office, ada: Browser) -> None:
    assert press(ada, "/reminders", **LADDER)[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        assert ladder_of(trust) == (Rung(-5), Rung(0), Rung(4, 9, ("coordinator",)))
    assert press(ada, "/reminders/reset")[0] == 303
    with office.looking():
        assert len(ladder_of(db.session.get_one(Trust, office.world.trust_id))) == 5
    assert office.kinds() == ["ladder_changed", "ladder_changed"]


def test_a_ladder_is_shown_in_dates_before_it_is_saved(office: Office, ada: Browser) -> None:
    example = {"example_starts_on": "16/11/2026", "example_due_on": "30/11/2026", "press": "preview"}

    answer = ada.post("/administration/reminders", data={**LADDER, **example})

    assert answer.status_code == 200
    assert "Monday 23 November: 5 working days before" in main_words(answer)
    assert "Friday 4 December: 4 working days after, copied to the coordinator" in main_words(answer)
    assert office.kinds() == []


def test_a_wrong_rung_is_told_beside_it(office: Office, ada: Browser) -> None:
    answer = ada.post(
        "/administration/reminders", data={**LADDER, "rungs-2-days": "5", "rungs-2-side": "before"}
    )
    empty = ada.post("/administration/reminders", data={"rungs-0-days": ""})

    assert answer.status_code == empty.status_code == 422
    assert "There is a reminder on this day already" in main_words(answer)
    assert 'href="#rungs-2-days"' in answer.text
    assert "Keep at least one reminder" in main_words(empty)
    assert office.kinds() == []


def test_reminders_of_dates_have_days_for_each_kind(office: Office, ada: Browser) -> None:
    assert 'value="7, 1"' in ada.get("/administration/date-reminders").text
    assert press(ada, "/date-reminders", every="10, 2 and 0", of_support="14", of_actions="none")[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        assert trust.date_reminders == {"*": [10, 2, 0], "support": [14], "actions": []}
        assert [days_before(trust, kind) for kind in ("support", "actions", "hubs")] == [
            (14,),
            (),
            (10, 2, 0),
        ]
    shown = ada.get("/administration/date-reminders").text
    assert all(f'value="{value}"' in shown for value in ("10, 2, 0", "14", "none"))
    assert press(ada, "/date-reminders", every="none", of_support="", of_actions="")[0] == 303
    with office.looking():
        assert db.session.get_one(Trust, office.world.trust_id).date_reminders == {"*": []}
    assert office.kinds() == ["date_reminders_changed", "date_reminders_changed"]
    assert "Reminders of dates changed" in main_words(ada.get("/administration/audit"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter days, such as 7, 1, or none"),
        ("soon", "Enter days as numbers"),
        ("31", "Each must be between 0 and 30 days before"),
        ("1, 2, 3, 4, 5", "Keep to 4 reminders or fewer"),
        ("-1", "Enter days as numbers"),
        ("1" * 5000, "Enter days as numbers"),
    ],
)
def test_days_that_make_no_sense_are_told_beside_their_field(
    office: Office, ada: Browser, typed: str, sentence: str
) -> None:
    status, text = press(ada, "/date-reminders", every=typed, of_support="", of_actions="")
    assert (status, sentence in text) == (422, True)
    assert office.kinds() == []
