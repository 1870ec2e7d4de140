"""A review from its plan to its end, as its people press their way through the pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from tests.client import main_words
from tests.integration.webapp.views.peer_reviews.conftest import Reviewed
from tests.peer_reviews import OURS
from tests.pressing import buttons_on, fill_in

VISIT = date(2026, 12, 9)


def test_a_review_is_planned_and_its_team_formed(review: Reviewed) -> None:
    _plan(review)
    assert "Form the team" in buttons_on(review.page("lena"))
    people = review.world.people
    words = review.reads("lena", "/form_team")
    assert "Gull Rock Primary Strong in the focus" in words
    assert "no review yet this year" in words
    review.does("lena", "form_team", lead_id=people["tom"], reviewer_ids=people["una"])
    assert review.state == "team_formed"
    assert "Tom Harbour" in review.reads("priya")


def test_the_self_review_is_written_in_parts_and_shared_by_the_head(review: Reviewed) -> None:
    _plan(review)
    people, area = review.world.people, review.world.focus_area_id
    review.does("lena", "form_team", lead_id=people["tom"], reviewer_ids=people["una"])
    with review.writing():
        first, *others = [f"answer_{one.id}" for one in review.case.answers]
    review.does("priya", "write_self_review", **{first: OURS})
    assert "7 of its 8 parts are still empty" in review.reads("priya")
    assert "Share the self-review with the team" not in buttons_on(review.page("priya"))
    rest = dict.fromkeys(others, "We listen to readers every day.")
    judged = {f"judgement_{area}": "growing", f"evidence_{area}": "Books on the tables."}
    review.does("priya", "write_self_review", **rest, **judged)
    assert review.page("tom", "/self-review").status_code == 404
    assert OURS in review.reads("priya", "/self-review")
    review.does("priya", "share_self_review")
    assert OURS in review.reads("tom", "/self-review")
    assert "Growing" in review.reads("una", "/self-review")


def test_head_and_lead_agree_the_questions_and_make_the_timetable(review: Reviewed) -> None:
    review.planned().until("self_review_shared")
    with review.now():
        asked = {"questions-0": "To what extent do all children read every day?"}
        review.does("tom", "write_scope", **asked, reader_ids=review.world.people["gita"])
        review.presses("tom", "Agree the questions")
        assert "Agreed by Tom Harbour" in review.reads("priya")
        assert "Agree the questions" not in buttons_on(review.page("tom"))
        review.presses("priya", "Agree the questions")
        assert review.state == "scoped"
        _add(review, title="Learning walk in Year 4", starts="9am", ends="10am")
        words = review.reads("una", "/timetable")
        assert "9am to 10am" in words
        assert "Learning walk in Year 4" in words
        assert review.page("sam", "/timetable").status_code == 200
        review.does("tom", "confirm_timetable")
        for who in ("priya", "tom", "una"):
            assert "Peer review at Saltmarsh Primary" in review.reads(who, "/dates")
        assert "Learning walk in Year 4" in review.reads("sam", "/dates")
        assert "Peer review at Saltmarsh Primary" not in review.reads("sam", "/dates")
        assert review.state == "ready"


def test_an_activity_is_changed_and_taken_out_on_the_timetable(review: Reviewed) -> None:
    review.planned().until("scoped")
    with review.now():
        _add(review, title="Assembly", starts="9am", ends="9:30")
        page = review.page("tom", "/timetable").text
        number = re.search(r"change_activity\?activity=(\d+)", page)
        assert number is not None
        changed = review.tries("tom", f"change_activity?activity={number[1]}", title="Assembly for all")
        assert changed.location.endswith("/timetable")
        assert "Assembly for all" in review.reads("priya", "/timetable")
        review.does("priya", f"drop_activity?activity={number[1]}")
        assert "Assembly for all" not in review.reads("priya", "/timetable")
        gone = review.reads("priya", f"/change_activity?activity={number[1]}")
        assert "no longer in the timetable" in gone


def test_the_visit_begins_and_the_school_hears_what_the_team_saw(review: Reviewed) -> None:
    review.planned().until("ready")
    with review.now(VISIT):
        review.presses("tom", "Begin the visit")
        assert "Open the evidence log" in buttons_on(review.page("una"))
        review.does("tom", "report/give_feedback", given_to="The head and both deputies", messages=OURS)
        assert OURS in review.reads("priya")
        review.does("una", "report/begin_report")
        assert review.state == "draft_report"
        assert "Write the report" in buttons_on(review.page("tom"))


def test_after_the_report_comes_the_workshop_and_a_plan(review: Reviewed) -> None:
    review.planned().until("agreed")
    people = review.world.people
    with review.now(date(2027, 1, 6)):
        timed = {"on": "13/1/2027", "starts": "3:30pm", "ends": "5pm", "place": "The library"}
        review.does("priya", "plan_workshop", leader_id=people["lea"], **timed)
        assert "Led by Lea Harbour" in review.reads("priya")
        assert "The workshop" in review.reads("lea")
    with review.now(date(2027, 1, 14)):
        review.does("lea", "hold_workshop", held_on="13/1/2027", came_of_it=OURS)
        assert OURS in review.reads("priya")
        assert "The action plan is ready" not in buttons_on(review.page("priya"))
        action = {"title": "Read aloud daily", "due_on": "1/3/2027", "success_measure": "Children ask for it"}
        review.does("priya", "agree_action", owner_id=people["sam"], **action)
        assert "Read aloud daily" in review.reads("priya")
        review.presses("priya", "The action plan is ready")
        assert review.state == "action_plan"


def test_the_head_looks_back_and_the_lead_closes_the_review(review: Reviewed) -> None:
    review.planned().until("action_plan")
    area = review.world.focus_area_id
    changed = {f"difference_{area}": "partly", f"evidence_{area}": OURS}
    with review.now(date(2027, 4, 20)):
        review.does("priya", "review_impact", **changed)
        review.does("priya", "look_again", look_on="1/6/2027", reason="Two more months.")
    with review.now(date(2027, 6, 1)):
        review.does("priya", "review_impact", **changed)
        review.does("tom", "add_view", view="I saw children reading at break.")
        words = review.reads("priya")
        assert "Closed" in words
        assert "I saw children reading at break." in words
        what = {"title": "Reading aloud", "what": "Every class, every day, twenty minutes."}
        review.does("priya", "offer_practice", **what)


def test_a_review_moves_is_postponed_and_finds_new_days(review: Reviewed) -> None:
    review.planned().until("ready")
    with review.now(date(2026, 12, 1)):
        review.does("priya", "move_visit", day_1="10/12/2026", day_2="11/12/2026", reason="Snow")
        assert "Thursday 10 December" in review.reads("una")
        again = {"reason": "A burst pipe", "look_again_on": "7/12/2026"}
        review.does("priya", "postpone", **again)
        assert "Postponed: A burst pipe" in review.reads("tom")
        review.does("lena", "set_days", day_1="13/1/2027")
        assert review.state == "ready"


def test_people_change_step_down_and_write_notes(review: Reviewed) -> None:
    review.planned().until("team_formed")
    people = review.world.people
    with review.now():
        review.does("una", "step_down", reason="I am moving away")
        assert "Find somebody else to review" in review.reads("lena") or "Una" in review.reads("lena")
        assert "The lead reviewer" in main_words(review.page("lena", "/change_people"))
        review.does("lena", "change_people?role=reviewer", joining_id=people["carol"])
        assert "Carol Harbour" in review.reads("tom")
        review.does("priya", "add_note", text=OURS)
        assert OURS in review.reads("tom")
        assert OURS not in review.page("lena").text
        review.does("lena", "stop", reason="The school is closing")
        assert "The school is closing" in review.reads("priya")


def _plan(review: Reviewed) -> None:
    world = review.world
    typed: dict[str, Any] = {"host_school_id": world.schools["saltmarsh"], "focus_1": world.focus_area_id}
    answer = fill_in(review.of("lena"), "/reviews/new", day_1="9/12/2026", **typed)
    assert answer.status_code == 303, main_words(answer)
    found = re.search(r"PR-\d{4}-\d{4}", answer.location)
    assert found is not None
    review.reference = found[0]


def _add(review: Reviewed, **typed: Any) -> None:
    people = review.world.people
    review.does(
        "tom", "add_activity", on="2026-12-09", reviewer_id=people["una"], colleague_id=people["sam"], **typed
    )


def test_an_action_leads_back_to_the_review_that_it_came_out_of(review: Reviewed) -> None:
    review.planned().until("action_plan")
    with review.now(date(2027, 2, 3)):
        action = next(
            link for link in review.page("priya").text.split('"') if link.startswith("/actions/AC-")
        )
        assert f'href="{review.home}"' in review.of("priya").get(action).text
