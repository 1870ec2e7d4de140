"""A calendar of a thousand dates: fetched beside a file of its size and beside Radicale, and rebuilt."""

from __future__ import annotations

import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import insert, select, update

from config import Environment, Settings
from notifications import feeds as rendering
from notifications.rendering import Stationery
from notifications.setup import stationery_of
from tests.bench.stopwatch import side_by_side
from tests.databases import Databases
from tests.diaries import request_under_way, subscribe
from tests.processes import ROOT, environment
from tests.radicale_server import radicale
from tests.world import World, build
from webapp.factory import create_app
from workflows.clock import now
from workflows.database import EVERY_TRUST, Model, choose_trust, db, scope
from workflows.dates.feeds import FeedKind
from workflows.dates.model import CalendarEntry
from workflows.dates.subscribed import Subscription, look_up
from workflows.places import Trust

HOW_MANY: Final = 1_000
STARTS_WITHIN: Final = 30
ANSWERS_WITHIN: Final = 300
AGENDA: Final = "What we agreed last time, what has changed since, and what each of us does next."


@dataclass(frozen=True)
class Calendar:
    """A calendar that is fetched."""

    path: str
    etag: str
    body: bytes


def measure(databases: Databases, kind: str) -> Iterator[str]:
    """Yields a line for fetching, one for rebuilding and one for Radicale."""
    with databases.fresh() as url, TemporaryDirectory() as folder:
        settings = Settings(environment=Environment.TEST, database_url=url, files_folder=Path(folder))
        app = create_app(settings)
        with app.app_context():
            stationery = stationery_of(app)
            path, feed_id = _prepare(stationery)
            yield _rebuilt(feed_id, stationery)
            db.session.remove()
            db.engine.dispose()
        with _gunicorn(url, Path(folder)) as port:
            calendar = _fetched(port, path)
            (Path(folder) / "same-size.ics").write_bytes(calendar.body)
            yield _served(port, calendar)
            with radicale(Path(folder) / "radicale") as address:
                yield _beside_radicale(port, calendar, address)


def _prepare(stationery: Stationery) -> tuple[str, int]:
    """A calendar that shows a thousand dates: its path and its number."""
    with scope(EVERY_TRUST):
        world = build()
        choose_trust(world.trust_id)
        case = request_under_way(world)
        feed = subscribe(world, "tom", FeedKind.MINE)
        db.session.flush()
        _insert(world, case.id)
        db.session.commit()
        return rendering.path_of(feed, stationery), feed.id


def _insert(world: World, case_id: int) -> None:
    tables, trust = Model.metadata.tables, {"trust_id": world.trust_id}
    entries = [trust | _entry(world, case_id, number) for number in range(HOW_MANY)]
    connection = db.session.connection()
    connection.execute(insert(tables["calendar_entries"]), entries)
    ids = connection.execute(select(CalendarEntry.id)).scalars()
    asked = {"person_id": world.people["tom"], "asked_at": now(), "answer": "none"}
    connection.execute(insert(tables["attendances"]), [trust | asked | {"entry_id": one} for one in ids])


def _entry(world: World, case_id: int, number: int) -> dict[str, Any]:
    starts_at = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=number % 700)
    return {
        "case_id": case_id, "uid": f"{uuid4()}@alongside", "sequence": 0, "time_sequence": 0,
        "title": f"Visit {number}", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2),
        "all_day": False, "place": "Saltmarsh Primary", "link": "", "agenda": AGENDA,
        "organiser_id": world.people["tom"], "audience": "case", "created_at": now(), "changed_at": now(),
    }  # fmt: skip


# In this process


def _rebuilt(feed_id: int, stationery: Stationery) -> str:
    with scope(EVERY_TRUST):
        full = _timed(lambda: _write(feed_id, stationery), before=rendering.events.cache_clear)
        one = _timed(lambda: _write(feed_id, stationery), before=_change_one)
    return (
        f"feeds: {HOW_MANY} dates written in {full * 1000:.0f} ms; after one change {one * 1000:.0f} ms, "
        f"{full / one:.1f} times as fast"
    )


