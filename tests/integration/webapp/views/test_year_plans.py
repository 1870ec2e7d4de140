"""A year from its one form to its invitations, as its people press their way through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.pressing import fill_in
from tests.world import World
from tests.year_plans import a_forum, a_hub
from workflows.database import db, scope
from workflows.events import Event
from workflows.year_plans import YearPlan

SLOT = re.compile(r'name="slot"[^>]*value="(\d{4}-\d\d-\d\dT\d\d:\d\d)"')


def test_a_coordinator_lays_out_a_year_changes_it_and_sends_it(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        a_hub(harbour)
        db.session.commit()
    asha = sign_in_as("asha")
    home = lays_it_out(asha)
    with app.app_context(), scope(harbour.trust_id):
        plan = db.session.scalars(select(YearPlan)).one()
        first, group_id = plan.dates[0].id, plan.groups[0].group_id
    changes_it(asha, home, first)
    assert fill_in(asha, f"{home}/shape_group?group={group_id}", meetings=4).status_code == 303
    assert fill_in(asha, f"{home}/edit", meetings=4).status_code == 303
    assert fill_in(asha, f"{home}/plan_again").status_code == 303

    assert "4 meetings are opened" in main_words(asha.get(f"{home}/send"))
    assert fill_in(asha, f"{home}/send").status_code == 303
    assert "4 meetings ahead, of 4 meetings in the year" in main_words(asha.get(home))
    moves_them_all(asha, home)
    with app.app_context(), scope(harbour.trust_id):
        assert len(db.session.scalars(select(Event).where(Event.kind == "move_series")).all()) == 1
    assert fill_in(asha, f"{home}/end_series", reason="We are done.").status_code == 303
    assert "0 meetings ahead" in main_words(sign_in_as("lena").get(home))
    assert sign_in_as("priya").get(home).status_code == 404


def lays_it_out(asha: Browser) -> str:
    """What cannot be read is told, and nothing that was typed is lost; gives the address of the year."""
    assert "Lay out a year" in main_words(asha.get("/years"))
    answer = fill_in(asha, "/years/new", keep_clear="next week")
    assert answer.status_code == 422
    assert "“next week” is not a date: write it as 3/12/2026" in main_words(answer)
    answer = fill_in(asha, "/years/new", venue="online")
    assert "Enter the whole address at which you meet" in main_words(answer)
    answer = fill_in(asha, "/years/new", keep_clear="12/1/2027\n10/5/2027 to 14/5/2027")
    assert answer.status_code == 303
    page = main_words(asha.get(answer.location))
    assert "Nothing is in the way of any of these dates" in page
    assert "5 meetings laid out." in page
    return str(answer.location)


def changes_it(asha: Browser, home: str, first: int) -> None:
    """Another date of those on offer, or by hand; a day ruled out; a host; and one step back."""
    offered = asha.get(f"{home}/move?date={first}").text
    slots = SLOT.findall(offered)
    assert len(slots) == 6
    assert "Nothing is in the way." in offered
    fill_in(asha, f"{home}/move?date={first}", slot=slots[0])
    assert "Kept" in main_words(asha.get(home))
    answer = fill_in(asha, f"{home}/move?date={first}", slot="other", on="17/2/2027", starts="4pm")
    assert "they are open again on Monday 22 February" in main_words(answer)
    assert asha.post(f"{home}/forbid", data={"date_id": first}).status_code == 303
    assert fill_in(asha, f"{home}/choose_host?date={first}", school_id="nobody").status_code == 303
    assert "Nobody hosts on" in main_words(asha.get(home))
    assert asha.post(f"{home}/undo").status_code == 303


def moves_them_all(asha: Browser, home: str) -> None:
    """Where each goes is seen before anything happens."""
    moving = {"weekday": "4", "starts": "4pm", "reason": "Fridays suit better."}
    shown = fill_in(asha, f"{home}/move_series", **moving)
    assert "Nothing has been changed yet" in main_words(shown)
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', shown.text)
    assert seen
    assert fill_in(asha, f"{home}/move_series", **moving, seen=seen[1]).status_code == 303


def test_the_lead_chooses_whose_year_and_sees_what_could_not_be_avoided(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        a_hub(harbour)
        a_forum(harbour)
        db.session.commit()
    lena = sign_in_as("lena")
    assert "The whole trust" in main_words(lena.get("/years/new"))
    assert sign_in_as("priya").get("/years/new").status_code == 404
    assert sign_in_as("tom").get("/years/new?group=HB-2026-0001").status_code == 404
    # So many that Priya, who is in both, meets twice in some week.
    answer = fill_in(lena, "/years/new?group=trust", meetings=20)
    assert answer.status_code == 303
    page = main_words(lena.get(answer.location))
    assert "What could not be avoided" in page
    assert "Priya Harbour has" in page
    assert "Reading forum" in page
