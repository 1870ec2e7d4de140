"""The watch for private words can fail: each of its ways finds words that were let out on purpose."""

from __future__ import annotations

import gzip
import json
import quopri
import subprocess
import sys
from base64 import b64encode, encodebytes
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote_plus
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask

from tests import canary
from tests.canary import PRIVATE, Leaked
from tests.databases import Databases, connected
from tests.world import build
from workflows.database import EVERY_TRUST, db, scope
from workflows.places import Trust
from workflows.typed import keep

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("before", ["", "x", "xx", "x" * 55, "x" * 70])
def test_no_usual_encoding_hides_the_words(before: str) -> None:
    text = before + PRIVATE
    forms = [text.encode(), text.upper().encode(), *(text.encode(f"utf-16-{end}") for end in ("le", "be"))]
    forms += [b64encode(text.encode()), encodebytes(text.encode()), quopri.encodestring(text.encode())]
    forms += [json.dumps({"text": text}).encode(), quote_plus(text).encode()]

    assert all(map(canary.is_in, forms))
    assert not canary.is_in(b"What was said, in a sentence.")


def name_a_trust(databases: Databases) -> None:
    """Store the words where everybody may read them."""
    with databases.fresh() as url, connected(url), scope(EVERY_TRUST):
        trust_id = build().trust_id
        db.session.get_one(Trust, trust_id).name = f"The {PRIVATE} trust"
        db.session.commit()


def type_them(databases: Databases) -> None:
    """Store the words as something that is typed and not sent yet."""
    with databases.fresh() as url, connected(url), scope(EVERY_TRUST):
        priya = build().person("priya")
        keep(priya, "/form", [("focus", PRIVATE)])
        db.session.commit()


def test_words_that_stand_unsealed_in_a_database_are_found(databases: Databases) -> None:
    with pytest.raises(Leaked, match="the database"):
        name_a_trust(databases)


def test_bytes_that_only_look_sealed_are_found(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.sealing.seal", lambda said, **_: json.dumps(said).encode())
    with pytest.raises(Leaked):
        type_them(databases)


def test_sealed_words_are_not(databases: Databases) -> None:
    type_them(databases)


def test_what_a_command_says_is_looked_through(app: Flask) -> None:
    @app.cli.command("tell")
    def tell() -> None:
        sys.stderr.write(PRIVATE)

    with pytest.raises(Leaked):
        app.test_cli_runner().invoke(args=["tell"])


@pytest.mark.parametrize("packed", [False, True])
def test_files_and_archives_are_looked_through(packed: bool) -> None:
    with TemporaryDirectory() as name:  # the test's own folder is looked through already
        folder = Path(name)
        if packed:
            (folder / "backup.tar.gz").write_bytes(gzip.compress(PRIVATE.encode()))
        else:
            with ZipFile(folder / "list.xlsx", "w", ZIP_DEFLATED) as archive:
                archive.writestr("sheet.xml", f"<v>{PRIVATE}</v>")
        with pytest.raises(Leaked):
            canary.look_through_folder(folder)


CARELESS = """
import logging, sys, warnings
from tests.canary import PRIVATE

def test_prints():
    print(PRIVATE)

def test_writes_to_the_error_stream():
    sys.stderr.write(PRIVATE)

def test_logs():
    logging.getLogger("werkzeug").error("%s", {"typed": PRIVATE})

def test_leaves_a_file(tmp_path):
    (tmp_path / "export.csv").write_text(PRIVATE)

def test_is_careful(tmp_path):
    assert PRIVATE
    print("Careful.")
"""


def test_a_test_that_prints_logs_or_leaves_the_words_behind_fails() -> None:
    with TemporaryDirectory() as name:
        test = Path(name) / "test_careless.py"
        test.write_text(CARELESS)
        command = [sys.executable, "-m", "pytest", "-p", "tests.watch", "-q", "-rA", "--tb=no", str(test)]
        said = subprocess.run(
            [*command, f"--rootdir={name}", "-p", "no:cacheprovider"],
            cwd=ROOT, capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip

    summary = sorted(
        (line.split()[0], line.rpartition("::")[2].split()[0]) for line in said.splitlines() if "::" in line
    )
    assert summary == [
        ("ERROR", "test_leaves_a_file"),
        ("FAILED", "test_logs"),
        ("FAILED", "test_prints"),
        ("FAILED", "test_writes_to_the_error_stream"),
        ("PASSED", "test_is_careful"),
        ("PASSED", "test_leaves_a_file"),
    ]
