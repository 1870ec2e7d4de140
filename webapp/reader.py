"""Who is asking: the signed-in person, their trust and what they hold, read once a request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from flask_login import UserMixin, current_user

from workflows.accounts import Office
from workflows.cases import Case
from workflows.people import Person, Post, posts_of
from workflows.places import PlaceKind, Trust
from workflows.visibility import Viewer, posts_on

READING_ONLY = frozenset({"governor"})
"""Whoever holds nothing but these roles reads what is released, and changes nothing but their own account."""


@dataclass(eq=False)
class Reader(UserMixin):
    """The person behind a request. `token` is the sign-in that they came with."""

    person: Person
    trust: Trust
    #: what they hold at the trust, at schools and in hubs; parts on cases are among `posts` only
    offices: tuple[Office, ...]
    token: str = ""

    @cached_property
    def posts(self) -> frozenset[Post]:
        """What they hold at the trust, at schools and in hubs."""
        return frozenset(Post(office.role, office.place_id) for office in self.offices)

    def posts_on(self, case: Case) -> frozenset[Post]:
        """What they hold that counts for this case; read once a request, however often it is asked for."""
        if case.id not in self._posts_on:
            self._posts_on[case.id] = posts_on(self.person.id, case)
        return self._posts_on[case.id]

    @cached_property
    def _posts_on(self) -> dict[int, frozenset[Post]]:
        return {}

    @property
    def viewer(self) -> Viewer:
        """Who they are to lists of cases."""
        return Viewer(self.person.id, self.trust.id, self.posts)

    def holds(self, role: str, at: int | None = None) -> bool:
        """Whether they hold the role at this place, or anywhere if none is given; not asked of cases."""
        return any(office.role == role and at in (None, office.place_id) for office in self.offices)

    def places_as(self, roles: str | Iterable[str], kind: PlaceKind = PlaceKind.SCHOOL) -> frozenset[int]:
        """The schools (or hubs) at which they hold any of these roles."""
        wanted = {roles} if isinstance(roles, str) else set(roles)
        return frozenset(
            office.place_id for office in self.offices if office.role in wanted and office.kind is kind
        )

    @property
    def is_central(self) -> bool:
        """Whether they are on the trust's improvement team."""
        return self.holds("improvement_lead", self.trust.id)

    @property
    def is_administrator(self) -> bool:
        """Whether they look after the trust's people and settings."""
        return self.holds("administrator", self.trust.id)

    @property
    def only_reads(self) -> bool:
        """Whether no POST of theirs may work outside their own account."""
        offices = {office.role for office in self.offices}
        # A part on a case is a role too: a governor who has agreed to do something may say that it is done.
        return offices <= READING_ONLY and {post.role for post in posts_of(self.person.id)} <= READING_ONLY

    def get_id(self) -> str:
        return self.token


current: Reader = cast(Reader, current_user)
"""The reader of this request; only on pages that need somebody signed in."""


def reader_or_none() -> Reader | None:
    """The reader of this request, or None where nobody is signed in."""
    somebody: Any = current_user
    return cast(Reader, somebody._get_current_object()) if somebody.is_authenticated else None
