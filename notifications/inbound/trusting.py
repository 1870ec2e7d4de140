"""Whether to believe who says that they answer: the address it came to proves most, the rest must agree."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from notifications.inbound.contents import Content, Reading, Reply
from workflows.database import db
from workflows.dates.model import Attendance
from workflows.people import Person


class Doubt(StrEnum):
    """Why an answer is not taken as it came."""

    SENDER = "sender"  # it may be somebody else's
    INVITATION = "invitation"  # it may be to something else


def doubt_about(found: Reading, content: Content, attendance: Attendance) -> Doubt | None:
    """What does not fit the owner of the address; None if all of it does.

    They may answer under another address of the same domain, if it bears their name, and whoever keeps their
    diary may answer for them from within their domain. Somebody whom the trust knows answers for nobody else.
    """
    owner = attendance.person
    attendee = content.attendee if isinstance(content, Reply) else ""
    if not _may_be(owner, found, attendee) or _is_of_another(owner, {found.sender, attendee}):
        return Doubt.SENDER
    if isinstance(content, Reply) and content.uid != attendance.entry.uid:
        return Doubt.INVITATION
    return None


def _may_be(owner: Person, found: Reading, attendee: str) -> bool:
    if _plain(found.sender) == _plain(owner.email):
        return True
    if _domain(found.sender) != _domain(owner.email):
        return False
    return _plain(attendee) == _plain(owner.email) or _names(found.sender_name) == _names(owner.name)


def _is_of_another(owner: Person, addresses: set[str]) -> bool:
    named = {form for address in addresses if address for form in (address, _plain(address))}
    others = select(Person.id).where(Person.email.in_(named), Person.id != owner.id).limit(1)
    return db.session.scalar(others) is not None


def _plain(address: str) -> str:
    """Without a tag: of tom+dates@school.example, tom@school.example."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def _domain(address: str) -> str:
    return address.lower().rpartition("@")[2]


def _names(name: str) -> set[str]:
    """ "Bell, Asha" and "Asha Bell" are the same name."""
    return set(name.lower().replace(",", " ").split())
