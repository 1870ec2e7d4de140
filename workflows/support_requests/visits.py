"""What the steps from the first visit to the last look back do, and what has to be true before them."""

from __future__ import annotations

from workflows.database import db
from workflows.dates.details import DateChange, DateOff
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.giving import end_grant, open_grant
from workflows.people import Post, holders
from workflows.perform import Act
from workflows.school_calendar import SchoolCalendar
from workflows.support_requests.details import (
    EvaluationDetails,
    ExtendDetails,
    MidPointDetails,
    VisitCancel,
    VisitMove,
    VisitPlan,
    VisitRecord,
)
from workflows.support_requests.flow import SupportRequestFlow as Flow
from workflows.support_requests.model import SupportRequest, SupportVisit

RECORD_WITHIN = 5
"""Working days after a visit in which it is recorded."""
FOLLOW_UP_SCHOOL_WEEKS = 6
NEXT_TERM_WORKING_DAYS = 10
"""The second look back is due two weeks into the next term."""


# Under way


@Flow.on("plan_visit")
def add_visit(request: SupportRequest, details: VisitPlan, act: Act) -> None:
    entry = act.diary.add(
        details.span,
        title=f"Visit: {request.title}",
        asked=details.asked or usually_asked(request),
        place=details.place or request.receiving_school.name,
        link=details.link,
        agenda="\n\n".join(filter(None, (details.purpose, details.agenda))),
    )
    visit = SupportVisit(
        trust_id=request.trust_id,
        on=details.on,
        days=details.days,
        purpose=details.purpose,
        entry_id=entry.id,
    )
    request.visits.append(visit)
    _set_next_turn(request, act)


@Flow.on("move_visit")
def set_new_date(request: SupportRequest, details: VisitMove, act: Act) -> None:
    visit = _waiting_visit(request, details.visit_id)
    act.facts["was_on"] = visit.on.isoformat()
    visit.on = details.on
    if entry := _in_diaries(visit):
        act.diary.change(
            entry,
            details.span,
            title=entry.title,
            place=entry.place,
            link=entry.link,
            agenda=entry.agenda,
            reason=details.reason,
        )
    _set_next_turn(request, act)


@Flow.on("cancel_visit")
def call_off(request: SupportRequest, details: VisitCancel, act: Act) -> None:
    visit = _waiting_visit(request, details.visit_id)
    act.facts["on"] = visit.on.isoformat()
    visit.cancelled_at = act.at
    if entry := _in_diaries(visit):
        act.diary.call_off(entry, details.reason)
    _set_next_turn(request, act)


@Flow.on("change_date")
def move_with_its_date(request: SupportRequest, details: DateChange, act: Act) -> None:
    """A visit is on the day of its date, however that is changed."""
    for visit in request.waiting_visits:
        if visit.entry_id == details.entry_id:
            visit.on = details.on
            _set_next_turn(request, act)


@Flow.on("call_off_date")
def call_off_with_its_date(request: SupportRequest, details: DateOff, act: Act) -> None:
    """A visit whose date is off does not take place."""
    for visit in request.waiting_visits:
        if visit.entry_id == details.entry_id:
            visit.cancelled_at = act.at
            _set_next_turn(request, act)


@Flow.on("record_visit")
def keep_record(request: SupportRequest, details: VisitRecord, act: Act) -> None:
    if details.held_on > act.today:
        raise InvalidDetails({"held_on": "A visit can be recorded once it has taken place"})
    if details.visit_id is None:
        visit = SupportVisit(trust_id=request.trust_id)
        request.visits.append(visit)
    else:
        visit = _waiting_visit(request, details.visit_id)
    visit.on, visit.days = details.held_on, details.days
    visit.what_happened, visit.next_steps = details.what_happened, details.next_steps
    visit.recorded_at, visit.recorded_by_id = act.at, act.actor.id if act.actor else None
    grant = open_grant(request.id)
    if grant is not None:
        grant.used += details.days
    _set_next_turn(request, act)


