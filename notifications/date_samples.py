"""Made-up dates and times on offer, for samples of the mail about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from notifications.invitations import (
    CALLED_OFF,
    CHANGED,
    INVITED,
    NO_LONGER_ASKED,
    PLACE,
    REMINDER,
    TIMES_DROPPED,
    TIMES_OFFERED,
    TIMES_REMINDER,
    TOOK_PLACE,
)
from notifications.telling import AboutDate, AboutTimes, Asked
from workflows.clock import local
from workflows.dates.details import Span
from workflows.dates.model import Answer

FRIDAY: Final = date(2026, 11, 27)
AGENDA: Final = """Where we stand after the first three visits
What the Year 2 team needs next
Dates for the spring term"""


def _at(day: date, hour: int, minutes: int = 0) -> datetime:
    return local(day, time(hour, minutes))


AFTERNOON: Final = Span(_at(FRIDAY, 15, 30), _at(FRIDAY, 16, 30))
BEFORE: Final = _at(FRIDAY - timedelta(days=1), 15, 30)
WHOLE_DAY: Final = Span(_at(FRIDAY, 0), _at(FRIDAY + timedelta(days=1), 0), all_day=True)

MEETING: Final = AboutDate(
    id=7,
    uid="7f3c2a52-0c0e-4a62-9d5c-3b5b3c7d1e11@alongside",
    title="Planning meeting",
    span=AFTERNOON,
    place="Room 3, Saltmarsh Primary",
    link="https://meet.example/harbour-planning",
    agenda=AGENDA,
    organiser="Asha Bell",
    attendance_id=31,
    asked=(
        Asked(7, "Tom Achebe"),
        Asked(8, "Priya Nair", Answer.YES),
        Asked(9, "Una Grey", Answer.MAYBE),
        Asked(10, "Marta Lind", Answer.NO),
    ),
)
VISIT: Final = replace(MEETING, title="Visit: Early reading", span=WHOLE_DAY, link="", agenda="")
OWN: Final = replace(MEETING, is_organiser=True, answer=Answer.YES)
TIMES: Final = AboutTimes(
    id=3,
    title="Planning meeting",
    place="Saltmarsh Primary",
    agenda=AGENDA,
    organiser="Asha Bell",
    spans=(
        Span(_at(date(2026, 11, 25), 9), _at(date(2026, 11, 25), 10)),
        AFTERNOON,
        Span(_at(date(2026, 12, 1), 13), _at(date(2026, 12, 1), 14)),
    ),
    answer_by=date(2026, 11, 20),
    asked_id=12,
)

SESSION: Final = replace(
    MEETING,
    title="Mentoring session: Ola Reid and Tom Achebe",
    span=Span(_at(date(2026, 11, 13), 15, 30), _at(date(2026, 11, 13), 16, 30)),
    link="",
    agenda="",
    organiser="Tom Achebe",
    answer=Answer.YES,
    asked=(Asked(7, "Ola Reid", Answer.YES),),
)

COMING: Final = replace(MEETING, title="Connect session: Reading aloud every day", answer=Answer.YES)
ALOUD: Final = "Reading aloud every day"
FREED: Final = {"offerings": [ALOUD, "Poems by heart"], "freed": True}
NOW_AT_TWO: Final = {"offering": ALOUD, "when": "2pm to 3pm", "where": "Hall"}
FIRST: Final = {"stamp": "2026-11-16T09:30:00+00:00", "sequence": 0}
LATER: Final = {"stamp": "2026-11-16T09:30:00+00:00", "sequence": 1}
MOVED: Final = {**LATER, "was": BEFORE.isoformat(), "moved": True, "reason": "The hall is taken on Thursday."}
WORDS: Final = {**FIRST, "was": AFTERNOON.starts_at.isoformat(), "moved": False, "reason": ""}
OFF: Final = {**LATER, "reason": "Half of the team is away with flu."}

CASES: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("invited", INVITED, {"date": MEETING, "facts": FIRST}),
    ("invited-all-day", INVITED, {"date": VISIT, "facts": FIRST}),
    ("invited-organiser", INVITED, {"date": OWN, "facts": FIRST}),
    ("changed-moved", CHANGED, {"date": MEETING, "facts": MOVED}),
    ("changed-words", CHANGED, {"date": replace(MEETING, answer=Answer.YES), "facts": WORDS}),
    ("called_off", CALLED_OFF, {"date": MEETING, "facts": OFF}),
    ("no_longer_asked", NO_LONGER_ASKED, {"date": MEETING, "facts": LATER}),
    ("reminder-unanswered", REMINDER, {"date": MEETING, "facts": {"days": 7}}),
    ("reminder-answered", REMINDER, {"date": replace(MEETING, answer=Answer.YES), "facts": {"days": 1}}),
    ("reminder-maybe", REMINDER, {"date": replace(MEETING, answer=Answer.MAYBE), "facts": {"days": 1}}),
    ("reminder-organiser", REMINDER, {"date": OWN, "facts": {"days": 1}}),
    ("took_place", TOOK_PLACE, {"date": SESSION, "facts": {"days": -1}}),
    ("place", PLACE, {"date": COMING, "facts": {**FIRST, "offerings": [ALOUD], "freed": False}}),
    ("place-freed", PLACE, {"date": COMING, "facts": {**FIRST, "offerings": [ALOUD], "freed": True}}),
    (
        "place-without-a-day",
        "sign_ups/place_undated",
        {"facts": {"offerings": [ALOUD, "Poems by heart"], "freed": True}},
    ),
    ("waiting", "sign_ups/waiting", {"facts": {"offering": ALOUD, "position": 3}}),
    ("offering-withdrawn", "sign_ups/withdrawn", {"facts": {"offering": ALOUD, "reason": OFF["reason"]}}),
    (
        "offering-changed",
        "sign_ups/changed",
        {"facts": {"offering": ALOUD, "when": "2pm to 3pm", "where": "Hall"}},
    ),
    ("times_offered", TIMES_OFFERED, {"times": TIMES, "facts": {"poll": 3}}),
    ("times_dropped", TIMES_DROPPED, {"times": TIMES, "facts": {"poll": 3, "reason": OFF["reason"]}}),
    ("times_reminder", TIMES_REMINDER, {"times": TIMES, "facts": {"poll": 3}}),
)
"""The name of each sample, its kind, and what it has beside what every mail has."""
