"""From oral feedback to the agreed report: sections by several authors, the check of the facts, versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from workflows.clock import LONDON
from workflows.database import db
from workflows.details import InvalidDetails
from workflows.errors import NotYet, Refused
from workflows.giving import FocusArea
from workflows.merging import merged
from workflows.peer_reviews import evidence
from workflows.peer_reviews.details import (
    CommentAnswer,
    CommentDetails,
    CommentOutcome,
    CommentWithdrawn,
    EstimatesDetails,
    FeedbackDetails,
    Section,
    SectionDetails,
    ThemesDetails,
)
from workflows.peer_reviews.drafting import first_words
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.model import (
    FactualComment,
    PeerReview,
    ReportSection,
    ReportTheme,
    ReportVersion,
    SectionRevision,
)
from workflows.peer_reviews.team import team_of
from workflows.peer_reviews.versions import keep_version
from workflows.people import Person
from workflows.perform import Act

SENT: Final = "Sent for a check of the facts"
AGREED: Final = "Agreed"
RETURNED_FOR: Final = 5
"""Working days of the lead's school in which a report that came back with comments is sent again."""


class SectionMoved(Refused):
    """Somebody else has written in the same lines meanwhile; nothing of either text is lost.

    `text` is what stands there now, `author` who wrote it, `revision` what to base the next save on.
    """

    def __init__(self, section: ReportSection) -> None:
        self.text, self.revision = section.text, section.revision
        self.author = section.written_by.name if section.written_by else ""
        who = self.author or "Somebody else"
        super().__init__(f"{who} has changed the same lines since you opened this.")


# Feedback


@Flow.on("give_feedback")
def keep_feedback(review: PeerReview, details: FeedbackDetails, act: Act) -> None:
    if details.given_on > act.today:
        raise InvalidDetails({"given_on": "Choose today, or a day that has been"})
    # Whoever began the visit before its first day has begun it all the same.
    begun_on = min(review.visit_starts_on, review.state_since.astimezone(LONDON).date())
    if details.given_on < begun_on:
        raise InvalidDetails({"given_on": "Choose a day of the visit, or one after it"})
    review.feedback_on, review.feedback_to = details.given_on, " ".join(details.given_to.split())
    review.feedback = details.messages


# Writing


@Flow.on("begin_report")
def make_sections(review: PeerReview, _: None, act: Act) -> None:
    """A section each, in order; what is known from the plan stands there already, and is theirs to change."""
    if act.actor is None:
        return
    for one in Section:
        said = first_words(review, one)
        row = ReportSection(
            trust_id=review.trust_id, review_id=review.id, section=one, text=said, revision=1 if said else 0
        )
        if said:
            row.revisions.append(_revision(row, act.actor, act))
        db.session.add(row)
        db.session.flush()  # one by one, so that they keep their order
    db.session.expire(review, ["sections"])


@Flow.on("write_section")
def write_section(review: PeerReview, details: SectionDetails, act: Act) -> None:
    """Save a section on top of what stands there. Raises SectionMoved."""
    section, text = _section_now(review, details.section), _even(details.text)
    if act.actor is None or text == section.text:
        return
    if details.based_on != section.revision:
        text = _together(section, details.based_on, text)
        act.facts["put_together"] = True
    section.text, section.revision = text, section.revision + 1
    section.written_by, section.written_at = act.actor, act.at
    section.revisions.append(_revision(section, act.actor, act))


def _section_now(review: PeerReview, wanted: Section) -> ReportSection:
    """As it is under the lock, whatever this request had read before it waited for it."""
    return db.session.scalars(
        select(ReportSection)
        .where(ReportSection.review_id == review.id, ReportSection.section == wanted)
        .execution_options(populate_existing=True)
    ).one()


def _together(section: ReportSection, based_on: int, text: str) -> str:
    base = db.session.get(SectionRevision, (section.id, based_on))
    known = base.text if base else "" if based_on == 0 else None
    made = merged(known, text, section.text) if known is not None else None
    if made is None:
        raise SectionMoved(section)
    return made


def _revision(section: ReportSection, author: Person, act: Act) -> SectionRevision:
    return SectionRevision(
        trust_id=section.trust_id,
        revision=section.revision,
        text=section.text,
        written_by_id=author.id,
        written_at=act.at,
    )


