"""Many people who sign up for few places at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import insert

from tests.connect import whole_of
from tests.world import World
from workflows.clock import clock_at
from workflows.connect import ConnectSession
from workflows.database import choose_trust, db
from workflows.people import Appointment, Person
from workflows.perform import perform
from workflows.sign_ups.details import Chosen

Given = TypeVar("Given")


def many_people(world: World, count: int) -> list[int]:
    """So many more members of staff, over all schools; their ids."""
    schools = list(world.schools.values())
    people = [
        Person(
            trust_id=world.trust_id,
            name=f"Robin Number{number}",
            email=f"robin{number}.{world.trust_id}@harbour.example",
            school_id=schools[number % len(schools)],
        )
        for number in range(count)
    ]
    db.session.add_all(people)
    db.session.flush()
    rows: list[dict[str, Any]] = [
        {
            "trust_id": world.trust_id,
            "person_id": one.id,
            "place_id": one.school_id,
            "role": "staff",
            "starts_on": datetime(2026, 9, 1).date(),  # noqa: DTZ001 - a day
        }
        for one in people
    ]
    db.session.execute(insert(Appointment), rows)
    made = [one.id for one in people]
    db.session.commit()
    return made


def all_at_once(
    world: World, people: Sequence[int], act: Callable[[int], Given], *, at: datetime, hands: int = 6
) -> list[Given]:
    """What comes of it when all of these act at the same moment: `hands` of them are at work at any time."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def of_one(person_id: int) -> Given:
        with app.app_context(), clock_at(at):
            choose_trust(world.trust_id)
            try:
                return act(person_id)
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(hands) as pool:
        found = [pool.submit(copy_context().run, of_one, one) for one in people]
        return [one.result() for one in found]


def press_sign_up(session_id: int) -> Callable[[int], dict[str, Any]]:
    """What each of them does: the press of a button, committed; gives what they are told."""
    offering_id = whole_of(session_id)

    def press(person_id: int) -> dict[str, Any]:
        session = db.session.get_one(ConnectSession, session_id)
        person = db.session.get_one(Person, person_id)
        perform(session, "sign_up", person, Chosen(offering_id=offering_id))
        db.session.commit()
        return {"person": person_id}

    return press
