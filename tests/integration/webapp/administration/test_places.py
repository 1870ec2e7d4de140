"""Schools, hubs, term dates, focus areas and settings are changed; each change is recorded."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.administration.conftest import Office
from workflows.administration import term_dates
from workflows.database import db
from workflows.giving import FocusArea, FocusKind
from workflows.people import Post, holders
from workflows.places import Hub, HubMembership, School, SchoolStatus, Trust
from workflows.reminders import Rung, ladder_of
from workflows.school_calendar import Term, calendars

KEY = "a-form-key-of-a-test-0001"
PROFILE = {"name": "Saltmarsh Primary", "phase": "Primary"}
YEAR = {
    "autumn_starts_on": "2/9/2027",
    "autumn_break_starts_on": "25/10/2027",
    "autumn_break_ends_on": "29/10/2027",
    "autumn_ends_on": "17/12/2027",
    "spring_starts_on": "4/1/2028",
    "spring_break_starts_on": "14/2/2028",
    "spring_break_ends_on": "18/2/2028",
    "spring_ends_on": "31/3/2028",
    "summer_starts_on": "18/4/2028",
    "summer_break_starts_on": "29/5/2028",
    "summer_break_ends_on": "2/6/2028",
    "summer_ends_on": "21/7/2028",
    "inset": "1/9/2027\nFriday 22 October 2027",
}


@pytest.fixture
def ada(office: Office, sign_in_as: Callable[..., Browser]) -> Browser:
    return sign_in_as("ada")


def post(browser: Browser, path: str, **data: object) -> tuple[int, str]:
    """The status of a press, and what the page said where it was refused."""
    answer = browser.post(f"/administration{path}", data=data)
    return answer.status_code, main_words(answer) if answer.status_code == 422 else ""


# Schools


def test_a_profile_is_edited_and_shows(office: Office, ada: Browser) -> None:
    path = f"/schools/{office.world.schools['saltmarsh']}"
    more = {
        "working_on": "Reading aloud",
        "postcode": "tr197aa",
        "website": "saltmarsh.example",
        "pupils": "1,204",
    }

    assert post(ada, f"{path}/edit", **PROFILE, **more)[0] == 303

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

    assert post(ada, "/schools/new", **data, form_key=KEY)[0] == 303
    assert post(ada, "/schools/new", **data, form_key=KEY)[0] == 303
    status, text = post(ada, "/schools/new", **data)

    assert (status, "Your trust has a school with this URN already" in text) == (422, True)
    assert office.kinds() == ["school_added"]


def test_a_school_that_closes_leaves_its_hubs_and_can_be_reopened(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["saltmarsh"]

    assert post(ada, f"/schools/{school_id}/close", closes_on="16/11/2026")[0] == 303

    with office.looking():
        assert office.world.school("saltmarsh").status is SchoolStatus.CLOSED
        assert db.session.scalars(select(HubMembership.ends_on)).all() == [date(2026, 11, 16)]
    assert post(ada, f"/schools/{school_id}/reopen")[0] == 303
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
    assert post(ada, f"/schools/{school_id}/close", closes_on="31/8/2027")[0] == 303
    assert "was to close" not in main_words(ada.get("/administration"))

    with office.looking():
        office.world.school("saltmarsh").closes_on = date(2026, 11, 1)
        db.session.commit()

    assert "Saltmarsh Primary was to close, and is still open here" in main_words(ada.get("/administration"))
    assert office.kinds() == ["school_closing"]


def version_in(page: str) -> str:
    """The version that the form of a page brings back."""
    return page.split('name="version"')[1].split('value="')[1].split('"', maxsplit=1)[0]


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


# Hubs


def test_the_improvement_lead_makes_a_hub_and_gives_it_a_coordinator(
    office: Office, sign_in_as: Callable[..., Browser]
) -> None:
    lena = sign_in_as("lena")
    assert post(lena, "/hubs/new", name="West hub", purpose="Small schools", form_key=KEY)[0] == 303
    assert post(lena, "/hubs/new", name="West hub", purpose="Small schools", form_key=KEY)[0] == 303
    with office.looking():
        hub_id = db.session.scalars(select(Hub.id).where(Hub.name == "West hub")).one()

    asha = office.world.people["asha"]
    assert post(lena, f"/hubs/{hub_id}/coordinator", person_id=asha, starts_on="16/11/2026")[0] == 303

    post_of_hub = Post("coordinator", hub_id)
    with office.looking():
        assert [one.name for one in holders([post_of_hub])[post_of_hub]] == ["Asha Harbour"]
    assert office.kinds() == ["hub_created", "appointed"]


def test_a_hub_keeps_its_own_name(office: Office, ada: Browser) -> None:
    status, text = post(ada, "/hubs/new", name="east HUB")

    assert (status, "Your trust has a hub of this name" in text) == (422, True)
    assert post(ada, f"/hubs/{office.ids['hub']}/edit", name="East coast hub")[0] == 303
    assert office.kinds() == ["hub_edited"]


def test_a_school_is_in_a_hub_once_at_a_time(office: Office, ada: Browser) -> None:
    hub, school_id = f"/hubs/{office.ids['hub']}", office.world.schools["saltmarsh"]
    status, text = post(ada, f"{hub}/add-school", school_id=school_id, starts_on="1/1/2027")
    assert (status, "Saltmarsh Primary is in this hub already" in text) == (422, True)

    end = f"/hubs/memberships/{office.ids['membership']}/end"
    assert post(ada, end, ends_on="1/1/2027")[0] == 303
    assert post(ada, f"{hub}/add-school", school_id=school_id, starts_on="1/1/2027")[0] == 303

    status, text = post(
        ada, f"{hub}/add-school", school_id=school_id, starts_on="1/1/2027", ends_on="1/1/2027"
    )
    assert (status, "It has to leave after it joins" in text) == (422, True)
    assert office.kinds() == ["hub_left", "hub_joined"]


def test_a_membership_entered_by_mistake_goes(office: Office, ada: Browser) -> None:
    end = f"/hubs/memberships/{office.ids['membership']}/end"

    assert post(ada, end, ends_on="1/9/2026", form_key=KEY)[0] == 303

    with office.looking():
        assert db.session.scalars(select(HubMembership.id)).all() == []
    assert office.kinds() == ["hub_never_joined"]


# Term dates


def test_a_year_is_entered_and_schools_follow_it(office: Office, ada: Browser) -> None:
    assert "Enter the term dates for 2027/28" in main_words(ada.get("/administration"))

    assert post(ada, "/term-dates/2027", **YEAR)[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        school = calendars(trust).of_school(office.world.schools["saltmarsh"])
        assert school.is_school_day(date(2027, 9, 2))
        assert not school.is_school_day(date(2027, 10, 22))
        assert school.is_working_day(date(2027, 10, 22))
    assert "Enter the term dates" not in main_words(ada.get("/administration"))
    assert office.kinds() == ["term_dates_changed"]


def test_entering_a_year_again_replaces_it_alone(office: Office, ada: Browser) -> None:
    post(ada, "/term-dates/2027", **YEAR)

    assert post(ada, "/term-dates/2027", **{**YEAR, "autumn_starts_on": "3/9/2027", "inset": ""})[0] == 303

    with office.looking():
        starts = db.session.scalars(select(Term.starts_on).order_by(Term.starts_on)).all()
        dates = term_dates.dates_of(office.world.trust_id, 2027)
    assert len(starts) == 7
    assert date(2027, 9, 3) in starts
    assert dates is not None
    assert dates.inset == ()


def test_wrong_dates_are_told_beside_their_fields_and_stay_typed(office: Office, ada: Browser) -> None:
    wrong = {"autumn_ends_on": "1/9/2027", "inset": "1/9/2027\nsome day"}

    first = ada.post("/administration/term-dates/2027", data={**YEAR, **wrong})
    second = ada.post("/administration/term-dates/2027", data={**YEAR, **wrong, "inset": "5/9/2027"})

    assert first.status_code == second.status_code == 422
    assert "“some day” is not a date: enter one a line" in main_words(first)
    assert 'href="#autumn_ends_on"' in second.text
    assert "The autumn term must end after it starts, on Thursday 2 September 2027" in main_words(second)
    assert "Sunday 5 September 2027 is a Sunday" in main_words(second)
    assert office.kinds() == []


def test_last_years_dates_are_a_start_that_is_not_saved_by_looking(office: Office, ada: Browser) -> None:
    page = ada.get("/administration/term-dates/2027?copy=yes")

    assert 'value="1/9/2027"' in page.text
    assert office.kinds() == []
    with office.looking():
        assert term_dates.dates_of(office.world.trust_id, 2027) is None


def test_a_school_keeps_only_what_differs_from_the_trust(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["saltmarsh"]
    path = f"/schools/{school_id}/term-dates/2027"
    post(ada, "/term-dates/2027", **YEAR)

    assert post(ada, path, **{**YEAR, "inset": "1/9/2027"})[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        assert not db.session.scalars(select(Term.id).where(Term.place_id == school_id)).all()
        own, other = (
            calendars(trust).of_school(office.world.schools[name]) for name in ("saltmarsh", "gull_rock")
        )
        assert own.is_school_day(date(2027, 10, 22))
        assert not other.is_school_day(date(2027, 10, 22))
    assert "Its own dates" in main_words(ada.get("/administration/term-dates"))

    assert post(ada, f"{path}/follow")[0] == 303
    assert "Its own dates" not in main_words(ada.get("/administration/term-dates"))
    assert office.kinds() == ["term_dates_changed", "term_dates_changed", "term_dates_follow_trust"]


def test_a_school_that_saves_the_trusts_dates_goes_on_following(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["saltmarsh"]
    post(ada, "/term-dates/2027", **YEAR)

    assert post(ada, f"/schools/{school_id}/term-dates/2027", **YEAR)[0] == 303

    with office.looking():
        assert term_dates.own_years(school_id) == []


def test_a_school_cannot_do_without_inset_days_where_the_trust_has_some(office: Office, ada: Browser) -> None:
    post(ada, "/term-dates/2027", **YEAR)

    path = f"/schools/{office.world.schools['saltmarsh']}/term-dates/2027"
    status, text = post(ada, path, **{**YEAR, "inset": ""})

    assert (status, "Enter the school's INSET days" in text) == (422, True)


# Focus areas


def area(office: Office, name: str) -> FocusArea:
    return db.session.scalars(select(FocusArea).where(FocusArea.name == name)).one()


def test_a_focus_area_is_added_renamed_moved_and_retired(office: Office, ada: Browser) -> None:
    with office.looking():
        ring = area(office, "Classroom practice").id
    assert post(ada, "/focus-areas/new", name="Questioning", kind="area", parent_id=ring)[0] == 303
    with office.looking():
        made = area(office, "Questioning").id

    assert post(ada, f"/focus-areas/{made}", name="Questions", parent_id=ring)[0] == 303
    assert post(ada, f"/focus-areas/{made}/move", step="up")[0] == 303
    assert post(ada, f"/focus-areas/{made}/retire")[0] == 303

    with office.looking():
        retired = area(office, "Questions")
        beside = db.session.scalars(
            select(FocusArea.name).where(FocusArea.parent_id == ring).order_by(FocusArea.position)
        ).all()
        assert retired.retired_on == date(2026, 11, 16)
    assert beside[-2:] == ["Questions", "Pupils' part in learning"]
    assert "Questions Retired" in main_words(ada.get("/administration/focus-areas"))
    assert post(ada, f"/focus-areas/{made}/offer-again")[0] == 303
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
        status, text = post(ada, "/focus-areas/new", **data)
        assert (status, sentence in text) == (422, True), sentence
    assert office.kinds() == []


def test_a_ring_is_retired_with_all_that_is_within_it(office: Office, ada: Browser) -> None:
    with office.looking():
        ring = area(office, "Classroom practice").id

    post(ada, f"/focus-areas/{ring}/retire")

    with office.looking():
        within = db.session.scalars(select(FocusArea.retired_on).where(FocusArea.parent_id == ring)).all()
        inner = area(office, "Assessment").id
    assert set(within) == {date(2026, 11, 16)}
    assert post(ada, f"/focus-areas/{inner}/offer-again")[0] == 303
    assert "Offer that again first" in main_words(ada.get("/administration/focus-areas"))
    assert office.kinds() == ["focus_area_retired"]


def test_the_first_of_its_kind_cannot_move_further_up(office: Office, ada: Browser) -> None:
    with office.looking():
        first = db.session.scalars(
            select(FocusArea.id).where(FocusArea.kind == FocusKind.RING).order_by(FocusArea.position)
        ).first()

    assert post(ada, f"/focus-areas/{first}/move", step="up")[0] == 303

    assert office.kinds() == []


# The trust


def test_the_trust_changes_its_name_colour_and_days(office: Office, ada: Browser) -> None:
    data = {"name": "Harbour Learning", "brand_colour": "#1D3F72", "giving_days": "12.5"}

    assert post(ada, "/settings", **data)[0] == 303

    page = ada.get("/administration/settings")
    assert "--govuk-brand-colour: #1d3f72" in page.text
    assert office.kinds() == ["trust_edited"]


def test_a_colour_nobody_can_read_is_refused(office: Office, ada: Browser) -> None:
    for colour, sentence in (("#ffdd00", "Choose a darker colour"), ("red; x", "six letters or digits")):
        status, text = post(ada, "/settings", name="Harbour", brand_colour=colour, giving_days="15")
        assert (status, sentence in text) == (422, True)
    assert office.kinds() == []


def test_roles_are_called_what_the_trust_calls_them(office: Office, ada: Browser) -> None:
    assert post(ada, "/settings/roles", head="Principal", staff="Staff", governor="")[0] == 303

    with office.looking():
        assert db.session.get_one(Trust, office.world.trust_id).role_labels == {"head": "Principal"}
    text = main_words(ada.get(f"/administration/people/{office.world.people['priya']}"))
    assert "Principal" in text
    assert post(ada, "/settings/roles", head="x" * 61)[0] == 422
    assert office.kinds() == ["roles_named"]


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


def test_the_ladder_is_edited_and_reset(office: Office, ada: Browser) -> None:
    assert post(ada, "/reminders", **LADDER)[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        assert ladder_of(trust) == (Rung(-5), Rung(0), Rung(4, 9, ("coordinator",)))
    assert post(ada, "/reminders/reset")[0] == 303
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


def test_a_school_of_the_other_kind_of_place_is_not_found_as_a_hub(office: Office, ada: Browser) -> None:
    assert ada.get(f"/administration/hubs/{office.world.schools['saltmarsh']}").status_code == 404
    with office.looking():
        assert db.session.get(School, office.ids["hub"]) is None
