"""The pages of the evidence log: who sees it, what a phone sends and is answered, and where no word goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.peer_reviews import PRIVATE, bring_to, plan_a_review, ready_to_review
from tests.world import MONDAY, World
from workflows.clock import clock_at, now
from workflows.database import db, scope
from workflows.details import Reason
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.evidence import log_of
from workflows.peer_reviews.naming import HINT
from workflows.perform import perform

SEEN = "Every child had a book."
FIRST_DAY = datetime(2026, 12, 9, 9, 30, tzinfo=MONDAY.tzinfo)


@pytest.fixture
def log(app: Flask, harbour: World) -> Iterator[str]:
    """The address of the evidence log of a review on the first day of its visit."""
    with app.app_context(), scope(harbour.trust_id):
        ready_to_review(harbour)
        review = plan_a_review(harbour)
        db.session.commit()
        bring_to(review, "ready", harbour)
        address = f"/reviews/{review.reference}/evidence"
    with clock_at(FIRST_DAY):
        yield address


def stored(app: Flask, world: World) -> list[str]:
    with app.app_context(), scope(world.trust_id):
        return sorted(one.seen for one in log_of(db.session.scalars(select(PeerReview)).one()))


def acts(app: Flask, world: World, change: Callable[[PeerReview], object]) -> None:
    with app.app_context(), scope(world.trust_id):
        change(db.session.scalars(select(PeerReview)).one())
        db.session.commit()


def entry(**more: Any) -> dict[str, Any]:
    """What a phone sends of one entry."""
    key = str(uuid4())
    given = {"key": key, "change": key, "based_on": 0, "kind": "strength", "seen": SEEN}
    return given | {"noted_at": now().isoformat()} | more


def sends(browser: Browser, log: str, *entries: object, person: int | None = None) -> TestResponse:
    """A phone with reception again: a token first, then the batch."""
    state = browser.get(f"{log}/state", headers={"Accept": "application/json"}).get_json()
    return browser.post(
        f"{log}/sync",
        json={"person": person or state["person"], "entries": list(entries)},
        headers={"Accept": "application/json", "X-CSRFToken": state["token"]},
    )


def test_the_plain_form_logs_changes_and_takes_out(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    new = {"seen": SEEN, "kind": "query", "key": str(uuid4()), "based_on": "0"}
    new["change"] = new["key"]
    answers = [una.post(log, data=new) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[-1].location == f"{log}#entry-{new['key']}"
    page = una.get(log)
    assert "Reached the trust" in page.text
    assert stored(app, harbour) == [SEEN]

    changed = new | {"seen": PRIVATE, "change": str(uuid4()), "based_on": "1"}
    assert una.get(f"{log}/{new['key']}").status_code == 200
    assert una.post(f"{log}/{new['key']}", data=changed).status_code == 303
    assert stored(app, harbour) == [PRIVATE]
    assert una.post(f"{log}/{new['key']}/strike", data={"based_on": "2"}).status_code == 303
    assert stored(app, harbour) == []


def test_what_is_missing_is_told_beside_its_field(sign_in_as: Callable[..., Browser], log: str) -> None:
    answer = sign_in_as("una").post(log, data={"seen": "", "key": "no key"})
    assert answer.status_code == 422
    assert "Write what was seen" in answer.text
    assert "Choose whether it is a strength or a query" in answer.text


def test_before_the_first_day_the_page_says_from_when(sign_in_as: Callable[..., Browser], log: str) -> None:
    with clock_at(FIRST_DAY.replace(day=8)):
        una = sign_in_as("una")
        assert "You can log from Wednesday 9 December on" in main_words(una.get(log))
        answer = una.post(log, data=entry())
        assert answer.status_code == 422
        assert "Evidence can be logged from Wednesday 9 December" in answer.text
        (waits,) = sends(una, log, entry()).get_json()["answers"]
        assert waits["outcome"] == "waits"


@pytest.mark.parametrize("who", ["sam", "lena", "asha", "gita", "lea", "carol", "ada", "dan"])
def test_to_nobody_outside_is_there_a_log(sign_in_as: Callable[..., Browser], log: str, who: str) -> None:
    sends(sign_in_as("una"), log, entry(seen=PRIVATE))
    browser, key = sign_in_as(who), uuid4()
    for path in (log, f"{log}/state", f"{log}/{key}"):
        answer = browser.get(path)
        assert answer.status_code == 404
        assert PRIVATE not in answer.text
    for path in (log, f"{log}/sync", f"{log}/{key}", f"{log}/{key}/strike"):
        assert browser.post(path, data=entry()).status_code == 404


def test_another_trust_has_no_such_address(
    sign_in_as: Callable[..., Browser], fellside: World, log: str
) -> None:
    for who in ("una", "priya"):
        browser = sign_in_as(who, world=fellside)
        assert browser.get(log).status_code == 404
        assert browser.post(f"{log}/sync").status_code == 404


def test_the_host_reads_and_writes_nothing(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    sends(sign_in_as("una"), log, entry())
    priya = sign_in_as("priya")
    page = priya.get(log)
    assert SEEN in page.text
    assert "What did you see?" not in page.text
    (refused,) = sends(priya, log, entry()).get_json()["answers"]
    assert refused["outcome"] == "refused"
    assert refused["why"] == "The team logs evidence; the host school reads it."
    assert priya.post(log, data=entry()).status_code == 403
    assert stored(app, harbour) == [SEEN]


def test_a_batch_is_answered_entry_by_entry_and_the_same_again_is_had_already(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    good, long, second = entry(), entry(seen="x" * 4001), entry(seen=PRIVATE)
    first = sends(una, log, good, long, second).get_json()["answers"]
    assert [one["outcome"] for one in first] == ["kept", "refused", "kept"]
    assert [one["change"] for one in first] == [one["change"] for one in (good, long, second)]
    assert first[1]["why"] == "Shorten this to 4,000 characters."
    again = sends(una, log, second, good).get_json()["answers"]
    assert [one["outcome"] for one in again] == ["had", "had"]

    beside = good | {"change": str(uuid4()), "based_on": 7, "seen": "Another."}
    (answer,) = sends(una, log, beside).get_json()["answers"]
    assert (answer["outcome"], answer["key"], answer["revision"]) == ("beside", beside["change"], 1)
    assert stored(app, harbour) == sorted([SEEN, PRIVATE, "Another."])
    page = una.get(log)
    assert "Another version of the entry above" in page.text
    (gone,) = sends(una, log, {"key": answer["key"], "struck": True}).get_json()["answers"]
    assert gone["outcome"] == "kept"
    assert stored(app, harbour) == sorted([SEEN, PRIVATE])


def test_names_are_pointed_out_and_kept_all_the_same(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    names = ("Priya Harbour read aloud", "Mr Who read aloud", "The class read aloud")
    answers = sends(una, log, *(entry(seen=one) for one in names)).get_json()["answers"]
    assert [one["hint"] for one in answers] == [HINT, HINT, ""]
    assert stored(app, harbour) == sorted(names)
    una.post(log, data=entry(seen="Sam Harbour read aloud"))
    page = una.get(log)
    assert HINT in page.text
    for name in ("Dan Harbour", "Gita Harbour"):
        assert name not in page.text


def test_entries_are_taken_from_whoever_wrote_them_alone(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    answer = sends(sign_in_as("tom"), log, entry(), person=harbour.people["una"])
    assert answer.status_code == 409
    assert stored(app, harbour) == []


@pytest.mark.parametrize(
    "sent", [None, [], {}, {"entries": "many"}, {"entries": [1]}, {"entries": [{}] * 51}, "a"]
)
def test_what_is_no_batch_is_refused(sign_in_as: Callable[..., Browser], log: str, sent: Any) -> None:
    una = sign_in_as("una")
    token = una.get(f"{log}/state").get_json()["token"]
    assert una.post(f"{log}/sync", json=sent, headers={"X-CSRFToken": token}).status_code == 400


@pytest.mark.parametrize(
    "odd",
    [
        {"key": 7}, {"key": None}, {"kind": "praise"}, {"seen": ["a"]}, {"seen": None}, {"seen": " \0 "},
    ],
)  # fmt: skip
def test_an_odd_entry_is_refused_and_the_others_are_kept(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str, odd: dict[str, Any]
) -> None:
    answers = sends(sign_in_as("una"), log, entry(**odd), entry()).get_json()["answers"]
    assert [one["outcome"] for one in answers] == ["refused", "kept"]
    assert stored(app, harbour) == [SEEN]


@pytest.mark.parametrize(
    "odd",
    [
        {"noted_at": "yesterday"}, {"noted_at": "9999-12-31T23:00:00Z"}, {"noted_at": "2026-12-09T09:00"},
        {"question_id": 2**40}, {"question_id": True}, {"activity_id": "1"}, {"based_on": -1},
        {"change": "none"}, {"seen": f"\ud800{SEEN}"},
    ],
)  # fmt: skip
def test_what_cannot_be_about_an_entry_is_left_out_of_it(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str, odd: dict[str, Any]
) -> None:
    una = sign_in_as("una")
    (answer,) = sends(una, log, entry(**odd)).get_json()["answers"]
    assert answer["outcome"] == "kept"
    (seen,) = stored(app, harbour)
    assert seen.endswith(SEEN)
    assert una.get(log).status_code == 200


def test_without_a_token_of_now_nothing_is_taken(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    batch = {"person": harbour.people["una"], "entries": [entry()]}
    answer = una.post(f"{log}/sync", json=batch, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.is_json
    assert stored(app, harbour) == []


def test_a_batch_of_nothing_but_brackets_is_refused(sign_in_as: Callable[..., Browser], log: str) -> None:
    brackets = '{"entries": ' + "[" * 200_000
    una = sign_in_as("una")
    headers = {"X-CSRFToken": una.get(f"{log}/state").get_json()["token"], "Content-Type": "application/json"}
    assert una.post(f"{log}/sync", data=brackets, headers=headers, token=False).status_code == 400


def test_whose_sign_in_has_run_out_is_told_so_in_words_for_a_script(client: Browser, log: str) -> None:
    as_json = {"Accept": "application/json"}
    assert client.get(f"{log}/state", headers=as_json).status_code == 401
    assert client.post(f"{log}/sync", json={}, headers=as_json).status_code == 401


def test_whoever_left_the_team_gets_an_answer_and_sees_nothing(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    sends(una, log, entry(seen=PRIVATE))
    acts(
        app, harbour, lambda one: perform(one, "step_down", harbour.person("una"), Reason(reason="I am ill"))
    )
    page = una.get(log)
    assert page.status_code == 200
    assert "You are no longer on the team of this review" in page.text
    assert PRIVATE not in page.text
    (refused,) = sends(una, log, entry()).get_json()["answers"]
    assert refused["outcome"] == "refused"
    assert refused["why"].startswith("You are no longer on the team of this review")
    assert una.get(f"{log}/state").get_json()["reads"] is False
    assert una.post(log, data=entry()).status_code == 403
    unfinished = una.post(log, data=entry(seen=""))
    assert unfinished.status_code == 403
    assert PRIVATE not in unfinished.text
    assert stored(app, harbour) == [PRIVATE]


def test_after_the_log_has_ended_the_page_and_the_answer_say_so(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    acts(app, harbour, lambda one: setattr(one, "evidence_deleted_at", FIRST_DAY))
    assert "The evidence log was deleted on Wednesday 9 December" in main_words(una.get(log))
    (refused,) = sends(una, log, entry()).get_json()["answers"]
    assert refused["outcome"] == "refused"
    assert "the trust no longer keeps it" in refused["why"]
    assert una.post(log, data=entry()).status_code == 409
    assert una.get(log.removesuffix("/evidence")).status_code == 200  # the review itself opens as before


def test_what_came_after_the_report_is_marked_and_browsers_are_told_how_long_to_keep_it(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    una = sign_in_as("una")
    assert una.get(log).headers["X-Keep-Days"] == "60"

    def agree(review: PeerReview) -> None:
        review.agreed_on, review.evidence_until = FIRST_DAY.date(), FIRST_DAY.date().replace(day=19)

    acts(app, harbour, agree)
    sends(una, log, entry())
    page = una.get(log)
    assert "Arrived after the report was agreed" in page.text
    assert "This log is deleted on Saturday 19 December" in main_words(page)
    assert page.headers["X-Keep-Days"] == "10"


def test_the_log_is_filtered_by_question_kind_and_writer(
    app: Flask, harbour: World, sign_in_as: Callable[..., Browser], log: str
) -> None:
    sends(sign_in_as("una"), log, entry(seen="First."), entry(seen="Second?", kind="query"))
    tom = sign_in_as("tom")
    sends(tom, log, entry(seen="Third."))
    assert "First." in (found := main_words(tom.get(f"{log}?kinds=strength")))
    assert "Second?" not in found
    assert "Third." in (found := main_words(tom.get(f"{log}?whose=mine")))
    assert "First." not in found
    question = "To what extent do all children read every day?"
    with app.app_context(), scope(harbour.trust_id):
        number = db.session.scalars(select(PeerReview)).one().questions[0].id
    sends(tom, log, entry(seen="Fourth.", question_id=number))
    assert "Fourth." in (found := main_words(tom.get(f"{log}?question={number}")))
    assert question in found
    assert "Third." not in found


def test_the_service_worker_is_there_for_the_whole_site_and_may_run_nothing_else(client: Browser) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert "/static/build/" in answer.text


def test_no_line_of_the_log_of_requests_holds_a_word(
    sign_in_as: Callable[..., Browser], log: str, capsys: pytest.CaptureFixture[str]
) -> None:
    una = sign_in_as("una")
    sends(una, log, entry(seen=PRIVATE))
    una.post(log, data=entry(seen=PRIVATE))
    sends(una, log, entry(seen=PRIVATE, kind="praise"))
    said = capsys.readouterr()
    assert "/evidence/sync" in said.err
    assert PRIVATE not in said.err + said.out
