"""How far a case has come, stage by stage, for the track on its page; the same for every kind of case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from webapp.components import LONDON
from workflows.case_history import Happening, Turn
from workflows.cases import Case
from workflows.machine import Stage

CLOSED: Final = "closed"
"""The state in which a case has come all its way; other ends cut it short."""


def track(case: Case, history: Iterable[Happening], turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """The stages with the dates on which they were done, and the date by which the present one is due."""
    stages, moves = case.flow.stages(), [one for one in history if one.from_state != one.to_state]
    here = _stage_now(case, moves, stages)
    due = min((turn.due_on for turn in turns if turn.due_on), default=None)
    return [
        {
            "name": case.state_now.label if case.state_now in stage.states else stage.label,
            "state": "done" if place < here else "now" if place == here else "ahead",
            "on": _done_on(moves, stages, place) if place < here else None,
            "due": due if place == here else None,
        }
        for place, stage in enumerate(stages)
    ]


def _stage_now(case: Case, moves: list[Happening], stages: list[Stage]) -> int:
    """The place of the present stage; past the last one for a case that is closed."""
    state = case.paused_from or case.state
    if state == CLOSED:
        return len(stages)
    for name in (state, *(one.from_state for one in moves)):
        place = _place(name, stages)
        if place is not None:
            return place
    return 0


def _place(state: str, stages: list[Stage]) -> int | None:
    return next((n for n, stage in enumerate(stages) if any(s.name == state for s in stage.states)), None)


def _done_on(moves: list[Happening], stages: list[Stage], place: int) -> date | None:
    """When the case last left this stage for a later one."""
    for one in moves:
        before, after = _place(one.from_state, stages), _place(one.to_state, stages)
        ahead = len(stages) if one.to_state == CLOSED else after
        if before is not None and ahead is not None and before <= place < ahead:
            return one.at.astimezone(LONDON).date()
    return None
