"""A pairing from the first ask to its end, as its people press their way through the pages."""

from __future__ import annotations

from tests.client import main_words
from tests.integration.webapp.views.pairings.conftest import Pair
from tests.pairings import PRIVATE, SIGNED
from tests.pressing import buttons_on, fill_in
from workflows.database import db, scope
from workflows.pairings.model import MentorProfile

CONTRACT = {"goals-0": f"Goal: {PRIVATE}", "frequency": "every two weeks", "minutes": "60", "days": "2"}
LOG = {"focus": f"About: {PRIVATE}", "observed": PRIVATE, "action_step": "Narrate before you correct."}


def test_two_people_find_each_other_and_sign_a_contract(pair: Pair) -> None:
    pair.begins()
    assert "Waiting for Asha Harbour" in pair.reads("sam")
    pair.does("asha", "propose", mentor_id=pair.world.people["tom"], note="Both of you teach Year 4.")
    assert "Both of you teach Year 4." in pair.reads("tom")
    pair.presses("sam", "Yes, this suits me")
    assert "Yes, this suits me" not in buttons_on(pair.page("sam"))
    pair.presses("tom", "Yes, this suits me")
    pair.does("tom", "write_contract", **CONTRACT)
    assert f"Goal: {PRIVATE}" in pair.reads("sam")
    pair.presses("sam", "Sign the contract")
    pair.presses("tom", "Sign the contract")
    assert pair.state == "contracted"


def test_two_people_work_together_look_back_and_go_over_to_coaching(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED)
    pair.does("tom", "plan_session")
    assert pair.state == "active"
    assert "Planned" in pair.reads("sam")
    with pair.later(7):
        assert "waits for its log" in pair.reads("sam")
        pair.does("tom", "log_session", **LOG)
        assert "Narrate before you correct." in pair.reads("sam")
        assert [status for _, status, _ in pair.sessions()] == ["held", "planned"]
        pair.presses("sam", "Done")
        assert "To do until you meet next" not in pair.reads("sam")
        _look_back(pair)
        assert "Coaching for Sam Harbour" in pair.reads("sam")
    with pair.later(21):
        coached = {"focus": "The first lesson", "goal": "Calm starts", "will": "Greet at the door"}
        pair.does("sam", "log_session", button="Save without a next session", **coached)
        assert "Greet at the door" in pair.reads("tom")
        assert [status for _, status, _ in pair.sessions()] == ["held", "held"]


def _look_back(pair: Pair) -> None:
    pair.does("sam", "rate_goals", **dict.fromkeys(_ratings(pair, "rate_goals"), "3"))
    assert "3 of 10" in pair.reads("tom")
    pair.presses("tom", "Begin the review")
    rated = dict.fromkeys(_ratings(pair, "write_review"), "5")
    pair.does("sam", "write_review", going_well=PRIVATE, **rated)
    assert PRIVATE in pair.reads("tom")
    pair.presses("tom", "Propose to move to coaching")
    pair.presses("sam", "Yes, change to coaching")
    pair.presses("tom", "Yes, change to coaching")
    assert "5 of 10" in pair.reads("tom")


