"""Makes the planner's problem of the trust's rows: who can review whom, when, and what was decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select

from workflows.clock import today
from workflows.database import db
from workflows.fit import Spot
from workflows.giving import Conflict, Expertise, FocusArea
from workflows.line_management import oversight_between
from workflows.peer_reviews.flow import PeerReviewFlow, lead_reviewer, reviewer
from workflows.peer_reviews.model import PeerReview, ReviewDay, ReviewTraining
from workflows.people import Appointment, Post, holders
from workflows.people import Person as PersonRow
from workflows.places import Hub, HubMembership
from workflows.places import School as SchoolRow
from workflows.review_rounds.details import DecisionKind, Weight
from workflows.review_rounds.model import ReviewAbsence, ReviewRound, RoundDecision
from workflows.review_rounds.problem import Bar, Decided, Person, Problem, School, Wanted, Wishes, monday_of
from workflows.school_calendar import academic_year, calendars

TIMES: Final = {Weight.OFF: 0, Weight.USUAL: 1, Weight.STRONG: 4}
"""What a weight makes of the usual cost of a wish."""
_ON_TEAM: Final = (lead_reviewer.name, reviewer.name)


@dataclass(frozen=True)
class Visit:
    """A review of this year that is there already, outside of this round."""

    host_id: int
    people: tuple[tuple[int, int | None], ...]
    days: tuple[date, ...]


def gather(
    round_: ReviewRound, decided: Iterable[Mapping[str, Any]] | None = None, *, also: Collection[int] = ()
) -> Problem:
    """The problem of a round as it is today, under its own decisions or those given.

    `also` names people who are to be in it whether they can review or not, so that a plan with them can be
    looked at: they take on no reviews.
    """
    on = today()
    hosts = {host.school_id: host for host in round_.hosts}
    visits = list(_visits(round_.starts_on, outside=round_.id))
    people = _people(round_, visits, on=on, also=also)
    wanted_schools = {*hosts, *(one.school_id for one in people)}
    schools = tuple(_schools(round_, wanted_schools, on))
    known = {one.school_id for one in schools}
    people = [one for one in people if one.school_id in known]
    rows = decisions_of(round_) if decided is None else list(decided)
    return Problem(
        schools=schools,
        people=tuple(people),
        wanted=tuple(
            Wanted(school_id=one.school_id, foci=one.foci, days=one.days)
            for one in hosts.values()
            if one.school_id in known
        ),
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        barred=_barred(known.intersection(hosts), people, visits, on=on),
        last_year=_last_year(round_.starts_on),
        foci=_names_of_foci(hosts.values()),
        decided=_decided(rows, hosts=known.intersection(hosts), people=people),
        wishes=_wishes(round_),
    )


def decisions_of(round_: ReviewRound) -> list[dict[str, Any]]:
    """What was decided by hand, as a run keeps it."""
    return [_as_json(one) for one in round_.decisions]


def _as_json(one: RoundDecision) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "school_id": one.school_id,
        "person_id": one.person_id,
        "week": one.week.isoformat() if one.week else None,
    }


def _wishes(round_: ReviewRound) -> Wishes:
    usual = Wishes(reviewers=round_.reviewers, most_a_week=round_.most_a_week)
    changed = {name: getattr(usual, name) * TIMES[Weight(weight)] for name, weight in round_.weights.items()}
    return replace(usual, **changed)


def _decided(rows: Iterable[Mapping[str, Any]], *, hosts: Collection[int], people: list[Person]) -> Decided:
    """What of the decisions is about schools and people that are still in the round."""
    known = {one.person_id for one in people}
    weeks: dict[int, date] = {}
    never_weeks: set[tuple[int, date]] = set()
    about: dict[DecisionKind, set[tuple[int, int]]] = defaultdict(set)
    for row in rows:
        kind, school_id = DecisionKind(row["kind"]), row["school_id"]
        if school_id not in hosts:
            continue
        if kind is DecisionKind.WEEK:
            weeks[school_id] = date.fromisoformat(row["week"])
        elif kind is DecisionKind.NEVER_WEEK:
            never_weeks.add((school_id, date.fromisoformat(row["week"])))
        elif row["person_id"] in known:
            about[kind].add((row["person_id"], school_id))
    return Decided(
        weeks=weeks,
        people=frozenset(about[DecisionKind.PERSON]),
        leads=frozenset(about[DecisionKind.LEAD]),
        never_people=frozenset(about[DecisionKind.NEVER_PERSON]),
        never_weeks=frozenset(never_weeks),
    )


# Schools


def _schools(round_: ReviewRound, ids: Collection[int], on: date) -> Iterator[School]:
    """The schools that are open, with the days on which pupils are in."""
    rows = db.session.scalars(select(SchoolRow).where(SchoolRow.id.in_(ids)).order_by(SchoolRow.id)).all()
    hubs, strong, days = _hubs(on), _strong(), calendars(round_.trust)
    window = [
        round_.starts_on + timedelta(days=n) for n in range((round_.ends_on - round_.starts_on).days + 1)
    ]
    for row in rows:
        if not row.is_open:
            continue
        calendar = days.of_school(row.id)
        yield School(
            school_id=row.id,
            name=row.name,
            hubs=frozenset(hubs[row.id]),
            spot=Spot(easting=row.easting, northing=row.northing, postcode=row.postcode),
            strong_in=frozenset(strong[row.id]),
            school_days=frozenset(day for day in window if calendar.is_school_day(day)),
            most_sent=round_.most_sent,
        )


def _hubs(on: date) -> dict[int, set[str]]:
    """The names of each school's hubs."""
    rows = db.session.execute(
        select(HubMembership.school_id, Hub.name)
        .join(Hub, Hub.id == HubMembership.hub_id)
        .where(
            HubMembership.starts_on <= on,
            or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > on),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for school_id, name in rows:
        found[school_id].add(name)
    return found


def _strong() -> dict[int, set[int]]:
    """The focus areas that each school is strong in: a strength counts for the area around it as well."""
    found: dict[int, set[int]] = defaultdict(set)
    columns = (Expertise.focus_area_id, FocusArea.parent_id)
    owned = select(Expertise.school_id, *columns).join(FocusArea).where(Expertise.school_id.is_not(None))
    by_people = (
        select(PersonRow.school_id, *columns)
        .select_from(Expertise)
        .join(FocusArea)
        .join(PersonRow, PersonRow.id == Expertise.person_id)
        .where(PersonRow.school_id.is_not(None), PersonRow.left_on.is_(None))
    )
    for statement in (owned, by_people):
        for school_id, area, around in db.session.execute(statement):
            found[school_id or 0] |= {one for one in (area, around) if one is not None}
    return found


# People


def _people(
    round_: ReviewRound, visits: list[Visit], *, on: date, also: Collection[int]
) -> list[Person]:  # fmt: skip
    """Everybody who is trained and still asked, with what they can take on beside what they have already."""
    rows = db.session.execute(
        select(
            PersonRow.id, PersonRow.name, PersonRow.school_id, ReviewTraining, _is_asked(on).label("asked")
        )
        .outerjoin(ReviewTraining, ReviewTraining.person_id == PersonRow.id)
        .where(PersonRow.school_id.is_not(None), _is_asked(on) | PersonRow.id.in_(also))
        .order_by(PersonRow.id)
    ).all()
    away, has = _away(round_, visits), Counter(who for visit in visits for who, _ in visit.people)
    return [
        Person(
            person_id=row.id,
            name=row.name,
            school_id=row.school_id,
            leads=bool(row.asked and row.ReviewTraining.can_lead),
            limit=max(0, row.ReviewTraining.most_reviews - has[row.id]) if row.asked else 0,
            away=tuple(away[row.id]),
        )
        for row in rows
    ]


def _is_asked(on: date) -> ColumnElement[bool]:
    """Whether somebody is trained to review, still asked, and still here."""
    return (
        ReviewTraining.person_id.is_not(None)
        & or_(ReviewTraining.ended_on.is_(None), ReviewTraining.ended_on > on)
        & PersonRow.left_on.is_(None)
    )


def _away(round_: ReviewRound, visits: list[Visit]) -> dict[int, list[tuple[date, date]]]:
    """When each person is away, or in another review, whose whole week then counts."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = db.session.execute(
        select(ReviewAbsence.person_id, ReviewAbsence.first, ReviewAbsence.last)
        .where(ReviewAbsence.last >= round_.starts_on, ReviewAbsence.first <= round_.ends_on)
        .order_by(ReviewAbsence.id)
    )
    for person_id, first, last in rows:
        found[person_id].append((first, last))
    for visit in visits:
        for person_id, _ in visit.people:
            mondays = sorted({monday_of(day) for day in visit.days})
            found[person_id] += [(monday, monday + timedelta(days=6)) for monday in mondays]
    return found


# Who may not review whom


def _barred(
    hosts: Collection[int], people: list[Person], visits: list[Visit], *, on: date
) -> dict[tuple[int, int], Bar]:
    found = dict.fromkeys(_swaps(hosts, people, visits), Bar.SWAP)
    heads = _heads(hosts)
    pairs = oversight_between([one.person_id for one in people], on)
    for person in people:
        for head_id, school_id in heads:
            if frozenset((person.person_id, head_id)) in pairs:
                found[person.person_id, school_id] = Bar.LINE_MANAGEMENT
    return {**found, **dict.fromkeys(_conflicts(heads, on), Bar.CONFLICT)}


def _heads(hosts: Collection[int]) -> set[tuple[int, int]]:
    """Who leads which of these schools."""
    posts = {school_id: Post("head", school_id) for school_id in hosts}
    holding = holders(posts.values())
    return {(one.person_id, school_id) for school_id, post in posts.items() for one in holding[post]}


def _conflicts(heads: set[tuple[int, int]], on: date) -> Iterator[tuple[int, int]]:
    """Declared conflicts with a school, or with its head in either direction."""
    schools_led: dict[int, set[int]] = defaultdict(set)
    for head_id, school_id in heads:
        schools_led[head_id].add(school_id)
    rows = db.session.execute(
        select(Conflict.person_id, Conflict.with_person_id, Conflict.with_school_id).where(
            Conflict.starts_on <= on, or_(Conflict.ends_on.is_(None), Conflict.ends_on > on)
        )
    )
    for person_id, other_id, with_school in rows:
        if with_school is not None:
            yield person_id, with_school
        if other_id is not None:
            yield from ((person_id, led) for led in schools_led[other_id])
            yield from ((other_id, led) for led in schools_led[person_id])


def _swaps(hosts: Collection[int], people: list[Person], visits: list[Visit]) -> Iterator[tuple[int, int]]:
    """People of schools that the host's own people review already this year."""
    reviewed_by: dict[int, set[int]] = defaultdict(set)
    for visit in visits:
        for _, school_id in visit.people:
            if school_id in hosts:
                reviewed_by[school_id or 0].add(visit.host_id)
    for host_id, reviewed in reviewed_by.items():
        yield from ((one.person_id, host_id) for one in people if one.school_id in reviewed)


# Reviews that are there already


def _visits(starts_on: date, *, outside: int) -> Iterator[Visit]:
    """The reviews of the same school year that are not of this round."""
    year = academic_year(starts_on)
    teams = _teams(
        _in_year(year) & or_(PeerReview.round_id.is_(None), PeerReview.round_id != outside),
        Appointment.ends_on.is_(None),
    )
    days: dict[int, list[date]] = defaultdict(list)
    for review_id, day in db.session.execute(
        select(ReviewDay.review_id, ReviewDay.on).where(ReviewDay.review_id.in_([one for one, _ in teams]))
    ):
        days[review_id].append(day)
    for (review_id, host_id), people in teams.items():
        yield Visit(host_id, tuple(people), tuple(sorted(days[review_id])))


def _last_year(starts_on: date) -> frozenset[tuple[int, int]]:
    """Which school sent somebody to which in the school year before."""
    teams = _teams(_in_year(academic_year(starts_on) - 1))
    return frozenset(
        (school_id, host_id)
        for (_, host_id), people in teams.items()
        for _, school_id in people
        if school_id is not None
    )


def _in_year(year: int) -> ColumnElement[bool]:
    return PeerReview.visit_starts_on.between(date(year, 9, 1), date(year + 1, 8, 31))


def _teams(*conditions: ColumnElement[bool]) -> dict[tuple[int, int], list[tuple[int, int | None]]]:
    """By review and host: who is on the team, and where they work."""
    rows = db.session.execute(
        select(PeerReview.id, PeerReview.host_school_id, PersonRow.id, PersonRow.school_id)
        .join(Appointment, Appointment.place_id == PeerReview.id)
        .join(PersonRow, PersonRow.id == Appointment.person_id)
        .where(PeerReview.state != PeerReviewFlow.stopped.name, Appointment.role.in_(_ON_TEAM), *conditions)
        .order_by(PeerReview.id, PersonRow.id)
    )
    found: dict[tuple[int, int], list[tuple[int, int | None]]] = defaultdict(list)
    for review_id, host_id, person_id, school_id in rows:
        found[review_id, host_id].append((person_id, school_id))
    return found


def _names_of_foci(hosts: Iterable[Any]) -> dict[int, str]:
    wanted = {area for host in hosts for area in host.foci}
    rows = db.session.execute(select(FocusArea.id, FocusArea.name).where(FocusArea.id.in_(wanted)))
    return {row.id: row.name for row in rows}
