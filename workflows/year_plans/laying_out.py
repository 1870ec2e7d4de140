"""A year is begun, planned, and changed by hand until it is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select

from workflows.cases import Case
from workflows.clock import day_in_words, today
from workflows.database import db
from workflows.details import InvalidDetails, NoteDetails, in_future
from workflows.events import hold
from workflows.forums import Forum
from workflows.groups import standing_groups
from workflows.hubs import HubCase
from workflows.people import Person, appoint, colleague, take_over
from workflows.perform import Act, keep_note, open_case
from workflows.places import Trust
from workflows.school_calendar import ONE_DAY, academic_year, academic_year_name, calendars
from workflows.year_plans.details import (
    DateMoved,
    DateNamed,
    GroupShape,
    HandedOver,
    HostChosen,
    PlanAgain,
    Reach,
    Shape,
    YearDetails,
)
from workflows.year_plans.flow import YearPlanFlow as Flow
from workflows.year_plans.flow import planner
from workflows.year_plans.gathering import YearDays, problem_of
from workflows.year_plans.model import PlanGroup, PlannedDate, YearPlan
from workflows.year_plans.problem import Venue
from workflows.year_plans.search import lay_out
from workflows.year_plans.undoing import remember

NOTICE: Final = timedelta(days=14)
"""Nobody is asked to a meeting at shorter notice, unless somebody moves it there by hand."""

LEFT: Final = timedelta(days=60)
"""With fewer days left in an academic year, the next one is proposed."""
FEW_DAYS: Final = 10
"""A half-term with fewer days left is not worth a meeting of its own."""


@dataclass(frozen=True)
class About:
    """Whose year it is: one group, all forums, or the whole trust."""

    reach: Reach
    group: HubCase | Forum | None = None

    @property
    def name(self) -> str:
        if self.group is not None:
            return self.group.title
        return "All forums" if self.reach is Reach.FORUMS else "The whole trust"

    @property
    def groups(self) -> Sequence[Case]:
        """Everybody whose meetings are laid out."""
        if self.group is not None:
            return [self.group]
        return standing_groups(hubs=self.reach is Reach.TRUST)


def of_group(group: HubCase | Forum) -> About:
    """The year of one group."""
    return About(Reach.HUB if isinstance(group, HubCase) else Reach.FORUM, group)


def begin_year(
    about: About, details: YearDetails, actor: Person, *, form_key: str | None = None
) -> YearPlan:  # fmt: skip
    """Lay out a year. Raises as `open_case` does."""
    plan = unsaved(about, actor.trust_id)
    plan.title = f"{about.name}: {academic_year_name(details.year)}"
    hold(actor.trust_id)  # of two who lay out the same year at once, the second sees the first one's plan
    taken = already_laid_out(details.year)
    if about.group is not None and about.group.id in taken:
        raise InvalidDetails({"year": f"This year is laid out already, in {taken[about.group.id]}"})
    plan.groups = [
        PlanGroup(trust_id=actor.trust_id, group_id=one.id, group=one, position=place)
        for place, one in enumerate(about.groups)
        if one.id not in taken
    ]
    for row in plan.groups:
        _shape(row, details)
    plan.year, plan.starts_on, plan.ends_on = details.year, today(), today()
    return open_case(plan, "lay_out", actor, details, form_key=form_key)


def left_out(plan: YearPlan) -> list[str]:
    """The groups whose year another plan has in hand already, by name."""
    own = {one.group_id for one in plan.groups}
    wide = (
        standing_groups(hubs=plan.reach is Reach.TRUST) if plan.reach in (Reach.TRUST, Reach.FORUMS) else []
    )
    return [one.title for one in wide if one.id not in own]


def usual_year(trust_id: int) -> int:
    """This academic year, or the next one once little is left of this one."""
    this = academic_year(today())
    terms = YearDays(calendars(db.session.get_one(Trust, trust_id)), this).terms
    last = max((one.ends_on for one in terms), default=None)
    return this + 1 if last is not None and last - today() < LEFT else this


def meetings_left(trust_id: int, year: int) -> int:
    """One each half-term in what is left of the year; those with hardly any days left do not count."""
    days = YearDays(calendars(db.session.get_one(Trust, trust_id)), year)
    last = max((one.ends_on for one in days.terms), default=date.min)
    return sum(len(half) >= FEW_DAYS for half in days.halves(today() + NOTICE, last))


def unsaved(about: About, trust_id: int) -> YearPlan:
    """A plan that nobody has begun yet: enough to ask who may."""
    plan = YearPlan(reach=about.reach, trust_id=trust_id, version=0, wishes={}, earlier=[])
    if isinstance(about.group, HubCase):
        plan.hub_id = about.group.hub_id
    elif about.group is not None:
        plan.forum_id = about.group.id
    return plan


def already_laid_out(year: int) -> dict[int, str]:
    """The groups whose year another plan has in hand, with the reference of that plan."""
    in_hand = [Flow.laying_out.name, Flow.running.name]
    rows = db.session.execute(
        select(PlanGroup.group_id, YearPlan.reference)
        .join(YearPlan, YearPlan.id == PlanGroup.plan_id)
        .where(YearPlan.year == year, YearPlan.state.in_(in_hand))
    )
    return {row.group_id: row.reference for row in rows}


@Flow.on("lay_out")
def begin(plan: YearPlan, details: YearDetails, act: Act) -> None:
    if not plan.groups:
        raise InvalidDetails({"year": "No group is left whose year is not laid out already"})
    if act.actor is not None:
        appoint(act.actor, planner.name, plan.id)
    act.facts["left_out"] = left_out(plan)
    _wish(plan, details, act)
    _plan(plan, act, little=False)


@Flow.on("edit")
def change_wishes(plan: YearPlan, details: YearDetails, act: Act) -> None:
    _refuse_taken(plan, details.year)
    remember(plan)
    for row in plan.groups:
        _shape(row, details)
    _wish(plan, details, act)
    _plan(plan, act, little=True)


def _refuse_taken(plan: YearPlan, year: int) -> None:
    """A group has one plan a year: this one goes to no year that another has in hand."""
    if year == plan.year:
        return
    hold(plan.trust_id)
    taken = already_laid_out(year)
    for row in plan.groups:
        if row.group_id in taken:
            raise InvalidDetails(
                {"year": f"The year of {row.group.title} is laid out already, in {taken[row.group_id]}"}
            )


def _wish(plan: YearPlan, details: YearDetails, act: Act) -> None:
    days = YearDays(act.calendars, details.year)
    name = academic_year_name(details.year)
    if not days.terms:
        raise InvalidDetails(
            {"year": f"The terms of {name} are not known yet: an administrator can enter them"}
        )
    last = max(one.ends_on for one in days.terms)
    first = max(min(one.starts_on for one in days.terms), act.today + NOTICE)
    if details.not_before is not None:
        first = max(first, details.not_before)
    if not days.halves(first, last):
        field = "year" if details.not_before is None else "not_before"
        raise InvalidDetails(
            {field: f"There is no day of term left in {name} from then on: choose the next academic year"}
        )
    plan.year, plan.starts_on, plan.ends_on = details.year, first, last
    plan.wishes = details.as_json()


def _shape(row: PlanGroup, shape: Shape) -> None:
    usual = Venue.HOSTED if isinstance(row.group, HubCase) else Venue.OPEN
    row.meetings, row.minutes = shape.meetings, shape.minutes
    row.weekdays, row.times = sorted(set(shape.weekdays)), [one.value for one in dict.fromkeys(shape.times)]
    row.venue = shape.venue or usual
    row.link = shape.link if row.venue is Venue.ONLINE else ""
    row.never = row.never or []


@Flow.on("shape_group")
def shape_group(plan: YearPlan, details: GroupShape, act: Act) -> None:
    row = _group(plan, details.group_id)
    remember(plan)
    _shape(row, details)
    act.facts["group"] = row.group.title
    _plan(plan, act, little=True)


@Flow.on("plan_again")
def plan_again(plan: YearPlan, details: PlanAgain, act: Act) -> None:
    remember(plan)
    _plan(plan, act, little=details.change_little)


# One meeting


@Flow.on("move")
def move(plan: YearPlan, details: DateMoved, act: Act) -> None:
    row = _date(plan, details.date_id)
    _check_day(plan, details.on, act)
    remember(plan)
    row.on, row.starts, row.is_pinned = details.on, details.starts, True
    act.facts["group"] = row.group.title
    _find_hosts(plan, act)


def _check_day(plan: YearPlan, day: date, act: Act) -> None:
    """A day by hand has to be one on which there is school; whatever else is in its way is shown."""
    of_trust = act.calendars.of_school(plan.trust_id)
    in_future(day, act.today, field="on")
    if academic_year(day) != plan.year or day > plan.ends_on:
        name = academic_year_name(plan.year)
        raise InvalidDetails({"on": f"Choose a day of the terms of {name}: a new year has a plan of its own"})
    if not of_trust.is_school_day(day):
        following = day
        while not of_trust.is_school_day(following):
            following += ONE_DAY
        then = day_in_words(following)
        raise InvalidDetails({"on": f"Schools are closed on that day: they are open again on {then}"})


@Flow.on("pin")
def pin(plan: YearPlan, details: DateNamed, act: Act) -> None:
    row = _date(plan, details.date_id)
    if row.on is None:
        raise InvalidDetails({"date_id": "This meeting has no date yet that it could keep"})
    remember(plan)
    row.is_pinned = True
    _say(row, act)


@Flow.on("let_go")
def let_go(plan: YearPlan, details: DateNamed, act: Act) -> None:
    row = _date(plan, details.date_id)
    remember(plan)
    row.is_pinned = row.host_is_pinned = False
    _say(row, act)


@Flow.on("forbid")
def forbid(plan: YearPlan, details: DateNamed, act: Act) -> None:
    row = _date(plan, details.date_id)
    if row.on is None:
        raise InvalidDetails({"date_id": "This meeting has no date yet that could be ruled out"})
    remember(plan)
    _say(row, act)
    group = _group(plan, row.group_id)
    group.never = sorted({*group.never, row.on.isoformat()})
    row.is_pinned = False
    _plan(plan, act, little=True)


@Flow.on("choose_host")
def choose_host(plan: YearPlan, details: HostChosen, act: Act) -> None:
    row = _date(plan, details.date_id)
    if details.school_id is not None:
        problem = problem_of(plan, on=act.today)
        if details.school_id not in problem.group_of[row.group_id].schools:
            raise InvalidDetails({"school_id": "Choose a school of this group"})
        school = problem.school_of[details.school_id]
        if row.on is not None and row.on not in school.open_on:
            raise InvalidDetails({"school_id": f"{school.name} is closed on that day: choose another"})
    remember(plan)
    row.host_school_id, row.host_is_pinned = details.school_id, details.school_id is not None
    _say(row, act)


def _say(row: PlannedDate, act: Act) -> None:
    act.facts |= {"group": row.group.title, "on": row.on.isoformat() if row.on else ""}


# Planning


def _plan(plan: YearPlan, act: Act, *, little: bool) -> None:
    """Find dates anew; with `little`, as many as possible stay where they are."""
    db.session.flush()
    problem = problem_of(plan, on=act.today)
    found = lay_out(problem, keep=plan.as_plan if little else None)
    rows = {one.key: one for one in plan.dates}
    for key, placed in found.items():
        row = rows.pop(key, None)
        if row is None:
            row = PlannedDate(
                trust_id=plan.trust_id, group_id=key[0], number=key[1], is_pinned=False, host_is_pinned=False
            )
            plan.dates.append(row)
        row.on, row.starts = (placed.slot.on, placed.slot.starts) if placed.slot else (None, None)
        row.host_school_id = placed.host_id
    for row in rows.values():
        plan.dates.remove(row)
    act.facts["meetings"] = len(found)
    db.session.flush()


def _find_hosts(plan: YearPlan, act: Act) -> None:
    """Dates stay as they are; a host that is closed on a new day is another's turn."""
    problem = problem_of(plan, on=act.today)
    fixed = {one.key: slot for one in plan.dates if (slot := one.slot)}
    found = lay_out(replace(problem, pinned=fixed), keep=plan.as_plan)
    for row in plan.dates:
        row.host_school_id = found[row.key].host_id if row.key in found else row.host_school_id


# Whose it is


@Flow.on("hand_over")
def hand_over(plan: YearPlan, details: HandedOver, act: Act) -> None:
    heir = colleague(details.person_id, plan.trust_id, field="person_id")
    already = {"person_id": f"{heir.name} looks after it already"}
    was = take_over(heir, planner.name, plan.id, already=already)
    act.facts |= {"from": ", ".join(one.person.name for one in was), "to": heir.name}


@Flow.on("add_note")
def write_note(_: YearPlan, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


def _group(plan: YearPlan, group_id: int) -> PlanGroup:
    found = next((one for one in plan.groups if one.group_id == group_id), None)
    if found is None:
        raise InvalidDetails({"group_id": "Choose a group of this plan"})
    return found


def _date(plan: YearPlan, date_id: int) -> PlannedDate:
    found = next((one for one in plan.dates if one.id == date_id), None)
    if found is None:
        raise InvalidDetails({"date_id": "Choose a meeting of this plan"})
    return found
