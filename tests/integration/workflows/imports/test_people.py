"""People from a list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.lists import as_csv, as_xlsx
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.events import Event
from workflows.imports.errors import HasBadRows, Unreadable
from workflows.imports.outcome import Change, Fate, Outcome
from workflows.imports.people import COLUMNS, PeopleImport
from workflows.imports.reading import open_table
from workflows.imports.run import Origin, carry_out, dry_run
from workflows.messages import Message
from workflows.people import Person, Post, appoint, posts_of
from workflows.places import Hub, School, SchoolStatus, Trust

HEADINGS = ("Name", "Email", "School", "Role", "Job title", "Hub", "Starts on")
NIA = ("Nia Pascoe", "nia@harbour.example", "Saltmarsh Primary", "", "Teacher of Year 2", "", "")


@pytest.fixture
def world(database: SQLAlchemy) -> Any:
    built = build("harbour")
    build("fellside")
    choose_trust(built.trust_id)
    db.session.add(Hub(trust_id=built.trust_id, name="East hub"))
    db.session.commit()
    with clock_at(MONDAY):
        yield built


def row(*cells: str, **changed: str) -> tuple[str, ...]:
    """Nia's row with other cells: by position, or by heading in lower case."""
    by_name = {heading.lower().replace(" ", "_"): at for at, heading in enumerate(HEADINGS)}
    made = list(cells or NIA)
    for name, cell in changed.items():
        made[by_name[name]] = cell
    return tuple(made)


def job(world: World, *rows: tuple[Any, ...], invites: bool = False) -> PeopleImport:
    trust = db.session.get_one(Trust, world.trust_id)
    table = open_table(as_csv(HEADINGS, rows), COLUMNS)
    return PeopleImport(trust, table, invites=invites, actor=world.person("ada"))


def imported(world: World, *rows: tuple[Any, ...], invites: bool = False) -> Outcome:
    made = job(world, *rows, invites=invites)
    outcome = carry_out(made, Origin.of("staff.csv", b"", world.person("ada")))
    db.session.commit()
    return outcome


def find(email: str = "nia@harbour.example") -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def reasons(outcome: Outcome) -> dict[int, tuple[str, ...]]:
    return {line.row: line.reasons for line in outcome.bad}


def test_somebody_new_is_staff_of_their_school_and_not_invited(world: World) -> None:
    outcome = imported(world, NIA)

    nia = find()
    assert (nia.name, nia.job_title, nia.school_id) == (
        "Nia Pascoe", "Teacher of Year 2", world.schools["saltmarsh"],
    )  # fmt: skip
    assert posts_of(nia.id) == {Post("staff", world.schools["saltmarsh"])}
    assert outcome.shown[Fate.NEW][0].changes == (Change("Role", "", "Staff, Saltmarsh Primary"),)
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    rows = (
        NIA,
        row(email="head@harbour.example", role="Head; Improvement lead", school="Gull Rock Primary"),
        row(email="gov@harbour.example", role="governor"),
        row(email="hub@harbour.example", school="", role="Coordinator", hub="east  HUB"),
        row(email="later@harbour.example", starts_on="01-01-2027"),
    )
    assert imported(world, *rows).counts == {Fate.NEW: 5}
    assert imported(world, *rows).counts == {Fate.UNCHANGED: 5}


def test_roles_are_held_where_they_belong(world: World) -> None:
    hub_id = db.session.scalars(select(Hub.id)).one()
    saltmarsh, trust = world.schools["saltmarsh"], world.trust_id
    imported(
        world,
        row(email="a@harbour.example", role="Senior leader and coordinator"),
        row(email="b@harbour.example", role="Governor"),
        row(email="c@harbour.example", role="coordinator", hub="East hub", school=""),
        row(email="d@harbour.example", role="improvement_lead, Administrator", school=""),
    )

    assert posts_of(find("a@harbour.example").id) == {
        Post("senior_leader", saltmarsh), Post("coordinator", trust), Post("staff", saltmarsh),
    }  # fmt: skip
    assert posts_of(find("b@harbour.example").id) == {Post("governor", saltmarsh)}
    assert find("b@harbour.example").school_id is None
    assert posts_of(find("c@harbour.example").id) == {Post("coordinator", hub_id)}
    assert posts_of(find("d@harbour.example").id) == {
        Post("improvement_lead", trust), Post("administrator", trust),
    }  # fmt: skip


