"""Places and waiting lists: who gets one, who waits, and who is next when one becomes free.

`perform` holds the case while any of this runs, so that of two who ask for the last place the second sees
that it has gone: no place is given twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import func, select

from workflows.cases import Case
from workflows.database import db
from workflows.dates.details import AnswerDetails
from workflows.dates.letters import Letter
from workflows.dates.model import Answer, CalendarEntry
from workflows.details import InvalidDetails
from workflows.people import Person
from workflows.perform import Act
from workflows.sign_ups.details import Chosen, Kind, PersonGone, PlaceMoved, Standing
from workflows.sign_ups.gathering import date_of, people_with
from workflows.sign_ups.model import Apology, Offering, SignUp

PLACE_MAIL: Final = "sign_ups/place"
UNDATED_MAIL: Final = "sign_ups/place_undated"
WAITING_MAIL: Final = "sign_ups/waiting"
STANDS: Final = (Standing.PLACE, Standing.WAITING)


def sign_up(case: Case, details: Chosen, act: Act) -> None:
    offering, person = offering_of(case, details.offering_id), who_acts(act)
    _check_open(case, offering, act)
    if any(one.offering_id == offering.id for one in standing_of(case, person.id)):
        raise InvalidDetails({"offering_id": f"Your name is down for “{offering.title}” already"})
    other = _in_the_way(case, offering, person.id)
    if other is not None:
        raise InvalidDetails(
            {
                "offering_id": f"“{offering.title}” is at the same time as “{other.title}”, for which your "
                "name is down. Give that up first, or move from one to the other in one step"
            }
        )
    _join(case, offering, person, act)


def give_up(case: Case, details: Chosen, act: Act) -> None:
    own = _own(case, details.offering_id, who_acts(act).id)
    act.facts["title"] = own.offering.title
    _let_go(case, [own], act)


def move(case: Case, details: PlaceMoved, act: Act) -> None:
    """From one workshop to another: nobody loses the place that they have to a list on which they wait."""
    person, offering = who_acts(act), offering_of(case, details.offering_id)
    own = _own(case, details.from_id, person.id, field="from_id")
    _check_open(case, offering, act)
    if any(one.offering_id == offering.id for one in standing_of(case, person.id)):
        raise InvalidDetails({"offering_id": f"Your name is down for “{offering.title}” already"})
    other = _in_the_way(case, offering, person.id, but=own.offering_id)
    if other is not None:
        raise InvalidDetails({"offering_id": f"“{other.title}” is at the same time too. Give that up first"})
    if own.status is Standing.PLACE and not _has_room(offering):
        raise InvalidDetails(
            {
                "offering_id": f"“{offering.title}” is full, so you keep your place in "
                f"“{own.offering.title}”. If you would rather wait, give that place up first"
            }
        )
    _join(case, offering, person, act)
    act.facts["was"] = own.offering.title
    _let_go(case, [own], act)


def free_places_of_leaver(case: Case, details: PersonGone, act: Act) -> None:
    own = standing_of(case, details.person_id)
    act.facts["titles"] = [one.offering.title for one in own]
    _let_go(case, own, act)


def follow_answer(case: Case, details: AnswerDetails, act: Act) -> None:
    """Whoever says No to the date gives up their places in it. A workflow registers this on `answer_date`."""
    is_it = details.entry_id == getattr(case, "entry_id", None)
    if act.actor is not None and is_it and details.answer is Answer.NO and act.facts.get("counts"):
        _let_go(case, standing_of(case, act.actor.id), act, keep_asking=True)


# Shared by what is about places


def tell(act: Act, person_id: int, kind: str, facts: dict[str, Any]) -> None:
    """A mail at once to somebody, beside those that their diary reads; of several in one step the last."""
    letters = act.diary.letters
    act.diary.letters = [one for one in letters if one.entry is not None or one.person_id != person_id]
    act.diary.letters.append(Letter(kind, person_id, facts=facts))


def tell_waiting(case: Case, act: Act) -> None:
    """Those who wait hear of the step at once, as whoever has a place does by their diary."""
    kind = f"{case.flow.slug}/{act.transition.name}"
    for person_id in people_with(case.id, Standing.WAITING):
        if act.actor is None or person_id != act.actor.id:
            tell(act, person_id, kind, {})


def who_acts(act: Act) -> Person:
    """Whoever makes the step; the clock signs nobody up."""
    if act.actor is None:
        raise TypeError("nobody acts")
    return act.actor


def offering_of(case: Case, offering_id: int, *, field: str = "offering_id") -> Offering:
    """What is offered on this case under this number, as it is now; raises InvalidDetails."""
    found = db.session.get(Offering, offering_id, populate_existing=True)
    if found is None or found.case_id != case.id or found.withdrawn_at is not None:
        raise InvalidDetails({field: "This is no longer on offer. Choose one of those that are"})
    return found


def standing_of(case: Case, person_id: int) -> Sequence[SignUp]:
    """Where somebody has a place on this case, or waits for one, as it is now."""
    return db.session.scalars(
        select(SignUp)
        .where(SignUp.case_id == case.id, SignUp.person_id == person_id, SignUp.status.in_(STANDS))
        .order_by(SignUp.id)
        .execution_options(populate_existing=True)
    ).all()


def taken(offering_id: int) -> int:
    """How many places are taken."""
    return _count(offering_id, Standing.PLACE)


def give_out(case: Case, offering: Offering, act: Act) -> None:
    """Whoever has waited longest gets each place that is free, at once, and is told by mail."""
    waiting = db.session.scalars(
        select(SignUp)
        .join(Person, Person.id == SignUp.person_id)
        .where(
            SignUp.offering_id == offering.id,
            SignUp.status == Standing.WAITING,
            Person.left_on.is_(None),
        )
        .order_by(SignUp.id)
        .limit(None if offering.places is None else max(0, offering.places - taken(offering.id)))
        .execution_options(populate_existing=True)
    ).all()
    for one in waiting:
        one.status = Standing.PLACE
        db.session.flush()
        _admit(case, offering, one, act, freed=True)
    if waiting:
        names = [one.person.name for one in waiting]
        act.facts["given_to"] = sorted({*act.facts.get("given_to", ()), *names})


def give_up_everything(case: Case, person_id: int, act: Act) -> None:
    """Somebody is not coming: their places are given on, and the date stays in their diary as answered."""
    _let_go(case, standing_of(case, person_id), act, keep_asking=True)


def _check_open(case: Case, offering: Offering, act: Act) -> None:
    if offering.kind is Kind.STALL:
        raise InvalidDetails({"offering_id": "Nobody needs a place at a stall. Just come by"})
    if offering.kind is Kind.TOGETHER:
        raise InvalidDetails({"offering_id": f"“{offering.title}” is for everybody. Nobody needs a place"})
    entry = date_of(case)
    if entry is not None and entry.ends_at <= act.at:
        raise InvalidDetails({"offering_id": "This is over, so nobody can sign up any more"})


def _in_the_way(case: Case, offering: Offering, person_id: int, *, but: int = 0) -> Offering | None:
    """What somebody's name is down for at the same time."""
    others = (one.offering for one in standing_of(case, person_id) if one.offering_id != but)
    return next((other for other in others if other.is_beside(offering)), None)


