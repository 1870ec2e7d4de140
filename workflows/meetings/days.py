"""The days that hang on a meeting's own, and the days on which a group can meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final

from workflows.clock import day_in_words
from workflows.dates.school_days import kind_of
from workflows.details import InvalidDetails
from workflows.meetings.model import Meeting
from workflows.places import School
from workflows.school_calendar import CENTRAL, ONE_DAY, TrustCalendars, bank_holiday

HOST_BY: Final = 20
"""Working days before, by which somebody hosts it; then the school that hosted least recently is asked."""
AGENDA_OPENS: Final = 15
PUBLISH_BY: Final = 5
WRITE_BY: Final = 5
"""Working days after, by which the minutes are sent."""
APPROVE_AT_THE_LATEST: Final = timedelta(days=120)
"""Where no next meeting is planned."""
LOOK_BACK_IN: Final = 10
"""Working days into the next half-term."""
PROPOSED: Final = 3
LOOKED_AHEAD: Final = 90


def reckon(meeting: Meeting, today: date) -> None:
    """Set what hangs on the day, in working days of the central team: all schools meet there.

    What would lie behind is due today.
    """
    meeting.host_by = max(today, CENTRAL.add_working_days(meeting.on, -HOST_BY))
    meeting.agenda_opens_on = max(today, CENTRAL.add_working_days(meeting.on, -AGENDA_OPENS))
    meeting.publish_by = max(today, CENTRAL.add_working_days(meeting.on, -PUBLISH_BY))
    meeting.write_by = CENTRAL.add_working_days(meeting.on, WRITE_BY)
    meeting.approve_by = meeting.on + APPROVE_AT_THE_LATEST


def check_day(
    day: date, host: School | None, members: Iterable[School], known: TrustCalendars, *, today: date
) -> None:
    """Raises InvalidDetails where nobody could meet on this day, with the next days that suit.

    That is where the host is closed, at a weekend, on a bank holiday, and where every school is closed.
    """
    if day <= today:
        raise InvalidDetails({"on": "Choose a date in the future"})
    places = [host] if host is not None else list(members)
    if why := _why_closed(day, host, places, known):
        free = [day_in_words(one) for one in islice(days_that_suit(day, places, known), PROPOSED)]
        proposal = f" The next days that suit: {', '.join(free)}" if free else ""
        raise InvalidDetails({"on": f"{why}.{proposal}"})


def closed_schools(day: date, schools: Iterable[School], known: TrustCalendars) -> list[School]:
    """Those whose staff are not in on this day."""
    return [one for one in schools if not known.of(one.id).is_working_day(day)]


def days_that_suit(after: date, places: list[School], known: TrustCalendars) -> Iterator[date]:
    """Days after this one on which none of these schools is closed, earliest first."""
    days = (after + timedelta(days=number) for number in range(1, LOOKED_AHEAD))
    return (
        day
        for day in days
        if CENTRAL.is_working_day(day) and len(closed_schools(day, places, known)) < max(1, len(places))
    )


def look_back_on(today: date, known: TrustCalendars) -> date:
    """When the members look at what came of it: some days into the next half-term."""
    calendar = known.of_school(known.trust_id)
    return calendar.add_working_days(calendar.half_term_after(today) - ONE_DAY, LOOK_BACK_IN)


def _why_closed(day: date, host: School | None, places: list[School], known: TrustCalendars) -> str:
    if name := bank_holiday(day):
        return f"That day is a bank holiday, {name}"
    if not CENTRAL.is_working_day(day):
        return "That day is at a weekend"
    closed = closed_schools(day, places, known)
    if not places or len(closed) < len(places):
        return ""
    kind = kind_of(day, known.of(closed[0].id)).as_said
    return (
        f"{host.name} is closed: that day is {kind}"
        if host
        else f"All schools are closed: that day is {kind}"
    )
