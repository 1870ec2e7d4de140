"""Before the visit: the questions that are asked, and what has to be right before the review goes on."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import update

from workflows.clock import day_in_words, today
from workflows.database import db
from workflows.details import FileDetails, NoteDetails
from workflows.errors import NotYet
from workflows.files import attach
from workflows.peer_reviews.days import closed_days
from workflows.peer_reviews.details import (
    ScopeDetails,
)
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.forming import add_readers
from workflows.peer_reviews.model import (
    EnquiryQuestion,
    EvidenceEntry,
    PeerReview,
)
from workflows.peer_reviews.team import doubts, schools_of_visit, team_of
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
    """A question that is no longer asked leaves timetable and evidence; what was written stays."""
    ids = {one.id for one in gone}
    for activity in review.activities:
        if activity.question_id in ids:
            activity.question_id = None
    seen = update(EvidenceEntry).where(EvidenceEntry.question_id.in_(ids))
    db.session.execute(seen.values(question_id=None))
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


# Going on


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
        raise NotYet(f"{one.school} has no lessons on {day_in_words(one.on)}. Move the visit first.")


# Notes and files


@Flow.on("add_note")
def write_note(_: PeerReview, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


@Flow.on("attach")
def keep_file(review: PeerReview, details: FileDetails, act: Act) -> None:
    file = attach(details.file_id, review.id, details.title)
    act.facts |= {"digest": file.digest, "size": file.size, "name": file.original_name}
