"""What is offered on a day: workshops with places, stalls of quick wins, or the whole of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Final

from sqlalchemy import delete, insert, select

from workflows.cases import Case
from workflows.clock import LONDON, time_in_words
from workflows.database import db
from workflows.dates.details import Span
from workflows.details import InvalidDetails
from workflows.errors import NotYourRole
from workflows.library import EntryDetails, Origin, known_areas
from workflows.library import offer as put_into_library
from workflows.machine import Effect, Role
from workflows.people import Post, holders_called, posts_of
from workflows.perform import Act
from workflows.sign_ups.details import (
    Kind,
    OfferingChange,
    OfferingDetails,
    OfferingOff,
    StallChange,
    StallDetails,
    StallKept,
    Standing,
)
from workflows.sign_ups.gathering import date_of
from workflows.sign_ups.model import Offering, OfferingLeader, SignUp
from workflows.sign_ups.places import STANDS, give_out, offering_of, taken, tell, who_acts

OFF_MAIL: Final = "sign_ups/withdrawn"
CHANGED_MAIL: Final = "sign_ups/changed"


def add(case: Case, details: OfferingDetails, act: Act) -> None:
    if details.kind is Kind.WHOLE:
        raise InvalidDetails({"kind": "Only one thing can be the whole of the day"})
    add_offering(case, details, act)


def add_offering(case: Case, details: OfferingDetails, act: Act) -> Offering:
    """Put something on offer, the whole of the day too; for effects with which a case begins."""
    _check(case, details)
    made = Offering(trust_id=case.trust_id, case_id=case.id, kind=details.kind, title=details.title)
    _write(made, details)
    db.session.add(made)
    db.session.flush()
    _lead(made, details.leader_ids)
    act.facts |= {"offering_id": made.id}
    return made


def change(arrangers: tuple[Role, ...]) -> Effect:
    """The effect of changing a workshop, by its leaders and by these."""

    def change_offering(case: Case, details: OfferingChange, act: Act) -> None:
        found = _to_change(case, details.offering_id, act, arrangers)
        if found.kind is Kind.STALL:
            raise InvalidDetails({"offering_id": "Change a stall by its own form"})
        if found.kind is not details.kind:
            raise InvalidDetails({"kind": "What it is stays as it was. Withdraw it, and add the other one"})
        set_offering(case, found, details, act)

    return change_offering


def set_offering(case: Case, found: Offering, details: OfferingDetails, act: Act) -> None:
    """Write down what it is now; who has a place hears of a new time or room, and new places go out."""
    _check(case, details)
    has = taken(found.id)
    if details.places is not None and details.places < has:
        people = "1 person has" if has == 1 else f"{has} people have"
        raise InvalidDetails(
            {"places": f"{people} a place already, so there cannot be fewer places than {has}"}
        )
    before = _when_and_where(found)
    _write(found, details)
    _lead(found, details.leader_ids)
    act.facts["title"] = found.title
    if _when_and_where(found) != before:
        _tell_those(found, CHANGED_MAIL, _as_it_is(found), act)
    give_out(case, found, act)


def follow_day(case: Case, was: datetime, span: Span, act: Act) -> None:
    """What has times of its own goes with a day that began at `was`; whoever has a place in it hears of that.

    Times that all lie within the new day stay. Otherwise all of the programme moves with its beginning, so
    that what was one after another still is. Raises InvalidDetails where the day is too short for it.
    """
    opens, closes = (one.astimezone(LONDON).replace(tzinfo=None) for one in (span.starts_at, span.ends_at))

    def on_the_day(at: time) -> datetime:
        return datetime.combine(opens, at)

    timed = [
        (one, on_the_day(one.starts), on_the_day(one.ends))
        for one in _offered(case)
        if one.starts and one.ends
    ]
    if all(opens <= starts and ends <= closes for _, starts, ends in timed):
        return
    later = opens - on_the_day(was.astimezone(LONDON).time())
    for one, starts, ends in timed:
        if not (opens <= starts + later and ends + later <= closes):
            day = f"{time_in_words(opens.time())} to {time_in_words(closes.time())}"
            raise InvalidDetails(
                {"ends": f"“{one.title}” does not fit into {day}. Let the day be longer, or shorten it first"}
            )
        _set(one, {"starts": (starts + later).time(), "ends": (ends + later).time()})
        _tell_those(one, CHANGED_MAIL, _as_it_is(one), act)


def withdraw(arrangers: tuple[Role, ...]) -> Effect:
    """The effect of withdrawing something, by its leaders and by these."""

    def withdraw_offering(case: Case, details: OfferingOff, act: Act) -> None:
        found = _to_change(case, details.offering_id, act, arrangers)
        if found.kind is Kind.WHOLE:
            raise InvalidDetails({"offering_id": "This is the whole of it. Call it off on its page instead"})
        _tell_those(found, OFF_MAIL, {"offering": found.title, "reason": details.reason}, act)
        for one in _those(found):
            one.status, one.ended_at = Standing.GIVEN_UP, act.at
        found.withdrawn_at = act.at
        act.facts["title"] = found.title

    return withdraw_offering


def offer_stall(case: Case, details: StallDetails, act: Act) -> None:
    """Anybody offers a stall, and stands at it themselves."""
    person = who_acts(act)
    _check_area(details.focus_area_id)
    made = Offering(
        trust_id=case.trust_id,
        case_id=case.id,
        kind=Kind.STALL,
        title=details.title,
        school_id=person.school_id,
    )
    _write_stall(made, details)
    db.session.add(made)
    db.session.flush()
    _lead(made, (person.id,))
    act.facts["offering_id"] = made.id


def change_stall(arrangers: tuple[Role, ...]) -> Effect:
    """The effect of changing a stall, by whoever stands at it and by these."""

    def change(case: Case, details: StallChange, act: Act) -> None:
        found = _to_change(case, details.offering_id, act, arrangers)
        if found.kind is not Kind.STALL:
            raise InvalidDetails({"offering_id": "Choose a stall"})
        _check_area(details.focus_area_id)
        _write_stall(found, details)

    return change


def keep_stall(case: Case, details: StallKept, act: Act) -> None:
    """The head of the school agrees by this that everybody reads it in the library. Raises NotYourRole."""
    found, head = offering_of(case, details.offering_id), who_acts(act)
    if found.kind is not Kind.STALL or found.school is None:
        raise InvalidDetails({"offering_id": "Choose a stall of a school"})
    if found.library_id is not None:
        raise InvalidDetails({"offering_id": f"“{found.title}” is in the library already"})
    if Post("head", found.school.id) not in posts_of(head.id, places=[found.school.id]):
        raise NotYourRole(f"The head of {found.school.name} agrees to what goes into the library.")
    owner = next((one for one in found.leaders if one.left_on is None), head)
    what = "\n\n".join(filter(None, (found.what, f"For: {found.for_whom}" if found.for_whom else "")))
    entry = put_into_library(
        EntryDetails(title=found.title, what=what, how=details.how),
        Origin(school=found.school, owner=owner, consented_by=head),
        focus_areas=[found.focus_area_id] if found.focus_area_id else [],
        out_of=act,
    )
    found.library_id = entry.id
    act.facts |= {"library_entry_id": entry.id, "title": found.title}


def leads(offering_id: int, person_id: int) -> bool:
    """Whether somebody leads this."""
    return db.session.get(OfferingLeader, (offering_id, person_id)) is not None


def _to_change(case: Case, offering_id: int, act: Act, arrangers: tuple[Role, ...]) -> Offering:
    found, person = offering_of(case, offering_id), who_acts(act)
    arranges = any(role.post(case) in act.posts for role in arrangers)
    if not (arranges or leads(found.id, person.id)):
        raise NotYourRole(f"“{found.title}” is for those who lead it to change.")
    return found


def _check(case: Case, details: OfferingDetails) -> None:
    _check_area(details.focus_area_id)
    if len(holders_called(set(details.leader_ids))) < len(set(details.leader_ids)):
        raise InvalidDetails({"leader_ids": "Choose people who work in the trust"})
    entry = date_of(case)
    if entry is None or entry.all_day or details.starts is None or details.ends is None:
        return
    first, last = (one.astimezone(LONDON).time() for one in (entry.starts_at, entry.ends_at))
    if entry.first_day == entry.last_day and not (first <= details.starts and details.ends <= last):
        span = f"{time_in_words(first)} to {time_in_words(last)}"
        raise InvalidDetails({"starts": f"The day goes from {span}: choose times within it"})


def _offered(case: Case) -> Sequence[Offering]:
    found = select(Offering).where(Offering.case_id == case.id, Offering.withdrawn_at.is_(None))
    return db.session.scalars(found.order_by(Offering.starts, Offering.id)).all()


def _check_area(area_id: int | None) -> None:
    if area_id is not None and not known_areas({area_id}):
        raise InvalidDetails({"focus_area_id": "Choose from the list"})


def _write(found: Offering, details: OfferingDetails) -> None:
    names = ("title", "what", "room", "link", "starts", "ends", "places", "focus_area_id")
    _set(found, {name: getattr(details, name) for name in names})


def _write_stall(found: Offering, details: StallDetails) -> None:
    names = ("title", "what", "for_whom", "focus_area_id", "phase")
    _set(found, {name: getattr(details, name) for name in names})


def _set(found: Offering, values: dict[str, object]) -> None:
    is_new = found.id is None
    for name, value in values.items():
        setattr(found, name, value)
    if not is_new:
        found.version += 1


def _lead(found: Offering, people: Collection[int]) -> None:
    db.session.flush()
    db.session.execute(delete(OfferingLeader).where(OfferingLeader.offering_id == found.id))
    rows = [
        {"trust_id": found.trust_id, "offering_id": found.id, "person_id": one} for one in sorted(set(people))
    ]
    if rows:
        db.session.execute(insert(OfferingLeader), rows)
    db.session.expire(found, ["leaders"])


def _when_and_where(found: Offering) -> tuple[time | None, time | None, str, str]:
    return found.starts, found.ends, found.room, found.link


def _as_it_is(found: Offering) -> dict[str, str]:
    when = ""
    if found.starts is not None and found.ends is not None:
        when = f"{time_in_words(found.starts)} to {time_in_words(found.ends)}"
    return {"offering": found.title, "when": when, "where": ", ".join(filter(None, (found.room, found.link)))}


def _those(found: Offering) -> list[SignUp]:
    """Everybody with a place, and those who wait."""
    standing = select(SignUp).where(SignUp.offering_id == found.id, SignUp.status.in_(STANDS))
    return list(db.session.scalars(standing.order_by(SignUp.id).execution_options(populate_existing=True)))


def _tell_those(found: Offering, kind: str, facts: dict[str, str], act: Act) -> None:
    for one in _those(found):
        tell(act, one.person_id, kind, facts)
