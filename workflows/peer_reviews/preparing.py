"""Before the visit: the questions that are asked, and the timetable."""

from __future__ import annotations

from collections.abc import Iterable

from workflows.clock import local, today
from workflows.database import db
from workflows.dates.details import Span
from workflows.details import FileDetails, InvalidDetails, NoteDetails
from workflows.errors import NotYet
from workflows.files import attach
from workflows.peer_reviews.days import closed_days
from workflows.peer_reviews.details import (
    ActivityChange,
    ActivityDetails,
    ActivityOff,
    ScopeDetails,
)
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import colleague
from workflows.peer_reviews.forming import add_readers
from workflows.peer_reviews.model import (
    EnquiryQuestion,
    PeerReview,
    ReviewActivity,
)
from workflows.peer_reviews.team import doubts, schools_of_visit, team_of
from workflows.people import Person, Post, appoint, end_appointments, holders
from workflows.perform import Act, keep_note
from workflows.places import Trust
from workflows.school_calendar import calendars

# The questions


@Flow.on("write_scope")
def write_scope(review: PeerReview, details: ScopeDetails, _: Act) -> None:
    texts = list(dict.fromkeys(text.strip() for text in details.questions))
    known = {one.text: one for one in review.questions}
    kept = [known.get(text) or EnquiryQuestion(trust_id=review.trust_id, text=text) for text in texts]
    _forget_questions(review, [one for one in review.questions if one.text not in texts])
    for position, one in enumerate(kept, start=1):
        one.position = position
    review.questions = kept
    review.scope_note = details.note
    add_readers(review, details.reader_ids, by_trust=False)
    db.session.flush()


def _forget_questions(review: PeerReview, gone: Iterable[EnquiryQuestion]) -> None:
    """A question that is no longer asked leaves the timetable; the activity itself stays."""
    ids = {one.id for one in gone}
    for activity in review.activities:
        if activity.question_id in ids:
            activity.question_id = None
    db.session.flush()
    for one in gone:
        db.session.delete(one)


@Flow.guard("agree_scope")
def there_is_something_to_agree(review: PeerReview, _: None) -> None:
    if not review.questions:
        raise NotYet("Write the questions of the review first; then both of you can agree them.")
    if review.required_by_trust and review.readers_declared_at is None:
        raise NotYet(
            "The trust requires this review and has not said yet who else will read its report."
            " It has to, before the questions are agreed."
        )


# The timetable


@Flow.on("add_activity")
def add_activity(review: PeerReview, details: ActivityDetails, act: Act) -> None:
    activity = ReviewActivity(trust_id=review.trust_id, review_id=review.id)
    _write(review, activity, details, act)
    db.session.add(activity)
    db.session.flush()
    db.session.expire(review, ["activities"])
    if _stands(review):
        _put_in_diaries(review, activity, act)


@Flow.on("change_activity")
def change_activity(review: PeerReview, details: ActivityChange, act: Act) -> None:
    activity = _activity(review, details.activity_id)
    if activity.entry is not None and activity.entry.is_ahead:
        act.diary.call_off(activity.entry, f"{Flow.change_activity.done}: {details.title}")
        activity.entry_id = None
    _write(review, activity, details, act)
    db.session.flush()
    if _stands(review):
        _put_in_diaries(review, activity, act)
    _let_colleagues_go(review)


@Flow.on("drop_activity")
def drop_activity(review: PeerReview, details: ActivityOff, act: Act) -> None:
    activity = _activity(review, details.activity_id)
    act.facts["title"] = activity.title
    if activity.entry is not None and activity.entry.is_ahead:
        act.diary.call_off(activity.entry, Flow.drop_activity.done)
    db.session.delete(activity)
    db.session.flush()
    db.session.expire(review, ["activities"])
    _let_colleagues_go(review)


def _write(review: PeerReview, activity: ReviewActivity, details: ActivityDetails, act: Act) -> None:
    _check_activity(review, activity, details)
    for name in ("on", "starts", "ends", "title", "question_id", "reviewer_id", "colleague_id"):
        setattr(activity, name, getattr(details, name))
    activity.place = " ".join(details.place.split())
    person = db.session.get_one(Person, details.colleague_id)
    appoint(person, colleague.name, review.id)
    act.facts["colleague"] = person.name


