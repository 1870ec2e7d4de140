"""Details for any transition: sound ones by the book, or drawn at random, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from tests.connect import PAGES as OF_CONNECT
from tests.connect import change_of_host
from tests.pairings import PAGES as OF_PAIRINGS
from tests.peer_reviews import PAGES as OF_REVIEWS
from tests.rounds import PAGES as OF_ROUNDS
from tests.visits import PAGES as OF_VISITS
from tests.world import World
from workflows.actions import ActionDetails, DeferDetails, DoneDetails, HandOverDetails, VerifyDetails
from workflows.actions import Impact as Difference
from workflows.cases import Case
from workflows.clock import now
from workflows.database import db
from workflows.dates.details import (
    AnswerDetails,
    AskedChange,
    DateChange,
    DateDetails,
    DateOff,
    OptionTick,
    ReplyArrived,
    ReplySettled,
    TimeChosen,
    Timed,
    TimesDropped,
    TimesOffered,
    TimesTicked,
)
from workflows.dates.model import Answer, CalendarEntry, DatePoll, ReplyKind, ReplyToSettle, Tick
from workflows.details import (
    Details,
    FileDetails,
    NoteDetails,
    PauseDetails,
    PersonChange,
    Reason,
)
from workflows.support_requests.details import (
    EvaluationDetails,
    ExtendDetails,
    FollowUpDetails,
    GiverView,
    Impact,
    MidPointDetails,
    OfferDetails,
    Outcome,
    PlanDetails,
    Priority,
    ReleaseDetails,
    RequestDetails,
    Route,
    SignpostDetails,
    SummaryDetails,
    TriageDetails,
    VisitCancel,
    VisitMove,
    VisitPlan,
    VisitRecord,
    WaitDetails,
    Working,
)

WORDS = "What was said, in a sentence."


class Book:
    """What a sensible person would fill in on this case and day."""

    def __init__(self, case: Case, world: World, today: date) -> None:
        self.case, self.world, self.today = case, world, today
        self.soon = today + timedelta(days=14)

    def make(self, needs: type[Details]) -> Details:
        return _PAGES[needs](self)

    @property
    def school_day(self) -> date:
        """A day on which both schools are open: a Wednesday in term, tomorrow or later."""
        day = max(self.today, date(2026, 11, 16)) + timedelta(days=1)
        while day.weekday() != 2:
            day += timedelta(days=1)
        return day

    @property
    def visit_id(self) -> int:
        waiting = self.case.waiting_visits if hasattr(self.case, "waiting_visits") else []
        return waiting[0].id if waiting else 0

    @property
    def entry_id(self) -> int:
        """A date of the case that is still ahead."""
        ahead = select(CalendarEntry.id).where(
            CalendarEntry.case_id == self.case.id,
            CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.ends_at > now(),
        )
        return db.session.scalar(ahead.order_by(CalendarEntry.id).limit(1)) or 0

    @property
    def poll(self) -> DatePoll | None:
        """Times of the case that are still asked for."""
        return db.session.scalar(
            select(DatePoll)
            .where(DatePoll.case_id == self.case.id, DatePoll.closed_at.is_(None))
            .order_by(DatePoll.id)
            .limit(1)
        )

    @property
    def reply_id(self) -> int:
        """A reply that waits to be looked at."""
        waiting = select(ReplyToSettle.id).where(
            ReplyToSettle.case_id == self.case.id, ReplyToSettle.settled_at.is_(None)
        )
        return db.session.scalar(waiting.order_by(ReplyToSettle.id).limit(1)) or 0

    @property
    def options(self) -> tuple[Timed, ...]:
        return tuple(Timed(on=self.soon, starts=time(hour), ends=time(hour + 1)) for hour in (9, 13))

    @property
    def ticks(self) -> tuple[OptionTick, ...]:
        """Yes to every time that is asked about."""
        options = self.poll.options if self.poll else []
        return tuple(OptionTick(option_id=one.id, tick=Tick.YES) for one in options) or (
            OptionTick(option_id=1, tick=Tick.NO),
        )

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        measures = self.case.measures if hasattr(self.case, "measures") else []
        return tuple(Outcome(measure_id=m.id, impact=Impact.PARTLY, evidence=WORDS) for m in measures) or (
            Outcome(measure_id=1, impact=Impact.NOT_YET, evidence=WORDS),
        )


_PAGES: dict[type[Details], Callable[[Book], Details]] = {
    Reason: lambda b: Reason(reason=WORDS),
    NoteDetails: lambda b: NoteDetails(text=WORDS),
    FileDetails: lambda b: FileDetails(title="Data", file_id=1),
    PauseDetails: lambda b: PauseDetails(reason=WORDS, look_again_on=b.soon),
    RequestDetails: lambda b: RequestDetails(
        title="Early reading",
        focus_area_id=b.world.focus_area_id,
        need=WORDS,
        difference=WORDS,
        evidence=WORDS,
        wanted_from=b.today,
        wanted_until=b.soon,
        contact="Dan, in the office",
    ),
    TriageDetails: lambda b: TriageDetails(
        route=Route.VISIT, priority=Priority.SOON, coordinator_id=b.world.people["asha"]
    ),
    SignpostDetails: lambda b: SignpostDetails(where_to="The English hub"),
    WaitDetails: lambda b: WaitDetails(reason=WORDS, look_again_on=b.soon),
    OfferDetails: lambda b: OfferDetails(school_id=b.world.schools["gull_rock"], days=4),
    ReleaseDetails: lambda b: ReleaseDetails(giver_id=b.world.people["tom"], days=4),
    PlanDetails: lambda b: PlanDetails(
        focus=WORDS,
        measures=("More children read fluently", "Every adult teaches phonics well"),
        days=4,
        frequency="One day a fortnight",
        exit_plan=WORDS,
        first_contact_on=b.soon,
        ends_on=b.soon + timedelta(days=60),
    ),
    VisitPlan: lambda b: VisitPlan(on=b.school_day, days=1, purpose=WORDS),
    VisitMove: lambda b: VisitMove(visit_id=b.visit_id or 1, on=b.school_day),
    VisitCancel: lambda b: VisitCancel(visit_id=b.visit_id or 1, reason=WORDS),
    VisitRecord: lambda b: VisitRecord(
        visit_id=b.visit_id or None, held_on=b.today, days=0.5, what_happened=WORDS, next_steps=WORDS
    ),
    MidPointDetails: lambda b: MidPointDetails(
        working=Working.PARTLY, what_works=WORDS, ends_on=b.soon + timedelta(days=70)
    ),
    EvaluationDetails: lambda b: EvaluationDetails(outcomes=b.outcomes, worth_it=Working.YES),
    GiverView: lambda b: GiverView(view=WORDS),
    FollowUpDetails: lambda b: FollowUpDetails(now=WORDS),
    ExtendDetails: lambda b: ExtendDetails(days=2, reason=WORDS),
    SummaryDetails: lambda b: SummaryDetails(summary=WORDS),
    ActionDetails: lambda b: ActionDetails(
        title="Train every teaching assistant",
        owner_id=b.world.people["sam"],
        due_on=b.soon,
        success_measure=WORDS,
    ),
    DateDetails: lambda b: DateDetails(
        title="Planning meeting",
        on=b.school_day,
        starts=time(15, 30),
        ends=time(16, 30),
        asked=(b.world.people["tom"], b.world.people["sam"]),
    ),
    DateChange: lambda b: DateChange(
        entry_id=b.entry_id or 1,
        title="Planning meeting",
        on=b.school_day + timedelta(days=1),
        starts=time(9),
        ends=time(10),
    ),
    DateOff: lambda b: DateOff(entry_id=b.entry_id or 1, reason=WORDS),
    AskedChange: lambda b: AskedChange(entry_id=b.entry_id or 1, joining=(b.world.people["una"],)),
    AnswerDetails: lambda b: AnswerDetails(entry_id=b.entry_id or 1, answer=Answer.NO, comment=WORDS),
    TimesOffered: lambda b: TimesOffered(
        title="Look at the data",
        asked=(b.world.people["tom"], b.world.people["sam"]),
        options=b.options,
        answer_by=b.soon - timedelta(days=2),
    ),
    TimesTicked: lambda b: TimesTicked(poll_id=b.poll.id if b.poll else 1, ticks=b.ticks),
    TimeChosen: lambda b: TimeChosen(
        poll_id=b.poll.id if b.poll else 1, option_id=b.poll.options[0].id if b.poll else 1
    ),
    TimesDropped: lambda b: TimesDropped(poll_id=b.poll.id if b.poll else 1, reason=WORDS),
    ReplyArrived: lambda b: ReplyArrived(
        entry_id=b.entry_id or 1,
        person_id=b.world.people["tom"],
        kind=ReplyKind.STRANGER,
        sender="una@gull-rock.example",
        answer=Answer.MAYBE,
        original=b"From: una@gull-rock.example",
    ),
    ReplySettled: lambda b: ReplySettled(reply_id=b.reply_id or 1, note=WORDS),
    DoneDetails: lambda b: DoneDetails(what_was_done=WORDS),
    VerifyDetails: lambda b: VerifyDetails(impact=Difference.SOME, evidence=WORDS),
    HandOverDetails: lambda b: HandOverDetails(owner_id=b.world.people["dan"]),
    DeferDetails: lambda b: DeferDetails(until=b.soon, reason=WORDS),
    **OF_PAIRINGS,
    **OF_REVIEWS,
    **OF_ROUNDS,
    **OF_VISITS,
    **OF_CONNECT,
    PersonChange: lambda b: _CHANGES.get(b.case.kind, OF_REVIEWS[PersonChange])(b),
}


_CHANGES: dict[str, Callable[[Book], Details]] = {
    "visits": OF_VISITS[PersonChange],
    "connect": change_of_host,
}
"""Who takes over from whom, by kind of case."""


def details_for(
    needs: type[Details] | None, book: Book, data: st.DataObject | None = None
) -> Any:  # fmt: skip
    """Details for a transition; with `data`, now and then those of another, or some that concern nobody."""
    if data is not None and data.draw(st.integers(0, 9), label="how sound") == 0:
        return data.draw(st.sampled_from(_unsound(book)), label="unsound details")
    return book.make(needs) if needs else None


def _unsound(book: Book) -> list[Details | None]:
    """Details that fit no transition, or name people, schools and visits that cannot be meant."""
    return [
        None,
        Reason(reason=WORDS),
        OfferDetails(school_id=book.world.schools["saltmarsh"], days=1),
        OfferDetails(school_id=10**9, days=1),
        ReleaseDetails(giver_id=book.world.people["sam"], days=1),
        TriageDetails(route=Route.VISIT, priority=Priority.SOON, coordinator_id=10**9),
        VisitRecord(held_on=book.today + timedelta(days=9), days=1, what_happened=WORDS, next_steps=WORDS),
        PauseDetails(reason=WORDS, look_again_on=book.today),
        PersonChange(role="giver", joining_id=book.world.people["una"]),
        FileDetails(title="Data", file_id=10**9),
    ]
