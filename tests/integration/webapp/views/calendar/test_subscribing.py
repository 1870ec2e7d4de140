"""Making a calendar to subscribe to, giving it a new address, and stopping it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words, parsed
from tests.integration.webapp.views.calendar.conftest import Become, Trust
from tests.pressing import fill_in
from webapp.codes import code_of
from webapp.views.calendar.subscribing import AS_A_CODE
from workflows.database import db
from workflows.dates.feeds import MOST_FEEDS, Feed
from workflows.events import Event

START = "/calendar/subscribe"


def makes(browser: Browser, **chosen: str) -> str:
    """Make a calendar and give the page that it is on."""
    answer = fill_in(browser, START, **chosen)
    assert answer.status_code == 303, main_words(answer)
    return str(answer.location)


def address_on(page: TestResponse) -> str:
    fields = {one.get("id"): one.get("value", "") for one in parsed(page).iter("input")}
    return str(fields["address"])


def path_on(page: TestResponse) -> str:
    return urlsplit(address_on(page)).path


def test_one_makes_a_calendar_and_finds_how_to_subscribe_to_it(trust: Trust, sign_in_as: Become) -> None:
    trust.has("tom")
    tom = sign_in_as("tom")
    where = makes(tom, kind="mine", more="terms")
    page = tom.get(where)

    said = main_words(page)
    for heading in ("Outlook", "Google", "Apple", "Google may take a day to show a change."):
        assert heading in said
    assert "Planning meeting" in trust.shows(path_on(page))
    assert "Autumn term begins" in trust.shows(path_on(page))
    hrefs = [one.get("href", "") for one in parsed(page).iter("a")]
    webcal = next(one for one in hrefs if one.startswith("webcal://"))
    assert webcal == f"webcal://{address_on(page).partition('://')[2]}"
    google = next(one for one in hrefs if "google" in one)
    outlook = next(one for one in hrefs if "outlook" in one)
    assert parse_qs(urlsplit(google).query)["cid"] == [webcal]
    assert parse_qs(urlsplit(outlook).query)["url"] == [address_on(page)]
    assert "My own dates" in main_words(tom.get(START))


def test_the_picture_is_the_address_drawn_without_any_style_of_its_own(
    trust: Trust, sign_in_as: Become
) -> None:
    tom = sign_in_as("tom")
    page = tom.get(makes(tom, kind="mine"))
    address = f"webcal://{address_on(page).partition('://')[2]}"
    drawn = re.search(r"<svg[^>]*class=\"app-code\".*?</svg>", page.text, re.DOTALL)

    assert drawn is not None
    assert drawn[0] == str(code_of(address, title=AS_A_CODE))
    assert not re.search(r"style|\son\w+=|href|script", drawn[0])
    assert "<title>The address of this calendar as a code to scan</title>" in drawn[0]
    size = segno.make(address, error="m", micro=False).symbol_size(scale=4, border=4)
    assert f'viewBox="0 0 {size[0]} {size[1]}"' in drawn[0]


def test_choices_are_those_that_one_may_have(trust: Trust, sign_in_as: Become) -> None:
    offered = {
        who: {
            one.get("value")
            for one in parsed(sign_in_as(who).get(START)).iter("input")
            if one.get("name") == "kind"
        }
        for who in ("tom", "gita", "lena")
    }  # fmt: skip
    whole, gull_rock = f"trust-{trust.world.trust_id}", f"school-{trust.world.schools['gull_rock']}"

    assert offered["gita"] == {"mine"}
    assert offered["tom"] == {"mine", whole, gull_rock}
    assert offered["lena"] == {"mine", whole} | {f"school-{one}" for one in trust.world.schools.values()}


@pytest.mark.parametrize("kind", ["", "school-1", "nonsense", "school-", "hub-99999999999999999999", "place"])
def test_a_choice_that_was_not_offered_is_asked_again(trust: Trust, sign_in_as: Become, kind: str) -> None:
    answer = sign_in_as("tom").post(START, data={"kind": kind})

    assert answer.status_code == 422
    assert "There is a problem" in main_words(answer)


def test_where_there_are_many_schools_one_is_chosen_from_a_list(
    trust: Trust, sign_in_as: Become, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forms.calendar.MOST_RADIOS", 2)
    lena = sign_in_as("lena")
    saltmarsh = trust.world.schools["saltmarsh"]
    refused = lena.post(START, data={"kind": "place"})

    assert "Choose a school or hub" in main_words(refused)
    page = lena.get(makes(lena, kind="place", place=f"school-{saltmarsh}"))
    assert main_words(page).split("Saltmarsh Primary")[0].endswith("Subscribe in your own diary ")


def test_the_same_form_sent_twice_makes_one_calendar(trust: Trust, sign_in_as: Become) -> None:
    tom = sign_in_as("tom")
    form = {"kind": "mine", "form_key": "the-same-key-both-times"}

    assert [tom.post(START, data=form).status_code for _ in range(2)] == [303, 303]
    trust.changes(lambda: _is_true(len(db.session.scalars(select(Feed)).all()) == 1))


def _is_true(what: bool) -> None:
    assert what


def test_nobody_has_more_calendars_than_anybody_needs(trust: Trust, sign_in_as: Become) -> None:
    tom = sign_in_as("tom")
    for _ in range(MOST_FEEDS):
        makes(tom, kind="mine")

    answer = tom.post(START, data={"kind": "mine"})
    assert answer.status_code == 422
    assert f"You have {MOST_FEEDS} calendars already" in main_words(answer)


def test_a_new_address_is_asked_about_first_and_ends_the_old_one(trust: Trust, sign_in_as: Become) -> None:
    tom = sign_in_as("tom")
    where = makes(tom, kind="mine")
    before = path_on(tom.get(where))
    assert "Give this calendar a new address?" in main_words(tom.get(f"{where}/new-address"))
    assert trust.fetches(before).status_code == 200

    assert fill_in(tom, f"{where}/new-address").status_code == 303
    after = path_on(tom.get(where))
    assert (trust.fetches(before).status_code, trust.fetches(after).status_code) == (404, 200)


def test_a_calendar_that_is_stopped_is_gone(trust: Trust, sign_in_as: Become) -> None:
    tom = sign_in_as("tom")
    where = makes(tom, kind="mine")
    path = path_on(tom.get(where))

    assert fill_in(tom, f"{where}/stop").status_code == 303
    assert trust.fetches(path).status_code == 404
    for page in (where, f"{where}/stop", f"{where}/new-address"):
        assert tom.get(page).status_code == 404
    assert "Your calendars" not in main_words(tom.get(START))


def test_somebody_elses_calendar_is_not_there(trust: Trust, sign_in_as: Become) -> None:
    where = makes(sign_in_as("tom"), kind="mine")

    for who in ("priya", "lena", "ada"):
        browser = sign_in_as(who)
        assert [browser.get(f"{where}{end}").status_code for end in ("", "/stop", "/new-address")] == [
            404
        ] * 3
        assert [browser.post(f"{where}{end}").status_code for end in ("/stop", "/new-address")] == [404] * 2


def test_a_governor_may_subscribe_to_what_they_are_asked_to(trust: Trust, sign_in_as: Become) -> None:
    trust.has("gita", title="With the governors")
    gita = sign_in_as("gita")

    assert trust.shows(path_on(gita.get(makes(gita, kind="mine")))) == ["With the governors"]


def test_what_was_done_is_written_down_where_the_calendar_is_about(trust: Trust, sign_in_as: Become) -> None:
    tom, school = sign_in_as("tom"), trust.world.schools["gull_rock"]
    makes(tom, kind="mine")
    where = makes(tom, kind=f"school-{school}")
    fill_in(tom, f"{where}/new-address")
    fill_in(tom, f"{where}/stop")

    kinds: dict[int, list[str]] = {}

    def look() -> None:
        for row in db.session.scalars(select(Event).where(Event.kind.startswith("feed_")).order_by(Event.id)):
            kinds.setdefault(row.place_id, []).append(row.kind)
            assert "nonce" not in row.details

    trust.changes(look)
    assert kinds == {
        trust.world.trust_id: ["feed_made"],
        school: ["feed_made", "feed_address_changed", "feed_stopped"],
    }
