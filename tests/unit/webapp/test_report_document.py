"""The document of a report: tagged to the last line, whatever its authors have typed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import pikepdf
import pytest

from tests.pdf import Pdf
from tests.tagged import problems_of, tags_of
from webapp import documents
from webapp.views.peer_reviews.report_words import Block, blocks

TITLE = "Peer review of Saltmarsh Primary"
ODD = "Ask #strong[why] it costs $5 or `x_1 * y_2`; see @tom <here> \\ and // that. = No heading\n+ no list"


def report(**change: Any) -> dict[str, Any]:
    said = {
        "title": TITLE,
        "about": [["School", "Saltmarsh Primary"], ["Visit", "9 December 2026"]],
        "version": "Version 3, agreed on 14 January 2027",
        "day": [2027, 1, 14],
        "sections": [
            {"heading": "Context", "blocks": [{"is_list": False, "lines": ["The school asked.", "Gladly."]}]},
            {"heading": "Strengths", "blocks": [{"is_list": True, "lines": ["One", "Two"]}]},
            {"heading": "Next steps", "blocks": []},
        ],
        "themes": [["Early reading", "Strength"], ["Assessment", "To develop"]],
        "estimates": [["Early reading", "Secure", "Every class."]],
    }
    return said | change


def long() -> dict[str, Any]:
    many = [
        {"is_list": bool(n % 2), "lines": ["A line that goes on for a while. " * 6] * 6} for n in range(30)
    ]
    rows = [[f"Area {n}", "Strength"] for n in range(80)]
    return report(sections=[{"heading": "Strengths", "blocks": many}], themes=rows)


@pytest.mark.parametrize(
    "said",
    [report(), report(themes=[], estimates=[]), long()],
    ids=["usual", "without tables of its own", "many pages"],
)
def test_everything_in_it_can_be_read_out(said: dict[str, Any]) -> None:
    made = documents.pdf("report", said)

    assert problems_of(made, title=TITLE, language="en-GB") == []
    kinds = set(tags_of(made).kinds())
    assert {"H1", "P", "Table", "TR", "TH", "TD"} <= kinds
    if any(one["blocks"] for one in said["sections"]):
        assert {"L", "LI", "LBody"} <= kinds


def test_it_says_its_version_and_its_pages() -> None:
    words = Pdf(documents.pdf("report", report())).words
    assert "Version 3, agreed on 14 January 2027" in words
    assert "Page 1 of" in words


def test_what_authors_type_is_never_taken_for_markup() -> None:
    typed = blocks(ODD)
    block = {"is_list": False, "lines": list(typed[0].lines)}
    made = documents.pdf("report", report(sections=[{"heading": ODD, "blocks": [block]}]))
    words = Pdf(made).words
    assert " ".join(ODD.split()) in words
    assert problems_of(made, title=TITLE, language="en-GB") == []


def test_lines_that_begin_with_a_dash_are_a_list() -> None:
    assert blocks("First.\nAnd on.\n- One\n- Two\n\n\nLast - not a point.") == [
        Block(is_list=False, lines=("First.", "And on.")),
        Block(is_list=True, lines=("One", "Two")),
        Block(is_list=False, lines=("Last - not a point.",)),
    ]
    assert blocks("  \n\n ") == []


# The check itself finds what is wrong


def _without_scopes(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.TH:
            del one["/A"]


def _unmarked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


SPOILED: Final[dict[str, Callable[[pikepdf.Pdf], Any]]] = {
    "its language is not said": lambda pdf: pdf.Root.__delattr__("Lang"),
    "it does not say that it is marked": _unmarked,
    "its title is not shown in the window": lambda pdf: pdf.Root.__delattr__("ViewerPreferences"),
    "it has no structure": lambda pdf: pdf.Root.__delattr__("StructTreeRoot"),
    "a header does not say what it is the header of": _without_scopes,
    "something on page 1 belongs to nothing": lambda pdf: pdf.pages[0].contents_add(b"0 0 10 10 re f"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_document_that_cannot_be_read_out_is_found(what: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(documents.pdf("report", report()))) as pdf:
        SPOILED[what](pdf)
        pdf.save(out)
    assert what in problems_of(out.getvalue(), title=TITLE, language="en-GB")