def _own(case: Case, offering_id: int, person_id: int, *, field: str = "offering_id") -> SignUp:
    for one in standing_of(case, person_id):
        if one.offering_id == offering_id:
            return one
    raise InvalidDetails({field: "Your name is not down for this"})


def _has_room(offering: Offering) -> bool:
    return offering.places is None or taken(offering.id) < offering.places


def _count(offering_id: int, status: Standing, *, up_to: int | None = None) -> int:
    counted = select(func.count(SignUp.id)).where(SignUp.offering_id == offering_id, SignUp.status == status)
    return db.session.scalar(counted if up_to is None else counted.where(SignUp.id <= up_to)) or 0


def _join(case: Case, offering: Offering, person: Person, act: Act) -> None:
    status = Standing.PLACE if _has_room(offering) else Standing.WAITING
    made = SignUp(
        trust_id=case.trust_id,
        offering_id=offering.id,
        case_id=case.id,
        person_id=person.id,
        school_id=person.school_id,
        status=status,
        signed_at=act.at,
    )
    db.session.add(made)
    db.session.flush()
    act.facts |= {"title": offering.title, "got": status.value}
    if status is Standing.PLACE:
        _admit(case, offering, made, act, freed=False)
        return
    position = _count(offering.id, Standing.WAITING, up_to=made.id)
    act.facts["position"] = position
    tell(act, person.id, WAITING_MAIL, {"offering": offering.title, "position": position})


def _admit(case: Case, offering: Offering, own: SignUp, act: Act, *, freed: bool) -> None:
    """Somebody has a place now: the date is in their diary, and they are told in the same mail."""
    _forget_apologies(case, own.person_id)
    mine = (one for one in act.diary.letters if one.person_id == own.person_id)
    before = [one for one in mine if one.kind in (PLACE_MAIL, UNDATED_MAIL)]
    titles = [*(title for one in before for title in one.facts["offerings"]), offering.title]
    facts, entry = {"offerings": titles, "freed": freed}, date_of(case)
    if entry is None or not entry.is_ahead:
        tell(act, own.person_id, UNDATED_MAIL, facts)
        return
    own.invited = all(one.person_id != own.person_id for one in entry.asked)
    act.diary.expect(entry, own.person_id, kind=PLACE_MAIL, facts=facts)


def _forget_apologies(case: Case, person_id: int) -> None:
    sent = select(Apology).where(Apology.case_id == case.id, Apology.person_id == person_id)
    for one in db.session.scalars(sent):
        db.session.delete(one)


def _let_go(case: Case, own: Iterable[SignUp], act: Act, *, keep_asking: bool = False) -> None:
    """End these sign-ups of one person, and give on what they held."""
    freed = []
    for one in own:
        if one.status is Standing.PLACE:
            freed.append(one.offering)
        one.status, one.ended_at = Standing.GIVEN_UP, act.at
    db.session.flush()
    for person_id in {one.person_id for one in own}:
        if not keep_asking:
            _stop_asking(case, person_id, act)
    for offering in freed:
        give_out(case, offering, act)


def _stop_asking(case: Case, person_id: int, act: Act) -> None:
    """With their last place the date leaves their diary, if it came there by signing up."""
    entry = date_of(case)
    if entry is None or not entry.is_ahead or entry.organiser_id == person_id:
        return
    if any(one.status is Standing.PLACE for one in standing_of(case, person_id)):
        return
    if _was_invited(case, person_id, entry):
        act.diary.stop_asking(entry, {person_id})


def _was_invited(case: Case, person_id: int, entry: CalendarEntry) -> bool:
    """Whether the date is in their diary because they signed up; from now on it no longer is."""
    found = db.session.scalars(
        select(SignUp).where(SignUp.case_id == case.id, SignUp.person_id == person_id, SignUp.invited)
    ).all()
    for one in found:
        one.invited = False
    return bool(found) and any(one.person_id == person_id for one in entry.asked)
