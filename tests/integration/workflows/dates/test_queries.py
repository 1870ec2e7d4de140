"""Which dates somebody may see: the same in SQL and in Python, and lists that follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.diaries import FRIDAY, meeting, owner, request_under_way
from tests.world import MONDAY, World, build
from workflows.actions import Action, ActionDetails
from workflows.clock import clock_at
from workflows.database import choose_trust, db, scope
from workflows.dates.details import AskedChange, DateOff
from workflows.dates.model import Audience, CalendarEntry
from workflows.dates.queries import (
    PAGE,
    Wanted,
    dates_between,
    how_many_on,
    may_see_date,
    page_of_dates,
    visible,
)
from workflows.people import Post, appoint
from workflows.perform import perform
from workflows.places import Hub, HubMembership
from workflows.visibility import works_in_trust

LAST = FRIDAY + timedelta(days=400)


@pytest.fixture
def world(database: SQLAlchemy) -> Iterator[World]:
    """A trust with dates of every kind; another one beside it."""
    with clock_at(MONDAY):
        theirs = build("fellside")
        choose_trust(theirs.trust_id)
        meeting(request_under_way(theirs), theirs, audience=Audience.STAFF, title="Theirs")
        built = build()
        choose_trust(built.trust_id)
        case = request_under_way(built)
        meeting(case, built, "tom", title="On the case")
        meeting(case, built, "una", "gita", title="With guests")
        meeting(case, built, "sam", audience=Audience.STAFF, title="For all staff")
        left = meeting(case, built, "una", title="Una no more")
        leaving = AskedChange(
            entry_id=left.id, leaving=(built.people["una"],), joining=(built.people["sam"],)
        )
        perform(case, "change_asked", built.person("priya"), leaving)
        meeting(_action(case, built), built, "carol", by="tom", title="Of an action")
        db.session.commit()
        yield built


def _action(case: object, world: World) -> Action:
    details = ActionDetails(
        title="Books", owner_id=world.people["tom"], due_on=FRIDAY, success_measure="On the shelves"
    )
    perform(case, "ask_for_action", world.person("priya"), details)  # type: ignore[type-var]
    return db.session.scalars(select(Action).order_by(Action.id.desc()).limit(1)).one()


SEES = {
    "priya": {"On the case", "With guests", "For all staff", "Una no more", "Of an action"},
    "tom": {"On the case", "With guests", "For all staff", "Una no more", "Of an action"},
    "lena": {"On the case", "With guests", "For all staff", "Una no more", "Of an action"},
    "una": {"With guests", "For all staff"},
    "carol": {"For all staff", "Of an action"},
    "sam": {"For all staff", "Una no more"},
    "gita": {"With guests"},
    "ada": {"For all staff"},
}


@pytest.mark.parametrize("who", SEES)
def test_everybody_sees_what_they_are_asked_to_what_is_for_all_staff_and_what_is_on_their_cases(
    world: World, who: str
) -> None:
    seen = dates_between(FRIDAY, FRIDAY, viewer=owner(world, who).viewer)

    assert {one.title for one in seen} == SEES[who]
    assert {one.title for one in seen if one.is_asked} <= SEES[who]


def test_the_rule_in_sql_and_the_rule_in_python_agree_for_everybody(world: World) -> None:
    entries = db.session.scalars(select(CalendarEntry)).all()
    for who in world.people:
        viewer = owner(world, who).viewer
        listed = set(db.session.scalars(select(CalendarEntry.id).where(visible(viewer))))
        assert {entry.id for entry in entries if may_see_date(entry, viewer)} == listed, who


def test_whoever_only_governs_is_not_staff() -> None:
    assert not works_in_trust(frozenset({Post("governor", 1)}))
    assert not works_in_trust(frozenset())
    assert works_in_trust(frozenset({Post("governor", 1), Post("staff", 2)}))


def test_a_date_that_is_off_is_in_no_list(world: World) -> None:
    entry = db.session.scalars(select(CalendarEntry).where(CalendarEntry.title == "On the case")).one()
    perform(entry.case, "call_off_date", world.person("priya"), DateOff(entry_id=entry.id, reason="Ill"))
    viewer = owner(world, "priya").viewer

    assert "On the case" not in {one.title for one in dates_between(FRIDAY, FRIDAY, viewer=viewer)}
    assert "On the case" not in {one.title for one in page_of_dates(FRIDAY, viewer).rows}


def test_lists_narrow_to_a_school_a_hub_a_kind_of_case_and_ones_own(world: World) -> None:
    viewer = owner(world, "lena").viewer
    hub = Hub(trust_id=world.trust_id, name="East")
    db.session.add(hub)
    db.session.flush()
    db.session.add(
        HubMembership(
            trust_id=world.trust_id, hub_id=hub.id, school_id=world.schools["cliff_view"],
            starts_on=date(2026, 9, 1),
        )
    )  # fmt: skip

    def titles(wanted: Wanted) -> set[str]:
        return {one.title for one in dates_between(FRIDAY, FRIDAY, viewer=viewer, wanted=wanted)}

    assert titles(Wanted(school_id=world.schools["saltmarsh"])) == SEES["lena"]
    assert titles(Wanted(school_id=world.schools["cliff_view"])) == titles(Wanted(hub_id=hub.id)) == set()
    assert titles(Wanted(kind="actions")) == {"Of an action"}
    assert titles(Wanted(mine=True)) == set()


def test_a_date_of_several_days_is_there_on_each_of_them_and_not_on_the_next(world: World) -> None:
    case = db.session.scalars(select(CalendarEntry).where(CalendarEntry.title == "On the case")).one().case
    last = FRIDAY + timedelta(days=9)
    meeting(
        case, world, title="Residential", on=FRIDAY + timedelta(days=7), until=last, starts=None, ends=None
    )
    viewer = owner(world, "priya").viewer
    (line,) = dates_between(last, last, viewer=viewer)

    assert line.days == [FRIDAY + timedelta(days=number) for number in (7, 8, 9)]
    assert how_many_on(FRIDAY, last, viewer=viewer) == {FRIDAY: 5} | dict.fromkeys(line.days, 1)
    assert how_many_on(last, LAST, viewer=viewer) == {last: 1}
    assert dates_between(last + timedelta(days=1), LAST, viewer=viewer) == []
    assert dates_between(MONDAY.date(), FRIDAY - timedelta(days=1), viewer=viewer) == []


def test_pages_of_the_list_go_on_by_key_both_ways_and_miss_nothing(world: World) -> None:
    case = db.session.scalars(select(CalendarEntry).where(CalendarEntry.title == "On the case")).one().case
    for number in range(PAGE):
        meeting(case, world, title=f"Number {number}", on=FRIDAY + timedelta(days=number // 2))
    viewer = owner(world, "priya").viewer
    whole = [one.id for one in dates_between(FRIDAY, LAST, viewer=viewer)]
    first = page_of_dates(FRIDAY, viewer)
    second = page_of_dates(FRIDAY, viewer, after=first.later)

    assert [one.id for one in (*first.rows, *second.rows)] == whole
    assert len(first.rows) == PAGE
    assert second.later == ""
    assert page_of_dates(FRIDAY, viewer, before=second.earlier).rows == first.rows
    assert page_of_dates(FRIDAY, viewer, before=first.earlier).rows == ()


@pytest.mark.parametrize("key", ["", "~", "nonsense", "2026-11-27~x", "0001-01-01T00:00:00+14:00~1", "~5"])
def test_a_key_that_makes_no_sense_counts_as_none(world: World, key: str) -> None:
    viewer = owner(world, "priya").viewer

    assert page_of_dates(FRIDAY, viewer, after=key).rows == page_of_dates(FRIDAY, viewer).rows
    assert page_of_dates(FRIDAY, viewer, before=key).rows == page_of_dates(FRIDAY, viewer).rows


def test_another_trusts_dates_are_in_no_list(world: World) -> None:
    for who in ("priya", "lena", "ada"):
        viewer = owner(world, who).viewer
        with scope(world.trust_id):
            assert "Theirs" not in {one.title for one in dates_between(FRIDAY, LAST, viewer=viewer)}


def test_somebody_who_becomes_staff_sees_what_is_for_all_staff(world: World) -> None:
    appoint(world.person("gita"), "staff", world.schools["cliff_view"])

    seen = {one.title for one in dates_between(FRIDAY, FRIDAY, viewer=owner(world, "gita").viewer)}
    assert seen == {"With guests", "For all staff"}
