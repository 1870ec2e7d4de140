"""What is decided by hand: the week of a school, and who is or is not in its team."""

from __future__ import annotations

from workflows.database import db
from workflows.details import InvalidDetails
from workflows.people import Person
from workflows.perform import Act
from workflows.review_rounds.details import ABOUT_WEEKS, DecisionDetails, DecisionKind, DecisionUndone
from workflows.review_rounds.flow import ReviewRoundFlow as Flow
from workflows.review_rounds.gathering import gather
from workflows.review_rounds.model import ReviewRound, RoundDecision
from workflows.review_rounds.problem import monday_of

_AGAINST = {
    DecisionKind.WEEK: (DecisionKind.WEEK, DecisionKind.NEVER_WEEK),
    DecisionKind.NEVER_WEEK: (DecisionKind.WEEK,),
    DecisionKind.PERSON: (DecisionKind.NEVER_PERSON, DecisionKind.LEAD),
    DecisionKind.LEAD: (DecisionKind.NEVER_PERSON, DecisionKind.PERSON, DecisionKind.LEAD),
    DecisionKind.NEVER_PERSON: (DecisionKind.PERSON, DecisionKind.LEAD),
}
"""Decisions that one takes the place of, where they are about the same school and person or week."""


@Flow.on("decide")
def decide(round_: ReviewRound, details: DecisionDetails, act: Act) -> None:
    if details.school_id not in {host.school_id for host in round_.hosts}:
        raise InvalidDetails({"school_id": "Choose a school of this round"})
    made = RoundDecision(trust_id=round_.trust_id, school_id=details.school_id, kind=details.kind)
    if details.kind in ABOUT_WEEKS and details.week is not None:
        made.week = monday_of(details.week)
        if not monday_of(round_.starts_on) <= made.week <= round_.ends_on:
            raise InvalidDetails({"week": "Choose a week of this round"})
    else:
        made.person_id = _person(round_, details).id
    round_.decisions = [one for one in round_.decisions if not _gives_way(one, made)]
    db.session.flush()
    round_.decisions.append(made)
    db.session.flush()
    act.facts |= {"school": made.school.name, "who": made.person.name if made.person else ""}


def _person(round_: ReviewRound, details: DecisionDetails) -> Person:
    """Who it is about. Raises InvalidDetails where they could not be in that team anyway."""
    person = db.session.get(Person, details.person_id or 0)
    problem = gather(round_)
    if person is None or person.id not in problem.person_of:
        raise InvalidDetails({"person_id": "Choose somebody who is trained to review"})
    if details.kind is DecisionKind.NEVER_PERSON:
        return person
    decided = (person.id, details.school_id) in problem.decided.never_people
    refusal = "" if decided else problem.refusal(person.id, details.school_id)
    if refusal:
        raise InvalidDetails({"person_id": f"{person.name} {refusal}"})
    if details.kind is DecisionKind.LEAD and not problem.person_of[person.id].leads:
        raise InvalidDetails({"person_id": f"{person.name} is not trained to lead a review"})
    return person


def _gives_way(old: RoundDecision, new: RoundDecision) -> bool:
    """Whether an earlier decision cannot stand beside a new one."""
    if old.school_id != new.school_id:
        return False
    same = (old.kind, old.person_id, old.week) == (new.kind, new.person_id, new.week)
    if same or old.kind not in _AGAINST[new.kind]:
        return same
    one_only = old.kind is new.kind  # a school has one week and one lead
    return one_only or (old.person_id, old.week) == (new.person_id, new.week)


@Flow.on("undo")
def undo(round_: ReviewRound, details: DecisionUndone, act: Act) -> None:
    found = next((one for one in round_.decisions if one.id == details.decision_id), None)
    if found is None:
        raise InvalidDetails({"decision_id": "Choose a decision of this round"})
    act.facts |= {
        "school": found.school.name,
        "who": found.person.name if found.person else "",
        "kind": found.kind.value,
        "week": found.week.isoformat() if found.week else None,
    }
    round_.decisions.remove(found)
