"""What the demo works out by itself: term dates, the order of a story's days, and its small files."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from webapp.demo.building import TRUSTS
from webapp.demo.papers import Paper
from webapp.demo.scenes import Cast, step
from webapp.demo.scenes.forums import ForumCast
from webapp.demo.scenes.hubs import HubCast
from webapp.demo.scenes.pairings import PairingCast
from webapp.demo.scenes.peer_reviews import ReviewCast
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.settling import HERE, handover_on, key_of
from webapp.demo.terms import good_friday, school_year
from webapp.demo.topics import forums, hubs, pairings, peer_reviews, support_requests, visits
from workflows.file_kinds import content_type_of
from workflows.pairings.details import WORDS_OF
from workflows.peer_reviews.details import CommentOutcome, Section
from workflows.peer_reviews.entries import EvidenceKind
from workflows.peer_reviews.self_review import STARTING_PROMPTS
from workflows.school_calendar import CENTRAL, bank_holiday, is_weekday

YEARS = range(2024, 2044)
STORIES = [story for stories in TRUSTS.values() for story in stories]
TOLD = {name: tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")) for name in TRUSTS}
SCHOOL_OF = {key_of(one["name"]): one.get("in") for told in TOLD.values() for one in told["person"]}
TRAINED = {one["person"]: one for told in TOLD.values() for one in told["reviewer"]}
REVIEWS = [story.cast for story in STORIES if isinstance(story.cast, ReviewCast)]
REVIEW_TOPICS = peer_reviews.topics()
TEAMS = {cast.topic: tuple(filter(None, (cast.lead, *cast.reviewers))) for cast in REVIEWS}


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
        (ReviewCast, peer_reviews.topics),
        (VisitCast, visits.topics),
        (HubCast, hubs.topics),
        (ForumCast, forums.topics),
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


def test_every_school_of_the_larger_trust_hosts_a_review() -> None:
    hosts = {cast.host for cast in REVIEWS}
    assert {school["key"] for school in TOLD["harbour"]["school"]} <= hosts


def test_whoever_reviews_is_trained_comes_from_elsewhere_and_has_no_more_than_they_can_do() -> None:
    reviews = Counter(person for team in TEAMS.values() for person in team)
    assert [person for person, number in reviews.items() if number > TRAINED[person].get("most", 2)] == []
    assert [cast.topic for cast in REVIEWS if cast.lead and not TRAINED[cast.lead].get("leads")] == []
    assert [
        cast.topic for cast in REVIEWS if cast.host in {SCHOOL_OF[one] for one in TEAMS[cast.topic]}
    ] == []


def test_no_two_schools_of_the_demo_review_each_other() -> None:
    goes_to = {(SCHOOL_OF[person], cast.host) for cast in REVIEWS for person in TEAMS[cast.topic]}
    assert [pair for pair in goes_to if pair[::-1] in goes_to] == []


def test_every_workshop_is_led_by_somebody_off_the_team() -> None:
    assert [cast.topic for cast in REVIEWS if cast.workshop in TEAMS[cast.topic]] == []


@pytest.mark.parametrize("cast", [cast for cast in REVIEWS if REVIEW_TOPICS[cast.topic].slots])
def test_a_timetable_pairs_the_team_with_people_of_the_host(cast: ReviewCast) -> None:
    topic = REVIEW_TOPICS[cast.topic]
    assert {SCHOOL_OF[slot.colleague] for slot in topic.slots} == {cast.host}
    assert max(slot.reviewer for slot in topic.slots) <= len(cast.reviewers)
    assert max(slot.question for slot in topic.slots) <= len(topic.questions)
    assert all(1 <= entry.slot <= len(topic.slots) and EvidenceKind(entry.kind) for entry in topic.seen)


@pytest.mark.parametrize("name", REVIEW_TOPICS)
def test_what_is_said_in_a_review_fits_together(name: str) -> None:
    topic = REVIEW_TOPICS[name]
    assert len(topic.answers) <= len(STARTING_PROMPTS)
    for said in (topic.judged, topic.estimated, topic.impact):
        assert len(said) in (0, len(topic.foci))
    assert set(topic.report) <= {section.value for section in Section}
    for comment in topic.comments:
        assert comment.about in topic.report[comment.section]
        assert CommentOutcome(comment.outcome)
        assert comment.about != comment.answer


def test_nobody_is_named_in_evidence_or_in_a_report() -> None:
    names = {part for key in SCHOOL_OF for part in key.title().split(".")}
    for topic in REVIEW_TOPICS.values():
        for text in (*(entry.seen for entry in topic.seen), topic.feedback, *topic.report.values()):
            words = set(re.findall(r"[A-Z][a-z]+", text))
            assert words & (names | {"Mr", "Mrs", "Miss", "Ms"}) == set()


def test_no_two_schools_tell_the_same_story() -> None:
    said = [text for topic in REVIEW_TOPICS.values() for text in (*topic.answers, *topic.report.values())]
    said += [entry.seen for topic in REVIEW_TOPICS.values() for entry in topic.seen]
    assert [text for text, number in Counter(said).items() if number > 1] == []
