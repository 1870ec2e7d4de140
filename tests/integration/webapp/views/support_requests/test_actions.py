"""Actions that come out of a request: agreed, done, verified, and read by the readers of the request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.pressing import buttons_on, fill_in, form_on, sent_by
from tests.story import Story
from tests.world import World


class ActionStory:
    """An action that Priya asks of Sam."""

    def __init__(self, story: Story) -> None:
        self.story = story
        story.is_under_way()
        story.does(
            "priya", "ask_for_action", title="Buy decodable books", owner_id=story.world.people["sam"],
            due_on="1/12/2026", success_measure="Every child has one.",
        )  # fmt: skip
        found = re.search(r"AC-\d{4}-\d{4}", story.page("priya").text)
        assert found is not None
        self.home = f"/actions/{found[0]}"

    def reads(self, who: str) -> str:
        page = self.story.of(who).get(self.home)
        assert page.status_code == 200
        return main_words(page)

    def does(self, who: str, name: str, **typed: Any) -> TestResponse:
        answer = fill_in(self.story.of(who), f"{self.home}/{name}", **typed)
        assert answer.status_code == 303, main_words(answer)
        return answer


@pytest.fixture
def action(story: Story) -> ActionStory:
    return ActionStory(story)


def test_an_action_is_begun_done_and_verified(action: ActionStory) -> None:
    assert "It is your turn, until Tuesday 1 December" in action.reads("sam")
    fill_in(action.story.of("sam"), action.home, button="Begin")
    action.does("sam", "claim_done", what_was_done="Bought forty.")
    assert "Sam Harbour says that it is done. Has it made a difference?" in action.reads("priya")
    action.does("priya", "not_yet", reason="Year 2 has none.")
    assert "Not yet, says Priya Harbour: Year 2 has none." in action.reads("sam")
    action.does("sam", "claim_done", what_was_done="Bought sixty.")
    action.does("priya", "verify", impact="embedded", evidence="Seen in every class.")
    page = action.reads("tom")
    assert "Verified" in page
    assert "Embedded" in page
    assert "Bought sixty." in page


def test_an_action_is_put_off_noted_and_dropped(action: ActionStory) -> None:
    action.does("sam", "defer", until="11/1/2027", reason="The order is late.")
    assert "Deferred until Monday 11 January" in action.reads("priya")
    action.does("priya", "add_note", text="Ask the other publisher.")
    assert "Ask the other publisher." in action.reads("sam")
    action.does("priya", "drop", reason="The trust bought them.")
    assert "Dropped" in action.reads("sam")
    assert buttons_on(action.story.of("sam").get(action.home)) == []


def test_an_action_passes_to_somebody_else_with_its_turn(action: ActionStory) -> None:
    dan = action.story.world.people["dan"]
    action.does("priya", "hand_over", owner_id=dan, reason="Sam is on a course.")
    assert "Handed over to Dan Harbour" in action.reads("priya")
    assert "It is your turn, until Tuesday 1 December" in action.reads("dan")
    assert "begin" not in buttons_on(action.story.of("priya").get(action.home))
    action.does("dan", "claim_done", what_was_done="Bought forty.")
    action.does("lena", "verify", impact="embedded", evidence="Seen in every class.")


def test_readers_of_the_request_read_its_actions_and_nobody_else_does(
    action: ActionStory, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    for who in ("tom", "marta", "lea", "asha", "lena", "sam"):
        assert action.story.of(who).get(action.home).status_code == 200, who
    for who in ("una", "carol", "gita"):
        assert action.story.of(who).get(action.home).status_code == 404, who
    for who in ("lena", "priya", "sam"):
        assert sign_in_as(who, fellside).get(action.home).status_code == 404
    assert "Buy decodable books" in main_words(action.story.page("marta"))


def test_the_list_shows_mine_those_i_asked_for_and_my_schools(action: ActionStory) -> None:
    def listed(who: str, show: str) -> bool:
        return "Buy decodable books" in main_words(action.story.of(who).get(f"/actions?show={show}"))

    assert listed("sam", "mine")
    assert not listed("priya", "mine")
    assert listed("priya", "asked")
    assert listed("priya", "school")
    assert listed("marta", "school")
    assert not listed("una", "school")
    assert not listed("lena", "nonsense")
    assert listed("lena", "school")  # all that there are


def test_finished_actions_are_listed_by_themselves(action: ActionStory) -> None:
    action.does("priya", "drop", reason="Not needed.")
    sam = action.story.of("sam")
    assert "Buy decodable books" not in main_words(sam.get("/actions"))
    assert "Buy decodable books" in main_words(sam.get("/actions?finished=yes"))


def test_a_key_that_makes_no_sense_gives_the_first_page(action: ActionStory) -> None:
    for key in ("x", "2026-12-01~", "~1", "2026-12-01~99999999999999999999", "0000-00-00~1", "\x00"):
        page = action.story.of("sam").get("/actions", query_string={"after": key})
        assert page.status_code == 200, key
        assert "Buy decodable books" in main_words(page), key


def test_a_step_of_an_action_sent_twice_counts_once(action: ActionStory) -> None:
    sam = action.story.of("sam")
    form = sent_by(form_on(sam.get(f"{action.home}/claim_done"))) | {"what_was_done": "Bought."}
    answers = [sam.post(f"{action.home}/claim_done", data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]


def test_an_owner_from_elsewhere_and_a_past_date_are_refused(action: ActionStory, fellside: World) -> None:
    story = action.story
    typed: dict[str, Any] = {"title": "x", "success_measure": "y", "due_on": "1/12/2026"}
    typed["owner_id"] = fellside.people["sam"]
    answer = fill_in(story.of("priya"), f"{story.home}/ask_for_action", **typed)
    assert answer.status_code == 422
    typed |= {"owner_id": story.world.people["sam"], "due_on": "1/10/2026"}
    answer = fill_in(story.of("priya"), f"{story.home}/ask_for_action", **typed)
    assert answer.status_code == 422
    assert "Choose a date in the future" in main_words(answer)


def test_governors_are_not_given_anything_to_do(action: ActionStory) -> None:
    page = action.story.of("priya").get(f"{action.story.home}/ask_for_action")
    assert "Gita Harbour" not in page.text
    assert "Sam Harbour" in page.text
