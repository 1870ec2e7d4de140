"""Rounds in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.components import plural
from webapp.words import Teller, Told, day_of, tell_all, text_of
from workflows.case_history import Happening
from workflows.review_rounds import ReviewRoundFlow as Flow
from workflows.review_rounds.details import DecisionKind
from workflows.review_rounds.queries import RoundFile

Words = tuple[str, str]
Details = dict[str, Any]


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    once = frozenset({"edit", "weigh", "choose_hosts", "change_host"})
    return tell_all(history, Flow, TELLERS, once=once)


def situation(file: RoundFile, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    round_ = file.round
    if round_.state == Flow.running.name:
        return f"{plural(len(file.reviews), 'review')} came out of this round."
    if not file.hosts:
        return "Begin with the schools that are to be reviewed."
    if run := round_.run_in_hand:
        return f"Plan {run.number} is being made."
    if run := round_.chosen:
        ask = "Publish it, and every school with a place gets its review."
        return f"Plan {run.number} is chosen. {ask if mine else 'The improvement lead publishes it.'}"
    if file.made:
        return "Look at the plans, and choose one."
    return "Say who is away and what matters most; then make a plan."


def end_in_words(file: RoundFile) -> str:
    """How a round that is over ended."""
    if file.round.state == Flow.closed.name:
        return file.round.said
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


# What happened


def _plan(verb: str) -> Teller:
    def tell(details: Details) -> Words:
        number = details.get("number")
        return f"Plan {number} {verb}" if isinstance(number, int) else "", ""

    return tell


def _ready(details: Details) -> Words:
    number, problem = details.get("number"), text_of(details, "problem")
    if problem:
        return f"Plan {number} could not be made", problem
    return f"Plan {number} made", f"{details.get('placed')} of {details.get('wanted')} schools have a place."


def _schools(details: Details) -> Words:
    schools = details.get("schools")
    return "", f"{plural(len(schools), 'school')} in all." if isinstance(schools, list) else ""


def _of_school(details: Details) -> Words:
    return "", text_of(details, "school")


def _who(details: Details) -> Words:
    return "", text_of(details, "who")


_DECIDED: Final = {
    DecisionKind.WEEK: "in the week of {week}",
    DecisionKind.NEVER_WEEK: "not in the week of {week}",
    DecisionKind.PERSON: "with {who}",
    DecisionKind.LEAD: "led by {who}",
    DecisionKind.NEVER_PERSON: "without {who}",
}


def _decision(details: Details) -> Words:
    kind, school = text_of(details, "kind"), text_of(details, "school")
    if kind not in set(DecisionKind) or not school:
        return "", ""
    words = _DECIDED[DecisionKind(kind)].format(week=day_of(details, "week"), who=text_of(details, "who"))
    return "", f"{school}: {words}."


def _published(details: Details) -> Words:
    count = details.get("reviews")
    return f"Plan {details.get('number')} published", (
        f"{plural(count, 'review')} opened." if isinstance(count, int) else ""
    )


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "start": _nothing_more,
    "edit": _nothing_more,
    "weigh": _nothing_more,
    "choose_hosts": _schools,
    "change_host": _of_school,
    "add_absence": _who,
    "end_absence": _who,
    "decide": _decision,
    "undo": _decision,
    "ask_for_plan": _plan("asked for"),
    "take_early": _plan("taken early"),
    "plan_ready": _ready,
    "choose_plan": _plan("chosen"),
    "publish": _published,
    "look_back": _nothing_more,
}
