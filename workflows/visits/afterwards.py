"""What the steps after a visit do: reflecting, sharing, the library, and looking back next half-term."""

from __future__ import annotations

from typing import Any, Final

from workflows.actions import ActionDetails, agree
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.library import EntryDetails, Origin, offer, out_of_case
from workflows.people import Person, Post, holders
from workflows.perform import Act
from workflows.visits.details import AdoptionDetails, ReflectionDetails
from workflows.visits.flow import VisitFlow as Flow
from workflows.visits.model import Visit

INTO_THE_HALF_TERM: Final = 10
"""Working days into the next half-term by which the visitor looks back."""


@Flow.on("reflect")
def keep_reflection(visit: Visit, details: ReflectionDetails, act: Act) -> None:
    visit.learned, visit.will_try, visit.would_ask = details.learned, details.will_try, details.would_ask
    visit.reflected_at = act.at
    _look_back_next_half_term(visit, act)


def _look_back_next_half_term(visit: Visit, act: Act) -> None:
    calendar = act.calendars.of(visit.visiting_school_id or act.trust.id)
    visit.act_by = calendar.add_working_days(calendar.half_term_after(act.today), INTO_THE_HALF_TERM)


@Flow.on("share")
def share_with_host(visit: Visit, _: None, act: Act) -> None:
    visit.shared_at = visit.shared_at or act.at


@Flow.guard("offer_entry")
def is_not_in_library(visit: Visit, _: object) -> None:
    if out_of_case(visit.id) is not None:
        raise NotYet("What was seen on this visit is in the library already.")


@Flow.on("offer_entry")
def propose_entry(visit: Visit, details: EntryDetails, act: Act) -> None:
    """Both heads read it beside the reflection that it comes from."""
    missing = [post for post in _heads(visit) if not holders([post])[post]]
    if missing:
        raise InvalidDetails(
            {"title": "One of the schools has no head who could agree to it. Share it with the host"}
        )
    visit.shared_at = visit.shared_at or act.at
    visit.proposed_entry = details.as_json()


@Flow.on("consent")
def put_into_library(visit: Visit, _: None, act: Act) -> None:
    if not act.completes or visit.proposed_entry is None:
        return
    entry = offer(
        EntryDetails(**visit.proposed_entry),
        _origin(visit, act),
        focus_areas=[area.id for area in visit.focus_areas],
        out_of=act,
    )
    act.facts["library_entry_id"] = entry.id
    visit.proposed_entry = None


def _origin(visit: Visit, act: Act) -> Origin:
    """The host's practice; whoever looked after the visitors answers for it, or else its head."""
    head = _host_head(visit, act)
    contact = visit.host_contact if visit.host_contact and visit.host_contact.left_on is None else None
    if visit.host_school is None or head is None:
        raise NotYet("The school that was visited has no head who could agree.")
    return Origin(school=visit.host_school, owner=contact or head, consented_by=head)


def _host_head(visit: Visit, act: Act) -> Person | None:
    """The head who agrees now, or whoever did before: the last of both may be the visitors' own."""
    post = Post("head", visit.host_school_id or 0)
    if act.actor is not None and post in act.posts:
        return act.actor
    found = holders([post])[post]
    return db.session.get(Person, found[0].person_id) if found else None


def _heads(visit: Visit) -> list[Post]:
    return [Post("head", school or 0) for school in (visit.visiting_school_id, visit.host_school_id)]


@Flow.on("refuse_entry", "take_back")
def leave_it_out(visit: Visit, _: Any, act: Act) -> None:
    visit.proposed_entry = None


@Flow.on("adopt")
def keep_what_became_of_it(visit: Visit, details: AdoptionDetails, act: Act) -> None:
    visit.tried, visit.next_step, visit.stuck = details.tried, details.next_step, details.stuck


@Flow.on("ask_for_action")
def open_action(_: Visit, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}
