"""Who manages and who appraises whom, entered for a person: dated, and ended rather than deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from workflows.administration.changes import plain
from workflows.administration.people import EndDetails
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.errors import NotYet
from workflows.events import hold, record
from workflows.line_management import LineManagement, Oversight
from workflows.people import Person, colleague


@dataclass(frozen=True, kw_only=True)
class OversightDetails(Details):
    """Somebody answers for another's work, from one day until another on which they no longer do."""

    manager_id: int = required("Choose who")
    oversight: Oversight = required("Choose what they are")
    starts_on: date = required("Enter the day from which this holds")
    ends_on: date | None = None
    takes_over: bool = False

    def problems(self) -> dict[str, str]:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            return {"ends_on": "It has to end after it begins"}
        return {}


class Overseer(NamedTuple):
    """Somebody who manages or appraises a person, or whom that person manages or appraises."""

    id: int
    person_id: int
    name: str
    oversight: Oversight
    starts_on: date
    ends_on: date | None


def overseers_of(person: Person) -> list[Overseer]:
    """Who manages and appraises somebody, and who did, newest first."""
    return _others(LineManagement.manager_id, LineManagement.person_id == person.id)


def overseen_by(person: Person) -> list[Overseer]:
    """Whom somebody manages and appraises now or from a day to come, newest first."""
    later = or_(LineManagement.ends_on.is_(None), LineManagement.ends_on > today())
    return _others(LineManagement.person_id, (LineManagement.manager_id == person.id) & later)


def _others(who: object, condition: object) -> list[Overseer]:
    rows = db.session.execute(
        select(
            LineManagement.id, Person.id, Person.name, LineManagement.oversight,
            LineManagement.starts_on, LineManagement.ends_on,
        )
        .join(Person, Person.id == who)
        .where(condition)  # type: ignore[arg-type]
        .order_by(LineManagement.starts_on.desc(), LineManagement.id.desc())
    )  # fmt: skip
    return [Overseer(*row) for row in rows]


def put_over(person: Person, details: OversightDetails, actor: Person) -> LineManagement:
    """Let somebody manage or appraise a person. Raises InvalidDetails, and NotYet for whoever has left."""
    if person.left_on is not None:
        raise NotYet(f"{person.name} has left. Bring them back first.")
    hold(person.trust_id)
    manager = _manager(person, details)
    standing = _standing(person.id, details)
    if any(one.manager_id == manager.id for one in standing):
        problem = f"{manager.name} is the {details.oversight} already on some of those days"
        raise InvalidDetails({"starts_on": problem})
    if details.takes_over:
        for one in standing:
            _end(one, details.starts_on, actor)
    made = LineManagement(
        trust_id=person.trust_id,
        person_id=person.id,
        manager_id=manager.id,
        oversight=details.oversight,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
    )
    db.session.add(made)
    _record(made, "oversight_entered", actor)
    return made


def end_oversight(one: LineManagement, details: EndDetails, actor: Person) -> None:
    """End it on a day. Raises NotYet for what is over, InvalidDetails for a day before it began."""
    if one.ends_on is not None and one.ends_on <= today():
        raise NotYet("This has ended already.")
    if details.ends_on < one.starts_on:
        raise InvalidDetails({"ends_on": "It cannot end before it begins"})
    _end(one, details.ends_on, actor)


def end_all(person: Person) -> list[list[object]]:
    """End today whom somebody who leaves manages and appraises, and who does so for them; gives the ids."""
    standing = select(LineManagement).where(
        or_(LineManagement.person_id == person.id, LineManagement.manager_id == person.id),
        or_(LineManagement.ends_on.is_(None), LineManagement.ends_on > today()),
    )
    ended: list[list[object]] = []
    for one in db.session.scalars(standing):
        one.ends_on = max(today(), one.starts_on)
        ended.append([one.person_id, one.manager_id, one.oversight.value])
    return sorted(ended, key=str)


def _manager(person: Person, details: OversightDetails) -> Person:
    if details.manager_id == person.id:
        problem = f"{person.name} cannot be their own {details.oversight}: choose somebody else"
        raise InvalidDetails({"manager_id": problem})
    return colleague(details.manager_id, person.trust_id, field="manager_id")


def _standing(person_id: int, details: OversightDetails) -> list[LineManagement]:
    """What holds of this kind on any of the days asked for."""
    statement = select(LineManagement).where(
        LineManagement.person_id == person_id,
        LineManagement.oversight == details.oversight,
        or_(LineManagement.ends_on.is_(None), LineManagement.ends_on > details.starts_on),
    )
    if details.ends_on is not None:
        statement = statement.where(LineManagement.starts_on < details.ends_on)
    return list(db.session.scalars(statement))


def _end(one: LineManagement, on: date, actor: Person) -> None:
    one.ends_on = max(on, one.starts_on)
    _record(one, "oversight_ended", actor)


def _record(one: LineManagement, kind: str, actor: Person) -> None:
    record(
        one.trust_id,
        kind,
        actor,
        person_id=one.person_id,
        manager_id=one.manager_id,
        oversight=one.oversight.value,
        starts_on=plain(one.starts_on),
        ends_on=plain(one.ends_on),
    )
