"""When somebody leaves: what they hold, to whom it goes, and the end of all their access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from workflows.administration.lists import Choice, colleagues
from workflows.administration.oversight import end_all
from workflows.administration.people import keep_an_administrator
from workflows.cases import Case, Deadline
from workflows.clock import today
from workflows.database import db
from workflows.details import PersonChange
from workflows.errors import NotYourRole
from workflows.events import record
from workflows.machine import all_workflows, roles_in
from workflows.people import Appointment, Holder, Person, Post, holders, posts_of, standing
from workflows.perform import lock, perform
from workflows.places import Place
from workflows.sign_ups.details import PersonGone
from workflows.sign_ups.queries import cases_with_places_of
from workflows.visibility import ABOUT_DATES, may_see

HANDING_OVER = "change_people"
"""The transition by which a workflow lets one person take another's place on a case."""
FREEING: Final = "free_places"
ENDING: Final = "end_for_them"
"""The transition by which others end a case in which nobody takes another's place."""


@dataclass(frozen=True)
class _Turn:
    """What is asked of a post, and by when."""

    ask: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Part:
    """A part that somebody has on an open case."""

    case: Case
    role: str
    #: empty where whoever asks may not see the case
    title: str = ""
    #: what is asked of whoever has this part now, and by when; empty while it is not their turn
    ask: str = ""
    due_on: date | None = None
    can_hand_over: bool = False
    #: who else could hand it over: name and role, while the one who asks cannot
    who_can: tuple[tuple[str, str], ...] = ()
    #: who can end the case, where nobody takes another's place in it
    who_ends: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Held:
    """A role that somebody holds at the trust, a hub or a school."""

    role: str
    place: str
    place_id: int
    #: turns that are waiting for whoever holds it
    turns: int
    #: who else holds it
    others: tuple[str, ...]


@dataclass(frozen=True)
class Holdings:
    """Everything that somebody would leave behind."""

    parts: list[Part] = field(default_factory=list)
    roles: list[Held] = field(default_factory=list)

    @property
    def left_alone(self) -> list[Held]:
        """The roles with turns waiting that nobody else holds."""
        return [held for held in self.roles if held.turns and not held.others]


def holdings(person: Person, asker: Person) -> Holdings:
    """What somebody holds, and what of it the asker can hand over."""
    posts = _posts(person.id)
    cases = _open_cases({post.place_id for post in posts})
    changers = {post for case in cases.values() for post in _changers(case) | _enders(case)}
    seen = _Seen(_turns(set(posts)), posts_of(asker.id), holders(set(posts) | changers), person.id)
    found = Holdings()
    for post, place in posts.items():
        if post.place_id in cases:
            found.parts.append(seen.part(cases[post.place_id], post))
        elif place is not None:
            found.roles.append(seen.role(post, place))
    found.parts.sort(key=lambda part: part.case.reference)
    return found


@dataclass(frozen=True)
class _Seen:
    """What was read about the posts of somebody who leaves, and of those who could help."""

    turns: dict[Post, list[_Turn]]
    asking: frozenset[Post]
    holding: dict[Post, list[Holder]]
    leaver_id: int

    def role(self, post: Post, place: str) -> Held:
        return Held(post.role, place, post.place_id, len(self.turns.get(post, ())), self.others(post))

    def part(self, case: Case, post: Post) -> Part:
        turn = self.turns.get(post, [_Turn()])[0]
        changers = _changers(case)
        able = bool(changers & self.asking)
        who = () if able else tuple(self._named(changers, case.trust_id))
        ends = tuple(self._named(_enders(case), case.trust_id))
        title = case.title if may_see(case, self.asking) else ""
        return Part(case, post.role, title, turn.ask, turn.due_on, able, who, ends)

    def _named(self, posts: set[Post], trust_id: int) -> Iterator[tuple[str, str]]:
        """Who holds these posts, the central team first: they can help with every case."""
        for post in sorted(posts, key=lambda post: (post.place_id != trust_id, post.role, post.place_id)):
            for name in self.others(post):
                yield name, post.role

    def others(self, post: Post) -> tuple[str, ...]:
        return tuple(holder.name for holder in self.holding[post] if holder.person_id != self.leaver_id)


def hand_over(
    case: Case, role: str, *, leaving: Person, joining_id: int, actor: Person, form_key: str | None = None
) -> None:
    """Let somebody else take the leaver's part on a case, by the case's own rules."""
    if HANDING_OVER not in case.flow.transitions:
        raise NotYourRole(f"Nobody can be given this part of {case.reference} by another.")
    change = PersonChange(
        role=role, joining_id=joining_id, leaving_id=leaving.id, reason=f"{leaving.name} is leaving"
    )
    perform(case, HANDING_OVER, actor, change, form_key=form_key)


