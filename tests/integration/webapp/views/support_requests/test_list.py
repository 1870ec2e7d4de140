"""The list of support requests: what is in it for whom, in which order, and as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import openpyxl
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Browser, main_words, parsed, words
from tests.story import Story
from tests.world import MONDAY, World
from workflows import case_list
from workflows.clock import clock_at
from workflows.database import db, scope
from workflows.people import Person
from workflows.perform import open_case, perform
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import Priority, RequestDetails, Route, TriageDetails

MANY = 60


@pytest.fixture
def many(app: Flask, harbour: World) -> World:
    """Sixty requests of three schools, half of them accepted, a minute apart."""
    with app.app_context(), scope(harbour.trust_id):
        for number in range(MANY):
            with clock_at(MONDAY - timedelta(minutes=MANY - number)):
                _ask(harbour, number)
        db.session.commit()
    return harbour


def _ask(world: World, number: int) -> None:
    head, school = (("priya", "saltmarsh"), ("marta", "gull_rock"), ("carol", "cliff_view"))[number % 3]
    person = db.session.get_one(Person, world.people[head])
    title = f"{'azbyc'[number % 5]} request {number:02d}"
    case = SupportRequest(title=title, receiving_school_id=world.schools[school])
    open_case(case, "start", person)
    perform(case, "edit", person, _details(title, world, number))
    if number % 2:
        perform(case, "submit", person)
        chosen = TriageDetails(route=Route.VISIT, priority=Priority.SOON, coordinator_id=world.people["asha"])
        perform(case, "triage", db.session.get_one(Person, world.people["lena"]), chosen)


def _details(title: str, world: World, number: int) -> RequestDetails:
    on = MONDAY.date()
    return RequestDetails(
        title=title, focus_area_id=world.focus_area_id, need=f"need {number}: 100%_sure", difference="d",
        evidence="e", wanted_from=on, wanted_until=on, contact="c",
    )  # fmt: skip


def titles(page: str) -> list[str]:
    return re.findall(r"[azbyc] request \d\d", page.split("<tbody", 1)[1].partition("</tbody>")[0])


def walk(browser: Browser, address: str) -> Iterator[list[str]]:
    """The titles of each page, following the link to the next."""
    while address:
        page = browser.get(address)
        assert page.status_code == 200
        yield titles(page.text)
        later = [one.get("href") for one in parsed(page).iter("a") if one.get("rel") == "next"]
        address = str(later[0]) if later else ""


SORTS = ["newest", "title", "school", "state", "due"]


def test_pages_by_key_hold_every_request_once_in_every_order(many: World, story: Story) -> None:
    for sort, order in product(SORTS, ("", "down")):
        pages = list(walk(story.of("lena"), f"/support?sort={sort}&order={order}"))
        assert [len(page) for page in pages] == [25, 25, 10], sort
        found = [title for page in pages for title in page]
        assert len(set(found)) == MANY, sort
        if sort == "title":
            assert found == sorted(found, reverse=order == "down")
        if sort == "newest":
            numbers = [title[-2:] for title in found]
            assert numbers == sorted(numbers, reverse=order != "down")


def test_the_way_back_leads_through_the_same_pages(many: World, story: Story) -> None:
    lena = story.of("lena")
    first, second, third = walk(lena, "/support?sort=title")
    page = lena.get("/support?sort=title")
    for expected in (second, third):
        page = lena.get(link(page, "next"))
        assert titles(page.text) == expected
    for expected in (second, first):
        page = lena.get(link(page, "prev"))
        assert titles(page.text) == expected


def link(page: TestResponse, rel: str) -> str:
    return next(str(one.get("href")) for one in parsed(page).iter("a") if one.get("rel") == rel)


def test_a_row_that_is_gone_loses_nothing_on_the_next_page(many: World, story: Story) -> None:
    """Keys, not numbers: what happens before the page does not move what is on it."""
    lena = story.of("lena")
    first = lena.get("/support")
    story.begins("priya")
    second = lena.get(link(first, "next"))
    assert titles(second.text)[0] == "azbyc"[34 % 5] + " request 34"


NONSENSE = [
    "x",
    "W10",
    "eyJhIjoxfQ",
    "W251bGwsIG51bGxd",
    "WyJcdWQ4MDAiLCAxXQ",
    "WyJcdTAwMDAiLCAxXQ",
    "é",
    "%00",
    "A" * 5000,
]


def test_a_key_that_makes_no_sense_gives_the_first_page(many: World, story: Story) -> None:
    for key, sort in product(NONSENSE, SORTS):
        answer = story.of("lena").get("/support", query_string={"sort": sort, "after": key})
        assert answer.status_code == 200, (key, sort)
        assert len(titles(answer.text)) == 25, (key, sort)


def test_filters_narrow_the_list(many: World, story: Story) -> None:
    lena = story.of("lena")

    def count(**wanted: object) -> int:
        return len(rows(lena, **wanted))

    school = many.schools["saltmarsh"]
    assert count(state="draft") == 30
    assert count(state="open") == MANY
    assert count(state="closed") == 0
    assert count(school_id=school) == 20
    assert count(focus_id=many.focus_area_id) == MANY
    assert count(turn="coordinator") == 30
    assert count(turn="receiving_head") == 0
    assert count(turn="mine") == 0
    assert count(late="y") == 0
    assert count(words="request 07") == 2  # a title, and another one's reference
    assert count(words="need 57:") == 1
    assert count(words="100%_sure") == MANY
    assert count(words="100%x") == 0
    assert count(words="SR-2026-0001") == 1
    assert count(state="draft", school_id=school, words="azbyc") == 0


def rows(browser: Browser, **wanted: object) -> list[dict[str, str]]:
    answer = browser.get("/support.csv", query_string=wanted)
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_file_of_many_rows_is_looked_up_in_parts(
    many: World, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "AT_ONCE", 7)
    found = rows(story.of("lena"))
    assert len({row["Reference"] for row in found}) == MANY
    assert {"Asha Harbour", "Carol Harbour"} <= {row["Whose turn"] for row in found}


def test_a_reader_sees_what_concerns_them(many: World, story: Story) -> None:
    assert {row["School that asks"] for row in rows(story.of("priya"))} == {"Saltmarsh Primary"}
    assert len(rows(story.of("asha"))) == 30
    assert len(rows(story.of("lena"))) == MANY
    assert rows(story.of("gita")) == []
    assert rows(story.of("una")) == []
    assert len(rows(story.of("priya"), turn="mine")) == 10


def test_late_requests_are_found_and_say_by_how_many_working_days(many: World, story: Story) -> None:
    with clock_at(MONDAY + timedelta(days=16)):
        lena = story.become("lena")
        page = lena.get("/support?late=y&sort=due")
        assert len(titles(page.text)) == 25
        assert "2 days late" in main_words(page)


def test_unknown_filters_and_sorts_are_ignored(many: World, story: Story) -> None:
    query = {
        "state": "nonsense",
        "school_id": str(10**20),
        "hub_id": "x",
        "turn": "a\x00",
        "sort": "';--",
        "late": "?",
    }
    answer = story.of("lena").get("/support", query_string=query)
    assert answer.status_code == 200


def test_the_files_follow_the_filter_and_neutralise_formulas(many: World, story: Story) -> None:
    story.begins("priya", title="=cmd|' /C calc'!A0")
    lena = story.of("lena")
    (row,) = rows(lena, words="calc")
    assert row["Title"].startswith("'=cmd")
    answer = lena.get("/support.xlsx", query_string={"words": "calc"})
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["'=cmd|' /C calc'!A0"]
    assert lena.get("/support.pdf").status_code == 404


def test_filters_in_use_are_shown_and_can_be_taken_away(many: World, story: Story) -> None:
    page = story.of("lena").get("/support?state=draft&words=request")
    chosen = next(one for one in parsed(page).iter("ul") if one.get("class") == "app-chosen")
    assert [words(one) for one in chosen.iter("li")] == ["Take away “request”", "Take away Draft"]
