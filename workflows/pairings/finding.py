"""Reads whom the match judges: who waits for a mentor, and who offers to be one, in seven statements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.fit import Spot, Strength
from workflows.giving import (
    Allowance,
    Expertise,
    FocusArea,
    FocusKind,
    people_in_conflict_with_each,
    taken_days,
)
from workflows.line_management import Oversight, oversight_between
from workflows.pairings.criteria import Bar, Choice, Goal, Mentee, Mentor
from workflows.pairings.effects import WITH_MENTOR
from workflows.pairings.flow import PairingFlow
from workflows.pairings.matching import Ranking, rank
from workflows.pairings.model import MentorProfile, Pairing, PairingFocus
from workflows.pairings.profiles import offers
from workflows.people import Appointment, Person
from workflows.places import Phase, School, Trust
from workflows.school_calendar import academic_year

_BARS: Final = {Oversight.LINE_MANAGER: Bar.LINE_MANAGER, Oversight.APPRAISER: Bar.APPRAISER}


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A pairing that waits for a mentor, and its mentee as the match sees them."""

    pairing_id: int
    reference: str
    #: of the pairing, as it was read
    version: int
    mentee: Mentee
    #: who was its mentor, or was asked to be, and is not any more
    before: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Cohort:
    """Everybody who is looked for and everybody who offers, as they are now."""

    asking: tuple[Asking, ...]
    mentors: tuple[Mentor, ...]
    #: what those who offer say of themselves, by `person_id`
    words: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Who could be the mentor in one pairing, best first, and who cannot."""

    asking: Asking
    ranking: Ranking
    #: what mentors say of themselves, by `person_id`
    words: Mapping[int, str]

    @property
    def before(self) -> frozenset[int]:
        """Who was asked in this pairing before, or was its mentor."""
        return self.asking.before

    @property
    def choices(self) -> list[Choice]:
        """Whoever was asked before comes last."""
        return sorted(self.ranking.choices, key=lambda one: one.mentor.person_id in self.before)


def mentors_for(pairing: Pairing, *, tell_conflicts: bool) -> Found:
    """Everybody who could be the mentor in this pairing, best first.

    `tell_conflicts`: whether the reader may know that somebody has declared a conflict of interest.
    """
    cohort = _read(pairing.trust_id, Pairing.id == pairing.id)
    (asking,) = cohort.asking
    ranking = rank(asking.mentee, cohort.mentors, tell_conflicts=tell_conflicts)
    return Found(asking, ranking, cohort.words)


def everybody(trust_id: int) -> Cohort:
    """Everybody whose pairing waits for a mentor, the longest waiting first, and everybody who offers."""
    return _read(trust_id, Pairing.state == PairingFlow.requested.name)


def _read(trust_id: int, condition: ColumnElement[bool]) -> Cohort:
    on = today()
    facts = _asking(condition)
    running = _running()
    offering = db.session.execute(_offering(on)).all()
    people = {one.mentee_id: one.school_id for one in facts}
    barred = _barred(people, {row.id: row.school_id for row in offering}, running, on=on)
    before = _before([one.pairing_id for one in facts])
    asking = tuple(_as_asking(one, barred[one.mentee_id], before[one.pairing_id]) for one in facts)
    rings = {goal.ring_id for one in facts for goal in one.goals.values()}
    loads = Counter(mentor_id for _, mentor_id in running)
    mentors = _mentors(offering, rings, usual=db.session.get_one(Trust, trust_id).giving_days, loads=loads)
    return Cohort(asking, tuple(mentors), {row.id: row.about for row in offering})


@dataclass
class _Facts:
    """A pairing and its mentee, as rows of the database tell it."""

    pairing_id: int
    mentee_id: int
    school_id: int | None
    row: Any
    goals: dict[int, Goal] = field(default_factory=dict)


def _asking(condition: ColumnElement[bool]) -> list[_Facts]:
    rows = db.session.execute(
        select(
            Pairing.id, Pairing.reference, Pairing.version, Pairing.free_on, Pairing.mentee_school_id,
            Person.id.label("person_id"), Person.name, *_SCHOOL,
            FocusArea.id.label("focus_id"), FocusArea.name.label("focus"), FocusArea.kind,
            FocusArea.parent_id,
        )
        .join(Person, Person.id == Pairing.mentee_id)
        .outerjoin(School, School.id == Pairing.mentee_school_id)
        .outerjoin(PairingFocus, PairingFocus.pairing_id == Pairing.id)
        .outerjoin(FocusArea, FocusArea.id == PairingFocus.focus_area_id)
        .where(condition, Person.left_on.is_(None))
        .order_by(Pairing.id, FocusArea.name)
    )  # fmt: skip
    found: dict[int, _Facts] = {}
    for row in rows:
        facts = found.setdefault(row.id, _Facts(row.id, row.person_id, row.mentee_school_id, row))
        if row.focus_id is not None:
            ring_id = _ring(row.focus_id, row.kind, row.parent_id)
            facts.goals[row.focus_id] = Goal(focus_id=row.focus_id, ring_id=ring_id, name=row.focus)
    return list(found.values())


_SCHOOL: Final = (
    School.name.label("school"),
    School.phase,
    School.easting,
    School.northing,
    School.postcode,
)
"""What is read of somebody's school; nothing of its category."""


def _ring(focus_id: int, kind: FocusKind, parent_id: int | None) -> int:
    return focus_id if kind is FocusKind.RING or parent_id is None else parent_id


