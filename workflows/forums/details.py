"""What has to come with the steps of a forum."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflows.details import Details, required


class ForumKind(StrEnum):
    """What brings its members together."""

    SUBJECT = "subject"  # subject leaders of every school
    ROLE = "role"  # people with the same role: heads, designated safeguarding leads, SENCOs


@dataclass(frozen=True, kw_only=True)
class ForumDetails(Details):
    """A forum that somebody would like: for whom, what for, and who chairs it."""

    name: str = required("Enter the forum's name")
    kind: ForumKind = required("Choose what brings its members together")
    purpose: str = required("Say what its members do together, in a sentence or two")
    chair_id: int = required("Choose who chairs it")
    focus_area_id: int | None = None
    #: the group whose meetings hear what this one has decided, such as the heads' meeting
    reports_to_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MemberDetails(Details):
    """Somebody who is a member from now on, or is one no longer."""

    person_id: int = required("Choose a colleague")


@dataclass(frozen=True, kw_only=True)
class MembersDetails(Details):
    """Several who become members at once."""

    person_ids: tuple[int, ...] = required("Choose at least one colleague")


@dataclass(frozen=True, kw_only=True)
class ChairChange(Details):
    """Who chairs from now on."""

    chair_id: int = required("Choose who chairs it from now on")
    reason: str = ""
