"""People from a list: who they are, where they are based, and the roles they are appointed to.

Everybody is known by their email address. A list is rarely all that is known of somebody, so an empty cell
leaves things as they are, and no role is taken away, except that whoever moves to another school is no longer
staff at the one before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, or_, select, update

from workflows import accounts
from workflows.clock import today
from workflows.database import EVERY_TRUST, db, scope
from workflows.imports.outcome import Change, Fate, Line, shown
from workflows.imports.overseers import Link, Over, Overseers, overseers_now, told
from workflows.imports.people_rows import COLUMNS, EMAIL, Asked, Places, asked_for
from workflows.imports.reading import Row, Table
from workflows.people import Appointment, Person, Post, role_label
from workflows.places import Trust

__all__ = ["COLUMNS", "PeopleImport"]


@dataclass(frozen=True)
class Known:
    """Somebody who is in the installation already."""

    id: int
    trust_id: int
    email: str
    name: str
    job_title: str
    school_id: int | None
    left_on: date | None


@dataclass(frozen=True)
class Held:
    """An appointment that somebody has, or will have."""

    id: int
    post: Post
    starts_on: date
    ends_on: date | None

    def holds_at(self, day: date) -> bool:
        """Whether it is still there on this day, or comes later."""
        return self.ends_on is None or self.ends_on > day


@dataclass(frozen=True)
class Work:
    """What writing a row takes."""

    person_id: int | None
    values: Mapping[str, Any]
    begins: tuple[Post, ...]
    #: appointments that end, by id, on which day
    ends: Mapping[int, date]
    starts_on: date
    #: who manages and appraises them from then on
    links: Sequence[Link] = ()


class PeopleImport:
    """Compares the rows of one file with the people of one trust, and writes those that differ."""

    kind = "people"

    def __init__(
        self, trust: Trust, table: Table, *, invites: bool = False, actor: Person | None = None
    ) -> None:
        self.trust = trust
        self.table = table
        self.invites = invites
        self.actor = actor
        self.places = Places.of(trust)
        self.rows_of: dict[str, list[int]] = defaultdict(list)
        #: who is head where: newcomers of this file join them
        self.heads: dict[int, list[str]] = defaultdict(list)
        self.seen: set[str] = set()
        self.overseers = Overseers(trust.id, self.places)
        #: who was put over whom with the rows that were stored last
        self.put_over: list[dict[str, Any]] = []
        #: ids of the people who were stored last, by address
        self.stored: dict[str, int] = {}

    def survey(self) -> int:
        """Read the file once: how many rows there are, and which addresses are there twice."""
        self.rows_of.clear()
        self.heads.clear()
        self.seen.clear()
        count = 0
        for row in self.table.rows(EMAIL):
            count += 1
            if email := str(row.cells.get(EMAIL, "")).lower():
                self.rows_of[email].append(row.number)
        self.heads.update(_heads())
        self.overseers.survey(self.table, self.rows_of)
        return count

    def notes(self) -> Iterator[str]:
        """Nothing beyond what each row says."""
        return iter(())

    def compare(self, rows: Sequence[Row]) -> list[Line]:
        """What would become of each row; three statements at most for all of them."""
        asked = [asked_for(row, self.places, self.rows_of) for row in rows]
        known = _known({one.email for one in asked})
        here = {one.id for one in known.values() if one.trust_id == self.trust.id}
        held = _held(here)
        over = overseers_now(here) if any(one.overseers for one in asked) else {}
        return [self._line(one, known.get(one.email), held, over) for one in asked]

    def write(self, lines: Sequence[Line]) -> None:
        """Store what the rows say that are new or changed, and invite who is new if that is wanted."""
        works: list[Work] = [line.work for line in lines if line.work]
        new = [work for work in works if work.person_id is None]
        self.stored = self._add(new)
        changed = [{"id": work.person_id, **work.values} for work in works if work.person_id and work.values]
        if changed:
            db.session.execute(update(Person), changed)
        ends = [{"id": held_id, "ends_on": day} for work in works for held_id, day in work.ends.items()]
        if ends:
            db.session.execute(update(Appointment), ends)
        begins = [self._begin(work, post) for work in works for post in work.begins]
        if begins:
            db.session.execute(insert(Appointment), begins, execution_options={"render_nulls": True})
        self.put_over = self.overseers.write(
            [(self._id_of(work), link, work.starts_on) for work in works for link in work.links]
        )
        if self.invites:
            self._invite(work for work in new if work.starts_on <= today())

    def facts(self, lines: Sequence[Line], facts: dict[str, Any]) -> None:
        """Add to what the import's event keeps: whose record it touched and which roles; no names."""
        for line in lines:
            if not line.work:
                continue
            work: Work = line.work
            person_id = self._id_of(work)
            facts.setdefault(f"people_{line.fate.value}", []).append(person_id)
            for post in work.begins:
                facts.setdefault("appointed", []).append([person_id, post.role, post.place_id])
            facts.setdefault("ended", []).extend(work.ends)
        for one in self.put_over:
            fact = [one["person_id"], one["manager_id"], one["oversight"].value]
            facts.setdefault("put_over", []).append(fact)
        if self.invites:
            facts["invited"] = True

    def _add(self, new: Sequence[Work]) -> dict[str, int]:
        """Store new people; gives their ids by address, which is quicker than in order."""
        if not new:
            return {}
        rows = [{"trust_id": self.trust.id, "left_on": None, **work.values} for work in new]
        statement = insert(Person).returning(Person.email, Person.id)
        stored = db.session.execute(statement, rows, execution_options={"render_nulls": True})
        return {row.email: row.id for row in stored}

    def _id_of(self, work: Work) -> int:
        return work.person_id or self.stored[work.values["email"]]

    def _begin(self, work: Work, post: Post) -> dict[str, Any]:
        return {
            "trust_id": self.trust.id,
            "person_id": self._id_of(work),
            "role": post.role,
            "place_id": post.place_id,
            "starts_on": work.starts_on,
            "ends_on": None,
        }

    def _invite(self, works: Iterator[Work]) -> None:
        for work in works:
            accounts.invite(db.session.get_one(Person, self._id_of(work)), self.actor)

    def _line(
        self,
        asked: Asked,
        known: Known | None,
        held: Mapping[int, list[Held]],
        over: Mapping[int, list[Over]],
    ) -> Line:
        if problems := (*asked.problems, *self.overseers.problems(asked)):
            return Line(asked.row, Fate.BAD, asked.about, reasons=problems)
        if asked.email in self.seen:  # two spellings of one address, which the survey took for two
            return Line(asked.row, Fate.BAD, asked.about, reasons=("This address is also in another row",))
        self.seen.add(asked.email)
        if known is None:
            return self._new(asked)
        if known.trust_id != self.trust.id:
            return Line(asked.row, Fate.BAD, asked.about, reasons=("This address is already used",))
        links = self.overseers.links(asked, over.get(known.id, ()))
        return self._known(asked, known, held.get(known.id, []), links)

    def _new(self, asked: Asked) -> Line:
        values = {
            "name": asked.name,
            "email": asked.email,
            "job_title": asked.job_title,
            "school_id": asked.based_at,
        }
        begins = asked.posts_for(())
        links = self.overseers.links(asked, ())
        work = Work(None, values, begins, {}, asked.starts_on, links)
        roles = (*(Change("Role", "", self._in_words(post)) for post in begins), *told(links))
        waits = self.invites and asked.starts_on > today()
        warnings = (
            *self._warnings(asked, begins),
            *((f"Not invited yet: they begin on {shown(asked.starts_on)}",) if waits else ()),
        )
        return Line(asked.row, Fate.NEW, asked.about, roles, warnings=warnings, work=work)

    def _known(self, asked: Asked, known: Known, held: Sequence[Held], links: Sequence[Link]) -> Line:
        staying = [one for one in held if one.holds_at(asked.starts_on)]
        begins = asked.posts_for([one.post for one in staying])
        values, changes = self._differences(asked, known, [one.post for one in staying])
        ends = self._ends(values, known, staying, asked.starts_on)
        changes += [Change("Role", "", self._in_words(post)) for post in begins]
        changes += [Change("Role", self._in_words(one.post), "") for one in staying if one.id in ends]
        changes += told(links)
        if not changes:
            return Line(asked.row, Fate.UNCHANGED, asked.about)
        warnings = [*self._warnings(asked, begins)]
        if "school_id" in values:
            warnings += self._left_behind(known, staying)
        work = Work(known.id, values, begins, ends, asked.starts_on, links)
        return Line(
            asked.row, Fate.CHANGED, asked.about, tuple(changes), warnings=tuple(warnings), work=work
        )  # fmt: skip

    def _differences(
        self, asked: Asked, known: Known, posts: Sequence[Post]
    ) -> tuple[dict[str, Any], list[Change]]:  # fmt: skip
        """The person's own fields that change, as values and in words."""
        wanted: dict[str, Any] = {"name": asked.name, "left_on": None}
        if asked.job_title:
            wanted["job_title"] = asked.job_title
        if asked.based_at and not asked.is_only_known_there(posts):
            wanted["school_id"] = asked.based_at
        values = {name: value for name, value in wanted.items() if getattr(known, name) != value}
        labels = {"name": "Name", "job_title": "Job title", "school_id": "School", "left_on": "Left on"}
        changes = [
            Change(labels[name], self._shown(name, getattr(known, name)), self._shown(name, value))
            for name, value in values.items()
        ]
        return values, changes

    def _ends(
        self, values: Mapping[str, Any], known: Known, held: Sequence[Held], day: date
    ) -> dict[int, date]:  # fmt: skip
        """Whoever moves is no longer staff where they were, from the day they begin elsewhere."""
        if "school_id" not in values or known.school_id is None:
            return {}
        old = Post("staff", known.school_id)
        return {one.id: max(day, one.starts_on) for one in held if one.post == old}

    def _left_behind(self, known: Known, held: Sequence[Held]) -> Iterator[str]:
        for one in held:
            if one.post.place_id == known.school_id and one.post.role not in ("staff", "governor"):
                yield f"Still {self._in_words(one.post)}, until that is ended on their page"

    def _warnings(self, asked: Asked, begins: Sequence[Post]) -> Iterator[str]:
        for school_id in sorted({post.place_id for post in begins} & self.places.closed):
            yield f"{self.places.names[school_id]} is closed"
        for school_id in (post.place_id for post in begins if post.role == "head"):
            if others := [name for name in self.heads[school_id] if name != asked.name]:
                yield (
                    f"{self.places.names[school_id]} has a head already: {', '.join(others)}. "
                    "Both will be, until one of them is ended"
                )
            self.heads[school_id].append(asked.name)

    def _in_words(self, post: Post) -> str:
        """“Head, Gull Rock Academy”; roles at the trust by themselves."""
        label = role_label(self.trust, post.role)
        return label if post.place_id == self.trust.id else f"{label}, {self.places.names[post.place_id]}"

    def _shown(self, name: str, value: Any) -> str:
        return self.places.names.get(value, "") if name == "school_id" else shown(value)


