"""What comes with each step of an entry of the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.details import Details, required
from workflows.places import Phase


class EntryKind(StrEnum):
    """What an entry of the library is."""

    PRACTICE = "practice"  # how something is done, to see or to try
    TEMPLATE = "template"  # to fill in or to make one's own
    RESOURCE = "resource"  # to use as it is
    QUICK_WIN = "quick win"  # done by next week


class Again(StrEnum):
    """Whether a school that has tried something would do it again."""

    YES = "yes"
    DIFFERENTLY = "differently"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class EntryDetails(Details):
    """What is to be read in the library."""

    title: str = required("Give it a title by which others would look for it")
    what: str = required("Say what they do, and what is good about it")
    #: why it works, and how another school could begin
    how: str = ""


@dataclass(frozen=True, kw_only=True)
class SharedEntry(EntryDetails):
    """The same out of a case, whose areas it takes over."""

    focus_area_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnEntry(EntryDetails):
    """The same with what else there is to say of it, by whoever offers it themselves."""

    of_kind: EntryKind = required("Choose what it is")
    focus_area_ids: tuple[int, ...] = required("Choose what it is about")
    phase: Phase | None = None
    #: whose practice it is, for somebody who is not based at a school
    school_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class EntryChange(EntryDetails):
    """The words of an entry from now on; those before are kept."""

    of_kind: EntryKind = required("Choose what it is")
    focus_area_ids: tuple[int, ...] = required("Choose what it is about")
    phase: Phase | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewDetails(Details):
    """It still holds: when to look again."""

    review_on: date = required("Enter the day on which to look at it again")


@dataclass(frozen=True, kw_only=True)
class FileGone(Details):
    """A file that is not part of the entry any more."""

    file_id: int = required("Choose the file")


@dataclass(frozen=True, kw_only=True)
class TriedDetails(Details):
    """What a school has made of an entry."""

    did: str = required("Say what you did")
    happened: str = required("Say what happened")
    again: Again = required("Choose whether you would do it again")


@dataclass(frozen=True, kw_only=True)
class TriedGone(Details):
    """A “we tried this” note that is taken away, by its author or by the improvement lead."""

    trial_id: int = required("Choose the note")
    reason: str = ""
