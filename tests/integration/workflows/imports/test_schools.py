"""Schools from an export of the national register."""

from __future__ import annotations

from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.lists import SCHOOL, as_csv, as_xlsx, register
from tests.statements import statements_sent
from workflows.database import choose_every_trust, choose_trust, db
from workflows.events import Event, verify
from workflows.imports.errors import Changed, HasBadRows, Unreadable
from workflows.imports.outcome import Change, Fate, Outcome
from workflows.imports.reading import open_table
from workflows.imports.run import Origin, carry_out, dry_run
from workflows.imports.schools import COLUMNS, SchoolImport
from workflows.places import Phase, School, SchoolStatus, Trust, found_trust

GORSE = {"URN": "142002", "EstablishmentName": "Gorse Hill Academy", "PhaseOfEducation (name)": "Secondary"}


@pytest.fixture
def trust(database: SQLAlchemy) -> Trust:
    choose_every_trust()
    made = found_trust("Harbour Learning Partnership", "harbour")
    db.session.commit()
    choose_trust(made.id)
    return made


def job(trust: Trust, content: bytes, *, only: str = "") -> SchoolImport:
    return SchoolImport(trust, open_table(content, COLUMNS), only=only)


def imported(trust: Trust, content: bytes, *, only: str = "", without_bad_rows: bool = False) -> Outcome:
    origin = Origin.of("edubasealldata20261101.csv", content)
    outcome = carry_out(job(trust, content, only=only), origin, without_bad_rows=without_bad_rows)
    db.session.commit()
    return outcome


def the_school(urn: str = "142001") -> School:
    return db.session.scalars(select(School).where(School.urn == urn)).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(School)) or 0


def reasons(outcome: Outcome) -> dict[int, tuple[str, ...]]:
    return {line.row: line.reasons for line in outcome.bad}


def test_a_row_becomes_a_school_with_all_that_the_register_says(trust: Trust) -> None:
    imported(trust, register({}))

    school = the_school()
    assert (school.name, school.urn, school.laestab) == ("Windmill Lane Primary", "142001", "908/2042")
    assert (school.phase, school.status, school.is_open) == (Phase.PRIMARY, SchoolStatus.OPEN, True)
    assert (school.opens_on, school.closes_on) == (date(2014, 9, 1), None)
    assert (school.low_age, school.high_age, school.pupils) == (4, 11, 210)
    assert (school.religious_character, school.diocese) == ("", "")
    assert (school.address, school.postcode) == ("Windmill Lane\nSeaborough", "SB1 2AA")
    assert (school.easting, school.northing) == (182000, 41000)
    assert school.registered_head == "Ms Nell Oakes (Headteacher)"
    assert school.registered_trust == "Harbour Learning Partnership"
    assert (school.trust_id, school.owner_id) == (trust.id, trust.id)


def test_a_dry_run_writes_nothing(trust: Trust) -> None:
    outcome = dry_run(job(trust, register({}, GORSE)))

    assert outcome.counts == {Fate.NEW: 2}
    assert [line.about for line in outcome.shown[Fate.NEW]] == [
        "142001 Windmill Lane Primary",
        "142002 Gorse Hill Academy",
    ]
    assert count() == 0


def test_the_same_file_twice_changes_nothing_and_records_nothing(trust: Trust) -> None:
    imported(trust, register({}, GORSE))
    events = db.session.scalar(select(func.count()).select_from(Event))

    assert imported(trust, register({}, GORSE)).counts == {Fate.UNCHANGED: 2}
    assert db.session.scalar(select(func.count()).select_from(Event)) == events == 1


def test_the_same_schools_in_another_order_encoding_and_kind_of_file_change_nothing(trust: Trust) -> None:
    imported(trust, register({}, GORSE))
    as_numbers = {"URN": 142001, "EstablishmentNumber": 2042, "OpenDate": date(2014, 9, 1)}
    book = as_xlsx(tuple(SCHOOL), tuple((SCHOOL | GORSE).values()), tuple((SCHOOL | as_numbers).values()))

    assert imported(trust, book).counts == {Fate.UNCHANGED: 2}


