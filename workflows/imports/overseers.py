"""Who manages and who appraises the people of a list: two columns with addresses of people.

They may name people of the trust, or of the same list, in whatever order. Whoever it was before no longer is;
an empty cell leaves things as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import aliased

from workflows.clock import today
from workflows.database import EVERY_TRUST, db, scope
from workflows.imports.outcome import Change
from workflows.imports.people_rows import APPRAISER, EMAIL, LINE_MANAGER, Asked, Places, asked_for
from workflows.imports.reading import Table
from workflows.line_management import LineManagement, Oversight
from workflows.people import Person

WHAT: Final = {Oversight.LINE_MANAGER: LINE_MANAGER, Oversight.APPRAISER: APPRAISER}
"""The column of each."""
_CHUNK: Final = 500


@dataclass(frozen=True)
class Over:
    """Somebody who manages or appraises a person now, or will."""

    id: int
    oversight: Oversight
    email: str
    starts_on: date
    ends_on: date | None

    def holds_at(self, day: date) -> bool:
        """Whether it is still so on this day, or comes later."""
        return self.ends_on is None or self.ends_on > day


@dataclass(frozen=True)
class Link:
    """What writing a row takes: by whom the person is managed or appraised from now on, and what ends."""

    oversight: Oversight
    email: str
    #: whether it is somebody else than before, or one more
    is_new: bool
    #: who it was before, and those of them who no longer are
    before: tuple[Over, ...] = ()
    ends: tuple[Over, ...] = ()


class Overseers:
    """The people whom a file names as line managers and appraisers, and the changes that follow."""

    def __init__(self, trust_id: int, places: Places) -> None:
        self.trust_id = trust_id
        self.places = places
        #: addresses of people who are here, and of sound rows of the file
        self.known: set[str] = set()
        #: to be written as soon as whoever is named has been stored
        self.waiting: list[tuple[int, Link, date]] = []

    def survey(self, table: Table, rows_of: Mapping[str, list[int]]) -> None:
        """Find out whom the file names and who of them is here, or comes with it."""
        self.known.clear()
        self.waiting.clear()
        if not {LINE_MANAGER, APPRAISER} & table.columns:
            return
        named = {
            str(row.cells.get(name, "")).lower()
            for row in table.rows(LINE_MANAGER, APPRAISER)
            for name in (LINE_MANAGER, APPRAISER)
        } - {""}
        self.known |= {email for some in _some(named) for email in _here(some)}
        self.known |= self._coming(table, rows_of, (named - self.known) & rows_of.keys())

    def _coming(self, table: Table, rows_of: Mapping[str, list[int]], wanted: Collection[str]) -> set[str]:
        """Whoever of these comes with the file: their rows are sound, and so is whom those name."""
        if not wanted:
            return set()
        rows = (row for row in table.rows() if str(row.cells.get(EMAIL, "")).lower() in wanted)
        asked = [asked_for(row, self.places, rows_of) for row in rows]
        taken = _elsewhere(wanted, self.trust_id)
        coming = {one.email: one for one in asked if not one.problems and one.email not in taken}
        while lost := [email for email, one in coming.items() if any(self._unknown(one, coming))]:
            for email in lost:
                del coming[email]
        return set(coming)

    def problems(self, asked: Asked) -> Iterator[str]:
        """What is wrong with whom a row names."""
        for oversight, email in asked.overseers.items():
            if email == asked.email:
                yield f"{WHAT[oversight]} is their own address: nobody is their own {oversight}"
        for oversight, email in self._unknown(asked, ()):
            yield (
                f"{WHAT[oversight]} is “{email[:60]}”, which is the address of nobody here, "
                "and of no sound row in this list"
            )

    def _unknown(self, asked: Asked, coming: Collection[str]) -> Iterator[tuple[Oversight, str]]:
        for oversight, email in asked.overseers.items():
            if email not in self.known and email not in coming:
                yield oversight, email

    def links(self, asked: Asked, over: Iterable[Over]) -> list[Link]:
        """What a row changes, given who manages and appraises the person now."""
        found = []
        for oversight, email in asked.overseers.items():
            of_this_kind = (one for one in over if one.oversight is oversight)
            now = tuple(one for one in of_this_kind if one.holds_at(asked.starts_on))
            ends = tuple(one for one in now if one.email != email)
            if ends or not now:
                found.append(Link(oversight, email, ends == now, now, ends))
        return found

    def write(self, links: Collection[tuple[int, Link, date]]) -> list[dict[str, Any]]:
        """Store what can be stored: whoever is named further down is here with a later row; gives the new."""
        ends = [
            {"id": one.id, "ends_on": max(on, one.starts_on)} for _, link, on in links for one in link.ends
        ]
        if ends:
            db.session.execute(update(LineManagement), ends)
        waiting = [*self.waiting, *((person_id, link, on) for person_id, link, on in links if link.is_new)]
        ids = _here({link.email for _, link, _ in waiting})
        made = [
            {
                "trust_id": self.trust_id,
                "person_id": person_id,
                "manager_id": ids[link.email],
                "oversight": link.oversight,
                "starts_on": on,
                "ends_on": None,
            }
            for person_id, link, on in waiting
            if link.email in ids
        ]
        if made:
            db.session.execute(insert(LineManagement), made, execution_options={"render_nulls": True})
        self.waiting = [one for one in waiting if one[1].email not in ids]
        return made


def _some(emails: set[str]) -> Iterator[list[str]]:
    """The addresses in lists that the database can be asked about."""
    every = sorted(emails)
    return (every[at : at + _CHUNK] for at in range(0, len(every), _CHUNK))


def told(links: Iterable[Link]) -> Iterator[Change]:
    """The same in words: who it was and who it becomes."""
    for link in links:
        before = ", ".join(sorted(one.email for one in link.before))
        yield Change(WHAT[link.oversight], before, link.email)


def overseers_now(people: Collection[int]) -> dict[int, list[Over]]:
    """Who manages and appraises each of these people now, or from a day to come; one statement."""
    manager = aliased(Person)
    rows = db.session.execute(
        select(
            LineManagement.person_id, LineManagement.id, LineManagement.oversight, manager.email,
            LineManagement.starts_on, LineManagement.ends_on,
        )
        .join(manager, manager.id == LineManagement.manager_id)
        .where(
            LineManagement.person_id.in_(people),
            or_(LineManagement.ends_on.is_(None), LineManagement.ends_on > today()),
        )
        .order_by(LineManagement.id)
    )  # fmt: skip
    found: dict[int, list[Over]] = defaultdict(list)
    for person_id, over_id, oversight, email, starts_on, ends_on in rows:
        found[person_id].append(Over(over_id, oversight, email, starts_on, ends_on))
    return found


def _elsewhere(emails: Collection[str], trust_id: int) -> set[str]:
    """Which of these addresses belong to people of another trust: they cannot come with a list."""
    statement = select(Person.email).where(Person.email.in_(emails), Person.trust_id != trust_id)
    with scope(EVERY_TRUST):
        return set(db.session.scalars(statement))


def _here(emails: Collection[str]) -> dict[str, int]:
    """Who of these works here, by address."""
    if not emails:
        return {}
    statement = select(Person.email, Person.id).where(Person.email.in_(emails), Person.left_on.is_(None))
    return {row.email: row.id for row in db.session.execute(statement)}
