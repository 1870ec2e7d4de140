"""The demo for tests: its year is lived through once in a whole run, and each test gets a copy of its own."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

from config import Environment, Settings
from tests.application import application
from tests.databases import migrate
from tests.world import MONDAY
from webapp.demo.building import build
from workflows.clock import clock_at


def template(shared: Path) -> Path:
    """The folder that holds the demo of that Monday; whichever test process comes first builds it."""
    folder = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half_done = shared / "demo-half-done"
            shutil.rmtree(half_done, ignore_errors=True)
            half_done.mkdir()
            _build(half_done)
            half_done.rename(folder)
    return folder


def copy(folder: Path, to: Path) -> Settings:
    """Settings of a demonstration whose database is a copy; files are only ever added to the shared ones."""
    database = to / "demo.db"
    shutil.copyfile(folder / "demo.db", database)
    files = shutil.copytree(folder / "files", to / "files", copy_function=shutil.copyfile)
    return _settings(database, files)


def _build(folder: Path) -> None:
    settings = _settings(folder / "demo.db", folder / "files")
    migrate(settings.database_url)
    # The last connection to be closed writes everything into the one file.
    with application(settings) as app, app.app_context(), clock_at(MONDAY):
        build(settings.files_folder)


def _settings(database: Path, files: Path) -> Settings:
    return Settings(
        environment=Environment.TEST,
        demo_mode=True,
        database_url=f"sqlite:///{database}",
        files_folder=files,
    )
