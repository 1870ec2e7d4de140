"""Workflows for people to read: what a definition says, as Markdown tables and a Mermaid diagram."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.machine import (
    BACK,
    NEW,
    Each,
    NoDeadline,
    OnDate,
    Role,
    Roles,
    State,
    Transition,
    Within,
    Workflow,
    WorkingDays,
    roles_in,
)
from workflows.people import ROLE_LABELS


def document(flow: type[Workflow]) -> str:
    """The whole page of one workflow, as `docs/workflows/` keeps it."""
    parts = (
        f"# {flow.noun}",
        f"References {flow.prefix}-2026-0001, addresses /{flow.slug}/{flow.prefix}-2026-0001. "
        f"Read by {_readers(flow)}.",
        "Written by `flask workflows --write` from the definition, which is the truth.",
        diagram(flow),
        "## States",
        states_table(flow),
        "## Steps",
        steps_table(flow),
    )
    return "\n\n".join(parts) + "\n"


def diagram(flow: type[Workflow]) -> str:
    """The states and the ways between them, as Mermaid draws them; what is done in place is in the table."""
    return "\n".join(("```mermaid", "stateDiagram-v2", *_lines(flow), "```"))


def states_table(flow: type[Workflow]) -> str:
    """Each state with whose turn it is, by when, and what is asked."""
    rows = (
        (state.label, _turn(state.turn_of) or "nobody: it has ended", deadline(state.within), state.ask)
        for state in flow.states.values()
    )
    return _table(("State", "Turn of", "Within", "They are asked to"), rows)


def steps_table(flow: type[Workflow]) -> str:
    """Each transition with who may make it, from where to where, what it needs and who is told."""
    rows = ((step.label, people(step.by), _way(step), _needs(step), _told(step)) for step in _steps(flow))
    return _table(("Step", "By", "From and to", "Needs", "Told besides"), rows)


def people(roles: Roles) -> str:
    """Roles as people call them: "head at the giving school, or coordinator"."""
    joint = " and " if isinstance(roles, Each) else " or "
    return joint.join(_person(role) for role in roles_in(roles))


def _turn(roles: Roles) -> str:
    """Each of several has a turn of their own, even where one of them is enough to go on."""
    return " and ".join(_person(role) for role in roles_in(roles))


def deadline(within: Within | None) -> str:
    """How long a turn lasts."""
    if isinstance(within, WorkingDays):
        return f"{within.count} working days"
    if isinstance(within, OnDate):
        return f"its own date ({within.attribute.replace('_', ' ')})"
    return f"no deadline: {within.reason}" if isinstance(within, NoDeadline) else ""


def _person(role: Role) -> str:
    name = ROLE_LABELS.get(role.name, role.name.replace("_", " ")).lower()
    if role.at in ("case", "nowhere"):
        return name
    where = role.at.replace("_", " ")
    if role.many:
        return f"{name} of each of the {where}"
    return f"{name} of the {where}" if role.at != "trust" else name


def _readers(flow: type[Workflow]) -> str:
    readers = ["everybody with a part in it" if role.name == "*" else _person(role) for role in flow.readers]
    if flow.inherits:
        readers.append("readers of the case it comes from")
    read = ", ".join(readers)
    released = ", ".join(_person(role) for role in flow.released_to)
    return f"{read}; what is released, also by {released}" if released else read


def _steps(flow: type[Workflow]) -> Iterable[Transition]:
    return flow.transitions.values()


def _way(step: Transition) -> str:
    sources = ", ".join(source.label for source in step.sources)
    if step.target is None:
        return f"stays in: {sources}"
    return f"{sources} → {' or '.join(state.label for state in (step.target, *step.or_to))}"


def _needs(step: Transition) -> str:
    return step.needs.__name__ if step.needs else ""


def _told(step: Transition) -> str:
    return ", ".join(_person(role) for role in step.tells)


def _lines(flow: type[Workflow]) -> Iterator[str]:
    for state in flow.states.values():
        yield f'    state "{state.label}" as {state.name}'
    for step in _steps(flow):
        for source in step.sources:
            if step.target is not None and step.target is not BACK:
                for target in (step.target, *step.or_to):
                    yield f"    {_node(source)} --> {_node(target)}: {step.label}"
    for state in flow.states.values():
        if state.final:
            yield f"    {state.name} --> [*]"


def _node(state: State) -> str:
    return "[*]" if state is NEW else state.name


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
