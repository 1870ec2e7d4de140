"""Calendars that diaries fetch, as they are kept: the same bytes, and no look at what has not changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notifications import feeds as rendering
from tests.diaries import FRIDAY, SUMMER, summaries
from tests.integration.webapp.views.calendar.conftest import Trust
from tests.world import MONDAY
from workflows.dates.details import DateChange, DateOff
from workflows.details import InvalidDetails


def test_the_same_calendar_is_the_same_bytes_whoever_makes_them(trust: Trust) -> None:
    trust.has("tom", on=FRIDAY)
    trust.has("tom", on=SUMMER)
    path = trust.calendar("tom", with_terms=True, with_deadlines=True)
    first = trust.fetches(path)
    rendering.bodies.clear()
    rendering.events.cache_clear()

    later = trust.fetches(path, at=MONDAY + timedelta(hours=9))
    assert later.data == first.data
    assert later.headers["ETag"] == first.headers["ETag"]


def test_a_diary_that_has_the_newest_is_told_so_without_a_look_at_the_dates(
    trust: Trust, statements: list[str]
) -> None:
    trust.has("tom")
    path = trust.calendar("tom", with_deadlines=True)
    etag = trust.fetches(path).headers["ETag"]
    rendering.bodies.clear()
    statements.clear()

    answer = trust.fetches(path, etag=etag)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert len(statements) == 2
    assert not [one for one in statements if "calendar_entries" in one or "attendances" in one]
    assert trust.fetches(path, etag=f'"other", W/{etag}').status_code == 304
    assert trust.fetches(path, etag='"other"').status_code == 200


def test_what_is_kept_is_served_without_a_look_at_the_dates(trust: Trust, statements: list[str]) -> None:
    trust.has("tom")
    path = trust.calendar("tom")
    first = trust.fetches(path)
    statements.clear()

    assert trust.fetches(path).data == first.data
    assert not [one for one in statements if "calendar_entries" in one]


def test_a_change_writes_only_the_date_that_has_changed_anew(trust: Trust) -> None:
    first, _second = trust.has("tom"), trust.has("tom", on=SUMMER)
    path = trust.calendar("tom")
    before = trust.fetches(path)
    made = rendering.events.cache_info().misses

    details = DateChange(entry_id=first, on=FRIDAY, title="Another name", place="Elsewhere")
    trust.does("priya", "change_date", details, later=timedelta(minutes=5))
    after = trust.fetches(path)
    assert rendering.events.cache_info().misses == made + 1
    assert after.headers["ETag"] != before.headers["ETag"]
    assert summaries(after.text) == ["Another name", "Planning meeting"]


def test_a_refused_step_leaves_the_calendar_as_it_was(trust: Trust) -> None:
    entry_id = trust.has("tom")
    path = trust.calendar("tom")
    before = trust.fetches(path).headers["ETag"]

    with pytest.raises(InvalidDetails):
        trust.does("priya", "call_off_date", DateOff(entry_id=entry_id + 1, reason="Ill"))
    assert trust.fetches(path).headers["ETag"] == before


def test_what_is_kept_is_bounded_by_its_size() -> None:
    kept = rendering.Kept(1_000)
    for number in range(10):
        kept.put(str(number), bytes(200))
    kept.get("5")
    kept.put("more", bytes(200))

    assert [name for name in map(str, range(10)) if kept.get(name)] == ["5", "7", "8", "9"]
    kept.put("too large to keep", bytes(300))
    assert kept.get("too large to keep") is None
