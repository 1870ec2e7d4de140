"""Who belongs to a forum: the chair and its members, each from one day to another, and their schools."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from workflows.clock import today
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.directory.choices import open_schools, staff_of, works_here
from workflows.errors import NotYet, NotYourRole
from workflows.forums.details import (
    Everyone,
    EveryoneDetails,
    ForumKind,
    MemberDetails,
    MembersDetails,
    SchoolsMembers,
)
from workflows.forums.flow import ForumFlow as Flow
from workflows.forums.flow import chair, member
from workflows.forums.model import Forum
from workflows.people import (
    Appointment,
    Person,
    Post,
    appoint,
    appoint_all,
    colleague,
    end_appointments,
    standing,
)
from workflows.perform import Act
from workflows.places import OPEN, School

NAMING: Final = frozenset({"head", "senior_leader"})
"""Roles at a school whose holders say who comes from it."""


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a forum, and since when."""

    person_id: int
    name: str
    job_title: str
    school_id: int | None
    is_chair: bool
    since: date


@dataclass(frozen=True)
class FromSchool:
    """A school with those who come from it; nobody where it has no member."""

    school_id: int | None
    name: str
    members: tuple[Member, ...] = ()


def members_of(forum: Forum, on: date | None = None) -> list[Person]:
    """Who belongs to it on this day, the chair too, by name; whoever has left the trust does not."""
    held = select(Appointment.person_id).where(_belongs(forum.id), standing(on or today()))
    found = select(Person).where(Person.id.in_(held), Person.left_on.is_(None))
    return list(db.session.scalars(found.order_by(Person.name, Person.id)))


def by_school(forum: Forum) -> list[FromSchool]:
    """Every open school with its members, by name, and the central team's where there are any."""
    found: dict[int | None, list[Member]] = {}
    for one in _members(forum):
        found.setdefault(one.school_id, []).append(one)
    rows = [FromSchool(one.id, one.name, tuple(found.pop(one.id, ()))) for one in open_schools()]
    others = tuple(one for some in found.values() for one in some)
    return [*rows, FromSchool(None, "Central team", others)] if others else rows


def _members(forum: Forum) -> list[Member]:
    rows = db.session.execute(
        select(
            Person.id,
            Person.name,
            Person.job_title,
            Person.school_id,
            Appointment.role,
            Appointment.starts_on,
        )
        .join(Appointment, Appointment.person_id == Person.id)
        .where(_belongs(forum.id), standing(today()), Person.left_on.is_(None))
        .order_by(Appointment.role, Person.name, Person.id)  # the chair first
    )
    found: dict[int, Member] = {}
    for person_id, name, title, school_id, role, since in rows:
        found.setdefault(person_id, Member(person_id, name, title, school_id, role == chair.name, since))
    return list(found.values())


def _belongs(forum_id: int) -> ColumnElement[bool]:
    return (Appointment.place_id == forum_id) & Appointment.role.in_([chair.name, member.name])


def may_name_for(posts: Iterable[Post]) -> frozenset[int]:
    """The schools of which somebody with these posts says who comes from them."""
    return frozenset(post.place_id for post in posts if post.role in NAMING)


def who_has_in_common(details: EveryoneDetails) -> list[Person]:
    """Everybody who works here and has this role at an open school, or these words in their job title."""
    if details.who is Everyone.JOB_TITLE:
        fits: Any = Person.job_title.icontains(details.words.strip(), autoescape=True)
    else:
        schools = select(School.id).where(School.status.in_(OPEN))
        held = select(Appointment.person_id).where(
            Appointment.role == details.who.value, Appointment.place_id.in_(schools), standing(today())
        )
        fits = Person.id.in_(held)
    found = select(Person).where(fits, works_here(), Person.left_on.is_(None))
    return list(db.session.scalars(found.order_by(Person.name, Person.id)))


# What the steps do


@Flow.guard("join")
def is_open_to_all(forum: Forum, _: object) -> None:
    """Members read what is for members alone, so that nobody walks into a group of heads by a press."""
    if forum.group_kind is ForumKind.ROLE:
        raise NotYet(
            "This group is for people with one role: its chair, or your head, says who belongs to it."
        )


@Flow.on("join")
def join(forum: Forum, _: None, act: Act) -> None:
    if act.actor is None:
        return
    if act.actor.id in _ids(forum):
        raise NotYet("You belong to this forum already.")
    appoint(act.actor, member.name, forum.id)


@Flow.on("leave")
def leave(forum: Forum, _: None, act: Act) -> None:
    if act.actor is not None:
        end_appointments(forum.id, role=member.name, person_id=act.actor.id)


@Flow.on("name_members")
def name_members(forum: Forum, details: SchoolsMembers, act: Act) -> None:
    """The head of a school says who comes from it; others of that school no longer do."""
    if act.actor is None or not _leads(act.actor, details.school_id):
        raise NotYourRole("The head or a senior leader of a school says who comes from it.")
    staff = {one.id for one in staff_of([details.school_id])}
    wanted = set(details.person_ids)
    if not wanted <= staff:
        raise InvalidDetails({"person_ids": "Choose people who work at your school"})
    now = {one.id for one in members_of(forum)}
    chairs = {one.person_id for one in _members(forum) if one.is_chair}
    for person_id in sorted((staff & now) - wanted - chairs):
        ended = end_appointments(forum.id, role=member.name, person_id=person_id)
        act.facts["left"] = [*act.facts.get("left", ()), *(one.person.name for one in ended)]
        act.tell_people.append(person_id)
    act.facts["school"] = db.session.get_one(School, details.school_id).name
    _add(forum, [db.session.get_one(Person, one) for one in sorted(wanted - now)], act)


@Flow.on("add_members")
def add_members(forum: Forum, details: MembersDetails, act: Act) -> None:
    joining = [colleague(one, act.trust.id, field="person_ids") for one in dict.fromkeys(details.person_ids)]
    _add(forum, joining, act)


@Flow.on("add_everyone")
def add_everyone(forum: Forum, details: EveryoneDetails, act: Act) -> None:
    found = who_has_in_common(details)
    field = "words" if details.who is Everyone.JOB_TITLE else "who"
    if not found:
        raise InvalidDetails({field: "Nobody in the trust fits this at present"})
    known = _ids(forum)
    joining = [one for one in found if one.id not in known]
    if not joining:
        raise InvalidDetails({field: "All of them belong to this forum already"})
    _add(forum, joining, act)


@Flow.on("remove_member")
def remove_member(forum: Forum, details: MemberDetails, act: Act) -> None:
    ended = end_appointments(forum.id, role=member.name, person_id=details.person_id)
    if not ended:
        raise InvalidDetails({"person_id": "Choose one of its members"})
    act.facts["left"] = [one.person.name for one in ended]
    act.tell_people.append(details.person_id)


def _add(forum: Forum, joining: Iterable[Person], act: Act) -> None:
    """They become members; whoever is one already stays one, and does not hear of it again."""
    known = _ids(forum)
    new = [person for person in joining if person.id not in known]
    appoint_all(new, member.name, forum.id)
    db.session.flush()
    if new:
        act.facts["members"] = [*act.facts.get("members", ()), *(person.name for person in new)]
        act.tell_people += [person.id for person in new]


def _ids(forum: Forum) -> set[int]:
    return {one.id for one in members_of(forum)}


def _leads(person: Person, school_id: int) -> bool:
    held = select(Appointment.id).where(
        Appointment.person_id == person.id,
        Appointment.place_id == school_id,
        Appointment.role.in_(sorted(NAMING)),
        standing(today()),
    )
    return db.session.scalars(held.limit(1)).first() is not None
