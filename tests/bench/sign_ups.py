"""500 people who sign up for 40 places in the same minute, while somebody else opens the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Environment, Settings
from tests.application import application
from tests.client import Browser
from tests.connect import offer_session
from tests.databases import Databases
from tests.sign_ups import all_at_once, many_people, press_sign_up
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.connect import ConnectSession
from workflows.database import choose_trust, db
from workflows.sign_ups.details import Standing
from workflows.sign_ups.model import SignUp

PEOPLE: Final = 500
PLACES: Final = 40
A_MINUTE: Final = 60
PROCESSES: Final = 4
"""So many web processes take what people press."""
ALONE: Final = 20
"""Pages fetched before the rush, to compare with."""


def measure(databases: Databases, _kind: str) -> Iterator[str]:
    """Yields two lines: how fast the places go and in which order, and what the page takes meanwhile."""
    with databases.fresh() as url, TemporaryDirectory() as folder, clock_at(MONDAY):
        settings = Settings(environment=Environment.TEST, database_url=url, files_folder=Path(folder))
        with application(settings) as app:
            with app.app_context():
                world = build()
                choose_trust(world.trust_id)
                session = offer_session(world, date(2026, 12, 2), places=PLACES)
                session_id, address = session.id, f"/connect/{session.reference}"
                people = many_people(world, PEOPLE)
            yield from _rush(app, world, people, session_id=session_id, address=address)


def _rush(app: Flask, world: World, people: list[int], *, session_id: int, address: str) -> Iterator[str]:
    client = app.test_client()
    if isinstance(client, Browser):
        client.sign_in(world.people["lena"])
    alone = [_seconds(client, address) for _ in range(ALONE)]
    over, meanwhile = Event(), list[float]()

    def look() -> None:
        while not over.is_set():
            meanwhile.append(_seconds(client, address))

    reader = Thread(target=copy_context().run, args=(look,))
    reader.start()
    with app.app_context():
        choose_trust(world.trust_id)
        begin = perf_counter()
        all_at_once(world, people, press_sign_up(session_id), at=MONDAY, hands=PROCESSES)
        took = perf_counter() - begin
        over.set()
        outcome = _outcome(session_id)
    reader.join()
    wanted = PEOPLE / A_MINUTE
    yield f"sign-ups: {PEOPLE / took:6.0f} a second beside a reader (wanted: {wanted:.0f}); {outcome}"
    yield (
        f"sign-ups: the page {median(alone) * 1000:6.1f} ms alone, {median(meanwhile) * 1000:6.1f} ms "
        f"meanwhile: {median(meanwhile) / median(alone):.2f} times, {max(meanwhile) * 1000:.0f} ms at worst"
    )


def _seconds(client: FlaskClient, address: str) -> float:
    begin = perf_counter()
    if client.get(address).status_code != 200:
        raise RuntimeError(f"{address} was not shown")
    return perf_counter() - begin


def _outcome(session_id: int) -> str:
    """Who has what: places first, in the order of arrival, and nobody twice."""
    db.session.rollback()
    names = db.session.execute(
        select(SignUp.person_id, SignUp.status).where(SignUp.case_id == session_id).order_by(SignUp.id)
    ).all()
    has = [status for _, status in names]
    placed, waiting = has.count(Standing.PLACE), has.count(Standing.WAITING)
    in_order = has == [Standing.PLACE] * placed + [Standing.WAITING] * waiting
    once = len({person for person, _ in names}) == len(names)
    entry = db.session.get_one(ConnectSession, session_id).entry
    asked = len(entry.asked) - 1 if entry else 0
    return (
        f"{placed} places and {waiting} waiting, {'in order of arrival' if in_order else 'OUT OF ORDER'}, "
        f"{'nobody twice' if once else 'SOMEBODY TWICE'}, {asked} diaries"
    )
