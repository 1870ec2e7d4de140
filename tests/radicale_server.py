"""Radicale, a calendar server that others wrote, in a process and a folder of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final

STARTS_WITHIN: Final = 30


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """The server's address; everybody may do everything in it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "none",
        "rights-type": "authenticated",
        "storage-filesystem-folder": str(folder),
        "logging-level": "error",
    }
    command = [sys.executable, "-m", "radicale", "--config", ""]
    command += [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.kill()  # what it holds is thrown away with its folder
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + STARTS_WITHIN
    while monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise RuntimeError("Radicale did not start")
