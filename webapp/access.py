"""Who may ask for what: each view declares a rule; the application does not start with one that has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, NotFound

from webapp.reader import Reader
from workflows.cases import Case
from workflows.database import db
from workflows.places import PlaceKind
from workflows.visibility import may_read_summary, may_see

View = TypeVar("View", bound=Callable[..., Any])


class Rule:
    """Who may ask for a view. To everybody else the page does not exist (404)."""

    #: nobody has to be signed in
    is_public = False
    #: its POST is also for those who otherwise only read
    is_ones_own = False
    #: its address proves the right by itself, so that no cookie and no form token is needed
    is_by_link = False
    #: programs fetch it, again and again: nobody asks who they are, and there is no page around it
    is_for_programs = False

    def passes(self, reader: Reader) -> bool:
        """Whether this reader may ask for the view at all."""
        return True

    def admit(self, reader: Reader, arguments: dict[str, Any]) -> dict[str, Any]:
        """What the view is called with; raises NotFound for readers whom the rule keeps out."""
        if not self.passes(reader):
            raise NotFound
        return arguments

    def __or__(self, other: Rule) -> Rule:
        return AnyOf((self, other))


@dataclass(frozen=True)
class Public(Rule):
    """Everybody, signed in or not."""

    is_public = True
    is_by_link: bool = False
    is_for_programs: bool = False


@dataclass(frozen=True)
class SignedHook(Rule):
    """Programs that sign what they post, which their view checks before it reads any of it."""

    is_public = True
    is_by_link = True


@dataclass(frozen=True)
class SignedIn(Rule):
    """Everybody in the trust."""

    is_ones_own: bool = False


@dataclass(frozen=True)
class Holding(Rule):
    """Holders of any of these roles at the trust, at some school, in some hub, or (without `at`) anywhere."""

    roles: tuple[str, ...]
    at: PlaceKind | None = None

    def passes(self, reader: Reader) -> bool:
        return any(
            office.role in self.roles and self.at in (None, office.kind) for office in reader.offices
        )  # fmt: skip


@dataclass(frozen=True)
class AnyOf(Rule):
    """Whoever passes one of several rules."""

    rules: tuple[Rule, ...]

    def passes(self, reader: Reader) -> bool:
        return any(rule.passes(reader) for rule in self.rules)


@dataclass(frozen=True)
class CaseReader(Rule):
    """Whoever may see the case whose reference is in the address; the view is called with `case` instead.

    `summary` also lets those in who may read only what has been released of it; they change nothing.
    """

    kind: type[Case]
    summary: bool = False
    #: finds a case by its reference, where a page needs more with it than the case itself
    find: Callable[[str], Case | None] | None = None

    def admit(self, reader: Reader, arguments: dict[str, Any]) -> dict[str, Any]:
        others = dict(arguments)
        reference = others.pop("reference")
        case = self.find(reference) if self.find else self._find(reference)
        if case is None or not self.shows(case, reader):
            raise NotFound
        return {"case": case, **others}

    def _find(self, reference: str) -> Case | None:
        return db.session.scalars(select(self.kind).where(Case.reference == reference)).first()

    def shows(self, case: Case, reader: Reader) -> bool:
        """Whether the reader may see the case, or at least what was released of it where that will do."""
        posts = reader.posts_on(case)
        return may_see(case, posts) or (self.summary and may_read_summary(case, posts))


public = Public()
by_link = Public(is_by_link=True)
signed_hook = SignedHook()
for_programs = Public(is_by_link=True, is_for_programs=True)
signed_in = SignedIn()
oneself = SignedIn(is_ones_own=True)


def holding(*roles: str, at: str | None = None) -> Holding:
    """Holders of any of these roles; `at` is "trust", "school" or "hub"."""
    return Holding(roles, PlaceKind(at) if at else None)


def case_reader(
    kind: type[Case], *, summary: bool = False, find: Callable[[str], Case | None] | None = None
) -> CaseReader:
    """Readers of the case named by `<reference>` in the address; `find` looks it up in a way of its own."""
    return CaseReader(kind, summary, find)


central = holding("improvement_lead", at="trust")
administrators = holding("administrator", at="trust")
arrangers = holding("coordinator", "improvement_lead", at="trust")
"""Whoever finds mentors for others."""
workers = holding(
    "staff", "senior_leader", "delegate", "head", "coordinator", "improvement_lead", "administrator"
)
"""Everybody who works in the trust: governors read what is released to them."""


def access(rule: Rule) -> Callable[[View], View]:
    """Declare who may ask for a view. Stands directly above the function, below the route."""

    def declare(view: View) -> View:
        setattr(view, "access_rule", rule)  # noqa: B010 - a function has no such attribute to assign to
        return view

    return declare


class NoRule(RuntimeError):
    """A view does not say who may ask for it."""


class SignInNeeded(Exception):
    """Nobody is signed in, or no longer, and the page is not for everybody."""


def rule_of(app: Flask, endpoint: str) -> Rule:
    """The rule of an endpoint's view; raises NoRule if it declares none."""
    if endpoint == "static":
        return public
    rule = getattr(app.view_functions[endpoint], "access_rule", None)
    if not isinstance(rule, Rule):
        raise NoRule(f"{endpoint} does not say who may ask for it: put @access(…) above its function")
    return rule


def check_every_view(app: Flask) -> None:
    """Raise NoRule for the first view that declares none, so that the application does not start."""
    for endpoint in app.view_functions:
        rule_of(app, endpoint)


def admit(
    rule: Rule, reader: Reader | None, arguments: dict[str, Any], *, changes: bool
) -> dict[str, Any]:  # fmt: skip
    """What the view is called with. Raises SignInNeeded, NotFound, or Forbidden where somebody only reads."""
    if any("\0" in str(value) for value in arguments.values()):
        raise NotFound  # no address of ours has one, and PostgreSQL takes none
    if rule.is_public:
        return arguments
    if reader is None:
        raise SignInNeeded
    admitted = rule.admit(reader, arguments)
    if changes and reader.only_reads and not rule.is_ones_own:
        raise Forbidden
    return admitted
