"""Schools: their profile, adding and closing them; each change is recorded."""

from datetime import date

from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office, press
from workflows.database import db
from workflows.places import HubMembership, SchoolStatus

KEY = "a-form-key-of-a-test-0001"


PROFILE = {"name": "Saltmarsh Primary", "phase": "Primary"}


def version_in(page: str) -> str:
    """The version that the form of a page brings back."""
    return page.split('name="version"')[1].split('value="')[1].split('"', maxsplit=1)[0]


def test_a_profile_is_edited_and_shows(office: Office, ada: Browser) -> None:
    path = f"/schools/{office.world.schools['saltmarsh']}"
    more = {
        "working_on": "Reading aloud",
        "postcode": "tr197aa",
        "website": "saltmarsh.example",
        "pupils": "1,204",
    }

    assert press(ada, f"{path}/edit", **PROFILE, **more)[0] == 303

    text = main_words(ada.get(f"/administration{path}"))
    assert all(word in text for word in ("Reading aloud", "TR19 7AA", "https://saltmarsh.example", "1,204"))
    assert office.kinds() == ["school_edited"]


def test_a_wrong_profile_is_shown_again_with_what_was_typed(office: Office, ada: Browser) -> None:
    path = f"/administration/schools/{office.world.schools['saltmarsh']}/edit"
    wrong = {"name": "", "website": "javascript:alert(1)", "pupils": "many", "working_on": "Reading aloud"}

    answer = ada.post(path, data={**PROFILE, **wrong})
    again = ada.post(path, data={**PROFILE, "website": "javascript:alert(1)"})

    assert answer.status_code == again.status_code == 422
    text = main_words(answer)
    assert "Enter the school's name" in text
    assert "Number of pupils must be a whole number" in text
    assert "Reading aloud" in answer.text
    assert "Enter a web address that begins with" in main_words(again)
    assert office.kinds() == []


def test_a_school_is_added_once_by_its_urn(office: Office, ada: Browser) -> None:
    data = {"name": "Far Point", "urn": "146000", "phase": "Secondary"}

    assert press(ada, "/schools/new", **data, form_key=KEY)[0] == 303
    assert press(ada, "/schools/new", **data, form_key=KEY)[0] == 303
    status, text = press(ada, "/schools/new", **data)

    assert (status, "Your trust has a school with this URN already" in text) == (422, True)
    assert office.kinds() == ["school_added"]


def test_a_school_that_closes_leaves_its_hubs_and_can_be_reopened(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["saltmarsh"]

    assert press(ada, f"/schools/{school_id}/close", closes_on="16/11/2026")[0] == 303

    with office.looking():
        assert office.world.school("saltmarsh").status is SchoolStatus.CLOSED
        assert db.session.scalars(select(HubMembership.ends_on)).all() == [date(2026, 11, 16)]
    assert press(ada, f"/schools/{school_id}/reopen")[0] == 303
    with office.looking():
        assert (office.world.school("saltmarsh").status, office.world.school("saltmarsh").closes_on) == (
            SchoolStatus.OPEN,
            None,
        )
    assert office.kinds() == ["school_closed", "school_reopened"]


def test_a_school_that_will_close_stays_open_and_is_asked_about_after_the_day(
    office: Office, ada: Browser
) -> None:
    school_id = office.world.schools["saltmarsh"]
    assert press(ada, f"/schools/{school_id}/close", closes_on="31/8/2027")[0] == 303
    assert "was to close" not in main_words(ada.get("/administration"))

    with office.looking():
        office.world.school("saltmarsh").closes_on = date(2026, 11, 1)
        db.session.commit()

    assert "Saltmarsh Primary was to close, and is still open here" in main_words(ada.get("/administration"))
    assert office.kinds() == ["school_closing"]


def test_the_second_of_two_editors_sees_the_other_change_and_loses_nothing(
    office: Office, ada: Browser
) -> None:
    path = f"/administration/schools/{office.world.schools['saltmarsh']}/edit"
    version = version_in(ada.get(path).text)
    ada.post(path, data={**PROFILE, "working_on": "Reading aloud", "version": version})

    mine = {**PROFILE, "working_on": "", "telephone": "01736 000000"}
    late = ada.post(path, data={**mine, "version": version})
    again = ada.post(path, data={**mine, "version": version_in(late.text)})

    assert (late.status_code, again.status_code) == (409, 303)
    assert "It now says: What the school is working on: Reading aloud" in main_words(late)
    assert 'value="01736 000000"' in late.text
    assert office.kinds() == ["school_edited", "school_edited"]


def test_an_editor_who_presses_twice_is_not_told_of_their_own_change(office: Office, ada: Browser) -> None:
    path = f"/administration/schools/{office.world.schools['saltmarsh']}/edit"
    data = {**PROFILE, "working_on": "Maths", "version": version_in(ada.get(path).text), "form_key": KEY}

    assert [ada.post(path, data=data).status_code for _ in range(2)] == [303, 303]
    assert office.kinds() == ["school_edited"]
