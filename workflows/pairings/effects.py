"""What else each step from asking for a mentor to the signed contract does, and how a pairing ends."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import delete, func, insert, select

from workflows.database import db
from workflows.details import InvalidDetails, PauseDetails, in_future
from workflows.errors import NotYet
from workflows.giving import FocusArea, Ledger, end_grant, people_in_conflict
from workflows.line_management import oversight_between
from workflows.pairings.criteria import LEAST_DAYS
from workflows.pairings.details import (
    AskDetails,
    ChooseDetails,
    ClosingDetails,
    ContractDetails,
    Mode,
    ProposeDetails,
)
from workflows.pairings.flow import PairingFlow as Flow
from workflows.pairings.model import (
    MentorProfile,
    Pairing,
    PairingContract,
    PairingFocus,
    PairingGoal,
    PairingReflection,
)
from workflows.pairings.private import sealed, words
from workflows.pairings.sessions import call_off_all
from workflows.people import Person, Post, appoint, colleague, end_appointments
from workflows.perform import Act
from workflows.places import Trust
from workflows.school_calendar import academic_year

WITH_MENTOR: Final = tuple(
    name for name, state in Flow.states.items() if not state.final and name != Flow.requested.name
)
"""The states in which a mentor is taken, or asked."""


# Asking, and finding a mentor


@Flow.on("ask", "ask_for")
def begin(pairing: Pairing, details: AskDetails, act: Act) -> None:
    mentee = colleague(pairing.mentee_id, pairing.trust_id, field="mentee_id")
    if act.transition.name == "ask" and act.actor is not None and act.actor.id != mentee.id:
        raise InvalidDetails({"mentee_id": "You can ask for a mentor for yourself alone"})
    appoint(mentee, "mentee", pairing.id)
    _ask_for(pairing, details)
    db.session.flush()


@Flow.on("edit")
def change_what_is_asked(pairing: Pairing, details: AskDetails, _: Act) -> None:
    _ask_for(pairing, details)


def _ask_for(pairing: Pairing, details: AskDetails) -> None:
    wanted = set(details.focus_area_ids)
    known = set(db.session.scalars(select(FocusArea.id).where(FocusArea.id.in_(wanted))))
    if known != wanted:
        raise InvalidDetails({"focus_area_ids": "Choose from the list"})
    pairing.hopes, pairing.free_on = details.hopes, sorted(set(details.free_on))
    db.session.flush()
    db.session.execute(delete(PairingFocus).where(PairingFocus.pairing_id == pairing.id))
    db.session.execute(
        insert(PairingFocus),
        [{"trust_id": pairing.trust_id, "pairing_id": pairing.id, "focus_area_id": one} for one in wanted],
    )


@Flow.on("choose", "propose")
def name_mentor(pairing: Pairing, details: ChooseDetails | ProposeDetails, act: Act) -> None:
    mentor = can_mentor(pairing, details.mentor_id, act.today)
    pairing.mentor_id, pairing.mentor_school_id = mentor.id, mentor.school_id
    appoint(mentor, "mentor", pairing.id)
    act.facts["mentor"] = mentor.name
    db.session.flush()


def can_mentor(pairing: Pairing, person_id: int, on: date) -> Person:
    """The person, if they may be the mentor here and have room for it. Raises InvalidDetails with why not."""
    mentor = colleague(person_id, pairing.trust_id, field="mentor_id")
    problem = _why_not(pairing, mentor, on)
    if problem:
        raise InvalidDetails({"mentor_id": problem})
    return mentor


def _why_not(pairing: Pairing, mentor: Person, on: date) -> str:
    if mentor.id == pairing.mentee_id:
        return "Choose somebody else: nobody is their own mentor"
    oversight = oversight_between([pairing.mentee_id], on).get(frozenset((pairing.mentee_id, mentor.id)))
    if oversight:
        return f"{mentor.name} and {pairing.mentee.name} cannot be paired: one is the other's {oversight}"
    if _are_in_conflict(pairing, mentor, on):
        return f"{mentor.name} cannot be asked here. Choose somebody else"
    return _why_no_room(pairing, mentor, on)


def _are_in_conflict(pairing: Pairing, mentor: Person, on: date) -> bool:
    """Whether one of them has declared a conflict of interest with the other, or with the other's school."""
    of_mentee = people_in_conflict(pairing.mentee_school_id or 0, {pairing.mentee_id}, on)
    return mentor.id in of_mentee or pairing.mentee_id in people_in_conflict(mentor.school_id or 0, set(), on)


def _why_no_room(pairing: Pairing, mentor: Person, on: date) -> str:
    # Held until the transaction ends: of two proposals at once, the second sees the first.
    profile = db.session.get(MentorProfile, mentor.id, with_for_update=True)
    if profile is None or (profile.ended_on is not None and profile.ended_on <= on):
        return f"{mentor.name} does not offer to be a mentor. Ask them to say so on their page first"
    load = load_of(mentor.id, but=pairing.id)
    if load >= profile.cap:
        people = "1 person" if profile.cap == 1 else f"{profile.cap} people"
        return f"{mentor.name} has {people} already, which is as many as they can take on"
    if days_left(pairing, mentor, on) < LEAST_DAYS:
        return (
            f"{mentor.name} has no giving days left this year. Choose somebody else, or give them more days"
        )
    return ""


def load_of(person_id: int, *, but: int = 0) -> int:
    """How many people somebody is the mentor of now, or is asked to be; not counting one pairing."""
    count = select(func.count(Pairing.id)).where(
        Pairing.mentor_id == person_id, Pairing.state.in_(WITH_MENTOR), Pairing.id != but
    )
    return db.session.scalar(count) or 0


