"""Our own server and workers in processes of their own, and somebody who reaches them over the network."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

ROOT: Final = Path(__file__).resolve().parents[1]
PASSWORD: Final = "violet lantern before breakfast"
AGAIN_WITHIN: Final = 5
"""Seconds in which the next press is answered after a process was killed."""


class Killed(Exception):
    """No answer came: whoever sent the form cannot know whether it counted."""


class NoRedirects(HTTPRedirectHandler):
    """A form's answer is the redirect itself."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Somebody:
    """A person at a browser that reaches the server over the network."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._open = build_opener(HTTPCookieProcessor(CookieJar()), NoRedirects()).open

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text of an answer. Raises Killed if there is none."""
        data = urlencode(fields).encode() if fields is not None else None
        try:
            with self._answer(Request(self.address + path, data)) as answer:
                return answer.status, answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Killed from error

    def _answer(self, request: Request) -> Any:
        """An answer of any status."""
        try:
            return self._open(request, timeout=AGAIN_WITHIN)
        except HTTPError as answer:
            return answer

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.ask(path)[1])
        assert found is not None, path
        return found[1]

    def sign_in(self, email: str) -> str:
        """Sign in and give the token that the forms of this session carry."""
        fields = {"email": email, "password": PASSWORD, "csrf_token": self.token("/sign-in")}
        assert self.ask("/sign-in", fields)[0] == 303
        return self.token("/account/name")


class Served:
    """`flask serve` in processes of its own, killed and started as a test likes."""

    def __init__(self, database_url: str, files: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._environment = environment(database_url, ALONGSIDE_BASE_URL=self.address) | {
            "ALONGSIDE_FILES_FOLDER": str(files)
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = flask("serve", self._environment)

    def kill_everything(self) -> None:
        """SIGKILL to the server and its workers."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def kill_a_worker(self) -> bool:
        """SIGKILL to the process that answers; whether there was one."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        workers = children.read_text().split() if children.exists() else []
        for worker in workers:
            os.kill(int(worker), signal.SIGKILL)
        return bool(workers)


def environment(database_url: str, **more: str) -> dict[str, str]:
    """Settings for a process of our own, whatever this one has."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
    return ours | {"ALONGSIDE_ENVIRONMENT": "development", "DATABASE_URL": database_url, **more}


def flask(command: str, environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", command],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
