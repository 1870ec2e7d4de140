"""Planning a review, forming its team, and what happens when days or people change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import select

from workflows.database import db
from workflows.dates.details import Timed
from workflows.dates.model import CalendarEntry
from workflows.details import InvalidDetails, PauseDetails, PersonChange, Reason, in_future
from workflows.errors import NotYet
from workflows.giving import FocusArea
from workflows.peer_reviews.days import (
    READY_BEFORE,
    REPORT_AFTER,
    SCOPE_BEFORE,
    SELF_REVIEW_BEFORE,
    check_days,
)
from workflows.peer_reviews.details import (
    MOST_REVIEWERS,
    DaysMoved,
    PlanDetails,
    ReadersDeclared,
    TeamDetails,
    VisitDays,
)
from workflows.peer_reviews.flow import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import coordinator, lead_reviewer, reviewer, workshop_leader
from workflows.peer_reviews.model import PeerReview, ReportReader, ReviewDay, ReviewFocus
from workflows.peer_reviews.team import (
    doubts,
    heads_of,
    lacks_strength,
    schools_of_visit,
    team_of,
    who_is_elsewhere,
    why_not,
    why_not_lead_workshop,
)
from workflows.peer_reviews.timetable import move_activities, pass_on
from workflows.people import Person, Post, appoint, colleague, end_appointments, holders
from workflows.perform import Act, open_case
from workflows.places import School

_HELD_BY_ONE: Final = frozenset({lead_reviewer.name, coordinator.name, workshop_leader.name})
_PARTS: Final = _HELD_BY_ONE | {reviewer.name}


# Planning


def plan_review(
    host_school_id: int,
    details: PlanDetails,
    actor: Person,
    *,
    form_key: str | None = None,
    out_of: Act | None = None,
) -> PeerReview:
    """Open the review of a school, out of the year's round or by itself. Raises as `open_case` does."""
    school = db.session.get(School, host_school_id)
    if school is None or not school.is_open:
        raise InvalidDetails({"host_school_id": "Choose a school of the trust that is open"})
    days = sorted(set(details.days))
    areas = _focus_areas(details.focus_area_ids)
    review = PeerReview(
        title=f"{school.name}: {' and '.join(area.name for area in areas)}",
        host_school=school,
        host_school_id=school.id,
        round_id=out_of.case.id if out_of else None,
        required_by_trust=details.required_by_trust,
        with_estimates=details.with_estimates,
        visit_starts_on=days[0],
        visit_ends_on=days[-1],
    )
    name = Flow.plan_in_round.name if out_of else Flow.plan.name
    return open_case(review, name, actor, details, form_key=form_key, out_of=out_of)


@Flow.on("plan", "plan_in_round")
def begin(review: PeerReview, details: PlanDetails, act: Act) -> None:
    if act.actor is not None:
        appoint(act.actor, coordinator.name, review.id)
    days = check_days(details.days, [review.host_school], act.calendars, today=act.today)
    for position, area in enumerate(_focus_areas(details.focus_area_ids), start=1):
        db.session.add(
            ReviewFocus(
                trust_id=review.trust_id, review_id=review.id, focus_area_id=area.id, position=position
            )
        )
    _set_days(review, days, act)
    act.facts["school"] = review.host_school.name
    db.session.flush()
    db.session.refresh(review, ["foci"])


def _focus_areas(ids: Iterable[int]) -> list[FocusArea]:
    wanted = list(dict.fromkeys(ids))
    found = {
        area.id: area
        for area in db.session.scalars(select(FocusArea).where(FocusArea.id.in_(wanted)))
    }  # fmt: skip
    if len(found) < len(wanted):
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})
    return [found[one] for one in wanted]


def _set_days(review: PeerReview, days: list[date], act: Act) -> None:
    """Other days, and with them every date before and after the visit that hangs on them."""
    review.days = [ReviewDay(trust_id=review.trust_id, on=day) for day in days]
    review.visit_starts_on, review.visit_ends_on = days[0], days[-1]
    calendar = act.calendars.of(review.host_school_id)
    # A visit planned at short notice leaves less time than is usual, but never a date that has passed.
    soonest = calendar.add_working_days(act.today, 1)

    def before(count: int) -> date:
        return max(calendar.add_working_days(days[0], -count), soonest)

    review.self_review_due_on = before(SELF_REVIEW_BEFORE)
    review.scope_due_on, review.ready_by = before(SCOPE_BEFORE), before(READY_BEFORE)
    review.report_due_on = calendar.add_working_days(days[-1], REPORT_AFTER)


# The team


@Flow.on("form_team")
def appoint_team(review: PeerReview, details: TeamDetails, act: Act) -> None:
    lead = _reviewer(review, details.lead_id, field="lead_id", act=act)
    others = [_reviewer(review, one, field="reviewer_ids", act=act) for one in details.reviewer_ids]
    schools = schools_of_visit(review, [lead.id, *details.reviewer_ids])
    if lacks_strength(review, [school.id for school in schools[1:]]):
        raise InvalidDetails(
            {"reviewer_ids": "Choose at least one reviewer from a school that is strong in a focus"}
        )
    check_days(review.visit_days, schools, act.calendars, today=act.today)
    appoint(lead, lead_reviewer.name, review.id)
    for one in others:
        appoint(one, reviewer.name, review.id)
    act.facts |= {"lead": lead.name, "reviewers": [one.name for one in others]}
    db.session.flush()
    put_days_in_diaries(review, act)