def days_left(pairing: Pairing, mentor: Person, on: date) -> float:
    """The giving days that somebody has left in the academic year of this day."""
    trust = db.session.get_one(Trust, pairing.trust_id)
    return Ledger(trust, academic_year(on), {mentor.id}).left(mentor.id)


@Flow.on("decline", "propose_another", "withdraw", "new_mentor")
def let_mentor_go(pairing: Pairing, _: object, act: Act) -> None:
    """Whoever was the mentor, or was asked, hears of it and sees nothing more; the log stays the mentee's."""
    if pairing.mentor_id is None:
        return
    act.tell_beside[pairing.mentor_id] = "/"
    act.facts["mentor"] = pairing.mentor.name if pairing.mentor else ""
    call_off_all(pairing, act)
    end_grant(pairing.id, act.today)
    end_appointments(pairing.id, role="mentor")
    end_appointments(pairing.id, role="organiser", person_id=pairing.mentor_id)
    if act.transition.name != "withdraw":
        pairing.mentor_id = pairing.mentor_school_id = pairing.contract = None
    pairing.act_by, pairing.next_ask = None, ""
    db.session.flush()


# The contract


@Flow.on("write_contract")
def write_contract(pairing: Pairing, details: ContractDetails, act: Act) -> None:
    in_future(details.review_on, act.today, field="review_on")
    mentor = _mentor(pairing)
    left = days_left(pairing, mentor, act.today)
    if details.days > left:
        problem = f"{mentor.name} has {left:g} giving days left this year. Agree on fewer, or ask for more"
        raise InvalidDetails({"days": problem})
    contract = pairing.contract or PairingContract(trust_id=pairing.trust_id)
    for name in ("frequency", "minutes", "way", "days", "review_on", "ends_on"):
        setattr(contract, name, getattr(details, name))
    contract.sealed, contract.signed_on = sealed(pairing, PairingContract, details.confidentiality), None
    pairing.contract = contract
    _set_goals(pairing, details.goals, act.today)


def _set_goals(pairing: Pairing, texts: tuple[str, ...], today: date) -> None:
    """The goals with these words; one that stays keeps how far it has come, one that goes is kept aside."""
    known = {words(pairing.id, goal): goal for goal in pairing.goals}
    wanted = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not wanted:
        raise InvalidDetails({"goals": "Write at least one goal"})
    for position, text in enumerate(wanted, start=1):
        goal = known.get(text)
        if goal is None:
            goal = PairingGoal(trust_id=pairing.trust_id, sealed=sealed(pairing, PairingGoal, text))
            pairing.goals.append(goal)
        goal.position, goal.ended_on = position, None
    for text, goal in known.items():
        if text not in wanted:
            goal.ended_on = goal.ended_on or today


@Flow.guard("sign")
def has_contract(pairing: Pairing, _: None) -> None:
    if pairing.contract is None:
        raise NotYet("Write the contract first; then both of you can sign it.")


@Flow.on("sign")
def note_signature(pairing: Pairing, _: None, act: Act) -> None:
    if pairing.contract is not None:
        pairing.contract.signed_on = act.today
        pairing.review_on = pairing.contract.review_on


@Flow.on("accept", "sign", "confirm_coaching")
def tell_coordinators(pairing: Pairing, _: None, act: Act) -> None:
    """They hear once, when both have done it, rather than each time one of the two does."""
    if act.completes:
        act.tell_posts.append(Post("coordinator", pairing.trust_id))


# Side states and the end


@Flow.on("pause")
def stop_clock(pairing: Pairing, details: PauseDetails, act: Act) -> None:
    in_future(details.look_again_on, act.today, field="look_again_on")
    pairing.look_again_on = details.look_again_on


@Flow.on("leave")
def end_sessions(pairing: Pairing, _: None, act: Act) -> None:
    call_off_all(pairing, act)


@Flow.on("close")
def keep_last_words(pairing: Pairing, details: ClosingDetails, act: Act) -> None:
    if details.gained.strip() and act.actor is not None:
        db.session.add(
            PairingReflection(
                trust_id=pairing.trust_id,
                pairing_id=pairing.id,
                author_id=act.actor.id,
                written_at=act.at,
                is_shared=True,
                sealed=sealed(pairing, PairingReflection, details.gained, author_id=act.actor.id),
            )
        )


@Flow.on("close", "close_quietly", "end_for_them")
def give_days_back(pairing: Pairing, _: object, act: Act) -> None:
    call_off_all(pairing, act)
    end_grant(pairing.id, act.today)


@Flow.guard("end_for_them")
def somebody_has_left(pairing: Pairing, _: None) -> None:
    if not any(person and person.left_on for person in (pairing.mentee, pairing.mentor)):
        raise NotYet("The two of them end a pairing themselves; you can once one of them has left the trust.")


@Flow.on("confirm_coaching")
def change_mode(pairing: Pairing, _: None, act: Act) -> None:
    """Counts once both have confirmed: until then the mode stays as it was."""
    if act.completes:
        pairing.mode, pairing.title = Mode.COACHING, title_of(pairing.mentee, Mode.COACHING)


def title_of(mentee: Person, mode: Mode) -> str:
    """What a pairing is called on lists and in mails."""
    return f"{mode.capitalize()} for {mentee.name}"


# Shared by the above


def _mentor(pairing: Pairing) -> Person:
    if pairing.mentor is None:
        raise NotYet("There is no mentor yet.")
    return pairing.mentor
