"""Hubs and forums on their pages, as their people press their way through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import forums, hubs
from tests.client import Browser, main_words
from tests.group_meetings import planned
from tests.pressing import buttons_on, fill_in
from tests.world import World
from workflows.administration.hubs import HubDetails, create_hub
from workflows.database import db, scope
from workflows.forums import Forum
from workflows.people import appoint


class Pages:
    """Everybody's browsers on the pages of one hub or forum."""

    def __init__(self, app: Flask, world: World, sign_in_as: Callable[..., Browser]) -> None:
        self.app, self.world, self.sign_in_as = app, world, sign_in_as
        self.browsers: dict[str, Browser] = {}
        self.home = ""

    def of(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self.sign_in_as(who)
        return self.browsers[who]

    def reads(self, who: str, address: str = "") -> str:
        page = self.of(who).get(address or self.home)
        assert page.status_code == 200, page.status
        return main_words(page)

    def opens(self, who: str, address: str, **typed: Any) -> None:
        answer = fill_in(self.of(who), address, **typed)
        assert answer.status_code == 303, main_words(answer)
        found = re.search(r"/(hubs/HB|forums/SF)-\d{4}-\d{4}", answer.location)
        assert found, answer.location
        self.home = found[0]

    def sends(self, person: str, step: str, **typed: Any) -> TestResponse:
        return fill_in(self.of(person), f"{self.home}/{step}", **typed)

    def does(self, person: str, step: str, **typed: Any) -> None:
        answer = self.sends(person, step, **typed)
        assert answer.status_code == 303, main_words(answer)

    def presses(self, who: str, button: str, address: str = "") -> TestResponse:
        page = address or self.home
        whole = next(one for one in buttons_on(self.of(who).get(page)) if one.startswith(button))
        answer = fill_in(self.of(who), page, button=whole)
        assert answer.status_code == 303
        return answer


@pytest.fixture
def pages(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Pages:
    return Pages(app, harbour, sign_in_as)


def test_a_hub_from_forming_it_to_closing_it(pages: Pages) -> None:
    world = pages.world
    asha = world.people["asha"]
    given: dict[str, Any] = {"name": "Coast hub", "purpose": "Reading.", "coordinator_id": asha}
    short = fill_in(pages.of("lena"), "/hubs/new", school_ids=world.schools["saltmarsh"], **given)
    assert short.status_code == 422
    assert "Choose at least two schools" in main_words(short)
    assert "Reading." in short.text
    both = [world.schools["saltmarsh"], world.schools["gull_rock"]]
    pages.opens("lena", "/hubs/new", school_ids=both, **given)
    assert "Meet the heads of its schools" in pages.reads("asha")
    pages.does("asha", "begin", purpose="One way to teach phonics.", review_on="1/7/2027")
    pages.does("asha", "school_joins", school_id=world.schools["cliff_view"])
    read = pages.reads("sam")
    assert "One way to teach phonics." in read
    assert "Cliff View Primary joins" in read
    assert "School Leaves" not in read
    twice = pages.sends("asha", "school_joins", school_id=world.schools["cliff_view"])
    assert twice.status_code == 422
    gone = f"{pages.home}/school_leaves?school={world.schools['cliff_view']}"
    assert fill_in(pages.of("asha"), gone, ends_on="16/11/2026").status_code == 303
    pages.does("ada", "change_coordinator", joining_id=world.people["tom"])
    assert "Tom Harbour coordinates it now" in pages.reads("priya")
    assert "Coast hub" in pages.reads("priya", "/hubs?school_id=" + str(world.schools["saltmarsh"]))
    assert "Nothing fits this filter" in pages.reads("priya", "/hubs?state=closed")
    assert "Coast hub" in pages.reads("priya", f"/directory/schools/{world.schools['gull_rock']}")
    assert pages.home in pages.of("priya").get("/directory/hubs").text
    assert "Coast hub" in pages.of("priya").get("/hubs.csv").text
    pages.does("lena", "close", reason="It has done its work.")
    assert "It has done its work." in pages.reads("priya")


def test_a_hub_of_the_directory_is_taken_up_and_kept_in_one_way_of_writing(pages: Pages) -> None:
    with pages.app.app_context(), scope(pages.world.trust_id):
        hub = create_hub(HubDetails(name="East", purpose="We visit each other."), pages.world.person("ada"))
        appoint(pages.world.person("asha"), "coordinator", hub.id)
        hub_id = hub.id
        db.session.commit()
    assert "Begin its work here" not in pages.reads("priya", "/hubs")
    assert pages.of("priya").post(f"/hubs/take-up/{hub_id}").status_code == 404
    answer = pages.presses("asha", "Begin its work here", "/hubs")
    pages.home = answer.location
    again = pages.of("lena").post(f"/hubs/take-up/{hub_id}")
    assert again.location == pages.home
    edited = f"/administration/hubs/{hub_id}"
    assert fill_in(pages.of("ada"), f"{edited}/edit", name="East and coast").status_code == 303
    school = pages.world.schools["saltmarsh"]
    assert fill_in(pages.of("ada"), f"{edited}/add-school", school_id=school).status_code == 303
    heir = pages.world.people["una"]
    assert fill_in(pages.of("ada"), f"{edited}/coordinator", person_id=heir).status_code == 303
    read = pages.reads("una")
    assert "East and coast" in read
    assert "Una Harbour coordinates it now" in read
    assert "Saltmarsh Primary joins" in read


def test_a_forum_from_the_proposal_on_with_members_from_every_school(pages: Pages) -> None:
    world = pages.world
    given = {"name": "Maths forum", "purpose": "Moderation.", "chair_id": world.people["tom"]}
    pages.opens("sam", "/forums/new", kind="subject", **given)
    assert "Join" not in buttons_on(pages.of("una").get(pages.home))
    pages.presses("lena", "Yes, start it")
    assert "Nobody comes yet from Cliff View Primary and Saltmarsh Primary." in pages.reads("una")
    pages.presses("una", "Join")
    pages.does("priya", "name_members", person_ids=[world.people["sam"], world.people["dan"]])
    assert "Every school has a member." in pages.reads("tom")
    assert pages.of("sam").post(f"{pages.home}/name_members").status_code in (403, 422)
    pages.does("tom", "add_everyone", who="head")
    assert "Carol Harbour" in pages.reads("tom")
    nobody = pages.sends("tom", "add_everyone", who="job_title", words="Astronaut")
    assert nobody.status_code == 422
    assert "Nobody in the trust fits this at present" in main_words(nobody)
    pages.presses("una", "Leave")
    pages.does("ada", "change_chair", joining_id=world.people["lea"])
    assert "Lea Harbour chairs it now" in pages.reads("una")
    assert "Maths forum" in pages.reads("lea", "/forums?mine=y&kind=subject")
    assert "Maths forum" in pages.of("lea").get("/forums.csv").text
    assert "Maths forum" in pages.reads("priya", f"/directory/schools/{world.schools['saltmarsh']}")
    assert pages.of("gita").get(pages.home).status_code == 404


def test_a_role_group_reports_to_the_heads_and_both_pages_say_so(pages: Pages) -> None:
    with pages.app.app_context(), scope(pages.world.trust_id):
        heads = forums.started(pages.world, name="Heads' meeting", chair_id=pages.world.people["lena"])
        planned(heads, pages.world)
        address = f"/forums/{heads.reference}"
        heads_id = heads.id
        db.session.commit()
    given = {"name": "SENCO group", "purpose": "Inclusion.", "chair_id": pages.world.people["una"]}
    pages.opens("lena", "/forums/new", kind="role", reports_to_id=heads_id, **given)
    assert "What is decided here stands on its next agenda." in pages.reads("una")
    heads_page = pages.reads("priya", address)
    assert "Hears from SENCO group" in heads_page
    assert "Heads' meeting: meeting" in heads_page
    circle = fill_in(pages.of("lena"), f"{address}/edit", reports_to_id=_id_of(pages))
    assert circle.status_code == 422
    assert "That group reports to this one already" in main_words(circle)


def _id_of(pages: Pages) -> int:
    with pages.app.app_context(), scope(pages.world.trust_id):
        return db.session.scalars(select(Forum.id).where(Forum.reference == pages.home[-12:])).one()


def test_whoever_lets_a_coordinator_leave_sees_it_before_and_hands_over_in_one_press(pages: Pages) -> None:
    world = pages.world
    with pages.app.app_context(), scope(world.trust_id):
        case = hubs.form(world)
        planned(case, world)
        forum = forums.started(world, chair_id=world.people["asha"])
        pages.home, reference = f"/hubs/{case.reference}", case.reference
        other = forum.reference
        db.session.commit()
    leaving = f"/administration/people/{world.people['asha']}/leaving"
    before = pages.reads("ada", leaving)
    assert f"{reference} Coast hub Coordinator" in before
    assert "with 1 meeting" in before
    assert other in before
    handed = fill_in(pages.of("ada"), f"{leaving}/{reference}/coordinator", joining_id=world.people["tom"])
    assert handed.status_code == 303, main_words(handed)
    assert fill_in(pages.of("ada"), leaving, sure="y").status_code == 303
    assert "Tom Harbour coordinates it now" in pages.reads("priya")
    assert "the chair (nobody at present)" in pages.reads("priya", f"/forums/{other}")
