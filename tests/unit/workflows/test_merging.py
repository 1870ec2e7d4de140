"""Two changes of one text are put together where they stand apart, and nowhere else."""

from __future__ import annotations

from time import perf_counter

import pytest

from workflows.merging import merged

BASE = "One.\n\nTwo.\n\nThree."


@pytest.mark.parametrize(
    ("ours", "theirs", "together"),
    [
        ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!", "One!\n\nTwo.\n\nThree!"),
        (f"Nought.\n\n{BASE}", f"{BASE}\n\nFour.", f"Nought.\n\n{BASE}\n\nFour."),
        ("One.\n\nThree.", "One!\n\nTwo.\n\nThree.", "One!\n\nThree."),
        ("One!\n\nTwo.\n\nThree.", "One?\n\nTwo.\n\nThree.", None),
        ("One!\n\nTwo.\n\nThree.", "One!\n\nTwo.\n\nThree.", "One!\n\nTwo.\n\nThree."),
        (BASE, "Something else.", "Something else."),
        (BASE + "\nMine.", BASE + "\nTheirs.", None),
    ],
)  # fmt: skip
def test_changes_that_stand_apart_are_put_together(ours: str, theirs: str, together: str | None) -> None:
    assert merged(BASE, ours, theirs) == together
    other_way = merged(BASE, theirs, ours)
    assert other_way == together


def test_two_first_texts_do_not_mix() -> None:
    assert merged("", "Mine.", "Theirs.") is None


def test_texts_of_very_many_lines_are_left_to_their_writers_rather_than_compared_for_minutes() -> None:
    base, ours, theirs = ("\n".join(words * 1500) for words in ("ab", "ba", "aab"))
    begun = perf_counter()
    assert merged(base, ours, theirs) is None
    assert perf_counter() - begun < 1
