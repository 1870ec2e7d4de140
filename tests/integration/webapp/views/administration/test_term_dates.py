"""Term dates of the trust and of a school; each change is recorded and counts at once."""

from datetime import date

from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.views.administration.conftest import Office, press
from workflows.administration import term_dates
from workflows.database import db
from workflows.places import Trust
from workflows.school_calendar import Term, calendars

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


def test_a_year_is_entered_and_schools_follow_it(office: Office, ada: Browser) -> None:
    assert "Enter the term dates for 2027/28" in main_words(ada.get("/administration"))

    assert press(ada, "/term-dates/2027", **YEAR)[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        school = calendars(trust).of_school(office.world.schools["saltmarsh"])
        assert school.is_school_day(date(2027, 9, 2))
        assert not school.is_school_day(date(2027, 10, 22))
        assert school.is_working_day(date(2027, 10, 22))
    assert "Enter the term dates" not in main_words(ada.get("/administration"))
    assert office.kinds() == ["term_dates_changed"]


def test_entering_a_year_again_replaces_it_alone(office: Office, ada: Browser) -> None:
    press(ada, "/term-dates/2027", **YEAR)

    assert press(ada, "/term-dates/2027", **{**YEAR, "autumn_starts_on": "3/9/2027", "inset": ""})[0] == 303

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
    press(ada, "/term-dates/2027", **YEAR)

    assert press(ada, path, **{**YEAR, "inset": "1/9/2027"})[0] == 303

    with office.looking():
        trust = db.session.get_one(Trust, office.world.trust_id)
        assert not db.session.scalars(select(Term.id).where(Term.place_id == school_id)).all()
        own, other = (
            calendars(trust).of_school(office.world.schools[name]) for name in ("saltmarsh", "gull_rock")
        )
        assert own.is_school_day(date(2027, 10, 22))
        assert not other.is_school_day(date(2027, 10, 22))
    assert "Its own dates" in main_words(ada.get("/administration/term-dates"))

    assert press(ada, f"{path}/follow")[0] == 303
    assert "Its own dates" not in main_words(ada.get("/administration/term-dates"))
    assert office.kinds() == ["term_dates_changed", "term_dates_changed", "term_dates_follow_trust"]


def test_a_school_that_saves_the_trusts_dates_goes_on_following(office: Office, ada: Browser) -> None:
    school_id = office.world.schools["saltmarsh"]
    press(ada, "/term-dates/2027", **YEAR)

    assert press(ada, f"/schools/{school_id}/term-dates/2027", **YEAR)[0] == 303

    with office.looking():
        assert term_dates.own_years(school_id) == []


def test_a_school_cannot_do_without_inset_days_where_the_trust_has_some(office: Office, ada: Browser) -> None:
    press(ada, "/term-dates/2027", **YEAR)

    path = f"/schools/{office.world.schools['saltmarsh']}/term-dates/2027"
    status, text = press(ada, path, **{**YEAR, "inset": ""})

    assert (status, "Enter the school's INSET days" in text) == (422, True)