def test_changes_are_told_field_by_field_and_recorded(trust: Trust) -> None:
    imported(trust, register({}))
    closed = {"EstablishmentStatus (name)": "Closed", "CloseDate": "31/08/2026", "HeadFirstName": "Nora"}
    outcome = imported(trust, register(closed))

    assert outcome.shown[Fate.CHANGED][0].changes == (
        Change("Status", "Open", "Closed"),
        Change("Closes on", "", "31 August 2026"),
        Change("Head in the register", "Ms Nell Oakes (Headteacher)", "Ms Nora Oakes (Headteacher)"),
    )
    school = the_school()
    assert (school.status, school.closes_on, school.is_open) == (
        SchoolStatus.CLOSED,
        date(2026, 8, 31),
        False,
    )
    newest = db.session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert newest is not None
    assert (newest.kind, newest.place_id, newest.actor_as) == (
        "schools_imported", trust.id, "on the command line",
    )  # fmt: skip
    assert newest.details["name"] == "edubasealldata20261101.csv"
    assert newest.details["schools_changed"]["142001"]["Status"] == ["Open", "Closed"]
    assert verify() == (2, None)


def test_a_school_that_closes_stays_and_says_so(trust: Trust) -> None:
    imported(trust, register({}))
    outcome = imported(trust, register({"EstablishmentStatus (name)": "Closed"}))

    assert count() == 1
    assert "its history stay" in outcome.warned[0].warnings[0]


def test_a_file_without_a_column_leaves_that_field_alone_and_an_empty_cell_empties_it(trust: Trust) -> None:
    imported(trust, register({}))
    imported(trust, as_csv(["urn", "ESTABLISHMENT NAME", "TelephoneNum"], [["142001", "Windmill Lane", ""]]))

    school = the_school()
    assert (school.name, school.telephone) == ("Windmill Lane", "")
    assert (school.phase, school.pupils, school.laestab) == (Phase.PRIMARY, 210, "908/2042")


