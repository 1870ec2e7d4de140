"""The links by which news is stopped cannot be made by anybody else."""

from __future__ import annotations

from notifications.unsubscribe import person_of, token_for

OLD, NEW = "an-old-key-that-still-counts", "the-key-of-today"


def test_a_link_names_the_person_that_it_was_made_for() -> None:
    assert person_of(token_for(7, NEW), (NEW,)) == 7


def test_a_link_from_before_the_key_was_changed_still_counts() -> None:
    assert person_of(token_for(7, OLD), (NEW, OLD)) == 7
    assert person_of(token_for(7, NEW), (NEW, OLD)) == 7


def test_a_link_that_somebody_else_has_made_names_nobody() -> None:
    token = token_for(7, NEW)

    assert person_of(token_for(8, "a-guess"), (NEW,)) is None
    assert person_of("8" + token[1:], (NEW,)) is None
    assert person_of("", (NEW,)) is None
    assert person_of("\x00.\ud800", (NEW,)) is None
