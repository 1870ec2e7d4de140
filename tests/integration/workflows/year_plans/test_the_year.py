"""A year of dates: laid out, changed by hand, sent with one press, moved and ended together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from tests.sign_ups import all_at_once
from tests.trust_sessions import planning
from tests.world import MONDAY, World
from tests.year_plans import a_forum, a_hub, lay_out_hub, lay_out_trust, wishes
from workflows.clock import clock_at
from workflows.database import db
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails, PersonChange
from workflows.errors import NotYet, NotYourRole
from workflows.events import Event
from workflows.hubs import HubCase
from workflows.meetings import Meeting
from workflows.messages import Message
from workflows.people import Person, Post, holders
from workflows.perform import perform
from workflows.places import HubMembership, Trust
from workflows.school_calendar import InsetDay, calendar_changed
from workflows.trust_sessions.planning import plan_session
from workflows.year_plans import YearPlan
from workflows.year_plans.details import (
    DateMoved,
    DateNamed,
    HostChosen,
    PlanAgain,
    SeriesEnded,
    SeriesMoved,
    TimeOfDay,
)
from workflows.year_plans.gathering import problem_of
from workflows.year_plans.judging import Kind, offers, unmet
from workflows.year_plans.laying_out import begin_year, of_group, usual_year
from workflows.year_plans.problem import Venue
from workflows.year_plans.queries import may_lay_out, open_file
from workflows.year_plans.series import steps_of


def days_of(plan: YearPlan) -> list[date]:
    return [one.on for one in plan.dates if one.on]


def test_a_year_is_laid_out_in_term_and_changed_by_hand_until_it_is_right(world: World) -> None:
    with clock_at(MONDAY):
        plan = lay_out_hub(world, keep_clear=(date(2027, 1, 12),))
        days = days_of(plan)
        assert [plan.year, plan.starts_on, plan.ends_on] == [2026, date(2026, 11, 30), date(2027, 7, 20)]
        assert len(days) == 3
        assert {day.weekday() for day in days} <= {1, 2, 3}
        assert sorted(one.host_school_id or 0 for one in plan.dates) == sorted(world.schools.values())
        assert unmet(problem_of(plan), plan.as_plan) == ()

        asha, first = world.person("asha"), plan.dates[0]
        perform(plan, "forbid", asha, DateNamed(date_id=first.id))
        assert days_of(plan)[1:] == days[1:]
        assert first.on not in (None, days[0])
        offered = offers(problem_of(plan), plan.as_plan, first.key)[0].slot
        perform(plan, "move", asha, DateMoved(date_id=first.id, on=offered.on, starts=offered.starts))
        perform(plan, "plan_again", asha, PlanAgain(change_little=False))
        assert (first.on, first.is_pinned) == (offered.on, True)
        cliff = world.schools["cliff_view"]
        perform(plan, "choose_host", asha, HostChosen(date_id=first.id, school_id=cliff))
        assert first.host_school_id == cliff
        for _ in range(4):
            perform(plan, "undo", asha)
        assert days_of(plan) == days
        assert not any(one.is_pinned or one.host_is_pinned for one in plan.dates)
        with pytest.raises(NotYet, match="Nothing has been changed yet"):
            perform(plan, "undo", asha)


def test_a_summer_holiday_and_days_of_another_year_have_a_clear_answer(world: World) -> None:
    asha = world.person("asha")
    with clock_at(MONDAY):
        plan = lay_out_hub(world)
        row = plan.dates[-1]
        db.session.commit()
        for day, told in (
            (date(2027, 8, 4), "a new year has a plan of its own"),
            (date(2027, 9, 8), "a new year has a plan of its own"),
            (date(2027, 2, 17), "they are open again on Monday 22 February"),
            (date(2026, 11, 16), "Choose a date in the future"),
        ):
            with pytest.raises(InvalidDetails, match=told):
                perform(plan, "move", asha, DateMoved(date_id=row.id, on=day, starts=time(15, 45)))
            db.session.rollback()
        assert usual_year(world.trust_id) == 2026
    with clock_at(datetime(2027, 7, 22, 9, tzinfo=UTC)):
        assert usual_year(world.trust_id) == 2027
        [hub] = [one for one in may_lay_out(asha) if one.name == "North hub"]
        with pytest.raises(InvalidDetails, match="The terms of 2027/28 are not known yet"):
            begin_year(hub, wishes(year=2027), asha)
        with pytest.raises(InvalidDetails, match="This year is laid out already"):
            begin_year(hub, wishes(year=2026), asha)


def test_who_may_lay_out_whose_year(world: World) -> None:
    with clock_at(MONDAY):
        plan = lay_out_trust(world)
        assert [one.name for one in may_lay_out(world.person("lena"))] == [
            "The whole trust", "All forums", "North hub", "Reading forum",
        ]  # fmt: skip
        assert [one.name for one in may_lay_out(world.person("tom"))] == ["Reading forum"]
        assert may_lay_out(world.person("priya")) == []
        [hub] = [one for one in may_lay_out(world.person("asha")) if one.name == "North hub"]
        with pytest.raises(InvalidDetails, match=f"laid out already, in {plan.reference}"):
            begin_year(hub, wishes(), world.person("asha"))
        with pytest.raises(NotYourRole):
            begin_year(hub, wishes(year=2025), world.person("priya"))
        plan.year = 2027
        own = begin_year(hub, wishes(), world.person("asha"))
        with pytest.raises(InvalidDetails, match=f"North hub is laid out already, in {plan.reference}"):
            perform(own, "edit", world.person("asha"), wishes(year=2027))


def planners(plan: YearPlan) -> list[str]:
    return [one.name for one in holders([Post("planner", plan.id)])[Post("planner", plan.id)]]


def test_a_year_goes_with_its_group_and_whoever_led_it_sends_nothing_any_more(world: World) -> None:
    with clock_at(MONDAY):
        forum, hub = a_forum(world), a_hub(world)
        own = begin_year(of_group(forum), wishes(), world.person("tom"))
        other = begin_year(of_group(hub), wishes(), world.person("lena"))
        perform(forum, "change_chair", world.person("lena"), to(world, "una", "chair"))
        assert planners(own) == [world.person("una").name]
        told = {
            one.person_id for one in db.session.scalars(select(Message)) if one.kind == "years/change_lead"
        }
        assert told == {world.people["una"]}
        with pytest.raises(NotYourRole):
            perform(own, "plan_again", world.person("tom"), PlanAgain())
        perform(own, "plan_again", world.person("una"), PlanAgain())
        perform(hub, "change_coordinator", world.person("lena"), to(world, "priya", "coordinator"))
        assert planners(other) == [world.person("lena").name]


def to(world: World, who: str, role: str) -> PersonChange:
    return PersonChange(role=role, joining_id=world.people[who])


def test_of_two_who_lay_out_one_year_or_plan_one_terms_session_at_once_the_second_is_told(
    world: World,
) -> None:
    with clock_at(MONDAY):
        hub = a_hub(world)
        db.session.commit()
        hub_id, both = hub.id, [world.people["asha"], world.people["lena"]]

    def lay_out(person_id: int) -> str:
        about, person = of_group(db.session.get_one(HubCase, hub_id)), db.session.get_one(Person, person_id)
        return said(lambda: begin_year(about, wishes(), person))

    def plan_one(person_id: int) -> str:
        person = db.session.get_one(Person, person_id)
        return said(lambda: plan_session(planning(), person))

    for act, told in ((lay_out, "This year is laid out already"), (plan_one, "has its session")):
        done, refused = sorted(all_at_once(world, both, act, at=MONDAY))
        assert done == ""
        assert told in refused


def said(act: Callable[[], object]) -> str:
    """What somebody hears who is refused; empty where it was done."""
    try:
        act()
    except InvalidDetails as refusal:
        db.session.rollback()
        return str(refusal)
    db.session.commit()
    return ""


def test_one_press_opens_every_meeting_and_tells_everybody_in_one_mail(
    world: World,
) -> None:
    with clock_at(MONDAY):
        plan = lay_out_trust(world)
        asked = {one.group.title: one.venue for one in plan.groups}
        assert asked == {"North hub": Venue.HOSTED, "Reading forum": Venue.OPEN}
        # Priya is in both: nothing of it is in one week.
        assert not [one for one in unmet(problem_of(plan), plan.as_plan) if one.hindrance.kind is Kind.WEEK]
        perform(plan, "send", world.person("lena"))
        db.session.commit()
        meetings = db.session.scalars(select(Meeting).order_by(Meeting.starts_at)).all()
        assert len(meetings) == 6
        assert {one.state for one in meetings} == {"planned", "host_sought"}
        assert [one.on for one in meetings] == sorted(one.on for one in plan.dates if one.on)
        assert meetings[0].title.endswith("of 2026/27")
        own = db.session.scalars(
            select(Message).where(Message.kind == "years/send", Message.person_id == world.people["priya"])
        ).all()
        [facts] = [one.facts for one in own]
        assert facts["page"] == "/calendar"
        assert [(one["group"], len(one["dates"])) for one in facts["year"]] == [
            ("North hub", 3),
            ("Reading forum", 3),
        ]
        entries = db.session.scalar(select(func.count(CalendarEntry.id)))
        assert entries == 6
        assert open_file(plan, frozenset()).lines[0].row.meeting is not None


def test_what_is_not_true_any_more_is_told_and_nothing_is_half_sent(world: World) -> None:
    asha = world.person("asha")
    with clock_at(MONDAY):
        plan = lay_out_hub(world)
        last = plan.dates[-1]
        assert last.on is not None
        host = last.host_school_id
        db.session.add(InsetDay(trust_id=world.trust_id, place_id=host, day=last.on))
        calendar_changed(db.session.get_one(Trust, world.trust_id))
        db.session.commit()
        with pytest.raises(NotYet, match=f"which would host, is closed on {last.on:%A}"):
            perform(plan, "send", asha)
        db.session.rollback()
        assert db.session.scalar(select(func.count(Meeting.id))) == 0

        membership = db.session.scalars(
            select(HubMembership).where(HubMembership.school_id == plan.dates[0].host_school_id)
        ).one()
        membership.ends_on = MONDAY.date()
        db.session.commit()
        with pytest.raises(NotYet, match=r"is not in the group any more\. There is 1 more like this"):
            perform(plan, "send", asha)
        db.session.rollback()
        perform(plan, "plan_again", asha, PlanAgain())
        perform(plan, "send", asha)
        assert plan.state == "running"


def test_a_series_moves_and_ends_together_but_for_what_is_over(world: World) -> None:
    asha = world.person("asha")
    with clock_at(MONDAY):
        plan = lay_out_hub(world, weekdays=(1,), times=(TimeOfDay.AFTER_SCHOOL,))
        perform(plan, "send", asha)
        db.session.commit()
    group_id, first = plan.groups[0].group_id, plan.dates[0]
    assert first.on is not None
    with clock_at(datetime.combine(first.on, time(19), tzinfo=UTC)):
        steps = steps_of(plan, group_id, weekday=3, starts=time(16))
        assert [one.meeting.id for one in steps] == [one.meeting_id for one in plan.dates[1:]]
        assert all(one.to and one.to.on - one.was.on == timedelta(days=2) for one in steps)
        moving = SeriesMoved(group_id=group_id, weekday=3, starts=time(16), reason="Thursdays suit better.")
        perform(plan, "move_series", asha, moving)
        events = db.session.scalars(select(Event).where(Event.kind == "move").order_by(Event.id)).all()
        assert [one.details["on"] for one in events] == [one.to.on.isoformat() for one in steps if one.to]
        assert {one.details["starts"] for one in events} == {"16:00:00"}
        assert [one.meeting.on for one in steps] == [one.to.on for one in steps if one.to]

        perform(plan, "end_series", asha, SeriesEnded(reason="The hub has done what it set out to do."))
        states = [one.meeting.state for one in plan.dates if one.meeting]
        assert states == ["planned", "called_off", "called_off"]
        with pytest.raises(InvalidDetails, match="No meeting is ahead"):
            perform(plan, "end_series", asha, SeriesEnded(reason="Once more."))