def _as_asking(facts: _Facts, barred: Mapping[int, Bar], before: set[int]) -> Asking:
    row = facts.row
    mentee = Mentee(
        person_id=facts.mentee_id,
        name=row.name,
        school=row.school or "",
        phase=row.phase or Phase.NOT_APPLICABLE,
        spot=_spot(row),
        goals=tuple(facts.goals.values()),
        free_on=frozenset(row.free_on),
        barred=barred,
    )
    return Asking(
        pairing_id=row.id,
        reference=row.reference,
        version=row.version,
        mentee=mentee,
        before=frozenset(before),
    )


def _spot(row: Any) -> Spot:
    return Spot(easting=row.easting, northing=row.northing, postcode=row.postcode or "")


def _running() -> list[tuple[int, int]]:
    """Mentee and mentor of every pairing in which somebody is the mentor, or is asked to be."""
    rows = db.session.execute(
        select(Pairing.mentee_id, Pairing.mentor_id).where(
            Pairing.state.in_(WITH_MENTOR), Pairing.mentor_id.is_not(None)
        )
    )
    return [(mentee_id, mentor_id) for mentee_id, mentor_id in rows if mentor_id is not None]


def _barred(
    people: Mapping[int, int | None],
    mentors: Mapping[int, int | None],
    running: Iterable[tuple[int, int]],
    *,
    on: date,
) -> dict[int, dict[int, Bar]]:
    """Who of the mentors may never be that of each of these people, and why; all with their schools."""
    found: dict[int, dict[int, Bar]] = {person_id: {} for person_id in people}
    for mentee_id, mentor_id in running:
        if mentee_id in found:
            found[mentee_id][mentor_id] = Bar.ALREADY
    for pair in _in_conflict({**mentors, **people}, on):
        for person_id in pair & found.keys():
            found[person_id].update(dict.fromkeys(pair - {person_id}, Bar.CONFLICT))
    for pair, oversight in oversight_between(list(people), on).items():
        for person_id in pair & found.keys():
            found[person_id].update(dict.fromkeys(pair - {person_id}, _BARS[oversight]))
    return found


def _in_conflict(people: Mapping[int, int | None], on: date) -> set[frozenset[int]]:
    """Any two of whom one has declared a conflict with the other, or with the other's school."""
    found = people_in_conflict_with_each(people, on)
    return {frozenset((one, other)) for one, others in found.items() for other in others if other != one}


def _before(pairing_ids: Collection[int]) -> dict[int, set[int]]:
    """Who was the mentor in each of these pairings, or was asked to be."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Appointment.place_id, Appointment.person_id).where(
            Appointment.place_id.in_(pairing_ids), Appointment.role == "mentor"
        )
    )
    for pairing_id, person_id in rows:
        found[pairing_id].add(person_id)
    return found


def _mentors(
    rows: Sequence[Any], rings: Collection[int], *, usual: float, loads: Mapping[int, int]
) -> list[Mentor]:
    """Everybody who offers to be a mentor, with their strengths in these rings."""
    strengths = _strengths({row.id for row in rows}, {row.school_id for row in rows} - {None}, rings)
    return [
        Mentor(
            person_id=row.id,
            name=row.name,
            job_title=row.job_title,
            school=row.school or "",
            phase=row.phase or Phase.NOT_APPLICABLE,
            spot=_spot(row),
            strengths=(*strengths[row.id, None], *strengths[None, row.school_id]),
            free_on=frozenset(row.free_on),
            cap=row.cap,
            load=loads.get(row.id, 0),
            days_left=(usual if row.allowed is None else row.allowed) - row.taken,
        )
        for row in rows
    ]


def _offering(on: date) -> Any:
    year = academic_year(on)
    allowed = (
        select(Allowance.days)
        .where(Allowance.person_id == Person.id, Allowance.year == year)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        select(
            Person.id, Person.name, Person.job_title, Person.school_id, *_SCHOOL,
            MentorProfile.free_on, MentorProfile.cap, MentorProfile.about,
            allowed.label("allowed"), taken_days(year).label("taken"),
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(School, School.id == Person.school_id)
        .where(Person.left_on.is_(None), offers(on))
    )  # fmt: skip


_Owner = tuple[int | None, int | None]
"""Whose strength it is: a person's id, or a school's."""


def _strengths(
    people: Collection[int], schools: Collection[int], rings: Collection[int]
) -> dict[_Owner, list[Strength]]:
    """What these people and schools are strong in, within the rings."""
    found: dict[_Owner, list[Strength]] = defaultdict(list)
    rows = db.session.execute(
        select(
            Expertise.person_id, Expertise.school_id, Expertise.phase, FocusArea.id,
            FocusArea.name, FocusArea.kind, FocusArea.parent_id,
        )
        .join(FocusArea, FocusArea.id == Expertise.focus_area_id)
        .where(
            or_(Expertise.person_id.in_(people), Expertise.school_id.in_(schools)),
            or_(FocusArea.id.in_(rings), FocusArea.parent_id.in_(rings)),
        )
        .order_by(Expertise.id)
    )  # fmt: skip
    for row in rows:
        strength = Strength(
            focus_id=row.id,
            focus=row.name,
            ring_id=_ring(row.id, row.kind, row.parent_id),
            phase=row.phase,
            own=row.person_id is not None,
        )
        found[row.person_id, row.school_id].append(strength)
    return found
