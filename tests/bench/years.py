"""A made-up year of a trust: as many schools to review as asked for, and the people who could do it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from workflows.fit import Spot
from workflows.review_rounds.problem import Bar, Person, Problem, School, Wanted

STARTS: Final = date(2026, 9, 14)
ENDS: Final = date(2027, 7, 2)
HOLIDAYS: Final = (
    (date(2026, 10, 26), date(2026, 10, 30)),
    (date(2026, 12, 21), date(2027, 1, 1)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 3, 29), date(2027, 4, 9)),
    (date(2027, 5, 31), date(2027, 6, 4)),
)
FOCI: Final = range(1, 13)
HUB_SIZE: Final = 6


def big_year(size: int, chance: Random, *, limit: int | None = None, weeks: int | None = None) -> Problem:
    """Schools on a plain fifty kilometres wide, with five INSET days each; all of them are to be reviewed.

    `limit`: in how many reviews each person can be, where that is the same for all; `weeks`: of the window.
    """
    schools = [_school(number, size, chance) for number in range(1, size + 1)]
    people = [one for school in schools for one in _staff(school.school_id, chance, limit=limit)]
    return Problem(
        schools=tuple(schools),
        people=tuple(people),
        wanted=tuple(
            Wanted(school_id=one.school_id, foci=tuple(chance.sample(FOCI, chance.randint(1, 2))))
            for one in schools
        ),
        starts_on=STARTS,
        ends_on=STARTS + timedelta(days=7 * weeks - 3) if weeks else ENDS,
        barred={
            (one.person_id, chance.randint(1, size)): Bar.CONFLICT for one in people if chance.random() < 0.2
        },
        foci={one: f"Area {one}" for one in FOCI},
    )


def term_days() -> list[date]:
    """Weekdays outside the holidays."""
    days = (STARTS + timedelta(days=n) for n in range((ENDS - STARTS).days + 1))
    return [day for day in days if day.weekday() < 5 and not any(a <= day <= b for a, b in HOLIDAYS)]


def _school(number: int, size: int, chance: Random) -> School:
    return School(
        school_id=number,
        name=f"School {number}",
        hubs=frozenset({f"Hub {number % max(2, size // HUB_SIZE)}"}),
        spot=Spot(easting=500_000 + chance.randrange(50_000), northing=300_000 + chance.randrange(50_000)),
        strong_in=frozenset(chance.sample(FOCI, 3)),
        school_days=frozenset(term_days()) - set(chance.sample(term_days(), 5)),
    )


def _staff(school_id: int, chance: Random, *, limit: int | None) -> list[Person]:
    """Two to four people, of whom one at least is trained to lead; each is away once."""
    return [
        Person(
            person_id=100 * school_id + number,
            name=f"Person {school_id}.{number}",
            school_id=school_id,
            leads=number == 0 or chance.random() < 0.2,
            limit=limit or chance.choice((1, 2, 2, 3)),
            away=(_away(chance),),
        )
        for number in range(chance.choice((2, 3, 3, 4)))
    ]


def _away(chance: Random) -> tuple[date, date]:
    first = chance.choice(term_days())
    return first, first + timedelta(days=chance.choice((2, 10, 60)))
