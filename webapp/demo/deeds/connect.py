"""What people do in the connect sessions of the demo."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import select

from webapp.demo.scenes import Deed
from webapp.demo.scenes.connect import ConnectScene
from workflows.clock import today
from workflows.connect.details import ConnectDetails, OutcomeDetails
from workflows.connect.effects import offer_session
from workflows.database import db
from workflows.details import PersonChange
from workflows.school_calendar import ONE_DAY
from workflows.sign_ups.details import Chosen, RegisterDetails
from workflows.sign_ups.model import Offering

BEGINS, ENDS = time(16), time(17)


def offer(number: int = 0, *, ahead: int = 0) -> Deed:
    """Somebody offers an hour: on a day of the story, or so many days from the demo's own day."""

    def deed(scene: ConnectScene) -> None:
        topic = scene.topic
        from_now = scene.days_from(max(scene.present, today() + ONE_DAY), ahead)
        details = ConnectDetails(
            title=topic.title,
            what=topic.what,
            focus_area_id=scene.settled.focus[topic.focus].id,
            places=scene.cast.places,
            on=scene.meetings[number] if number else from_now,
            starts=BEGINS,
            ends=ENDS,
            place=topic.place,
            link=topic.link,
        )
        host = scene.settled.people[scene.cast.host]
        scene.settled.cases[scene.cast.topic] = offer_session(details, host)

    return deed


def sign_up(*people: str) -> Deed:
    """In this order; where there are too few places, the last ones wait."""

    def deed(scene: ConnectScene) -> None:
        for person in people:
            scene.act("sign_up", person, _whole(scene))

    return deed


def gives_up(person: str) -> Deed:
    return lambda scene: scene.act("give_up_place", person, _whole(scene))


def _whole(scene: Any) -> Chosen:
    offering = db.session.scalars(select(Offering).where(Offering.case_id == scene.case.id)).one()
    return Chosen(offering_id=offering.id)


def register(*present: str, away: tuple[str, ...] = ()) -> Deed:
    """The host says who was there."""
    return lambda scene: scene.act(
        "keep_register",
        "host",
        RegisterDetails(
            present=tuple(scene.settled.people[key].id for key in present),
            absent=tuple(scene.settled.people[key].id for key in away),
        ),
    )


def passes_to(person: str) -> Deed:
    """Somebody else hosts it."""
    return lambda scene: scene.act(
        "change_people",
        "host",
        PersonChange(
            role="host", joining_id=scene.settled.people[person].id, reason="I am on a course that week."
        ),
    )


def write_up(scene: ConnectScene) -> None:
    scene.act("write_up", "host", OutcomeDetails(came_of=scene.topic.came_of))
