"""Opening a private log without its writers: two administrators, a reason, and everybody is told.

Nobody but the two of a pairing reads its log. Where the law asks for it (a safeguarding enquiry, a court),
two administrators can open it together, for a day. Who asked, who confirmed, why, and each time that it was
read stand in the audit, and the pair is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import db
from workflows.details import Details, InvalidDetails, Reason, required
from workflows.errors import NotYourRole
from workflows.machine import NEW, THE_CLOCK, Role, State, Workflow, on_date, working_days
from workflows.pairings import Pairing
from workflows.people import Person, Post, appoint, holders
from workflows.perform import Act

OPEN_FOR: Final = 1
"""Working days of the central team, after the one on which it was confirmed."""


@dataclass(frozen=True, kw_only=True)
class OpeningDetails(Details):
    pairing_id: int = required("Choose the pairing")
    reason: str = required("Say why it has to be read, and on whose word")


administrator = Role("administrator", at="trust")
subject = Role("subject")


# fmt: off
class OpeningFlow(Workflow):
    slug, prefix, noun = "openings", "OP", "Opening of a private log"
    #: the two whose words they are have a part in it as soon as it is opened
    readers = (Role("*"), administrator)

    asked = State(
        "Waits for a second administrator", stage="Asked for", turn_of=administrator,
        within=working_days(2), ask="Confirm or refuse", doing="deciding on",
    )
    opened = State(
        "Open", stage="Open", turn_of=administrator, within=on_date("open_until"), overdue="close_itself",
        ask="Read and close", doing="reading",
    )
    closed = State("Closed", stage="Closed", final=True)
    refused = State("Refused", final=True)

    ask = NEW.to(
        asked, by=administrator, needs=OpeningDetails, label="Ask to open a private log",
        done="Opening asked for",
    )
    confirm = asked.to(
        opened, by=administrator, tells=(administrator, subject), label="Confirm and open",
        done="Opened",
    )
    refuse = asked.to(
        refused, by=administrator, needs=Reason, tells=(administrator,), label="Refuse", done="Refused"
    )
    read = opened.stays(by=administrator, tells=(subject,), label="Read the log", done="Read")
    finish = opened.to(
        closed, by=administrator, tells=(subject,), label="Close it again", done="Closed"
    )
    close_itself = opened.to(
        closed, by=THE_CLOCK, tells=(subject,), label="Closes by itself", done="Closed"
    )
# fmt: on


class Opening(Case):
    """One opening of one pairing's private log."""

    __tablename__ = "openings"
    __table_args__ = (CheckConstraint("confirmed_by_id <> asked_by_id", name="two_people"),)

    flow = OpeningFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    pairing_id: Mapped[int] = mapped_column(ForeignKey("pairings.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    open_until: Mapped[date | None]

    pairing: Mapped[Pairing] = relationship(foreign_keys=[pairing_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])

    __mapper_args__ = {
        "polymorphic_identity": OpeningFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }

    def is_open_to(self, person_id: int) -> bool:
        """Whether this person may read the log by this opening now."""
        return self.state == OpeningFlow.opened.name and person_id in (self.asked_by_id, self.confirmed_by_id)


@OpeningFlow.on("ask")
def check_there_is_a_second(opening: Opening, details: OpeningDetails, act: Act) -> None:
    post = Post(administrator.name, opening.trust_id)
    others = [holder for holder in holders([post])[post] if act.actor and holder.person_id != act.actor.id]
    if not others:
        raise InvalidDetails(
            {"pairing_id": "A second administrator has to confirm this, and the trust has no other."}
        )
    opening.pairing_id, opening.reason = details.pairing_id, details.reason


@OpeningFlow.on("confirm")
def open_to_both(opening: Opening, _: None, act: Act) -> None:
    if act.actor is None or act.actor.id == opening.asked_by_id:
        raise NotYourRole("Another administrator has to confirm what you have asked for.")
    opening.confirmed_by_id = act.actor.id
    opening.open_until = act.turns.calendar(Post(administrator.name, opening.trust_id)).add_working_days(
        act.today, OPEN_FOR
    )
    pairing = opening.pairing
    for person in filter(None, (pairing.mentee, pairing.mentor)):
        appoint(person, subject.name, opening.id)
    db.session.flush()


@OpeningFlow.on("read", "finish")
def only_those_two(opening: Opening, _: None, act: Act) -> None:
    if act.actor is None or not opening.is_open_to(act.actor.id):
        raise NotYourRole("Only the two administrators who have opened it may read or close it.")
