"""What else the steps of a hub do: the place, its schools and its coordinator follow."""

from __future__ import annotations

from datetime import date

from workflows.administration import hubs
from workflows.administration.hubs import HubDetails, Joining, Leaving
from workflows.database import db
from workflows.details import InvalidDetails, NoteDetails, PauseDetails
from workflows.hubs.details import (
    BeginningDetails,
    CoordinatorChange,
    FormingDetails,
    ReviewDetails,
    SchoolLeaving,
)
from workflows.hubs.flow import HubFlow as Flow
from workflows.hubs.flow import coordinator
from workflows.hubs.model import HubCase
from workflows.people import Person, appoint, end_appointments
from workflows.perform import Act, keep_note, open_case
from workflows.places import Hub, HubMembership


def form_hub(details: FormingDetails, actor: Person, *, form_key: str | None = None) -> HubCase:
    """A new hub with its schools and coordinator. Raises as `open_case` and `create_hub` do."""
    hub = hubs.create_hub(HubDetails(name=details.name, purpose=details.purpose), actor)
    appoint(_somebody(details.coordinator_id, actor.trust_id), coordinator.name, hub.id)
    return open_case(_case_of(hub), "form", actor, details, form_key=form_key)


def take_up(hub: Hub, actor: Person, *, form_key: str | None = None) -> HubCase:
    """Begin the work of a hub that is in the directory already. Raises as `open_case` does."""
    return open_case(_case_of(hub), "take_up", actor, form_key=form_key)


def _case_of(hub: Hub) -> HubCase:
    return HubCase(title=hub.name, hub_id=hub.id, hub=hub)


@Flow.on("form")
def begin_with(case: HubCase, details: FormingDetails, act: Act) -> None:
    for school_id in dict.fromkeys(details.school_ids):
        _join(case, Joining(school_id=school_id, starts_on=act.today), act)


@Flow.on("begin")
def agree(case: HubCase, details: BeginningDetails, act: Act) -> None:
    case.hub.purpose = details.purpose
    case.review_on = _ahead(details.review_on, "review_on", act)


@Flow.on("go_on")
def keep_review(case: HubCase, details: ReviewDetails, act: Act) -> None:
    case.what_helped, case.what_changes = details.what_helped, details.what_changes
    case.review_on = _ahead(details.review_on, "review_on", act)


@Flow.on("pause")
def keep_day(case: HubCase, details: PauseDetails, act: Act) -> None:
    case.look_again_on = _ahead(details.look_again_on, "look_again_on", act)


@Flow.on("school_joins")
def join(case: HubCase, details: Joining, act: Act) -> None:
    _join(case, details, act)


@Flow.on("school_leaves")
def leave(case: HubCase, details: SchoolLeaving, act: Act) -> None:
    membership = db.session.get(HubMembership, details.membership_id)
    if membership is None or membership.hub_id != case.hub_id:
        raise InvalidDetails({"membership_id": "Choose one of its schools"})
    act.facts["school"] = membership.school.name
    if act.actor is not None:
        hubs.end_membership(membership, Leaving(ends_on=details.ends_on), act.actor)


@Flow.on("change_coordinator")
def change_coordinator(case: HubCase, details: CoordinatorChange, act: Act) -> None:
    heir = _somebody(details.coordinator_id, case.trust_id)
    was = end_appointments(case.hub_id, role=coordinator.name)
    if any(one.person_id == heir.id for one in was):
        raise InvalidDetails({"coordinator_id": f"{heir.name} coordinates it already"})
    act.facts |= {"from": ", ".join(one.person.name for one in was), "to": heir.name}
    db.session.flush()
    appoint(heir, coordinator.name, case.hub_id)
    db.session.flush()


@Flow.on("add_note")
def write_note(_: HubCase, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


def _join(case: HubCase, details: Joining, act: Act) -> None:
    if act.actor is not None:
        joined = hubs.add_school(case.hub, details, act.actor)
        act.facts["schools"] = [*act.facts.get("schools", ()), joined.school_id]


def _somebody(person_id: int, trust_id: int) -> Person:
    found = db.session.get(Person, person_id)
    if found is None or found.trust_id != trust_id or found.left_on is not None:
        raise InvalidDetails({"coordinator_id": "Choose somebody who works in the trust"})
    return found


def _ahead(day: date, field: str, act: Act) -> date:
    if day <= act.today:
        raise InvalidDetails({field: "Choose a date in the future"})
    return day
