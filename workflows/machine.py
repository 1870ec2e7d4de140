"""What a workflow is: states say whose turn it is and by when, transitions who may and who is told.

A definition is data. It is checked when its module is imported, denied by default, listed, drawn and walked
by tests; `workflows.perform` is the one place that acts on it. Nothing here touches the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workflows.people import Post

if TYPE_CHECKING:
    from workflows.cases import Case
    from workflows.details import Details


class BadWorkflow(TypeError):
    """A workflow's definition contradicts itself; raised at import."""


@dataclass(frozen=True)
class Role:
    """Somebody's part: held on the case itself, in the trust, or at the school that the case names.

    `at` is "case", "trust", or the name of a place of the case: "receiving_school" is read from
    `case.receiving_school_id`.
    """

    name: str
    at: str = "case"

    def post(self, case: Case) -> Post | None:
        """The post that this role is on this case, or None while the case names no such place."""
        if self.at == "nowhere":
            return None
        place_id = case.id if self.at == "case" else getattr(case, f"{self.at}_id")
        return None if place_id is None else Post(self.name, place_id)


THE_CLOCK: Final = Role("the clock", at="nowhere")
"""Turns by itself: only the scheduler's round may make these transitions."""

ORGANISER: Final = Role("organiser")
"""Whoever has arranged a date on the case. Their turns are about dates: they outlast the case's states."""

ASKED: Final = Role("asked")
"""Whoever is asked to a date on the case: they answer it, and see the date rather than the case."""

ITS_CASE: Final = Role("whoever may on the case it comes from", at="nowhere")
"""Opens a case out of another one, in whose own transition the right to do so was checked."""


@dataclass(frozen=True)
class Each:
    """Everybody named has to act before the transition happens; each time one does, their turn is over."""

    roles: tuple[Role, ...]


def each(*roles: Role) -> Each:
    """All of these, in any order: for signatures and for accepting."""
    return Each(roles)


Roles = Role | Each | tuple[Role, ...]


def roles_in(roles: Roles) -> tuple[Role, ...]:
    if isinstance(roles, Role):
        return (roles,)
    return roles.roles if isinstance(roles, Each) else roles


@dataclass(frozen=True)
class WorkingDays:
    """So many working days of the school whose turn it is."""

    count: int


@dataclass(frozen=True)
class OnDate:
    """A date of the case's own, read from this attribute of the case when the turn begins."""

    attribute: str


@dataclass(frozen=True)
class NoDeadline:
    """No date, and why that is right: somebody still has to read the reason in the docs."""

    reason: str


Within = WorkingDays | OnDate | NoDeadline


#: as a definition reads: `within=working_days(5)`
working_days, on_date, no_deadline = WorkingDays, OnDate, NoDeadline


@dataclass(eq=False, repr=False)
class State:
    """A state of a case: open ones say whose turn it is, what is asked of them, and by when."""

    label: str
    turn_of: Roles = ()
    within: Within | None = None
    #: what is asked, as a button would say it, before the case's title: "Release a giver for"
    ask: str = ""
    #: what the others read: "Asha Bell is finding support for"
    doing: str = ""
    #: the stage of the track on the case page that this state belongs to
    stage: str = ""
    final: bool = False
    #: the clock's own transition once the deadline has passed
    overdue: str = ""
    #: running deadlines are kept while a case is in this state, and go on afterwards
    stops_clock: bool = False
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<State {self.name}>"

    def __or__(self, other: State | States) -> States:
        return States((self,)) | other

    def to(self, target: State, **terms: Any) -> Transition:
        """A transition from this state; see `Transition` for the terms."""
        return States((self,)).to(target, **terms)

    def stays(self, **terms: Any) -> Transition:
        """Something that may be done in this state without leaving it."""
        return States((self,)).stays(**terms)

    def back(self, **terms: Any) -> Transition:
        """Back to the state in which the clock was stopped."""
        return Transition((self,), BACK, **terms)


@dataclass(frozen=True)
class States:
    """Several states from which the same transition leads."""

    members: tuple[State, ...]

    def __or__(self, other: State | States) -> States:
        more = (other,) if isinstance(other, State) else other.members
        return States(self.members + more)

    def to(self, target: State, **terms: Any) -> Transition:
        return Transition(self.members, target, **terms)

    def stays(self, **terms: Any) -> Transition:
        return Transition(self.members, None, **terms)


NEW: Final = State("New")
"""Where every case begins: a transition from here opens one."""
NEW.name = "new"
BACK: Final = State("Back to where it was")
BACK.name = "back"


@dataclass(eq=False, repr=False)
class Transition:
    """A way from some states to another, or (without a target) something done in place."""

    sources: tuple[State, ...]
    target: State | None
    #: who may; there is no default, and an Each has to be complete before the state changes
    by: Roles = ()
    #: the details that have to come with it
    needs: type[Details] | None = None
    #: who is told, beside those whose turn it becomes
    tells: tuple[Role, ...] = ()
    #: on the button
    label: str = ""
    #: in the timeline, past tense
    done: str = ""
    #: whoever does it has done their part, and their turn is over although the state stays
    ends_turn: bool = False
    #: turns begin anew, with new deadlines, although the state stays
    restarts: bool = False
    #: whose turn it becomes as well although the state stays, and within how long
    also_turn_of: Roles = ()
    also_within: Within | None = None
    #: what they are asked
    also_ask: str = ""
    #: a button beside the main ones rather than among them (notes, files, people)
    aside: bool = False
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<Transition {self.name}>"

    @property
    def opens(self) -> bool:
        return self.sources == (NEW,)


Effect = Callable[..., object]


@dataclass(frozen=True)
class Steps:
    """Transitions that several workflows share, with what they do, by name; all of them stay in the state."""

    transitions: dict[str, Transition]
    effects: dict[str, Effect]

    def __post_init__(self) -> None:
        for name, transition in self.transitions.items():
            transition.name = name


@dataclass(frozen=True)
class Stage:
    """One stage of the track on a case's page."""

    label: str
    states: tuple[State, ...]


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
    #: who may see only what the head has released
    released_to: ClassVar[tuple[Role, ...]] = ()
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


def check(flow: type[Workflow]) -> None:
    """Refuse a definition that leaves a case with nobody's turn, or nowhere to go. Raises BadWorkflow."""
    for problem in _problems(flow):
        raise BadWorkflow(f"{flow.__name__}: {problem}")


def _problems(flow: type[Workflow]) -> Iterator[str]:
    if not (flow.slug and flow.prefix and flow.noun and flow.readers):
        yield "slug, prefix, noun and readers are needed"
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
    for state in (*transition.sources, *([transition.target] if transition.target else [])):
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
    for role in turns:
        if not any(role in roles_in(way.by) for way in ways):
            yield f"in {state.name} it is the turn of {role.name}, who can do nothing there"
    if state.overdue and state.overdue not in {way.name for way in ways if way.by == THE_CLOCK}:
        yield f"{state.name} names {state.overdue!r}, which the clock cannot make there"


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
    return {transition.target} if transition.target else set()


def _closure(start: set[State], edges: dict[State, set[State]]) -> set[State]:
    seen, queue = set(start), list(start)
    while queue:
        for state in edges.get(queue.pop(), set()) - seen:
            seen.add(state)
            queue.append(state)
    return seen
