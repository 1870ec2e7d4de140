"""Who reads a report: nobody but its authors and its owner, until the head lets them, one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.client import main_words
from tests.integration.webapp.views.peer_reviews.report.conftest import Reported
from tests.pdf import Pdf
from tests.peer_reviews import OURS
from tests.world import PEOPLE, World
from workflows.clock import clock_at
from workflows.database import db
from workflows.events import Event
from workflows.people import appoint

EVERYBODY = [name for name, _, _ in PEOPLE]
INSIDE = {"priya", "tom", "una"}
PATHS = ("report", "report/pdf", "report/check", "report/versions", "readers", "report/write")


@pytest.mark.parametrize("state", ["planned", "on_site", "draft_report", "factual_check", "agreed", "closed"])
def test_nobody_else_finds_a_report_whatever_has_become_of_it(reported: Reported, state: str) -> None:
    if state != "planned":
        reported.comes_to(state)
    released = {"gita"} if state == "closed" else set()
    for who in EVERYBODY:
        page = reported.get(who, "report")
        is_reader = who in (INSIDE if state != "planned" else {"priya"}) | released
        assert page.status_code == (200 if is_reader else 404), who
        if who not in INSIDE | released:
            assert [reported.get(who, path).status_code for path in PATHS] == [404] * len(PATHS), who
            assert reported.post(who, "report/read").status_code in (403, 404), who
            assert reported.post(who, "readers/release", person_ids="1").status_code in (403, 404), who


def test_a_governor_reads_it_once_it_is_released_and_the_head_sees_that(reported: Reported) -> None:
    reported.comes_to("agreed")
    assert "You agreed before the visit" in reported.reads("priya", "readers")
    reported.fills("priya", "readers", button="Let them read it : Gita Harbour")

    cover = reported.get("gita", "report")
    assert OURS not in cover.text
    assert "You read it not yet" in main_words(cover)
    read = reported.post("gita", "report/read")
    assert read.status_code == 200
    assert OURS in main_words(read)
    reported.later(hours=2)
    assert "1 time" in reported.reads("gita", "report")
    assert reported.post("gita", "report/pdf").mimetype == "application/pdf"

    page = reported.reads("priya", "readers")
    assert "Gita Harbour" in page
    with reported.rows() as case:
        (row,) = case.report_readers
        assert row.times_read == 2
        assert row.first_read_at is not None
        assert row.last_read_at is not None
        assert row.first_read_at < row.last_read_at
        events = db.session.scalars(select(Event).where(Event.kind == "report_read")).all()
        assert [one.actor_id for one in events] == [reported.world.people["gita"]] * 2


def test_looking_alone_writes_no_receipt(reported: Reported) -> None:
    reported.comes_to("agreed").does("priya", "release")
    reported.get("gita", "report")
    assert reported.get("gita", "report/pdf").status_code == 302
    assert reported.get("gita", "report/read").status_code in (404, 405)
    with reported.rows() as case:
        assert case.report_readers[0].first_read_at is None


def test_the_trust_reads_it_only_if_the_head_lets_it(reported: Reported) -> None:
    reported.comes_to("agreed")
    lena = str(reported.world.people["lena"])
    assert reported.get("lena", "report").status_code == 404
    reported.fills("priya", "readers", button="Let them read it", person_id=lena)
    assert OURS in main_words(reported.post("lena", "report/read"))
    with reported.rows() as case:
        number = next(one.id for one in case.report_readers if one.person_id == int(lena))
    assert reported.post("priya", "readers/end", reader_id=str(number)).status_code == 303
    assert reported.get("lena", "report").status_code == 404
    assert reported.post("lena", "report/read").status_code == 404
    assert "Lena Harbour: taken back" in reported.reads("priya", "readers")


def test_all_governors_are_let_in_by_one_press_each_with_a_receipt(reported: Reported) -> None:
    reported.comes_to("agreed")
    with reported.rows():
        for name in ("una", "sam"):  # Una is of the team, and needs no leave
            appoint(reported.world.person(name), "governor", reported.world.schools["saltmarsh"])
        db.session.commit()
    reported.fills("priya", "readers", button="Let all 2 governors read it")
    with reported.rows() as case:
        names = {one.name: one.released_at is not None for one in case.report_readers}
    assert names == {"Gita Harbour": True, "Sam Harbour": True}


def test_only_the_head_lets_people_in(reported: Reported) -> None:
    reported.comes_to("agreed")
    with reported.rows():
        appoint(reported.world.person("dan"), "senior_leader", reported.world.schools["saltmarsh"])
        db.session.commit()
    assert reported.get("dan", "report").status_code == 200
    for who in ("dan", "tom", "una"):
        assert reported.get(who, "readers").status_code == 404, who
        assert reported.get(who, "readers/outside").status_code == 404, who
        sent = {"person_ids": str(reported.world.people["lena"])}
        assert reported.post(who, "readers/release", **sent).status_code == 404, who


def test_nobody_is_let_in_twice_nor_anybody_who_reads_it_anyway(reported: Reported) -> None:
    reported.comes_to("agreed").does("priya", "release").does("priya", "release")
    with reported.rows() as case:
        assert len([one for one in case.report_readers if one.released_at]) == 1
    reported.post("priya", "readers/release", person_ids=str(reported.world.people["una"]))
    assert "Una Harbour reads the report already" in reported.reads("priya", "readers")
    reported.post("priya", "readers/release", person_ids="99999999")
    assert "Choose people of the trust" in reported.reads("priya", "readers")


def test_another_trust_finds_nothing(reported: Reported, fellside: World) -> None:
    reported.comes_to("agreed")
    with clock_at(reported.moment):
        stranger = reported.become("priya", fellside)
        for path in PATHS:
            assert stranger.get(reported.at(path)).status_code == 404


def test_the_document_says_what_was_agreed_and_is_tagged(reported: Reported) -> None:
    reported.comes_to("agreed")
    answer = reported.get("priya", "report/pdf")
    found = Pdf(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"
    assert found.declares_ua
    assert found.language == "en-GB"
    assert {"Title", "H1", "P", "Table", "TH", "TD"} <= set(found.kinds)
    assert "Version 3, agreed on" in found.words
    assert "Page 1 of" in found.words
    assert OURS in found.words
