"""What the steps from the host's answer to the day of the visit do, and what has to be true before them."""

from __future__ import annotations

from datetime import date

from workflows.clock import today
from workflows.database import db
from workflows.dates.details import DateChange, DateOff, Span
from workflows.details import InvalidDetails, Reason, in_future
from workflows.errors import NotYet
from workflows.people import Person, take_over
from workflows.perform import Act
from workflows.places import School
from workflows.visits.days import why_not
from workflows.visits.details import Assurance, HostDetails
from workflows.visits.effects import companions, forget_the_day
from workflows.visits.flow import VisitFlow as Flow
from workflows.visits.flow import host_contact
from workflows.visits.model import Visit


@Flow.on("accept")
def receive(visit: Visit, details: HostDetails, act: Act) -> None:
    check_day(visit, details.on, act)
    if details.places < visit.coming:
        raise InvalidDetails({"places": f"{visit.coming} would like to come. Say how many may, or decline"})
    contact = db.session.get(Person, details.contact_id)
    if contact is None or contact.left_on is not None or contact.school_id != visit.host_school_id:
        raise InvalidDetails({"contact_id": "Choose somebody who works at your school"})
    take_over(contact, host_contact.name, visit.id)
    visit.host_contact_id = contact.id
    _keep_span(visit, details.span)
    for name in ("places", "arrive_at", "timetable", "off_limits"):
        setattr(visit, name, getattr(details, name))
    visit.assured_at = act.at
    act.facts["contact"] = contact.name
    db.session.flush()


@Flow.on("ask_another_date", "did_not_happen")
def ask_for_another_day(visit: Visit, _: Reason, act: Act) -> None:
    if visit.starts_at is not None:
        act.facts["was_on"] = visit.starts_at.isoformat()
    forget_the_day(visit, act, act.transition.done)


@Flow.guard("confirm")
def can_be_confirmed(visit: Visit, _: object) -> None:
    if visit.on is None or visit.on <= today():
        raise NotYet("The day that the host has named is here or has passed. Ask for another date.")
    if visit.assured_at is None:
        raise NotYet("The host has to confirm who is coming first, because that has changed.")


@Flow.on("confirm")
def put_into_diaries(visit: Visit, _: None, act: Act) -> None:
    if visit.starts_at is None or visit.ends_at is None:
        raise NotYet("The host has named no day.")
    asked = [one for one in (visit.visitor_id, visit.host_contact_id) if one]
    entry = act.diary.add(
        Span(visit.starts_at, visit.ends_at),
        title=f"Visit: {visit.title}",
        asked=[*asked, *companions(visit.id)],
        place=_place(visit),
        agenda=visit.timetable,
    )
    visit.entry_id = entry.id
    act.facts["on"] = visit.starts_at.isoformat()


@Flow.guard("confirm_party")
def is_not_assured(visit: Visit, _: object) -> None:
    if visit.assured_at is not None:
        raise NotYet("Everybody who is coming has been confirmed.")


@Flow.on("confirm_party")
def keep_assurance(visit: Visit, _: Assurance, act: Act) -> None:
    visit.assured_at = act.at


@Flow.guard("say_visited", "did_not_happen")
def has_come(visit: Visit, _: object) -> None:
    if visit.on is None or visit.on > today():
        raise NotYet("The day of the visit has not come yet.")


@Flow.on("change_date")
def move_with_its_date(visit: Visit, details: DateChange, act: Act) -> None:
    """The visit is on the day of its date, however that is changed; the deadline moves with it."""
    if details.entry_id != visit.entry_id:
        return
    check_day(visit, details.on, act)
    _keep_span(visit, details.span)


@Flow.on("call_off_date")
def keep_its_date(visit: Visit, details: DateOff, _: Act) -> None:
    if details.entry_id == visit.entry_id:
        raise InvalidDetails(
            {"reason": "This is the visit itself. Move it, or call the visit off on its page"}
        )


def check_day(visit: Visit, day: date, act: Act) -> None:
    """Raises InvalidDetails where the day lies behind, or there are no lessons at one of the schools."""
    in_future(day, act.today, field="on")
    problem = why_not(day, schools_of(visit), act.calendars)
    if problem:
        raise InvalidDetails({"on": problem})


def schools_of(visit: Visit) -> list[School]:
    """The two schools of a visit, as far as they are known; the host first."""
    return [school for school in (visit.host_school, visit.visiting_school) if school is not None]


def _keep_span(visit: Visit, span: Span) -> None:
    visit.starts_at, visit.ends_at = span.starts_at, span.ends_at


def _place(visit: Visit) -> str:
    school = visit.host_school.name if visit.host_school else ""
    return ", ".join(filter(None, (school, visit.arrive_at)))