def test_a_school_known_by_urn_and_name_alone_is_open_and_of_no_phase(trust: Trust) -> None:
    imported(trust, as_csv(["URN", "EstablishmentName"], [["142001", "Windmill Lane"]]))

    assert (the_school().status, the_school().phase) == (SchoolStatus.OPEN, Phase.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"URN": ""}, "URN is empty"),
        ({"URN": "12345"}, "URN is “12345”, which is not six digits"),
        ({"URN": "042001"}, "URN is “042001”, which is not six digits"),
        ({"EstablishmentName": " "}, "EstablishmentName is empty"),
        (
            {"EstablishmentStatus (name)": "Ajar"},
            "EstablishmentStatus (name) is “Ajar”, which is not a word that the register uses",
        ),
        (
            {"PhaseOfEducation (name)": "Upper"},
            "PhaseOfEducation (name) is “Upper”, which is not a word that the register uses",
        ),
        ({"OpenDate": "31-02-2014"}, "OpenDate is “31-02-2014”, which is not a date such as 01-09-2026"),
        ({"CloseDate": "01-09-2010"}, "CloseDate is before OpenDate"),
        ({"EstablishmentName": "#REF!"}, "EstablishmentName is “#REF!”, an error of the spreadsheet"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(trust: Trust, cells: dict[str, str], reason: str) -> None:
    assert reasons(dry_run(job(trust, register(GORSE, cells)))) == {3: (reason,)}


def test_everything_that_is_wrong_with_a_row_is_told_at_once(trust: Trust) -> None:
    outcome = dry_run(job(trust, register({"URN": "x", "OpenDate": "y", "EstablishmentName": ""})))

    assert len(reasons(outcome)[2]) == 3


@pytest.mark.parametrize(
    ("cells", "warning"),
    [
        ({"UKPRN": "20081234"}, "UKPRN is “20081234”, which is not eight digits that begin with 1"),
        ({"Postcode": "Seaborough"}, "Postcode is “SEABOROUGH”, which is not a postcode"),
        ({"NumberOfPupils": "many"}, "NumberOfPupils is “many”, which is not a whole number up to 99,999"),
        ({"LA (code)": "9O8"}, "LA (code) is “9O8”, which is not a number of 3 digits"),
        ({"Easting": "9999999"}, "Easting is “9999999”, which is not a whole number up to 1,300,000"),
    ],
)
def test_a_cell_of_lesser_weight_is_left_out_with_a_warning(
    trust: Trust, cells: dict[str, str], warning: str
) -> None:
    imported(trust, register({}))
    outcome = imported(trust, register(cells))

    assert outcome.counts == {Fate.UNCHANGED: 1}
    assert outcome.warned[0].warnings == (warning,)


def test_a_urn_that_is_there_twice_makes_each_of_its_rows_bad(trust: Trust) -> None:
    outcome = dry_run(job(trust, register({}, GORSE, {"EstablishmentName": "Windmill Lane Infants"})))

    assert reasons(outcome) == {
        2: ("URN 142001 is also in row 4",),
        4: ("URN 142001 is also in row 2",),
    }


def test_one_bad_row_keeps_the_whole_file_out(trust: Trust) -> None:
    with pytest.raises(HasBadRows):
        imported(trust, register({}, {**GORSE, "OpenDate": "soon"}))
    db.session.commit()

    assert count() == 0


def test_bad_rows_can_be_left_out_when_somebody_says_so(trust: Trust) -> None:
    outcome = imported(trust, register({}, {**GORSE, "OpenDate": "soon"}), without_bad_rows=True)

    assert outcome.counts == {Fate.NEW: 1, Fate.BAD: 1}
    assert count() == 1


def test_a_damaged_end_undoes_what_came_before_it(trust: Trust) -> None:
    with pytest.raises(Unreadable):
        imported(trust, register({}) + b'142009,"never closed')
    db.session.commit()

    assert count() == 0


def test_an_import_that_would_do_something_else_than_was_shown_does_nothing(trust: Trust) -> None:
    seen = dry_run(job(trust, register({}, GORSE))).fingerprint
    imported(trust, register({}))

    with pytest.raises(Changed):
        carry_out(job(trust, register({}, GORSE)), Origin.of("x.csv", b""), expected=seen)
    assert count() == 1


def test_an_import_that_does_what_was_shown_is_carried_out(trust: Trust) -> None:
    seen = dry_run(job(trust, register({}, GORSE))).fingerprint
    carry_out(job(trust, register({}, GORSE)), Origin.of("x.csv", b""), expected=seen)

    assert count() == 2


def test_several_trusts_in_a_file_are_warned_of_and_one_can_be_chosen(trust: Trust) -> None:
    other = {**GORSE, "Trusts (code)": "3200", "Trusts (name)": "Fellside Trust"}
    content = register({}, other)

    assert "schools of 2 trusts" in dry_run(job(trust, content)).notes[0]
    for only in ("3100", "harbour learning  partnership"):
        outcome = dry_run(job(trust, content, only=only))
        assert outcome.counts == {Fate.NEW: 1, Fate.LEFT_OUT: 1}
        assert outcome.shown[Fate.LEFT_OUT][0].reasons == ("It belongs to Fellside Trust",)


def test_a_file_without_trusts_cannot_be_chosen_from(trust: Trust) -> None:
    content = as_csv(["URN", "EstablishmentName"], [["142001", "Windmill Lane"]])

    with pytest.raises(Unreadable, match="cannot be chosen by trust"):
        job(trust, content, only="3100")


def test_schools_that_the_file_does_not_have_are_named_and_stay(trust: Trust) -> None:
    imported(trust, register({}, GORSE))

    assert dry_run(job(trust, register({}))).notes == [
        "Not in this file, and left as they are: Gorse Hill Academy."
    ]
    assert count() == 2


def test_the_same_urn_can_be_a_school_of_another_trust(trust: Trust) -> None:
    imported(trust, register({}))
    harbour_id = trust.id
    choose_every_trust()
    fellside = found_trust("Fellside", "fellside")
    db.session.commit()
    choose_trust(fellside.id)
    imported(trust=fellside, content=register({"EstablishmentName": "Windmill Lane, copied"}))
    choose_trust(harbour_id)

    assert the_school().name == "Windmill Lane Primary"


def test_fifty_thousand_schools_take_few_statements(trust: Trust) -> None:
    schools = as_csv(
        ["URN", "EstablishmentName", "PhaseOfEducation (name)", "OpenDate", "Trusts (code)"],
        (
            [str(100000 + number), f"School {number}", "Primary", "01-09-2014", "1"]
            for number in range(50_000)
        ),
    )
    told: list[tuple[int, int]] = []
    with statements_sent() as statements:
        origin = Origin.of("all.csv", schools)
        outcome = carry_out(job(trust, schools), origin, progress=lambda *done: told.append(done))

    assert outcome.counts == {Fate.NEW: 50_000}
    assert count() == 50_000
    assert len(statements) < 1_000
    assert len(outcome.shown[Fate.NEW]) == 200
    assert told[-1] == (50_000, 50_000)
