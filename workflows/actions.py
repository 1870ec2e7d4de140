"""Actions: what somebody will do by when, out of any case, and whether it made a difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflows.cases import Case
from workflows.database import db, text_enum
from workflows.dates.steps import date_steps
from workflows.details import Details, InvalidDetails, NoteDetails, Reason, in_future, required
from workflows.machine import ITS_CASE, NEW, Role, State, Workflow, on_date, working_days
from workflows.people import Person, appoint, colleague, take_over
from workflows.perform import Act, keep_note, open_case


class Impact(StrEnum):
    """What whoever asked for an action finds when they verify it."""

    NONE = "no impact"
    SOME = "some impact"
    EMBEDDED = "embedded"


@dataclass(frozen=True, kw_only=True)
class ActionDetails(Details):
    title: str = required("Say what is to be done")
    owner_id: int = required("Choose who will do it")
    due_on: date = required("Enter the date by which it is done")
    success_measure: str = required("Say how you will know that it worked")


@dataclass(frozen=True, kw_only=True)
class DoneDetails(Details):
    what_was_done: str = required("Say what was done")


@dataclass(frozen=True, kw_only=True)
class VerifyDetails(Details):
    impact: Impact = required("Choose what difference it has made")
    evidence: str = required("Say how you know")


@dataclass(frozen=True, kw_only=True)
class DeferDetails(Details):
    until: date = required("Enter the new date")
    reason: str = required("Say why it has to wait")


@dataclass(frozen=True, kw_only=True)
class HandOverDetails(Details):
    """Somebody else takes an action on."""

    owner_id: int = required("Choose who takes it on")
    reason: str = ""


owner = Role("owner")
asker = Role("asker")
central_team = Role("improvement_lead", at="trust")


# fmt: off
class ActionFlow(Workflow):
    slug, prefix, noun = "actions", "AC", "Action"
    readers = (Role("*"), central_team)
    inherits = "came_from"

    open = State(
        "Open", turn_of=owner, within=on_date("due_on"), ask="Do", doing="working on", stage="Agreed",
    )
    in_progress = State(
        "In progress", turn_of=owner, within=on_date("due_on"), ask="Finish", doing="working on",
        stage="In progress",
    )
    deferred = State(
        "Deferred", turn_of=owner, within=on_date("due_on"), ask="Take up again", doing="putting off",
    )
    done = State(
        "Done", turn_of=asker, within=working_days(5), ask="Verify", doing="verifying", stage="Done",
    )
    verified = State("Verified", final=True, stage="Verified")
    dropped = State("Dropped", final=True)

    agree = NEW.to(open, by=ITS_CASE, needs=ActionDetails, label="Agree an action", done="Action agreed")
    begin = (open | deferred).to(in_progress, by=owner, label="Begin", done="Begun")
    claim_done = (open | in_progress | deferred).to(
        done, by=owner, needs=DoneDetails, label="It is done", done="Done, says its owner",
    )
    verify = done.to(
        verified, by=(asker, central_team), needs=VerifyDetails, tells=(owner,), label="Verify",
        done="Verified",
    )
    not_yet = done.to(
        in_progress, by=(asker, central_team), needs=Reason, label="Not yet", done="Not yet done",
    )
    defer = (open | in_progress).to(
        deferred, by=(owner, asker), needs=DeferDetails, tells=(asker, owner), label="Defer", done="Deferred",
    )
    hand_over = (open | in_progress | deferred).stays(
        by=(owner, asker, central_team), needs=HandOverDetails, restarts=True, tells=(asker,),
        label="Hand over", done="Handed over", aside=True,
    )
    drop = (open | in_progress | deferred | done).to(
        dropped, by=(asker, central_team), needs=Reason, tells=(owner,), label="Drop", done="Dropped",
        aside=True,
    )
    dates = date_steps(open | in_progress | deferred | done, by=(owner, asker))
    add_note = (open | in_progress | deferred | done).stays(
        by=(owner, asker, central_team), needs=NoteDetails, label="Add a note", done="Note added", aside=True,
    )
# fmt: on


class Action(Case):
    """A follow-up with one owner, a date and a success measure; read by readers of the case it came from."""

    __tablename__ = "actions"

    flow = ActionFlow

    id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    came_from_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due_on: Mapped[date]
    success_measure: Mapped[str]
    what_was_done: Mapped[str] = mapped_column(default="")
    impact: Mapped[Impact | None] = mapped_column(text_enum(Impact, "impact"))

    came_from: Mapped[Case] = relationship(foreign_keys=[came_from_id])
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])

    __mapper_args__ = {
        "polymorphic_identity": ActionFlow.slug,
        "polymorphic_load": "inline",
        "inherit_condition": id == Case.id,
    }


def agree(details: ActionDetails, out_of: Act) -> Action:
    """Open an action out of a case; whoever agrees it is the one who verifies it."""
    actor = out_of.actor
    if actor is None or db.session.get(Person, details.owner_id) is None:
        raise InvalidDetails({"owner_id": "Choose somebody who works in the trust"})
    action = Action(
        title=details.title,
        came_from=out_of.case,
        owner_id=details.owner_id,
        asked_by_id=actor.id,
        due_on=details.due_on,
        success_measure=details.success_measure,
    )
    return open_case(action, "agree", actor, details, out_of=out_of)


@ActionFlow.on("agree")
def appoint_both(action: Action, details: ActionDetails, act: Act) -> None:
    in_future(details.due_on, act.today, field="due_on")
    appoint(action.owner, "owner", action.id)
    appoint(action.asked_by, "asker", action.id)
    db.session.flush()


@ActionFlow.on("claim_done")
def keep_claim(action: Action, details: DoneDetails, act: Act) -> None:
    action.what_was_done = details.what_was_done


@ActionFlow.on("verify")
def keep_impact(action: Action, details: VerifyDetails, act: Act) -> None:
    action.impact = details.impact


@ActionFlow.on("defer")
def move_date(action: Action, details: DeferDetails, act: Act) -> None:
    in_future(details.until, act.today, field="until")
    action.due_on = details.until


@ActionFlow.on("hand_over")
def change_owner(action: Action, details: HandOverDetails, act: Act) -> None:
    """Whoever had it hears that it is theirs no more; its dates pass on with it."""
    heir = colleague(details.owner_id, action.trust_id, field="owner_id")
    if heir.id == action.owner_id:
        raise InvalidDetails({"owner_id": f"{heir.name} has it already"})
    act.facts |= {"from": action.owner.name, "to": heir.name}
    act.diary.replace(action.owner_id, heir.id)
    action.owner_id = heir.id
    take_over(heir, "owner", action.id)


@ActionFlow.on("add_note")
def write_note(action: Action, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


@dataclass(frozen=True)
class AgreedAction:
    """An action as the page of the case that it came out of lists it."""

    reference: str
    title: str
    state: str
    owner: str
    due_on: date


def agreed_out_of(case_id: int) -> tuple[AgreedAction, ...]:
    """The actions that have come out of a case, those due first before the others."""
    rows = db.session.execute(
        select(Action.reference, Action.title, Action.state, Person.name, Action.due_on)
        .join(Person, Person.id == Action.owner_id)
        .where(Action.came_from_id == case_id)
        .order_by(Action.due_on, Action.id)
    )
    return tuple(
        AgreedAction(reference, title, ActionFlow.states[state].label, owner, due_on)
        for reference, title, state, owner, due_on in rows
    )
