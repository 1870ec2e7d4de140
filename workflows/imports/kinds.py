"""The kinds of list that can be imported, and what each needs."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from workflows.imports import people, schools
from workflows.imports.reading import Column, Table, open_table


class ListKind(StrEnum):
    SCHOOLS = "schools"
    PEOPLE = "people"


COLUMNS_OF: Final[dict[ListKind, tuple[Column, ...]]] = {
    ListKind.SCHOOLS: schools.COLUMNS,
    ListKind.PEOPLE: people.COLUMNS,
}


def understood(kind: ListKind, content: bytes, name: str) -> Table:
    """The file, its encoding and headings understood. Raises Unreadable."""
    return open_table(content, COLUMNS_OF[kind], name=name)
