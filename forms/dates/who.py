"""Who is asked: boxes to tick, those with a part in the case first, then school by school."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from forms.fields import CheckboxesField, choice
from forms.people import with_title
from workflows.cases import Case
from workflows.dates.pages import Askable, who_may_be_asked

ON_THE_CASE = "On this already"
CENTRAL = "Central team"


@dataclass(frozen=True)
class Group:
    """Some of those who may be asked, under one heading."""

    label: str
    people: tuple[Askable, ...]

    def has_any(self, chosen: Collection[int]) -> bool:
        """Whether somebody of the group is chosen already."""
        return any(one.person_id in chosen for one in self.people)


class AskedField(CheckboxesField):
    """People to ask; `groups` is how its page shows them."""

    groups: tuple[Group, ...] = ()

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, coerce=int, **kwargs)

    @property
    def chosen(self) -> frozenset[int]:
        """Who is ticked."""
        return frozenset(self.data or ())

    def offer(self, case: Case, *, but: Collection[int] = (), too: Collection[int] = ()) -> None:
        """Offer everybody near the case, and `too`, but not these."""
        people = [one for one in who_may_be_asked(case, too=too) if one.person_id not in but]
        self.choices = [choice(one.person_id, with_title(one.name, one.job_title)) for one in people]
        self.groups = tuple(_grouped(people))


def _grouped(people: Iterable[Askable]) -> Iterable[Group]:
    near = tuple(one for one in people if one.has_part)
    if near:
        yield Group(ON_THE_CASE, near)
    others = sorted((one for one in people if not one.has_part), key=lambda one: (not one.school, one.school))
    for school, found in groupby(others, key=lambda one: one.school):
        yield Group(school or CENTRAL, tuple(found))
