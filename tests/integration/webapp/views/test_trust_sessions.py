"""A trust-wide session from its plan to what was learned, as people press their way through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Browser, main_words
from tests.pressing import fill_in
from tests.world import World
from workflows.database import db, scope
from workflows.places import Trust
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions.model import Proposal

DAY = {"on": "12/5/2027", "starts": "9am", "ends": "15:30", "place": "Town Hall"}


class Term:
    """A session that Asha plans on a Monday in November, and everybody around."""

    def __init__(self, app: Flask, world: World, become: Callable[..., Browser]) -> None:
        self.app, self.world, self.become, self.home = app, world, become, "/sessions/TS-2026-0001"
        self.browsers: dict[str, Browser] = {}

    def of(self, who: str) -> Browser:
        return self.browsers.setdefault(who, self.become(who))

    def reads(self, who: str, address: str = "") -> str:
        page = self.of(who).get(address or self.home, follow_redirects=True)
        assert page.status_code == 200, page.status
        return main_words(page)

    def sends(self, who: str, step: str, **typed: Any) -> TestResponse:
        return fill_in(self.of(who), f"{self.home}/{step}", **typed)

    def does(self, who: str, step: str, **typed: Any) -> None:
        answer = self.sends(who, step, **typed)
        assert answer.status_code == 303, main_words(answer)

    def proposals(self) -> dict[str, int]:
        with self.app.app_context(), scope(self.world.trust_id):
            return {one.title: one.id for one in db.session.query(Proposal)}

    def begins(self, foci: str = "1") -> None:
        """It is planned, and four foci are proposed."""
        assert fill_in(self.of("asha"), "/sessions/new", **DAY, foci_wanted=foci).status_code == 303
        self.does("asha", "ask_for_proposals")
        self.does("priya", "propose", focus_area_id=self.world.focus_area_id, why="Too many cannot read")
        for who, title in (("marta", "Oracy"), ("dan", "Coaching"), ("carol", "Talk")):
            self.does(who, "propose", title=title, why=f"{title} would help")


@pytest.fixture
def term(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Term:
    return Term(app, harbour, sign_in_as)


def test_a_session_goes_from_its_plan_to_registration(term: Term) -> None:  # noqa: PLR0915 - a journey
    assert "No session is planned for this term yet" in term.reads("sam", "/sessions")
    too_soon = fill_in(term.of("asha"), "/sessions/new", **DAY | {"on": "27/11/2026"}, foci_wanted="1")
    assert too_soon.status_code == 422
    assert "need 12. Choose a day from Wednesday 2 December on" in main_words(too_soon)
    term.begins()
    assert "Wednesday 12 May" in term.reads("sam", "/sessions")
    page = term.reads("sam")
    assert "Too many cannot read" in page
    assert "Propose a focus" not in page
    both = term.sends("marta", "propose", title="More", focus_area_id=term.world.focus_area_id, why="Why")
    assert "one of the two" in main_words(both)

    ids = term.proposals()
    term.does("lena", "merge_proposals", proposal_id=ids["Talk"], into_id=ids["Oracy"], reason="The same")
    assert "“Talk” (Cliff View Primary) goes on in “Oracy”: The same" in term.reads("carol")
    term.does("asha", "open_vote")
    assert "Vote on the foci of" in term.reads("priya", "/")
    for who, choice in (("priya", "Oracy"), ("marta", "Coaching"), ("carol", "Early reading")):
        assert term.sends(who, "vote", secret_choices=ids[choice]).status_code == 200
    term.does("asha", "close_vote")
    assert "Choose 1 of them, and say why" in term.reads("lena")
    term.does("lena", "settle_tie", proposal_ids=ids["Oracy"], reason="Reading was last time")
    page = term.reads("sam")
    assert "So few schools voted that numbers would say how single ones did" in page
    assert "3 schools voted, 3 ballots, counted again: the same." in page
    assert "Oracy" in term.reads("sam", "/sessions")

    term.does("asha", "ask_for_offers", offers_wanted="Workshops of 45 minutes")
    term.does(
        "asha", "add_offering", kind="workshop", title="Talk first", starts="10am", ends="11am", places="1"
    )
    term.does("asha", "add_offering", kind="together", title="Coffee", starts="11am", ends="11:30")
    term.does("sam", "offer_stall", title="Word of the week", what="Cards", for_whom="Year 2")
    assert "10am to 11am" in term.reads("sam")
    term.does("asha", "publish_programme")
    assert "The programme is below" in term.reads("sam")
    assert "Ask to visit" in term.reads("tom")
    assert term.of("sam").get(f"{term.home}/attendance").status_code == 200
    term.does("asha", "postpone", reason="Snow", look_again_on="11/1/2027")
    assert "Another day is looked for" in term.reads("sam")
    term.does("asha", "resume", **DAY | {"on": "9/6/2027"}, reason="The hall is free")
    assert "Wednesday 9 June" in term.reads("sam")


@pytest.mark.parametrize("ranks", [False, True], ids=["approval", "ranking"])
def test_a_vote_is_one_press_a_code_and_a_clear_answer_to_everybody_else(term: Term, ranks: bool) -> None:
    with term.app.app_context(), scope(term.world.trust_id):
        db.session.get_one(Trust, term.world.trust_id).ranks_votes = ranks
        db.session.commit()
    term.begins(foci="2")
    assert "There is no vote at present" in term.reads("priya", f"{term.home}/vote")
    term.does("asha", "open_vote")
    ids = term.proposals()
    chosen: dict[str, Any] = {"secret_choices": [ids["Oracy"], ids["Talk"]]}
    if ranks:
        chosen = {"secret_first": ids["Talk"], "secret_second": ids["Oracy"]}
        twice = term.sends("priya", "vote", secret_first=ids["Talk"], secret_second=ids["Talk"])
        assert "Choose each of them once" in main_words(twice)
    nothing = term.sends("priya", "vote")
    assert nothing.status_code == 422
    assert "Choose at least one, or abstain" in main_words(nothing)

    page = term.sends("priya", "vote", **chosen)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    code = re.search(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b", main_words(page))
    assert code
    told = "Saltmarsh Primary has voted: Priya Harbour did, on Monday 16 November. A vote is final."
    assert told in term.reads("dan", f"{term.home}/vote")
    assert told.replace("Priya Harbour", "you") in term.reads("priya", f"{term.home}/vote")
    assert "A school votes by its head, or by a delegate" in term.reads("sam", f"{term.home}/vote")
    assert "2 schools have not voted yet" in term.reads("sam")
    assert "once the vote has closed" in term.reads("priya", f"{term.home}/receipt")
    assert code[0] not in term.reads("priya")

    closes_and_can_be_checked(term, code[0])


def closes_and_can_be_checked(term: Term, code: str) -> None:
    """The others abstain; whoever has the code sees the ballot, and the count is made again."""
    for who in ("marta", "carol"):
        assert term.sends(who, "vote", secret_abstain="y").status_code == 200
    term.does("asha", "close_vote")
    assert "The vote closed on" in term.reads("marta", f"{term.home}/vote")
    found = fill_in(term.of("tom"), f"{term.home}/receipt", receipt_code=code.lower())
    assert "This ballot was counted" in main_words(found)
    assert "Talk" in main_words(found)
    wrong = fill_in(term.of("tom"), f"{term.home}/receipt", receipt_code="AAAA-BBBB")
    assert "No ballot of this vote has this code" in main_words(wrong)
    runner = term.app.test_cli_runner()
    result = runner.invoke(args=["ballots", "verify", "TS-2026-0001"])
    assert (result.exit_code, result.output) == (0, "3 schools voted, 3 ballots, counted again: the same.\n")
    with term.app.app_context(), scope(term.world.trust_id):
        session = db.session.query(TrustSession).one()
        assert session.vote
        session.vote.counted = {**(session.vote.counted or {}), "ballots": 4}
        db.session.commit()
    assert "NOT the same" in term.reads("sam")
    assert runner.invoke(args=["ballots", "verify", "TS-2026-0001"]).exit_code == 1
    assert runner.invoke(args=["ballots", "verify", "TS-2026-0009"]).exit_code == 1


def test_what_was_chosen_is_not_kept_across_a_sign_in(term: Term) -> None:
    term.begins()
    term.does("asha", "open_vote")
    browser, ids = term.of("priya"), term.proposals()
    browser.get(f"{term.home}/vote")
    with browser.session_transaction() as cookie:
        cookie.pop("_user_id")
    answer = browser.post(
        f"{term.home}/vote",
        data={"school_id": "1", "secret_choices": str(ids["Oracy"])},
        headers={"Origin": "http://localhost"},
        follow_redirects=True,
    )
    assert f'value="{ids["Oracy"]}"' not in answer.text
    browser.sign_in(term.world.people["priya"])
    assert "This is what you typed" not in browser.get(f"{term.home}/vote").text


def test_the_improvement_lead_plans_a_session_without_a_vote(term: Term) -> None:
    assert term.of("asha").get("/sessions/new/without-a-vote").status_code == 404
    assert "Plan it without one" in term.reads("lena", "/sessions/new")
    answer = fill_in(
        term.of("lena"), "/sessions/new/without-a-vote", **DAY | {"on": "27/11/2026"},
        own_words="Oracy", focus_area_ids=term.world.focus_area_id, reason="The inspector said so",
    )  # fmt: skip
    assert answer.status_code == 303, main_words(answer)
    page = term.reads("sam")
    assert "Early reading" in page
    assert "Decided by the improvement lead" in page
    assert "There is less time than usual" in page
