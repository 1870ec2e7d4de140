"""The ranked list for one mentee: who is on it, who reads it, and naming one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.looking import Looking, at_once
from tests.pressing import buttons_on, fill_in, form_on, sent_by
from tests.statements import Statement
from tests.world import World
from workflows.database import db
from workflows.giving import Allowance, Conflict, Expertise
from workflows.line_management import LineManagement, Oversight
from workflows.pairings import Pairing
from workflows.perform import perform

Become = Callable[..., Browser]


def test_the_mentee_reads_why_each_fits_and_chooses_one(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", "una")
    with looking.writing():
        strong = {"trust_id": harbour.trust_id, "focus_area_id": harbour.focus_area_id}
        db.session.add(Expertise(person_id=harbour.people["tom"], **strong))
    pairing_id, reference = looking.asks()
    browser = sign_in_as("sam")
    page = browser.get(f"/pairings/{reference}/mentors")
    words = main_words(page)

    assert words.index("Tom Harbour Fit") < words.index("Una Harbour Fit")
    assert "Their own strength: Early reading" in words
    assert "Monday, Wednesday and Friday" in words
    assert "None yet, takes on 3" in words
    assert "Calmer lessons." in words

    answer = fill_in(browser, f"/pairings/{reference}/mentors", button="Choose this mentor Tom Harbour")
    assert answer.status_code == 303
    assert looking.state_of(pairing_id) == ("asked", harbour.people["tom"])
    late = browser.get(f"/pairings/{reference}/mentors")
    assert late.status_code == 302


@pytest.mark.parametrize("who", ["asha", "lena"])
def test_a_coordinator_or_the_lead_proposes_one(
    sign_in_as: Become, looking: Looking, harbour: World, who: str
) -> None:
    looking.offers("tom")
    pairing_id, reference = looking.asks()
    fill_in(sign_in_as(who), f"/pairings/{reference}/mentors", button="Propose Tom Harbour")

    assert looking.state_of(pairing_id) == ("proposed", harbour.people["tom"])


@pytest.mark.parametrize("who", ["priya", "dan", "gita", "tom", "una", "marta", "ada"])
def test_nobody_else_reads_the_list(sign_in_as: Become, looking: Looking, who: str) -> None:
    looking.offers("tom")
    _, reference = looking.asks()
    browser = sign_in_as(who)

    assert browser.get(f"/pairings/{reference}/mentors").status_code == 404
    assert browser.post(f"/pairings/{reference}/mentors", data={"mentor_id": "6"}).status_code == 404


def test_who_can_never_be_the_mentor_is_left_out_with_the_reason(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("sam", "priya", "lea", "tom", "una", "carol")
    looking.offers("marta", cap=1)
    start, people = date(2026, 9, 1), harbour.people
    with looking.writing():
        own = {"trust_id": harbour.trust_id, "starts_on": start}
        under = {**own, "person_id": people["sam"], "manager_id": people["priya"]}
        db.session.add(LineManagement(**under, oversight=Oversight.LINE_MANAGER))
        over = {**own, "person_id": people["lea"], "manager_id": people["sam"]}
        db.session.add(LineManagement(**over, oversight=Oversight.APPRAISER))
        db.session.add(Conflict(**own, person_id=people["tom"], with_school_id=harbour.schools["saltmarsh"]))
        db.session.add(Allowance(trust_id=harbour.trust_id, person_id=people["una"], year=2026, days=0))
    _, first = looking.asks("dan")
    fill_in(sign_in_as("asha"), f"/pairings/{first}/mentors", button="Propose Marta Harbour")
    _, reference = looking.asks()

    for who, told in (("sam", "cannot be asked"), ("asha", "cannot be asked"), ("lena", "declared conflict")):
        page = sign_in_as(who).get(f"/pairings/{reference}/mentors")
        words = main_words(page)
        assert [text for text in buttons_on(page) if "Harbour" in text and "Carol" not in text] == []
        assert "Sam Harbour, Saltmarsh Primary: cannot be their own mentor" in words
        assert "Priya Harbour, Saltmarsh Primary: one is the line manager of the other" in words
        assert "Lea Harbour, Gull Rock Primary: one is the appraiser of the other" in words
        assert "Una Harbour, Cliff View Primary: has no giving days left this year" in words
        assert "Marta Harbour, Gull Rock Primary: has 1 of 1 pairings already" in words
        assert told in words.partition("Tom Harbour, Gull Rock Primary: ")[2][:40]


@pytest.mark.parametrize(
    ("mentor", "sentence"),
    [
        ("sam", "nobody is their own mentor"),
        ("una", "Una Harbour does not offer to be a mentor"),
        ("", "Choose somebody who works in the trust"),
        ("99999999999", "Choose somebody who works in the trust"),
        ("x", "Choose somebody who works in the trust"),
    ],
)
def test_whoever_sends_somebody_else_is_told_why_not(
    sign_in_as: Become, looking: Looking, harbour: World, mentor: str, sentence: str
) -> None:
    looking.offers("tom", "sam")
    _, reference = looking.asks()
    browser, address = sign_in_as("sam"), f"/pairings/{reference}/mentors"
    data = sent_by(form_on(browser.get(address), "Choose this mentor Tom Harbour"))
    data["mentor_id"] = str(harbour.people.get(mentor, mentor))
    answer = browser.post(address, data=data)

    assert answer.status_code == 422
    assert sentence in main_words(answer)


def test_a_mentor_who_filled_up_meanwhile_is_not_chosen(sign_in_as: Become, looking: Looking) -> None:
    looking.offers("tom", cap=1)
    _first_id, first = looking.asks("dan")
    second_id, second = looking.asks("sam")
    sam, asha = sign_in_as("sam"), sign_in_as("asha")
    seen = sent_by(form_on(sam.get(f"/pairings/{second}/mentors"), "Choose this mentor Tom Harbour"))
    fill_in(asha, f"/pairings/{first}/mentors", button="Propose Tom Harbour")
    answer = sam.post(f"/pairings/{second}/mentors", data=seen)

    assert answer.status_code == 422
    assert "Tom Harbour has 1 person already, which is as many as they can take on" in main_words(answer)
    assert looking.state_of(second_id) == ("requested", None)


def test_two_who_propose_at_once_are_told_and_the_same_press_twice_is_one(
    sign_in_as: Become, looking: Looking
) -> None:
    looking.offers("tom", "una")
    pairing_id, reference = looking.asks()
    asha, lena = sign_in_as("asha"), sign_in_as("lena")
    address = f"/pairings/{reference}/mentors"
    hers = sent_by(form_on(asha.get(address), "Propose Tom Harbour"))
    other = sent_by(form_on(lena.get(address), "Propose Una Harbour"))

    assert asha.post(address, data=hers).status_code == 303
    assert asha.post(address, data=hers).status_code == 303
    assert lena.post(address, data=other).status_code == 409
    assert looking.state_of(pairing_id)[0] == "proposed"


def test_whoever_was_asked_before_comes_last(sign_in_as: Become, looking: Looking, harbour: World) -> None:
    looking.offers("tom", "una")
    _, reference = looking.asks()
    asha, address = sign_in_as("asha"), f"/pairings/{reference}/mentors"
    fill_in(asha, address, button="Propose Tom Harbour")
    with looking.writing():
        pairing = db.session.scalars(select(Pairing)).one()
        perform(pairing, "decline", harbour.person("tom"))
    words = main_words(asha.get(address))

    assert words.index("Una Harbour Fit") < words.index("Tom Harbour Asked before")


def test_the_list_takes_few_statements(
    sign_in_as: Become, looking: Looking, statements: list[Statement]
) -> None:
    looking.offers("tom", "una", "carol", "marta", "lea")
    _, reference = looking.asks()
    browser = sign_in_as("asha")
    browser.get(f"/pairings/{reference}/mentors")
    statements.clear()
    browser.get(f"/pairings/{reference}/mentors")

    assert len(statements) <= 11, "\n".join(statements)


def test_two_who_propose_the_last_place_at_once_fill_it_once(
    sign_in_as: Become, looking: Looking, harbour: World
) -> None:
    looking.offers("tom", cap=1)
    asked = [looking.asks("sam"), looking.asks("dan")]
    presses = []
    for who, (_, reference) in zip(("asha", "lena"), asked, strict=True):
        browser, address = sign_in_as(who), f"/pairings/{reference}/mentors"
        presses.append((browser, address, sent_by(form_on(browser.get(address), "Propose Tom Harbour"))))

    statuses = at_once([partial(_pressed, *one) for one in presses])

    assert sorted(statuses) == [303, 422]
    assert sorted(looking.state_of(one)[0] for one, _ in asked) == ["proposed", "requested"]


def _pressed(browser: Browser, address: str, data: dict[str, str]) -> int:
    return browser.post(address, data=data).status_code
