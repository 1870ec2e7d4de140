"""What else each step of a support request does, and what has to be true before it."""

from __future__ import annotations

from datetime import timedelta

from workflows.actions import ActionDetails, agree
from workflows.database import db
from workflows.details import (
    FileDetails,
    InvalidDetails,
    NoteDetails,
    PauseDetails,
    PersonChange,
    Reason,
    in_future,
)
from workflows.errors import NotYet
from workflows.files import attach
from workflows.giving import Grant, end_grant, grant_days, open_grant, people_in_conflict
from workflows.people import Person, Post, appoint, colleague, end_appointments, holders, take_over
from workflows.perform import Act, keep_note
from workflows.places import School
from workflows.school_calendar import academic_year
from workflows.support_requests.details import (
    OfferDetails,
    PlanDetails,
    ReleaseDetails,
    RequestDetails,
    SummaryDetails,
    TriageDetails,
    WaitDetails,
)
from workflows.support_requests.flow import SupportRequestFlow as Flow
from workflows.support_requests.model import (
    Offer,
    OfferAnswer,
    SuccessMeasure,
    SupportPlan,
    SupportRequest,
)

FIRST_CONTACT_WITHIN = timedelta(days=7)

WANTED = {
    "focus_area_id": "Choose what the request is about",
    "need": "Say what the school needs help with",
    "difference": "Say what should be different for pupils",
    "evidence": "Say how you know",
    "wanted_from": "Enter the date from which support is wanted",
    "wanted_until": "Enter the date until which support is wanted",
    "contact": "Say whom the giver should get in touch with",
}
"""What a request must say before it is sent."""


def missing(request: SupportRequest) -> dict[str, str]:
    """What a draft still lacks, with a sentence for each field."""
    return {name: message for name, message in WANTED.items() if not getattr(request, name)}


# Asking


@Flow.on("start")
def begin(request: SupportRequest, _: None, act: Act) -> None:
    if act.actor is not None:
        appoint(act.actor, "requester", request.id)
        db.session.flush()


@Flow.guard("submit", "ask_head")
def is_complete(request: SupportRequest, _: None) -> None:
    problems = missing(request)
    if problems:
        raise InvalidDetails(problems)


@Flow.on("edit")
def write(request: SupportRequest, details: RequestDetails, _: Act) -> None:
    for name in ("title", *WANTED):
        setattr(request, name, getattr(details, name))


# Finding support


@Flow.on("triage")
def choose_coordinator(request: SupportRequest, details: TriageDetails, act: Act) -> None:
    request.route, request.priority = details.route, details.priority
    chosen = colleague(details.coordinator_id, request.trust_id, field="coordinator_id")
    take_over(chosen, "coordinator", request.id)
    act.facts["coordinator"] = chosen.name


@Flow.on("wait")
def look_again(request: SupportRequest, details: WaitDetails, act: Act) -> None:
    request.look_again_on = in_future(details.look_again_on, act.today, field="look_again_on")


@Flow.on("offer")
def ask_school(request: SupportRequest, details: OfferDetails, act: Act) -> None:
    school = db.session.get(School, details.school_id)
    if school is None or not school.is_open or school.id == request.receiving_school_id:
        raise InvalidDetails({"school_id": "Choose another school of the trust that is open"})
    if not holders({Post("head", school.id)})[Post("head", school.id)]:
        raise InvalidDetails(
            {"school_id": f"{school.name} has no head on Alongside who could release somebody"}
        )
    if details.person_id is not None:
        asked = _can_give(request, details.person_id, field="person_id", act=act, school_id=school.id)
        act.facts["person"] = asked.name
    request.giving_school_id = school.id
    request.offers.append(
        Offer(
            trust_id=request.trust_id,
            school_id=school.id,
            person_id=details.person_id,
            days=details.days,
            message=details.message,
            offered_at=act.at,
        )
    )
    act.facts["school"] = school.name


@Flow.on("release")
def name_the_giver(request: SupportRequest, details: ReleaseDetails, act: Act) -> None:
    giver = _can_give(request, details.giver_id, field="giver_id", act=act)
    _answer(request, OfferAnswer.RELEASED, details.note, act)
    request.giver_id = giver.id
    appoint(giver, "giver", request.id)
    _grant(request, details.days, act)
    act.facts["giver"] = giver.name
    db.session.flush()


@Flow.on("decline")
def note_decline(request: SupportRequest, details: Reason, act: Act) -> None:
    _school_no_longer_asked(request, OfferAnswer.DECLINED, details.reason, act)


@Flow.on("move_on")
def note_moving_on(request: SupportRequest, details: Reason, act: Act) -> None:
    # They are told, although after this their school has no part in the request.
    act.tell_posts.append(Post("head", int(request.giving_school_id or 0)))
    _school_no_longer_asked(request, OfferAnswer.MOVED_ON, details.reason, act)


# Agreeing


@Flow.guard("sign")
def has_plan(request: SupportRequest, _: None) -> None:
    if request.plan is None:
        raise NotYet("Write the plan first; then everybody can sign it.")


@Flow.on("propose_plan")
def write_plan(request: SupportRequest, details: PlanDetails, act: Act) -> None:
    plan = request.plan or SupportPlan(trust_id=request.trust_id)
    for name in ("focus", "days", "frequency", "cost", "exit_plan", "first_contact_on", "ends_on"):
        setattr(plan, name, getattr(details, name))
    request.plan = plan
    request.measures = _measures(request, details.measures)
    grant = open_grant(request.id)
    if grant is not None:
        grant.days = details.days


