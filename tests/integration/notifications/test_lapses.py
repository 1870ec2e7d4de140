"""When nobody acts in time the clock does, once, and one case that cannot go on holds up no other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from notifications import lapses
from tests.post import DAY, HOUR, round_at, rounds, rounds_at_once, setup
from tests.world import World
from workflows.cases import Deadline
from workflows.database import choose_every_trust, db
from workflows.events import Event
from workflows.people import appoint
from workflows.perform import open_case
from workflows.perform import perform as really_perform
from workflows.support_requests import SupportRequest

THURSDAY, FRIDAY = datetime(2026, 11, 19, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)


def offered(world: World) -> int:
    """A request that gull rock was asked to help with, to be answered by Thursday 19 November."""
    request = SupportRequest(
        title="Early reading",
        receiving_school_id=world.schools["saltmarsh"],
        giving_school_id=world.schools["gull_rock"],
    )
    open_case(request, "start", world.person("priya"))
    appoint(world.person("asha"), "coordinator", request.id)
    request.state = "offered"
    db.session.execute(
        update(Deadline)
        .where(Deadline.case_id == request.id)
        .values(role="head", place_id=world.schools["gull_rock"], state="offered", due_on=THURSDAY.date())
    )
    case_id = request.id
    db.session.commit()
    return case_id


def chases(case_id: int) -> int:
    db.session.rollback()
    choose_every_trust()
    return len(
        db.session.scalars(select(Event).where(Event.place_id == case_id, Event.kind == "chase")).all()
    )


def open_roles(case_id: int) -> set[str]:
    statement = select(Deadline.role).where(Deadline.case_id == case_id, Deadline.closed_at.is_(None))
    return set(db.session.scalars(statement))


def test_the_clock_acts_the_day_after_and_once(world: World) -> None:
    case_id = offered(world)
    round_at(THURSDAY, setup())
    assert chases(case_id) == 0
    done = round_at(FRIDAY, setup())

    assert done.lapsed == 1
    assert chases(case_id) == 1
    assert open_roles(case_id) == {"head", "coordinator"}
    rounds(FRIDAY, FRIDAY + 10 * DAY, every=12 * HOUR, using=setup())
    assert chases(case_id) == 1


def test_in_summer_the_day_ends_at_midnight_in_london(world: World) -> None:
    case_id = offered(world)
    db.session.execute(update(Deadline).values(due_on=datetime(2026, 7, 1, tzinfo=UTC).date()))
    db.session.commit()
    round_at(datetime(2026, 7, 1, 22, 59, tzinfo=UTC), setup())
    assert chases(case_id) == 0
    after = datetime(2026, 7, 1, 23, 5, tzinfo=UTC)
    rounds(after, after + 3 * HOUR, every=HOUR, using=setup())

    assert chases(case_id) == 1


def test_rounds_in_several_threads_act_once(world: World) -> None:
    cases = [offered(world) for _ in range(5)]
    rounds_at_once(FRIDAY, *[setup()] * 3)

    assert [chases(case_id) for case_id in cases] == [1] * 5


def test_a_case_that_cannot_go_on_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = offered(world), offered(world)

    def failing(case: SupportRequest, name: str, actor: None) -> SupportRequest:
        if case.id == first:
            raise RuntimeError("broken")
        return really_perform(case, name, actor)

    monkeypatch.setattr(lapses, "perform", failing)
    done = round_at(FRIDAY, setup())

    assert done.lapsed == 1
    assert (chases(first), chases(second)) == (0, 1)
    monkeypatch.undo()
    round_at(FRIDAY, setup())
    assert chases(first) == 1
