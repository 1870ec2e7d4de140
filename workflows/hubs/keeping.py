"""What administrators change about a hub of the directory: by a step where its work has been taken up.

So there is one way of writing, and one history, whichever page it is done on.
"""

from __future__ import annotations

from workflows.administration import hubs
from workflows.administration.hubs import HubDetails, Joining, Leaving
from workflows.administration.people import AppointmentDetails, appoint_to
from workflows.clock import today
from workflows.details import Details, InvalidDetails, PersonChange
from workflows.hubs.details import SchoolLeaving
from workflows.hubs.effects import case_of
from workflows.hubs.flow import coordinator
from workflows.people import Person
from workflows.perform import perform
from workflows.places import Hub, HubMembership


def edit(hub: Hub, details: HubDetails, actor: Person) -> None:
    """Rename it or say anew what it is for. Raises as `edit_hub` and `perform` do."""
    if not _by_step(hub.id, "edit", details, actor):
        hubs.edit_hub(hub, details, actor)


def add_school(hub: Hub, details: Joining, actor: Person) -> None:
    """A school joins. Raises as `hubs.add_school` and `perform` do."""
    if not _by_step(hub.id, "school_joins", details, actor):
        hubs.add_school(hub, details, actor)


def end_membership(membership: HubMembership, details: Leaving, actor: Person) -> None:
    """A school leaves. Raises as `hubs.end_membership` and `perform` do."""
    leaving = SchoolLeaving(membership_id=membership.id, ends_on=details.ends_on)
    if not _by_step(membership.hub_id, "school_leaves", leaving, actor):
        hubs.end_membership(membership, details, actor)


def appoint_coordinator(person: Person, details: AppointmentDetails, actor: Person) -> None:
    """Somebody coordinates it from a day on. Raises as `appoint_to` and `perform` do.

    Whoever takes over from today on takes over its meetings as well. From a later day on, or beside somebody
    else, they are appointed and nothing more.
    """
    at_once = details.takes_over and details.starts_on <= today() and details.ends_on is None
    change = PersonChange(role=coordinator.name, joining_id=person.id)
    try:
        if at_once and _by_step(details.place_id, "change_coordinator", change, actor):
            return
    except InvalidDetails as error:
        raise InvalidDetails({"person_id": error.problems["joining_id"]}) from error
    appoint_to(person, details, actor)


def _by_step(hub_id: int, name: str, details: Details, actor: Person) -> bool:
    """Whether the hub's work goes on here, so that this was done as a step of it."""
    case = case_of(hub_id)
    if case is None or not case.is_open:
        return False
    perform(case, name, actor, details)
    return True
