"""Saying by the link in a mail whether a session took place: one press, and nothing private on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from notifications.tokens import Purpose, token_of
from tests.a_pair import FRIDAY, TITLE, Pair, signed_pair
from tests.client import Browser, main_words
from tests.integration.webapp.test_routes import everything
from tests.pairings import PRIVATE
from tests.pressing import buttons_on, fill_in, form_on, sent_by
from tests.world import MONDAY, World
from webapp.views.pairings import links
from workflows.clock import clock_at, local
from workflows.database import EVERY_TRUST, db, scope
from workflows.events import Event
from workflows.pairings.afterwards import Standing, standing_of
from workflows.pairings.details import SessionLog, Way
from workflows.pairings.model import PairingSession, SessionStatus
from workflows.people import Person

AFTER = local(date(2026, 11, 30), time(7, 30))


@dataclass
class Place:
    """The pair on the application's database, and its links."""

    app: Flask
    pair: Pair

    @contextmanager
    def rows(self) -> Iterator[Pair]:
        with self.app.app_context(), scope(EVERY_TRUST):
            yield self.pair

    def link(self, who: str, purpose: Purpose = Purpose.HELD) -> str:
        with self.rows() as pair:
            number = pair.part(who).id
        return f"/took-place/{token_of(purpose, number, [self.app.config['SECRET_KEY']])}"

    @property
    def became(self) -> str:
        with self.rows() as pair:
            return pair.session.status.value

    def times(self, step: str) -> int:
        with self.rows():
            return db.session.scalar(select(func.count(Event.id)).where(Event.kind == step)) or 0


def log_of(pair: Pair) -> SessionLog:
    return SessionLog(
        session_id=pair.session.id, held_on=FRIDAY, minutes=60, way=Way.ONLINE, focus=PRIVATE, advice=PRIVATE
    )


@pytest.fixture
def place(app: Flask, harbour: World) -> Iterator[Place]:
    """A session on Friday; it is the Monday after it."""
    with app.app_context(), scope(EVERY_TRUST), clock_at(MONDAY):
        pair = signed_pair(harbour)
        pair.plans()
    with clock_at(AFTER):
        yield Place(app, pair)


@pytest.mark.parametrize(
    ("button", "became", "reads"),
    [
        ("It took place", SessionStatus.HELD, "This session took place"),
        ("It did not happen", SessionStatus.MISSED, "This session did not happen"),
    ],
)
def test_one_press_says_it_without_signing_in(
    place: Place, client: Browser, button: str, became: SessionStatus, reads: str
) -> None:
    link = place.link("sam")
    before = everything(place.app)
    page = client.get(f"{link}?said=yes")
    assert everything(place.app) == before
    for words in (TITLE, "Friday 27 November, 3:30pm to 4:30pm", "With Tom Harbour", "You are Sam Harbour"):
        assert words in main_words(page)
    assert place.became == SessionStatus.PLANNED

    pressed = fill_in(client, link, button=button)
    assert (pressed.status_code, pressed.location) == (303, link)
    assert place.became == became
    afterwards = client.get(link)
    assert "Thank you. It is noted." in afterwards.text
    assert reads in main_words(afterwards)
    assert reads in main_words(client.get(place.link("tom")))


def test_what_the_address_asks_for_comes_first_and_nothing_else_does(place: Place, client: Browser) -> None:
    link = place.link("sam")
    for asked, first in (("no", "It did not happen"), ("yes", "It took place"), ("maybe", "It took place")):
        assert buttons_on(client.get(link, query_string={"said": asked}))[0] == first
    assert client.get(link, query_string={"said": "\x00"}).status_code == 200


def test_afterwards_it_offers_to_write_it_up_until_somebody_has(place: Place, client: Browser) -> None:
    link = place.link("sam")
    fill_in(client, link, button="It took place")
    with place.rows() as pair:
        path = f"/pairings/{pair.pairing.reference}/log_session?session={pair.session.id}"
    assert f'href="{path}"' in client.get(link).text
    with place.rows() as pair:
        pair.does("tom", "log_session", log_of(pair))
    page = client.get(link).text
    assert "Write it up" not in page
    assert PRIVATE not in page


def test_a_press_that_comes_twice_counts_once(place: Place, client: Browser) -> None:
    link = place.link("sam")
    form = sent_by(form_on(client.get(link)))
    for _ in range(3):
        assert client.post(link, data={**form, "said": "yes"}).status_code == 303
    assert place.times("confirm_session") == 1


def test_the_second_of_the_two_finds_what_the_first_has_said(place: Place, client: Browser) -> None:
    sam, tom = place.link("sam"), place.link("tom")
    late = sent_by(form_on(client.get(tom)))
    fill_in(client, sam, button="It took place")

    answer = client.post(tom, data={**late, "said": "no"})
    assert answer.status_code == 303
    assert "This session took place" in main_words(client.get(tom))
    assert place.became == SessionStatus.HELD
    assert place.times("miss_session") == 0


