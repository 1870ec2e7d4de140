"""Mail from a file, and the listener as a process of its own: told to stop, and killed."""

from __future__ import annotations

import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from notifications.inbound.model import InboundMail
from notifications.setup import stationery_of
from notifications.tokens import Purpose
from tests.diaries import meeting, request_under_way
from tests.incoming import incoming, reply
from tests.processes import ROOT, environment
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, db, scope
from workflows.dates.model import Attendance


@pytest.fixture
def tom(app: Flask, harbour: World) -> str:
    """The address to which Tom's diary replies."""
    with app.app_context(), scope(harbour.trust_id):
        entry = meeting(request_under_way(harbour), harbour, "tom")
        entry.uid = "date-1@alongside"
        db.session.commit()
        statement = select(Attendance.id).where(Attendance.person_id == harbour.people["tom"])
        return stationery_of(app).own_address(Purpose.REPLY, db.session.scalars(statement).one())


def run(app: Flask, *words: str, typed: bytes | None = None) -> Result:
    with clock_at(MONDAY.replace(hour=12)):
        return app.test_cli_runner().invoke(args=["inbound-file", *words], input=typed)


def test_a_mail_from_a_file_is_taken_and_told_of(app: Flask, tom: str, tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    token = tom.partition("+")[2].partition("@")[0]
    file.write_bytes(incoming("google", {"TOKEN": token}))

    first, second = run(app, str(file)), run(app, str(file))
    assert (first.exit_code, first.output) == (0, "Done. They answered yes.\n")
    assert (second.exit_code, second.output) == (0, "It had come before. Done. They answered yes.\n")


def test_a_mail_is_read_from_standard_input(app: Flask, tom: str) -> None:
    result = run(app, "-", "--recipient", tom, typed=incoming("letter"))

    assert (result.exit_code, result.output) == (0, "Put before a person. Before the organiser: words.\n")


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["-"], incoming("google"), "is no address that Alongside gave out"),
        (["-"], b"", "What it names is no address that Alongside gave out"),
        (["-", "--recipient", "tom@harbour.example"], reply(), "tom@harbour.example is no address"),
        (["no-such-file"], None, "No such file"),
    ],
)
def test_what_cannot_be_taken_ends_with_words(
    app: Flask, harbour: World, words: list[str], typed: bytes | None, said: str
) -> None:
    result = run(app, *words, typed=typed)

    assert result.exit_code != 0
    assert said in result.output


def test_a_mail_that_is_too_large_is_refused(app: Flask, tom: str) -> None:
    result = run(app, "-", "--recipient", tom, typed=b"x" * 11 * 1024 * 1024)

    assert (result.exit_code, result.output) == (1, "Error: Mail of more than 10 MB is not taken.\n")


class Listening:
    """`flask inbound` as a process of its own."""

    def __init__(self, database_url: str, app: Flask) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._environment = environment(database_url, SECRET_KEY=app.config["SETTINGS"].secret_key)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "inbound", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = monotonic() + 60
        while monotonic() < until:
            try:
                with smtplib.SMTP("127.0.0.1", self.port, "mx.example", timeout=10):
                    return
            except (OSError, smtplib.SMTPException):
                sleep(0.1)
        pytest.fail("it does not listen")

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(30)

    def bring(self, raw: bytes, to: str) -> bool:
        """Whether the mail was acknowledged."""
        try:
            with smtplib.SMTP("127.0.0.1", self.port, "mx.example", timeout=30) as line:
                return line.sendmail("tom@harbour.example", [to], raw) == {}
        except (OSError, smtplib.SMTPException):
            return False


@pytest.fixture
def listening(database_url: str, app: Flask) -> Callable[[], Listening]:
    return lambda: Listening(database_url, app)


def kept(app: Flask) -> int:
    with app.app_context(), scope(EVERY_TRUST):
        return db.session.scalar(select(func.count(InboundMail.id))) or 0


def test_a_port_that_is_taken_is_named(app: Flask, harbour: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = app.test_cli_runner().invoke(args=["inbound", "--port", str(port)])

    assert result.exit_code == 1
    assert f"Nothing can listen on 127.0.0.1:{port}" in result.output


def test_it_stops_when_it_is_told_to(app: Flask, tom: str, listening: Callable[[], Listening]) -> None:
    made = listening()
    made.start()
    assert made.bring(reply(), tom)

    assert made.end(signal.SIGTERM) == 0
    assert kept(app) == 1


def test_no_mail_that_was_acknowledged_is_lost_however_often_it_is_killed(
    app: Flask, tom: str, listening: Callable[[], Listening]
) -> None:
    """Whoever was not answered brings the mail again, as mail servers do; each is there once."""
    made = listening()
    for number in range(3):
        made.start()
        raw = f"From: tom@harbour.example\r\n\r\nLetter {number}".encode()
        assert made.bring(raw, tom)
        with smtplib.SMTP("127.0.0.1", made.port, "mx.example", timeout=30) as line:
            line.helo("mx.example")
            line.mail("tom@harbour.example")
            line.rcpt(tom)
            line.docmd("DATA")
            line.send(raw.replace(b"Letter", b"Unfinished"))
            made.end(signal.SIGKILL)
            line.close()
    made.start()
    assert all(
        made.bring(f"From: tom@harbour.example\r\n\r\nLetter {number}".encode(), tom) for number in range(3)
    )
    made.end(signal.SIGTERM)

    assert kept(app) == 3
