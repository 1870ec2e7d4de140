"""Standing groups: what hubs and forums are alike in to the meetings that they hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from sqlalchemy import select

from workflows.cases import Case
from workflows.database import db
from workflows.forums import Forum, ForumFlow
from workflows.forums.members import members_of
from workflows.hubs import HubCase, HubFlow
from workflows.machine import Workflow
from workflows.people import Person, Post, holders
from workflows.places import School, schools_of_hub

Group = HubCase | Forum

_MEETS: Final[dict[type[Workflow], frozenset[str]]] = {
    flow: frozenset(state.name for state in states.members)
    for flow, states in ((HubFlow, HubFlow.forming | HubFlow.at_work), (ForumFlow, ForumFlow.at_work))
}
"""In which states a group meets: not while it is only proposed, nor while it is paused."""


def meets(group: Case) -> bool:
    """Whether meetings of the group can be planned now."""
    return group.state in _MEETS.get(group.flow, ())


def standing_groups(*, hubs: bool = True) -> list[Group]:
    """Every hub that meets, and every forum and role group that does, each kind by name."""
    found: list[Group] = []
    for kind in (HubCase, Forum) if hubs else (Forum,):
        by_name = select(kind).where(kind.state.in_(_MEETS[kind.flow])).order_by(kind.title, kind.id)
        found += db.session.scalars(by_name)
    return found


def groups_to_plan_for(posts: Collection[Post]) -> list[Group]:
    """The groups whose meetings somebody with these posts plans: their own, or all of them centrally."""
    return [
        group
        for group in standing_groups()
        if not {lead_post(group), Post("improvement_lead", group.trust_id)}.isdisjoint(posts)
    ]


def lead_post(group: Case) -> Post:
    """Whoever leads the group: the coordinator of a hub, the chair of a forum. Raises TypeError."""
    if isinstance(group, HubCase):
        return Post("coordinator", group.hub_id)
    if isinstance(group, Forum):
        return Post("chair", group.id)
    raise TypeError(f"{group.reference} is no standing group")


def lead_of(group: Case) -> Person | None:
    """The person who leads the group now, or None while there is nobody."""
    return next(iter(_people([lead_post(group)])), None)


def people_of(group: Case, on: date) -> list[Person]:
    """Everybody who is asked to its meetings on this day: the heads of a hub's schools, a forum's members."""
    if isinstance(group, Forum):
        return members_of(group, on)
    heads = [Post("head", school.id) for school in schools_of(group, on)]
    return _people([*heads, lead_post(group)])


def schools_of(group: Case, on: date) -> list[School]:
    """The schools that have a part in the group on this day, by name."""
    if isinstance(group, HubCase):
        return schools_of_hub(group.hub_id, on)
    found = {person.school.id: person.school for person in people_of(group, on) if person.school}
    return sorted(found.values(), key=lambda school: school.name)


def _people(posts: Sequence[Post]) -> list[Person]:
    held = {one.person_id for holding in holders(posts).values() for one in holding}
    return list(
        db.session.scalars(select(Person).where(Person.id.in_(held)).order_by(Person.name, Person.id))
    )
