"""A workflow: states and transitions under one name, checked when its module is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from workflows.machine.checks import BadWorkflow, check
from workflows.machine.parts import Effect, Role, Stage, State, Steps, Transition, roles_in


class Workflow:
    """Base of all workflows: subclass it, and list states and transitions as class attributes."""

    #: in addresses and in the kinds of messages: "support"
    slug: ClassVar[str] = ""
    #: of references: "SR" gives SR-2026-0042
    prefix: ClassVar[str] = ""
    #: what a case is called on pages
    noun: ClassVar[str] = ""
    #: who may see a case: a role named "*" is any role at that place
    readers: ClassVar[tuple[Role, ...]] = ()
    #: the attribute that names the case whose readers may read this one too
    inherits: ClassVar[str] = ""
    #: the attributes that name schools it concerns, beside those at which its roles are held
    schools: ClassVar[tuple[str, ...]] = ()
    #: news of it is owed: it leaves at once, and nobody's own choice of mail holds it back
    owes_news: ClassVar[bool] = False
    #: who may see only what the head has released
    released_to: ClassVar[tuple[Role, ...]] = ()
    #: steps that go on beside a form while somebody fills it in, and do not make it out of date
    goes_on_beside: ClassVar[frozenset[str]] = frozenset()
    #: the step by which somebody else takes over a part that one person has
    handing_over: ClassVar[str] = "change_people"
    #: its dates are seen by those who are asked to them, and not by everybody who may see the case
    dates_are_private: ClassVar[bool] = False
    abstract: ClassVar[bool] = True

    states: ClassVar[dict[str, State]] = {}
    transitions: ClassVar[dict[str, Transition]] = {}
    #: every role that the definition names
    roles: ClassVar[frozenset[Role]] = frozenset()
    effects: ClassVar[dict[str, list[Effect]]] = {}
    guards: ClassVar[dict[str, list[Effect]]] = {}

    def __init_subclass__(cls) -> None:
        cls.abstract = False
        cls.states = {name: item for name, item in vars(cls).items() if isinstance(item, State)}
        cls.transitions = {name: item for name, item in vars(cls).items() if isinstance(item, Transition)}
        shared = [item for item in vars(cls).values() if isinstance(item, Steps)]
        for steps in shared:
            cls.transitions |= steps.transitions
        acting = {role for step in cls.transitions.values() for role in roles_in(step.by)}
        cls.roles = frozenset({*acting, *cls.readers, *cls.released_to})
        cls.effects = {name: [effect] for steps in shared for name, effect in steps.effects.items()}
        cls.guards = {}
        check(cls)
        _workflows[cls.slug] = cls

    @classmethod
    def on(cls, *transitions: str) -> Callable[[Effect], Effect]:
        """Register what else a transition does, `effect(case, details, act)`, before its turns are set."""
        return cls._register(cls.effects, transitions)

    @classmethod
    def guard(cls, *transitions: str) -> Callable[[Effect], Effect]:
        """Register a check, `guard(case, details)`, that raises `NotYet` where this may not happen now."""
        return cls._register(cls.guards, transitions)

    @classmethod
    def _register(cls, where: dict[str, list[Effect]], names: Iterable[str]) -> Callable[[Effect], Effect]:
        def keep(function: Effect) -> Effect:
            for name in names:
                if name not in cls.transitions:
                    raise BadWorkflow(f"{cls.__name__} has no transition {name!r}")
                where.setdefault(name, []).append(function)
            return function

        return keep

    @classmethod
    def stages(cls) -> list[Stage]:
        """The stages of the track, in the order in which states first name them."""
        found: dict[str, list[State]] = {}
        for state in cls.states.values():
            if state.stage:
                found.setdefault(state.stage, []).append(state)
        return [Stage(label, tuple(states)) for label, states in found.items()]

    @classmethod
    def leaving(cls, state: str) -> Iterator[Transition]:
        """Every transition that is possible in this state, whoever may make it."""
        return (t for t in cls.transitions.values() if any(source.name == state for source in t.sources))


_workflows: dict[str, type[Workflow]] = {}


def workflow(slug: str) -> type[Workflow]:
    """The workflow with this slug; KeyError if there is none."""
    return _workflows[slug]


def all_workflows() -> tuple[type[Workflow], ...]:
    """Every workflow that has been imported, in the order of import."""
    return tuple(_workflows.values())
