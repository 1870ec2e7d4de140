"""A trust with something of everything that is administered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from notifications import addresses
from tests.client import Browser, main_words
from tests.world import World
from workflows import accounts
from workflows.administration import hubs
from workflows.database import db, scope
from workflows.events import Event
from workflows.focus_tree import plant_focus_areas
from workflows.giving import FocusArea
from workflows.messages import Message
from workflows.people import Appointment, appoint, posts_of
from workflows.perform import open_case
from workflows.places import Trust
from workflows.support_requests import SupportRequest


class Office:
    """The ids of what an administrator of a test looks after, and a look at the trust's rows."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app = app
        self.world = world
        self.ids: dict[str, int] = {}
        self.reference = ""

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Inside, the database can be asked for the trust's rows, as they are committed."""
        with self.app.app_context(), scope(self.world.trust_id):
            yield

    def kinds(self) -> list[str]:
        """What was recorded since the office was set up, oldest first."""
        with self.looking():
            later = select(Event.kind).where(Event.id > self.ids["event"]).order_by(Event.id)
            return list(db.session.scalars(later))

    def held(self, name: str) -> set[tuple[str, int]]:
        """The roles that somebody holds today, with where."""
        with self.looking():
            return {(post.role, post.place_id) for post in posts_of(self.world.people[name])}

    def appointment_of(self, name: str) -> int:
        """The id of somebody's first appointment."""
        with self.looking():
            found = select(Appointment.id).where(Appointment.person_id == self.world.people[name])
            return db.session.scalars(found.order_by(Appointment.id)).first() or 0


def press(browser: Browser, path: str, **data: object) -> tuple[int, str]:
    """The status of a POST, and what the page says where it was refused."""
    answer = browser.post(f"/administration{path}", data=data)
    return answer.status_code, main_words(answer) if answer.status_code == 422 else ""


@pytest.fixture
def ada(office: Office, sign_in_as: Callable[..., Browser]) -> Browser:
    """The browser of an administrator."""
    return sign_in_as("ada")


@pytest.fixture
def office(app: Flask, harbour: World) -> Office:
    """Harbour with a hub, focus areas, a draft request, an invitation, an address that takes no mail."""
    made = Office(app, harbour)
    with app.app_context(), scope(harbour.trust_id):
        _fill(made, harbour)
        db.session.commit()
    return made


def _fill(office: Office, world: World) -> None:
    ada = world.person("ada")
    plant_focus_areas(db.session.get_one(Trust, world.trust_id))
    hub = hubs.create_hub(hubs.HubDetails(name="East hub"), ada)
    joining = hubs.Joining(school_id=world.schools["saltmarsh"], starts_on=date(2026, 9, 1))
    membership = hubs.add_school(hub, joining, ada)
    db.session.flush()
    request = open_case(
        SupportRequest(title="Year 6 writing", receiving_school_id=world.schools["saltmarsh"]),
        "start",
        world.person("priya"),
    )
    appoint(world.person("asha"), "coordinator", request.id)
    accounts.invite(world.person("tom"), ada)
    addresses.suppress("una@harbour.example", world.trust_id, "The mailbox is full.")
    area = db.session.scalars(select(FocusArea).where(FocusArea.name == "Assessment")).one()
    office.reference = request.reference
    office.ids = {
        "request": request.id,
        "hub": hub.id,
        "membership": membership.id,
        "area": area.id,
        "message": db.session.scalars(select(Message.id)).first() or 0,
        "appointment": db.session.scalars(
            select(Appointment.id).where(Appointment.person_id == world.people["priya"])
        ).first()
        or 0,
        "event": max(db.session.scalars(select(Event.id))),
    }
