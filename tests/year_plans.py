"""A year of dates in tests: a hub and a forum, how their year goes by the book, and what people fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any, Final

from tests.world import World
from workflows.details import Details
from workflows.forums import Forum
from workflows.forums.details import ForumDetails, ForumKind, MembersDetails
from workflows.forums.effects import start
from workflows.hubs import HubCase
from workflows.hubs.details import BeginningDetails, FormingDetails
from workflows.hubs.effects import form_hub
from workflows.perform import perform
from workflows.year_plans import YearPlan
from workflows.year_plans.details import (
    DateMoved,
    DateNamed,
    GroupShape,
    HandedOver,
    HostChosen,
    PlanAgain,
    Reach,
    SeriesEnded,
    SeriesMoved,
    TimeOfDay,
    YearDetails,
)
from workflows.year_plans.laying_out import About, begin_year, of_group
from workflows.year_plans.problem import Venue

BOOK: Final = [
    ("edit", "asha"), ("shape_group", "asha"), ("plan_again", "lena"), ("move", "asha"), ("pin", "asha"),
    ("let_go", "asha"), ("forbid", "asha"), ("choose_host", "asha"), ("undo", "asha"), ("add_note", "lena"),
    ("hand_over", "lena"), ("send", "lena"), ("move_series", "lena"), ("end_series", "lena"),
    ("close", "lena"),
]  # fmt: skip
"""How the year of a hub goes by the book, with everything that can come in between."""


def a_hub(world: World, name: str = "North hub", coordinator: str = "asha") -> HubCase:
    """All three schools work together; in the caller's transaction."""
    details = FormingDetails(
        name=name,
        purpose="Writing, together.",
        coordinator_id=world.people[coordinator],
        school_ids=tuple(sorted(world.schools.values())),
    )
    hub = form_hub(details, world.person("lena"))
    begun = BeginningDetails(purpose="Writing, together.", review_on=date(2027, 7, 1))
    return perform(hub, "begin", world.person(coordinator), begun)


def a_forum(world: World, name: str = "Reading forum") -> Forum:
    """Tom chairs it; Una and Priya, a head, are members; in the caller's transaction."""
    details = ForumDetails(
        name=name, kind=ForumKind.SUBJECT, purpose="What works.", chair_id=world.people["tom"]
    )
    forum = start(details, world.person("lena"))
    joining = MembersDetails(person_ids=(world.people["una"], world.people["priya"]))
    return perform(forum, "add_members", world.person("tom"), joining)


def wishes(**other: Any) -> YearDetails:
    """Once each half-term, after school, from Tuesday to Thursday."""
    usual: dict[str, Any] = {
        "year": 2026,
        "meetings": 3,
        "minutes": 90,
        "weekdays": (1, 2, 3),
        "times": (TimeOfDay.AFTER_SCHOOL,),
    }
    return YearDetails(**{**usual, **other})


def lay_out_hub(world: World, *, hub: str = "North hub", **other: Any) -> YearPlan:
    """The rest of the year of a new hub; in the caller's transaction."""
    return begin_year(of_group(a_hub(world, hub)), wishes(**other), world.person("asha"))


def lay_out_trust(world: World, **other: Any) -> YearPlan:
    """The rest of the year of a hub and a forum together; in the caller's transaction."""
    a_hub(world)
    a_forum(world)
    return begin_year(About(Reach.TRUST), wishes(**other), world.person("lena"))


def _plan(book: Any) -> YearPlan | None:
    return book.case if isinstance(book.case, YearPlan) else None


def _date_id(book: Any) -> int:
    """The last meeting of the plan that has a date."""
    plan = _plan(book)
    placed = [one.id for one in plan.dates if one.on] if plan else []
    return placed[-1] if placed else 1


def _group_id(book: Any) -> int:
    plan = _plan(book)
    return plan.groups[0].group_id if plan and plan.groups else 1


PAGES: dict[type[Details], Callable[[Any], Details]] = {
    YearDetails: lambda _: wishes(meetings=4, keep_clear=(date(2027, 1, 12),)),
    GroupShape: lambda b: GroupShape(
        group_id=_group_id(b), meetings=4, minutes=60, weekdays=(0, 1), times=(TimeOfDay.MORNING,),
        venue=Venue.HOSTED,
    ),
    PlanAgain: lambda _: PlanAgain(),
    DateMoved: lambda b: DateMoved(date_id=_date_id(b), on=date(2027, 7, 6), starts=time(15, 45)),
    DateNamed: lambda b: DateNamed(date_id=_date_id(b)),
    HostChosen: lambda b: HostChosen(date_id=_date_id(b), school_id=b.world.schools["gull_rock"]),
    HandedOver: lambda b: HandedOver(person_id=b.world.people["lena"]),
    SeriesMoved: lambda b: SeriesMoved(
        group_id=_group_id(b), weekday=3, starts=time(16, 15), reason="Thursdays suit the heads better."
    ),
    SeriesEnded: lambda _: SeriesEnded(reason="The hub has done what it set out to do."),
}  # fmt: skip
"""Sound details for each step of a year."""
