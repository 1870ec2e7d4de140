"""Workers that are killed in the middle of their work: no mail is lost, and none is sent twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from notifications.rounds import tick
from tests.mail_servers import SmtpServer, smtp_server
from tests.post import Told, message, round_at, setup, statuses, write
from tests.worker_process import worker
from tests.world import build
from workflows.clock import local
from workflows.database import choose_every_trust, db
from workflows.messages import MORNING, Message, MessageStatus
from workflows.school_calendar import CENTRAL

MESSAGES, KILLS = 500, 20
ENOUGH = 60
"""Seconds in which anything that is waited for must have happened; only a failure takes as long."""


@contextmanager
def workers(url: str, port: int) -> Iterator[Callable[[], int]]:
    """Gives a function that starts a worker and returns the id of its process."""
    command = [sys.executable, "-m", "tests.worker_process", url, str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout

        def start() -> int:
            stdin.write("\n")
            stdin.flush()
            return int(stdout.readline())

        yield start
        stdin.close()


def kill_in_the_middle(pid: int, server: SmtpServer, chance: random.Random) -> None:
    """Kill -9 once it has sent a few more, at any point of the next one."""
    start, few = len(server.received), chance.randint(1, 12)
    until = time.monotonic() + ENOUGH
    while len(server.received) < start + few and time.monotonic() < until:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.02))
    os.kill(pid, signal.SIGKILL)


def in_flight() -> int:
    db.session.rollback()
    choose_every_trust()
    waiting = Message.status.in_((MessageStatus.QUEUED, MessageStatus.SENDING))
    found = db.session.scalar(select(func.count(Message.id)).where(waiting)) or 0
    db.session.rollback()
    return found


def test_a_worker_that_is_killed_twenty_times_loses_nothing_and_sends_nothing_twice(
    database_url: str, database: SQLAlchemy
) -> None:
    world = build()
    choose_every_trust()
    ids = write(world, *(["lena", "asha", "ada", "lena", "asha"] * (MESSAGES // 5)))
    chance = random.Random(20)
    with smtp_server() as server, workers(database_url, server.port) as start:
        for _ in range(KILLS):
            kill_in_the_middle(start(), server, chance)
        assert in_flight() > 0, "the work was done before the last worker was killed"
        until = time.monotonic() + ENOUGH
        while in_flight() and time.monotonic() < until:
            tick(worker(server.port))
        arrived = {int(mail_id[2:].split(".")[0]): times for mail_id, times in server.ids.items()}

    choose_every_trust()
    in_doubt = {one for one in ids if message(one).status == MessageStatus.UNKNOWN}
    assert set(arrived.values()) == {1}
    assert statuses(set(ids) - in_doubt) == {"sent": MESSAGES - len(in_doubt)}
    assert set(ids) - set(arrived) <= in_doubt
    assert len(in_doubt) <= KILLS
    assert_news_still_comes(in_doubt)


def assert_news_still_comes(in_doubt: set[int]) -> None:
    """What was in doubt is not sent again; the next daily mail of its reader has its news."""
    channel = Told()
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    round_at(local(CENTRAL.add_working_days(tomorrow, 0), MORNING), setup(channel))

    readers = {message(one).person.email for one in in_doubt}
    assert set(channel.to) == readers
    assert set(channel.to.values()) <= {1}
    assert all("In case these did not reach you" in mail.text for mail in channel.sent)
    assert not {mail.message_id for mail in channel.sent} & in_doubt
