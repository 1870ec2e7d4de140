"""Line managers and appraisers from a list of people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.lists import as_csv
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.events import Event
from workflows.imports import overseers
from workflows.imports import run as running
from workflows.imports.outcome import Change, Fate, Outcome
from workflows.imports.people import COLUMNS, PeopleImport
from workflows.imports.reading import open_table
from workflows.imports.run import Origin, carry_out, dry_run
from workflows.line_management import LineManagement, Oversight
from workflows.people import Person
from workflows.places import Trust

HEADINGS = ("Name", "Email", "School", "Starts on", "Line manager", "Appraiser")
SAM = ("Sam Harbour", "sam@harbour.example", "Saltmarsh Primary", "")
PRIYA = "priya@harbour.example"


@pytest.fixture
def world(database: SQLAlchemy) -> Any:
    built = build("harbour")
    build("fellside")
    choose_trust(built.trust_id)
    db.session.commit()
    with clock_at(MONDAY):
        yield built


def job(world: World, *rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> PeopleImport:
    trust = db.session.get_one(Trust, world.trust_id)
    return PeopleImport(trust, open_table(as_csv(headings, rows), COLUMNS), actor=world.person("ada"))


def imported(world: World, *rows: tuple[str, ...], without_bad_rows: bool = False) -> Outcome:
    origin = Origin.of("staff.csv", b"", world.person("ada"))
    outcome = carry_out(job(world, *rows), origin, without_bad_rows=without_bad_rows)
    db.session.commit()
    return outcome


def over() -> list[tuple[str, str, Oversight, date, date | None]]:
    """Who was put over whom, in the order in which it was stored."""
    people = {one.id: one.email.partition("@")[0] for one in db.session.scalars(select(Person))}
    return [
        (people[one.person_id], people[one.manager_id], one.oversight, one.starts_on, one.ends_on)
        for one in db.session.scalars(select(LineManagement).order_by(LineManagement.id))
    ]


MANAGED, APPRAISED = Oversight.LINE_MANAGER, Oversight.APPRAISER
TODAY = date(2026, 11, 16)


def test_a_line_manager_and_an_appraiser_are_stored_and_the_same_file_changes_nothing(world: World) -> None:
    rows = ((*SAM, " Priya@Harbour.example ", "carol@harbour.example"),)
    outcome = imported(world, *rows)

    assert outcome.shown[Fate.CHANGED][0].changes == (
        Change("Line manager", "", PRIYA),
        Change("Appraiser", "", "carol@harbour.example"),
    )
    assert over() == [("sam", "priya", MANAGED, TODAY, None), ("sam", "carol", APPRAISED, TODAY, None)]
    people = world.people
    details = db.session.scalars(select(Event.details).where(Event.kind == "people_imported")).one()
    assert details["put_over"] == [
        [people["sam"], people["priya"], "line manager"],
        [people["sam"], people["carol"], "appraiser"],
    ]
    assert imported(world, *rows).counts == {Fate.UNCHANGED: 1}
    assert len(over()) == 2


def test_another_line_manager_follows_and_the_one_before_stays_on_record(world: World) -> None:
    imported(world, (*SAM, PRIYA, ""))
    later = (*SAM[:3], "01-01-2027", "carol@harbour.example", "")
    outcome = imported(world, later)

    assert outcome.shown[Fate.CHANGED][0].changes == (Change("Line manager", PRIYA, "carol@harbour.example"),)
    new_year = date(2027, 1, 1)
    assert over() == [("sam", "priya", MANAGED, TODAY, new_year), ("sam", "carol", MANAGED, new_year, None)]
    assert imported(world, later).counts == {Fate.UNCHANGED: 1}


def test_an_empty_cell_and_a_list_without_the_columns_leave_things_as_they_are(world: World) -> None:
    imported(world, (*SAM, PRIYA, PRIYA))

    assert imported(world, (*SAM, "", "")).counts == {Fate.UNCHANGED: 1}
    assert dry_run(job(world, SAM[:3], headings=HEADINGS[:3])).counts == {Fate.UNCHANGED: 1}
    assert [row[4] for row in over()] == [None, None]


def test_whoever_comes_with_the_list_can_be_named_in_any_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_CHUNK", 1)
    monkeypatch.setattr(overseers, "_CHUNK", 1)
    nia = ("Nia Pascoe", "nia@harbour.example", "Saltmarsh Primary", "", "oke@harbour.example", PRIYA)
    oke = ("Oke Obi", "oke@harbour.example", "Saltmarsh Primary", "", PRIYA, "nia@harbour.example")
    outcome = imported(world, nia, oke)

    assert outcome.counts == {Fate.NEW: 2}
    assert {row[:3] for row in over()} == {
        ("nia", "oke", MANAGED),
        ("nia", "priya", APPRAISED),
        ("oke", "priya", MANAGED),
        ("oke", "nia", APPRAISED),
    }
    assert imported(world, nia, oke).counts == {Fate.UNCHANGED: 2}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (
            "nobody@harbour.example",
            "Line manager is “nobody@harbour.example”, which is the address of nobody",
        ),
        (
            "tom@fellside.example",
            "Line manager is “tom@fellside.example”, which is the address of nobody here",
        ),
        ("Sam@harbour.example", "Line manager is their own address: nobody is their own line manager"),
        ("Priya Nair", "Line manager is “Priya Nair”, which is not an email address"),
    ],
)
def test_an_address_that_cannot_be_is_told(world: World, address: str, why: str) -> None:
    (line,) = dry_run(job(world, (*SAM, address, ""))).bad

    assert line.reasons[0].startswith(why)
    assert len(line.reasons) == 1


def test_somebody_who_has_left_manages_nobody(world: World) -> None:
    world.person("priya").left_on = TODAY
    db.session.commit()

    assert dry_run(job(world, (*SAM, PRIYA, ""))).counts == {Fate.BAD: 1}


def test_whoever_names_somebody_whose_own_row_is_wrong_is_wrong_too(world: World) -> None:
    nia = ("Nia Pascoe", "nia@harbour.example", "Saltmarsh Primary", "", "oke@harbour.example", "")
    oke = ("Oke Obi", "oke@harbour.example", "Saltmarsh Primary", "", "eve@harbour.example", "")
    eve = ("Eve Lane", "eve@harbour.example", "No such school", "", "", "")
    fine = (*SAM, PRIYA, "")
    taken = ("Tom Fell", "tom@fellside.example", "Saltmarsh Primary", "", "", "")
    under = ("Ivo Lane", "ivo@harbour.example", "Saltmarsh Primary", "", "tom@fellside.example", "")
    outcome = imported(world, nia, oke, eve, fine, taken, under, without_bad_rows=True)

    assert [line.row for line in outcome.bad] == [2, 3, 4, 6, 7]
    assert [row[:2] for row in over()] == [("sam", "priya")]
