"""Hubs: what they are called, and which schools belong to them from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from workflows.administration.changes import change, plain, too_long
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.events import hold, record
from workflows.people import Person
from workflows.places import Hub, HubMembership, PlaceKind, School


@dataclass(frozen=True, kw_only=True)
class HubDetails(Details):
    name: str = required("Enter the hub's name")
    purpose: str = ""

    def problems(self) -> dict[str, str]:
        return too_long("name", self.name)


@dataclass(frozen=True, kw_only=True)
class Joining(Details):
    """A school joins a hub, for good or until a day on which it is no longer in it."""

    school_id: int = required("Choose a school")
    starts_on: date = required("Enter the day on which it joins")
    ends_on: date | None = None

    def problems(self) -> dict[str, str]:
        if self.ends_on is not None and self.ends_on <= self.starts_on:
            return {"ends_on": "It has to leave after it joins"}
        return {}


@dataclass(frozen=True, kw_only=True)
class Leaving(Details):
    """The first day on which a school is no longer in the hub."""

    ends_on: date = required("Enter the day on which it leaves")


def create_hub(details: HubDetails, actor: Person) -> Hub:
    """A new hub. Raises InvalidDetails where the trust has one of this name."""
    _refuse_same_name(details.name, actor.trust_id, but=None)
    hub = Hub(trust_id=actor.trust_id, name=details.name, purpose=details.purpose)
    db.session.add(hub)
    db.session.flush()
    record(hub.id, "hub_created", actor, name=hub.name)
    return hub


def edit_hub(hub: Hub, details: HubDetails, actor: Person) -> bool:
    """Rename a hub or say anew what it is for; gives whether anything changed."""
    _refuse_same_name(details.name, hub.trust_id, but=hub.id)
    changed = change(hub, {"name": details.name, "purpose": details.purpose})
    if changed:
        record(hub.id, "hub_edited", actor, changed=changed)
    return bool(changed)


def add_school(hub: Hub, details: Joining, actor: Person) -> HubMembership:
    """A school joins. Raises InvalidDetails where it is in the hub for any of those days."""
    hold(hub.id)
    school = db.session.get(School, details.school_id)
    if school is None or not school.is_open:
        raise InvalidDetails({"school_id": "Choose a school of the trust that is open"})
    _refuse_overlap(hub, school, details)
    membership = HubMembership(
        trust_id=hub.trust_id,
        hub_id=hub.id,
        school_id=school.id,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
    )
    db.session.add(membership)
    _record_membership(membership, "hub_joined", actor)
    return membership


def end_membership(membership: HubMembership, details: Leaving, actor: Person) -> None:
    """A school leaves on this day. One that leaves before it joined was entered by mistake, and goes."""
    if details.ends_on <= membership.starts_on:
        _record_membership(membership, "hub_never_joined", actor)
        db.session.delete(membership)
        return
    membership.ends_on = details.ends_on
    _record_membership(membership, "hub_left", actor)


def _record_membership(membership: HubMembership, kind: str, actor: Person) -> None:
    record(
        membership.hub_id,
        kind,
        actor,
        school_id=membership.school_id,
        starts_on=plain(membership.starts_on),
        ends_on=plain(membership.ends_on),
    )


def _refuse_same_name(name: str, trust_id: int, but: int | None) -> None:
    hold(trust_id)
    same = select(Hub.id).where(Hub.kind == PlaceKind.HUB, func.lower(Hub.name) == name.lower())
    if any(hub_id != but for hub_id in db.session.scalars(same)):
        raise InvalidDetails({"name": "Your trust has a hub of this name; choose another"})


def _refuse_overlap(hub: Hub, school: School, details: Joining) -> None:
    statement = select(HubMembership.starts_on).where(
        HubMembership.hub_id == hub.id,
        HubMembership.school_id == school.id,
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > details.starts_on),
    )
    if details.ends_on is not None:
        statement = statement.where(HubMembership.starts_on < details.ends_on)
    if db.session.scalars(statement).first() is not None:
        raise InvalidDetails({"starts_on": f"{school.name} is in this hub already for some of those days"})
