"""Offering to be a mentor: how many people at a time, on which days, and who offers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from workflows.administration.changes import change, plain
from workflows.administration.paging import Page, turn
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.directory.strengths import at_or_below, names_of_strengths
from workflows.errors import NotYet
from workflows.events import hold, record
from workflows.giving import Expertise, Ledger
from workflows.pairings.criteria import LEAST_DAYS
from workflows.pairings.details import WEEKDAYS
from workflows.pairings.effects import WITH_MENTOR
from workflows.pairings.model import MentorProfile, Pairing
from workflows.people import Person
from workflows.places import Place, Trust
from workflows.school_calendar import academic_year

MOST_AT_A_TIME: Final = 20
LONGEST_ABOUT: Final = 1000


@dataclass(frozen=True, kw_only=True)
class ProfileDetails(Details):
    """What somebody offers as a mentor."""

    cap: int = required("Enter how many people at a time, such as 2")
    #: weekdays on which they could meet, Monday is 0
    free_on: tuple[int, ...] = required("Choose the days on which you could meet")
    about: str = ""

    def problems(self) -> dict[str, str]:
        found = {}
        if not 1 <= self.cap <= MOST_AT_A_TIME:
            found["cap"] = f"Enter a number from 1 to {MOST_AT_A_TIME}"
        if not set(self.free_on) <= set(WEEKDAYS):
            found["free_on"] = "Choose days from Monday to Friday"
        if len(self.about) > LONGEST_ABOUT:
            found["about"] = f"Shorten this to {LONGEST_ABOUT:,} characters"
        return found


@dataclass
class MentorLine:
    """Somebody who offers to be a mentor, in the list."""

    id: int
    name: str
    job_title: str
    school: str | None
    cap: int
    free_on: list[int]
    about: str
    strengths: tuple[str, ...] = ()
    load: int = 0
    days_left: float = 0.0

    @property
    def places(self) -> int:
        """How many more people they could take on now."""
        return max(0, self.cap - self.load) if self.days_left >= LEAST_DAYS else 0


def offers(on: date) -> ColumnElement[bool]:
    """The condition under which somebody's offer to be a mentor stands on this day."""
    return or_(MentorProfile.ended_on.is_(None), MentorProfile.ended_on > on)


def profile_of(person_id: int) -> MentorProfile | None:
    """What somebody has said of themselves as a mentor, whether or not they still offer it."""
    return db.session.get(MentorProfile, person_id)


def offer_of(person_id: int) -> MentorProfile | None:
    """What somebody offers as a mentor today; None where they do not."""
    profile = profile_of(person_id)
    return profile if profile and (profile.ended_on is None or profile.ended_on > today()) else None


def offer(person: Person, details: ProfileDetails, actor: Person) -> None:
    """Offer to be a mentor, begin again, or say it differently. Raises InvalidDetails."""
    if person.left_on is not None:
        raise InvalidDetails({"": f"{person.name} has left, and cannot be a mentor"})
    hold(_place_of(person))
    days = sorted(set(details.free_on))
    profile = db.session.get(MentorProfile, person.id, populate_existing=True)
    if profile is None:
        profile = MentorProfile(
            trust_id=person.trust_id, person_id=person.id, cap=details.cap, free_on=days, about=details.about
        )
        db.session.add(profile)
        _record(person, "mentor_offered", actor, cap=details.cap, free_on=days)
        return
    wanted = {"cap": details.cap, "free_on": days, "about": details.about, "ended_on": None}
    changed = change(profile, wanted)
    if changed:
        kind = "mentor_offered" if "ended_on" in changed else "mentor_edited"
        _record(person, kind, actor, changed=changed)


def end_offer(person: Person, actor: Person) -> None:
    """Take on nobody else from today; whoever they mentor now stays with them. Raises NotYet."""
    profile = offer_of(person.id)
    if profile is None:
        raise NotYet(f"{person.name} does not offer to be a mentor at present.")
    profile.ended_on = today()
    _record(person, "mentor_ended", actor, ends_on=plain(today()))


def mentors(
    trust: Trust, *, focus_id: int | None = None, before: int | None = None, after: int | None = None
) -> Page[MentorLine]:
    """A page of those who offer to be mentors, by name; in five statements."""
    school = aliased(Place)
    statement = (
        select(
            Person.id, Person.name, Person.job_title, school.name,
            MentorProfile.cap, MentorProfile.free_on, MentorProfile.about,
        )
        .join(MentorProfile, MentorProfile.person_id == Person.id)
        .outerjoin(school, school.id == Person.school_id)
        .where(Person.left_on.is_(None), offers(today()))
    )  # fmt: skip
    if focus_id is not None:
        strong = select(Expertise.person_id).where(at_or_below(focus_id), Expertise.person_id.is_not(None))
        statement = statement.where(Person.id.in_(strong))
    page = turn(statement, (Person.name, Person.id), before=before, after=after, make=MentorLine)
    _fill_in(page.rows, trust)
    return page


def _fill_in(lines: list[MentorLine], trust: Trust) -> None:
    ids = [line.id for line in lines]
    strengths, loads = names_of_strengths(Expertise.person_id, ids), loads_of(ids)
    ledger = Ledger(trust, academic_year(today()), set(ids))
    for line in lines:
        line.strengths, line.load = strengths.get(line.id, ()), loads.get(line.id, 0)
        line.days_left = ledger.left(line.id)


def loads_of(people: Iterable[int]) -> dict[int, int]:
    """How many people each of these is the mentor of now, or is asked to be; one statement."""
    rows = db.session.execute(
        select(Pairing.mentor_id, func.count(Pairing.id))
        .where(Pairing.mentor_id.in_(list(people)), Pairing.state.in_(WITH_MENTOR))
        .group_by(Pairing.mentor_id)
    )
    return {mentor_id: count for mentor_id, count in rows if mentor_id is not None}


def _place_of(person: Person) -> int:
    """Where it is written down: the school or the trust that the person works for."""
    return person.school_id or person.trust_id


def _record(person: Person, kind: str, actor: Person, **details: object) -> None:
    record(_place_of(person), kind, actor, person_id=person.id, **details)