def _reviewer(review: PeerReview, person_id: int, *, field: str, act: Act) -> Person:
    """The person, if they may be on the team. Raises InvalidDetails with why not."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise InvalidDetails({field: "Choose somebody who works in the trust"})
    problem = why_not(review, person, act.today, leads=field == "lead_id")
    if problem:
        raise InvalidDetails({field: problem})
    return person


@Flow.on("change_people")
def change_person(review: PeerReview, details: PersonChange, act: Act) -> None:
    """Somebody joins the team, leaves it or takes another's place, with their dates."""
    if details.role not in _PARTS:
        raise InvalidDetails({"role": "Choose what they do in this review"})
    if details.role in _HELD_BY_ONE and details.joining_id is None:
        raise InvalidDetails({"joining_id": "Choose who takes over: somebody has to"})
    joining = _joining(review, details, act)
    if details.role in _HELD_BY_ONE or details.leaving_id is not None:
        _leave(review, details, act)
    if joining is not None:
        _appoint(review, joining, details.role)
        act.facts["joined"] = joining.name
        act.tell_posts.append(Post(details.role, review.id))
    db.session.flush()
    _ask_newcomer(review, joining, details.role, act)
    act.begins_anew = not doubts(review, act.today)


def _joining(review: PeerReview, details: PersonChange, act: Act) -> Person | None:
    if details.joining_id is None:
        return None
    person = colleague(details.joining_id, review.trust_id, field="joining_id")
    problem = ""
    if details.role == reviewer.name and review.agreed_on is not None:
        # The report is the host's by now: it alone says who else reads it. Somebody has to look back as lead.
        problem = "The report is agreed, so nobody joins the team any more. Its head lets others read it"
    elif details.role in (lead_reviewer.name, reviewer.name):
        problem = why_not(review, person, act.today, leads=details.role == lead_reviewer.name)
    if details.role == workshop_leader.name:
        problem = why_not_lead_workshop(review, person, act.today)
    if problem:
        raise InvalidDetails({"joining_id": problem})
    return person


def _appoint(review: PeerReview, joining: Person, role: str) -> None:
    """Nobody is on a team twice, and no team grows too large."""
    if role == lead_reviewer.name:
        end_appointments(review.id, role=reviewer.name, person_id=joining.id)
        db.session.flush()
    appoint(joining, role, review.id)
    team = team_of(review)
    if role == reviewer.name and team.lead is not None and team.lead.person_id == joining.id:
        raise InvalidDetails({"joining_id": f"{joining.name} leads this review already"})
    if len(team.reviewers) > MOST_REVIEWERS:
        raise InvalidDetails({"joining_id": f"A team has {MOST_REVIEWERS} reviewers at most beside its lead"})


def _leave(review: PeerReview, details: PersonChange, act: Act) -> None:
    person_id = None if details.role in _HELD_BY_ONE else details.leaving_id
    ended = end_appointments(review.id, role=details.role, person_id=person_id)
    if not ended and person_id is not None:
        raise InvalidDetails({"leaving_id": "Choose somebody who has a part in this review"})
    act.facts["left"] = [appointment.person.name for appointment in ended]
    db.session.flush()
    heir = _heir(review, details.joining_id)
    for appointment in ended:
        pass_on(review, appointment.person_id, heir)
        act.diary.replace(appointment.person_id, heir.id if heir else None)


def _heir(review: PeerReview, joining_id: int | None) -> Person | None:
    """Who goes where somebody who leaves was to go: the newcomer, else whoever is on the team still."""
    ids = [joining_id] if joining_id else team_of(review).ids
    return db.session.get(Person, ids[0]) if ids else None


def _ask_newcomer(review: PeerReview, joining: Person | None, role: str, act: Act) -> None:
    """A newcomer to the team is asked to the days of the visit, if nobody's place brought them there."""
    if joining is None or role not in (lead_reviewer.name, reviewer.name):
        return
    for day in review.days:
        if day.entry is not None and day.entry.is_ahead:
            act.diary.ask(day.entry, [joining.id])
    if role == lead_reviewer.name and review.state_now in Flow.with_team.members:
        put_days_in_diaries(review, act)  # those that came while nobody led it


@Flow.on("step_down")
def let_go(review: PeerReview, _: Reason, act: Act) -> None:
    """Whoever steps down leaves the days of the visit; the coordinator finds somebody else."""
    if act.actor is None:
        return
    for role in (lead_reviewer.name, reviewer.name):
        end_appointments(review.id, role=role, person_id=act.actor.id)
    act.facts["left"] = [act.actor.name]
    db.session.flush()
    heir = _heir(review, None)
    pass_on(review, act.actor.id, heir)
    post = Post(coordinator.name, review.id)
    others = [heir.id] if heir else [one.person_id for one in holders([post])[post]]
    act.diary.replace(act.actor.id, next(iter(others), None))


