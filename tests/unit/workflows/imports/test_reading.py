"""Files of every kind and condition: read as they stand, or refused with what to do."""

import io
from collections.abc import Iterator
from datetime import date
from zipfile import ZipFile

import pytest

from tests.lists import as_csv, as_xlsx, repacked
from workflows.imports import reading, workbook
from workflows.imports.errors import Unreadable
from workflows.imports.reading import Column, Row, Table, chunked, open_table

COLUMNS = (
    Column(("URN",), needed=True),
    Column(("EstablishmentName", "School name"), needed=True),
    Column(("LA (code)",)),
)
ONE = as_csv(["URN", "EstablishmentName"], [["142001", "Windmill Lane Primary"]])
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, name: str = "") -> list[Row]:
    return list(open_table(content, COLUMNS, name=name).rows())


def warnings_of(content: bytes, name: str = "") -> str:
    return " ".join(open_table(content, COLUMNS, name=name).warnings)


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_accents_survive_every_encoding_that_spreadsheets_write(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    content = mark + as_csv(["URN", "EstablishmentName"], [["142001", "St Chloë's"]], encoding=encoding)

    assert read(content) == [Row(2, {"URN": "142001", "EstablishmentName": "St Chloë's"})]


def test_text_that_is_not_utf_8_is_read_as_windows_text_and_says_so() -> None:
    assert "Windows text" in warnings_of("URN,EstablishmentName\n1,Chloë".encode("cp1252"))


def test_utf_8_with_a_damaged_letter_says_that_names_may_look_wrong() -> None:
    damaged = "URN,EstablishmentName\n1,Chloë\n2,Zoë".encode()[:-1]

    assert "names may look wrong" in warnings_of(damaged)


def test_plain_files_come_without_a_warning() -> None:
    assert warnings_of(ONE) == ""


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_found(separator: str) -> None:
    content = ONE.replace(b",", separator.encode())

    assert read(content)[0].cells["EstablishmentName"] == "Windmill Lane Primary"


def test_a_first_line_that_names_the_separator_is_no_row() -> None:
    assert [row.cells["URN"] for row in read(b"sep=;\n" + ONE.replace(b",", b";"))] == ["142001"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(ending: str) -> None:
    assert len(read(ONE.replace(b"\r\n", ending.encode()))) == 1


@pytest.mark.parametrize("heading", ["urn", " URN ", "U R N", "\ufeffURN", "Urn\u200b", "URN\u00a0"])
def test_headings_are_found_whatever_their_capitals_spaces_and_marks(heading: str) -> None:
    content = as_csv([heading, "establishment name", "la_code"], [["142001", "Windmill Lane", "908"]])

    assert open_table(content, COLUMNS).columns == {"URN", "EstablishmentName", "LA (code)"}


def test_a_column_goes_by_any_of_its_names() -> None:
    content = as_csv(["School name", "URN"], [["Windmill Lane", "142001"]])

    assert read(content)[0].cells == {"URN": "142001", "EstablishmentName": "Windmill Lane"}


def test_a_missing_column_is_named_and_what_was_found_is_told() -> None:
    told = refusal(b"Name,Town\nWindmill Lane,Seaborough\n")

    assert "“URN” and “EstablishmentName”" in told
    assert "“Name”, “Town”" in told


def test_a_column_that_is_there_twice_is_named() -> None:
    assert "“URN” is there 2 times" in refusal(b"URN,urn,EstablishmentName\n1,2,x\n")


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    content = b'\nURN,EstablishmentName\n1,"Windmill\nLane"\n\n , \n2,Other\n'

    assert [row.number for row in read(content)] == [3, 6]


def test_space_and_invisible_marks_are_taken_out_of_cells() -> None:
    content = as_csv(["URN", "EstablishmentName"], [[" 142001\t", "\u202eSt\u00a0 Ives\u200b\ufeff  School"]])

    assert read(content)[0].cells == {"URN": "142001", "EstablishmentName": "St Ives School"}


def test_a_short_row_has_empty_cells_and_a_long_one_a_problem() -> None:
    short, long = read(b"URN,EstablishmentName\n1\n2,x,,\n3,x,,y\n")[0::2]

    assert short.cells["EstablishmentName"] == ""
    assert long.problem == "It has 4 cells where the headings have 2"


def test_a_cell_of_ten_megabytes_is_refused_with_its_row() -> None:
    assert refusal(ONE + b'1,"' + b"x" * 10_000_000 + b'"\n').startswith("Row 3 has a cell of more than")


def test_a_long_cell_is_a_problem_of_its_row_alone() -> None:
    rows = read(b"URN,EstablishmentName\n1," + b"x" * 3000 + b"\n2,y\n")

    assert rows[0].problem == "It has a cell of 3,000 characters; 2,000 is the most"
    assert rows[1].problem == ""


@pytest.mark.parametrize("line", [b'3,"never closed\n4,x\n', b'3,"closed"early\n'])
def test_a_stray_quotation_mark_stops_the_import_at_its_row(line: bytes) -> None:
    assert refusal(ONE + line).startswith("Row 3 has a quotation mark")


def test_more_rows_than_can_be_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    assert "more than 2 rows" in refusal(ONE + b"2,x\n3,x\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \r\n\n ", "empty"),
        (b",,,\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "not a file of text"),
        (b"URN,EstablishmentName\n1,\x81\x8d\n", "not a file of text"),
        (b"U\0R\0N\0", "not a file of text"),
        (b"\xff\xfeU\0R", "not a file of text"),
        (b"%PDF-1.7 \x00", "PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel workbook"),
        (b"<!DOCTYPE html><html>URN,EstablishmentName", "web page"),
        (b"PK\x03\x04 cut off", "cannot be read"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    assert says in refusal(content)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("edubasealldata20261101.csv", "ZIP file. Unpack it"),
        ("word/document.xml", "Word document"),
        ("content.xml", "OpenDocument"),
        ("xl/workbook.bin", "binary workbook"),
    ],
)
def test_archives_that_are_no_workbook_say_what_they_are(name: str, says: str) -> None:
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr(name, ONE)

    assert says in refusal(target.getvalue())


class TestWorkbook:
    HEADINGS = ("URN", "EstablishmentName", "LA (code)")

    def test_numbers_become_text_as_people_see_them_and_dates_stay_dates(self) -> None:
        content = as_xlsx(self.HEADINGS, (142001, date(2026, 9, 1), 908.0))

        assert read(content) == [
            Row(2, {"URN": "142001", "EstablishmentName": date(2026, 9, 1), "LA (code)": "908"})
        ]

    def test_a_workbook_called_csv_is_read_and_says_so(self) -> None:
        content = as_xlsx(self.HEADINGS, ("142001", "Windmill Lane", ""))

        assert len(read(content)) == 1
        assert "although its name is staff.csv" in warnings_of(content, "staff.csv")

    def test_only_the_first_sheet_is_read_and_that_is_said(self) -> None:
        content = as_xlsx(self.HEADINGS, ("142001", "Windmill Lane", ""), others=["Notes"])

        assert "Only the first, “Sheet”" in warnings_of(content)

    def test_formulas_are_never_worked_out(self) -> None:
        content = as_xlsx(self.HEADINGS, ("142001", "=1+1", ""))

        assert read(content)[0].cells["EstablishmentName"] == ""

    def test_a_wrong_size_in_the_file_hides_no_row(self) -> None:
        sheet = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<dimension ref="A1"/><sheetData>'
            '<row r="1"><c r="A1" t="inlineStr"><is><t>URN</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>School name</t></is></c></row>'
            '<row r="2"><c r="A2"><v>142001</v></c><c r="B2"><v>5</v></c></row></sheetData></worksheet>'
        )
        assert len(read(repacked(as_xlsx((1,)), {SHEET: sheet.encode()}))) == 1

    def test_rows_of_a_million_blank_ones_end_the_sheet(self) -> None:
        sheet = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            '<row r="1"><c r="A1" t="inlineStr"><is><t>URN</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>School name</t></is></c></row>'
            '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData></worksheet>'
        )
        assert read(repacked(as_xlsx((1,)), {SHEET: sheet.encode()})) == []

    @pytest.mark.parametrize(
        "entity",
        ['<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/passwd">'],
    )
    @pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
    def test_a_workbook_with_xml_entities_is_refused(self, part: str, entity: str) -> None:
        hostile = f'<?xml version="1.0"?><!DOCTYPE x [{entity}]><x>&b;</x>'.encode()

        assert "cannot be read" in refusal(repacked(as_xlsx(self.HEADINGS), {part: hostile}))

    def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_does(self) -> None:
        bomb = repacked(as_xlsx(self.HEADINGS), {SHEET: bytes(workbook.MOST_UNPACKED + 1)})

        assert len(bomb) < 1_000_000
        assert "unpacks to more than 100 MB" in refusal(bomb)

    def test_a_workbook_with_a_missing_or_broken_part_is_refused(self) -> None:
        for part in ("xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels"):
            assert "cannot be read" in refusal(repacked(as_xlsx(self.HEADINGS), {part: b"<nothing"}))

    def test_a_cell_of_ten_megabytes_is_a_problem_of_its_row(self) -> None:
        sheet = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            '<row r="1"><c r="A1" t="inlineStr"><is><t>URN</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>School name</t></is></c></row>'
            '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>%s</t></is></c></row>'
            "</sheetData></worksheet>"
        )
        content = repacked(as_xlsx((1,)), {SHEET: (sheet % ("x" * 10_000_000)).encode()})

        assert read(content)[0].problem.startswith("It has a cell of 10,000,000 characters")


def test_rows_come_in_lists_and_none_is_lost() -> None:
    rows = [Row(number, {}) for number in range(7)]

    assert [[row.number for row in chunk] for chunk in chunked(iter(rows), 3)] == [[0, 1, 2], [3, 4, 5], [6]]


def test_a_table_can_be_read_again_from_the_start() -> None:
    table: Table = open_table(ONE, COLUMNS)
    once: Iterator[Row] = table.rows()

    assert list(once) == list(table.rows("URN", "EstablishmentName", "LA (code)"))
