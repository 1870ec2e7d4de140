"""Opening a private log without its writers: two administrators, a reason, and everybody is told.

Nobody but the two of a pairing reads its log. Where the law asks for it (a safeguarding enquiry, a court),
two administrators can open it together, for a day. Who asked, who confirmed, why, and each time that it was
read stand in the audit, and the pair is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.clock import now, today
from workflows.database import db
from workflows.details import Details, InvalidDetails, Reason, required
from workflows.errors import NotYet, NotYourRole
from workflows.events import Event
from workflows.machine import NEW, THE_CLOCK, Role, State, Workflow, on_date, working_days
from workflows.pairings import Pairing
from workflows.people import Person, Post, appoint, holders
from workflows.perform import Act, open_case

OPEN_FOR: Final = 1
"""Working days of the central team, after the one on which it was confirmed."""
READ_FOR: Final = timedelta(hours=1)
"""How long the log stays on somebody's screen by one reading: after that it is read, and recorded, anew."""


@dataclass(frozen=True, kw_only=True)
class OpeningDetails(Details):
    pairing_id: int = required("Choose the pairing")
    reason: str = required("Say why it has to be read, and on whose word")


administrator = Role("administrator", at="trust")
#: the two who have opened it, and nobody else, have it in hand
opener = Role("opener")
subject = Role("subject")


# fmt: off
class OpeningFlow(Workflow):
    slug, prefix, noun = "openings", "OP", "Opening of a private log"
    owes_news = True
    #: those whose words they are have a part in it as soon as it is opened
    readers = (Role("*"), administrator)

    asked = State(
        "Waits for a second administrator", stage="Asked for", turn_of=administrator,
        within=working_days(2), ask="Confirm or refuse", doing="deciding on",
    )
    opened = State(
        "Open", stage="Open", turn_of=opener, within=on_date("open_until"), overdue="close_itself",
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
    read = opened.stays(by=opener, tells=(subject,), label="Read the log", done="Read")
    finish = opened.to(
        closed, by=opener, tells=(subject,), label="Close it again", done="Closed"
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

    @property
    def is_in_time(self) -> bool:
        """Whether the day for which it was opened has not passed yet, however late the clock is."""
        return self.open_until is not None and today() <= self.open_until

    def is_open_to(self, person_id: int) -> bool:
        """Whether this person may read the log by this opening now."""
        is_one = person_id in (self.asked_by_id, self.confirmed_by_id)
        return is_one and self.is_in_time and self.state == OpeningFlow.opened.name


def ask_to_open(details: OpeningDetails, asking: Person, *, form_key: str | None = None) -> Opening:
    """Ask for the opening of a pairing's log. Raises InvalidDetails, and what `open_case` raises."""
    pairing = db.session.get(Pairing, details.pairing_id)
    if pairing is None:
        raise InvalidDetails({"pairing_id": "There is no pairing with this reference in the trust"})
    opening = Opening(
        title=f"Private log of {pairing.reference}",
        pairing_id=pairing.id,
        asked_by_id=asking.id,
        reason=details.reason,
    )
    return open_case(opening, "ask", asking, details, form_key=form_key)


@OpeningFlow.on("ask")
def check_it_can_be_asked(opening: Opening, details: OpeningDetails, act: Act) -> None:
    pairing = opening.pairing
    if act.actor is None or act.actor.id in whose_words(pairing):
        raise InvalidDetails({"pairing_id": "You are one of this pair: another administrator has to ask"})
    if not _others_than(act.actor, pairing):
        raise InvalidDetails(
            {"pairing_id": "A second administrator has to confirm this, and the trust has no other"}
        )
    act.facts["pairing"] = pairing.reference


def _others_than(asking: Person, pairing: Pairing) -> list[int]:
    """The administrators who could confirm what this one asks for."""
    post = Post(administrator.name, asking.trust_id)
    own, ids = whose_words(pairing), (holder.person_id for holder in holders([post])[post])
    return [one for one in ids if one != asking.id and one not in own]


@OpeningFlow.on("confirm")
def open_to_both(opening: Opening, _: None, act: Act) -> None:
    if act.actor is None or not may_confirm(opening, act.actor.id):
        raise NotYourRole("An administrator who neither asked for this nor is one of the pair confirms it.")
    opening.confirmed_by_id = act.actor.id
    opening.open_until = act.turns.calendar(Post(administrator.name, opening.trust_id)).add_working_days(
        act.today, OPEN_FOR
    )
    for person in (opening.asked_by, act.actor):
        appoint(person, opener.name, opening.id)
    writers = select(Person).where(Person.id.in_(whose_words(opening.pairing))).order_by(Person.id)
    for person in db.session.scalars(writers):
        appoint(person, subject.name, opening.id)
    db.session.flush()


@OpeningFlow.guard("read")
def is_in_time(opening: Opening, _: None) -> None:
    if not opening.is_in_time:
        raise NotYet("The day for which it was opened is over. To read it again it has to be asked for anew.")


@OpeningFlow.on("read")
def still_administers(opening: Opening, _: None, act: Act) -> None:
    """Whoever no longer looks after the trust reads nothing more, although they have opened it."""
    if Post(administrator.name, opening.trust_id) not in act.posts:
        raise NotYourRole("Only administrators may read a log that was opened.")


def whose_words(pairing: Pairing) -> frozenset[int]:
    """The two of a pairing, and whoever was the mentor before: what was written is theirs."""
    mentors = (session.mentor_id for session in pairing.sessions)
    return frozenset(filter(None, (pairing.mentee_id, pairing.mentor_id, *mentors)))


def may_confirm(opening: Opening, person_id: int) -> bool:
    """Whether this administrator can be the second: neither who asked, nor one of the pair."""
    return person_id != opening.asked_by_id and person_id not in whose_words(opening.pairing)


def has_just_read(opening: Opening, person_id: int) -> bool:
    """Whether the person has said within the last hour that they read the log, so that it is recorded."""
    last: datetime | None = db.session.scalar(
        select(Event.at)
        .where(Event.place_id == opening.id, Event.kind == "read", Event.actor_id == person_id)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return last is not None and now() - last < READ_FOR
