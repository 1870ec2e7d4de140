"""How far a pair has come, from what was read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from workflows.pairings.details import Mode
from workflows.pairings.model import PairingSession, SessionStatus
from workflows.pairings.progress import counted
from workflows.pairings.reading import Goal, Step
from workflows.school_calendar import SchoolCalendar, Term


def at(month: int, day: int, *, year: int = 2026, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def goal(*ratings: tuple[datetime, int], is_current: bool = True) -> Goal:
    return Goal(1, "Calm starts", is_current, ratings)


def session(status: SessionStatus, minutes: int | None = None) -> PairingSession:
    return PairingSession(on=date(2026, 11, 16), status=status, minutes=minutes, mode=Mode.MENTORING)


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ([], ""),
        ([(at(9, 7), 3)], "3 on 7 September 2026"),
        ([(at(9, 7), 3), (at(11, 16), 6)], "from 3 in September to 6 in November"),
        ([(at(11, 2), 3), (at(11, 16), 6)], "from 3 on 2 November to 6 on 16 November"),
        ([(at(9, 7), 3), (at(1, 16, year=2027), 6)], "from 3 in September 2026 to 6 in January 2027"),
        ([(at(9, 7), 3), (at(9, 7, hour=15), 4)], "4 on 7 September 2026"),
    ],
)
def test_a_goal_says_in_words_what_its_picture_shows(ratings: list[tuple[datetime, int]], said: str) -> None:
    (found,) = counted([goal(*ratings)], [], []).goals

    assert found.words == said


def test_points_lie_where_their_days_lie_between_the_first_and_the_last() -> None:
    (found,) = counted([goal((at(9, 1), 0), (at(9, 11), 5), (at(9, 21), 10))], [], []).goals

    assert [point.share for point in found.points] == [0, 0.5, 1]


def test_sessions_hours_and_steps_are_counted_by_what_became_of_them() -> None:
    sessions = [
        session(SessionStatus.HELD, 50),
        session(SessionStatus.HELD, 70),
        session(SessionStatus.MISSED),
        session(SessionStatus.OFF),
        session(SessionStatus.PLANNED),
    ]
    steps = [
        Step(1, "Stand at the door", date(2026, 11, 16), at(11, 20)),
        Step(2, "Wait", date(2026, 11, 16), None),
    ]

    found = counted([], steps, sessions)

    assert (found.held, found.missed, found.minutes) == (2, 1, 120)
    assert (found.steps_done, found.steps_agreed) == (1, 2)


def test_a_goal_given_up_before_anybody_judged_it_is_left_out() -> None:
    assert counted([goal(is_current=False)], [], []).goals == ()
    assert counted([], [], []).is_empty


def test_a_term_began_on_its_first_day_also_for_the_holidays_after_it() -> None:
    def term(starts_on: date, ends_on: date) -> Term:
        return Term(name="", starts_on=starts_on, ends_on=ends_on)

    calendar = SchoolCalendar(
        (term(date(2026, 9, 2), date(2026, 12, 18)), term(date(2027, 1, 4), date(2027, 3, 25)))
    )

    assert calendar.term_began(date(2026, 9, 2)) == date(2026, 9, 2)
    assert calendar.term_began(date(2026, 12, 25)) == date(2026, 9, 2)
    assert calendar.term_began(date(2027, 1, 4)) == date(2027, 1, 4)
    assert SchoolCalendar().term_began(date(2026, 12, 25)) == date(2026, 8, 27)
