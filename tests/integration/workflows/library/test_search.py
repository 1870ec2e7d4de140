"""Looking for something in the library: both databases answer alike, and of one's own trust alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acting import Acting
from tests.library import library_entry, offered
from tests.world import MONDAY, World, build
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import FileDetails
from workflows.files import File
from workflows.library import EntryKind, LibraryEntry
from workflows.library.details import FileGone
from workflows.library.queries import Wish, entries_for
from workflows.places import Phase

ENTRIES: tuple[dict[str, Any], ...] = (
    {"title": "Phonics in small groups", "what": "Every child reads aloud each day.", "how": ""},
    {"title": "Story time with parents", "what": "Café mornings; phonics is explained too.", "how": ""},
    {
        "title": "Meeting plan",
        "what": "One page for a reading meeting.",
        "of_kind": EntryKind.TEMPLATE,
        "phase": Phase.SECONDARY,
    },
)


@pytest.fixture
def shelf(world: World) -> list[LibraryEntry]:
    """Three entries of Gull Rock's, and one of another trust with all their words."""
    made = [library_entry(world, **words) for words in ENTRIES]
    db.session.commit()
    return made


def found(words: str = "", **wish: Any) -> list[str]:
    return [one.title for one in entries_for(Wish(words=words, **wish)).entries]


PHONICS, STORIES, PLAN = (str(one["title"]) for one in ENTRIES)


@pytest.mark.usefixtures("shelf")
def test_words_find_entries_however_they_are_typed_and_the_title_counts_most(world: World) -> None:
    both, every = [PHONICS, STORIES], {PHONICS, STORIES, PLAN}
    ranked: dict[str, list[str]] = {
        "phonics": both,
        "PHONIC": both,
        "phon": both,
        "cafe": [STORIES],
        "CAFÉ": [STORIES],
        '"small groups"': [PHONICS],
        '"groups small"': [],
        "phonics -parents": [PHONICS],
        "phonics stories": [STORIES],
        "marta": [],
        "gull rock plan": [PLAN],
    }
    assert {words: found(words) for words in ranked} == ranked
    anyhow = {
        "readings": {PHONICS, PLAN, STORIES},
        "tom read aloud": {PHONICS},
        "tom harbour": every,
        "' OR 1=1 --": set(),
        "*": every,
        "-phonics": every,
    }
    assert {words: set(found(words)) for words in anyhow} == anyhow


@pytest.mark.usefixtures("shelf")
def test_a_mistyped_word_finds_what_was_meant_and_nonsense_finds_nothing() -> None:
    meant = entries_for(Wish(words="fonics"))
    assert (meant.entries[0].title, meant.instead) == (PHONICS, "phonics")
    nothing = entries_for(Wish(words="zzyzx"))
    assert (nothing.entries, nothing.instead) == ((), "")


@pytest.mark.usefixtures("shelf")
def test_filters_narrow_what_words_find_and_what_is_listed(world: World) -> None:
    assert found() == [PLAN, STORIES, PHONICS]
    assert found(of_kind=EntryKind.TEMPLATE) == found("reading", phase=Phase.SECONDARY) == [PLAN]
    assert found("phonics", of_kind=EntryKind.TEMPLATE) == found(focus_area_id=10**9) == []
    assert len(found(focus_area_id=world.focus_area_id)) == 3
    page = entries_for(Wish(), size=2)
    assert [one.title for one in entries_for(Wish(after=page.later)).entries] == [PHONICS]


def test_an_entry_is_found_by_its_files_and_its_new_words_and_by_names_as_they_are_today(
    world: World, shelf: list[LibraryEntry]
) -> None:
    acting = Acting(world, shelf[0])
    file = File(
        trust_id=world.trust_id,
        case_id=acting.id,
        owner_id=world.people["tom"],
        original_name="tracker.xlsx",
        content_type="text/csv",
        size=1,
        digest="0",
        stored_as="0",
    )
    db.session.add(file)
    db.session.commit()
    acting.does("tom", "attach", FileDetails(title="Tracking sheet", file_id=file.id))
    assert found("tracking sheets") == found("tracker") == [PHONICS]
    acting.does("tom", "remove_file", FileGone(file_id=file.id))
    assert found("tracker") == []
    acting.does("tom", "edit")
    assert found("fortnight") == found("small") == []
    assert found("two weeks") == ["Phonics in groups"]

    world.school("gull_rock").name = "Heron Bay Academy"
    db.session.commit()
    acting.later(days=1).clock()
    assert len(found("heron bay")) == 3
    assert found("gull") == []


def test_another_trusts_entries_are_never_found(world: World, shelf: list[LibraryEntry]) -> None:
    other = build("fellside")
    choose_trust(other.trust_id)
    with clock_at(MONDAY):
        offered(other, "sam", title="Phonics that waits for its head")
        db.session.commit()
    assert found() == found("phonics") == found("gull") == []
    assert entries_for(Wish(words="fonics")).instead == ""
    with clock_at(MONDAY):
        library_entry(other, title="Phonics of Fellside")
        db.session.commit()
    assert found("phonics") == ["Phonics of Fellside"]
    choose_trust(world.trust_id)
    assert found("phonics") == [PHONICS, STORIES]
