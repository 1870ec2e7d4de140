"""`flask rotate-sealing-key`, and private words across a backup: they open with the key, with no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from config import DEVELOPMENT_SEALING_KEY as KEY
from config import Settings
from tests.application import application
from tests.canary import PRIVATE
from tests.databases import Databases
from tests.world import World
from workflows import sealing
from workflows.database import EVERY_TRUST, db, scope

NEW, OTHER = "another-key-of-this-installation-2027", "a-key-of-some-other-installation-2026"


def run(app: Flask, *words: str | Path) -> Result:
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    assert not [key for key in (KEY, NEW, OTHER) if key in result.output]
    return result


@pytest.fixture
def words(app: Flask, harbour: World) -> bytes:
    """What was said in private at a school."""
    with app.app_context(), scope(EVERY_TRUST):
        made = sealing.seal(
            PRIVATE, place_id=harbour.schools["saltmarsh"], trust_id=harbour.trust_id, what="x"
        )
        db.session.commit()
    return made


@contextmanager
def with_keys(settings: Settings, key: str, *fallbacks: str) -> Iterator[Flask]:
    with application(replace(settings, sealing_key=key, sealing_key_fallbacks=fallbacks)) as made:
        yield made


def read(app: Flask, world: World, words: bytes) -> str:
    with app.app_context(), scope(EVERY_TRUST):
        said: str = sealing.unseal(words, place_id=world.schools["saltmarsh"], what="x")
    return said


def test_after_the_command_the_old_key_can_go(settings: Settings, harbour: World, words: bytes) -> None:
    with with_keys(settings, NEW, KEY) as changing:
        result = run(changing, "rotate-sealing-key")
        assert result.exit_code == 0
        assert "1 stored key sealed anew" in result.output
        assert "ALONGSIDE_SEALING_KEY_FALLBACKS out of the settings" in result.output
    with with_keys(settings, NEW) as changed:
        assert read(changed, harbour, words) == PRIVATE


def test_the_command_says_what_is_missing_and_changes_nothing(
    app: Flask, settings: Settings, harbour: World, words: bytes
) -> None:
    with with_keys(settings, NEW, OTHER) as changing:
        result = run(changing, "rotate-sealing-key")
        assert result.exit_code == 1
        assert "1 of 1 stored keys open with none of the keys" in result.output
        assert "Nothing has been changed." in result.output
    assert read(app, harbour, words) == PRIVATE


def test_where_nothing_was_ever_sealed_there_is_nothing_to_do(app: Flask, harbour: World) -> None:
    result = run(app, "rotate-sealing-key")

    assert result.exit_code == 0
    assert "0 stored keys sealed anew" in result.output


def test_a_backup_opens_with_the_key_of_its_day_and_with_no_other(
    app: Flask, settings: Settings, databases: Databases, harbour: World, words: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tgz"
    assert run(app, "backup", file).exit_code == 0
    with databases.empty() as url:
        elsewhere = replace(settings, database_url=url, files_folder=tmp_path / "restored")
        with with_keys(elsewhere, OTHER) as without:
            assert run(without, "restore", file).exit_code == 0
            with pytest.raises(sealing.CannotUnseal, match="ALONGSIDE_SEALING_KEY"):
                read(without, harbour, words)
        with with_keys(elsewhere, NEW, KEY) as restored:
            assert read(restored, harbour, words) == PRIVATE
            assert run(restored, "rotate-sealing-key").exit_code == 0
