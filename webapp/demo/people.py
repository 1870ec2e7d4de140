"""The people of the story: those as whom a visitor of the demo can look around, and what waits for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import and_, select

from workflows.cases import Deadline
from workflows.clock import today
from workflows.database import EVERY_TRUST, db, scope
from workflows.people import Appointment, Person, standing
from workflows.places import Trust


@dataclass(frozen=True)
class Part:
    """Somebody's part in the story: who they are, where, and what a visitor can do as them."""

    email: str
    what: str
    can: str


@dataclass(frozen=True)
class Somebody:
    """A person as whom a visitor can look around, with what waits for them today."""

    person_id: int
    name: str
    #: "Head, Saltmarsh Primary"
    what: str
    #: "Asks for support, signs plans …"
    can: str
    #: "4 things to do, 1 of them late"
    waiting: str
    trust: str


PARTS: Final = (
    Part(
        "priya.nair@harbour.example",
        "Head, Saltmarsh Primary",
        "Asks for support and signs plans; hosts a peer review and decides who reads its report",
    ),
    Part(
        "daniel.osei@harbour.example",
        "Deputy head and delegate, Saltmarsh Primary",
        "Drafts requests, which the head approves, gives support to a school, has led a peer review",
    ),
    Part(
        "marta.kowalska@harbour.example",
        "Head, Gull Rock Academy",
        "Decides whom to release to schools that ask, and looks back on support that has ended",
    ),
    Part(
        "tom.achebe@harbour.example",
        "Reading lead, Gull Rock Academy",
        "Gives support and writes down what happened; leads a peer review, and is on site for another",
    ),
    Part(
        "aled.griffiths@harbour.example",
        "Year 6 teacher and mentee, Cliff View Primary",
        "Is coached: writes the log with his coach, judges his own goals; goes along on a peer review",
    ),
    Part(
        "ifeoma.eze@harbour.example",
        "Deputy head and mentor, Gull Rock Academy",
        "Mentors and coaches teachers of other schools, and is asked by one more",
    ),
    Part(
        "asha.bell@harbour.example",
        "Coordinator",
        "Finds support and mentors, matches a whole cohort at once, plans peer reviews and forms their teams",
    ),
    Part(
        "eleanor.graves@harbour.example",
        "Improvement lead",
        "Decides on requests that come in, sees all of them, and what the reports of reviews have in common",
    ),
    Part(
        "colin.pryce@harbour.example",
        "Administrator",
        "Looks after schools, people, term dates, focus areas and the mail that went out",
    ),
    Part(
        "miriam.castle@harbour.example",
        "Second administrator",
        "Opens a private log together with the first, where the law asks for it",
    ),
    Part(
        "elaine.whitcombe@harbour.example",
        "Chair of governors, Saltmarsh Primary",
        "Reads the summaries and reports that the head has released, and has agreed to do something herself",
    ),
    Part(
        "yusuf.rahman@harbour.example",
        "Maths lead, Heron Lake Primary",
        "Gives support to a school in another hub, and was on the team of a peer review",
    ),
    Part(
        "fiona.braithe@fellside.example",
        "Head, Tarnbeck Primary",
        "Works in another trust, which sees nothing of the first",
    ),
)


def people_of_the_story() -> list[Somebody]:
    """Everybody of the story who is in this database, with what waits for them today."""
    with scope(EVERY_TRUST):
        found = {person.email: (person, trust) for person, trust in _found()}
        to_do, late = _turns({person.id for person, _ in found.values()}, today())
    return [
        Somebody(
            person.id, person.name, part.what, part.can, _waiting(to_do[person.id], late[person.id]), trust
        )
        for part in PARTS
        if part.email in found
        for person, trust in [found[part.email]]
    ]


def _found() -> list[tuple[Person, str]]:
    statement = (
        select(Person, Trust.name)
        .join(Trust, Trust.id == Person.trust_id)
        .where(Person.email.in_([part.email for part in PARTS]), Person.left_on.is_(None))
    )
    return [(person, name) for person, name in db.session.execute(statement)]


def _turns(people: set[int], day: date) -> tuple[Counter[int], Counter[int]]:
    """How many turns each of them has, and how many of those are late."""
    statement = (
        select(Appointment.person_id, Deadline.due_on)
        .join(
            Deadline,
            and_(Deadline.place_id == Appointment.place_id, Deadline.role == Appointment.role),
        )
        .where(Appointment.person_id.in_(people), standing(day), Deadline.closed_at.is_(None))
    )
    rows = db.session.execute(statement).all()
    late = Counter(row.person_id for row in rows if row.due_on is not None and row.due_on < day)
    return Counter(row.person_id for row in rows), late


def _waiting(to_do: int, late: int) -> str:
    if not to_do:
        return "Nothing to do today"
    things = "1 thing to do" if to_do == 1 else f"{to_do} things to do"
    return f"{things}, {late} of them late" if late and to_do > 1 else things + (", late" if late else "")
