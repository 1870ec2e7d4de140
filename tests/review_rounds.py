"""Years to plan, and the rules of a plan, written down once more from the words of the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from workflows.fit import Spot
from workflows.review_rounds.plans import Plan, Planned
from workflows.review_rounds.problem import Bar, Decided, Person, Problem, School, Wanted, Wishes

MONDAY: Final = date(2027, 1, 4)
READING: Final = 1
MATHS: Final = 2
NAMES: Final = {READING: "Reading", MATHS: "Mathematics"}


def weekdays(weeks: int, *, start: date = MONDAY) -> frozenset[date]:
    """Monday to Friday of so many weeks."""
    days = (start + timedelta(days=n) for n in range(7 * weeks))
    return frozenset(day for day in days if day.weekday() < 5)


def school(school_id: int, name: str, **other: Any) -> School:
    """A school that is open in three weeks of January and strong in reading."""
    return School(
        **{
            "school_id": school_id,
            "name": name,
            "hubs": frozenset({f"{name} hub"}),
            "spot": Spot(easting=500_000 + 5_000 * school_id, northing=300_000),
            "strong_in": frozenset({READING}),
            "school_days": weekdays(3),
            **other,
        }
    )


def person(person_id: int, name: str, school_id: int, **other: Any) -> Person:
    """Somebody who is trained to lead."""
    return Person(**{"person_id": person_id, "name": name, "school_id": school_id, "leads": True, **other})


def year(schools: list[School], people: list[Person], hosts: list[Wanted], **other: Any) -> Problem:
    """A round of three weeks in January."""
    return Problem(
        **{
            "schools": tuple(schools),
            "people": tuple(people),
            "wanted": tuple(hosts),
            "starts_on": MONDAY,
            "ends_on": MONDAY + timedelta(days=18),
            "foci": NAMES,
            **other,
        }
    )


def oak_year(**other: Any) -> Problem:
    """Oak is to be reviewed; Ash, Elm and Fir could send Ana and Al, Eva and Fay."""
    schools = [school(1, "Oak"), school(2, "Ash"), school(3, "Elm"), school(4, "Fir")]
    people = [person(21, "Ana", 2), person(22, "Al", 2), person(31, "Eva", 3), person(41, "Fay", 4)]
    hosts = [Wanted(school_id=1, foci=(READING,))]
    return year(**{"schools": schools, "people": people, "hosts": hosts, **other})


def rules_broken(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule that a plan breaks; reads nothing but the problem itself."""
    found = [f"{host} hosts twice" for host, times in _hosting(plan).items() if times > 1]
    for review in plan.reviews:
        found += [f"{review.school_id}: {text}" for text in _of_review(problem, review)]
    return [*found, *_of_people(problem, plan), *_of_schools(problem, plan)]


def _hosting(plan: Plan) -> Counter[int]:
    return Counter(one.school_id for one in plan.reviews)


def _of_review(problem: Problem, review: Planned) -> Iterator[str]:
    people = {one.person_id: one for one in problem.people}
    schools = {one.school_id: one for one in problem.schools}
    [wanted] = [one for one in problem.wanted if one.school_id == review.school_id]
    members = [people[one] for one in (review.lead_id, *review.reviewer_ids)]
    if not 1 <= len(review.reviewer_ids) <= 3 or len(set(members)) < len(members):
        yield "a lead and one to three reviewers, each once"
    if not people[review.lead_id].leads:
        yield "the lead is not trained to lead"
    if any(one.school_id == review.school_id for one in members):
        yield "somebody from the school itself"
    if any((one.person_id, review.school_id) in problem.barred for one in members):
        yield "a conflict of interest or line management"
    if wanted.foci and not any(schools[one.school_id].strong_in & set(wanted.foci) for one in members):
        yield "nobody from a school that is strong in a focus"
    yield from _of_days(problem, review, wanted, members=members)
    yield from _of_decisions(problem, review)


def _of_days(problem: Problem, review: Planned, wanted: Wanted, *, members: list[Person]) -> Iterator[str]:
    days, schools = review.days, {one.school_id: one for one in problem.schools}
    if len(days) != wanted.days or any(b - a != timedelta(days=1) for a, b in pairwise(days)):
        yield "not so many days in a row"
    if days[0].isocalendar()[:2] != days[-1].isocalendar()[:2]:
        yield "not in one week"
    if days[0] < problem.starts_on or days[-1] > problem.ends_on:
        yield "outside the window"
    involved = {review.school_id, *(one.school_id for one in members)}
    if any(day not in schools[one].school_days for one in involved for day in days):
        yield "a school involved is closed"
    if any(first <= day <= last for one in members for first, last in one.away for day in days):
        yield "somebody is away"


def _of_decisions(problem: Problem, review: Planned) -> Iterator[str]:
    decided, host = problem.decided, review.school_id
    team = {review.lead_id, *review.reviewer_ids}
    week = review.days[0] - timedelta(days=review.days[0].weekday())
    if host in decided.weeks and decided.weeks[host] != week:
        yield "not in the pinned week"
    if any(where == host and who not in team for who, where in decided.people):
        yield "without somebody who was pinned to it"
    if any(where == host and who != review.lead_id for who, where in decided.leads):
        yield "not led by whoever was pinned"
    if any((one, host) in decided.never_people for one in team) or (host, week) in decided.never_weeks:
        yield "forbidden by hand"


def _of_people(problem: Problem, plan: Plan) -> Iterator[str]:
    for person_ in problem.people:
        theirs = [one for one in plan.reviews if person_.person_id in (one.lead_id, *one.reviewer_ids)]
        if len(theirs) > person_.limit:
            yield f"{person_.name} is in {len(theirs)} reviews"
        weeks = [one.days[0].isocalendar()[:2] for one in theirs]
        if len(set(weeks)) < len(weeks):
            yield f"{person_.name} is in two reviews in a week"


def _of_schools(problem: Problem, plan: Plan) -> Iterator[str]:
    home = {one.person_id: one.school_id for one in problem.people}
    sent = Counter(
        (home[one], review.school_id)
        for review in plan.reviews
        for one in (review.lead_id, *review.reviewer_ids)
    )
    for one, other in sent:
        if one < other and (other, one) in sent:
            yield f"{one} and {other} swap"
    for school_ in problem.schools:
        total = sum(times for (one, _), times in sent.items() if one == school_.school_id)
        if school_.most_sent is not None and total > school_.most_sent:
            yield f"{school_.name} sends {total}"


__all__ = ["Bar", "Decided", "Wishes", "oak_year", "person", "rules_broken", "school", "weekdays", "year"]
