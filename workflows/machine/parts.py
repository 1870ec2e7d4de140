"""What a workflow is made of: roles, states with their turns, and the transitions between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workflows.people import Post

if TYPE_CHECKING:
    from workflows.cases import Case
    from workflows.details import Details


@dataclass(frozen=True)
class Role:
    """Somebody's part: held on the case itself, in the trust, or at the school that the case names.

    `at` is "case", "trust", or the name of a place of the case: "receiving_school" is read from
    `case.receiving_school_id`. Where it is held at `many` places at once, "voting_schools" is read from
    `case.voting_school_ids`; see `every`.
    """

    name: str
    at: str = "case"
    many: bool = False

    def posts(self, case: Case) -> tuple[Post, ...]:
        """The posts that this role is on this case; none while the case names no such place."""
        if self.at == "nowhere":
            return ()
        if self.many:
            return tuple(Post(self.name, one) for one in getattr(case, f"{self.at.removesuffix('s')}_ids"))
        place_id = case.id if self.at == "case" else getattr(case, f"{self.at}_id")
        return () if place_id is None else (Post(self.name, place_id),)

    def post(self, case: Case) -> Post | None:
        """The one post that this role is, or None. Raises TypeError where it is held at many places."""
        if self.many:
            raise TypeError(f"{self.name} is held at many places: ask for its posts")
        return next(iter(self.posts(case)), None)


def every(name: str, at: str) -> Role:
    """A role held at several places at once, with a turn at each of them until somebody there has acted.

    It acts and is told; it is no reader, because lists could not say so in one condition.
    """
    return Role(name, at, many=True)


THE_CLOCK: Final = Role("the clock", at="nowhere")
"""Turns by itself: only the scheduler's round may make these transitions."""

ORGANISER: Final = Role("organiser")
"""Whoever has arranged a date on the case. Their turns are about dates: they outlast the case's states."""

ASKED: Final = Role("asked")
"""Whoever is asked to a date on the case: they answer it, and see the date rather than the case."""

EVERYBODY: Final = Role("everybody", at="trust")
"""Everybody who works in the trust, in whatever post; never a governor who does nothing else there.

They read and act; it is never their turn, and no mail goes to all of them at once.
"""

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
    #: the attribute of the case that says it more exactly, read when the turn begins
    ask_by: str = ""
    #: what is asked of those among them, by role, who are asked something else
    asks: Mapping[str, str] = field(default_factory=dict)
    #: what the others read: "Asha Bell is finding support for"
    doing: str = ""
    #: the stage of the track on the case page that this state belongs to
    stage: str = ""
    final: bool = False
    #: the clock's own transition once the deadline has passed
    overdue: str = ""
    #: its reminders are for whoever's turn it is alone: nobody is copied in, however late it is
    copies_nobody: bool = False
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
    #: where else it can lead: an effect chooses it as `act.lands_in`, the rest go to the target
    or_to: tuple[State, ...] = ()
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
    #: small enough that a turn which begins anew by it is not written about: its reminders are
    quiet: bool = False
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
