"""`flask serve` as its own process: it answers, stops when told, and comes back after being killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from config import Settings

ROOT = Path(__file__).resolve().parents[4]
PATIENCE = 60


def free_port() -> int:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(settings: Settings, port: int) -> Iterator[subprocess.Popen[str]]:
    environment = {
        "PATH": os.environ["PATH"],
        "ALONGSIDE_ENVIRONMENT": "test",
        "ALONGSIDE_BASE_URL": f"http://127.0.0.1:{port}",
        "ALONGSIDE_FILES_FOLDER": str(settings.files_folder),
        "DATABASE_URL": settings.database_url,
    }
    command = [sys.executable, "-m", "flask", "serve"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def health(port: int) -> int:
    """The status of /health, asked until it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                connection.request("GET", "/health")
                return connection.getresponse().status
        except (OSError, HTTPException):
            time.sleep(0.1)
    return 0


def test_it_answers_says_where_it_is_and_stops_when_told(settings: Settings) -> None:
    port = free_port()
    with serving(settings, port) as process:
        assert health(port) == 200
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=PATIENCE)

    assert f"Alongside is at http://127.0.0.1:{port}" in output
    assert f"http://127.0.0.1:{port}/mailbox" in output
    assert process.returncode == 0


def test_it_serves_again_after_it_was_killed(settings: Settings) -> None:
    port = free_port()
    with serving(settings, port) as first:
        assert health(port) == 200
        first.kill()
        first.wait()

    with serving(settings, port) as second:
        assert health(port) == 200
        second.send_signal(signal.SIGTERM)
        second.communicate(timeout=PATIENCE)