def test_a_reflection_is_its_writers_own_and_either_ends_a_pairing(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"))
    pair.does("tom", "add_reflection", text="I ask before I tell.")
    assert "I ask before I tell." not in pair.reads("sam")
    assert "Only you read this" in pair.reads("tom")
    pair.does("tom", "add_reflection", text="I talk less.", is_shared="y")
    assert "I talk less." in pair.reads("sam")
    pair.does("sam", "leave")
    pair.does("sam", "close", gained="I enjoy the mornings.")
    assert pair.state == "closed"
    assert "I enjoy the mornings." in pair.reads("tom")


def _ratings(pair: Pair, step: str) -> list[str]:
    page = pair.of("sam").get(f"{pair.home}/{step}")
    return [part.split('"')[0] for part in page.text.split('name="') if part.startswith("goal_")]


def test_the_mentee_chooses_and_whoever_is_asked_may_say_no(pair: Pair) -> None:
    pair.begins()
    pair.does("sam", "choose", mentor_id=pair.world.people["tom"])
    assert "would like you as their mentor" in pair.reads("tom")
    answer = fill_in(pair.of("tom"), f"{pair.home}/decline")
    assert answer.location == "/"
    assert pair.page("tom").status_code == 404
    pair.does("sam", "choose", mentor_id=pair.world.people["lea"])
    pair.presses("lea", "Yes, I will be their mentor")
    assert pair.state == "accepted"


def test_a_coordinator_asks_on_somebodys_behalf(pair: Pair) -> None:
    areas = pair.world.focus_area_id
    answer = fill_in(
        pair.of("asha"), "/pairings/new",
        mentee_id=pair.world.people["dan"], hopes="Time.", focus_area_ids=areas, free_on="2",
    )  # fmt: skip
    assert answer.status_code == 303
    shown = pair.of("dan").get(answer.location)
    assert "Mentoring for Dan Harbour" in main_words(shown)


def test_one_press_says_that_a_session_took_place_or_did_not(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"))
    with pair.later(3):
        pair.presses("sam", "It did not happen on Wednesday 18 November")
        assert [status for _, status, _ in pair.sessions()] == ["did not happen"]
        pair.does("sam", "plan_session")
    with pair.later(30):
        pair.presses("tom", "It took place")
        assert [status for _, status, _ in pair.sessions()] == ["did not happen", "held"]
        assert "Log it" in pair.reads("tom")


def test_a_session_is_moved_and_called_off(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"))
    number = pair.sessions()[0][0]
    pair.does("sam", f"move_session?session={number}", on="19/11/2026", starts="2pm", ends="3pm")
    assert "Thursday 19 November, 2pm to 3pm" in pair.reads("tom")
    pair.does("tom", f"call_off_session?session={number}")
    assert "Called off" in pair.reads("sam")


def test_what_stands_in_the_way_of_a_session_is_shown_before_it_is_saved(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"))
    answer = fill_in(
        pair.of("sam"), f"{pair.home}/plan_session", on="18/11/2026", starts="3:30pm", ends="4:30pm"
    )
    assert answer.status_code == 422
    assert "already asked to something" in main_words(answer)
    assert any(one.startswith("Use ") for one in buttons_on(answer))


def test_the_next_session_is_suggested_by_the_contract_when_both_are_free(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"))
    with pair.later(2):
        page = pair.of("tom").get(f"{pair.home}/log_session")
        assert 'value="18/11/2026"' in page.text
        assert 'name="on"' in page.text
        assert 'value="2/12/2026"' in page.text
        assert 'value="3:30pm"' in page.text


def test_a_log_of_tomorrow_or_from_before_the_contract_is_answered_beside_its_field(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED)
    for day, why in (("17/11/2026", "once it has taken place"), ("1/9/2026", "You signed the contract on")):
        answer = fill_in(pair.of("tom"), f"{pair.home}/log_session", held_on=day, **LOG)
        assert answer.status_code == 422
        assert why in main_words(answer)
        assert PRIVATE in answer.text


def test_nobody_is_proposed_to_themselves_or_beyond_what_they_can_take_on(pair: Pair) -> None:
    pair.begins()
    page = pair.of("asha").get(f"{pair.home}/propose")
    assert f'value="{pair.world.people["sam"]}"' not in page.text
    with pair.app.app_context(), scope(pair.world.trust_id):
        db.session.get_one(MentorProfile, pair.world.people["tom"]).cap = 1
        db.session.commit()
    pair.goes(("propose", "asha"))
    pair.begins("dan")
    answer = fill_in(pair.of("asha"), f"{pair.home}/propose", mentor_id=pair.world.people["tom"])
    assert answer.status_code == 422
    assert "Tom Harbour has 1 person already, which is as many as they can take on" in main_words(answer)
