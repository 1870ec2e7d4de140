"""`python -m tests.caldav_client URL`: puts the events of a calendar on standard input into a CalDAV server.

Then it asks the server for each by its hour, and prints what was found. In a process of its own, because
what the library warns of is no concern of these tests.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import caldav
import icalendar


def main(url: str) -> None:
    """Store every event by itself, as CalDAV wants it (RFC 4791, 4.1), and look for it."""
    whole: Any = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
    (zone,) = whole.walk("VTIMEZONE")
    library: Any = caldav
    with library.DAVClient(url=url, username="tom", password="unused") as client:
        calendar = client.principal().make_calendar(name="Dates", cal_id="dates")
        for event in whole.walk("VEVENT"):
            calendar.save_event(_alone(event, zone))
        found = [_found(calendar, event) for event in whole.walk("VEVENT") if _is_timed(event)]
    sys.stdout.write(json.dumps(found))


def _alone(event: Any, zone: Any) -> str:
    one = icalendar.Calendar()
    one.add("VERSION", "2.0")
    one.add("PRODID", "-//Alongside//Tests//EN")
    one.add_component(zone)
    one.add_component(event)
    return str(one.to_ical(), "utf-8")


def _is_timed(event: Any) -> bool:
    return isinstance(event["DTSTART"].dt, datetime)


def _found(calendar: Any, event: Any) -> dict[str, Any]:
    """What the server says is on in the event's own hour."""
    start = event["DTSTART"].dt.astimezone(UTC)
    around = {"start": start - timedelta(minutes=10), "end": start + timedelta(minutes=10)}
    hits = calendar.search(event=True, expand=False, **around)
    before = calendar.search(
        event=True, start=start - timedelta(minutes=50), end=start - timedelta(minutes=5)
    )
    seen = [one.icalendar_component for one in hits]
    return {
        "titles": [str(one["SUMMARY"]) for one in seen],
        "starts": [one["DTSTART"].dt.astimezone(UTC).isoformat() for one in seen],
        "before": [str(one.icalendar_component["SUMMARY"]) for one in before],
    }


if __name__ == "__main__":
    main(sys.argv[1])
