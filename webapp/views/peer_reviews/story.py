"""Reviews in words: what happened, and what is going on now, for each of those who read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from webapp.components import plural
from webapp.views.dates.words import DATE_TELLERS
from webapp.words import Teller, Told, day_of, in_words, listed, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.clock import today
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import lead_reviewer
from workflows.peer_reviews.queries import ReviewFile

Words = tuple[str, str]
Details = dict[str, Any]

ONCE: Final = frozenset(
    {
        "write_self_review", "write_scope", "add_activity", "change_activity", "drop_activity",
        "log_evidence", "strike_evidence", "write_section", "write_themes", "write_estimates", "comment",
        "answer_comment", "release",
    }
)  # fmt: skip
"""Done many times in a row: the timeline tells the last."""


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=ONCE)


def on_days(days: Sequence[date]) -> str:
    """ "Wednesday 9 December", "Tuesday 8 and Wednesday 9 December" in full: each day by its name."""
    return listed(in_words.day(day) for day in days)


# What happened


def _team(details: Details) -> Words:
    lead, others = text_of(details, "lead"), details.get("reviewers")
    names = listed(others) if isinstance(others, list) else ""
    return "", f"{lead} leads, with {names}." if lead and names else ""


def _days(details: Details) -> Words:
    found = _dates(details, "days")
    return "", f"On {on_days(found)}." if found else ""


def _moved(details: Details) -> Words:
    was, now = _dates(details, "was_on"), _dates(details, "days")
    moved = f"From {on_days(was)} to {on_days(now)}." if was and now else ""
    return "", paragraphs(moved, text_of(details, "reason"))


def _dates(details: Details, name: str) -> list[date]:
    found = details.get(name)
    try:
        return [date.fromisoformat(one) for one in found] if isinstance(found, list) else []
    except (ValueError, TypeError):
        return []


def _people(details: Details) -> Words:
    joined, left = text_of(details, "joined"), details.get("left")
    names = listed(left) if isinstance(left, list) else ""
    sentences = (f"{joined} joins." if joined else "", f"{names} leaves." if names else "")
    return "", " ".join(filter(None, sentences))


def _postponed(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(
        text_of(details, "reason"), f"New days are to be found by {again}." if again else ""
    )


def _doubts(details: Details) -> Words:
    found = details.get("doubts")
    return "", paragraphs(*(f"{one}." for one in found)) if isinstance(found, list) else ""


def _workshop(details: Details) -> Words:
    leader = text_of(details, "leader")
    return "", f"{leader} leads it." if leader else ""


def _held(details: Details) -> Words:
    on = day_of(details, "held_on")
    return f"Workshop held on {on}" if on else "", ""


def _activity(details: Details) -> Words:
    return "", text_of(details, "title")


def _action(details: Details) -> Words:
    title, owner = text_of(details, "title"), text_of(details, "owner")
    return "", f"{title} ({owner})" if title and owner else title


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "plan": _days,
    "plan_in_round": _days,
    "form_team": _team,
    "change_people": _people,
    "move_visit": _moved,
    "set_days": _days,
    "postpone": _postponed,
    "doubt_team": _doubts,
    "declare_readers": _nothing_more,
    "add_activity": _activity,
    "change_activity": _activity,
    "drop_activity": _activity,
    "plan_workshop": _workshop,
    "hold_workshop": _held,
    "agree_action": _action,
    "offer_practice": _activity,
    "add_note": _nothing_more,
    **DATE_TELLERS,
}


# What is going on


def situation(file: ReviewFile, *, mine: bool) -> str:
    """A sentence or two on where things stand, for whoever's turn it is (`mine`) or for the others."""
    if beside := asked_beside(file) & _BESIDE.keys():
        return " ".join(_BESIDE[ask](file) for ask in sorted(beside))
    about = _SITUATIONS.get(file.review.state)
    return about(file, mine) if about else ""


def asked_beside(file: ReviewFile) -> set[str]:
    """What the reader is asked for beside the turn of the state, in the words of the turn."""
    return {turn.ask for turn in file.own_turns} - {file.review.state_now.ask}


def end_in_words(file: ReviewFile) -> str:
    """How it ended, below the name of the state."""
    last = next(iter(file.moves), None)
    if last is None:
        return ""
    if file.review.state == Flow.stopped.name:
        return text_of(last.details, "reason")
    return f"Since {in_words.day(last.at)}."


def left_to_write(file: ReviewFile) -> int:
    """How many parts of the self-review are still empty."""
    empty = [one for one in file.answers if not one.answer.strip()]
    foci = file.review.foci
    return len(empty) + sum((one.judgement is None) + (not one.evidence.strip()) for one in foci)


def parts_to_write(file: ReviewFile) -> int:
    """How many parts the self-review has: each question, and judgement and evidence of each focus."""
    return len(file.answers) + 2 * len(file.review.foci)


def signatures(file: ReviewFile) -> list[str]:
    """Who has agreed the questions as they now stand, in the order of agreeing."""
    names: list[str] = []
    for one in file.history:
        if one.kind in ("write_scope", "share_self_review", "reopen_scope"):
            break
        if one.kind == "agree_scope":
            names.insert(0, one.by)
    return list(dict.fromkeys(names))


