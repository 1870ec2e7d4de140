"""The tree of focus areas: rings with their areas, and tags beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select

from workflows.administration.changes import change, too_long
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.errors import NotYet
from workflows.events import hold, record
from workflows.giving import FocusArea, FocusKind
from workflows.people import Person


@dataclass(frozen=True, kw_only=True)
class NewFocusArea(Details):
    """A ring or a tag of its own, or something within one."""

    name: str = required("Enter a name")
    kind: FocusKind = required("Choose what it is")
    parent_id: int | None = None

    def problems(self) -> dict[str, str]:
        return too_long("name", self.name)


@dataclass(frozen=True, kw_only=True)
class FocusAreaDetails(Details):
    """What a focus area is called, and what it is part of."""

    name: str = required("Enter a name")
    parent_id: int | None = None

    def problems(self) -> dict[str, str]:
        return too_long("name", self.name)


@dataclass
class Branch:
    """A focus area with those within it, in the trust's order."""

    area: FocusArea
    within: list[FocusArea] = field(default_factory=list)


def tree(*, retired: bool = False) -> list[Branch]:
    """The trust's focus areas: rings from the pupil outwards, then tags; retired ones only if asked for."""
    statement = select(FocusArea).order_by(FocusArea.position, FocusArea.id)
    if not retired:
        statement = statement.where(FocusArea.retired_on.is_(None))
    areas = db.session.scalars(statement).all()
    tops = [area for area in areas if area.parent_id is None]
    branches = {
        area.id: Branch(area)
        for kind in (FocusKind.RING, FocusKind.TAG, FocusKind.AREA)
        for area in tops
        if area.kind is kind
    }
    for area in areas:
        if area.parent_id in branches:
            branches[area.parent_id].within.append(area)
    return list(branches.values())


def siblings(area: FocusArea) -> list[FocusArea]:
    """Those of its kind beside it, in the trust's order, itself included; retired ones apart."""
    statement = select(FocusArea).where(
        FocusArea.parent_id == area.parent_id if area.parent_id else FocusArea.parent_id.is_(None),
        FocusArea.kind == area.kind,
        FocusArea.retired_on.is_(None) if area.retired_on is None else FocusArea.retired_on.is_not(None),
    )
    return list(db.session.scalars(statement.order_by(FocusArea.position, FocusArea.id)))


def add_focus_area(details: NewFocusArea, actor: Person) -> FocusArea:
    """Something new to choose. Raises InvalidDetails where its place has one of this name."""
    hold(actor.trust_id)
    parent = _parent(details.parent_id, details.kind)
    _refuse_same_name(details.name, details.parent_id, but=None)
    area = FocusArea(
        trust_id=actor.trust_id,
        name=details.name,
        kind=details.kind,
        parent_id=parent.id if parent else None,
        position=_last_position(details.parent_id) + 1,
    )
    db.session.add(area)
    db.session.flush()
    record(actor.trust_id, "focus_area_added", actor, focus_area_id=area.id, name=area.name)
    return area


def edit_focus_area(area: FocusArea, details: FocusAreaDetails, actor: Person) -> bool:
    """Rename a focus area or put it within another; gives whether anything changed."""
    hold(area.trust_id)
    if details.parent_id == area.id:
        raise InvalidDetails({"parent_id": "It cannot be part of itself"})
    if details.parent_id is not None and _has_children(area.id):
        raise InvalidDetails({"parent_id": "It has others within it: move those first"})
    if details.parent_id != area.parent_id:
        _parent(details.parent_id, area.kind)
    _refuse_same_name(details.name, details.parent_id, but=area.id)
    wanted: dict[str, object] = {"name": details.name, "parent_id": details.parent_id}
    if details.parent_id != area.parent_id:
        wanted["position"] = _last_position(details.parent_id) + 1
    was_part_of = area.parent.name if area.parent else ""
    changed = change(area, wanted)
    changed.pop("position", None)
    if changed.pop("parent_id", None):
        parent = db.session.get(FocusArea, details.parent_id) if details.parent_id else None
        changed["part_of"] = [was_part_of, parent.name if parent else ""]
    if changed:
        record(area.trust_id, "focus_area_edited", actor, focus_area_id=area.id, changed=changed)
    return bool(changed)


def move_focus_area(area: FocusArea, step: int, actor: Person) -> None:
    """Move a focus area up (-1) or down (1) among its like; at either end it stays."""
    hold(area.trust_id)
    beside = siblings(area)
    here = beside.index(area)
    there = here + (-1 if step < 0 else 1)
    if not 0 <= there < len(beside):
        return
    beside[here], beside[there] = beside[there], beside[here]
    for position, one in enumerate(beside, start=1):
        one.position = position
    record(area.trust_id, "focus_area_moved", actor, focus_area_id=area.id, name=area.name)


def retire_focus_area(area: FocusArea, actor: Person) -> None:
    """No longer offer a focus area, nor those within it; where it was chosen it still shows."""
    hold(area.trust_id)
    if area.retired_on is not None:
        return
    within = select(FocusArea).where(FocusArea.parent_id == area.id, FocusArea.retired_on.is_(None))
    for one in (area, *db.session.scalars(within)):
        one.retired_on = today()
    record(area.trust_id, "focus_area_retired", actor, focus_area_id=area.id, name=area.name)


def offer_again(area: FocusArea, actor: Person) -> None:
    """Offer a retired focus area again. Raises NotYet while what it is part of is retired."""
    hold(area.trust_id)
    if area.retired_on is None:
        return
    if area.parent is not None and area.parent.retired_on is not None:
        raise NotYet(f"It is part of “{area.parent.name}”, which is retired. Offer that again first.")
    area.retired_on = None
    record(area.trust_id, "focus_area_offered_again", actor, focus_area_id=area.id, name=area.name)


def _parent(parent_id: int | None, kind: FocusKind) -> FocusArea | None:
    """What it is to be part of. Raises InvalidDetails where that does not fit."""
    if parent_id is None:
        if kind is FocusKind.AREA:
            raise InvalidDetails({"parent_id": "Choose the ring that this area belongs to"})
        return None
    parent = db.session.get(FocusArea, parent_id)
    wanted = {FocusKind.AREA: FocusKind.RING, FocusKind.TAG: FocusKind.TAG}.get(kind)
    if parent is None or parent.kind is not wanted or parent.parent_id is not None:
        raise InvalidDetails(
            {"parent_id": "An area is part of a ring, and a tag part of another tag: choose one that fits"}
        )
    if parent.retired_on is not None:
        raise InvalidDetails({"parent_id": f"“{parent.name}” is retired: choose another"})
    return parent


def _has_children(area_id: int) -> bool:
    within = select(FocusArea.id).where(FocusArea.parent_id == area_id)
    return db.session.scalars(within.limit(1)).first() is not None


def _last_position(parent_id: int | None) -> int:
    within = FocusArea.parent_id == parent_id if parent_id else FocusArea.parent_id.is_(None)
    return db.session.scalar(select(func.max(FocusArea.position)).where(within)) or 0


def _refuse_same_name(name: str, parent_id: int | None, but: int | None) -> None:
    within = FocusArea.parent_id == parent_id if parent_id else FocusArea.parent_id.is_(None)
    same = select(FocusArea.id).where(within, func.lower(FocusArea.name) == name.lower())
    if any(found != but for found in db.session.scalars(same)):
        raise InvalidDetails({"name": "There is one of this name here already; choose another"})
