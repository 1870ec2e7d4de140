"""A peer review in tests: how one begins, goes by the book, and what sensible people would fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import select

from tests import canary
from tests.world import MONDAY, World
from workflows.cases import Case
from workflows.clock import clock_at, now
from workflows.database import db
from workflows.details import Details, PersonChange
from workflows.giving import Expertise
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.details import (
    ActivityChange,
    ActivityDetails,
    ActivityOff,
    CommentAnswer,
    CommentDetails,
    CommentOutcome,
    CommentWithdrawn,
    DaysMoved,
    Difference,
    EstimatesDetails,
    FeedbackDetails,
    FocusImpact,
    FocusJudgement,
    ImpactAgain,
    ImpactDetails,
    Judgement,
    OutsideRelease,
    PeerEstimate,
    PlanDetails,
    PracticeOffer,
    ReadersDeclared,
    ReleaseDetails,
    ReleaseEnd,
    ScopeDetails,
    Section,
    SectionDetails,
    SelfAnswer,
    SelfReviewDetails,
    TeamDetails,
    Theme,
    ThemeKind,
    ThemesDetails,
    ViewDetails,
    VisitDays,
    WorkshopPlan,
    WorkshopRecord,
)
from workflows.peer_reviews.entries import EvidenceDetails, EvidenceKind, EvidenceStruck
from workflows.peer_reviews.forming import plan_review
from workflows.peer_reviews.model import EvidenceEntry, ReviewTraining
from workflows.perform import perform

PRIVATE: Final = canary.PRIVATE
"""What is seen in lessons in every test: it is stored sealed, and no event, mail or log may ever hold it."""
OURS: Final = "Between us, a gull took the whole trifle."
"""What host and team write for each other in every test: no event, mail or log may ever hold it."""
KEY: Final = UUID("5b2f3c1e-0f0a-4b59-9d3a-6a1b1f6f2a01")
"""Of an entry of the evidence log."""

PREPARED: Final = [
    ("form_team", "lena"), ("write_self_review", "priya"), ("share_self_review", "priya"),
    ("write_scope", "tom"), ("agree_scope", "tom"), ("agree_scope", "priya"), ("add_activity", "tom"),
    ("confirm_timetable", "tom"),
]  # fmt: skip
REPORTED: Final = [
    ("begin_visit", "tom"), ("log_evidence", "una"), ("give_feedback", "tom"), ("begin_report", "una"),
    *(("write_section", "tom"),) * len(Section), ("write_themes", "tom"), ("send_report", "tom"),
    ("comment", "priya"), ("return_report", "priya"), ("answer_comment", "una"), ("send_report", "tom"),
    ("agree_report", "priya"),
]  # fmt: skip
AFTERWARDS: Final = [
    ("release", "priya"), ("plan_workshop", "priya"), ("hold_workshop", "priya"), ("agree_action", "priya"),
    ("settle_plan", "priya"), ("review_impact", "priya"), ("look_again", "priya"), ("review_impact", "priya"),
    ("add_view", "tom"),
]  # fmt: skip
STRAIGHT: Final = [*PREPARED, *REPORTED, *AFTERWARDS]
"""How a review goes from its plan to its end, and who does what."""
BOOK: Final = [
    ("postpone", "priya"), ("set_days", "lena"), *PREPARED[:3], ("move_visit", "tom"), ("answer_date", "una"),
    ("add_date", "tom"), *PREPARED[3:6], ("reopen_scope", "priya"), *PREPARED[4:], *REPORTED, *AFTERWARDS,
]  # fmt: skip
"""The same with what comes in between."""


def train(world: World, *names: str, lead: bool = True) -> None:
    """Let these people be trained to review, and to lead."""
    for name in names:
        person = world.person(name)
        db.session.add(
            ReviewTraining(
                trust_id=person.trust_id, person_id=person.id, can_lead=lead, trained_on=date(2026, 9, 1)
            )
        )
    db.session.flush()


def ready_to_review(world: World) -> None:
    """Tom of Gull Rock can lead, Una of Cliff View can review, and Gull Rock is strong in the focus."""
    train(world, "tom", "lea")
    train(world, "una", "carol", lead=False)
    db.session.add(
        Expertise(
            trust_id=world.trust_id,
            school_id=world.schools["gull_rock"],
            focus_area_id=world.focus_area_id,
        )
    )
    db.session.flush()


def plan_a_review(world: World, *, on: date = date(2026, 12, 9), by: str = "lena") -> PeerReview:
    """A review of Saltmarsh on a day of the autumn term; in the caller's transaction."""
    details = PlanDetails(days=(on,), focus_area_ids=(world.focus_area_id,))
    return plan_review(world.schools["saltmarsh"], details, world.person(by))


