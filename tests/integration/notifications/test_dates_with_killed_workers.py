"""Workers are killed while dates are changed: no diary is ever told of an older state after a newer one."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from flask_sqlalchemy import SQLAlchemy

from notifications.rounds import tick
from tests.integration.notifications.dates import Case, assert_in_order, case_under_way, received
from tests.integration.notifications.test_killed_workers import (
    ENOUGH,
    in_flight,
    kill_in_the_middle,
    workers,
)
from tests.mail_servers import smtp_server
from tests.worker_process import worker
from tests.world import MONDAY, build
from workflows.clock import clock_at, today
from workflows.database import choose_every_trust
from workflows.messages import MessageStatus

DATES, KILLS = 12, 6


def next_week(number: int) -> date:
    """A day ahead by the clock that the workers have, another one for each number."""
    return today() + timedelta(days=30 + number % 7)


def begun() -> Case:
    choose_every_trust()
    with clock_at(MONDAY):
        return case_under_way(build())


def test_each_diary_is_told_in_order_whatever_becomes_of_the_workers(
    database_url: str, database: SQLAlchemy
) -> None:
    choose_every_trust()
    case = begun()
    entries = [case.asks("tom", "sam", on=next_week(0), title=f"Meeting {one}") for one in range(DATES)]
    chance = random.Random(8)
    with smtp_server() as server, workers(database_url, server.port) as start:
        for number in range(KILLS):
            pid = start()
            for entry in entries[number % 2 :: 2]:
                case.moves(entry, next_week(number + 1))
            kill_in_the_middle(pid, server, chance)
        until = time.monotonic() + ENOUGH
        while in_flight() and time.monotonic() < until:
            tick(worker(server.port))
        for_diaries = [
            received(mail) for mail in server.received if mail.get_content_type() == "multipart/mixed"
        ]
        assert set(server.ids.values()) == {1}

    assert_in_order(for_diaries)
    for entry in entries:
        for who in ("tom", "sam"):
            newest = case.mails(who, entry)[-1].status
            assert newest in (MessageStatus.SENT, MessageStatus.UNKNOWN)
