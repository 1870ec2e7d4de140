"""The whole-trust match: drawn, kept, parted, and proposed to all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.looking import Looking, at_once
from tests.pressing import buttons_on, fill_in, form_on, sent_by
from tests.statements import Statement
from tests.world import World
from workflows.database import db
from workflows.events import Event
from workflows.pairings.profiles import end_offer

Become = Callable[..., Browser]
MATCH = "/pairings/matches/1"


def begin(browser: Browser) -> None:
    fill_in(browser, "/pairings/matches", button="Start a match")


def test_everybody_is_matched_and_proposed_in_one_go(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", "una", cap=1)
    sam, _ = looking.asks("sam")
    dan, _ = looking.asks("dan")
    asha = sign_in_as("asha")
    assert "2 people wait for a mentor, and 2 people offer to be one" in main_words(
        asha.get("/pairings/matches")
    )
    begin(asha)
    words = main_words(asha.get(MATCH))
    assert "2 pairs; nobody is left without a mentor" in words

    answer = fill_in(asha, MATCH, button="Propose all 2 pairs")

    assert answer.status_code == 303
    assert {looking.state_of(sam), looking.state_of(dan)} == {
        ("proposed", harbour.people["tom"]),
        ("proposed", harbour.people["una"]),
    }
    after = main_words(asha.get(MATCH))
    assert "2 pairs proposed. Each of the two is asked now." in after
    assert "Proposed 2" in after
    assert buttons_on(asha.get(MATCH)) == []
    with looking.writing():
        assert db.session.scalars(select(Event.kind).where(Event.kind == "match_proposed")).all()


def test_a_pair_is_kept_or_parted_and_both_can_be_undone(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", "una", cap=1)
    looking.asks("sam")
    asha = sign_in_as("asha")
    begin(asha)
    first = "Tom" if "Sam Harbour and Tom Harbour" in main_words(asha.get(MATCH)) else "Una"
    other = {"Tom": "Una", "Una": "Tom"}[first]

    fill_in(asha, MATCH, button=f"Not these two Sam Harbour and {first} Harbour")
    assert f"Keep this one Sam Harbour and {other} Harbour" in buttons_on(asha.get(MATCH))
    fill_in(asha, MATCH, button=f"Not these two Sam Harbour and {other} Harbour")
    words = main_words(asha.get(MATCH))
    assert "No pair is possible" in words
    assert "Every mentor with a place who could be theirs is forbidden in this draft" in words
    assert "2 kept apart from them here" in words

    fill_in(asha, MATCH, button=f"Undo keeping Sam Harbour and {other} Harbour apart")
    fill_in(asha, MATCH, button=f"Keep this one Sam Harbour and {other} Harbour")
    fill_in(asha, MATCH, button=f"Undo keeping Sam Harbour and {first} Harbour apart")
    assert "1 pair, 1 of them kept" in main_words(asha.get(MATCH))
    fill_in(asha, MATCH, button=f"Undo keeping Sam Harbour and {other} Harbour")
    assert "of them kept" not in main_words(asha.get(MATCH))


def test_of_two_coordinators_the_later_one_sees_what_the_other_did(
    sign_in_as: Become, looking: Looking
) -> None:
    looking.offers("tom", cap=2)
    sam, _ = looking.asks("sam")
    looking.asks("dan")
    asha, lena = sign_in_as("asha"), sign_in_as("lena")
    begin(asha)
    seen = lena.get(MATCH)
    press = sent_by(form_on(seen, "Not these two Sam Harbour and Tom Harbour"))
    propose = sent_by(form_on(seen, "Propose all 2 pairs"))
    fill_in(asha, MATCH, button="Keep this one Dan Harbour and Tom Harbour")

    for answer in (lena.post(MATCH, data=press), lena.post(f"{MATCH}/propose", data=propose)):
        words = main_words(answer)
        assert answer.status_code == 409
        assert "Asha Harbour kept Dan Harbour with Tom Harbour." in words
        assert "2 pairs, 1 of them kept" in words
    assert looking.state_of(sam) == ("requested", None)


def test_a_pairing_that_changed_meanwhile_is_passed_over_and_named(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", "una", cap=1)
    sam, reference = looking.asks("sam")
    dan, _ = looking.asks("dan")
    asha = sign_in_as("asha")
    begin(asha)
    seen = sent_by(form_on(asha.get(MATCH), "Propose all 2 pairs"))
    fill_in(sign_in_as("sam"), f"/pairings/{reference}/mentors", button="Choose this mentor Tom Harbour")

    assert asha.post(f"{MATCH}/propose", data=seen).status_code == 303
    assert asha.post(f"{MATCH}/propose", data=seen).status_code == 303
    words = main_words(asha.get(MATCH))
    assert "Sam Harbour: " in words
    assert looking.state_of(sam) == ("asked", harbour.people["tom"])
    assert looking.state_of(dan)[0] in ("proposed", "requested")


def test_a_cohort_larger_than_the_caps_says_who_is_left_and_why(sign_in_as: Become, looking: Looking) -> None:
    looking.offers("tom", cap=1)
    for who in ("sam", "dan", "priya"):
        looking.asks(who)
    asha = sign_in_as("asha")
    begin(asha)
    words = main_words(asha.get(MATCH))

    assert "1 pair; 2 people are left without a mentor" in words
    assert words.count("Every mentor who could be theirs has no place left in this match") == 2
    assert words.count("1 taken by others in this match") == 2


def test_what_was_kept_and_is_no_longer_possible_is_told_and_undone(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", "una", cap=1)
    looking.asks("sam")
    asha = sign_in_as("asha")
    begin(asha)
    button = next(one for one in buttons_on(asha.get(MATCH)) if one.startswith("Keep this one"))
    fill_in(asha, MATCH, button=button)
    with looking.writing():
        gone = "tom" if "Tom" in button else "una"
        end_offer(harbour.person(gone), harbour.person("asha"))
    words = main_words(asha.get(MATCH))

    assert "Some pairs that were kept are no longer possible" in words
    assert "Somebody who was pinned is not in this match any more." in words
    undo = next(one for one in buttons_on(asha.get(MATCH)) if one.startswith("Undo"))
    fill_in(asha, MATCH, button=undo)
    assert "no longer possible" not in main_words(asha.get(MATCH))


def test_somebody_with_two_requests_is_matched_once(sign_in_as: Become, looking: Looking) -> None:
    looking.offers("tom", "una")
    looking.asks("sam")
    looking.asks("sam")
    asha = sign_in_as("asha")
    begin(asha)
    words = main_words(asha.get(MATCH))

    assert "1 pair; 1 person is left without a mentor" in words
    assert "Has asked for two mentors" in words


@pytest.mark.parametrize("who", ["sam", "priya", "tom", "dan", "gita", "ada", "marta"])
def test_nobody_but_coordinators_and_the_lead_reads_or_changes_a_match(
    sign_in_as: Become, looking: Looking, who: str
) -> None:
    looking.offers("tom")
    looking.asks("sam")
    begin(sign_in_as("asha"))
    browser = sign_in_as(who)

    assert browser.get("/pairings/matches").status_code == 404
    assert browser.get(MATCH).status_code == 404
    assert browser.post("/pairings/matches", data={}).status_code == 404
    assert browser.post(MATCH, data={}).status_code == 404
    assert browser.post(f"{MATCH}/propose", data={}).status_code == 404


def test_the_match_of_another_trust_is_not_there(
    sign_in_as: Become, looking: Looking, fellside: World
) -> None:
    looking.offers("tom")
    looking.asks("sam")
    begin(sign_in_as("asha"))

    assert sign_in_as("asha", fellside).get(MATCH).status_code == 404


def test_what_no_button_sends_changes_nothing(sign_in_as: Become, looking: Looking) -> None:
    looking.offers("tom")
    sam, _ = looking.asks("sam")
    asha = sign_in_as("asha")
    begin(asha)
    for data in ({}, {"did": "burn"}, {"did": "keep", "pairing": "9999999999", "mentor": "x"}):
        assert asha.post(MATCH, data=data).status_code in (303, 409)
    asha.post(f"{MATCH}/propose", data={"pairs": "1-2 x-y-z 99999999999-1-1", "version": "99999999999"})

    assert looking.state_of(sam) == ("requested", None)
    assert asha.get("/pairings/matches/99999999999").status_code == 404


def test_a_draft_takes_few_statements(
    sign_in_as: Become, looking: Looking, statements: list[Statement]
) -> None:
    looking.offers("tom", "una")
    for who in ("sam", "dan", "priya"):
        looking.asks(who)
    asha = sign_in_as("asha")
    begin(asha)
    fill_in(asha, MATCH, button=next(b for b in buttons_on(asha.get(MATCH)) if b.startswith("Not these")))
    for address in ("/pairings/matches", MATCH):
        statements.clear()
        asha.get(address)
        assert len(statements) <= 12, "\n".join(statements)


def test_two_matches_proposed_at_once_fill_each_place_once(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", "una", cap=1)
    asked = [looking.asks(who)[0] for who in ("sam", "dan", "priya", "carol")]
    presses = []
    for number, who in enumerate(("asha", "lena"), start=1):
        browser = sign_in_as(who)
        begin(browser)
        page = browser.get(f"/pairings/matches/{number}")
        data = sent_by(form_on(page, "Propose all 2 pairs"))
        if number == 2:  # the others, in the other order
            pairs = [f"{asked[2]}-1-{harbour.people['una']}", f"{asked[3]}-1-{harbour.people['tom']}"]
            data["pairs"] = " ".join(pairs)
        else:
            pairs = [f"{asked[0]}-1-{harbour.people['tom']}", f"{asked[1]}-1-{harbour.people['una']}"]
            data["pairs"] = " ".join(pairs)
        presses.append((browser, f"/pairings/matches/{number}/propose", data))

    statuses = at_once([partial(_pressed, *one) for one in presses])

    assert statuses == [303, 303]
    taken = [mentor for state, mentor in map(looking.state_of, asked) if state == "proposed"]
    assert len(taken) == 2
    assert set(taken) == {harbour.people["tom"], harbour.people["una"]}


def _pressed(browser: Browser, address: str, data: dict[str, str]) -> int:
    return browser.post(address, data=data).status_code
