"""Whoever is listed for a mentee could really be proposed, and whoever could be is listed."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pairings import ask_for_mentor, offer_to_mentor
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.giving import Allowance, Conflict, people_in_conflict, people_in_conflict_with_each
from workflows.line_management import LineManagement, Oversight
from workflows.pairings import Pairing
from workflows.pairings.details import ProposeDetails
from workflows.pairings.effects import can_mentor
from workflows.pairings.finding import everybody, mentors_for
from workflows.pairings.matching import match
from workflows.perform import perform

NAMES = ("priya", "dan", "sam", "marta", "tom", "lea", "carol", "una")
SCHOOLS = ("saltmarsh", "gull_rock", "cliff_view")
TODAY = MONDAY.date()
DAYS = st.sampled_from([date(2026, 9, 1), TODAY, date(2027, 1, 1)])
PEOPLE = st.sampled_from(NAMES)
TWO = st.tuples(PEOPLE, PEOPLE).filter(lambda pair: pair[0] != pair[1])


def fill(world: World, data: st.DataObject) -> None:
    """Some offer, some oversee others, some have declared a conflict, some have no days."""
    own: dict[str, Any] = {"trust_id": world.trust_id}
    for name in data.draw(st.sets(PEOPLE, min_size=3), label="offers"):
        offer_to_mentor(world, name, cap=data.draw(st.integers(1, 2), label="cap"))
    for who, over in data.draw(st.lists(TWO, max_size=4, unique=True), label="oversight"):
        dates = dict(zip(("starts_on", "ends_on"), sorted([data.draw(DAYS), data.draw(DAYS)]), strict=True))
        pair = {"person_id": world.people[who], "manager_id": world.people[over]}
        db.session.add(LineManagement(**own, **pair, **dates, oversight=Oversight.APPRAISER))
    for who, other in data.draw(st.lists(TWO, max_size=3, unique=True), label="conflicts"):
        conflict = Conflict(**own, person_id=world.people[who], starts_on=data.draw(DAYS))
        if data.draw(st.booleans(), label="with a school"):
            conflict.with_school_id = world.schools[data.draw(st.sampled_from(SCHOOLS))]
        else:
            conflict.with_person_id = world.people[other]
        db.session.add(conflict)
    for name in data.draw(st.sets(PEOPLE, max_size=2), label="without days"):
        db.session.add(Allowance(**own, person_id=world.people[name], year=2026, days=0))
    db.session.flush()


def may_mentor(pairing: Pairing, person_id: int) -> bool:
    """What the step itself says of a mentor."""
    try:
        can_mentor(pairing, person_id, TODAY)
    except InvalidDetails:
        return False
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_list_is_of_those_who_can_be_proposed(world: World, data: st.DataObject) -> None:
    with clock_at(MONDAY), db.session.begin_nested() as nothing:
        fill(world, data)
        mentees = data.draw(st.lists(PEOPLE, min_size=2, max_size=4, unique=True), label="mentees")
        pairings = [ask_for_mentor(world, name) for name in mentees]
        first, *waiting = pairings
        if taken := mentors_for(first, tell_conflicts=True).choices:
            details = ProposeDetails(mentor_id=taken[0].mentor.person_id)
            perform(first, "propose", world.person("asha"), details)
        else:
            waiting = pairings
        for pairing in waiting:
            listed = {one.mentor.person_id for one in mentors_for(pairing, tell_conflicts=True).choices}
            able = {person_id for person_id in world.people.values() if may_mentor(pairing, person_id)}
            assert listed == able
        cohort = everybody(world.trust_id)
        for pair in match([one.mentee for one in cohort.asking], cohort.mentors).pairs:
            pairing = next(one for one in waiting if one.mentee_id == pair.mentee.person_id)
            assert may_mentor(pairing, pair.mentor.person_id)
        nothing.rollback()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_conflicts_of_many_are_those_of_each(world: World, data: st.DataObject) -> None:
    with clock_at(MONDAY), db.session.begin_nested() as nothing:
        fill(world, data)
        people = {person.id: person.school_id for person in map(world.person, NAMES)}
        found = people_in_conflict_with_each(people, TODAY)
        for person_id, school_id in people.items():
            assert found[person_id] == people_in_conflict(school_id or 0, {person_id}, TODAY)
        nothing.rollback()
