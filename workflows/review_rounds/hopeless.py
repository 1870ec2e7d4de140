"""Why a school has no place in any plan, however the others are placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.review_rounds.problem import MOST_REVIEWERS, Problem
from workflows.review_rounds.slots import Days, Slots
from workflows.review_rounds.words import counted, in_week, listed


def why_hopeless(problem: Problem, slots: Slots, school_id: int) -> str:
    """In words after "because"; empty where nothing of the kind is in the way."""
    runs = [days for choices in slots.of[school_id].values() for days in choices]
    return (
        _no_days(problem, school_id, runs)
        or _pins_wrong(problem, slots, school_id, runs=runs)
        or _nobody(problem, school_id)
        or _never_together(problem, slots, school_id, runs=runs)
    )


def _no_days(problem: Problem, school_id: int, runs: list[Days]) -> str:
    if runs:
        return ""
    length = problem.wanted_of[school_id].days
    days = "school day" if length == 1 else f"{length} school days in a row"
    if pinned := problem.decided.weeks.get(school_id):
        return f"it was pinned to the {in_week(pinned)}, in which it has no {days} that may be used"
    never = any(host == school_id for host, _ in problem.decided.never_weeks)
    return f"it has no {days} in any week{' that was not ruled out by hand' if never else ' of the round'}"


def _pins_wrong(problem: Problem, slots: Slots, school_id: int, *, runs: list[Days]) -> str:
    """Which of the people who were pinned to it cannot be in its team."""
    decided, person_of = problem.decided, problem.person_of
    leads = sorted(decided.lead_of(school_id))
    if len(leads) > 1:
        return f"{listed(person_of[one].name for one in leads)} were all pinned to lead it"
    for person_id in sorted(decided.on_team(school_id)):
        name = person_of[person_id].name
        if refusal := problem.refusal(person_id, school_id):
            return f"{name} was pinned to it and {refusal}"
        if person_id in leads and not person_of[person_id].leads:
            return f"{name} was pinned to lead it and is not trained to lead"
        if all(person_id in slots.missing(days) for days in runs):
            return f"{name} was pinned to it and cannot be there on any days on which it could be visited"
    too_many = len(decided.on_team(school_id)) > MOST_REVIEWERS + 1
    return "more people were pinned to it than a team can have" if too_many else ""


def _groups(problem: Problem, school_id: int) -> Iterator[tuple[str, list[int]]]:
    """Whom a team needs, in words after "nobody", and who that could be."""
    people = problem.person_of
    yield "trained to lead", [one for one in people if people[one].leads]
    if foci := problem.wanted_of[school_id].foci:
        names = listed((problem.foci.get(one, "its focus") for one in foci), last="or")
        strong = [one for one in people if problem.is_strong(one, school_id)]
        yield f"from a school strong in {names}", strong
    yield "trained to review", list(people)


def _nobody(problem: Problem, school_id: int) -> str:
    """Of whom a team needs there is nobody who may go there, whatever the days."""
    for who, people in _groups(problem, school_id):
        refused = [(one, problem.refusal(one, school_id)) for one in people]
        if not people:
            return f"nobody {who} is in this round"
        if all(why for _, why in refused):
            return f"nobody {who} may review it: {_tell(problem, refused)}"
    return ""


def _tell(problem: Problem, refused: Iterable[tuple[int, str]]) -> str:
    return listed((f"{problem.person_of[one].name} {why}" for one, why in refused), most=4)


def _never_together(problem: Problem, slots: Slots, school_id: int, *, runs: list[Days]) -> str:
    """There are no days on which a whole team could be there, even if nobody were in another review."""
    pinned = problem.decided.on_team(school_id)
    may = {one for one in problem.person_of if not problem.refusal(one, school_id)}
    groups = [(who, may.intersection(people)) for who, people in _groups(problem, school_id)]
    for who, people in groups[:-1]:
        if all(people <= slots.missing(days) for days in runs):
            return f"nobody {who} can be there on any days on which it could be visited"
    for days in runs:
        there = [people - slots.missing(days) for _, people in groups]
        if all(there) and len(there[-1]) > 1 and pinned <= there[-1]:
            return ""
    several = counted(len(pinned), "person", "people")
    return (
        f"on no days a lead, somebody strong in the focus and the {several} pinned to it could all be there"
        if pinned
        else "on no days a lead, somebody strong in the focus and one more person could all be there"
    )