def test_two_presses_at_the_same_moment_say_it_once(
    place: Place, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page had read the session before the other's word was there to be seen."""
    link = place.link("sam")
    form = sent_by(form_on(client.get(link)))

    def said_meanwhile(session: PairingSession) -> Standing:
        found = standing_of(session)
        table = PairingSession.__table__
        db.session.connection().execute(
            table.update().where(table.c.id == session.id).values(status="held", settled_at=AFTER)  # type: ignore[attr-defined]
        )
        return found

    monkeypatch.setattr(links, "standing_of", said_meanwhile)
    assert client.post(link, data={**form, "said": "no"}).status_code == 303
    assert place.times("miss_session") == 0


def test_it_needs_neither_cookie_nor_form_token(place: Place, client: Browser) -> None:
    assert client.post(place.link("tom"), data={"said": "yes"}, token=False).status_code == 303
    assert place.became == SessionStatus.HELD


@pytest.mark.parametrize("said", ["", "perhaps", "a\x00b", "y" * 10_000])
def test_what_is_no_word_is_asked_for_again(place: Place, client: Browser, said: str) -> None:
    page = client.post(place.link("tom"), data={"said": said})
    assert page.status_code == 422
    assert "There is a problem" in main_words(page)
    assert place.became == SessionStatus.PLANNED


def test_a_session_that_is_off_or_has_moved_says_so(place: Place, client: Browser) -> None:
    link = place.link("sam")
    with place.rows() as pair, clock_at(MONDAY):
        pair.moves(FRIDAY + timedelta(days=14))
    page = client.get(link)
    assert "has yet to take place" in main_words(page)
    assert "Friday 11 December" in main_words(page)
    assert client.post(link, data={"said": "yes"}).status_code == 303
    assert place.became == SessionStatus.PLANNED

    with place.rows() as pair:
        pair.says("tom", "call_off_session")
    assert "was called off" in main_words(client.get(link))
    assert client.post(link, data={"said": "yes"}).status_code == 303
    assert place.became == SessionStatus.OFF


def test_a_pairing_that_has_ended_asks_nothing_more(place: Place, client: Browser) -> None:
    with place.rows() as pair:
        pair.does("sam", "leave")
    assert "It took place" in buttons_on(client.get(place.link("sam")))
    with place.rows() as pair:
        pair.does("tom", "close")
    page = client.get(place.link("tom"))
    assert "Nothing is asked here any more" in main_words(page)
    assert client.post(place.link("tom"), data={"said": "yes"}).status_code == 303
    assert place.became == SessionStatus.PLANNED


def test_with_a_new_mentor_the_earlier_one_has_no_page_and_the_mentee_nothing_to_say(
    place: Place, client: Browser
) -> None:
    links_of = {who: place.link(who) for who in ("sam", "tom")}
    with place.rows() as pair:
        pair.does("sam", "new_mentor")
    assert client.get(links_of["tom"]).status_code == 404
    assert "Nothing is asked here any more" in main_words(client.get(links_of["sam"]))


@pytest.mark.parametrize("state", ["review", "changing", "paused", "ending"])
def test_it_can_be_said_in_every_state_in_which_the_two_work_together(
    place: Place, client: Browser, state: str
) -> None:
    steps = {"review": ["begin_review"], "changing": ["begin_review", "write_review", "propose_coaching"]}
    with place.rows() as pair:
        for step in steps.get(state, ["pause" if state == "paused" else "leave"]):
            pair.does("sam", step)
        assert pair.pairing.state == state
    assert fill_in(client, place.link("tom"), button="It took place").status_code == 303
    assert place.became == SessionStatus.HELD


def test_no_other_address_opens_anything(place: Place, client: Browser) -> None:
    link, key = place.link("sam"), [place.app.config["SECRET_KEY"]]
    with place.rows() as pair:
        number = pair.part("sam").id
    wrong = [
        "/took-place/x", "/took-place/%00", f"/took-place/{number}", f"{link}x", link[:-1],
        place.link("sam", Purpose.ANSWER), place.link("sam", Purpose.REPLY),
        f"/took-place/{token_of(Purpose.HELD, number, ['another key'])}",
        f"/took-place/{token_of(Purpose.HELD, 9999, key)}",
        f"/took-place/{token_of(Purpose.HELD, 10**12, key)}",
        f"/answer/{token_of(Purpose.HELD, number, key)}", "/took-place/" + "9" * 3000,
    ]  # fmt: skip
    for address in wrong:
        assert client.get(address).status_code == 404, address
        assert client.post(address, data={"said": "yes"}).status_code == 404, address
    assert place.became == SessionStatus.PLANNED


def test_one_who_has_left_has_no_link_any_more(place: Place, client: Browser) -> None:
    link = place.link("tom")
    with place.rows() as pair:
        db.session.get_one(Person, pair.world.people["tom"]).left_on = date(2026, 11, 28)
        db.session.commit()
    assert client.get(link).status_code == 404


def test_a_link_speaks_for_its_owner_whoever_has_signed_in_here(
    place: Place, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    stranger = sign_in_as("priya", world=fellside)
    assert fill_in(stranger, place.link("tom"), button="It took place").status_code == 303
    with place.rows() as pair:
        event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert event.actor_id == pair.world.people["tom"]


def test_nothing_that_the_two_have_written_is_on_the_page(place: Place, client: Browser) -> None:
    with place.rows() as pair:
        pair.does("tom", "log_session")
        pair.does("sam", "begin_review")
        pair.does("sam", "write_review")
    for who in ("sam", "tom"):
        page = client.get(place.link(who)).text
        assert PRIVATE not in page
        assert "Calmer lessons" not in page
