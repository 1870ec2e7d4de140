"""Who sees a pairing, and how much of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.client import Browser, main_words
from tests.integration.webapp.views.pairings.conftest import Pair
from tests.pairings import PRIVATE, SIGNED
from tests.pressing import fill_in
from tests.world import World

STRANGERS = ["priya", "dan", "gita", "marta", "lea", "carol", "una", "ada"]
OUTSIDE = [*STRANGERS, "asha", "lena"]
STEPS = ["log_session", "write_contract", "share", "leave", "add_reflection", "rate_goals", "nonsense"]
WORKED = [
    *SIGNED, ("plan_first", "tom"), ("answer_date", "sam"), ("log_session", "tom"), ("share", "sam"),
    ("rate_goals", "sam"), ("add_reflection", "tom"), ("begin_review", "tom"), ("write_review", "sam"),
]  # fmt: skip


@pytest.fixture
def worked(pair: Pair) -> Pair:
    """A pair that has written everything that two people can write."""
    pair.begins()
    pair.goes(*WORKED)
    return pair


def test_the_two_and_the_coordinators_see_a_pairing_and_nobody_else_does(worked: Pair) -> None:
    assert [worked.page(who).status_code for who in ("sam", "tom", "asha", "lena")] == [200] * 4
    assert [worked.page(who).status_code for who in STRANGERS] == [404] * len(STRANGERS)
    for step in STEPS:
        assert worked.of("lea").get(f"{worked.home}/{step}").status_code == 404
        assert worked.of("priya").post(f"{worked.home}/{step}", data={"text": "x"}).status_code == 404


def test_another_trust_finds_nothing(
    worked: Pair, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    for who in ("sam", "asha", "lena"):
        stranger = sign_in_as(who, fellside)
        assert stranger.get(worked.home).status_code == 404
        assert stranger.get(f"{worked.home}/dates").status_code == 404
        assert worked.reference not in stranger.get("/pairings").text
        assert stranger.get("/pairings/shared/1").status_code == 404


def test_the_two_read_what_they_have_written(worked: Pair) -> None:
    for who in ("sam", "tom"):
        assert PRIVATE in worked.page(who).text
    assert worked.page("tom").text.count(PRIVATE) > worked.page("sam").text.count(PRIVATE)


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_reads_a_word_of_it_on_any_page(worked: Pair, who: str) -> None:
    browser = worked.of(who)
    pages = [
        "/", "/pairings", "/pairings?state=open&quiet=y&words=quince", "/pairings.csv", "/calendar",
        "/calendar/list", "/dates/1", worked.home, f"{worked.home}/dates", "/account", "/administration",
        "/administration/audit", "/administration/messages", "/directory/people/3", "/mailbox",
        *(f"{worked.home}/{step}" for step in STEPS),
    ]  # fmt: skip
    for address in pages:
        assert PRIVATE not in browser.get(address).text, address


def test_the_outline_says_how_often_and_not_what(worked: Pair) -> None:
    for who in ("asha", "lena"):
        words = main_words(worked.page(who))
        assert "Took place" in words
        assert "50 minutes" in words
        assert "Calmer lessons." in words
        for hidden in ("Entry shared", "Reflection written", "Review written", "Goals looked at", "Yes to "):
            assert hidden not in words
        assert "Session of Monday 16 November logged" in words


def test_dates_of_a_pairing_are_for_the_two_alone(worked: Pair) -> None:
    assert worked.of("sam").get(f"{worked.home}/dates").status_code == 200
    assert worked.of("sam").get("/dates/1").status_code == 200
    for who in ("asha", "lena", "marta"):
        assert worked.of(who).get(f"{worked.home}/dates").status_code == 404
        assert worked.of(who).get("/dates/1").status_code == 404
    assert "Add a date" not in main_words(worked.of("tom").get(f"{worked.home}/dates"))


def test_somebody_who_is_neither_of_the_two_writes_nothing(worked: Pair) -> None:
    for step in ("log_session", "share", "rate_goals"):
        assert worked.of("asha").get(f"{worked.home}/{step}").status_code == 403
        assert worked.of("lena").post(f"{worked.home}/{step}", data={"focus": "x"}).status_code == 403


def test_a_mentor_who_has_gone_sees_nothing_and_a_new_one_only_what_is_theirs(worked: Pair) -> None:
    worked.goes(("agree_review", "sam"), ("agree_review", "tom"), ("leave", "tom"), ("new_mentor", "sam"))
    assert worked.page("tom").status_code == 404
    assert PRIVATE not in worked.of("tom").get("/pairings").text
    assert PRIVATE in worked.page("sam").text
    worked.does("asha", "propose", mentor_id=worked.world.people["lea"])
    page = worked.page("lea")
    assert PRIVATE not in page.text
    assert "Tom" not in main_words(page).partition("What has happened")[0]
    worked.presses("lea", "Yes, this suits me")
    worked.presses("sam", "Yes, this suits me")
    for step in ("write_contract", "log_session", "rate_goals"):
        assert PRIVATE not in worked.of("lea").get(f"{worked.home}/{step}").text
    assert PRIVATE in worked.of("sam").get(f"{worked.home}/write_contract").text
    worked.does("lea", "write_contract", **{"goals-0": "Better questions"})
    worked.goes(("sign", "sam"), ("sign", "lea"))
    worked.does("lea", "log_session", focus="How you greet them", button="Save without a next session")
    page = worked.page("lea")
    assert "How you greet them" in page.text
    assert PRIVATE not in page.text
    mentee = main_words(worked.page("sam"))
    assert "How you greet them" in mentee
    assert PRIVATE in mentee


# Sharing


def shared_with(pair: Pair, who: str) -> Any:
    return pair.of(who).get("/pairings/shared/1")


def test_one_entry_is_shown_to_one_person_until_the_mentee_stops_it(worked: Pair) -> None:
    assert "Priya Harbour can read this entry" in worked.reads("sam")
    assert "Priya Harbour can read this entry" not in worked.reads("tom")
    assert "An entry of the log of Sam Harbour" in main_words(worked.of("priya").get("/pairings"))
    page = shared_with(worked, "priya")
    assert PRIVATE in page.text
    assert page.headers["Cache-Control"] == "no-store"
    for hidden in (worked.reference, "Goal:", "Tom Harbour"):
        assert hidden not in main_words(page)
    for who in ("sam", "tom", "asha", "lena", "ada", "marta", "gita"):
        assert shared_with(worked, who).status_code == 404
    worked.presses("sam", "Stop sharing")
    assert shared_with(worked, "priya").status_code == 404
    assert "An entry of the log" not in main_words(worked.of("priya").get("/pairings"))


def test_the_mentee_alone_shares_and_with_people_who_work_here(worked: Pair) -> None:
    address = f"{worked.home}/share?log=1"
    assert worked.of("tom").get(address).status_code == 403
    page = worked.of("sam").get(address)
    for who in ("sam", "tom", "gita"):
        assert f'<option value="{worked.world.people[who]}"' not in page.text
    answer = fill_in(worked.of("sam"), address, person_id=worked.world.people["priya"])
    assert answer.status_code == 422
    assert "Priya Harbour can read this entry already" in main_words(answer)
    worked.does("sam", "share?log=1", person_id=worked.world.people["una"])
    assert worked.of("una").get("/pairings/shared/2").status_code == 200


# Lists


def test_everybody_lists_their_own_and_coordinators_all(worked: Pair) -> None:
    for who in ("sam", "tom", "asha", "lena"):
        assert "Mentoring for Sam Harbour" in main_words(worked.of(who).get("/pairings"))
    for who in ("priya", "marta", "ada", "una"):
        assert "Mentoring for Sam Harbour" not in main_words(worked.of(who).get("/pairings"))
    assert worked.of("gita").get("/pairings").status_code == 404
    assert "Sam Harbour" not in worked.of("una").get("/pairings.csv").text
    assert "Sam Harbour" in worked.of("asha").get("/pairings.csv").text


def test_the_list_narrows_to_those_who_have_not_met_for_six_school_weeks(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"), ("log_session", "tom"))
    found = "Mentoring for Sam Harbour"
    with pair.later(46):
        assert found not in main_words(pair.of("asha").get("/pairings?quiet=y"))
        assert "six school weeks" not in pair.reads("asha")
    with pair.later(57):  # two of these weeks were Christmas
        assert found in main_words(pair.of("asha").get("/pairings?quiet=y"))
        assert "no session for six school weeks" in pair.reads("asha")
        assert "None for six weeks" in main_words(pair.of("asha").get("/pairings"))


def test_the_list_is_filtered_sorted_and_paged(pair: Pair) -> None:
    pair.begins("dan")
    pair.begins("sam")
    pair.goes(*SIGNED)
    asha = pair.of("asha")
    school = pair.world.schools["gull_rock"]
    for filters in ("state=contracted", "turn=mentor", f"school_id={school}", "words=tom", "words=sam"):
        words = main_words(asha.get(f"/pairings?{filters}"))
        assert "Mentoring for Sam Harbour" in words, filters
        assert "Mentoring for Dan Harbour" not in words, filters
    for sort in ("newest", "title", "school", "state", "due"):
        assert "Mentoring for Dan Harbour" in main_words(asha.get(f"/pairings?sort={sort}&order=down"))
    assert "Nothing fits this filter" in main_words(asha.get("/pairings?mode=coaching"))
    assert asha.get("/pairings?after=nonsense&sort=due&mode=x&state=y").status_code == 200


# Size


def counted(pair: Pair, statements: list[str], who: str, address: str = "") -> int:
    browser = pair.of(who)
    browser.get(address or pair.home)  # calendars are read once
    statements.clear()
    assert browser.get(address or pair.home).status_code == 200
    return len(statements)


def test_pages_take_few_statements_whatever_has_happened(worked: Pair, statements: list[str]) -> None:
    assert counted(worked, statements, "asha") <= 12, [one[:300] for one in statements]
    assert counted(worked, statements, "sam") <= 16, "\n".join(
        one[one.find("FROM") :][:150] for one in statements
    )
    assert counted(worked, statements, "asha", "/pairings?state=open&sort=due&quiet=y&words=sam") <= 12