def successors(part: Part, but: int) -> list[Choice]:
    """Who could take a part: people of the school that the part belongs to, or everybody who is here."""
    school_id = getattr(part.case, _SCHOOLS.get(part.role, ""), None)
    return colleagues(school_id=school_id, but=but)


_SCHOOLS: Final = {
    "giver": "giving_school_id",
    "requester": "receiving_school_id",
    "visitor": "visiting_school_id",
    "host_contact": "host_school_id",
}
"""Parts that somebody of one school of the case has to take."""


def leave(person: Person, actor: Person) -> None:
    """End every appointment of somebody who leaves today, and all line management with them.

    Raises NotYet for the last administrator. Whoever calls this ends their sign-ins too.
    """
    running = select(Appointment).where(
        Appointment.person_id == person.id,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > today()),
    )
    ended = db.session.scalars(running).all()
    if any(appointment.role == "administrator" for appointment in ended):
        keep_an_administrator(person.trust_id, without={person.id})
    for appointment in ended:
        appointment.ends_on = max(today(), appointment.starts_on)
    person.left_on = today()
    _free_places(person)
    ended_there = sorted((appointment.place_id, appointment.role) for appointment in ended)
    posts = [[role, place_id] for place_id, role in ended_there]
    overseen = end_all(person)
    record(person.trust_id, "person_left", actor, person_id=person.id, posts=posts, overseen=overseen)


def _free_places(person: Person) -> None:
    """Their places go to whoever has waited longest. All cases are held first, always in the same order."""
    db.session.flush()
    found = [db.session.get_one(Case, case_id) for case_id in cases_with_places_of(person.id)]
    for case in [lock(case) for case in found]:
        step = case.flow.transitions[FREEING]
        if case.state_now in step.sources:
            perform(case, step.name, None, PersonGone(person_id=person.id))


def _posts(person_id: int) -> dict[Post, str | None]:
    """Every post that somebody holds today, with the name of its place (None for a case).

    Being asked to a date is nobody else's to take on, and ends by itself.
    """
    statement = (
        select(Appointment.role, Appointment.place_id, Place.name, Case.id)
        .join(Place, Place.id == Appointment.place_id)
        .outerjoin(Case, Case.id == Appointment.place_id)
        .where(
            Appointment.person_id == person_id,
            Appointment.role.not_in(sorted(ABOUT_DATES)),
            standing(today()),
        )
        .order_by(Place.name)
    )
    return {
        Post(role, place_id): None if case_id else name
        for role, place_id, name, case_id in db.session.execute(statement)
    }


def is_open_case() -> ColumnElement[bool]:
    """The condition under which a case is open, by each workflow's own final states."""
    return or_(
        *(
            and_(
                Case.kind == flow.slug, Case.state.in_([s.name for s in flow.states.values() if not s.final])
            )
            for flow in all_workflows()
        )
    )


def _open_cases(place_ids: set[int]) -> dict[int, Case]:
    cases = db.session.scalars(select(Case).where(Case.id.in_(place_ids), is_open_case()))
    return {case.id: case for case in cases}


def _turns(posts: set[Post]) -> dict[Post, list[_Turn]]:
    found: dict[Post, list[_Turn]] = {}
    statement = (
        select(Deadline.role, Deadline.place_id, Deadline.ask, Deadline.due_on)
        .where(
            Deadline.closed_at.is_(None),
            tuple_(Deadline.place_id, Deadline.role).in_([(post.place_id, post.role) for post in posts]),
        )
        .order_by(Deadline.due_on)
    )
    for role, place_id, ask, due_on in db.session.execute(statement):
        found.setdefault(Post(role, place_id), []).append(_Turn(ask, due_on))
    return found


def _changers(case: Case) -> set[Post]:
    """Who may hand over parts of this case as it stands; nobody where its workflow knows no such step."""
    return _who_may(case, HANDING_OVER)


def _enders(case: Case) -> set[Post]:
    """Who, without a part of their own in it, can end a case in which nobody takes another's place."""
    if ENDING not in case.flow.transitions:
        return set()
    found = _who_may(case, ENDING) or _who_may(case, "withdraw")
    return {post for post in found if post.place_id != case.id}


def _who_may(case: Case, name: str) -> set[Post]:
    step = case.flow.transitions.get(name)
    if step is None or case.state_now not in step.sources:
        return set()
    return {post for role in roles_in(step.by) if (post := role.post(case))}
