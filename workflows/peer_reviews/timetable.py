"""The timetable of a visit: activities, each with a reviewer and a colleague of the host school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import update

from workflows.clock import day_in_words, local, time_in_words
from workflows.database import db
from workflows.dates.details import DateChange, DateOff, Span
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.peer_reviews.details import ActivityChange, ActivityDetails, ActivityOff
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import colleague
from workflows.peer_reviews.model import EvidenceEntry, PeerReview, ReviewActivity
from workflows.peer_reviews.team import team_of
from workflows.people import Person, Post, appoint, end_appointments, holders
from workflows.perform import Act

_CONFIRMED = frozenset(state.name for state in Flow.visiting.members)


@Flow.on("add_activity")
def add_activity(review: PeerReview, details: ActivityDetails, act: Act) -> None:
    activity = ReviewActivity(trust_id=review.trust_id, review_id=review.id)
    _write(review, activity, details, act)
    db.session.add(activity)
    db.session.flush()
    db.session.expire(review, ["activities"])
    if is_confirmed(review):
        _put_in_diaries(review, activity, act)


@Flow.on("change_activity")
def change_activity(review: PeerReview, details: ActivityChange, act: Act) -> None:
    activity = _activity(review, details.activity_id)
    asked = activity.reviewer_id, activity.colleague_id
    _write(review, activity, details, act)
    db.session.flush()
    db.session.refresh(activity)
    _follow(review, activity, asked, act)
    _let_colleagues_go(review)


def _follow(review: PeerReview, activity: ReviewActivity, asked: tuple[int, int], act: Act) -> None:
    """What stands in diaries follows the change: the same date, or another where somebody else goes."""
    entry = _in_diaries(activity)
    if entry is not None and activity.reviewer_id != asked[0]:
        act.diary.call_off(entry, f"Somebody else goes to “{activity.title}”")
        activity.entry_id = entry = None
    if entry is None:
        if is_confirmed(review):
            _put_in_diaries(review, activity, act)
        return
    _move_entry(review, activity, entry, act, reason="")
    if activity.colleague_id != asked[1]:
        act.diary.ask(entry, [activity.colleague_id])
        if asked[1] in {one.person_id for one in entry.asked}:
            act.diary.stop_asking(entry, {asked[1]})


@Flow.on("drop_activity")
def drop_activity(review: PeerReview, details: ActivityOff, act: Act) -> None:
    activity = _activity(review, details.activity_id)
    act.facts["title"] = activity.title
    entry = _in_diaries(activity)
    if entry is not None:
        act.diary.call_off(entry, Flow.drop_activity.done)
    seen = update(EvidenceEntry).where(EvidenceEntry.activity_id == activity.id)
    db.session.execute(seen.values(activity_id=None))
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
            raise InvalidDetails(
                {field: f"{person.name} is at “{other.title}” until {time_in_words(other.ends)}"}
            )


def _activity(review: PeerReview, activity_id: int) -> ReviewActivity:
    for one in review.activities:
        if one.id == activity_id:
            return one
    raise InvalidDetails({"activity_id": "Choose an activity of this visit"})


def is_confirmed(review: PeerReview) -> bool:
    """Whether the timetable has been confirmed, so that what changes in it reaches diaries at once."""
    return (review.paused_from or review.state) in _CONFIRMED


def move_activities(review: PeerReview, moved: Mapping[date, date], act: Act, *, reason: str) -> None:
    """The visit takes place on other days: its activities go with them, and so do their dates."""
    for activity in review.activities:
        activity.on = moved.get(activity.on, activity.on)
        entry = _in_diaries(activity)
        if entry is not None and entry.first_day != activity.on:
            _move_entry(review, activity, entry, act, reason=reason)
        elif entry is None and is_confirmed(review) and _gone(activity) is None:
            _put_in_diaries(review, activity, act)


def _gone(activity: ReviewActivity) -> Person | None:
    """Who of the two has left the trust: it is in nobody's diary until somebody else goes."""
    both = (activity.reviewer, activity.colleague)
    return next((person for person in both if person.left_on is not None), None)


def pass_on(review: PeerReview, leaving_id: int, heir: Person | None) -> None:
    """Somebody leaves the team: whoever takes their place, or leads it, goes to what they were to go to."""
    if heir is None:
        return
    for activity in review.activities:
        if activity.reviewer_id == leaving_id:
            activity.reviewer_id = heir.id


def _in_diaries(activity: ReviewActivity) -> CalendarEntry | None:
    """Its date, as long as it stands there."""
    return activity.entry if activity.entry is not None and activity.entry.is_ahead else None


def _span(activity: ReviewActivity) -> Span:
    return Span(local(activity.on, activity.starts), local(activity.on, activity.ends))


def _move_entry(
    review: PeerReview, activity: ReviewActivity, entry: CalendarEntry, act: Act, *, reason: str
) -> None:
    act.diary.change(
        entry,
        _span(activity),
        title=_title(review, activity),
        place=activity.place or review.host_school.name,
        link=entry.link,
        agenda=activity.question.text if activity.question else "",
        reason=reason,
    )


def _title(review: PeerReview, activity: ReviewActivity) -> str:
    return f"{activity.title} ({review.host_school.name})"


def _let_colleagues_go(review: PeerReview) -> None:
    """Whoever is in no activity any more has no part in the review."""
    named = {one.colleague_id for one in review.activities}
    post = Post(colleague.name, review.id)
    for holder in holders([post])[post]:
        if holder.person_id not in named:
            end_appointments(review.id, role=colleague.name, person_id=holder.person_id)


def _put_in_diaries(review: PeerReview, activity: ReviewActivity, act: Act) -> None:
    entry = act.diary.add(
        _span(activity),
        title=_title(review, activity),
        asked=[activity.reviewer_id, activity.colleague_id],
        place=activity.place or review.host_school.name,
        agenda=activity.question.text if activity.question else "",
        organiser=db.session.get_one(Person, activity.reviewer_id),
    )
    activity.entry_id = entry.id
    db.session.flush()
    db.session.expire(activity, ["entry"])


@Flow.guard("confirm_timetable")
def timetable_is_whole(review: PeerReview, _: None) -> None:
    filled = {one.on for one in review.activities}
    if not review.activities:
        raise NotYet("Put at least one activity into the timetable first.")
    for activity in review.activities:
        if (gone := _gone(activity)) is not None:
            raise NotYet(f"{gone.name} has left. Say who goes to “{activity.title}” instead.")
    empty = [day for day in review.visit_days if day not in filled]
    if empty:
        raise NotYet(f"Put at least one activity on {day_in_words(empty[0])} first.")


@Flow.on("confirm_timetable")
def put_timetable_in_diaries(review: PeerReview, _: None, act: Act) -> None:
    for activity in review.activities:
        if activity.entry_id is None and local(activity.on, activity.ends) > act.at:
            _put_in_diaries(review, activity, act)


@Flow.on("change_date", "call_off_date")
def is_planned_elsewhere(review: PeerReview, details: DateChange | DateOff, _: Act) -> None:
    """The days of the visit and its activities change where they are planned, with all that hangs on them."""
    if details.entry_id in {day.entry_id for day in review.days}:
        raise InvalidDetails({"reason": "This is the visit itself. Move it, or postpone it, on its page"})
    if details.entry_id in {activity.entry_id for activity in review.activities}:
        raise InvalidDetails({"reason": "This is in the timetable of the visit. Change it there"})
