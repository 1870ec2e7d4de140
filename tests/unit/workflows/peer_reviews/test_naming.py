"""The gentle look for names: titles and staff are found, and ordinary words are left alone."""

from __future__ import annotations

import pytest

from workflows.peer_reviews.naming import names_somebody

STAFF = ("Priya Nair", "Tom O'Brien", "Ana Sá-Carneiro", "Ella Green", "Jo Li", "Sam Patel", "Cher")


@pytest.mark.parametrize(
    "text",
    [
        "Mr Patel asked pupils to explain.",
        "MISSING the point? Ask Miss Fry.",
        "Children called out “Sir” often.",
        "Dr. Foster led the walk",
        "Ms N. praised effort",
        "Patel asked pupils to explain.",
        "Pupils of Nair\N{RIGHT SINGLE QUOTATION MARK}s class read aloud.",
        "priya nair greeted every child",
        "In O\N{RIGHT SINGLE QUOTATION MARK}Brien's room the task was on the board",
        "Carneiro's questions went deep",
        "Sá-Carneiro's questions went deep",
        "Questions by Green went deep",
        "ella\ngreen read a story",
    ],
)
def test_somebody_is_named(text: str) -> None:
    assert names_somebody(text, STAFF)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pupils miss the point and say sir.",
        "Green pens are used to correct. Green is for growing.",
        "The green folder; patel is a word here",
        "Li asked a question",
        "Year 4 reads every day, and Tom Sawyer is on the shelf.",
        "Nairobi was on the map",
        "Cher was sung",
        "Drama and prose; a missed chance",
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert not names_somebody(text, STAFF)
