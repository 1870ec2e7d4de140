"""Who may see which cases: one rule, as a condition in SQL for lists and in Python for one case."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, false, or_, select, true

from workflows.cases import Case
from workflows.machine import Role
from workflows.people import Post

ANY_PART = "*"


def may_see(case: Case, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts may open the case and everything in it."""
    if any(_holds(role, case, posts) for role in case.flow.readers):
        return True
    return bool(case.flow.inherits) and may_see(getattr(case, case.flow.inherits), posts)


def may_read_summary(case: Case, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts may read what has been released of the case."""
    return any(_holds(role, case, posts) for role in case.flow.released_to)


def visible_to(kind: type[Case], posts: frozenset[Post], trust_id: int) -> ColumnElement[bool]:
    """The condition under which these posts may see a case of this kind; the twin of `may_see`."""
    return or_(false(), *_conditions(kind, posts, trust_id))


def _holds(role: Role, case: Case, posts: frozenset[Post]) -> bool:
    if role.name == ANY_PART:
        return any(post.place_id == case.id for post in posts)
    return role.post(case) in posts


def _conditions(kind: type[Case], posts: frozenset[Post], trust_id: int) -> Iterator[ColumnElement[bool]]:
    for role in kind.flow.readers:
        if role.name == ANY_PART:
            yield kind.id.in_(sorted(post.place_id for post in posts))
        elif role.at != "trust":
            yield getattr(kind, f"{role.at}_id").in_(sorted(p.place_id for p in posts if p.role == role.name))
        elif Post(role.name, trust_id) in posts:
            yield true()
    if kind.flow.inherits:
        source = getattr(kind, f"{kind.flow.inherits}_id")
        for other in Case.__subclasses__():
            if other is not kind:
                yield source.in_(select(other.id).where(visible_to(other, posts, trust_id)))
