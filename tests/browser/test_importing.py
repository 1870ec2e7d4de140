"""An administrator imports from a file: with scripts and without, on a screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.lists import as_csv, register

PEOPLE = (
    ("Nia Pascoe", "nia.pascoe@harbour.example", "Saltmarsh Primary", "Staff"),
    ("Bo Wrong", "no address", "Nowhere", "Bursar"),
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "schools.csv").write_bytes(register({}))
    (tmp_path / "people.csv").write_bytes(as_csv(("Name", "Email", "School", "Role"), PEOPLE))
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\0")
    return tmp_path


def bring(page: Page, kind: str, file: Path) -> None:
    page.wait_for_load_state("networkidle")  # leaving a page earlier cuts its scripts off half-way
    page.goto("/imports")
    page.get_by_role("main").get_by_role("link", name=kind, exact=True).click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="See what would change").click()


def administers(page: Page) -> Page:
    page.goto("/sign-in")
    page.get_by_role("button", name="Become Colin Pryce").click()
    page.wait_for_url("/")
    return page


@pytest.mark.parametrize("width", [1280, 320])
def test_people_and_schools_are_imported_by_page(
    open_demo: Callable[..., Page], axe: Callable[[Page], list[str]], files: Path, width: int
) -> None:
    page = administers(open_demo(width=width))
    main = page.get_by_role("main")

    bring(page, "People", files / "picture.csv")
    expect(page.get_by_role("alert")).to_contain_text("This is not a file of text")
    bring(page, "People", files / "people.csv")
    expect(main).to_contain_text("Email is “no address”, which is not an email address.")
    problems = axe(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Tick this to import the other rows")
    problems += axe(page)
    page.get_by_label("Leave out the rows that are wrong").check()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(main).to_contain_text("Imported: 1 person new")

    bring(page, "Schools", files / "schools.csv")
    expect(main).to_contain_text("142001 Windmill Lane Primary")
    problems += axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Import", exact=True).click()
    expect(main).to_contain_text("Imported: 1 school new")
    page.wait_for_load_state("networkidle")
    assert problems == []


def test_a_file_is_imported_without_scripts(open_demo: Callable[..., Page], files: Path) -> None:
    page = administers(open_demo(java_script_enabled=False))

    bring(page, "Schools", files / "schools.csv")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Imported: 1 school new")
