"""What has to come with the steps of a forum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.details import Details, required

LONGEST_WORDS = 60
"""Of a job title that is looked for."""


class ForumKind(StrEnum):
    """What brings its members together."""

    SUBJECT = "subject"  # subject leaders of every school
    ROLE = "role"  # people with the same role: heads, designated safeguarding leads, SENCOs


@dataclass(frozen=True, kw_only=True)
class AboutDetails(Details):
    """What a forum is called and for; who chairs it changes by a step of its own."""

    name: str = required("Enter the forum's name")
    kind: ForumKind = required("Choose what brings its members together")
    purpose: str = required("Say what its members do together, in a sentence or two")
    focus_area_id: int | None = None
    #: the group whose meetings hear what this one has decided, such as the heads' meeting
    reports_to_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ForumDetails(AboutDetails):
    """A forum that somebody would like: for whom, what for, and who chairs it."""

    chair_id: int = required("Choose who chairs it")


@dataclass(frozen=True, kw_only=True)
class MemberDetails(Details):
    """Somebody who is a member no longer."""

    person_id: int = required("Choose a colleague")


@dataclass(frozen=True, kw_only=True)
class MembersDetails(Details):
    """Several who become members at once."""

    person_ids: tuple[int, ...] = required("Choose at least one colleague")


@dataclass(frozen=True, kw_only=True)
class SchoolsMembers(Details):
    """Who comes from one school, as its head says: those who are named are members, its others are not."""

    school_id: int = required("Choose the school")
    person_ids: tuple[int, ...] = ()


class Everyone(StrEnum):
    """People who have something in common, and become members in one press."""

    HEADS = "head"
    SENIOR_LEADERS = "senior_leader"
    JOB_TITLE = "job_title"


@dataclass(frozen=True, kw_only=True)
class EveryoneDetails(Details):
    """Everybody with a role, or whose job title has these words in it."""

    who: Everyone = required("Choose whom to add")
    words: str = ""

    def problems(self) -> dict[str, str]:
        if self.who is not Everyone.JOB_TITLE:
            return {}
        if len(self.words.strip()) < 2:
            return {"words": "Enter what their job titles have in common, such as SENCO"}
        if len(self.words) > LONGEST_WORDS:
            return {"words": f"Shorten this to {LONGEST_WORDS} characters"}
        return {}


@dataclass(frozen=True, kw_only=True)
class Met(Details):
    """A meeting that was held."""

    on: date = required("Enter the day of the meeting")