def _even(text: str) -> str:
    """Line ends as they are kept, and none at the end."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")


@Flow.on("write_themes")
def write_themes(review: PeerReview, details: ThemesDetails, _: Act) -> None:
    wanted = {(one.focus_area_id, one.kind) for one in details.themes}
    _check_areas({area for area, _ in wanted})
    kept = [one for one in review.themes if (one.focus_area_id, one.kind) in wanted]
    there = {(one.focus_area_id, one.kind) for one in kept}
    new = [
        ReportTheme(trust_id=review.trust_id, focus_area_id=area, kind=kind)
        for area, kind in sorted(wanted - there)
    ]
    review.themes = [*kept, *new]
    db.session.flush()


def _check_areas(ids: set[int]) -> None:
    found = db.session.scalars(select(FocusArea.id).where(FocusArea.id.in_(ids))).all()
    if ids - set(found):
        raise InvalidDetails({"themes": "Choose from the list"})


@Flow.guard("write_estimates")
def are_wanted(review: PeerReview, _: EstimatesDetails | None) -> None:
    if not review.with_estimates:
        raise NotYet("This review was planned without peer estimates.")


@Flow.on("write_estimates")
def write_estimates(review: PeerReview, details: EstimatesDetails, _: Act) -> None:
    foci = {one.focus_area_id: one for one in review.foci}
    for given in details.estimates:
        if given.focus_area_id not in foci:
            raise InvalidDetails({"estimates": "Choose from the foci of this review"})
        foci[given.focus_area_id].estimate = given.estimate
        foci[given.focus_area_id].estimated_because = given.because


# The check of the facts


def waiting(review: PeerReview) -> list[FactualComment]:
    """The host's comments to which nobody has answered yet."""
    return [one for one in review.comments if one.outcome is CommentOutcome.WAITING]


def missing_of_report(review: PeerReview) -> list[str]:
    """What the report lacks before it can be sent, in sentences."""
    found = [f"Write “{_named(one.section)}”" for one in review.sections if not one.text.strip()]
    if not review.themes:
        found.append("Say what the report is about: choose at least one area")
    if review.with_estimates:
        found += [f"Give an estimate of {one.focus_area.name}" for one in review.foci if one.estimate is None]
    count = len(waiting(review))
    if count:
        found.append(
            "Answer the comment that waits" if count == 1 else f"Answer the {count} comments that wait"
        )
    return found


def _named(section: Section) -> str:
    return f"{section.value[:1].upper()}{section.value[1:]}"


@Flow.guard("send_report")
def report_is_whole(review: PeerReview, _: None) -> None:
    missing = missing_of_report(review)
    if missing:
        raise NotYet(f"The report is not ready to be sent. {missing[0]}.")


@Flow.on("send_report")
def keep_what_was_sent(review: PeerReview, _: None, act: Act) -> None:
    act.facts["version"] = keep_version(review, why=SENT, at=act.at).number


@Flow.on("comment")
def keep_comment(review: PeerReview, details: CommentDetails, act: Act) -> None:
    if act.actor is None:
        return
    db.session.add(
        FactualComment(
            trust_id=review.trust_id,
            review_id=review.id,
            section=details.section,
            about=details.about.strip(),
            comment=details.comment.strip(),
            author_id=act.actor.id,
            made_at=act.at,
        )
    )
    db.session.flush()
    db.session.expire(review, ["comments"])


@Flow.on("withdraw_comment")
def withdraw_comment(review: PeerReview, details: CommentWithdrawn, act: Act) -> None:
    comment = _comment(waiting(review), details.comment_id)
    _settle(comment, CommentOutcome.WITHDRAWN, act)


@Flow.on("answer_comment")
def answer_comment(review: PeerReview, details: CommentAnswer, act: Act) -> None:
    if details.outcome is CommentOutcome.WITHDRAWN:
        raise InvalidDetails({"outcome": "Choose whether you changed the report or kept it"})
    standing = [one for one in review.comments if one.outcome is not CommentOutcome.WITHDRAWN]
    comment = _comment(standing, details.comment_id)
    comment.answer = details.answer.strip()
    _settle(comment, details.outcome, act)


def _settle(comment: FactualComment, outcome: CommentOutcome, act: Act) -> None:
    comment.outcome, comment.answered_at = outcome, act.at
    comment.answered_by = act.actor


def _comment(among: Iterable[FactualComment], comment_id: int) -> FactualComment:
    for one in among:
        if one.id == comment_id:
            return one
    raise InvalidDetails({"comment_id": "This comment is not open any more"})


@Flow.guard("return_report")
def something_was_said(review: PeerReview, _: None) -> None:
    if not waiting(review):
        raise NotYet("Write at least one comment first; without any, agree the report.")


@Flow.on("return_report")
def give_time(review: PeerReview, _: None, act: Act) -> None:
    lead = team_of(review).lead
    calendar = act.calendars.of((lead.school_id if lead else None) or review.host_school_id)
    review.report_due_on = calendar.add_working_days(act.today, RETURNED_FOR)
    act.facts["comments"] = len(waiting(review))


@Flow.guard("agree_report")
def nothing_waits(review: PeerReview, _: None) -> None:
    if waiting(review):
        raise NotYet(
            "A comment still waits for an answer. Return the report with your comments, or withdraw them."
        )


@Flow.on("agree_report")
def agree(review: PeerReview, _: None, act: Act) -> None:
    review.agreed_on, review.evidence_until = act.today, evidence.ends_on(act.today)
    act.facts["version"] = keep_version(review, why=AGREED, at=act.at, agreed=True).number


def agreed_version(review: PeerReview) -> ReportVersion | None:
    """The report as the host agreed it, which alone is released."""
    return next((one for one in reversed(review.versions) if one.agreed), None)


def comments_on(review: PeerReview, section: Section) -> Sequence[FactualComment]:
    """What the host has said about a section, in the order in which it was said."""
    return [one for one in review.comments if one.section is section]
