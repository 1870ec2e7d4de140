"""The log of a session: two phones at once, a lost sign-in, more text than anybody reads."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests.client import Browser, main_words
from tests.integration.webapp.views.pairings.conftest import Pair
from tests.pairings import PRIVATE, SIGNED
from tests.pressing import fill_in, form_on, sent_by
from workflows import accounts
from workflows.database import EVERY_TRUST, db, scope
from workflows.pairings.model import SessionNote

PASSWORD = "lanterns over wet slate"


@pytest.fixture
def met(pair: Pair) -> Pair:
    """A pair that has agreed when to meet first."""
    pair.begins()
    pair.goes(*SIGNED, ("plan_first", "tom"))
    return pair


def log_of(pair: Pair) -> str:
    return f"{pair.home}/log_session?session={pair.sessions()[0][0]}"


def test_what_is_known_is_filled_in(met: Pair) -> None:
    with met.later(3):
        held = sent_by(form_on(met.of("tom").get(log_of(met))))
        number = str(met.sessions()[0][0])
        assert (held["session_id"], held["held_on"], held["minutes"]) == (number, "18/11/2026", "60")
        assert (held["on"], held["starts"], held["ends"]) == ("2/12/2026", "3:30pm", "4:30pm")


def test_the_fields_are_those_of_the_mode(met: Pair) -> None:
    held = sent_by(form_on(met.of("tom").get(f"{met.home}/log_session")))
    assert {"observed", "advice", "action_step", "rehearsal", "next_look"} <= set(held)
    assert not {"goal", "reality", "options", "will"} & set(held)


def test_two_phones_log_one_session_and_nothing_is_lost(met: Pair) -> None:
    with met.later(3):
        first, second = met.of("tom"), met.of("sam")
        forms = [sent_by(form_on(one.get(log_of(met)))) for one in (first, second)]
        address = log_of(met)
        assert first.post(address, data=forms[0] | {"focus": "Doors"}).status_code == 303
        answer = second.post(address, data=forms[1] | {"focus": "Windows", "without_next": "yes"})
        assert answer.status_code == 409
        assert "Tom Harbour has logged this session meanwhile" in main_words(answer)
        assert "added as an entry of your own" in main_words(answer)
        assert "Windows" in answer.text
        assert second.post(address, data=sent_by(form_on(answer))).status_code == 303
        assert [(status, entries) for _, status, entries in met.sessions()][:1] == [("held", 2)]
        for words in ("Doors", "Windows"):
            assert words in met.reads("tom")


def test_the_first_log_of_two_phones_begins_the_work_once(pair: Pair) -> None:
    pair.begins()
    pair.goes(*SIGNED)
    address = f"{pair.home}/log_session"
    browsers = [pair.of("tom"), pair.of("sam")]
    button = "Save without a next session"
    forms = [sent_by(form_on(one.get(address), button), button) for one in browsers]
    typed = [form | {"focus": f"Words {number}"} for number, form in enumerate(forms)]
    assert browsers[0].post(address, data=typed[0]).status_code == 303
    answer = browsers[1].post(address, data=typed[1])
    assert answer.status_code == 409
    assert "Words 1" in answer.text
    again = sent_by(form_on(answer, button), button)
    assert browsers[1].post(address, data=again).status_code == 303
    assert [(status, entries) for _, status, entries in pair.sessions()] == [("held", 2)]


def test_the_same_log_sent_twice_counts_once(met: Pair) -> None:
    with met.later(3):
        tom = met.of("tom")
        form = sent_by(form_on(tom.get(log_of(met)))) | {"focus": "Doors"}
        answers = [tom.post(log_of(met), data=form).status_code for _ in range(2)]
        assert answers == [303, 303]
        assert met.sessions()[0][2] == 1


def test_a_step_of_last_time_comes_up_again_until_it_is_ticked(met: Pair) -> None:
    with met.later(3):
        met.does("tom", log_of(met).removeprefix(f"{met.home}/"), focus="Doors", action_step="Greet them.")
    with met.later(17):
        page = met.of("sam").get(f"{met.home}/log_session")
        assert "Greet them." in page.text
        number = re.findall(r'name="steps_done" type="checkbox" value="(\d+)"', page.text)
        assert len(number) == 1
        met.does("sam", "log_session", focus="Windows", steps_done=number[0])
        assert "Greet them." not in main_words(met.of("sam").get(f"{met.home}/log_session"))


def test_a_hundred_thousand_characters_are_answered_and_kept(met: Pair) -> None:
    with met.later(3):
        pasted = "word " * 20_000
        answer = fill_in(met.of("tom"), log_of(met), focus="Doors", observed=pasted)
        assert answer.status_code == 422
        assert "Your answer must be 20,000 characters or fewer" in main_words(answer)
        assert pasted.strip() in answer.text
        everywhere = dict.fromkeys(("observed", "advice", "action_step", "rehearsal", "next_look"), pasted)
        answer = fill_in(met.of("tom"), log_of(met), focus=pasted, **everywhere)
        assert answer.status_code == 422
        assert answer.text.count(pasted.strip()) == 6
        assert met.sessions()[0][2] == 0


def test_a_log_typed_while_the_sign_in_ran_out_comes_back(met: Pair) -> None:
    with met.app.app_context(), scope(EVERY_TRUST):
        accounts.set_password(met.world.person("tom"), PASSWORD)
        db.session.commit()
    address, tom = log_of(met), met.of("tom")
    form = sent_by(form_on(tom.get(address))) | {"focus": PRIVATE}
    with met.app.app_context(), scope(EVERY_TRUST):
        accounts.end_all(met.world.person("tom"))
        db.session.commit()
    shown = tom.post(address, data=form, headers={"Origin": origin(met)})
    assert PRIVATE not in shown.text
    sign_in = sent_by(form_on(shown)) | {"email": "tom@harbour.example", "password": PASSWORD}
    assert tom.post("/sign-in", data=sign_in).status_code == 303
    page = tom.get(address)
    assert PRIVATE in page.text
    assert "It has not been sent yet" in main_words(page)


def origin(pair: Pair) -> str:
    return str(pair.app.config["SETTINGS"].base_url)


def test_what_is_typed_is_kept_for_its_own_session_and_sealed(met: Pair) -> None:
    with met.later(3):
        tom: Browser = met.of("tom")
        number, _, _ = met.sessions()[0]
        fields = {"focus": PRIVATE, "session_id": str(number)}
        assert tom.post(f"/typed?form={met.home}/log_session", data=fields).status_code == 200
        assert PRIVATE in tom.get(log_of(met)).text
        assert PRIVATE not in tom.get(f"{met.home}/log_session?session=0").text
        assert PRIVATE not in met.of("sam").get(log_of(met)).text


def test_what_is_logged_is_sealed_and_no_page_of_it_is_kept_by_browsers(met: Pair) -> None:
    with met.later(3):
        met.does("tom", log_of(met).removeprefix(f"{met.home}/"), focus=PRIVATE)
        page = met.page("sam")
        assert PRIVATE in page.text
        assert page.headers["Cache-Control"] == "no-store"
        with met.app.app_context(), scope(EVERY_TRUST):
            sealed = db.session.scalars(select(SessionNote.sealed)).one()
        assert PRIVATE.encode() not in sealed
