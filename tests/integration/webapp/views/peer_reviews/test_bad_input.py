"""What cannot be done with a review, said beside what is wrong, with everything typed still there."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.client import main_words
from tests.integration.webapp.views.peer_reviews.conftest import Reviewed
from tests.pressing import fill_in
from workflows.database import db
from workflows.giving import Conflict
from workflows.peer_reviews.watching import look_at
from workflows.people import appoint, end_appointments
from workflows.places import Trust
from workflows.school_calendar import InsetDay, calendar_changed

VISIT = date(2026, 12, 9)


def _plan(review: Reviewed, **typed: Any) -> Any:
    world = review.world
    plan: dict[str, Any] = {"host_school_id": world.schools["saltmarsh"], "focus_1": world.focus_area_id}
    return fill_in(review.of("lena"), "/reviews/new", **{**plan, "day_1": "9/12/2026", **typed})


def test_a_closure_day_is_refused_with_days_that_suit(review: Reviewed) -> None:
    _close(review, "saltmarsh", VISIT)
    answer = _plan(review, day_2="10/12/2026")
    words = main_words(answer)
    assert answer.status_code == 422
    assert "Saltmarsh Primary has no lessons on Wednesday 9 December" in words
    assert "Every school is open on: Friday 11 December Monday 14 December" in words
    assert 'value="10/12/2026"' in answer.text
    assert 'href="#day_1"' in answer.text


def test_days_have_to_be_three_at_most_close_together_and_in_the_future(review: Reviewed) -> None:
    assert "Choose days in the future" in main_words(_plan(review, day_1="2/11/2026"))
    assert "within two weeks of each other" in main_words(_plan(review, day_2="12/1/2027"))
    assert "must be a date" in main_words(_plan(review, day_1="soon"))
    assert "Choose the school" in main_words(_plan(review, host_school_id=""))
    empty = main_words(_plan(review, host_school_id="", focus_1="", day_1=""))
    assert "Choose the school Choose what the review is about Enter the first day of the visit" in empty
    assert "Choose what the review is about" in main_words(_plan(review, focus_1=""))


def test_the_same_form_sent_twice_plans_one_review(review: Reviewed) -> None:
    typed = {"form_key": "k" * 24}
    first, second = _plan(review, **typed), _plan(review, **typed)
    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == "/reviews"


def test_nobody_of_the_host_or_with_a_conflict_can_be_chosen_and_it_says_why(review: Reviewed) -> None:
    world = review.planned().world
    with review.writing():
        _conflict(review, "una")
    words = review.reads("lena", "/form_team")
    assert (
        "Who cannot, and why Una Harbour, Cliff View Primary Una Harbour cannot review this school." in words
    )
    for barred in ("una", "sam"):
        chosen: dict[str, Any] = {"lead_id": world.people["tom"], "reviewer_ids": world.people[barred]}
        answer = review.tries("lena", "form_team", **chosen)
        assert answer.status_code == 422
        assert "Choose one of the options" in main_words(answer)
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"reviewer_ids": world.people["carol"]}, "Choose who leads the review"),
        ({"lead_id": world.people["tom"]}, "Choose one to three reviewers"),
        ({"lead_id": world.people["tom"], "reviewer_ids": world.people["tom"]}, "beside the lead"),
    ]
    for wrong, why in wrongs:
        assert why in main_words(review.tries("lena", "form_team", **wrong))


def test_without_a_lead_who_could_the_page_says_so_and_offers_no_button(review: Reviewed) -> None:
    review.planned()
    with review.writing():
        _conflict(review, "tom")
        _conflict(review, "lea")
    words = review.reads("lena", "/form_team")
    assert "Nobody who could lead this review" in words
    assert "Form this team" not in words


def test_a_member_who_becomes_conflicted_stops_the_timetable_and_the_page_says_why(review: Reviewed) -> None:
    review.planned().until("scoped")
    review_with_activity(review)
    with review.writing():
        _conflict(review, "una")
    with review.now():
        answer = review.of("tom").get(f"{review.home}/confirm_timetable", follow_redirects=True)
        assert "Una Harbour cannot review this school" in main_words(answer)
        assert review.state == "scoped"


def test_a_coordinator_who_is_to_look_at_a_team_reads_what_is_wrong_and_has_the_button(
    review: Reviewed,
) -> None:
    review.planned().until("team_formed")
    with review.writing():
        _conflict(review, "una")
        look_at(review.case)
    with review.now():
        words = review.reads("lena")
    assert "Una Harbour cannot review this school" in words.split("What it is about")[0]
    assert "Write your school's own self-review" not in words
    assert "Change who is involved" in words.split("What it is about")[0]


def test_whoever_leads_is_not_offered_as_a_reviewer_as_well(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.now():
        words = review.reads("lena", "/change_people?role=reviewer")
    offered = words.split("Who joins?")[1].split("Who leaves?")[0]
    assert "Lea Harbour" in offered
    assert "Tom Harbour" not in offered


def test_while_a_review_is_postponed_its_page_names_no_day_as_if_it_held(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.writing():
        review.perform("postpone", "lena")
    with review.now():
        words = review.reads("priya")
    assert "Was planned for Wednesday 9 December" in words
    assert "It has no days at present." in words


def test_two_people_cannot_be_in_two_places_and_the_form_says_who(review: Reviewed) -> None:
    review.planned().until("scoped")
    review_with_activity(review)
    people = review.world.people
    with review.now():
        same: dict[str, Any] = {"on": "2026-12-09", "starts": "8am", "ends": "9am", "title": "Assembly"}
        busy = review.tries(
            "tom", "add_activity", **same, reviewer_id=people["una"], colleague_id=people["dan"]
        )
        words = main_words(busy)
        assert "Una Harbour is at “Learning walk in Year 4” until" in words
        assert 'value="Assembly"' in busy.text
        late = {**same, "ends": "7am", "reviewer_id": people["tom"], "colleague_id": people["dan"]}
        assert "The end must be after the start" in main_words(review.tries("tom", "add_activity", **late))


def test_two_heads_both_may_and_whoever_is_second_loses_nothing(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.writing():
        appoint(review.world.person("dan"), "head", review.world.schools["saltmarsh"])
        first = f"answer_{review.case.answers[0].id}"
    with review.now():
        address = f"{review.home}/write_self_review"
        page = review.of("dan").get(address)
        review.does("priya", "write_self_review", **{first: "Priya was here."})
        version = page.text.split('name="version"')[1].split('value="')[1].split('"')[0]
        data = {first: "Dan was too.", "version": version, "form_key": "d" * 24}
        answer = review.of("dan").post(address, data=data)
        assert answer.status_code == 409
        assert "Somebody else has changed this" in main_words(answer)
        assert "Dan was too." in answer.text


def test_a_school_without_a_head_keeps_its_review_and_says_so(review: Reviewed) -> None:
    review.planned().until("team_formed")
    with review.writing():
        end_appointments(review.world.schools["saltmarsh"], role="head")
    with review.now(date(2026, 11, 17)):
        assert "(nobody at present)" in review.reads("lena")


def test_a_question_without_a_question_mark_is_sent_back_beside_its_line(review: Reviewed) -> None:
    review.planned().until("self_review_shared")
    asked = {"questions-0": "To what extent is it calm?", "questions-1": "Reading"}
    with review.now():
        answer = review.tries("tom", "write_scope", **asked)
        assert answer.status_code == 422
        assert 'href="#questions-1"' in answer.text
        assert 'value="Reading"' in answer.text


def test_a_visit_moves_only_to_days_on_which_every_school_is_open(review: Reviewed) -> None:
    review.planned().until("self_review_shared")
    with review.writing():
        _close(review, "cliff_view", date(2026, 12, 10))
    with review.now():
        moved = review.tries("priya", "move_visit", day_1="10/12/2026", reason="Snow")
        assert moved.status_code == 422
        words = main_words(moved)
        assert "Cliff View Primary has no lessons on Thursday 10 December" in words
        assert "Every school is open on: Friday 11 December" in words
        assert "Snow" in moved.text


def review_with_activity(review: Reviewed) -> None:
    with review.writing():
        review.perform("add_activity", "tom")


def _close(review: Reviewed, school: str, day: date) -> None:
    with review.writing():
        world = review.world
        db.session.add(InsetDay(trust_id=world.trust_id, place_id=world.schools[school], day=day))
        calendar_changed(db.session.get_one(Trust, world.trust_id))


def _conflict(review: Reviewed, name: str) -> None:
    world = review.world
    db.session.add(
        Conflict(
            trust_id=world.trust_id,
            person_id=world.people[name],
            with_school_id=world.schools["saltmarsh"],
            reason="Governor there",
            starts_on=date(2026, 9, 1),
        )
    )


def test_somebody_is_found_for_a_review_whose_lead_has_stepped_down(review: Reviewed) -> None:
    people = review.planned().until("team_formed").world.people
    with review.now():
        review.does("tom", "step_down", reason="I am moving away")
        assert "The lead reviewer" in review.reads("lena", "/change_people")
        review.does("lena", "change_people?role=lead_reviewer", joining_id=people["lea"])
        assert "Lea Harbour" in review.reads("lena")