def _planned(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001 - one of a table of the same shape
    if mine:
        return (
            "Choose who leads the review and who else is on the team. Beside those who cannot, it says why."
        )
    return ""


def _team_formed(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if not mine:
        return ""
    left = left_to_write(file)
    if not left:
        return "Your self-review is written. Read it once more, then share it with the team."
    if left == parts_to_write(file):
        return f"Write your school's own self-review, in {left} parts. The team reads it once you share it."
    are = "part is" if left == 1 else "parts are"
    return f"Carry on with your self-review: {left} of its {parts_to_write(file)} {are} still empty."


def _shared(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    signed = signatures(file)
    if not mine:
        return f"{listed(signed)} has agreed the questions." if signed else ""
    if not file.questions:
        return "Talk with each other, and write down together what the review is to find out."
    if not signed:
        return "The questions are written. Read them below, then agree or change them."
    return f"{listed(signed)} has agreed the questions. They need your agreement too."


def _scoped(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if mine and file.activities:
        planned = plural(len(file.activities), "activity", "activities")
        return f"The timetable has {planned}. Confirm it when it is whole."
    if mine:
        return "Make the timetable together: each activity pairs a reviewer with a colleague of the school."
    return "You can add to it and change it too." if file.sight.inside else ""


def _ready(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    days = f"The visit is on {on_days(file.review.visit_days)}."
    return f"{days} It begins by itself on the day, or when one of you says so." if mine else days


def _on_site(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if mine:
        return "Log what you see as you go. Before you leave, tell the school what you have seen."
    return f"The team is at {file.review.host_school.name}."


def _fed_back(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    due = file.review.report_due_on
    if mine and due:
        return f"Begin the report while it is fresh. The draft is due on {in_words.day(due)}."
    return "The school has heard what the team saw."


def _drafting(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if not mine:
        return ""
    if any(one.kind == "return_report" for one in file.history):
        return "The school has sent its comments. Answer each of them, then send the report again."
    return "Write the report with your team, then send it to the school for a check of the facts."


def _checking(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if mine:
        return (
            "Read the draft. Comment on facts that are not right and return it, or agree it: nobody else can."
        )
    return ""


def _agreed(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    entry = file.review.workshop_entry
    planned = entry is not None and entry.is_ahead
    if planned and entry is not None:
        return f"The improvement workshop is planned for {in_words.day(entry.first_day)}."
    if mine:
        return "The report is yours: you decide who reads it. Now plan the workshop on what you will work on."
    return ""


def _worked_on(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if not mine:
        return ""
    if not file.actions:
        return "Agree what will be done, by whom and by when. Each action has one owner."
    agreed = "1 action is" if len(file.actions) == 1 else f"{len(file.actions)} actions are"
    return f"{agreed} agreed. Add more, or say that the plan is ready."


def _acting(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    due = file.review.impact_due_on
    if due is None:
        return ""
    if mine and due <= today():
        return "It is time to say what has changed for pupils."
    who = "you say" if mine else "the school says"
    return f"The plan is being put into practice. By {in_words.day(due)} {who} what has changed."


def _looking_back(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    if mine:
        return "The school has said what has changed. Read it below, and add how you see it."
    return (
        f"{file.name_of(lead_reviewer)} adds their own view. The review is then closed."
        if file.sight.inside
        else ""
    )


def _waiting(file: ReviewFile, mine: bool) -> str:  # noqa: FBT001
    last = next((one for one in file.history if one.kind == "postpone"), None)
    return f"Postponed: {text_of(last.details, 'reason')}" if last else ""


def _in_doubt(file: ReviewFile) -> str:
    last = next((one for one in file.history if one.kind == Flow.doubt_team.name), None)
    return _doubts(last.details)[1].replace("\n\n", " ") if last else ""


def _stepped_down(file: ReviewFile) -> str:
    last = next((one for one in file.history if one.kind == Flow.step_down.name), None)
    who = last.by if last else "Somebody"
    return f"{who} can no longer take part. Choose somebody else for the team."


def _closed_on_a_day(_: ReviewFile) -> str:
    return "A school that is involved is closed on a day of the visit. Move the visit, or postpone it."


_BESIDE: Final[dict[str, Callable[[ReviewFile], str]]] = {
    Flow.doubt_team.also_ask: _in_doubt,
    Flow.step_down.also_ask: _stepped_down,
    Flow.doubt_days.also_ask: _closed_on_a_day,
}


_SITUATIONS: Final[dict[str, Callable[[ReviewFile, bool], str]]] = {
    "planned": _planned,
    "team_formed": _team_formed,
    "self_review_shared": _shared,
    "scoped": _scoped,
    "ready": _ready,
    "on_site": _on_site,
    "feedback_given": _fed_back,
    "draft_report": _drafting,
    "factual_check": _checking,
    "agreed": _agreed,
    "workshop_held": _worked_on,
    "action_plan": _acting,
    "impact_review": _looking_back,
    "postponed": _waiting,
}
