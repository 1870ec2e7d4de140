"""A meeting from its plan to the look back, as its people press their way through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import meetings
from tests.canary import PRIVATE, WORDS, is_in
from tests.client import Browser, main_words
from tests.details import Book
from tests.pdf import Pdf
from tests.pressing import buttons_on, fill_in
from tests.world import World
from workflows.clock import clock_at, today
from workflows.database import db, scope
from workflows.meetings import Meeting
from workflows.messages import Message
from workflows.perform import perform

ON: Final = date(2027, 1, 13)
NEXT: Final = date(2027, 3, 10)
WHEN: Final = {"on": "13/1/2027", "starts": "3:45pm", "ends": "5:15pm"}


class Journey:
    """The English forum, which Asha chairs, and everybody around it."""

    def __init__(self, app: Flask, world: World, become: Callable[..., Browser]) -> None:
        self.app, self.world, self.become = app, world, become
        self.browsers: dict[str, Browser] = {}
        self.home = ""
        with app.app_context(), scope(world.trust_id):
            self.forum = meetings.a_forum(world).reference
            db.session.commit()

    def of(self, who: str) -> Browser:
        if who not in self.browsers:
            self.browsers[who] = self.become(who)
        return self.browsers[who]

    def reads(self, who: str, more: str = "", *, address: str = "") -> str:
        page = self.of(who).get(address or f"{self.home}{more}")
        assert page.status_code == 200, page.status
        return main_words(page)

    def status(self, who: str, more: str = "") -> int:
        return self.of(who).get(f"{self.home}{more}").status_code

    def plans(self, who: str = meetings.CHAIR, **typed: Any) -> TestResponse:
        given = {"title": "English forum, January", "hosted": "seek", **WHEN, **typed}
        answer = fill_in(self.of(who), f"/meetings/new?group={self.forum}", **given)
        if answer.status_code == 303:
            self.home = re.search(r"/meetings/MT-\d{4}-\d{4}", answer.location)[0]  # type: ignore[index]
        return answer

    def sends(self, who: str, step: str, **typed: Any) -> TestResponse:
        return fill_in(self.of(who), f"{self.home}/{step}", **typed)

    def does(self, who: str, step: str, **typed: Any) -> TestResponse:
        answer = self.sends(who, step, **typed)
        assert answer.status_code == 303, main_words(answer)
        return answer

    def presses(self, who: str, button: str, more: str = "") -> None:
        page = self.of(who).get(f"{self.home}{more}")
        whole = next((one for one in buttons_on(page) if one.startswith(button)), "")
        assert whole, buttons_on(page)
        assert fill_in(self.of(who), f"{self.home}{more}", button=whole).status_code == 303

    def goes(self, steps: list[tuple[str, str]]) -> None:
        """Go on past the pages, with what sensible people would fill in."""
        with self.app.app_context(), scope(self.world.trust_id):
            for name, who in steps:
                case = self.case
                needs = case.flow.transitions[name].needs
                details = Book(case, self.world, today()).make(needs) if needs else None
                perform(case, name, self.world.person(who) if who else None, details)
            db.session.commit()

    @property
    def case(self) -> Meeting:
        reference = self.home.rpartition("/")[2]
        return db.session.scalars(select(Meeting).where(Meeting.reference == reference)).one()

    def item(self, title: str) -> int:
        with self.app.app_context(), scope(self.world.trust_id):
            return next(one.id for one in self.case.items if one.title == title)

    def second(self) -> int:
        with self.app.app_context(), scope(self.world.trust_id):
            return next(one.id for one in self.case.items if one.is_confidential)

    @property
    def state(self) -> str:
        with self.app.app_context(), scope(self.world.trust_id):
            return self.case.state

    def mails(self, kind: str) -> set[str]:
        """The first names of those who have a message of this kind."""
        with self.app.app_context(), scope(self.world.trust_id):
            found = db.session.scalars(select(Message).where(Message.kind == kind)).all()
            return {one.person.first_name.lower() for one in found}

    @contextmanager
    def on(self, day: date, hour: int = 17) -> Iterator[None]:
        """It is that day, and everybody signs in anew."""
        self.browsers.clear()
        with clock_at(datetime(day.year, day.month, day.day, hour, tzinfo=UTC)):
            yield
        self.browsers.clear()


@pytest.fixture
def journey(app: Flask, harbour: World, sign_in_as: Callable[..., Browser]) -> Journey:
    return Journey(app, harbour, sign_in_as)


def test_a_meeting_from_its_plan_to_the_look_back(journey: Journey) -> None:
    assert journey.plans().status_code == 303
    assert "A host is looked for" in journey.reads("priya")
    assert "We can host it" not in journey.reads("sam")
    journey.does("marta", "offer_to_host", place="The library")
    assert "Gull Rock Primary, The library" in journey.reads("sam")
    journey.does("sam", "write_item", title="Handwriting", what="What works?", minutes="15")
    journey.does("sam", "write_item", title=PRIVATE, minutes="5", is_confidential="y")
    assert "added by Sam Harbour" in journey.reads("tom")
    journey.presses(meetings.CHAIR, "Open the agenda")
    journey.presses(meetings.CHAIR, "Move up Handwriting", "/agenda")
    journey.presses(meetings.CHAIR, "Publish the agenda", "/agenda")
    assert journey.status("sam", "/write_item") == 302
    assert journey.mails("meetings/publish") >= {"sam", "tom", "una", "marta"}
    minutes_are_written_once_and_become_record_mail_and_actions(journey)
    first = journey.home
    with journey.on(date(2027, 1, 20)):
        assert journey.plans(title="English forum, March", on="10/3/2027").status_code == 303
        assert "Share the list" in journey.reads("sam", "/agenda")
    with journey.on(NEXT):
        journey.does(meetings.CHAIR, "hold_elsewhere", link="https://meet.example/english")
        journey.goes(
            [("open_agenda_now", meetings.CHAIR), ("publish", meetings.CHAIR), ("say_held", meetings.CHAIR)]
        )
        journey.presses(meetings.CHAIR, "They were approved", "/minutes")
        journey.home = first
        assert "Minutes approved Wednesday 10 March" in journey.reads("dan")
        journey.does(meetings.CHAIR, "look_back", what_came="All five schools share books.")
        assert journey.state == "closed"
        assert "All five schools share books." in journey.reads("dan")


def minutes_are_written_once_and_become_record_mail_and_actions(journey: Journey) -> None:
    with journey.on(ON):
        journey.presses(meetings.CHAIR, "It took place")
        handwriting = journey.item("Handwriting")
        journey.does(
            meetings.CHAIR, f"minutes/{handwriting}", notes="We looked at nine books.",
            decisions="Every school tries it\nWe meet again", action_title="Share the list",
            action_owner_id=journey.world.people["una"], action_due_on="3/2/2027", action_measure="Sent",
        )  # fmt: skip
        journey.does(meetings.CHAIR, f"minutes/{journey.second()}", notes=PRIVATE, decisions=PRIVATE)
        assert "nine books" not in journey.reads("dan")
        journey.presses(meetings.CHAIR, "Send the minutes", "/send_minutes")
        read = journey.reads("dan")
        assert "We looked at nine books." in read
        assert "There is a second part, which members alone read." in read
        assert PRIVATE in journey.reads("tom")
        assert "Share the list" in journey.reads("una", address="/actions")
        assert "nine books" in Pdf(journey.of("dan").get(f"{journey.home}/minutes.pdf").data).words
        assert journey.mails("meetings/send_minutes") >= {"sam", "tom", "una"}


def says(page: TestResponse) -> bool:
    """Whether the words of the second part stand on a page, or in a document."""
    if page.mimetype == "application/pdf":
        return any(word in Pdf(page.data).words for word in WORDS)
    return is_in(page.data)


def test_nothing_of_the_second_part_is_anywhere_for_others(journey: Journey) -> None:
    journey.plans()
    journey.goes([("offer_to_host", "carol")])
    journey.does("sam", "write_item", title=PRIVATE, what=PRIVATE, minutes="5", is_confidential="y")
    second = journey.second()
    for who in ("dan", "lena", "marta", "carol"):
        for more in ("", "/agenda", "/agenda.pdf"):
            page = journey.of(who).get(f"{journey.home}{more}")
            assert not says(page), (who, more)
        assert "There is a second part" in journey.reads(who)
        assert journey.status(who, f"/minutes/{second}") == 404
    for address in ("/meetings", "/meetings.csv", f"/meetings?words={WORDS[0]}"):
        assert not any(word in journey.of("dan").get(address).text.replace(address, "") for word in WORDS[1:])
    assert PRIVATE in journey.reads("tom", "/agenda")
    with journey.on(ON):
        journey.goes(
            [("open_agenda_now", meetings.CHAIR), ("publish", meetings.CHAIR), ("say_held", meetings.CHAIR)]
        )
        journey.does(meetings.CHAIR, f"minutes/{second}", notes=PRIVATE)
        journey.presses(meetings.CHAIR, "Send the minutes", "/send_minutes")
        for who in ("dan", "lena"):
            for more in ("", "/minutes.pdf", "/versions/1"):
                page = journey.of(who).get(f"{journey.home}{more}")
                assert page.status_code == 200
                assert not says(page), (who, more)
        assert PRIVATE in journey.reads("una", "/versions/1")


def test_a_host_that_drops_out_on_the_day_is_told_to_everybody_at_once(journey: Journey) -> None:
    journey.plans()
    journey.goes(
        [("offer_to_host", "carol"), ("open_agenda_now", meetings.CHAIR), ("publish", meetings.CHAIR)]
    )
    with journey.on(ON, hour=6):
        journey.does("carol", "host_drops_out", reason="The boiler has burst.")
        assert journey.state == "host_lost"
        with journey.app.app_context(), scope(journey.world.trust_id):
            told = db.session.scalars(select(Message).where(Message.case_id == journey.case.id)).all()
            now_told = {one.person.first_name.lower() for one in told if one.facts.get("urgent")}
            assert now_told >= {"sam", "tom", "una", "asha"}
            assert all(one.send_after == one.created_at for one in told if one.facts.get("urgent"))
        assert "It is your turn" in journey.reads(meetings.CHAIR)
        journey.does(meetings.CHAIR, "go_elsewhere", link="https://meet.example/english")
        assert journey.state == "published"
        assert "Online" in journey.reads("sam")
        journey.goes([("say_where", meetings.CHAIR)])


def test_a_day_on_which_nobody_can_meet_is_answered_with_days_that_suit(journey: Journey) -> None:
    answer = journey.plans(
        on="22/12/2026", hosted="school", host_school_id=journey.world.schools["gull_rock"], place="Hall"
    )
    assert answer.status_code == 422
    said = main_words(answer)
    assert "Gull Rock Primary" in said
    assert "in the school holidays" in said or "closed" in said


def test_what_two_people_write_at_once_is_never_lost(journey: Journey) -> None:
    journey.plans()
    journey.goes(
        [("offer_to_host", "carol"), ("open_agenda_now", meetings.CHAIR), ("change_people", meetings.CHAIR),
         ("publish", meetings.CHAIR)]
    )  # fmt: skip
    with journey.on(ON):
        item = journey.item("Sharing practice")
        address = f"{journey.home}/minutes/{item}"
        journey.of("tom").get(address)
        journey.does(meetings.CHAIR, f"minutes/{item}", notes="What Asha wrote.")
        answer = journey.sends("tom", f"minutes/{item}", notes="What Tom wrote.", seen="0")
        assert answer.status_code == 422
        assert "What Asha wrote." in main_words(answer)
        assert "What Tom wrote." in answer.text
