"""The trust calendar as pages: the year, a month, a list; what each reader finds there, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import select

from tests.client import main_words, parsed, words
from tests.diaries import FRIDAY
from tests.integration.webapp.views.calendar.conftest import Become, Trust
from workflows.database import db
from workflows.dates.details import AnswerDetails, DateOff
from workflows.dates.model import Answer, Audience
from workflows.places import Hub, HubMembership
from workflows.places import Trust as TrustPlace
from workflows.school_calendar import InsetDay, calendar_changed

VIEWS = ("/calendar", "/calendar/month", "/calendar/list")


@pytest.fixture
def dates(trust: Trust) -> Trust:
    """One date for the people of the case, one for a guest, one for everybody."""
    trust.has("tom", title="On the case", place="Saltmarsh Primary")
    trust.has("una", "gita", title="With guests", on=FRIDAY + timedelta(days=4))
    trust.has("sam", title="For all staff", audience=Audience.STAFF, on=FRIDAY + timedelta(days=3))
    return trust


def links(page: Element, words_in_it: str) -> list[str]:
    return [one.get("href", "") for one in page.iter("a") if words_in_it in words(one)]


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("priya", {"On the case", "With guests", "For all staff"}),
        ("lena", {"On the case", "With guests", "For all staff"}),
        ("una", {"With guests", "For all staff"}),
        ("carol", {"For all staff"}),
        ("gita", {"With guests"}),
    ],
)
def test_everybody_finds_what_they_may_see_and_nothing_else(
    dates: Trust, sign_in_as: Become, who: str, titles: set[str]
) -> None:
    browser = sign_in_as(who)
    page = main_words(browser.get("/calendar/list"))
    november = main_words(browser.get("/calendar/month?month=2026-11"))
    december = main_words(browser.get("/calendar/month?month=2026-12"))

    for title in ("On the case", "With guests", "For all staff"):
        assert (title in page) == (title in titles)
        assert (title in november + december) == (title in titles)
    total = len(titles)
    assert f"{total} date{'s' if total > 1 else ''} in 2026/27" in main_words(browser.get("/calendar"))


def test_the_year_has_twelve_months_and_each_marked_day_leads_to_its_dates(
    dates: Trust, sign_in_as: Become
) -> None:
    dates.has("tom", title="Another one")
    priya = sign_in_as("priya")
    page = parsed(priya.get("/calendar"))
    tables = list(page.iter("table"))

    assert [words(next(one.iter("caption"))) for one in tables[:2]] == ["September 2026", "October 2026"]
    assert len(tables) == 12
    assert all(head.get("scope") == "col" for head in page.iter("th"))
    (day,) = links(page, "272 November: 2 dates")
    assert day == "/calendar/list?from=2026-11-27"
    found = main_words(priya.get(day))
    assert found.index("On the case") < found.index("Another one")
    assert links(page, "November 2026") == ["/calendar/month?month=2026-11"]


def test_the_year_tells_terms_half_terms_inset_days_and_bank_holidays_in_words(
    trust: Trust, sign_in_as: Become
) -> None:
    def saltmarsh_has_an_inset_day() -> None:
        school = trust.world.schools["saltmarsh"]
        db.session.add(InsetDay(trust_id=trust.world.trust_id, place_id=school, day=date(2027, 1, 4)))
        calendar_changed(db.session.get_one(TrustPlace, trust.world.trust_id))

    trust.changes(saltmarsh_has_an_inset_day)
    page = main_words(sign_in_as("priya").get("/calendar"))

    assert "Mon 26 Oct to Fri 30 Oct Half-term" in page
    assert "26, Half-term" in page
    assert "4, INSET day" in page
    assert "25, Bank holiday: Christmas Day" in page
    assert "Those of Saltmarsh Primary." in page
    assert "4, INSET day" not in main_words(sign_in_as("marta").get("/calendar"))
    school = trust.world.schools["saltmarsh"]
    assert "4, INSET day" in main_words(sign_in_as("marta").get(f"/calendar?school={school}"))


def test_a_year_whose_terms_nobody_has_entered_says_so(trust: Trust, sign_in_as: Become) -> None:
    page = main_words(sign_in_as("priya").get("/calendar?year=2031"))

    assert "The school year 2031/32" in page
    assert "Nobody has entered the terms of 2031/32 yet" in page


def test_filters_narrow_every_view_and_go_along_from_one_to_the_next(
    dates: Trust, sign_in_as: Become
) -> None:
    def there_is_a_hub() -> None:
        hub = Hub(trust_id=dates.world.trust_id, name="East hub")
        db.session.add(hub)
        db.session.flush()
        joined = {"school_id": dates.world.schools["cliff_view"], "starts_on": date(2026, 9, 1)}
        db.session.add(HubMembership(trust_id=hub.trust_id, hub_id=hub.id, **joined))

    dates.changes(there_is_a_hub)
    hub = _hub_id(dates)
    lena = sign_in_as("lena")
    saltmarsh, cliff_view = dates.world.schools["saltmarsh"], dates.world.schools["cliff_view"]
    shown = {
        query: "On the case" in main_words(lena.get(f"/calendar/list?{query}"))
        for query in (
            f"school={saltmarsh}", f"school={cliff_view}", f"hub={hub}",
            "kind=support", "kind=actions", "mine=y",
        )
    }  # fmt: skip

    assert list(shown.values()) == [True, False, False, True, False, False]
    assert "No dates in 2026/27" in main_words(lena.get(f"/calendar?hub={hub}"))
    page = lena.get(f"/calendar/list?school={saltmarsh}&kind=support")
    assert links(parsed(page), "Year") == [f"/calendar?year=2026&school={saltmarsh}&kind=support"]
    assert "Nothing fits this filter" in main_words(lena.get("/calendar/list?mine=y"))


def _hub_id(trust: Trust) -> int:
    found: list[int] = []
    trust.changes(lambda: found.append(db.session.scalars(select(Hub.id)).one()))
    return found[0]


def test_the_list_says_what_one_has_answered_and_what_waits_for_an_answer(
    dates: Trust, sign_in_as: Become
) -> None:
    asked = dates.has("tom", title="For Tom")
    dates.does("tom", "answer_date", AnswerDetails(entry_id=asked, answer=Answer.YES))
    page = main_words(sign_in_as("tom").get("/calendar/list"))

    assert "On the case Saltmarsh Primary, SR-2026-0001 Not answered yet" in page
    assert "For Tom SR-2026-0001 You: yes" in page


def test_a_reference_is_for_readers_of_the_case(dates: Trust, sign_in_as: Become) -> None:
    assert "SR-2026-0001" not in main_words(sign_in_as("una").get("/calendar/list"))


def test_what_is_off_is_in_no_view(dates: Trust, sign_in_as: Become) -> None:
    entry_id = dates.has("tom", title="Called off")
    dates.does("priya", "call_off_date", DateOff(entry_id=entry_id, reason="Ill"))
    priya = sign_in_as("priya")

    for view in VIEWS:
        assert "Called off" not in main_words(priya.get(view))


def test_a_date_of_several_days_is_on_each_of_them(trust: Trust, sign_in_as: Become) -> None:
    last = FRIDAY + timedelta(days=2)
    trust.has("tom", title="Residential", on=FRIDAY, until=last, starts=None, ends=None)
    priya = sign_in_as("priya")

    assert main_words(priya.get("/calendar/month?month=2026-11")).count("Residential") == 3
    assert "Sunday 29 November All day Residential" in " ".join(
        main_words(priya.get("/calendar/list?from=2026-11-29")).split()
    )
    assert "until Sun 29 Nov" in main_words(priya.get("/calendar/list"))


@pytest.mark.parametrize(
    "path",
    [
        "/calendar?year=nonsense", "/calendar?year=99999", "/calendar?year=-1", "/calendar?year=²026",
        "/calendar/month?month=2026-13", "/calendar/month?month=x", "/calendar/month?month=0001-01",
        "/calendar/month?month=9999-12", "/calendar/list?from=x", "/calendar/list?from=9999-12-31",
        "/calendar/list?after=x", "/calendar/list?before=0001-01-01~9", "/calendar/list?after=%00",
        "/calendar?hub=999&school=x&kind=nonsense&mine=no", "/calendar?school=%00",
        "/calendar/list?before=9999-12-31T23:59:59%2B00:00~99999999999",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_present(
    trust: Trust, sign_in_as: Become, path: str
) -> None:
    assert sign_in_as("lena").get(path).status_code == 200


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["priya", "lena", "gita"])
def test_a_view_asks_the_database_a_handful_of_times_however_much_there_is(
    dates: Trust, sign_in_as: Become, statements: list[str], view: str, who: str
) -> None:
    browser = sign_in_as(who)
    browser.get(view)
    statements.clear()
    browser.get(view)
    few = len(statements)
    for number in range(6):
        dates.has("tom", "una", "gita", title=f"Number {number}")
    statements.clear()
    browser.get(view)

    assert len(statements) == few <= 8, "\n\n".join(statements)


def test_the_section_is_there_for_everybody(trust: Trust, sign_in_as: Become) -> None:
    for who in ("priya", "tom", "gita", "ada"):
        assert links(parsed(sign_in_as(who).get("/")), "Calendar")[:1] == ["/calendar"]
