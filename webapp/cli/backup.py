"""`flask backup` and `flask restore`: everything of an installation in one file, with its checksums."""

from __future__ import annotations

import json
import os
import tarfile
import zlib
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp.cli import copies
from webapp.components import file_size, plural
from workflows.clock import now

FORM: Final = 1
"""The form of the file; another number means another way of reading it."""
_MANIFEST: Final = "manifest.json"
_DATABASE, _FILES = "database", "files"


class Unreadable(click.ClickException):
    """The file is not a backup, or not as it was written; nothing has been restored."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Nothing has been restored.")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(*, file: Path) -> None:
    """Write everything, database and attached files, into FILE while people go on working."""
    if file.exists():
        raise click.ClickException(f"{file} is there already. Choose another name, or move it away.")
    with TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
        database = copies.take(Path(folder))
        attached = _attached_files()
        unfinished = Path(folder) / "unfinished"
        _write(unfinished, database, attached)
        unfinished.replace(file)
    with file.open("rb") as written:
        digest = file_digest(written, "sha256").hexdigest()
    click.echo(
        f"{file} holds the database and {plural(len(attached), 'file')}: {file_size(file.stat().st_size)}."
    )
    click.echo(f"Its SHA-256 is {digest}: keep it somewhere else, to see that the file has not changed.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(*, file: Path) -> None:
    """Fill an empty installation with what FILE holds; refuse FILE if it has been changed."""
    if not copies.is_empty():
        raise click.ClickException(
            "This database has a trust in it already. Restore into an empty one: set DATABASE_URL to it."
        )
    with TemporaryDirectory(prefix="restore-") as folder:
        manifest = _unpack(file, Path(folder))
        if manifest["database"] != copies.kind_of_database():
            raise Unreadable(f"{file} is the backup of a {manifest['database']} database, which this is not.")
        inside = Path(folder)
        listed = [inside / name for name in manifest["members"] if name.startswith(f"{_DATABASE}/")]
        copies.put_back(listed, manifest["revision"])
        restored = _bring_files(inside / _FILES)
    click.echo(f"Restored as it was on {manifest['made_at']}, with {plural(restored, 'file')}.")


def _attached_files() -> list[Path]:
    folder: Path = current_app.config["SETTINGS"].files_folder
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _write(target: Path, database: Iterable[Path], attached: Iterable[Path]) -> None:
    members = {f"{_DATABASE}/{path.name}": path for path in database}
    members |= {f"{_FILES}/{path.name}": path for path in attached}
    with target.open("xb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as archive:
        digests = {}
        for name, path in members.items():
            archive.add(path, name, recursive=False)
            digests[name] = _digest(path)
        _add_manifest(archive, digests)
        archive.close()
        raw.flush()
        os.fsync(raw.fileno())


def _add_manifest(archive: tarfile.TarFile, digests: dict[str, str]) -> None:
    manifest = {
        "form": FORM,
        "made_at": now().isoformat(timespec="seconds"),
        "database": copies.kind_of_database(),
        "revision": copies.revision(),
        "members": digests,
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / _MANIFEST
        path.write_text(json.dumps(manifest | {"seal": _seal(manifest)}, indent=1), encoding="utf-8")
        archive.add(path, _MANIFEST)


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    """Take everything out of the file and check it; raises Unreadable."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
        raise Unreadable(f"{file} is not a whole backup.") from error
    seal = manifest.pop("seal", None)
    if manifest.get("form") != FORM or seal != _seal(manifest):
        raise Unreadable(f"The list of contents in {file} has been changed.")
    _check_members(file, folder, manifest["members"])
    return manifest


def _check_members(file: Path, folder: Path, members: dict[str, str]) -> None:
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {_MANIFEST}
    if there != set(members):
        raise Unreadable(f"Something has been added to {file} or taken out of it.")
    for name, digest in members.items():
        if _digest(folder / name) != digest:
            raise Unreadable(f"{name} in {file} has been changed.")


def _bring_files(source: Path) -> int:
    target: Path = current_app.config["SETTINGS"].files_folder
    target.mkdir(parents=True, exist_ok=True)
    brought = sorted(source.iterdir()) if source.is_dir() else []
    for path in brought:
        (target / path.name).write_bytes(path.read_bytes())
    return len(brought)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _seal(manifest: dict[str, Any]) -> str:
    return sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
