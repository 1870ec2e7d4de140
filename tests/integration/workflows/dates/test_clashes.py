"""What stands in the way of a time is read in two statements, and of others' dates only when they are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import event, select

from tests.world import World
from workflows.cases import schools_of
from workflows.database import db
from workflows.dates.clashes import Hindrance, look
from workflows.dates.details import AnswerDetails, AskedChange, DateDetails, DateOff, Span
from workflows.dates.model import Answer, CalendarEntry
from workflows.dates.pages import who_may_be_asked
from workflows.people import appoint
from workflows.perform import perform
from workflows.places import Trust
from workflows.support_requests import SupportRequest

AFTERNOON = Span(datetime(2026, 11, 25, 14, tzinfo=UTC), datetime(2026, 11, 25, 16, tzinfo=UTC))


@pytest.fixture
def case(request_: SupportRequest) -> SupportRequest:
    return request_


def meeting(case: SupportRequest, world: World, *asked: str) -> CalendarEntry:
    details = DateDetails(
        title="Planning meeting", on=date(2026, 11, 25), starts=time(15), ends=time(15, 30),
        asked=tuple(world.people[one] for one in asked),
    )  # fmt: skip
    perform(case, "add_date", world.person("priya"), details)
    db.session.commit()
    return db.session.scalars(select(CalendarEntry).order_by(CalendarEntry.id.desc())).first()  # type: ignore[return-value]


def found(case: SupportRequest, world: World, *people: str, but: int | None = None) -> list[tuple[str, str]]:
    looked = look(
        AFTERNOON, people=[world.people[one] for one in people], schools=schools_of(case),
        trust=db.session.get_one(Trust, world.trust_id), but=but,
    )  # fmt: skip
    return [(one.kind, one.name) for one in looked.clashes]


def test_those_who_are_asked_elsewhere_are_busy(case: SupportRequest, world: World) -> None:
    entry = meeting(case, world, "tom", "sam")
    both = [(Hindrance.BUSY, "Sam Harbour"), (Hindrance.BUSY, "Tom Harbour")]
    assert found(case, world, "tom", "sam", "lea") == both
    assert found(case, world, "tom", "sam", but=entry.id) == []


def test_those_who_said_no_or_are_no_longer_asked_are_free(case: SupportRequest, world: World) -> None:
    entry = meeting(case, world, "tom", "sam", "lea")
    perform(case, "answer_date", world.person("tom"), AnswerDetails(entry_id=entry.id, answer=Answer.NO))
    leaving = AskedChange(entry_id=entry.id, leaving=(world.people["sam"],))
    perform(case, "change_asked", world.person("priya"), leaving)
    db.session.commit()
    assert found(case, world, "tom", "sam", "lea") == [(Hindrance.BUSY, "Lea Harbour")]
    perform(case, "call_off_date", world.person("priya"), DateOff(entry_id=entry.id, reason="Snow"))
    db.session.commit()
    assert found(case, world, "lea") == []


def test_it_takes_two_statements_however_many_are_asked(case: SupportRequest, world: World) -> None:
    for _ in range(4):
        meeting(case, world, "tom", "sam", "lea", "asha", "marta")
    trust, schools = db.session.get_one(Trust, world.trust_id), schools_of(case)
    people = list(world.people.values())
    look(AFTERNOON, people=people, schools=schools, trust=trust)
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    listening: Any = (db.engine, "before_cursor_execute", note)
    event.listen(*listening)
    looked = look(AFTERNOON, people=people, schools=schools, trust=trust)
    event.remove(*listening)
    assert len(looked.clashes) == 4 * 6
    assert len(looked.free) == 3
    assert len([one for one in seen if one.startswith("SELECT") and "set_config" not in one]) == 2


def test_whoever_is_near_may_be_asked_and_governors_never(case: SupportRequest, world: World) -> None:
    names = {one.name.split()[0].lower(): one for one in who_may_be_asked(case)}
    assert set(names) == {"priya", "dan", "sam", "marta", "tom", "lea", "asha", "lena"}
    assert {name for name, one in names.items() if one.has_part} == {"priya", "tom", "asha"}
    appoint(world.person("gita"), "asked", case.id)
    appoint(world.person("carol"), "head", world.schools["saltmarsh"])
    db.session.flush()
    names = {one.name.split()[0].lower(): one for one in who_may_be_asked(case)}
    assert "gita" not in names
    assert "carol" in names
    too = {one.name.split()[0].lower() for one in who_may_be_asked(case, too=[world.people["una"]])}
    assert "una" in too
