"""Writing a report together, the check of its facts, and versions that stay as they are."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from flask import current_app
from sqlalchemy import select

from tests.integration.workflows.peer_reviews.under_review import UnderReview
from tests.peer_reviews import OURS
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.details import InvalidDetails
from workflows.errors import NotYet, TransitionNotAllowed
from workflows.events import Event
from workflows.messages import Message
from workflows.peer_reviews.details import (
    CommentAnswer,
    CommentOutcome,
    CommentWithdrawn,
    EstimatesDetails,
    FeedbackDetails,
    Judgement,
    PeerEstimate,
    Section,
    SectionDetails,
)
from workflows.peer_reviews.model import ReportSection, ReportVersion, SectionRevision
from workflows.peer_reviews.reporting import SectionMoved, agreed_version, missing_of_report
from workflows.peer_reviews.versions import VersionsStay, report_of
from workflows.perform import perform
from workflows.places import Trust
from workflows.school_calendar import calendars


def writes(
    review: UnderReview, who: str, text: str, *, on: int, section: Section = Section.STRENGTHS
) -> None:
    review.does(who, "write_section", SectionDetails(section=section, based_on=on, text=text))


def section(review: UnderReview, wanted: Section = Section.STRENGTHS) -> ReportSection:
    return next(one for one in review.case.sections if one.section is wanted)


def test_feedback_is_given_on_a_day_that_has_been(review: UnderReview) -> None:
    review.until("on_site")
    said = {"given_to": "The head", "messages": OURS}

    with pytest.raises(InvalidDetails) as refused:
        review.does("tom", "give_feedback", FeedbackDetails(given_on=date(2027, 1, 20), **said))
    assert refused.value.problems == {"given_on": "Choose today, or a day that has been"}
    with pytest.raises(InvalidDetails):
        review.does("tom", "give_feedback", FeedbackDetails(given_on=date(2026, 12, 8), **said))

    review.does("tom", "give_feedback", FeedbackDetails(given_on=review.today, **said))
    assert (review.case.feedback, review.case.feedback_to) == (OURS, "The head")


def test_a_report_begins_with_what_the_plan_says_and_leaves_judgements_to_its_authors(
    review: UnderReview,
) -> None:
    review.until("draft_report")
    begun = {one.section: one for one in review.case.sections}

    assert list(begun) == list(Section)
    assert "Early reading" in begun[Section.CONTEXT].text
    assert "Wednesday 9 December 2026" in begun[Section.CONTEXT].text
    assert begun[Section.QUESTIONS].text == "- To what extent do all children read every day?"
    assert begun[Section.METHODS].text.endswith("- Learning walk in Year 4")
    assert not begun[Section.STRENGTHS].text
    assert begun[Section.CONTEXT].written_by is None
    assert "Sam" not in begun[Section.METHODS].text


def test_the_second_saver_of_the_same_lines_sees_the_first_and_loses_nothing(review: UnderReview) -> None:
    review.until("draft_report")
    writes(review, "tom", "Children read daily.", on=0)

    with pytest.raises(SectionMoved) as refused:
        writes(review, "una", "Reading is loved here.", on=0)

    moved = refused.value
    assert (moved.text, moved.author, moved.revision) == ("Children read daily.", "Tom Harbour", 1)
    assert section(review).text == "Children read daily."
    writes(review, "una", "Children read daily, and love it.", on=moved.revision)
    kept = db.session.scalars(select(SectionRevision).where(SectionRevision.section_id == section(review).id))
    assert [(one.text, one.written_by.name) for one in kept] == [
        ("Children read daily.", "Tom Harbour"),
        ("Children read daily, and love it.", "Una Harbour"),
    ]


def test_changes_in_different_paragraphs_are_put_together_and_it_is_said(review: UnderReview) -> None:
    review.until("draft_report")
    writes(review, "tom", "One.\n\nTwo.\n\nThree.", on=0)
    writes(review, "tom", "One, by Tom.\n\nTwo.\n\nThree.", on=1)
    writes(review, "una", "One.\r\n\r\nTwo.\r\n\r\nThree, by Una.\r\n", on=1)

    assert section(review).text == "One, by Tom.\n\nTwo.\n\nThree, by Una."
    last = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert last.details["put_together"] is True


def test_saving_what_stands_there_changes_nothing(review: UnderReview) -> None:
    review.until("draft_report")
    writes(review, "tom", "The same.", on=0)
    writes(review, "una", "The same.", on=0)
    assert section(review).revision == 1


def test_a_base_that_never_was_is_no_base(review: UnderReview) -> None:
    review.until("draft_report")
    writes(review, "tom", "Tom's.", on=0)
    with pytest.raises(SectionMoved):
        writes(review, "una", "Una's.", on=99)


def test_a_report_is_sent_whole_or_not_at_all(review: UnderReview) -> None:
    review.until("draft_report")
    assert [one for one in missing_of_report(review.case) if one.startswith("Write")] == [
        "Write “Strengths”",
        "Write “Excellent practice”",
        "Write “Areas to develop”",
        "Write “Next steps”",
    ]
    with pytest.raises(NotYet, match="Write “Strengths”"):
        review.does("tom", "send_report")
    for one in Section:
        writes(
            review,
            "tom",
            OURS,
            on=next(s.revision for s in review.case.sections if s.section is one),
            section=one,
        )
    with pytest.raises(NotYet, match="at least one area"):
        review.does("tom", "send_report")
    review.does("tom", "write_themes").does("tom", "send_report")
    assert review.case.state == "factual_check"


def test_estimates_are_given_only_where_the_review_was_planned_with_them(review: UnderReview) -> None:
    review.until("draft_report")
    estimate = PeerEstimate(focus_area_id=review.world.focus_area_id, estimate=Judgement.SECURE, because=OURS)
    with pytest.raises(NotYet, match="without peer estimates"):
        review.does("tom", "write_estimates", EstimatesDetails(estimates=(estimate,)))

    review.case.with_estimates = True
    db.session.commit()
    assert "Give an estimate of Early reading" in missing_of_report(review.case)
    review.does("tom", "write_estimates", EstimatesDetails(estimates=(estimate,)))
    assert review.case.foci[0].estimate is Judgement.SECURE


def test_a_report_that_comes_back_has_five_days_of_the_leads_school(review: UnderReview) -> None:
    review.until("factual_check")
    with pytest.raises(NotYet, match="at least one comment"):
        review.does("priya", "return_report")
    review.does("priya", "comment")
    with pytest.raises(NotYet, match="still waits"):
        review.does("priya", "agree_report")

    review.does("priya", "return_report")

    trust = db.session.get_one(Trust, review.world.trust_id)
    calendar = calendars(trust).of(review.world.schools["gull_rock"])
    assert review.case.report_due_on == calendar.add_working_days(review.today, 5)
    with pytest.raises(NotYet, match="Answer the comment that waits"):
        review.does("tom", "send_report")


def test_a_comment_that_is_withdrawn_asks_for_nothing_more(review: UnderReview) -> None:
    review.until("factual_check").does("priya", "comment")
    (comment,) = review.case.comments
    review.does("priya", "withdraw_comment", CommentWithdrawn(comment_id=comment.id))
    assert review.case.comments[0].outcome is CommentOutcome.WITHDRAWN

    with pytest.raises(InvalidDetails):
        review.does("priya", "withdraw_comment", CommentWithdrawn(comment_id=comment.id))
    review.does("priya", "agree_report")
    assert review.case.state == "agreed"


def test_an_answer_says_what_the_team_did_and_the_team_withdraws_nothing(review: UnderReview) -> None:
    review.until("factual_check").does("priya", "comment").does("priya", "return_report")
    (comment,) = review.case.comments
    with pytest.raises(InvalidDetails):
        review.does(
            "una",
            "answer_comment",
            CommentAnswer(comment_id=comment.id, outcome=CommentOutcome.WITHDRAWN),
        )
    review.does(
        "una",
        "answer_comment",
        CommentAnswer(comment_id=comment.id, outcome=CommentOutcome.KEPT, answer="We saw it twice."),
    )
    (answered,) = review.case.comments
    assert (answered.answer, answered.answered_by and answered.answered_by.name) == (
        "We saw it twice.",
        "Una Harbour",
    )


def test_agreeing_keeps_the_report_for_good_and_sets_the_end_of_the_evidence(review: UnderReview) -> None:
    review.until("agreed")
    case = review.case

    assert [(one.number, one.why, one.agreed) for one in case.versions] == [
        (1, "Sent for a check of the facts", False),
        (2, "Sent for a check of the facts", False),
        (3, "Agreed", True),
    ]
    assert case.agreed_on is not None
    assert case.evidence_until is not None
    assert (case.evidence_until - case.agreed_on).days == 30
    agreed = agreed_version(case)
    assert agreed is not None
    report = report_of(agreed.said)
    assert (report.school, report.team) == ("Saltmarsh Primary", ("Tom Harbour", "Una Harbour"))
    assert dict(report.sections)[Section.STRENGTHS] == OURS
    assert report.themes == (("Early reading", "strength"),)
    with pytest.raises(TransitionNotAllowed):
        writes(review, "tom", "Afterwards.", on=2)


def test_a_version_is_never_changed(review: UnderReview) -> None:
    review.until("agreed")
    review.case.versions[0].why = "Something else"
    with pytest.raises(VersionsStay):
        db.session.commit()
    db.session.rollback()
    db.session.delete(db.session.scalars(select(ReportVersion).limit(1)).one())
    with pytest.raises(VersionsStay):
        db.session.commit()
    db.session.rollback()


def test_no_event_or_message_holds_what_was_written(review: UnderReview) -> None:
    review.until("agreed").does("priya", "release").does("priya", "release_outside")
    rows = [*db.session.scalars(select(Event)), *db.session.scalars(select(Message))]
    said = "".join(str(one.details if isinstance(one, Event) else one.facts) for one in rows)
    assert "Learning walk" in said
    assert OURS not in said
    assert "robin@partner.example" not in said


def test_of_two_who_save_at_the_same_moment_nobody_loses_a_word(review: UnderReview) -> None:
    review.until("draft_report")
    barrier, outcomes = Barrier(2, timeout=20), []
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # a thread has no context of its own
    db.session.rollback()  # nothing of this test's own holds the database up

    def save(who: str, text: str) -> None:
        with app.app_context(), clock_at(review.moment):
            choose_trust(review.world.trust_id)
            case, person = review.case, review.world.person(who)
            assert [one.revision for one in case.sections if one.section is Section.DEVELOP] == [0]
            db.session.rollback()
            choose_trust(review.world.trust_id)
            barrier.wait()
            try:
                details = SectionDetails(section=Section.DEVELOP, based_on=0, text=text)
                perform(case, "write_section", person, details)
                db.session.commit()
                outcomes.append((text, ""))
            except SectionMoved as moved:
                db.session.rollback()
                outcomes.append((text, moved.text))

    threads = [Thread(target=save, args=one) for one in (("tom", "Tom's."), ("una", "Una's."))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    (kept, _), (refused, shown) = sorted(outcomes, key=lambda one: one[1])
    assert {kept, refused} == {"Tom's.", "Una's."}
    assert shown == kept
    db.session.rollback()
    choose_trust(review.world.trust_id)
    db.session.expire_all()
    assert section(review, Section.DEVELOP).text == kept