def test_roles_go_by_what_the_trust_calls_them(world: World) -> None:
    db.session.get_one(Trust, world.trust_id).role_labels = {"head": "Principal teacher"}
    imported(world, row(role="principal TEACHER"))

    assert Post("head", world.schools["saltmarsh"]) in posts_of(find().id)


def test_a_school_goes_by_urn_too(world: World) -> None:
    imported(world, row(school=world.school("cliff_view").urn))

    assert find().school_id == world.schools["cliff_view"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": ""}, "Name is empty"),
        ({"name": "N" * 201}, "Name has 201 characters; 200 is the most"),
        ({"email": ""}, "Email is empty"),
        ({"email": "nia at harbour"}, "Email is “nia at harbour”, which is not an email address"),
        ({"email": "nia@harbour"}, "Email is “nia@harbour”, which is not a whole email address"),
        ({"school": "Nowhere Primary"}, "School is “Nowhere Primary”, which is not a school of this trust"),
        ({"school": "999999"}, "School is “999999”, which is not a school of this trust"),
        ({"hub": "West hub", "role": "coordinator"}, "Hub is “West hub”, which is not a hub of this trust"),
        (
            {"hub": "East hub"},
            "Role is not coordinator, but a hub is named: only its coordinator has one",
        ),
        ({"school": "", "role": "Head"}, "Role is “Head”, which is held at a school: say at which"),
        ({"school": ""}, "Neither School nor Role is there: say where they work or what they do"),
        ({"starts_on": "next week"}, "Starts on is “next week”, which is not a date such as 01-09-2026"),
        ({"email": "tom@fellside.example"}, "This address is already used"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(world: World, changed: dict[str, str], reason: str) -> None:
    assert reasons(dry_run(job(world, row(**changed)))) == {2: (reason,)}


def test_an_unknown_role_says_which_roles_there_are(world: World) -> None:
    told = reasons(dry_run(job(world, row(role="Bursar"))))[2][0]

    assert told.startswith("Role is “Bursar”. The roles are Head, Senior leader, Delegate, Staff, Governor")


def test_an_address_that_is_there_twice_makes_each_of_its_rows_bad(world: World) -> None:
    outcome = dry_run(job(world, NIA, row(email="NIA@Harbour.example", name="Nia P")))

    assert reasons(outcome) == {
        2: ("This address is also in row 3",),
        3: ("This address is also in row 2",),
    }


def test_two_spellings_of_one_address_are_one_address(world: World) -> None:
    outcome = dry_run(job(world, row(email="nia@münster.example"), row(email="nia@xn--mnster-3ya.example")))

    assert outcome.counts == {Fate.NEW: 1, Fate.BAD: 1}


def test_a_school_name_that_two_schools_have_asks_for_the_urn(world: World) -> None:
    db.session.add(
        School(trust_id=world.trust_id, owner_id=world.trust_id, name="Saltmarsh  primary", urn="155555")
    )
    db.session.flush()

    assert "use the URN" in reasons(dry_run(job(world, NIA)))[2][0]
    assert dry_run(job(world, row(school="155555"))).counts == {Fate.NEW: 1}


def test_one_bad_row_keeps_the_whole_file_out(world: World) -> None:
    with pytest.raises(HasBadRows):
        imported(world, NIA, row(email="x", name="X"))
    db.session.commit()

    assert db.session.scalar(select(func.count()).where(Person.email == "nia@harbour.example")) == 0


def test_name_job_title_and_school_follow_the_file(world: World) -> None:
    imported(world, NIA)
    outcome = imported(world, row(name="Nia Hart", job_title="SENCO", school="Gull Rock Primary"))

    nia = find()
    assert (nia.name, nia.job_title, nia.school_id) == ("Nia Hart", "SENCO", world.schools["gull_rock"])
    assert posts_of(nia.id) == {Post("staff", world.schools["gull_rock"])}
    assert outcome.shown[Fate.CHANGED][0].changes == (
        Change("Name", "Nia Pascoe", "Nia Hart"),
        Change("Job title", "Teacher of Year 2", "SENCO"),
        Change("School", "Saltmarsh Primary", "Gull Rock Primary"),
        Change("Role", "", "Staff, Gull Rock Primary"),
        Change("Role", "Staff, Saltmarsh Primary", ""),
    )


def test_whoever_moves_on_a_later_day_is_staff_where_they_were_until_then(world: World) -> None:
    imported(world, NIA)
    imported(world, row(school="Gull Rock Primary", starts_on="01/01/2027"))

    old, new = Post("staff", world.schools["saltmarsh"]), Post("staff", world.schools["gull_rock"])
    assert posts_of(find().id, date(2026, 12, 31)) == {old}
    assert posts_of(find().id, date(2027, 1, 1)) == {new}


def test_other_roles_at_the_school_before_stay_and_are_told(world: World) -> None:
    imported(world, row(role="Head"))
    outcome = imported(world, row(school="Gull Rock Primary"))

    assert outcome.warned[0].warnings == ("Still Head, Saltmarsh Primary, until that is ended on their page",)
    assert Post("head", world.schools["saltmarsh"]) in posts_of(find().id)


def test_empty_cells_leave_things_as_they_are(world: World) -> None:
    imported(world, row(role="Senior leader"))

    outcome = imported(world, row("Nia Pascoe", "nia@harbour.example", "Saltmarsh Primary", "", "", "", ""))
    assert outcome.counts == {Fate.UNCHANGED: 1}


def test_a_governor_in_a_list_without_roles_does_not_become_staff(world: World) -> None:
    imported(world, row(role="Governor"))

    assert imported(world, row(role="")).counts == {Fate.UNCHANGED: 1}


def test_a_second_head_is_warned_of(world: World) -> None:
    outcome = dry_run(job(world, row(role="head")))

    assert "has a head already: Priya Harbour" in outcome.warned[0].warnings[0]


def test_a_closed_school_is_warned_of(world: World) -> None:
    world.school("saltmarsh").status = SchoolStatus.CLOSED

    assert dry_run(job(world, NIA)).warned[0].warnings == ("Saltmarsh Primary is closed",)


def test_somebody_who_had_left_comes_back(world: World) -> None:
    imported(world, NIA)
    find().left_on = date(2026, 10, 31)
    outcome = imported(world, NIA)

    assert outcome.shown[Fate.CHANGED][0].changes == (Change("Left on", "31 October 2026", ""),)
    assert find().left_on is None


def test_an_appointment_that_ends_before_the_new_one_begins_is_not_taken_for_it(world: World) -> None:
    imported(world, NIA)
    for appointment in db.session.execute(select(Person).where(Person.id == find().id)).scalars():
        made = appoint(appointment, "delegate", world.schools["saltmarsh"])
        made.ends_on = MONDAY.date() + timedelta(days=7)
    db.session.commit()

    assert imported(world, row(role="delegate", starts_on="01-01-2027")).counts == {Fate.CHANGED: 1}


def test_new_people_are_invited_where_that_is_wanted(world: World) -> None:
    outcome = imported(
        world, NIA, row(email="b@harbour.example", starts_on="01-01-2027"), invites=True
    )  # fmt: skip

    assert db.session.scalars(select(Message.person_id)).all() == [find().id]
    assert outcome.warned[0].warnings == ("Not invited yet: they begin on 1 January 2027",)


def test_people_who_were_known_are_not_invited_again(world: World) -> None:
    imported(world, NIA)
    imported(world, row(name="Nia Hart"), invites=True)

    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_the_import_is_recorded_without_names(world: World) -> None:
    imported(world, NIA)

    entry = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("people_imported", world.people["ada"])
    nia_id, saltmarsh = find().id, world.schools["saltmarsh"]
    assert (entry.details["people_new"], entry.details["appointed"]) == (
        [nia_id], [[nia_id, "staff", saltmarsh]],
    )  # fmt: skip
    assert "Pascoe" not in str(entry.details)
    assert "nia@" not in str(entry.details)


def test_a_workbook_with_real_dates_is_read_alike(world: World) -> None:
    imported(world, row(starts_on="01-01-2027"))
    content = as_xlsx(HEADINGS, (*NIA[:6], date(2027, 1, 1)))
    trust = db.session.get_one(Trust, world.trust_id)

    assert dry_run(PeopleImport(trust, open_table(content, COLUMNS))).counts == {Fate.UNCHANGED: 1}


def test_names_and_addresses_are_needed_as_columns(world: World) -> None:
    with pytest.raises(Unreadable, match="needs a column “Email”"):
        open_table(as_csv(["Name", "School"], [["Nia", "Saltmarsh"]]), COLUMNS)


def test_many_people_take_few_statements(world: World) -> None:
    rows = [row(name=f"P {n}", email=f"p{n}@harbour.example") for n in range(2_000)]

    assert imported(world, *rows).counts == {Fate.NEW: 2_000}
    with scope(EVERY_TRUST):
        assert db.session.scalar(select(func.count()).where(Person.email.like("p%@harbour.example"))) == 2_001