def _write(feed_id: int, stationery: Stationery) -> bytes:
    feed: Subscription | None = look_up(feed_id)
    if feed is None:
        raise RuntimeError("the calendar is not there")
    return rendering.body_of(feed, stationery)


def _change_one() -> None:
    first = select(CalendarEntry.id).order_by(CalendarEntry.id).limit(1).scalar_subquery()
    changed = {"title": f"Changed {uuid4()}", "changed_at": now()}
    db.session.execute(update(CalendarEntry).where(CalendarEntry.id == first).values(**changed))
    trusts: Any = Trust.__table__
    db.session.connection().execute(update(trusts).values(diary_version=trusts.c.diary_version + 1))


def _timed(act: Callable[[], object], *, before: Callable[[], object]) -> float:
    """The shortest of five, each with the whole body forgotten."""
    seconds = []
    for _ in range(5):
        before()
        rendering.bodies.clear()
        begin = perf_counter()
        act()
        seconds.append(perf_counter() - begin)
    return min(seconds)


# Over HTTP


def _served(port: int, calendar: Calendar) -> str:
    kept, file, unchanged = side_by_side(
        lambda: _get(port, calendar.path),
        lambda: _get(port, "/static/same-size.ics"),
        lambda: _get(port, calendar.path, etag=calendar.etag, wanted=304),
        rounds=15,
        each=10,
    )
    return (
        f"feeds: {len(calendar.body) / 1000:.0f} KB from the cache {kept * 1000:.1f} ms, a file of that size "
        f"{file * 1000:.1f} ms: {file / kept:.2f} times its rate (wanted: 0.50); nothing new (304) "
        f"{unchanged * 1000:.1f} ms, {kept / unchanged:.1f} times as fast"
    )


def _beside_radicale(port: int, calendar: Calendar, address: str) -> str:
    there = int(address.rstrip("/").rpartition(":")[2])
    _put(there, calendar.body)
    ours, theirs = side_by_side(
        lambda: _get(port, calendar.path), lambda: _ask(there, "GET", "/tom/dates/", 200), rounds=3, each=2
    )
    return (
        f"feeds: the same {HOW_MANY} dates from Radicale {theirs * 1000:.0f} ms, "
        f"{theirs / ours:.0f} times as long"
    )


def _fetched(port: int, path: str) -> Calendar:
    connection = HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or body.count(b"BEGIN:VEVENT") < HOW_MANY:
        raise RuntimeError(f"the calendar is not whole: {answer.status}")
    return Calendar(path, answer.headers["ETag"], body)


def _get(port: int, path: str, *, etag: str = "", wanted: int = 200) -> None:
    _send(port, "GET", path, wanted=wanted, headers={"If-None-Match": etag} if etag else {})


def _put(port: int, body: bytes) -> None:
    """A whole collection at once; a calendar server keeps no METHOD (RFC 4791, 4.1)."""
    _ask(port, "PUT", "/tom/dates/", 201, body=body.replace(b"METHOD:PUBLISH\r\n", b""))


def _ask(port: int, method: str, path: str, wanted: int, *, body: bytes = b"") -> None:
    """Ask Radicale as Tom, whom it believes."""
    who = {"Authorization": f"Basic {b64encode(b'tom:unused').decode()}", "Content-Type": "text/calendar"}
    _send(port, method, path, wanted=wanted, headers=who, body=body)


def _send(
    port: int, method: str, path: str, *, wanted: int, headers: dict[str, str], body: bytes = b""
) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWERS_WITHIN)
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != wanted:
        raise RuntimeError(f"{method} {path} is answered {answer.status}")


@contextmanager
def _gunicorn(url: str, static: Path) -> Iterator[int]:
    """The application as it is served in production, by one worker; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "tests.bench.feed_server:app", "--workers", "1",
         "--bind", f"127.0.0.1:{port}", "--log-level", "error"],
        cwd=ROOT, env=environment(url, BENCH_STATIC=str(static)),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=STARTS_WITHIN)


def _wait_for(port: int) -> None:
    until = perf_counter() + STARTS_WITHIN
    while True:
        try:
            _get(port, "/health")
        except OSError:
            if perf_counter() > until:
                raise
            sleep(0.1)
        else:
            return
