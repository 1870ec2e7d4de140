"""Who sees a review, and how much of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.client import Browser, main_words
from tests.integration.webapp.views.peer_reviews.conftest import Reviewed
from tests.peer_reviews import OURS, PRIVATE
from tests.world import World
from workflows.database import db
from workflows.dates.model import ReplyKind, ReplyToSettle

INSIDE = ("priya", "tom", "una")
TRUST = ("lena", "asha")
STRANGERS = ("dan", "gita", "marta", "carol", "ada")
PAGES = ("/self-review", "/timetable", "/evidence", "/report", "/readers")
STEPS = (
    "write_self_review",
    "write_scope",
    "add_activity",
    "add_note",
    "attach",
    "plan_workshop",
    "nonsense",
)
QUESTION = "To what extent do all children read every day?"


@pytest.fixture
def worked(review: Reviewed) -> Reviewed:
    """A review in which everything has been written that host and team write until the plan is made."""
    review.planned().until("action_plan")
    with review.writing():
        review.perform("add_note", "priya")
    return review


def test_host_team_trust_and_colleagues_see_a_review_and_nobody_else_does(worked: Reviewed) -> None:
    with worked.now():
        assert [worked.page(who).status_code for who in (*INSIDE, *TRUST, "sam", "lea")] == [200] * 7
        assert [worked.page(who).status_code for who in STRANGERS] == [404] * len(STRANGERS)
        for step in STEPS:
            assert worked.page("marta", f"/{step}").status_code == 404
            assert worked.of("ada").post(f"{worked.home}/{step}", data={"text": "x"}).status_code == 404


def test_another_trust_finds_nothing(
    worked: Reviewed, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    with worked.now():
        for who in ("priya", "lena", "tom"):
            stranger = sign_in_as(who, fellside)
            for page in ("", *PAGES, "/dates", "/write_scope"):
                assert stranger.get(f"{worked.home}{page}").status_code == 404
            assert worked.reference not in stranger.get("/reviews").text
            assert worked.reference not in stranger.get("/reviews/list.csv").text


def test_host_and_team_read_what_is_between_them(worked: Reviewed) -> None:
    with worked.now():
        for who in INSIDE:
            assert OURS in worked.page(who).text
            assert OURS in worked.page(who, "/self-review").text
            assert QUESTION in worked.reads(who, "/timetable")


def test_the_trust_sees_the_outline_alone(worked: Reviewed) -> None:
    with worked.now():
        for who in TRUST:
            words = worked.reads(who)
            for told in (
                "Action plan",
                "Tom Harbour leads, with Una Harbour.",
                "Report agreed",
                "Early reading",
            ):
                assert told in words
            for hidden in ("Note added", "Evidence logged", "Comment made", "Section written", QUESTION):
                assert hidden not in words
            pages = ("/self-review", "/timetable", "/evidence")
            assert [worked.page(who, page).status_code for page in pages] == [404, 404, 404]


def test_a_colleague_sees_the_timetable_alone(worked: Reviewed) -> None:
    with worked.now():
        words = worked.reads("sam")
        assert "You see the timetable" in words
        assert "What has happened" not in words
        assert "Learning walk in Year 4" in worked.reads("sam", "/timetable")
        assert worked.page("sam", "/self-review").status_code == 404
        assert worked.page("sam", "/add_activity").status_code == 403


def test_whoever_leads_the_workshop_sees_the_outline_and_the_workshop(worked: Reviewed) -> None:
    with worked.now():
        words = worked.reads("lea")
        assert "The workshop" in words
        assert "Report agreed" in words
        assert QUESTION not in words
        assert worked.page("lea", "/timetable").status_code == 404


@pytest.mark.parametrize("who", [*TRUST, *STRANGERS, "sam"])
def test_nobody_outside_reads_a_word_of_it_on_any_page(worked: Reviewed, who: str) -> None:
    with worked.now():
        pages = [
            "/", "/reviews", f"/reviews?words={OURS.split()[0]}", "/reviews/list.csv", "/actions",
            "/calendar", "/calendar/list", "/administration", "/administration/audit",
            "/administration/messages", "/mailbox", "/reviews/training",
            "/reviews/template", worked.home, f"{worked.home}/dates",
            *(f"{worked.home}{page}" for page in PAGES), *(f"{worked.home}/{step}" for step in STEPS),
        ]  # fmt: skip
        for address in pages:
            text = worked.of(who).get(address).text
            assert OURS not in text, address
            assert PRIVATE not in text, address


def test_a_file_of_the_host_is_for_the_host_until_the_self_review_is_shared(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.now():
        assert review.page("priya", "/attach").status_code == 200
        assert review.page("tom", "/attach").status_code == 404
        assert review.page("lena", "/attach").status_code == 404
    review.until("self_review_shared")
    with review.now():
        assert review.page("tom", "/attach").status_code == 200
        assert review.page("lena", "/attach").status_code == 404


def test_a_governor_finds_the_reports_that_are_released_to_them_and_nothing_else(review: Reviewed) -> None:
    review.planned().until("agreed")
    with review.now():
        assert "No reviews that you have a part in" in main_words(review.of("gita").get("/reviews"))
    with review.writing():
        review.perform("release", "priya")
    with review.now():
        page = review.of("gita").get("/reviews")
        assert "Reports that you may read" in main_words(page)
        assert f'href="{review.home}/report"' in page.text
        assert review.page("gita").status_code == 404
        assert review.of("gita").get("/reviews/new").status_code == 404


def test_planners_plan_and_nobody_else(review: Reviewed) -> None:
    for who in ("lena", "asha"):
        assert review.of(who).get("/reviews/new").status_code == 200
        assert review.of(who).get("/reviews/training").status_code == 200
    for who in ("priya", "tom", "gita", "ada"):
        for page in ("new", "training", "training/new", f"training/{review.world.people['tom']}"):
            assert review.of(who).get(f"/reviews/{page}").status_code == 404
    assert [review.of(who).get("/reviews/template").status_code for who in ("lena", "ada")] == [200, 200]
    assert [review.of(who).get("/reviews/template").status_code for who in ("asha", "priya")] == [404, 404]


def test_a_step_of_somebody_else_is_refused_and_the_clocks_are_not_there(worked: Reviewed) -> None:
    with worked.now():
        assert worked.page("tom", "/review_impact").status_code == 403
        assert worked.page("lena", "/add_note").status_code == 403
        for clock in ("arrive", "close_quietly", "doubt_team", "plan", "log_evidence", "write_section"):
            assert worked.page("tom", f"/{clock}").status_code == 404


def test_what_was_never_shared_stays_the_hosts_own_when_the_review_is_stopped(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.writing():
        review.perform("write_self_review", "priya")
        review.perform("stop", "priya")
    with review.now():
        assert OURS in review.page("priya", "/self-review").text
        assert review.page("tom", "/self-review").status_code == 404


def test_what_was_shared_can_still_be_read_by_the_team_of_a_review_that_was_stopped(
    review: Reviewed,
) -> None:
    review.planned().until("self_review_shared")
    with review.writing():
        review.perform("stop", "priya")
    with review.now():
        assert OURS in review.page("tom", "/self-review").text


def test_whoever_arranges_dates_finds_none_of_those_to_which_they_are_not_asked(review: Reviewed) -> None:
    review.planned().until("ready")
    with review.writing():
        (activity,) = review.case.activities
        number, title = activity.entry_id, activity.title
    with review.now():
        for step in ("change_date", "change_asked", "call_off_date"):
            for about in ("", f"?entry={number}"):
                page = review.page("lena", f"/{step}{about}")
                assert page.status_code == 200
                assert QUESTION not in page.text
                assert title not in page.text
        assert title in review.page("una", "/timetable").text


def test_a_reply_about_a_date_is_read_by_those_alone_who_are_asked_to_it(review: Reviewed) -> None:
    review.planned().until("ready")
    with review.writing():
        entry = review.case.activities[0].entry
        assert entry is not None
        reply = ReplyToSettle(
            trust_id=entry.trust_id,
            case_id=entry.case_id,
            entry_id=entry.id,
            person_id=review.world.people["sam"],
            kind=ReplyKind.COUNTER,
            sender="sam@harbour.example",
            said=OURS,
            original=OURS.encode(),
            arrived_at=review.moment,
        )
        db.session.add(reply)
        db.session.flush()
        number = reply.id
    with review.now():
        assert OURS in review.page("una", f"/settle_reply?reply={number}").text
        assert review.page("una", f"/dates/replies/{number}").status_code == 200
        assert OURS not in review.page("lena", f"/settle_reply?reply={number}").text
        assert review.page("lena", f"/dates/replies/{number}").status_code == 404
