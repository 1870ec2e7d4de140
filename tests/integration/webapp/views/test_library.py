"""The library's pages: looking for something, sharing something, thanks, notes, versions and files."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask

from tests.client import Browser, main_words
from tests.library import library_entry, offered
from tests.pressing import fill_in, form_on, sent_by
from tests.world import World
from workflows.database import db, scope

SignIn = Callable[..., Browser]
ENTRY = "/library/LB-2026-0001"


@pytest.fixture
def shared(app: Flask, harbour: World) -> World:
    """Tom's entry is in the library, and another of his waits for its head."""
    with app.app_context(), scope(harbour.trust_id):
        library_entry(harbour)
        offered(harbour, title="Reading corner")
        db.session.commit()
    return harbour


def test_somebody_shares_a_template_their_head_agrees_and_others_thank_try_and_ask_to_visit(
    harbour: World, sign_in_as: SignIn
) -> None:
    tom, marta, una = (sign_in_as(name) for name in ("tom", "marta", "una"))
    lacking = fill_in(tom, "/library/new", title="A reading plan")
    assert lacking.status_code == 422
    assert "Say what you do, and what is good about it" in main_words(lacking)
    answer = fill_in(
        tom,
        "/library/new",
        title="A reading plan",
        of_kind="template",
        what="One page.",
        focus_area_ids=str(harbour.focus_area_id),
    )
    assert answer.location == ENTRY
    assert "Waiting for your head" in main_words(tom.get("/library"))
    assert una.get(ENTRY).status_code == una.get(f"{ENTRY}/attach").status_code == 404
    sheet = (io.BytesIO(b"a,b"), "plan.csv")
    assert fill_in(tom, f"{ENTRY}/attach", title="The sheet", file=sheet).status_code == 303
    assert "may everybody who works in the trust read it?" in main_words(marta.get(ENTRY))
    assert fill_in(marta, ENTRY, button="Yes, put it into the library").status_code == 303

    assert "A reading plan" in main_words(una.get("/library?words=Sheet&kind=template"))
    assert fill_in(una, ENTRY, button="Say thank you").status_code == 303
    tried = {"did": "One class.", "happened": "They read more.", "again": "yes"}
    assert fill_in(una, f"{ENTRY}/say_tried", **tried).location == f"{ENTRY}#tried"
    page = main_words(una.get(ENTRY))
    assert "1 colleague says thank you. You are one of them." in page
    assert "We would do it again" in page
    assert "Cliff View Primary" in main_words(tom.get(ENTRY))
    assert "Tried by 1 school 1 thank you" in main_words(tom.get("/library"))
    assert fill_in(una, ENTRY, button="Take your thanks back").status_code == 303
    sam = sign_in_as("sam")
    for address, school in (("ask?trial=1", "cliff_view"), ("ask", "gull_rock")):
        assert f'<option value="{harbour.schools[school]}" selected' in sam.get(f"{ENTRY}/{address}").text
    assert fill_in(una, f"{ENTRY}/remove_tried?trial=1").status_code == 303
    assert "Nobody has written about trying this yet" in main_words(una.get(ENTRY))
    assert "Remove The sheet" in main_words(tom.get(ENTRY))
    assert fill_in(tom, f"{ENTRY}/remove_file?file=1").status_code == 303
    assert "The sheet" not in main_words(una.get(ENTRY))


def test_every_version_can_be_compared_and_whoever_edits_too_late_sees_what_changed(
    shared: World, sign_in_as: SignIn
) -> None:
    tom, marta, una = (sign_in_as(name) for name in ("tom", "marta", "una"))
    late = sent_by(form_on(marta.get(f"{ENTRY}/edit")))
    changed = fill_in(tom, f"{ENTRY}/edit", what="Groups change every two weeks.", why="It is two weeks now.")
    assert changed.status_code == 303
    answer = marta.post(f"{ENTRY}/edit", data=late | {"how": "Begin anywhere."})
    assert answer.status_code == 409
    assert "Somebody else has changed this since you opened it" in main_words(answer)
    assert "It is two weeks now." in main_words(answer)
    assert "Begin anywhere." in answer.text
    assert "Version 2" in main_words(una.get(f"{ENTRY}/versions"))
    second = main_words(una.get(f"{ENTRY}/versions/2"))
    assert "Taken out: Groups change every three weeks. Added: Groups change every two weeks." in second
    assert "Groups change every three weeks." in main_words(una.get(f"{ENTRY}/versions/1"))
    assert una.get(f"{ENTRY}/versions/3").status_code == 404


def test_what_is_not_found_leads_on_and_a_mistyped_word_is_put_right(
    shared: World, sign_in_as: SignIn
) -> None:
    una, gita = sign_in_as("una"), sign_in_as("gita")
    nothing = main_words(una.get("/library?words=zzyzx"))
    assert "Nothing about this yet" in nothing
    assert "ask for support" in nothing
    assert "This is what there is for “phonics”." in main_words(una.get("/library?words=fonics"))
    assert "Phonics in small groups" in main_words(una.get("/library?phase=Primary&after=nonsense"))
    assert "Reading corner" not in main_words(una.get("/library"))
    assert {gita.get(address).status_code for address in ("/library", ENTRY, "/library/new")} == {404}


def test_an_entry_is_looked_at_again_handed_over_and_taken_down(shared: World, sign_in_as: SignIn) -> None:
    tom, lena, una = (sign_in_as(name) for name in ("tom", "lena", "una"))
    past = fill_in(tom, f"{ENTRY}/still_good", review_on="1/9/2026")
    assert "Choose a date in the future" in main_words(past)
    assert fill_in(tom, f"{ENTRY}/still_good", review_on="1/3/2028").status_code == 303
    assert "1 March 2028" in main_words(una.get(ENTRY))
    assert fill_in(tom, f"{ENTRY}/hand_over", owner_id=str(shared.people["lea"])).status_code == 303
    assert "Lea Harbour" in main_words(una.get(ENTRY))
    assert una.get(f"{ENTRY}/take_down").status_code == 403
    assert fill_in(lena, f"{ENTRY}/take_down").status_code == 422
    answer = fill_in(lena, f"{ENTRY}/take_down", reason="We do it differently now.")
    assert answer.location == "/library"
    assert una.get(ENTRY).status_code == una.get(f"{ENTRY}/ask").status_code == 404
    assert "Taken out of the library" in main_words(lena.get(ENTRY))
    assert "Taken from the library" in main_words(sign_in_as("ada").get("/administration/audit"))
