"""What happened, in words; and a page for every step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from webapp.views.actions import STEPS as ACTION_STEPS
from webapp.views.steps import asked
from webapp.views.support_requests.steps import STEPS
from webapp.views.support_requests.story import TELLERS, timeline
from webapp.words import day_of, days_of, listed, paragraphs
from workflows.actions import ActionFlow
from workflows.case_history import Happening
from workflows.clock import clock_at
from workflows.machine import THE_CLOCK, Workflow
from workflows.support_requests import SupportRequestFlow

AT = datetime(2026, 11, 16, 16, 10, tzinfo=UTC)


def happening(kind: str, **details: Any) -> Happening:
    return Happening(kind, AT, "Tom Achebe", 1, "Giver, Gull Rock Academy", "agreeing", "agreeing", details)


def told(kind: str, **details: Any) -> tuple[str, str]:
    with clock_at(AT):
        (entry,) = timeline((happening(kind, **details),))
    return entry.title, entry.note


@pytest.mark.parametrize(("flow", "steps"), [(SupportRequestFlow, STEPS), (ActionFlow, ACTION_STEPS)])
def test_every_transition_that_people_make_has_its_page(flow: type[Workflow], steps: dict[str, Any]) -> None:
    people_make = {
        name for name, one in flow.transitions.items() if not one.opens and one.by != THE_CLOCK
    }  # fmt: skip
    assert set(steps) == people_make


def test_every_page_asks_for_what_its_transition_needs() -> None:
    for flow, steps in ((SupportRequestFlow, STEPS), (ActionFlow, ACTION_STEPS)):
        for name, step in steps.items():
            made = getattr(step.form, "makes", None)
            if name not in ("evaluate", "attach"):  # made for one request; made once the file is stored
                assert made is flow.transitions[name].needs, name


def test_an_entry_says_what_who_in_which_part_and_when() -> None:
    (entry,) = timeline((happening("sign"),))
    assert entry.title == "Plan signed"
    assert entry.by == "Tom Achebe, Giver, Gull Rock Academy"
    assert entry.at == AT


@pytest.mark.parametrize(
    ("kind", "details", "title", "note"),
    [
        (
            "release",
            {"giver": "Tom Achebe", "days": 4.0, "note": "Gladly"},
            "Tom Achebe released for 4 days",
            "Gladly",
        ),
        ("decline", {"school": "Cliff View", "reason": "Away"}, "Cliff View declined", "Away"),
        ("move_on", {"school": "Cliff View", "reason": "Silence"}, "Moved on from Cliff View", "Silence"),
        ("send_back", {"reason": "Which years?"}, "Sent back", "Which years?"),
        (
            "cancel_visit",
            {"on": "2026-11-27", "reason": "Snow"},
            "Visit of Friday 27 November called off",
            "Snow",
        ),
        ("change_people", {"joined": "Lea", "left": ["Tom"]}, "Lea took over from Tom", ""),
        ("change_people", {"joined": "Lea"}, "Lea joined", ""),
        ("change_people", {"left": ["Lea"]}, "Lea left", ""),
        ("extend", {"days": 2.5, "reason": "More"}, "2½ days more asked for", "More"),
        ("attach", {"title": "Data"}, "File added: Data", ""),
        ("signpost", {"where_to": "The hub", "reason": ""}, "Signposted", "The hub"),
        (
            "add_date",
            {"title": "Planning meeting", "on": "2026-11-27", "starts": "15:30:00", "place": "Saltmarsh"},
            "Planning meeting on Friday 27 November, 3:30pm",
            "At Saltmarsh.",
        ),
        (
            "change_date",
            {
                "title": "Planning meeting",
                "on": "2026-11-30",
                "starts": "09:00:00",
                "reason": "Snow",
                "was": "2026-11-27T15:30:00+00:00",
                "moved": True,
            },
            "Planning meeting moved to Monday 30 November, 9am",
            "It was on Friday 27 November, 3:30pm.\n\nSnow",
        ),
        (
            "call_off_date",
            {"title": "Planning meeting", "was": "2026-11-27T15:30:00+00:00", "reason": "Snow"},
            "Planning meeting of Friday 27 November, 3:30pm called off",
            "Snow",
        ),
        (
            "change_asked",
            {"title": "Planning meeting", "joining": [1], "leaving": [2, 3]},
            "Changed who is asked to Planning meeting",
            "1 person asked as well and 2 people no longer asked.",
        ),
        (
            "answer_date",
            {"title": "Planning meeting", "answer": "maybe", "comment": "I may be late", "counts": True},
            "Maybe to Planning meeting",
            "I may be late",
        ),
        (
            "answer_date",
            {"title": "Planning meeting", "answer": "no", "comment": "", "counts": False},
            "No to Planning meeting",
            "It answers an earlier time, so it does not count.",
        ),
        ("offer_times", {"title": "A look", "options": [{}, {}]}, "2 times offered for A look", ""),
        ("tick_times", {"title": "A look", "comment": ""}, "Said which times suit for A look", ""),
        (
            "choose_time",
            {"title": "A look", "on": "2026-11-30T09:00:00+00:00"},
            "A look will be on Monday 30 November, 9am",
            "",
        ),
        ("drop_times", {"title": "A look", "reason": "Snow"}, "No time was found for A look", "Snow"),
        (
            "reply_arrived",
            {"title": "A look", "whose": "Tom Achebe"},
            "A reply for Tom Achebe about A look needs a look",
            "",
        ),
        (
            "settle_reply",
            {"title": "A look", "whose": "Tom Achebe", "taken": True, "answer": "yes", "note": "Rang him"},
            "Reply for Tom Achebe about A look settled",
            "Its answer counts: yes.\n\nRang him",
        ),
        ("offer", {"school": "Cliff View", "days": 1.0, "message": ""}, "Cliff View asked", "For 1 day."),
    ],
)
def test_details_are_told_in_words(kind: str, details: dict[str, Any], title: str, note: str) -> None:
    assert told(kind, **details) == (title, note)


@pytest.mark.parametrize("kind", list(TELLERS))
def test_an_entry_whose_details_were_erased_is_still_told(kind: str) -> None:
    title, _ = told(kind)
    assert title
    assert title == title.strip()


def test_a_kind_that_is_no_longer_known_is_still_told() -> None:
    assert told("some_old_step")[0] == "Some old step"


def test_edits_in_a_row_are_told_once() -> None:
    entries = timeline((happening("edit"), happening("edit"), happening("sign"), happening("edit")))
    assert [entry.title for entry in entries] == ["Request edited", "Plan signed", "Request edited"]


@pytest.mark.parametrize(
    ("names", "phrase"),
    [([], ""), (["Ann"], "Ann"), (["Ann", "Bo"], "Ann and Bo"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_listed(names: list[str], phrase: str) -> None:
    assert listed(names) == phrase


def test_words_for_details_that_are_not_what_they_should_be_are_left_out() -> None:
    assert day_of({"on": "not a day"}, "on") == ""
    assert day_of({"on": 7}, "on") == ""
    assert days_of({"days": "x"}) == ""
    assert paragraphs("a", "", "  ", "b") == "a\n\nb"


@pytest.mark.parametrize("text", ["", "x", "-1", "1" * 20, "٣", "1.5", "\x00"])
def test_numbers_in_an_address_that_are_none_are_left_out(text: str) -> None:
    assert asked({"visit": text, "entry": text, "school": "7"}) == {"school": 7}