def bring_to(review: PeerReview, state: str, world: World, *, begins: datetime = MONDAY) -> datetime:
    """Go along the straight way, a day a step, until the review is in this state; gives the moment after."""
    from tests.details import Book, details_for  # noqa: PLC0415  (that module lists the pages of this one)

    moment = begins
    for name, actor in STRAIGHT:
        if review.state == state:
            break
        if name == "begin_visit":
            moment = max(moment, datetime.combine(review.visit_starts_on, time(9), MONDAY.tzinfo))
        moment += timedelta(days=1)
        with clock_at(moment):
            details = details_for(review.flow.transitions[name].needs, Book(review, world, moment.date()))
            perform(review, name, world.person(actor), details)
            db.session.commit()
    assert review.state == state, f"the straight way does not lead to {state}"
    return moment


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date

    @property
    def school_day(self) -> date: ...


def _review(book: Book) -> PeerReview | None:
    return book.case if isinstance(book.case, PeerReview) else None


def _day_of_visit(book: Book) -> date:
    """A school day three weeks away: after Christmas, where that falls into it."""
    day = book.school_day + timedelta(days=21)
    return date(2027, 1, 13) if date(2026, 12, 18) < day < date(2027, 1, 5) else day


def _change(book: Book) -> PersonChange:
    if _review(book) is None:
        return PersonChange(role="member", joining_id=book.world.people["sam"])
    return PersonChange(role="reviewer", joining_id=book.world.people["carol"])


def _self_review(book: Book) -> SelfReviewDetails:
    review, area = _review(book), book.world.focus_area_id
    answers = tuple(SelfAnswer(question_id=one.id, answer=OURS) for one in review.answers) if review else ()
    judged = FocusJudgement(focus_area_id=area, judgement=Judgement.GROWING, evidence=OURS)
    return SelfReviewDetails(answers=answers, foci=(judged,))


def _activity(book: Book) -> dict[str, object]:
    review = _review(book)
    taken = len(review.activities) if review else 0
    return {
        "on": review.visit_days[0] if review and review.visit_days else book.school_day,
        "starts": time(8 + taken % 10),
        "ends": time(8 + taken % 10, 45),
        "title": "Learning walk in Year 4",
        "question_id": review.questions[0].id if review and review.questions else None,
        "reviewer_id": book.world.people["una"],
        "colleague_id": book.world.people["sam"],
    }


def _activity_id(book: Book) -> int:
    review = _review(book)
    return review.activities[0].id if review and review.activities else 1


def _section(book: Book) -> SectionDetails:
    """The first section that nobody has written yet, as its next author finds it."""
    review = _review(book)
    rows = {row.section: row for row in review.sections} if review else {}
    wanted = next((one for one in Section if one not in rows or OURS not in rows[one].text), Section.CONTEXT)
    based_on = rows[wanted].revision if wanted in rows else 0
    return SectionDetails(section=wanted, based_on=based_on, text=OURS)


def _comment_id(book: Book) -> int:
    review = _review(book)
    waiting = [one.id for one in review.comments if one.answered_at is None] if review else []
    return waiting[0] if waiting else 1


def _reader_id(book: Book) -> int:
    review = _review(book)
    standing = [one.id for one in review.report_readers if one.ended_at is None] if review else []
    return standing[0] if standing else 1