def _known(emails: set[str]) -> dict[str, Known]:
    """Whoever has one of these addresses, in any trust: an address is somebody's only once."""
    statement = select(
        Person.id, Person.trust_id, Person.email, Person.name, Person.job_title, Person.school_id,
        Person.left_on,
    ).where(Person.email.in_(emails - {""}))  # fmt: skip
    with scope(EVERY_TRUST):
        return {row.email: Known(*row) for row in db.session.execute(statement)}


def _held(people: set[int]) -> dict[int, list[Held]]:
    """The appointments that these people have or will have."""
    statement = select(
        Appointment.person_id, Appointment.id, Appointment.role, Appointment.place_id,
        Appointment.starts_on, Appointment.ends_on,
    ).where(
        Appointment.person_id.in_(people),
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > today()),
    )  # fmt: skip
    found: dict[int, list[Held]] = defaultdict(list)
    for person_id, held_id, role, place_id, starts_on, ends_on in db.session.execute(statement):
        found[person_id].append(Held(held_id, Post(role, place_id), starts_on, ends_on))
    return found


def _heads() -> dict[int, list[str]]:
    statement = (
        select(Appointment.place_id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.role == "head",
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > today()),
            Person.left_on.is_(None),
        )
    )
    found: dict[int, list[str]] = defaultdict(list)
    for place_id, name in db.session.execute(statement):
        found[place_id].append(name)
    return found
