"""Being there: by a tap, by the code at the door or in the register; and saying that one cannot come."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select

from workflows.cases import Case
from workflows.database import db
from workflows.dates.model import Answer, CalendarEntry, Via
from workflows.details import InvalidDetails
from workflows.people import Holder, Person, holders_called
from workflows.perform import Act
from workflows.sign_ups.details import ApologyDetails, CheckInDetails, RegisterDetails, Way
from workflows.sign_ups.gathering import EARLY, date_of, why_not_here
from workflows.sign_ups.model import Apology, CheckIn
from workflows.sign_ups.places import give_up_everything, who_acts


def check_in(case: Case, details: CheckInDetails, act: Act) -> None:
    person, problem = who_acts(act), why_not_here(date_of(case), act.at)
    if problem:
        raise InvalidDetails({"via": problem})
    if is_here(case.id, person.id):
        raise InvalidDetails({"via": "You are checked in already"})
    _put_down(case, person, details.via, act)
    _forget(Apology, case, {person.id})


def apologise(case: Case, details: ApologyDetails, act: Act) -> None:
    """Their places are given on, their diary says No, and whoever arranged the date hears of it."""
    person, entry = who_acts(act), date_of(case)
    if entry is not None and entry.ends_at <= act.at:
        raise InvalidDetails({"reason": "This is over. Tell whoever keeps the register"})
    if is_here(case.id, person.id):
        raise InvalidDetails({"reason": "You are checked in as being here"})
    give_up_everything(case, person.id, act)
    _forget(Apology, case, {person.id})
    db.session.add(_apology(case, person, act, reason=details.reason.strip()))
    if entry is not None:
        _answer_no(entry, person, act)


def keep_register(case: Case, details: RegisterDetails, act: Act) -> None:
    """What whoever keeps the register says counts; those of whom they say nothing stay as they are."""
    entry = date_of(case)
    if entry is None or act.at < entry.starts_at - EARLY:
        raise InvalidDetails({"present": "The register opens an hour before it begins"})
    marked = {*details.present, *details.apologies, *details.absent}
    people = holders_called(marked)
    if len(people) < len(marked):
        raise InvalidDetails({"present": "Mark people who work in the trust"})
    _forget(CheckIn, case, {*details.apologies, *details.absent})
    _forget(Apology, case, {*details.present, *details.absent})
    here = _known(CheckIn, case)
    for person_id in details.present:
        if person_id not in here:
            _put_down(case, people[person_id], Way.REGISTER, act)
    excused = _known(Apology, case)
    for person_id in details.apologies:
        if person_id not in excused:
            db.session.add(_apology(case, people[person_id], act))
    act.facts |= {"here": len(details.present), "excused": len(details.apologies)}


def is_here(case_id: int, person_id: int) -> bool:
    """Whether somebody has been put down as being there."""
    found = select(CheckIn.id).where(CheckIn.case_id == case_id, CheckIn.person_id == person_id)
    return db.session.scalar(found) is not None


def _answer_no(entry: CalendarEntry, person: Person, act: Act) -> None:
    own = next((one for one in entry.asked if one.person_id == person.id), None)
    if own is not None and entry.organiser_id != person.id:
        act.diary.answer(own, Answer.NO, via=Via.PAGE)
        act.tell_people.append(entry.organiser_id)


def _put_down(case: Case, person: Person | Holder, via: Way, act: Act) -> None:
    row = CheckIn(trust_id=case.trust_id, case_id=case.id, via=via, at=act.at)
    row.person_id, row.school_id = _number_of(person), person.school_id
    db.session.add(row)
    db.session.flush()


def _apology(case: Case, person: Person | Holder, act: Act, *, reason: str = "") -> Apology:
    made = Apology(trust_id=case.trust_id, case_id=case.id, reason=reason, at=act.at)
    made.person_id, made.school_id = _number_of(person), person.school_id
    return made


def _number_of(person: Person | Holder) -> int:
    return person.id if isinstance(person, Person) else person.person_id


def _forget(kind: type[CheckIn | Apology], case: Case, people: Collection[int]) -> None:
    db.session.execute(delete(kind).where(kind.case_id == case.id, kind.person_id.in_(people)))


def _known(kind: type[CheckIn | Apology], case: Case) -> set[int]:
    return set(db.session.scalars(select(kind.person_id).where(kind.case_id == case.id)))
