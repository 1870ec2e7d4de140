"""Documents to keep on paper."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pdf import Pdf
from webapp import documents


def record(**changed: Any) -> dict[str, Any]:
    whole = {
        "title": "Record of mentoring for Sam Harbour",
        "name": "Sam Harbour",
        "about": [["Name", "Sam Harbour"]],
        "note": "You chose what is in this record.",
        "printed": "printed on 16 November 2026",
        "day": [2026, 11, 16],
        "sections": [],
    }
    return whole | changed


def section(text: str) -> dict[str, Any]:
    return {
        "heading": "Sessions",
        "lead": "",
        "parts": [{"heading": "", "lead": "", "words": [["About", text]]}],
    }


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_whatever_is_typed_becomes_a_document(text: str) -> None:
    made = Pdf(documents.pdf("record", record(sections=[section(text)])))

    assert made.declares_ua


@pytest.mark.parametrize(
    "text",
    [
        "#panic() $x^2$ *bold* _stressed_ `raw` <label> @reference",
        "https://example.org -- --- ... 'single' \"double\" \\ // no comment /* nor this */",
        "= No heading",
        "1. no list",
        '#read("/etc/passwd")',
        "Ffion Ŵyn, Łucja, Åse, José, Ελένη, Олег",
    ],
)
def test_nothing_that_is_typed_is_read_as_markup(text: str) -> None:
    assert text in Pdf(documents.pdf("record", record(sections=[section(text)]))).words


def test_what_the_typefaces_lack_is_put_in_words() -> None:
    assert documents.printable("Well done 👋🏽!") == "Well done [waving hand sign]!"
    assert documents.printable("你\x00\ufeff好\t.") == "□□ ."
    assert documents.printable("cafe\u0301") == "café"


@pytest.mark.parametrize("first", [0x05A0, 0x0EA0, 0x2020])
def test_letters_that_do_not_combine_do_not_stand_in_the_way(first: int) -> None:
    text = "Café, “quoted”: " + "".join(map(chr, range(first, first + 64)))

    assert "Café, “quoted”:" in Pdf(documents.pdf("record", record(sections=[section(text)]))).words


def test_pages_are_numbered() -> None:
    made = Pdf(documents.pdf("record", record(sections=[section("A line.\n" * 200)])))

    assert "Page 1 of 5" in made.words
    assert "Page 5 of 5" in made.words


def test_a_document_that_cannot_be_made_says_nothing_of_what_was_to_be_in_it() -> None:
    with pytest.raises(documents.CannotBeSet) as failed:
        documents.pdf("record", {"title": "Quince marmalade"})

    assert "Quince" not in str(failed.value)
    assert failed.value.__context__ is None