@Flow.on("review_midpoint")
def move_the_end(request: SupportRequest, details: MidPointDetails, act: Act) -> None:
    if request.plan is not None:
        if details.ends_on < request.plan.first_contact_on:
            raise InvalidDetails({"ends_on": "The end must be after the first contact"})
        request.plan.ends_on = details.ends_on
    _set_next_turn(request, act)


@Flow.guard("finish")
def is_recorded(request: SupportRequest, _: None) -> None:
    if request.waiting_visits:
        raise NotYet("Record or call off the visits that are still planned, then finish.")
    if not any(visit.recorded_at for visit in request.visits):
        raise NotYet("Record at least one visit, then finish.")


# Judging and looking back


@Flow.on("evaluate")
def judge(request: SupportRequest, details: EvaluationDetails, act: Act) -> None:
    judged = {outcome.measure_id: outcome for outcome in details.outcomes}
    if set(judged) != {measure.id for measure in request.measures}:
        raise InvalidDetails({"outcomes": "Judge every success measure of the plan"})
    for measure in request.measures:
        measure.impact, measure.evidence = judged[measure.id].impact, judged[measure.id].evidence
    request.worth_it = details.worth_it
    _look_back_in_six_weeks(request, act)


@Flow.on("slipping")
def look_again_soon(request: SupportRequest, _: object, act: Act) -> None:
    _look_back_in_six_weeks(request, act)


@Flow.on("sustained")
def look_again_next_term(request: SupportRequest, _: object, act: Act) -> None:
    calendar = _receiving_calendar(request, act)
    begins = calendar.term_after(act.today)
    request.act_by = calendar.add_working_days(begins, NEXT_TERM_WORKING_DAYS)


@Flow.on("still_sustained")
def let_days_go(request: SupportRequest, _: object, act: Act) -> None:
    end_grant(request.id, act.today)


@Flow.on("extend")
def add_days(request: SupportRequest, details: ExtendDetails, act: Act) -> None:
    if request.plan is not None:
        request.plan.days += details.days
        request.plan.ends_on = max(request.plan.ends_on, act.today)
    grant = open_grant(request.id)
    if grant is not None:
        grant.days += details.days


# Shared by the above


def _waiting_visit(request: SupportRequest, visit_id: int) -> SupportVisit:
    for visit in request.waiting_visits:
        if visit.id == visit_id:
            return visit
    raise InvalidDetails({"visit_id": "Choose a visit that is still planned"})


def _in_diaries(visit: SupportVisit) -> CalendarEntry | None:
    """Its date, as long as it stands there: what is over stays in diaries as it was."""
    return visit.entry if visit.entry is not None and visit.entry.is_ahead else None


def usually_asked(request: SupportRequest) -> list[int]:
    """The giver, and whoever leads the school that is visited."""
    head = Post("head", request.receiving_school_id)
    heads = [holder.person_id for holder in holders([head])[head]]
    return [*([request.giver_id] if request.giver_id else []), *heads]


def _receiving_calendar(request: SupportRequest, act: Act) -> SchoolCalendar:
    return act.calendars.of(request.receiving_school_id)


def _set_next_turn(request: SupportRequest, act: Act) -> None:
    """The giver's next date: five working days after the next visit, else the end of the plan."""
    db.session.flush()
    waiting = sorted(visit.on for visit in request.waiting_visits)
    if waiting:
        calendar = act.calendars.of(int(request.giving_school_id or 0))
        request.act_by = calendar.add_working_days(waiting[0], RECORD_WITHIN)
    elif request.plan is not None:
        request.act_by = max(request.plan.ends_on, act.today)


def _look_back_in_six_weeks(request: SupportRequest, act: Act) -> None:
    calendar = _receiving_calendar(request, act)
    request.act_by = calendar.add_school_weeks(act.today, FOLLOW_UP_SCHOOL_WEEKS)
