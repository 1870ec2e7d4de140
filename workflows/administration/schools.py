"""Schools: what their profile says, and when they close."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from workflows.administration.changes import change, too_long
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, InvalidDetails, required
from workflows.events import record
from workflows.people import Person
from workflows.places import HubMembership, Phase, School, SchoolStatus

_URN = re.compile(r"\d{6}", re.ASCII)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class SchoolProfile(Details):
    """What a trust may change about a school; its numbers come from the national register."""

    name: str = required("Enter the school's name")
    phase: Phase = required("Choose the school's phase")
    pupils: int | None = None
    low_age: int | None = None
    high_age: int | None = None
    religious_character: str = ""
    diocese: str = ""
    address: str = ""
    postcode: str = ""
    easting: int | None = None
    northing: int | None = None
    telephone: str = ""
    website: str = ""
    working_on: str = ""

    def problems(self) -> dict[str, str]:
        found = too_long("name", self.name)
        if self.postcode and not _POSTCODE.fullmatch(self.postcode):
            found["postcode"] = "Enter a whole postcode, such as TR19 7AA"
        if self.website and not is_web_address(self.website):
            found["website"] = "Enter a web address that begins with https:// or http://"
        if self.low_age is not None and self.high_age is not None and self.low_age > self.high_age:
            found["high_age"] = "The oldest age must not be below the youngest"
        if (self.easting is None) != (self.northing is None):
            found["northing"] = "Enter both easting and northing, or neither"
        return found


@dataclass(frozen=True, kw_only=True)
class NewSchool(Details):
    """A school that no register export brought in."""

    name: str = required("Enter the school's name")
    urn: str = required("Enter the school's URN")
    phase: Phase = required("Choose the school's phase")

    def problems(self) -> dict[str, str]:
        if not _URN.fullmatch(self.urn):
            return {"urn": "A URN is a number of six digits, such as 136295"}
        return too_long("name", self.name)


@dataclass(frozen=True, kw_only=True)
class Closing(Details):
    """The day on which a school closes, or became part of another."""

    closes_on: date = required("Enter the day on which it closes")


def is_web_address(text: str) -> bool:
    """Whether a link to it leads to a web page and nowhere else."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname) and not re.search(r"\s", text)


def tidy_postcode(typed: str) -> str:
    """A postcode as it is written: "tr197aa" becomes "TR19 7AA"; anything else stays as typed."""
    packed = "".join(typed.split()).upper()
    spaced = f"{packed[:-3]} {packed[-3:]}"
    return spaced if _POSTCODE.fullmatch(spaced) else typed.strip()


def tidy_web_address(typed: str) -> str:
    """A web address with its scheme: "gullrock.example" becomes "https://gullrock.example"."""
    return f"https://{typed}" if typed and "://" not in typed and ":" not in typed else typed


def add_school(details: NewSchool, actor: Person) -> School:
    """A school by its URN. Raises InvalidDetails where the trust has it already."""
    school = School(
        trust_id=actor.trust_id,
        owner_id=actor.trust_id,
        name=details.name,
        urn=details.urn,
        phase=details.phase,
    )
    try:
        with db.session.begin_nested():
            db.session.add(school)
    except IntegrityError:
        raise InvalidDetails({"urn": "Your trust has a school with this URN already"}) from None
    record(school.id, "school_added", actor, name=school.name, urn=school.urn)
    return school


def edit_school(school: School, profile: SchoolProfile, actor: Person) -> bool:
    """Give a school this profile; gives whether anything changed."""
    changed = change(school, asdict(profile))
    if changed:
        record(school.id, "school_edited", actor, changed=changed)
    return bool(changed)


def close_school(school: School, details: Closing, actor: Person) -> None:
    """Close a school now, or say that it will; from that day it is in no hub.

    Cases go on until somebody ends them, so that nothing is lost with the school.
    """
    if school.opens_on is not None and details.closes_on < school.opens_on:
        raise InvalidDetails({"closes_on": "It cannot close before it opened"})
    is_closed = details.closes_on <= today()
    status = SchoolStatus.CLOSED if is_closed else SchoolStatus.CLOSING
    changed = change(school, {"closes_on": details.closes_on, "status": status})
    for membership in _memberships_after(school.id, details.closes_on):
        membership.ends_on = max(details.closes_on, membership.starts_on)
    if changed:
        record(school.id, "school_closed" if is_closed else "school_closing", actor, changed=changed)


def reopen_school(school: School, actor: Person) -> None:
    """Take a closing back; which hubs it is in has to be said anew."""
    changed = change(school, {"closes_on": None, "status": SchoolStatus.OPEN})
    if changed:
        record(school.id, "school_reopened", actor, changed=changed)


def _memberships_after(school_id: int, day: date) -> list[HubMembership]:
    statement = select(HubMembership).where(
        HubMembership.school_id == school_id,
        or_(HubMembership.ends_on.is_(None), HubMembership.ends_on > day),
    )
    return list(db.session.scalars(statement))
