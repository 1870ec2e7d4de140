"""What the demo works out by itself: term dates, the order of a story's days, and its small files."""

from collections.abc import Callable
from datetime import date

import pytest

from webapp.demo.building import TRUSTS
from webapp.demo.papers import Paper
from webapp.demo.scenes import Cast, step
from webapp.demo.scenes.pairings import PairingCast
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.settling import handover_on
from webapp.demo.terms import good_friday, school_year
from webapp.demo.topics import pairings, support_requests, visits
from workflows.file_kinds import content_type_of
from workflows.pairings.details import WORDS_OF
from workflows.school_calendar import CENTRAL, bank_holiday, is_weekday

YEARS = range(2024, 2044)
STORIES = [story for stories in TRUSTS.values() for story in stories]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("differs", [{}, {"late_start": 2}, {"long_autumn_break": True}])
def test_a_school_year_is_one_that_schools_could_have(year: int, differs: dict[str, int | bool]) -> None:
    made = school_year(year, **differs)  # type: ignore[arg-type]
    days = [
        day
        for term in made.terms
        for day in (term.starts_on, term.break_starts_on, term.break_ends_on, term.ends_on)
    ]
    assert days == sorted(set(days))
    assert [day for day in made.inset if not is_weekday(day)] == []
    assert len(set(made.inset)) == 5
    assert not made.terms[1].starts_on <= good_friday(year + 1) <= made.terms[1].ends_on
    assert made.terms[2].starts_on > good_friday(year + 1)


def test_good_friday_is_found_by_its_name() -> None:
    assert (good_friday(2026), bank_holiday(date(2026, 4, 3))) == (date(2026, 4, 3), "Good Friday")


@pytest.mark.parametrize(
    ("count", "there"), [(-1, date(2026, 11, 20)), (0, date(2026, 11, 23)), (2, date(2026, 11, 24))]
)
def test_days_are_counted_from_a_sunday_as_from_any_other_day(count: int, there: date) -> None:
    assert step(date(2026, 11, 22), count, CENTRAL.is_working_day) == there


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 2, 28), date(2026, 9, 1), date(2028, 2, 29)])
def test_the_head_who_left_did_so_within_the_year_and_not_just_now(today: date) -> None:
    assert 60 <= (today - handover_on(today)).days < 366


@pytest.mark.parametrize(
    ("kind", "topics"),
    [
        (RequestCast, support_requests.topics),
        (PairingCast, pairings.topics),
        (VisitCast, visits.topics),
    ],
)
def test_every_topic_has_one_story(kind: type[Cast], topics: Callable[[], dict[str, object]]) -> None:
    told = [story.cast.topic for story in STORIES if isinstance(story.cast, kind)]
    assert sorted(told) == sorted(topics())


def test_no_two_stories_are_known_by_the_same_name() -> None:
    names = [story.cast.topic for story in STORIES]
    assert len(set(names)) == len(names)


def test_every_session_is_written_of_in_the_fields_of_one_mode() -> None:
    known = {frozenset(fields) for fields in WORDS_OF.values()}
    written = {
        frozenset(said) | {"rehearsal"} if "advice" in said else frozenset(said)
        for topic in pairings.topics().values()
        for said in topic.sessions
    }
    assert written <= known


@pytest.mark.parametrize("name", ["page.pdf", "table.csv", "words.txt"])
def test_papers_are_files_that_the_application_would_take(name: str) -> None:
    content = Paper("A paper (small)", name, ("A line,with a comma", "", "Another \\ line")).content()
    assert content_type_of(content, name)
