"""What has to come with the steps of a hub."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflows.details import Details, required


@dataclass(frozen=True, kw_only=True)
class FormingDetails(Details):
    """A hub that the trust forms: what for, who coordinates it, and the schools it begins with."""

    name: str = required("Enter the hub's name")
    purpose: str = required("Say what the schools do together, in a sentence or two")
    coordinator_id: int = required("Choose who coordinates it")
    school_ids: tuple[int, ...] = required("Choose the schools that it begins with")

    def problems(self) -> dict[str, str]:
        if len(set(self.school_ids)) < 2:
            return {"school_ids": "Choose at least two schools: a hub is there for each other"}
        return {}


@dataclass(frozen=True, kw_only=True)
class BeginningDetails(Details):
    """What the schools have agreed on, and when they look whether it helps."""

    purpose: str = required("Say what the schools have agreed to work on")
    review_on: date = required("Enter the day on which you look back together")


@dataclass(frozen=True, kw_only=True)
class ReviewDetails(Details):
    """What the schools make of their hub, and until when it goes on."""

    what_helped: str = required("Say what has helped, and how you know")
    what_changes: str = required("Say what you will do differently")
    review_on: date = required("Enter the day on which you look back again")


@dataclass(frozen=True, kw_only=True)
class SchoolLeaving(Details):
    """A school leaves: the first day on which it is no longer in the hub."""

    membership_id: int = required("Choose the school that leaves")
    ends_on: date = required("Enter the day on which it leaves")
