"""What the clock does about the library: it looks once a day whether each entry is to be looked at again."""

from __future__ import annotations

from functools import partial
from typing import Final

from notifications.case_by_case import case_by_case
from notifications.setup import Setup
from workflows.library import LibraryEntry
from workflows.library.watching import look_at, to_look_at

AT_ONCE: Final = 200
"""Entries in one round; the next round takes the rest."""


def watch_library(setup: Setup) -> int:
    """Look at each entry once a day; gives on how many of them the clock has acted."""
    return case_by_case(setup, LibraryEntry, partial(to_look_at, AT_ONCE), look_at)
