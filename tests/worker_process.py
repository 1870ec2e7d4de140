"""Workers that can be killed: everything is imported once, and one is forked for each line that is read.

Run as `python -m tests.worker_process DATABASE_URL SMTP_PORT`; answers each line with the new worker's id.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import timedelta

from sqlalchemy.orm import configure_mappers

from notifications.channels.smtp import Smtp
from notifications.rendering import render
from notifications.rounds import tick
from notifications.samples import samples
from notifications.setup import Setup
from tests.databases import connected
from tests.post import STATIONERY, setup


def worker(port: int) -> Setup:
    """A set-up with a short lease, so that a test need not wait for it to run out."""
    channel = Smtp(host="127.0.0.1", port=port, security="none")
    return setup(channel, hurry=True, lease=timedelta(seconds=1))


def work(url: str, port: int) -> None:
    """Run rounds until killed."""
    with connected(url):
        while True:
            tick(worker(port))
            time.sleep(0.02)


def main() -> None:
    """Fork a worker for each line of standard input, and end with it."""
    url, port = sys.argv[1], int(sys.argv[2])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    configure_mappers()
    _ = [render(sample.telling, STATIONERY).raw for sample in samples()]
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work(url, port)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
