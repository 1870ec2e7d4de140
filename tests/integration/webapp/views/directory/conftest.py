"""A trust whose directory has something in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from tests.client import Browser
from tests.story import Story
from tests.world import World
from workflows.administration import hubs
from workflows.database import db, scope
from workflows.focus_tree import plant_focus_areas
from workflows.giving import Expertise, FocusArea
from workflows.people import appoint
from workflows.places import Phase, Trust

Become = Callable[..., Browser]


@pytest.fixture
def places(app: Flask, harbour: World) -> dict[str, int]:
    """A hub with Saltmarsh in it, the usual focus areas, Gull Rock strong in assessment, Tom in reading."""
    with app.app_context(), scope(harbour.trust_id):
        ada = harbour.person("ada")
        plant_focus_areas(db.session.get_one(Trust, harbour.trust_id))
        hub = hubs.create_hub(hubs.HubDetails(name="East hub", purpose="Reading together"), ada)
        hubs.add_school(
            hub, hubs.Joining(school_id=harbour.schools["saltmarsh"], starts_on=date(2026, 9, 1)), ada
        )
        appoint(harbour.person("asha"), "coordinator", hub.id)
        areas = {area.name: area.id for area in db.session.scalars(select(FocusArea))}
        strong = {"trust_id": harbour.trust_id, "phase": Phase.PRIMARY}
        db.session.add(
            Expertise(
                school_id=harbour.schools["gull_rock"],
                focus_area_id=areas["Assessment"],
                offer="See our marking",
                **strong,
            )
        )
        db.session.add(
            Expertise(
                person_id=harbour.people["tom"], focus_area_id=areas["Early reading and phonics"], **strong
            )
        )
        db.session.commit()
        return {**areas, "hub": hub.id}


@pytest.fixture
def story(app: Flask, harbour: World, sign_in_as: Become) -> Story:
    """A request that has not begun yet, and everybody who will have a part in it."""
    return Story(harbour, sign_in_as, app)
