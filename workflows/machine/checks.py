"""What is wrong with a workflow's definition, found when its module is imported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflows.machine.parts import BACK, EVERYBODY, NEW, THE_CLOCK, State, Transition, roles_in

if TYPE_CHECKING:
    from workflows.machine.flow import Workflow


class BadWorkflow(TypeError):
    """A workflow's definition contradicts itself; raised at import."""


def check(flow: type[Workflow]) -> None:
    """Refuse a definition that leaves a case with nobody's turn, or nowhere to go. Raises BadWorkflow."""
    for problem in _problems(flow):
        raise BadWorkflow(f"{flow.__name__}: {problem}")


def _problems(flow: type[Workflow]) -> Iterator[str]:
    if not (flow.slug and flow.prefix and flow.noun and flow.readers):
        yield "slug, prefix, noun and readers are needed"
    for role in (*flow.readers, *flow.released_to):
        if role.many:
            yield f"{role.name} is held at many places, so it cannot be a reader"
    for transition in flow.transitions.values():
        yield from _transition_problems(flow, transition)
    for state in flow.states.values():
        yield from _state_problems(flow, state)
    yield from _path_problems(flow)


def _transition_problems(flow: type[Workflow], transition: Transition) -> Iterator[str]:
    if not roles_in(transition.by):
        yield f"{transition.name} says nobody who may make it"
    if not (transition.label and transition.done):
        yield f"{transition.name} needs a label and a past tense"
    known = {*flow.states.values(), NEW, BACK}
    ends = [transition.target] if transition.target else []
    for state in (*transition.sources, *ends, *transition.or_to):
        if state not in known:
            yield f"{transition.name} leads from or to a state of another workflow"
    if bool(roles_in(transition.also_turn_of)) != bool(transition.also_within and transition.also_ask):
        yield f"{transition.name} adds a turn without a date or without saying what is asked"


def _state_problems(flow: type[Workflow], state: State) -> Iterator[str]:
    turns = roles_in(state.turn_of)
    if state.final:
        if turns or state.within:
            yield f"{state.name} is final, so it is nobody's turn"
        return
    if not turns or state.within is None:
        yield f"{state.name} is open: it needs somebody's turn and a date, or the reason why there is none"
    if not (state.ask and state.doing):
        yield f"{state.name} does not say what is asked"
    ways = list(flow.leaving(state.name))
    yield from _turn_problems(state, ways)
    if state.overdue and state.overdue not in {way.name for way in ways if way.by == THE_CLOCK}:
        yield f"{state.name} names {state.overdue!r}, which the clock cannot make there"


def _turn_problems(state: State, ways: list[Transition]) -> Iterator[str]:
    for role in roles_in(state.turn_of):
        if role == EVERYBODY:
            yield f"in {state.name} it is everybody's turn, and so nobody's"
        elif not any(role in roles_in(way.by) for way in ways):
            yield f"in {state.name} it is the turn of {role.name}, who can do nothing there"


def _path_problems(flow: type[Workflow]) -> Iterator[str]:
    forward: dict[State, set[State]] = {}
    for transition in flow.transitions.values():
        for source in transition.sources:
            forward.setdefault(source, set()).update(_targets(flow, transition))
    reachable = _closure({NEW}, forward)
    backward: dict[State, set[State]] = {}
    for source, targets in forward.items():
        for target in targets:
            backward.setdefault(target, set()).add(source)
    ending = _closure({s for s in flow.states.values() if s.final}, backward)
    for state in flow.states.values():
        if state not in reachable:
            yield f"{state.name} cannot be reached"
        if state not in ending:
            yield f"{state.name} is a dead end"


def _targets(flow: type[Workflow], transition: Transition) -> set[State]:
    if transition.target is BACK:
        stopped = {t for t in flow.transitions.values() if t.target in transition.sources}
        return {source for t in stopped for source in t.sources}
    return {transition.target, *transition.or_to} if transition.target else set()


def _closure(start: set[State], edges: dict[State, set[State]]) -> set[State]:
    seen, queue = set(start), list(start)
    while queue:
        for state in edges.get(queue.pop(), set()) - seen:
            seen.add(state)
            queue.append(state)
    return seen
