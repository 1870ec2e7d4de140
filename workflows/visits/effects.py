"""What else asking for a visit and offering one does, and what has to be true before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from workflows.database import db
from workflows.details import InvalidDetails, NoteDetails, PauseDetails, PersonChange, Reason, in_future
from workflows.errors import NotYet
from workflows.library import known_areas
from workflows.people import Person, Post, appoint, end_appointments, holders
from workflows.perform import Act, keep_note, lock, open_case
from workflows.places import School
from workflows.visits.details import HostNamed, OfferingDetails, PartyDetails, WantDetails
from workflows.visits.flow import VisitFlow as Flow
from workflows.visits.flow import central_team, companion, host_contact, host_head, visiting_head, visitor
from workflows.visits.model import Visit, VisitFocus

HELD_PLACES = tuple(state.name for state in (*Flow.every_visit.members, Flow.closed))
"""The states in which a visit takes places of the offer it was asked out of."""


def ask_to_visit(visit: Visit, details: WantDetails, asking: Person, *, form_key: str | None = None) -> Visit:
    """Open a visit that somebody asks for: by way of their head, or at once where they lead the school.

    `visit` names the offer or the library entry that it is asked out of. Raises as `open_case` does.
    """
    visit.title = details.title
    visit.visiting_school_id, visit.visitor_id = asking.school_id, asking.id
    if details.host_school_id != asking.school_id:  # refused in words, rather than by the database
        visit.host_school_id = details.host_school_id
    heads = holders([post := Post("head", asking.school_id or 0)])[post]
    name = "want"
    if any(one.person_id == asking.id for one in heads):
        name = "ask_as_head" if details.host_school_id else "seek_as_head"
    return open_case(visit, name, asking, details, form_key=form_key)


# Offering


@Flow.on("offer")
def begin_offer(visit: Visit, details: OfferingDetails, act: Act) -> None:
    if act.actor is not None:
        visit.host_contact_id = act.actor.id
        appoint(act.actor, host_contact.name, visit.id)
    write_offer(visit, details, act)


@Flow.on("change_offer")
def write_offer(visit: Visit, details: OfferingDetails, act: Act) -> None:
    in_future(details.open_until, act.today, field="open_until")
    taken = places_taken(visit.id) if visit.id else 0
    if details.places < taken:
        raise InvalidDetails({"places": f"{taken} of the places are taken already"})
    for name in ("title", "can_see", "when_it_suits", "places", "open_until"):
        setattr(visit, name, getattr(details, name))
    set_focus_areas(visit, details.focus_area_ids)


def places_taken(offer_id: int, *, but: int = 0) -> int:
    """How many people come, or ask to come, by an offer; not counting one visit."""
    return db.session.scalar(
        select(func.coalesce(func.sum(Visit.coming), 0)).where(
            Visit.offer_id == offer_id, Visit.state.in_(HELD_PLACES), Visit.id != but
        )
    ) or 0  # fmt: skip


# Asking


@Flow.on("want", "ask_as_head", "seek_as_head")
def begin_visit(visit: Visit, details: WantDetails, act: Act) -> None:
    if act.actor is None or act.actor.id != visit.visitor_id:
        raise InvalidDetails({"title": "You can ask for a visit of your own alone"})
    if not _heads(visit.visiting_school_id):
        raise InvalidDetails(
            {"title": "Your school has no head on Alongside who could agree cover. Ask the central team"}
        )
    _check_offer(visit, details)
    appoint(act.actor, visitor.name, visit.id)
    write_wish(visit, details, act)


def _check_offer(visit: Visit, details: WantDetails) -> None:
    """Raises InvalidDetails where what it is asked out of is no offer of this school, or no longer one."""
    if visit.offer_id is None:
        return
    offer = db.session.get(Visit, visit.offer_id)
    if offer is None or offer.state != Flow.offered.name:
        raise InvalidDetails(
            {"host_school_id": "This offer has ended. You can still ask to visit the school"}
        )
    if details.host_school_id != offer.host_school_id:
        raise InvalidDetails({"host_school_id": "Choose the school that made the offer"})


@Flow.on("edit")
def write_wish(visit: Visit, details: WantDetails, act: Act) -> None:
    if visit.state == Flow.requested.name and details.host_school_id != visit.host_school_id:
        raise InvalidDetails({"host_school_id": "This school has been asked already. Call that off first"})
    visit.title, visit.purpose = details.title, details.purpose
    visit.questions = [one.strip() for one in details.questions]
    visit.when_it_suits = details.when_it_suits
    name_the_host(visit, details.host_school_id, act)
    set_focus_areas(visit, details.focus_area_ids)
    change_companions(visit, details.party_ids, act)
    check_places(visit)


@Flow.guard("agree_cover")
def names_a_school(visit: Visit, _: object) -> None:
    if visit.host_school_id is None:
        raise NotYet("No school is named yet. Agree cover, and a school is looked for.")


@Flow.guard("agree_and_seek")
def names_no_school(visit: Visit, _: object) -> None:
    if visit.host_school_id is not None:
        raise NotYet("A school is named already. Agree cover, and it is asked.")


@Flow.on("name_host")
def ask_school(visit: Visit, details: HostNamed, act: Act) -> None:
    name_the_host(visit, details.host_school_id, act)


def name_the_host(visit: Visit, school_id: int | None, act: Act) -> None:
    """Write down which school is to be visited. Raises InvalidDetails where nobody could say yes there."""
    if school_id is None:
        visit.host_school_id = None
        return
    school = db.session.get(School, school_id)
    if school is None or not school.is_open or school.id == visit.visiting_school_id:
        raise InvalidDetails({"host_school_id": "Choose another school of the trust that is open"})
    if not _heads(school.id):
        raise InvalidDetails(
            {"host_school_id": f"{school.name} has no head on Alongside who could say yes. Choose another"}
        )
    visit.host_school_id = school.id
    act.facts["school"] = school.name


def _heads(school_id: int | None) -> list[int]:
    post = Post("head", school_id or 0)
    return [one.person_id for one in holders([post])[post]]


# Who comes


@Flow.on("change_party")
def change_party(visit: Visit, details: PartyDetails, act: Act) -> None:
    change_companions(visit, details.party_ids, act)
    check_places(visit)
    visit.assured_at = None  # it was said of other people
    if visit.entry is not None and visit.entry.is_ahead:
        _ask_to_date(visit, act)


def _ask_to_date(visit: Visit, act: Act) -> None:
    if visit.entry is None:
        return
    asked = {one.person_id for one in visit.entry.asked}
    wanted = {one for one in (visit.visitor_id, visit.host_contact_id, *companions(visit.id)) if one}
    if coming := wanted - asked:
        act.diary.ask(visit.entry, sorted(coming))
    if leaving := asked - wanted - {visit.entry.organiser_id}:
        act.diary.stop_asking(visit.entry, leaving)


def companions(case_id: int) -> list[int]:
    """Who comes with the visitor."""
    post = Post(companion.name, case_id)
    return [one.person_id for one in holders([post])[post]]


def change_companions(visit: Visit, wanted: Collection[int], act: Act) -> None:
    """Let these colleagues come with the visitor, and nobody else. Raises InvalidDetails."""
    chosen = set(wanted) - {visit.visitor_id}
    people = db.session.scalars(
        select(Person)
        .where(Person.id.in_(chosen), Person.school_id == visit.visiting_school_id, Person.left_on.is_(None))
        .order_by(Person.id)
    ).all()
    if len(people) != len(chosen):
        raise InvalidDetails({"party_ids": "Choose people of the school that visits"})
    for one in sorted(set(companions(visit.id)) - chosen):
        end_appointments(visit.id, role=companion.name, person_id=one)
    db.session.flush()
    for person in people:
        appoint(person, companion.name, visit.id)
    visit.coming = 1 + len(people)
    act.facts["coming"] = visit.coming
    db.session.flush()


def check_places(visit: Visit) -> None:
    """Raises InvalidDetails where more want to come than the host, or the offer, has places for."""
    if visit.places is not None and visit.coming > visit.places:
        raise InvalidDetails(
            {"party_ids": f"{visit.coming} would come, and the host has {_people(visit.places)}"}
        )
    if visit.offer_id is None:
        return
    # Held until the transaction ends: of two who ask at once, the second sees the first.
    offer = lock(db.session.get_one(Visit, visit.offer_id))
    left = (offer.places or 0) - places_taken(offer.id, but=visit.id)
    if visit.coming > left:
        raise InvalidDetails({"party_ids": _why_full(left)})


def _why_full(left: int) -> str:
    if left < 1:
        return "This offer is full by now. Ask the school for another, or look at what others offer"
    return f"This offer has {_people(left)} left. Bring fewer colleagues"


def _people(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


@dataclass(frozen=True)
class Held:
    """A part in a visit that can pass on: who has it, and at which school somebody else could."""

    person_id: int
    school_id: int


def parts_to_pass_on(visit: Visit, posts: frozenset[Post]) -> dict[str, Held]:
    """The parts that somebody with these posts can give to others: those of their own school, or all."""
    found = {
        visitor.name: (visit.visitor_id, visit.visiting_school_id, visiting_head),
        host_contact.name: (visit.host_contact_id, visit.host_school_id, host_head),
    }
    return {
        name: Held(person_id, school_id)
        for name, (person_id, school_id, head) in found.items()
        if person_id and school_id and {head.post(visit), central_team.post(visit)} & posts
    }


@Flow.on("change_people")
def change_person(visit: Visit, details: PersonChange, act: Act) -> None:
    """Somebody takes over from the visitor or from whoever looks after them; the newcomer is told."""
    part = parts_to_pass_on(visit, act.posts).get(details.role)
    if part is None:
        raise InvalidDetails({"role": "Choose a part that somebody of your school has in this visit"})
    school_id, held = part.school_id, part.person_id
    heir = db.session.get(Person, details.joining_id or 0)
    if heir is None or heir.left_on is not None or heir.school_id != school_id:
        raise InvalidDetails({"joining_id": "Choose somebody who works at the school whose part this is"})
    if heir.id == held:
        raise InvalidDetails({"joining_id": f"{heir.name} has this part already"})
    ended = end_appointments(visit.id, role=details.role)
    act.facts |= {"left": [one.person.name for one in ended], "joined": heir.name}
    act.diary.replace(held, heir.id)
    db.session.flush()
    _hand_over(visit, details.role, heir)
    act.tell_posts.append(Post(details.role, visit.id))


def _hand_over(visit: Visit, role: str, heir: Person) -> None:
    if role == host_contact.name:
        visit.host_contact_id = heir.id
    else:
        visit.visitor_id = heir.id
        if end_appointments(visit.id, role=companion.name, person_id=heir.id):
            visit.coming -= 1
    db.session.flush()
    appoint(heir, role, visit.id)
    db.session.flush()


# Beside the road


@Flow.on("pause")
def stop_clock(visit: Visit, details: PauseDetails, act: Act) -> None:
    in_future(details.look_again_on, act.today, field="look_again_on")
    visit.look_again_on = details.look_again_on


@Flow.on("add_note")
def write_note(_: Visit, details: NoteDetails, act: Act) -> None:
    keep_note(act, details.text)


@Flow.on("decline", "move_on", "call_off")
def let_the_host_go(visit: Visit, _: Reason, act: Act) -> None:
    """The school is no longer asked; those there are told, although they have no part in it any more."""
    if visit.host_school is not None:
        act.facts["school"] = visit.host_school.name
        act.tell_posts.append(Post("head", visit.host_school.id))
    forget_the_day(visit, act, act.transition.done)
    if visit.host_contact_id is not None:
        act.tell_beside[visit.host_contact_id] = "/visits"
    end_appointments(visit.id, role=host_contact.name)
    visit.host_school_id = visit.host_contact_id = visit.offer_id = visit.library_id = None
    db.session.flush()


def forget_the_day(visit: Visit, act: Act, reason: str) -> None:
    """The day will not do: it leaves diaries, and whatever was agreed for it holds no more."""
    if visit.entry is not None and visit.entry.is_ahead:
        act.diary.call_off(visit.entry, reason)
    visit.starts_at = visit.ends_at = visit.entry_id = visit.places = visit.assured_at = None
    db.session.flush()


def set_focus_areas(visit: Visit, wanted: Iterable[int]) -> None:
    """Write down what it is about. Raises InvalidDetails for areas that the trust does not have."""
    ids = set(wanted)
    if not known_areas(ids):
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})
    db.session.flush()
    db.session.execute(delete(VisitFocus).where(VisitFocus.visit_id == visit.id))
    rows = [{"trust_id": visit.trust_id, "visit_id": visit.id, "focus_area_id": one} for one in sorted(ids)]
    db.session.execute(insert(VisitFocus), rows)
    db.session.expire(visit, ["focus_areas"])
