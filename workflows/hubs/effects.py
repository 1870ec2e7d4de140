"""What else the steps of a hub do: the place, its schools and its coordinator follow."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from workflows.administration import hubs
from workflows.administration.hubs import HubDetails, Joining, Leaving
from workflows.database import db
from workflows.details import InvalidDetails, NoteDetails, PauseDetails, PersonChange, Reason, in_future
from workflows.errors import NotYet
from workflows.events import hold
from workflows.hubs.details import BeginningDetails, FormingDetails, ReviewDetails, SchoolLeaving
from workflows.hubs.flow import HubFlow as Flow
from workflows.hubs.flow import coordinator
from workflows.hubs.model import HubCase
from workflows.people import Person, Post, appoint, colleague, end_appointments, take_over
from workflows.perform import Act, keep_note, open_case
from workflows.places import Hub, HubMembership, School, schools_of_hub


def form_hub(details: FormingDetails, actor: Person, *, form_key: str | None = None) -> HubCase:
    """A new hub with its schools and coordinator. Raises as `open_case` and `create_hub` do."""
    hub = hubs.create_hub(HubDetails(name=details.name, purpose=details.purpose), actor)
    return open_case(_case_of(hub), "form", actor, details, form_key=form_key)


def take_up(hub: Hub, actor: Person, *, form_key: str | None = None) -> HubCase:
    """Begin the work of a hub that is in the directory already. Raises as `open_case` does."""
    hold(hub.id)
    if case_of(hub.id) is not None:
        raise NotYet(f"The work of {hub.name} has been taken up already.")
    return open_case(_case_of(hub), "take_up", actor, form_key=form_key)


def case_of(hub_id: int) -> HubCase | None:
    """What a hub of the directory is working on, if that has been taken up."""
    return db.session.scalars(select(HubCase).where(HubCase.hub_id == hub_id)).first()


def _case_of(hub: Hub) -> HubCase:
    return HubCase(title=hub.name, hub_id=hub.id, hub=hub)


@Flow.on("form")
def begin_with(case: HubCase, details: FormingDetails, act: Act) -> None:
    lead = colleague(details.coordinator_id, act.trust.id, field="coordinator_id")
    appoint(lead, coordinator.name, case.hub_id)
    db.session.flush()
    for school_id in dict.fromkeys(details.school_ids):
        _join(case, Joining(school_id=school_id, starts_on=act.today), act, field="school_ids")


@Flow.on("begin")
def agree(case: HubCase, details: BeginningDetails, act: Act) -> None:
    if act.actor is not None:
        hubs.edit_hub(case.hub, HubDetails(name=case.hub.name, purpose=details.purpose), act.actor)
    case.review_on = in_future(details.review_on, act.today, field="review_on")
    _tell_heads(case, act)


@Flow.on("go_on")
def keep_review(case: HubCase, details: ReviewDetails, act: Act) -> None:
    case.what_helped, case.what_changes = details.what_helped, details.what_changes
    case.review_on = in_future(details.review_on, act.today, field="review_on")
    _tell_heads(case, act)


@Flow.on("pause")
def keep_day(case: HubCase, details: PauseDetails, act: Act) -> None:
    case.look_again_on = in_future(details.look_again_on, act.today, field="look_again_on")
    _tell_heads(case, act)


@Flow.on("resume")
def tell_of_going_on(case: HubCase, _: None, act: Act) -> None:
    _tell_heads(case, act)


@Flow.on("close")
def end_what_hangs_on_it(case: HubCase, _: Reason, act: Act) -> None:
    """The schools leave and nobody coordinates it any more; all of them hear why."""
    _tell_heads(case, act)
    for membership in _memberships_from(case, act.today):
        _end(membership, act.today, act)
    ended = end_appointments(case.hub_id, role=coordinator.name)
    act.tell_people += [one.person_id for one in ended]


@Flow.on("edit")
def edit(case: HubCase, details: HubDetails, act: Act) -> None:
    if act.actor is not None:
        hubs.edit_hub(case.hub, details, act.actor)
    case.title = details.name


@Flow.on("school_joins")
def join(case: HubCase, details: Joining, act: Act) -> None:
    _join(case, details, act)


@Flow.on("school_leaves")
def leave(case: HubCase, details: SchoolLeaving, act: Act) -> None:
    membership = db.session.get(HubMembership, details.membership_id)
    if membership is None or membership.hub_id != case.hub_id:
        raise InvalidDetails({"membership_id": "Choose one of its schools"})
    act.facts["school"] = membership.school.name
    act.tell_posts.append(Post("head", membership.school_id))
    _end(membership, details.ends_on, act)


@Flow.on("change_coordinator")
def change_coordinator(case: HubCase, details: PersonChange, act: Act) -> None:
    heir = colleague(details.joining_id, act.trust.id, field="joining_id")
    already = {"joining_id": f"{heir.name} coordinates it already"}
    was = take_over(heir, coordinator.name, case.hub_id, already=already)
    act.facts |= {"left": [one.person.name for one in was], "joined": heir.name}
    act.tell_people += [one.person_id for one in was]
    _tell_heads(case, act)


@Flow.on("add_note")
def write_note(_: HubCase, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


def _join(case: HubCase, details: Joining, act: Act, *, field: str = "") -> None:
    if act.actor is None:
        return
    try:
        joined = hubs.add_school(case.hub, details, act.actor)
    except InvalidDetails as error:
        problems = error.problems
        raise InvalidDetails(
            {field if name == "school_id" else name: problems[name] for name in problems}
        ) from error
    db.session.flush()
    name = db.session.get_one(School, joined.school_id).name
    act.facts["schools"] = [*act.facts.get("schools", ()), name]
    act.tell_posts.append(Post("head", joined.school_id))


def _end(membership: HubMembership, on: date, act: Act) -> None:
    if act.actor is not None:
        hubs.end_membership(membership, Leaving(ends_on=on), act.actor)


def _memberships_from(case: HubCase, day: date) -> list[HubMembership]:
    """Of the schools that are in it on this day, or are to join later."""
    statement = select(HubMembership).where(
        HubMembership.hub_id == case.hub_id,
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > day),
    )
    return list(db.session.scalars(statement))


def _tell_heads(case: HubCase, act: Act) -> None:
    act.tell_posts += [Post("head", school.id) for school in schools_of_hub(case.hub_id, act.today)]