def _evidence(book: Book) -> EvidenceDetails:
    known = db.session.scalar(
        select(EvidenceEntry.revision).where(EvidenceEntry.review_id == book.case.id).limit(1)
    )
    return EvidenceDetails(
        key=KEY, based_on=known or 0, kind=EvidenceKind.STRENGTH, noted_at=now(), seen=PRIVATE
    )  # fmt: skip


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    PersonChange: _change,
    PlanDetails: lambda b: PlanDetails(days=(_day_of_visit(b),), focus_area_ids=(b.world.focus_area_id,)),
    VisitDays: lambda b: VisitDays(days=(_day_of_visit(b),)),
    DaysMoved: lambda b: DaysMoved(days=(_day_of_visit(b),), reason="The hall is being painted."),
    TeamDetails: lambda b: TeamDetails(lead_id=b.world.people["tom"], reviewer_ids=(b.world.people["una"],)),
    ReadersDeclared: lambda b: ReadersDeclared(
        reader_ids=(b.world.people["lena"],), note="The trust asked for this review."
    ),
    SelfReviewDetails: _self_review,
    ScopeDetails: lambda b: ScopeDetails(
        questions=("To what extent do all children read every day?",),
        reader_ids=(b.world.people["gita"],),
    ),
    ActivityDetails: lambda b: ActivityDetails(**_activity(b)),  # type: ignore[arg-type]
    ActivityChange: lambda b: ActivityChange(activity_id=_activity_id(b), **_activity(b)),  # type: ignore[arg-type]
    ActivityOff: lambda b: ActivityOff(activity_id=_activity_id(b)),
    EvidenceDetails: _evidence,
    EvidenceStruck: lambda _: EvidenceStruck(key=KEY),
    FeedbackDetails: lambda b: FeedbackDetails(
        given_on=b.today, given_to="The head and both deputies", messages=OURS
    ),
    SectionDetails: _section,
    ThemesDetails: lambda b: ThemesDetails(
        themes=(Theme(focus_area_id=b.world.focus_area_id, kind=ThemeKind.STRENGTH),)
    ),
    EstimatesDetails: lambda b: EstimatesDetails(
        estimates=(
            PeerEstimate(focus_area_id=b.world.focus_area_id, estimate=Judgement.SECURE, because=OURS),
        )
    ),
    CommentDetails: lambda _: CommentDetails(section=Section.CONTEXT, about=OURS, comment=OURS),
    CommentAnswer: lambda b: CommentAnswer(
        comment_id=_comment_id(b), outcome=CommentOutcome.CHANGED, answer=OURS
    ),
    CommentWithdrawn: lambda b: CommentWithdrawn(comment_id=_comment_id(b)),
    ReleaseDetails: lambda b: ReleaseDetails(person_ids=(b.world.people["gita"],)),
    OutsideRelease: lambda b: OutsideRelease(
        name="Robin Vale", email="robin@partner.example", why="School improvement partner", ends_on=b.soon
    ),
    ReleaseEnd: lambda b: ReleaseEnd(reader_id=_reader_id(b)),
    WorkshopPlan: lambda b: WorkshopPlan(
        on=b.school_day, starts=time(15, 30), ends=time(17), leader_id=b.world.people["lea"]
    ),
    WorkshopRecord: lambda b: WorkshopRecord(held_on=b.today, came_of_it=OURS),
    ImpactDetails: lambda b: ImpactDetails(
        foci=(FocusImpact(focus_area_id=b.world.focus_area_id, difference=Difference.PARTLY, evidence=OURS),),
        next=OURS,
    ),
    ImpactAgain: lambda b: ImpactAgain(look_on=b.soon, reason="Too early to say."),
    ViewDetails: lambda _: ViewDetails(view=OURS),
    PracticeOffer: lambda b: PracticeOffer(
        title="Reading aloud every day",
        what="Every class is read to for twenty minutes.",
        focus_area_ids=(b.world.focus_area_id,),
    ),
}
"""Sound details for each step of a peer review."""