@Flow.on("doubt_team")
def name_doubts(review: PeerReview, _: None, act: Act) -> None:
    act.facts["doubts"] = doubts(review, act.today)


# The days


def put_days_in_diaries(review: PeerReview, act: Act) -> None:
    """Every day of the visit that stands nowhere yet, for the team and the host's head."""
    team = team_of(review)
    organiser = db.session.get(Person, team.lead.person_id) if team.lead else act.actor
    for day in review.days:
        if day.entry_id is None and day.on >= act.today:
            entry = act.diary.add(
                Timed(on=day.on).span,
                title=f"Peer review at {review.host_school.name}",
                asked=[*team.ids, *sorted(heads_of(review))],
                place=review.host_school.name,
                organiser=organiser,
            )
            day.entry_id = entry.id


@Flow.on("move_visit")
def move_days(review: PeerReview, details: DaysMoved, act: Act) -> None:
    act.facts["was_on"] = [day.isoformat() for day in review.visit_days]
    move_to(review, details, act, reason=details.reason)


@Flow.on("set_days")
def set_new_days(review: PeerReview, details: VisitDays, act: Act) -> None:
    move_to(review, details, act, reason="")
    review.look_again_on = None


def move_to(review: PeerReview, details: VisitDays, act: Act, *, reason: str) -> None:
    """Move the visit: each day takes its date in diaries and its activities with it."""
    days = check_days(
        details.days, schools_of_visit(review, team_of(review).ids), act.calendars, today=act.today
    )
    moved = moved_days(review.visit_days, days)
    entries = {}
    for day in review.days:
        entry = day.entry if day.entry is not None and day.entry.is_ahead else None
        goes_to = day.on if day.on in days else moved.get(day.on)
        if entry is not None and goes_to is None:
            act.diary.call_off(entry, reason or Flow.set_days.done)
        elif entry is not None and goes_to is not None:
            entries[goes_to] = entry.id
            _move_day(entry, goes_to, act, reason)
    leaving = {on: moved.get(on, days[-1]) for on in review.visit_days if on not in days}
    move_activities(review, leaving, act, reason=reason)
    _replace_days(review, days, entries, act)
    busy = who_is_elsewhere(review)
    if busy:
        raise InvalidDetails({"days": f"{busy}. Choose other days, or change the team first"})


def moved_days(old: list[date], new: list[date]) -> dict[date, date]:
    """To which new day each day goes that does not stay: the first to the first, and so on."""
    leaving = [day for day in old if day not in new]
    coming = [day for day in new if day not in old]
    return dict(zip(leaving, coming, strict=False))


def _move_day(entry: CalendarEntry, on: date, act: Act, reason: str) -> None:
    if entry.first_day != on:
        span = Timed(on=on).span
        act.diary.change(
            entry, span, title=entry.title, place=entry.place, link=entry.link, agenda="", reason=reason
        )


def _replace_days(review: PeerReview, days: list[date], entries: dict[date, int], act: Act) -> None:
    review.days = []
    db.session.flush()
    _set_days(review, days, act)
    for day in review.days:
        day.entry_id = entries.get(day.on)
    db.session.flush()
    if team_of(review).lead is not None:
        put_days_in_diaries(review, act)


@Flow.on("postpone")
def stop_clock(review: PeerReview, details: PauseDetails, act: Act) -> None:
    in_future(details.look_again_on, act.today, field="look_again_on")
    review.look_again_on = details.look_again_on
    for entry in act.diary.ahead():
        act.diary.call_off(entry, details.reason)
    for day in review.days:
        day.entry_id = None
    for activity in review.activities:
        activity.entry_id = None


# Readers whom the trust declares


@Flow.guard("declare_readers")
def is_required(review: PeerReview, _: ReadersDeclared | None) -> None:
    if not review.required_by_trust:
        raise NotYet("The host asked for this review, and chooses its readers alone.")


@Flow.on("declare_readers")
def declare(review: PeerReview, details: ReadersDeclared, act: Act) -> None:
    review.readers_note, review.readers_declared_at = details.note, act.at
    add_readers(review, details.reader_ids, by_trust=True)


def add_readers(review: PeerReview, person_ids: Iterable[int], *, by_trust: bool) -> None:
    """Write down who will read the report, before there is one; those who were named stay no longer."""
    wanted = set(person_ids)
    known = set(
        db.session.scalars(
            select(Person.id).where(Person.id.in_(wanted), Person.left_on.is_(None))
        )
    )  # fmt: skip
    if wanted - known:
        raise InvalidDetails({"reader_ids": "Choose people who work in the trust"})
    waiting = [one for one in review.report_readers if one.released_at is None]
    for one in waiting:
        if one.declared_by_trust == by_trust and one.person_id not in wanted:
            review.report_readers.remove(one)
            db.session.delete(one)
    named = {one.person_id for one in review.report_readers if one.ended_at is None}
    for person_id in sorted(wanted - named):
        review.report_readers.append(
            ReportReader(trust_id=review.trust_id, person_id=person_id, declared_by_trust=by_trust)
        )
