"""When a date is, as it is typed, and the moments that come of it."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from workflows.dates.details import Timed
from workflows.details import InvalidDetails

FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("on", "starts", "ends", "span"),
    [
        (FORWARD, time(0, 30), time(2, 30), ("2027-03-28T00:30+00:00", "2027-03-28T01:30+00:00")),
        (FORWARD, time(1, 30), time(3, 0), ("2027-03-28T01:30+00:00", "2027-03-28T02:00+00:00")),
        (BACK, time(0, 30), time(1, 30), ("2026-10-24T23:30+00:00", "2026-10-25T00:30+00:00")),
        (BACK, time(1, 30), time(2, 0), ("2026-10-25T00:30+00:00", "2026-10-25T02:00+00:00")),
        (FORWARD, None, None, ("2027-03-28T00:00+00:00", "2027-03-28T23:00+00:00")),
        (BACK, None, None, ("2026-10-24T23:00+00:00", "2026-10-26T00:00+00:00")),
        (date(2028, 2, 29), None, None, ("2028-02-29T00:00+00:00", "2028-03-01T00:00+00:00")),
    ],
)
def test_times_are_londons_also_on_the_nights_when_clocks_change(
    on: date, starts: time | None, ends: time | None, span: tuple[str, str]
) -> None:
    found = Timed(on=on, starts=starts, ends=ends).span

    assert (found.starts_at, found.ends_at) == tuple(datetime.fromisoformat(one) for one in span)


@pytest.mark.parametrize(("starts", "ends"), [(time(1, 30), time(2, 30)), (time(1, 45), time(2, 0))])
def test_a_time_that_the_clocks_leave_out_is_refused_before_anybody_asks_for_its_moments(
    starts: time, ends: time
) -> None:
    with pytest.raises(InvalidDetails) as refused:
        Timed(on=FORWARD, starts=starts, ends=ends)

    assert refused.value.problems == {"starts": "That time does not exist on the night when clocks change"}
