"""`flask import-schools` and `flask import-people`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from tests.lists import as_csv, register
from tests.world import World
from workflows.database import EVERY_TRUST, db, scope
from workflows.messages import Message
from workflows.people import Person
from workflows.places import School

NIA = "Name,Email,School\nNia Pascoe,nia@harbour.example,Saltmarsh Primary\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "schools.csv").write_bytes(register({}))
    (tmp_path / "people.csv").write_text(NIA)
    (tmp_path / "wrong.csv").write_text(NIA + "Bo,no address,Saltmarsh Primary\n")
    return tmp_path


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def count(app: Flask, kind: type[School] | type[Person] | type[Message]) -> int:
    with app.app_context(), scope(EVERY_TRUST):
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_without_apply_it_only_looks(app: Flask, harbour: World, here: Path) -> None:
    before = count(app, School)
    told = run(app, "import-schools", here / "schools.csv")

    assert told.exit_code == 0
    assert "row 2, 142001 Windmill Lane Primary" in told.output
    assert "1 row: 1 new." in told.output
    assert "Add --apply to import this." in told.output
    assert count(app, School) == before


def test_with_apply_it_imports_and_a_second_time_finds_nothing(
    app: Flask, harbour: World, here: Path
) -> None:
    before = count(app, School)

    assert "Imported: 1 new." in run(app, "import-schools", here / "schools.csv", "--apply").output
    assert "1 row: 1 as they are." in run(app, "import-schools", here / "schools.csv", "--apply").output
    assert count(app, School) == before + 1


def test_a_bad_row_keeps_the_file_out_and_ends_in_failure(app: Flask, harbour: World, here: Path) -> None:
    before = count(app, Person)
    told = run(app, "import-people", here / "wrong.csv", "--apply")

    assert told.exit_code == 1
    assert "row 3, Bo, no address: Email is “no address”, which is not an email address" in told.output
    assert "add --without-bad-rows" in told.output
    assert count(app, Person) == before


def test_bad_rows_can_be_left_out(app: Flask, harbour: World, here: Path) -> None:
    before = count(app, Person)
    told = run(app, "import-people", here / "wrong.csv", "--apply", "--without-bad-rows")

    assert told.exit_code == 0
    assert "Imported: 1 new." in told.output
    assert count(app, Person) == before + 1


def test_people_are_invited_only_when_asked(app: Flask, harbour: World, here: Path) -> None:
    run(app, "import-people", here / "people.csv", "--apply")
    assert count(app, Message) == 0
    (here / "more.csv").write_text(NIA.replace("nia@", "nina@"))
    run(app, "import-people", here / "more.csv", "--apply", "--invite")

    assert count(app, Message) == 1


def test_with_several_trusts_one_has_to_be_named(
    app: Flask, harbour: World, fellside: World, here: Path
) -> None:
    told = run(app, "import-schools", here / "schools.csv")
    assert told.exit_code == 1
    assert "--trust and one of: fellside, harbour" in told.output

    run(app, "import-schools", here / "schools.csv", "--trust", "fellside", "--apply")
    with app.app_context(), scope(fellside.trust_id):
        assert db.session.scalars(select(School.name).where(School.urn == "142001")).all()
    with app.app_context(), scope(harbour.trust_id):
        assert not db.session.scalars(select(School.name).where(School.urn == "142001")).all()


def test_one_trusts_schools_can_be_chosen_from_the_register(app: Flask, harbour: World, here: Path) -> None:
    told = run(app, "import-schools", here / "schools.csv", "--only", "9999")

    assert "1 row: 1 left out." in told.output


@pytest.mark.parametrize("name", ["import-schools", "import-people"])
def test_a_file_that_cannot_be_read_ends_in_failure_with_what_to_do(
    app: Flask, harbour: World, here: Path, name: str
) -> None:
    (here / "picture.csv").write_bytes(b"\x89PNG\0")
    told = run(app, name, here / "picture.csv", "--apply")

    assert told.exit_code == 1
    assert "This is not a file of text" in told.output


def test_an_installation_without_a_trust_says_how_to_make_one(app: Flask, here: Path) -> None:
    assert "create-administrator" in run(app, "import-schools", here / "schools.csv").output


def test_a_long_list_is_told_in_part(app: Flask, harbour: World, here: Path) -> None:
    rows = ([str(200_000 + number), f"School {number}"] for number in range(300))
    (here / "long.csv").write_bytes(as_csv(["URN", "EstablishmentName"], rows))

    assert "… and 100 more" in run(app, "import-schools", here / "long.csv").output