def _check_activity(review: PeerReview, activity: ReviewActivity, details: ActivityDetails) -> None:
    if details.on not in review.visit_days:
        raise InvalidDetails({"on": "Choose a day of the visit"})
    if details.question_id is not None and details.question_id not in {one.id for one in review.questions}:
        raise InvalidDetails({"question_id": "Choose one of the questions of this review"})
    if details.reviewer_id not in team_of(review).ids:
        raise InvalidDetails({"reviewer_id": "Choose somebody of the team"})
    _check_colleague(review, details.colleague_id)
    for other in review.activities:
        if other.id != activity.id and _overlap(other, details):
            _raise_clash(other, details)


def _check_colleague(review: PeerReview, person_id: int) -> None:
    person = db.session.get(Person, person_id)
    if person is None or person.left_on is not None or person.school_id != review.host_school_id:
        raise InvalidDetails({"colleague_id": f"Choose somebody who works at {review.host_school.name}"})


def _overlap(other: ReviewActivity, details: ActivityDetails) -> bool:
    return other.on == details.on and other.starts < details.ends and details.starts < other.ends


def _raise_clash(other: ReviewActivity, details: ActivityDetails) -> None:
    busy = {"reviewer_id": other.reviewer, "colleague_id": other.colleague}
    for field, person in busy.items():
        if getattr(details, field) == person.id:
            raise InvalidDetails({field: f"{person.name} is at “{other.title}” until {other.ends:%H:%M}"})


def _activity(review: PeerReview, activity_id: int) -> ReviewActivity:
    for one in review.activities:
        if one.id == activity_id:
            return one
    raise InvalidDetails({"activity_id": "Choose an activity of this visit"})


def _stands(review: PeerReview) -> bool:
    """Whether the timetable has been confirmed, so that what changes in it reaches diaries at once."""
    return review.state != Flow.scoped.name


def _let_colleagues_go(review: PeerReview) -> None:
    """Whoever is in no activity any more has no part in the review."""
    named = {one.colleague_id for one in review.activities}
    post = Post(colleague.name, review.id)
    for holder in holders([post])[post]:
        if holder.person_id not in named:
            end_appointments(review.id, role=colleague.name, person_id=holder.person_id)


def _put_in_diaries(review: PeerReview, activity: ReviewActivity, act: Act) -> None:
    span = Span(local(activity.on, activity.starts), local(activity.on, activity.ends))
    entry = act.diary.add(
        span,
        title=f"{activity.title} ({review.host_school.name})",
        asked=[activity.reviewer_id, activity.colleague_id],
        place=activity.place or review.host_school.name,
        agenda=activity.question.text if activity.question else "",
        organiser=db.session.get_one(Person, activity.reviewer_id),
    )
    activity.entry_id = entry.id


@Flow.guard("confirm_timetable")
def timetable_is_whole(review: PeerReview, _: None) -> None:
    filled = {one.on for one in review.activities}
    if not review.activities:
        raise NotYet("Put at least one activity into the timetable first.")
    empty = [day for day in review.visit_days if day not in filled]
    if empty:
        raise NotYet(f"Put at least one activity on {empty[0]:%A} {empty[0].day} {empty[0]:%B} first.")


@Flow.on("confirm_timetable")
def put_timetable_in_diaries(review: PeerReview, _: None, act: Act) -> None:
    for activity in review.activities:
        if activity.entry_id is None and local(activity.on, activity.ends) > act.at:
            _put_in_diaries(review, activity, act)


@Flow.guard("agree_scope", "confirm_timetable", "begin_visit")
def may_go_on(review: PeerReview, _: None) -> None:
    """Nobody goes on with a team or with days that are not right any more."""
    trust = db.session.get_one(Trust, review.trust_id)
    found = doubts(review, today())
    if found:
        raise NotYet(f"{found[0]}. The coordinator changes the team first.")
    schools = schools_of_visit(review, team_of(review).ids)
    closed = closed_days([day for day in review.visit_days if day >= today()], schools, calendars(trust))
    if closed:
        one = closed[0]
        raise NotYet(
            f"{one.school} has no lessons on {one.on:%A} {one.on.day} {one.on:%B}. Move the visit first."
        )


# Notes and files


@Flow.on("add_note")
def write_note(_: PeerReview, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


@Flow.on("attach")
def keep_file(review: PeerReview, details: FileDetails, act: Act) -> None:
    file = attach(details.file_id, review.id, details.title)
    act.facts |= {"digest": file.digest, "size": file.size, "name": file.original_name}
