"""The day on which people gather: what a case says of it, and who is expected there.

Any case can be one that has `entry_id`, the date in diaries. Where schools are expected as such, whether
anybody of them has signed up or not, its `expected_school_ids()` gives them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select

from workflows.cases import Case
from workflows.clock import LONDON, day_in_words
from workflows.database import db
from workflows.dates.model import Attendance, CalendarEntry
from workflows.dates.steps import entry_of
from workflows.feedback.asking import asked_to_its_dates
from workflows.people import Person
from workflows.sign_ups.details import Standing
from workflows.sign_ups.model import Apology, CheckIn, SignUp

EARLY: Final = timedelta(hours=1)
"""So long before it begins the door opens."""


def date_of(case: Case) -> CalendarEntry | None:
    """The date in diaries, as it is now; none while the day has not been fixed."""
    entry_id: int | None = getattr(case, "entry_id", None)
    return entry_of(case, entry_id) if entry_id is not None else None


def why_not_here(entry: CalendarEntry | None, at: datetime) -> str:
    """Why nobody can be at the door at this moment; empty from an hour before it begins until it ends."""
    if entry is None or entry.cancelled_at is not None:
        return "This has no date at present, so nobody can be there yet"
    if at >= entry.ends_at:
        return "This is over. Whoever keeps the register can still put you down"
    if at < entry.starts_at - EARLY:
        opens = (entry.starts_at - EARLY).astimezone(LONDON)
        return f"The door opens an hour before it begins, on {day_in_words(opens)}"
    return ""


def people_with(case_id: int, *statuses: Standing) -> list[int]:
    """Whose name on a case's lists has brought them one of these, of those who work in the trust still."""
    named = select(SignUp.person_id).where(SignUp.case_id == case_id, SignUp.status.in_(statuses))
    here = select(Person.id).where(Person.id.in_(named), Person.left_on.is_(None))
    return list(db.session.scalars(here.order_by(Person.id)))


def who_was_there(case_id: int, held_on: date) -> set[int]:
    """For `takes_feedback`: whoever checked in or stands in the register.

    Where nobody has noted it, those with a place and those who were asked, without whoever could not come.
    """
    noted = set(db.session.scalars(select(CheckIn.person_id).where(CheckIn.case_id == case_id)))
    if noted:
        return noted
    excused = set(db.session.scalars(select(Apology.person_id).where(Apology.case_id == case_id)))
    return {*people_with(case_id, Standing.PLACE), *asked_to_its_dates(case_id, held_on)} - excused


def expected_people(case: Case) -> set[int]:
    """Who is expected: those with a place, and those who are asked to the date."""
    placed = select(SignUp.person_id).where(SignUp.case_id == case.id, SignUp.status == Standing.PLACE)
    asked = select(Attendance.person_id).where(
        Attendance.entry_id == getattr(case, "entry_id", None), Attendance.removed_at.is_(None)
    )
    return {*db.session.scalars(placed), *db.session.scalars(asked)}


def expected_schools(case: Case) -> list[int] | None:
    """The schools that are expected as such; none where it is those of whoever is expected."""
    named = getattr(case, "expected_school_ids", None)
    return list(named()) if named is not None else None
