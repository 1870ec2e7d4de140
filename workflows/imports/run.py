"""Carrying an import out: always compared first, all of it or nothing, the same for every kind of list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from workflows.clock import now
from workflows.database import db
from workflows.events import Entry, Event, append, hold
from workflows.imports.errors import Changed, HasBadRows
from workflows.imports.outcome import Fate, Line, Outcome
from workflows.imports.reading import Row, Table, chunked
from workflows.people import Person
from workflows.places import Trust

_CHUNK = 500
CHANGED = "What this file would change is no longer what you were shown, so nothing was imported. Look again."

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


class Import(Protocol):
    """What each kind of list brings."""

    kind: str
    trust: Trust
    table: Table

    def survey(self) -> int:
        """Read the file once, and give the number of its rows."""

    def notes(self) -> Iterator[str]:
        """What to know about the file as a whole."""

    def compare(self, rows: Sequence[Row]) -> list[Line]:
        """What would become of each row; asks the database about all of them at once."""

    def write(self, lines: Sequence[Line]) -> None:
        """Store those that are new or changed."""

    def facts(self, lines: Sequence[Line], facts: dict[str, Any]) -> None:
        """Add what the import's event keeps."""


@dataclass(frozen=True)
class Origin:
    """Where a file came from: its name, what it holds, and who brought it (none: by command)."""

    name: str
    digest: str
    actor: Person | None = None

    @classmethod
    def of(cls, name: str, content: bytes, actor: Person | None = None) -> Origin:
        """The origin of these bytes."""
        return cls(name, sha256(content).hexdigest(), actor)


def dry_run(job: Import, progress: Progress | None = None) -> Outcome:
    """What the import would do. Writes nothing. Raises Unreadable."""
    return _run(job, progress, write=False)


def carry_out(
    job: Import, origin: Origin, *, without_bad_rows: bool = False, expected: str = "",
    progress: Progress | None = None,
) -> Outcome:  # fmt: skip
    """Import the file and record it, in the caller's transaction; if it raises, nothing was written.

    Raises HasBadRows unless they may be left out, Changed if this is not what the fingerprint `expected`
    stands for, and Unreadable. The same file a second time changes nothing and records nothing.
    """
    try:
        with db.session.begin_nested():
            hold(job.trust.id)
            outcome = _run(job, progress, write=True)
            _check(outcome, without_bad_rows=without_bad_rows, expected=expected)
            if outcome.writes:
                _record(job, origin, outcome)
    except IntegrityError as error:  # somebody else stored the same at the same moment
        raise Changed(CHANGED) from error
    db.session.expire_all()  # what was stored in bulk is news to objects that are in memory
    return outcome


def _check(outcome: Outcome, *, without_bad_rows: bool, expected: str) -> None:
    if expected and outcome.fingerprint != expected:
        raise Changed(CHANGED)
    if outcome.bad and not without_bad_rows:
        raise HasBadRows(f"{len(outcome.bad):,} rows are wrong, so nothing was imported")


def every_line(job: Import) -> Iterator[Line]:
    """What the import would do, row by row, for whoever wants to see all of it. Raises Unreadable."""
    job.survey()
    for rows in chunked(job.table.rows(), _CHUNK):
        yield from job.compare(rows)


def _run(job: Import, progress: Progress | None, *, write: bool) -> Outcome:
    outcome = Outcome(notes=list(job.table.warnings))
    total = job.survey()
    outcome.notes.extend(job.notes())
    for rows in chunked(job.table.rows(), _CHUNK):
        lines = job.compare(rows)
        for line in lines:
            outcome.add(line)
        if write:
            job.write(lines)
            job.facts(lines, outcome.facts)
        if progress:
            progress(outcome.rows, total)
    return outcome


def _record(job: Import, origin: Origin, outcome: Outcome) -> None:
    """One entry in the trust's audit trail, with whatever changed in it. The chain is held already."""
    place_id, actor = job.trust.id, origin.actor
    last = db.session.execute(
        select(Event.seq, Event.hash).where(Event.place_id == place_id).order_by(Event.seq.desc()).limit(1)
    ).first()
    rows = {fate.value: outcome.counts[fate] for fate in Fate}
    append(
        Entry(
            trust_id=place_id,
            place_id=place_id,
            seq=last.seq + 1 if last else 1,
            previous=last.hash if last else "",
            at=now(),
            actor_id=actor.id if actor else None,
            actor_as=actor.job_title if actor else "on the command line",
            kind=f"{job.kind}_imported",
            from_state=None,
            to_state=None,
            details={"name": origin.name, "digest": origin.digest, "rows": rows, **outcome.facts},
        )
    )
