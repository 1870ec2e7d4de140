"""Backup and restore: every write from before is back, and what was tampered with is refused."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from config import Settings
from tests.application import application
from tests.client import Browser
from tests.databases import Databases
from tests.story import Story
from tests.world import World
from workflows.database import EVERY_TRUST, Model, db, scope


@pytest.fixture
def lived_in(app: Flask, settings: Settings, harbour: World, sign_in_as: Callable[..., Browser]) -> Story:
    """An installation with a request under way and an attached file."""
    story = Story(harbour, sign_in_as, app)
    story.is_under_way()
    settings.files_folder.mkdir(parents=True, exist_ok=True)
    (settings.files_folder / "a1b2").write_bytes(b"phonics data")
    return story


@pytest.fixture
def elsewhere(databases: Databases, settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Another installation, with an empty database."""
    with (
        databases.empty() as url,
        application(replace(settings, database_url=url, files_folder=tmp_path / "restored")) as made,
    ):
        yield made


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def everything(app: Flask) -> dict[str, Any]:
    with app.app_context(), scope(EVERY_TRUST):
        return {
            table.name: sorted(map(repr, db.session.execute(select(table)).all()))
            for table in Model.metadata.sorted_tables
        }


def test_all_that_was_written_is_back_and_work_goes_on(
    app: Flask, elsewhere: Flask, lived_in: Story, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tgz"
    assert run(app, "backup", file).exit_code == 0

    result = run(elsewhere, "restore", file)

    assert result.exit_code == 0, result.output
    assert everything(elsewhere) == everything(app)
    assert (tmp_path / "restored" / "a1b2").read_bytes() == b"phonics data"
    assert "as they were written" in run(elsewhere, "audit", "verify").output
    browser = elsewhere.test_client()
    assert isinstance(browser, Browser)
    browser.sign_in(lived_in.world.people["tom"])
    assert browser.post("/account/name", data={"name": "Tom Achebe"}).status_code == 303


def test_nothing_is_restored_over_a_trust_and_no_backup_over_another_file(
    app: Flask, lived_in: Story, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tgz"
    assert run(app, "backup", file).exit_code == 0
    before = everything(app)

    over, again = run(app, "restore", file), run(app, "backup", file)

    assert over.exit_code == again.exit_code == 1
    assert "has a trust in it already" in over.output
    assert "is there already" in again.output
    assert everything(app) == before


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def flip_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def is_something_else(file: Path) -> None:
    file.write_bytes(b"Dear administrator, this is not a backup.")


def change_a_member(file: Path) -> None:
    _repack(file, change="files/a1b2")


def leave_a_member_out(file: Path) -> None:
    _repack(file, leave_out="files/a1b2")


def _repack(file: Path, *, change: str = "", leave_out: str = "") -> None:
    folder = file.parent / "unpacked"
    with tarfile.open(file) as archive:
        names = archive.getnames()
        archive.extractall(folder, filter="data")
    if change:
        (folder / change).write_bytes(b"other data")
    with tarfile.open(file, "w:gz") as archive:
        for name in names:
            if name != leave_out:
                archive.add(folder / name, name)


@pytest.mark.parametrize(
    "tamper", [cut_short, flip_a_bit, is_something_else, change_a_member, leave_a_member_out]
)
def test_a_file_that_is_not_as_it_was_written_is_refused_and_nothing_is_restored(
    app: Flask, elsewhere: Flask, lived_in: Story, tmp_path: Path, tamper: Callable[[Path], None]
) -> None:
    file = tmp_path / "backup.tgz"
    assert run(app, "backup", file).exit_code == 0
    tamper(file)

    result = run(elsewhere, "restore", file)

    assert result.exit_code == 1
    assert "Nothing has been restored." in result.output
    assert not (tmp_path / "restored").exists()
