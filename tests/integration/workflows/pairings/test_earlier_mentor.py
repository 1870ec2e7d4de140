"""What stays with the mentee of a pairing when a mentor leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.details import Book, details_for
from tests.pairings import SIGNED, ask_for_mentor, offer_to_mentor
from tests.world import MONDAY, World, build
from workflows.clock import clock_at, now
from workflows.database import choose_trust, db
from workflows.details import InvalidDetails
from workflows.pairings import Pairing
from workflows.pairings.details import ProposeDetails, StepDone
from workflows.perform import perform

WITH_A_LOG = (*SIGNED, ("log_first", "sam"))


def go(pairing: Pairing, world: World, steps: tuple[tuple[str, str], ...], *, mentor: str) -> None:
    """Make these steps by the book, a day each, with this mentor in the place of the book's."""
    for day, (name, actor) in enumerate(steps):
        with clock_at(now() + timedelta(days=day)):
            details = details_for(pairing.flow.transitions[name].needs, Book(pairing, world, now().date()))
            if name == "propose":
                details = ProposeDetails(mentor_id=world.people[mentor])
            perform(pairing, name, world.person(mentor if actor == "tom" else actor), details)
            db.session.commit()


def test_a_step_agreed_with_an_earlier_mentor_is_done_by_the_mentee_and_not_by_the_new_one(
    database: SQLAlchemy,
) -> None:
    world = build()
    choose_trust(world.trust_id)
    with clock_at(MONDAY):
        offer_to_mentor(world, "tom", "priya")
        pairing = ask_for_mentor(world)
        go(pairing, world, WITH_A_LOG, mentor="tom")
        step = pairing.steps[0]
    with clock_at(MONDAY + timedelta(days=14)):
        go(pairing, world, (("new_mentor", "sam"), *WITH_A_LOG), mentor="priya")
    with clock_at(MONDAY + timedelta(days=28)):
        with pytest.raises(InvalidDetails):
            perform(pairing, "finish_step", world.person("priya"), StepDone(step_id=step.id))
        db.session.rollback()
        perform(pairing, "finish_step", world.person("sam"), StepDone(step_id=step.id))
        assert step.done_at == now()
