"""The clock's own transitions: what happens when nobody acted in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select, tuple_

from notifications.case_by_case import case_by_case
from notifications.setup import Setup
from workflows.cases import Case, Deadline
from workflows.clock import today
from workflows.database import db
from workflows.machine import all_workflows, roles_in
from workflows.perform import perform

AT_ONCE: Final = 500
"""Cases looked at in one round; the next round takes the rest."""


def let_lapse(setup: Setup) -> int:
    """Make the transition that each case's state names for a turn whose date has passed; gives how many."""
    return case_by_case(setup, Case, _overdue, _lapse)


def _overdue() -> list[tuple[int, int]]:
    turns = list(_turns_that_lapse())
    if not turns:
        return []
    statement = (
        select(Deadline.case_id, Deadline.trust_id)
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Deadline.closed_at.is_(None),
            Deadline.lapsed_at.is_(None),
            Deadline.due_on < today(),
            tuple_(Case.kind, Case.state, Deadline.role).in_(turns),
        )
        .distinct()
        .order_by(Deadline.case_id)
        .limit(AT_ONCE)
    )
    return [(row.case_id, row.trust_id) for row in db.session.execute(statement)]


def _turns_that_lapse() -> Iterator[tuple[str, str, str]]:
    """Workflow, state and role: a turn that was added beside the state's own one does not lapse."""
    for flow in all_workflows():
        for state in flow.states.values():
            if state.overdue:
                yield from ((flow.slug, state.name, role.name) for role in roles_in(state.turn_of))


def _lapse(case: Case) -> bool:
    if not _still_overdue(case):
        return False
    perform(case, case.state_now.overdue, None)
    return True


def _still_overdue(case: Case) -> bool:
    """Looked at again under the lock: somebody may have acted, or another round."""
    roles = {role.name for role in roles_in(case.state_now.turn_of)}
    statement = select(Deadline.id).where(
        Deadline.case_id == case.id,
        Deadline.role.in_(roles),
        Deadline.closed_at.is_(None),
        Deadline.lapsed_at.is_(None),
        Deadline.due_on < today(),
    )
    return bool(case.state_now.overdue) and db.session.execute(statement).first() is not None
