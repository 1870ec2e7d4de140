"""Habits of the code that no linter knows: sizes, names, where a commit may be, what is never kept here."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
CODE: Final = ("config.py", "setting_values.py", "wsgi.py", "forms", "notifications", "webapp", "workflows")
MADE: Final = {"__pycache__", "build", "instance", "node_modules", "screens", "static"}
"""Folders that set-up and tests make; so are those with a dot in front, but for .ci."""

LONGEST_MODULE: Final = 400
LONGEST_FUNCTION: Final = 50
SAY_NOTHING: Final = {
    "utils",
    "util",
    "helpers",
    "helper",
    "managers",
    "manager",
    "services",
    "service",
    "common",
}
TEXT: Final = {".py", ".pyi", ".md", ".html", ".txt", ".toml", ".ini", ".mako", ".js", ".scss", ".json", ""}


@cache
def files(folder: Path = ROOT) -> tuple[Path, ...]:
    """Every file of the project itself, relative to its root."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if one not in MADE and (one == ".ci" or one[0] != ".")]
        found += [(Path(place) / name).relative_to(ROOT) for name in names]
    return tuple(sorted(found))


def python(*starts: str) -> list[Path]:
    """The Python files of these folders, or of the whole tree; revisions are written by a tool."""
    own = [path for path in files() if path.suffix == ".py" and "versions" not in path.parts]
    return [path for path in own if not starts or path.parts[0] in starts]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def functions(*starts: str) -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in python(*starts):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, decorators and docstring included."""
    return (function.end_lineno or 0) - function.lineno + 1


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in python() if {path.stem, *path.parts[:-1]} & SAY_NOTHING] == []


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    sizes = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in python()}

    assert {path: size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {f"{path}: {one.name}": length(one) for path, one in functions() if length(one) > LONGEST_FUNCTION}

    assert long == {}


def test_most_functions_are_a_few_lines() -> None:
    sizes = [length(one) for _, one in functions(*CODE)]

    assert median(sizes) < 10
    assert quantiles(sizes, n=10)[-1] < 30


def test_the_domain_the_forms_and_the_views_never_commit() -> None:
    commits = [
        f"{path}:{node.lineno}"
        for path in python("workflows", "forms", "webapp")
        if path.parts[0] != "webapp" or "views" in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]

    assert commits == []


def test_tables_are_where_the_revisions_look_for_them() -> None:
    others = [path for path in python(*CODE) if path.parts[0] not in ("workflows", "notifications")]

    assert lines_with(r"__tablename__", others) == []


def test_nothing_is_left_to_be_done_in_a_comment() -> None:
    readable = [path for path in files() if path.suffix in TEXT and path.name != "package-lock.json"]

    assert lines_with(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", readable) == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    readable = [path for path in files() if path.suffix in TEXT]

    assert lines_with(r"/(ro" + r"ot|wo" + r"rk|ho" + r"me)/[a-z]", readable) == []


def test_a_test_is_named_by_a_sentence() -> None:
    names = {one.name: path for path, one in functions("tests") if one.name.startswith("test_")}

    assert {name: str(path) for name, path in names.items() if name.count("_") < 3} == {}


@pytest.mark.parametrize("kind", ["unit", "integration", "browser", "properties"])
def test_tests_lie_where_what_they_test_lies(kind: str) -> None:
    start = Path("tests") / kind
    places = {path.parent.relative_to(start) for path in files() if path.is_relative_to(start)}

    lost = [
        str(place)
        for place in places
        if not ((ROOT / place).is_dir() or (ROOT / place).with_suffix(".py").exists())
    ]
    assert lost == []


@pytest.mark.parametrize(
    "name", ["requirements", "requirements-planning", "requirements-dev", "requirements-node"]
)
def test_every_dependency_is_locked_with_a_hash_and_without_an_address(name: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    lock = (ROOT / f"{name}.lock").read_text()
    locked = dict(re.findall(r"^([a-z][\w.-]*)==.*\\\n    --hash=(sha256):", lock, re.MULTILINE))

    assert {one.lower().replace("_", "-") for one in wanted} - set(locked) == set()
    assert re.findall(r"^[a-z].*==.*[^\\]$", lock, re.MULTILINE) == []
    assert re.findall(r"https?://|--(?:extra-)?index-url", lock) == []


def test_the_application_is_tested_with_the_versions_it_runs_with() -> None:
    pins = r"^([a-z][\w.-]*==\S+)"
    runs, tested = (
        set(re.findall(pins, (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert runs - tested == set()


def test_front_end_packages_are_locked_without_an_address() -> None:
    assert lines_with(r'"resolved"|\.tgz', [Path("package-lock.json")]) == []


def test_every_make_target_that_stands_for_something_says_so() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    internal = {"node"}
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    promised = set(re.findall(r"^\.PHONY: (\S+)", makefile, re.MULTILINE)) - internal
    assert promised - set(re.findall(r"^  make (\S+)", helped, re.MULTILINE)) == set()


def test_ci_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("make test")


def test_the_page_on_adding_a_workflow_names_the_files_of_its_example() -> None:
    page = (ROOT / "docs" / "adding-a-workflow.md").read_text(encoding="utf-8")
    told = re.findall(r"^- `([\w/]+/)`: (.+(?:\n  .+)*)", page.partition("## The files of pairings")[2], re.M)
    named = {folder + name for folder, names in told for name in re.findall(r"`([\w.]+)`", names)}

    folders = {folder for folder, _ in told if folder != "webapp/demo/scenes/"}
    there = {str(path) for path in files() if f"{path.parent}/" in folders and path.name != "__init__.py"}
    ours = {f"{path.parent}/" for path in files() if path.parent.name == "pairings"}
    assert folders == ours
    assert named == {*there, "webapp/demo/scenes/pairings.py"}
