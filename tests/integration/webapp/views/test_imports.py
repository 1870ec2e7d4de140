"""Importing by page: bring a file, look, confirm; and nobody else's file is ever in sight."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from tests.client import Browser, main_words
from tests.lists import as_csv, as_xlsx, register
from tests.pressing import fill_in
from tests.world import MONDAY, World
from workflows.clock import clock_at
from workflows.database import db, scope
from workflows.events import Event
from workflows.imports.pending import PendingImport
from workflows.messages import Message
from workflows.people import Person, appoint
from workflows.places import School

HEADINGS = ("Name", "Email", "School", "Role")
NIA = ("Nia Pascoe", "nia@harbour.example", "Saltmarsh Primary", "Staff")
WRONG = ("Bo Wrong", "no address", "Nowhere", "Bursar")


@pytest.fixture
def ada(sign_in_as: Callable[..., Browser]) -> Browser:
    return sign_in_as("ada")


def bring(browser: Browser, kind: str, content: bytes, name: str = "list.csv") -> Any:
    return browser.post(f"/imports/{kind}", data={"file": (io.BytesIO(content), name)})


def brought(browser: Browser, kind: str, content: bytes) -> str:
    """Bring a file that can be read; gives the address of what it would change."""
    answer = bring(browser, kind, content)
    assert answer.status_code == 303, main_words(answer)
    return str(answer.location)


def people_csv(*rows: tuple[str, ...]) -> bytes:
    return as_csv(HEADINGS, rows)


def kept_files(settings: Settings) -> list[Path]:
    return [*(settings.files_folder / "imports").glob("*")]


def count(app: Flask, world: World, kind: type[Any]) -> int:
    with app.app_context(), scope(world.trust_id):
        return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_schools_come_in_when_they_are_confirmed_and_not_before(
    ada: Browser, app: Flask, harbour: World, settings: Settings
) -> None:
    before = count(app, harbour, School)
    address = brought(ada, "schools", register({}))
    page = ada.get(address)

    assert "142001 Windmill Lane Primary" in main_words(page)
    assert count(app, harbour, School) == before
    assert len(kept_files(settings)) == 1

    answer = fill_in(ada, address, button="Import")
    assert (answer.status_code, answer.location) == (303, "/directory")
    assert "Imported: 1 school new, 0 changed, 0 as they were." in main_words(ada.get("/directory"))
    assert count(app, harbour, School) == before + 1
    assert kept_files(settings) == []


def test_a_change_is_shown_field_by_field(ada: Browser) -> None:
    fill_in(ada, brought(ada, "schools", register({})), button="Import")
    changed = register({"EstablishmentName": "Windmill Lane Academy", "TelephoneNum": ""})

    page = main_words(ada.get(brought(ada, "schools", changed)))
    assert "Name: from Windmill Lane Primary to Windmill Lane Academy" in page
    assert "Telephone: emptied, was 01632960001" in page


def test_a_file_that_changes_nothing_has_no_button(ada: Browser) -> None:
    fill_in(ada, brought(ada, "schools", register({})), button="Import")
    page = ada.get(brought(ada, "schools", register({})))

    assert "Nothing to import" in main_words(page)
    assert "Import 1" not in main_words(page)


def test_wrong_rows_are_named_and_keep_everything_out_until_they_may_be_left_out(
    ada: Browser, app: Flask, harbour: World
) -> None:
    before = count(app, harbour, Person)
    address = brought(ada, "people", people_csv(NIA, WRONG))
    page = main_words(ada.get(address))
    assert "Row 3 Bo Wrong, no address" in page
    assert "Email is “no address”, which is not an email address." in page

    refused = fill_in(ada, address, button="Import")
    assert refused.status_code == 422
    assert "Tick this to import the other rows" in main_words(refused)
    assert count(app, harbour, Person) == before

    assert fill_in(ada, address, button="Import", without_bad_rows="y").status_code == 303
    assert count(app, harbour, Person) == before + 1


def test_people_are_invited_only_when_that_is_ticked(ada: Browser, app: Flask, harbour: World) -> None:
    fill_in(ada, brought(ada, "people", people_csv(NIA)), button="Import")
    assert count(app, harbour, Message) == 0

    bo = ("Bo Lowe", "bo@harbour.example", "Saltmarsh Primary", "Staff")
    fill_in(ada, brought(ada, "people", people_csv(NIA, bo)), button="Import", invites="y")
    with app.app_context(), scope(harbour.trust_id):
        message = db.session.scalars(select(Message)).one()
        assert (message.person.email, message.kind) == ("bo@harbour.example", "account/invitation")


def test_a_workbook_is_read_too(ada: Browser) -> None:
    assert "Nia Pascoe" in main_words(ada.get(brought(ada, "people", as_xlsx(HEADINGS, NIA))))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty"),
        (b"Name,School\nNia,Saltmarsh\n", "The file needs a column “Email”"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is not a file of text"),
        (b"PK\x03\x04", "This workbook cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    ada: Browser, settings: Settings, content: bytes, says: str
) -> None:
    answer = bring(ada, "people", content)

    assert answer.status_code == 422
    assert main_words(answer).count(says) == 2  # at the top, and beside the field
    assert kept_files(settings) == []


def test_no_file_at_all_is_asked_for(ada: Browser) -> None:
    answer = ada.post("/imports/schools", data={})

    assert answer.status_code == 422
    assert "Choose the file that you downloaded from the register" in main_words(answer)


def test_a_file_that_turns_out_damaged_is_refused_on_its_own_page(ada: Browser) -> None:
    address = brought(ada, "people", people_csv(NIA) + b'"never closed\n')
    answer = ada.get(address)

    assert answer.status_code == 422
    assert "Row 3 has a quotation mark that is not closed" in main_words(answer)


def test_a_file_above_the_limit_is_refused_with_a_way_out(ada: Browser, app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = bring(ada, "schools", b"x" * 20_000)

    assert answer.status_code == 413
    assert "flask import-schools" in main_words(answer)


def test_the_schools_of_one_trust_can_be_chosen(ada: Browser, app: Flask, harbour: World) -> None:
    other = {
        "URN": "142002",
        "EstablishmentName": "Fell End",
        "Trusts (code)": "3200",
        "Trusts (name)": "Fells",
    }
    address = brought(ada, "schools", register({}, other))
    before = count(app, harbour, School)
    assert "This file has schools of 2 trusts" in main_words(ada.get(address))

    chosen = main_words(ada.get(f"{address}?only=3200"))
    assert "1 new 1 left out" in chosen
    fill_in(ada, f"{address}?only=3200", button="Import")
    assert count(app, harbour, School) == before + 1
    with app.app_context(), scope(harbour.trust_id):
        assert db.session.scalars(select(School.name).where(School.urn == "142002")).one() == "Fell End"


def test_what_is_no_longer_what_was_shown_is_shown_again(ada: Browser, app: Flask, harbour: World) -> None:
    address = brought(ada, "people", people_csv(NIA))
    page = ada.get(address)
    fingerprint = re.findall(r'name="expected" type="hidden" value="(\w+)"', page.text)
    with app.app_context(), scope(harbour.trust_id):
        db.session.add(Person(trust_id=harbour.trust_id, name="Nia", email="nia@harbour.example"))
        db.session.commit()

    answer = ada.post(address, data={"expected": fingerprint[0]})
    assert answer.status_code == 409
    assert "Look again" in main_words(answer)
    assert "Name: from Nia to Nia Pascoe" in main_words(answer)
    with app.app_context(), scope(harbour.trust_id):
        assert (
            db.session.scalars(select(Person.name).where(Person.email == "nia@harbour.example")).one()
            == "Nia"
        )


def test_a_second_press_imports_nothing_twice(ada: Browser, app: Flask, harbour: World) -> None:
    address = brought(ada, "people", people_csv(NIA))
    fill_in(ada, address, button="Import")
    again = ada.post(address, data={})

    assert (again.status_code, again.location) == (303, "/imports")
    assert "imported or thrown away already" in main_words(ada.get("/imports"))
    assert count(app, harbour, Event) == 1


def test_a_file_thrown_away_is_gone(ada: Browser, settings: Settings) -> None:
    address = brought(ada, "people", people_csv(NIA))
    fill_in(ada, address, button="Throw the file away")

    assert kept_files(settings) == []
    assert ada.get(address).status_code == 303


def test_a_file_that_was_changed_on_the_disk_is_not_imported(ada: Browser, settings: Settings) -> None:
    address = brought(ada, "people", people_csv(NIA))
    (kept,) = kept_files(settings)
    kept.write_bytes(people_csv(("Eve", "eve@harbour.example", "", "Administrator")))

    for answer in (ada.get(address), ada.post(address, data={})):
        assert answer.status_code == 422
        assert "not here any more as you brought it" in main_words(answer)


def test_another_administrators_file_is_not_there(
    ada: Browser, app: Flask, harbour: World, fellside: World, sign_in_as: Callable[..., Browser]
) -> None:
    with app.app_context(), scope(harbour.trust_id):
        appoint(harbour.person("lena"), "administrator", harbour.trust_id)
        db.session.commit()
    address = brought(ada, "people", people_csv(NIA))

    for other in (sign_in_as("lena"), sign_in_as("ada", fellside)):
        assert other.get(address).status_code == 404
        assert other.post(address, data={}).status_code == 404
        assert other.get(f"{address}/rows.csv").status_code == 404


def test_what_was_left_lying_goes_with_the_next_file(
    ada: Browser, app: Flask, harbour: World, settings: Settings
) -> None:
    old = brought(ada, "people", people_csv(NIA))
    with clock_at(MONDAY + timedelta(hours=11)):
        ada.get("/imports")  # they go on working
    with app.app_context(), scope(harbour.trust_id):
        db.session.scalars(select(PendingImport)).one().brought_at = MONDAY - timedelta(days=2)
        db.session.commit()

    assert ada.get(old).status_code == 404
    brought(ada, "people", people_csv(NIA))
    assert len(kept_files(settings)) == 1
    assert count(app, harbour, PendingImport) == 1


def test_every_row_can_be_downloaded_and_no_spreadsheet_takes_one_for_a_formula(ada: Browser) -> None:
    evil = ("=cmd()", "evil@harbour.example", "Saltmarsh Primary", "Staff")
    answer = ada.get(f"{brought(ada, 'people', people_csv(NIA, evil, WRONG))}/rows.csv")

    assert answer.mimetype == "text/csv"
    assert '2,new,"Nia Pascoe, nia@harbour.example",Role,,"Staff, Saltmarsh Primary"' in answer.text
    assert "'=cmd()" in answer.text
    assert "4,bad," in answer.text


def test_what_was_imported_is_listed(ada: Browser) -> None:
    fill_in(ada, brought(ada, "people", people_csv(NIA)), button="Import")

    assert "People list.csv Ada Harbour 1 0" in main_words(ada.get("/imports"))


def test_names_with_markup_in_them_are_shown_as_they_are(ada: Browser) -> None:
    page = ada.get(
        brought(ada, "people", people_csv(("<b>Bo</b>", "b@harbour.example", "", "Administrator")))
    )

    assert "<b>Bo" not in page.text
    assert "<b>Bo</b>, b@harbour.example" in main_words(page)


def test_an_empty_list_with_the_right_headings_can_be_had(ada: Browser) -> None:
    answer = ada.get("/imports/people/example.csv")

    assert answer.text.strip("\ufeff\r\n") == (
        "Name,Email,School,Role,Job title,Hub,Starts on,Line manager,Appraiser"
    )
