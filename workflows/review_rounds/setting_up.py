"""What a round is about: when visits can be, what matters, which schools, and who is away."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from workflows.database import db
from workflows.details import InvalidDetails, Reason
from workflows.giving import FocusArea
from workflows.people import Person, colleague
from workflows.perform import Act, open_case
from workflows.places import School
from workflows.review_rounds.details import (
    AbsenceDetails,
    AbsenceOff,
    HostChange,
    HostsDetails,
    LookBack,
    RoundDetails,
    VisitShape,
    WeightsDetails,
)
from workflows.review_rounds.flow import ReviewRoundFlow as Flow
from workflows.review_rounds.model import ReviewAbsence, ReviewRound, RoundHost

_FIELDS = ("title", "starts_on", "ends_on", "decide_by", "reviewers", "most_a_week", "most_sent")


def begin_round(details: RoundDetails, actor: Person, *, form_key: str | None = None) -> ReviewRound:
    """Open a round, of which nothing is planned yet. Raises as `open_case` does."""
    made = ReviewRound(
        title=details.title,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        decide_by=details.decide_by,
        weights={},
    )
    return open_case(made, Flow.start.name, actor, details, form_key=form_key)


@Flow.on("start", "edit")
def set_size(round_: ReviewRound, details: RoundDetails, act: Act) -> None:
    is_new_date = act.transition.opens or details.decide_by != round_.decide_by
    if is_new_date and details.decide_by < act.today:
        raise InvalidDetails({"decide_by": "Choose today or a date in the future"})
    for name in _FIELDS:
        setattr(round_, name, getattr(details, name))
    round_.required_by_trust = details.required_by_trust


@Flow.on("weigh")
def weigh(round_: ReviewRound, details: WeightsDetails, _: Act) -> None:
    round_.weights = details.as_json()


# Schools


@Flow.on("choose_hosts")
def choose_hosts(round_: ReviewRound, details: HostsDetails, act: Act) -> None:
    wanted = list(dict.fromkeys(details.school_ids))
    schools = {
        one.id: one for one in db.session.scalars(select(School).where(School.id.in_(wanted))) if one.is_open
    }
    if len(schools) < len(wanted):
        raise InvalidDetails({"school_ids": "Choose schools of the trust that are open"})
    _check_areas(details.focus_area_ids)
    known = {host.school_id for host in round_.hosts}
    leaving = known - set(wanted)
    round_.hosts = [host for host in round_.hosts if host.school_id not in leaving]
    round_.decisions = [one for one in round_.decisions if one.school_id not in leaving]
    for school_id in wanted:
        if school_id not in known:
            host = RoundHost(trust_id=round_.trust_id, school_id=school_id)
            _shape(host, details)
            round_.hosts.append(host)
    act.facts["schools"] = [schools[one].name for one in wanted]


@Flow.on("change_host")
def change_host(round_: ReviewRound, details: HostChange, act: Act) -> None:
    host = next((one for one in round_.hosts if one.school_id == details.school_id), None)
    if host is None:
        raise InvalidDetails({"school_id": "Choose a school of this round"})
    _check_areas(details.focus_area_ids)
    _shape(host, details)
    act.facts["school"] = host.school.name


def _shape(host: RoundHost, shape: VisitShape) -> None:
    first, *others = dict.fromkeys(shape.focus_area_ids)
    host.focus_area_id, host.second_focus_id = first, next(iter(others), None)
    host.days = shape.days


def _check_areas(ids: Iterable[int]) -> None:
    wanted = set(ids)
    found = set(db.session.scalars(select(FocusArea.id).where(FocusArea.id.in_(wanted))))
    if found != wanted:
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})


# Who is away


@Flow.on("add_absence")
def add_absence(round_: ReviewRound, details: AbsenceDetails, act: Act) -> None:
    person = colleague(details.person_id, round_.trust_id, field="person_id")
    if details.last < act.today:
        raise InvalidDetails({"last": "Choose days that are still to come"})
    db.session.add(
        ReviewAbsence(
            trust_id=round_.trust_id,
            person_id=person.id,
            first=details.first,
            last=details.last,
            reason=details.reason,
        )
    )
    act.facts["who"] = person.name


@Flow.on("end_absence")
def end_absence(_: ReviewRound, details: AbsenceOff, act: Act) -> None:
    absence = db.session.get(ReviewAbsence, details.absence_id)
    if absence is None:
        raise InvalidDetails({"absence_id": "Choose when they are not away after all"})
    act.facts["who"] = absence.person.name
    db.session.delete(absence)


# Its end


@Flow.on("look_back")
def keep_what_was_said(round_: ReviewRound, details: LookBack, _: Act) -> None:
    round_.said = details.said


@Flow.on("abandon")
def stop_planning(round_: ReviewRound, _: Reason, act: Act) -> None:
    """A plan that is being made is not waited for any more."""
    if run := round_.run_in_hand:
        run.stop_asked_at = act.at