def _measures(request: SupportRequest, texts: tuple[str, ...]) -> list[SuccessMeasure]:
    """The measures with these texts; one that stays keeps what has been judged of it."""
    known = {measure.text: measure for measure in request.measures}
    kept = []
    for position, text in enumerate(dict.fromkeys(text.strip() for text in texts), start=1):
        measure = known.get(text) or SuccessMeasure(trust_id=request.trust_id, text=text)
        measure.position = position
        kept.append(measure)
    return kept


@Flow.on("sign")
def set_off(request: SupportRequest, _: None, act: Act) -> None:
    if request.plan is not None:
        latest = act.today + FIRST_CONTACT_WITHIN
        agreed = request.plan.first_contact_on
        request.act_by = agreed if act.today <= agreed < latest else latest


@Flow.on("step_back", "reopen")
def let_giver_go(request: SupportRequest, details: Reason, act: Act) -> None:
    for post in (Post("head", int(request.giving_school_id or 0)), Post("giver", request.id)):
        act.tell_posts.append(post)
    _end_giving(request, act)
    request.giving_school_id = request.giver_id = None


# Side states, notes, files, people


@Flow.on("pause")
def stop_clock(request: SupportRequest, details: PauseDetails, act: Act) -> None:
    request.look_again_on = in_future(details.look_again_on, act.today, field="look_again_on")


@Flow.on("withdraw", "discard")
def give_days_back(request: SupportRequest, _: Reason, act: Act) -> None:
    _answer(request, OfferAnswer.MOVED_ON, "", act)
    end_grant(request.id, act.today)


@Flow.on("add_note")
def write_note(request: SupportRequest, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


@Flow.on("attach")
def keep_file(request: SupportRequest, details: FileDetails, act: Act) -> None:
    file = attach(details.file_id, request.id, details.title)
    act.facts |= {"digest": file.digest, "size": file.size, "name": file.original_name}


@Flow.on("ask_for_action")
def open_action(request: SupportRequest, details: ActionDetails, act: Act) -> None:
    action = agree(details, act)
    act.facts |= {"reference": action.reference, "owner": action.owner.name}


@Flow.on("release_summary")
def release(request: SupportRequest, details: SummaryDetails, act: Act) -> None:
    request.summary, request.summary_released_at = details.summary, act.at


@Flow.on("change_people")
def change_person(request: SupportRequest, details: PersonChange, act: Act) -> None:
    """Somebody joins, leaves, or takes another's place; the newcomer is told."""
    if details.role not in ("requester", "coordinator", "giver", "member"):
        raise InvalidDetails({"role": "Choose what they do on this request"})
    if details.role != "member" and details.joining_id is None:
        raise InvalidDetails({"joining_id": "Choose who takes over: somebody has to"})
    if details.role == "giver" and request.giver_id is None:
        raise InvalidDetails({"role": "Nobody gives this support yet"})
    if details.role != "member" or details.leaving_id is not None:
        _leave(request, details, act)
    if details.joining_id is not None:
        _join(request, details.role, details.joining_id, act)
    db.session.flush()


def _leave(request: SupportRequest, details: PersonChange, act: Act) -> None:
    """End one member's part, or that of everybody who has the part that somebody else now takes."""
    person_id = details.leaving_id if details.role == "member" else None
    ended = end_appointments(request.id, role=details.role, person_id=person_id)
    if not ended and details.role == "member":
        raise InvalidDetails({"leaving_id": "Choose somebody who has a part in this request"})
    act.facts["left"] = [appointment.person.name for appointment in ended]
    for appointment in ended:
        act.diary.replace(appointment.person_id, details.joining_id)


def _join(request: SupportRequest, role: str, person_id: int, act: Act) -> None:
    if role == "giver":
        giver = _can_give(request, person_id, field="joining_id", act=act)
        days_left = end_grant(request.id, act.today)
        request.giver_id = giver.id
        _grant(request, days_left, act)
    newcomer = colleague(person_id, request.trust_id, field="joining_id")
    db.session.flush()
    appoint(newcomer, role, request.id)
    act.tell_posts.append(Post(role, request.id))
    act.facts["joined"] = newcomer.name


# Shared by the above


def _can_give(
    request: SupportRequest, person_id: int, *, field: str, act: Act, school_id: int | None = None
) -> Person:  # fmt: skip
    """The person, if they work at the giving school and have no conflict with the receiving one."""
    person = colleague(person_id, request.trust_id, field=field)
    if person.school_id != (school_id or request.giving_school_id):
        raise InvalidDetails({field: "Choose somebody who works at the giving school"})
    head = Post("head", request.receiving_school_id)
    heads = {holder.person_id for holder in holders({head})[head]}
    if person.id in people_in_conflict(request.receiving_school_id, heads, act.today):
        raise InvalidDetails({field: f"{person.name} has declared a conflict of interest here"})
    return person


def _answer(request: SupportRequest, answer: OfferAnswer, reason: str, act: Act) -> None:
    for offer in request.offers:
        if offer.answer is OfferAnswer.WAITING:
            offer.answer, offer.answered_at, offer.reason = answer, act.at, reason


def _school_no_longer_asked(request: SupportRequest, answer: OfferAnswer, reason: str, act: Act) -> None:
    if request.giving_school is not None:
        act.facts["school"] = request.giving_school.name
    _answer(request, answer, reason, act)
    request.giving_school_id = None


def _grant(request: SupportRequest, days: float, act: Act) -> None:
    grant_days(
        Grant(
            trust_id=request.trust_id,
            case_id=request.id,
            person_id=request.giver_id,
            giving_school_id=request.giving_school_id,
            receiving_school_id=request.receiving_school_id,
            year=academic_year(act.today),
            days=days,
            used=0.0,
        )
    )


def _end_giving(request: SupportRequest, act: Act) -> None:
    end_grant(request.id, act.today)
    end_appointments(request.id, role="giver")
    db.session.flush()
