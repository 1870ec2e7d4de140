"""Actions as lists and pages read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from workflows.actions import Action, ActionFlow, asker, central_team, owner
from workflows.case_history import (
    CaseFile,
    around,
    days_late,
    history_of,
    turns_of_many,
)
from workflows.cases import Case
from workflows.database import db
from workflows.people import Person, Post
from workflows.places import Trust
from workflows.school_calendar import calendars
from workflows.support_requests.model import SupportRequest
from workflows.visibility import Viewer, visible_to

PAGE = 25
OPEN_STATES = [state.name for state in ActionFlow.states.values() if not state.final]


class Whose(StrEnum):
    """Which actions a reader looks at."""

    MINE = "mine"
    ASKED = "asked"
    SCHOOL = "school"


@dataclass(frozen=True, kw_only=True)
class ActionWish:
    """What a reader wants to see; `after` is the key of the last row of the page before."""

    whose: Whose = Whose.MINE
    finished: bool = False
    after: str = ""


@dataclass(frozen=True)
class ActionRow:
    """One action in the list."""

    id: int
    reference: str
    title: str
    state: str
    #: the day by which it is to be done
    do_by: date
    owner: str
    asked_by: str
    came_from: str
    came_from_title: str
    #: the day by which somebody has to act: the owner, or whoever verifies
    due_on: date | None = None
    #: working days since then
    late_by: int | None = None

    @property
    def key(self) -> str:
        return f"{self.do_by.isoformat()}~{self.id}"


@dataclass(frozen=True)
class ActionPage:
    """A page of the list, earliest date first; `later` is empty where there is nothing more."""

    rows: tuple[ActionRow, ...]
    later: str = ""


def page_of(wish: ActionWish, person: Person, viewer: Viewer) -> ActionPage:
    """One page of the actions that somebody may see, in three statements."""
    source = aliased(Case.__table__)
    doer, wanter = aliased(Person), aliased(Person)
    states = Action.state.not_in(OPEN_STATES) if wish.finished else Action.state.in_(OPEN_STATES)
    statement = (
        select(
            Action.id,
            Action.reference,
            Action.title,
            Action.state,
            Action.due_on,
            doer.name,
            wanter.name,
            source.c.reference,
            source.c.title,
        )
        .join(doer, doer.id == Action.owner_id)
        .join(wanter, wanter.id == Action.asked_by_id)
        .join(source, source.c.id == Action.came_from_id)
        .where(states, _of(wish.whose, person), visible_to(Action, viewer))
        .where(*_after(wish.after))
        .order_by(Action.due_on, Action.id)
        .limit(PAGE + 1)
    )
    rows = [ActionRow(*row) for row in db.session.execute(statement)]
    later = rows[PAGE - 1].key if len(rows) > PAGE else ""
    return ActionPage(tuple(_with_turns(rows[:PAGE], person.trust_id)), later)


def _with_turns(rows: list[ActionRow], trust_id: int) -> Iterator[ActionRow]:
    turns = turns_of_many([row.id for row in rows])
    known = calendars(db.session.get_one(Trust, trust_id))
    for row in rows:
        turn = next(iter(turns.get(row.id, [])), None)
        yield replace(row, due_on=turn.due_on, late_by=days_late(turn, row.id, known)) if turn else row


def _of(whose: Whose, person: Person) -> ColumnElement[bool]:
    if whose is Whose.MINE:
        return Action.owner_id == person.id
    if whose is Whose.ASKED:
        return Action.asked_by_id == person.id
    school = person.school_id
    if school is None:
        return true()  # the central team's school is the trust
    ours = or_(SupportRequest.receiving_school_id == school, SupportRequest.giving_school_id == school)
    return Action.came_from_id.in_(select(SupportRequest.id).where(ours))


def _after(key: str) -> list[ColumnElement[bool]]:
    """Beyond the row with this key; a key that makes no sense is as good as none."""
    day, _, row_id = key.partition("~")
    try:
        due_on, last = date.fromisoformat(day), int(row_id)
    except ValueError:
        return []
    if not 0 < last < 2**31:
        return []
    return [or_(Action.due_on > due_on, (Action.due_on == due_on) & (Action.id > last))]


@dataclass(frozen=True, kw_only=True)
class ActionFile(CaseFile):
    """An action and what its page shows around it."""

    action: Action


def open_action_file(action: Action, posts: frozenset[Post]) -> ActionFile:
    """Read what is around an action, in a handful of statements."""
    statement = (
        select(Action)
        .where(Action.id == action.id)
        .options(
            joinedload(Action.owner),
            joinedload(Action.asked_by),
            # By its key: joined, with the table of each kind, SQLite would read every case there is.
            selectinload(Action.came_from),
        )
    )
    db.session.scalars(statement).one()
    shown = [post for role in (owner, asker, central_team) if (post := role.post(action))]
    return ActionFile(**around(action, shown, posts), action=action, history=history_of(action.id))
