"""What people and schools are strong in and can offer to others, and what a school is working on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.events import hold, record
from workflows.giving import Expertise, FocusArea
from workflows.people import Person
from workflows.places import Phase, School

LONGEST_OFFER: Final = 1000


@dataclass(frozen=True, kw_only=True)
class StrengthDetails(Details):
    """What somebody is strong in; in one phase or in any, and what they can offer."""

    focus_area_id: int = required("Choose what it is about")
    phase: Phase | None = None
    offer: str = ""

    def problems(self) -> dict[str, str]:
        if len(self.offer) > LONGEST_OFFER:
            return {"offer": f"Shorten this to {LONGEST_OFFER:,} characters"}
        return {}


class Strength(NamedTuple):
    """One strength, ready to be read."""

    id: int
    focus: str
    phase: Phase | None
    offer: str


def strengths_of(owner: Person | School) -> list[Strength]:
    """What a person or a school is strong in, by name; one statement."""
    rows = db.session.execute(
        select(Expertise.id, FocusArea.name, Expertise.phase, Expertise.offer)
        .join(FocusArea, FocusArea.id == Expertise.focus_area_id)
        .where(_owned_by(owner))
        .order_by(FocusArea.name, Expertise.id)
    )
    return [Strength(*row) for row in rows]


def names_of_strengths(owner: Any, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What each of these people or schools is strong in, by name; `owner` is the column that says whose."""
    rows = db.session.execute(
        select(owner, FocusArea.name)
        .join(FocusArea, FocusArea.id == Expertise.focus_area_id)
        .where(owner.in_(list(ids)))
        .order_by(FocusArea.name)
    )
    found: dict[int, dict[str, None]] = {}
    for owner_id, name in rows:
        found.setdefault(owner_id, {})[name] = None
    return {owner_id: tuple(names) for owner_id, names in found.items()}


def at_or_below(focus_id: int) -> ColumnElement[bool]:
    """Whether a strength is in this focus area or in one inside it."""
    inside = select(FocusArea.id).where(or_(FocusArea.id == focus_id, FocusArea.parent_id == focus_id))
    return Expertise.focus_area_id.in_(inside)


def add_strength(owner: Person | School, details: StrengthDetails, actor: Person) -> Expertise:
    """Somebody can offer something more. Raises InvalidDetails where it is there already or not offered."""
    area = db.session.get(FocusArea, details.focus_area_id)
    if area is None or (area.retired_on and area.retired_on <= today()):
        raise InvalidDetails({"focus_area_id": "Choose one of the focus areas of your trust"})
    hold(_place_of(owner))
    same = select(Expertise.id).where(
        _owned_by(owner),
        Expertise.focus_area_id == area.id,
        Expertise.phase.is_not_distinct_from(details.phase),
    )
    if db.session.scalars(same).first() is not None:
        raise InvalidDetails({"focus_area_id": f"{area.name} is there already for this phase"})
    made = Expertise(
        trust_id=owner.trust_id,
        person_id=owner.id if isinstance(owner, Person) else None,
        school_id=owner.id if isinstance(owner, School) else None,
        focus_area_id=area.id,
        phase=details.phase,
        offer=details.offer,
    )
    db.session.add(made)
    _record(owner, "strength_added", area.name, actor)
    return made


def remove_strength(owner: Person | School, strength: Expertise, actor: Person) -> None:
    """It is not offered any more."""
    _record(owner, "strength_removed", strength.focus_area.name, actor)
    db.session.delete(strength)


def find_strength(owner: Person | School, strength_id: int) -> Expertise | None:
    """The strength with this id, if it is theirs."""
    statement = select(Expertise).where(Expertise.id == strength_id, _owned_by(owner))
    return db.session.scalars(statement).first()


@dataclass(frozen=True, kw_only=True)
class WorkingOnDetails(Details):
    """What a school is working on, for others to know where they may find company; may be nothing."""

    working_on: str = ""

    def problems(self) -> dict[str, str]:
        if len(self.working_on) > 2 * LONGEST_OFFER:
            return {"working_on": f"Shorten this to {2 * LONGEST_OFFER:,} characters"}
        return {}


def say_working_on(school: School, details: WorkingOnDetails, actor: Person) -> bool:
    """Say anew what a school is working on; gives whether that changed."""
    before = school.working_on
    if before == details.working_on:
        return False
    school.working_on = details.working_on
    changed = {"working_on": [before, details.working_on]}
    record(school.id, "school_edited", actor, changed=changed)
    return True


def _owned_by(owner: Person | School) -> ColumnElement[bool]:
    column = Expertise.person_id if isinstance(owner, Person) else Expertise.school_id
    return column == owner.id


def _place_of(owner: Person | School) -> int:
    """Where it is written down: the school itself, or the school or trust that the person works for."""
    if isinstance(owner, School):
        return owner.id
    return owner.school_id or owner.trust_id


def _record(owner: Person | School, kind: str, focus: str, actor: Person) -> None:
    whose = {"person_id": owner.id} if isinstance(owner, Person) else {}
    record(_place_of(owner), kind, actor, name=focus, **whose)
