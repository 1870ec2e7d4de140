"""Years in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from webapp.components import plural
from webapp.words import Teller, Told, day_of, listed, tell_all, text_of
from workflows.case_history import Happening
from workflows.clock import today
from workflows.year_plans import YearPlanFlow as Flow
from workflows.year_plans.queries import YearFile

Words = tuple[str, str]
Details = dict[str, Any]


def timeline(history: Iterable[Happening]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"plan_again"}))


def situation(file: YearFile, *, mine: bool) -> str:
    """A sentence or two on where things stand."""
    count = plural(len(file.lines), "meeting")
    if file.plan.state == Flow.running.name:
        ahead = [one for one in file.lines if one.slot and one.slot.on >= today() and not one.is_off]
        return f"{plural(len(ahead), 'meeting')} ahead, of {count} in the year."
    if file.untrue:
        return f"{count} laid out. Put right what is below, before the invitations go out."
    if mine:
        return f"{count} laid out. Look at the year, change what you like, and send the invitations."
    return f"{count} laid out. Nobody has been invited yet."


def end_in_words(file: YearFile) -> str:
    """How a year that is over ended."""
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    return text_of(last.details, "reason") if last else ""


def _counted(details: Details) -> Words:
    count = details.get("meetings")
    left_out = details.get("left_out")
    told = [f"{plural(count, 'meeting')}."] if isinstance(count, int) else []
    if isinstance(left_out, list) and left_out:
        told.append(f"Left out, because their year is laid out already: {listed(left_out)}.")
    return "", " ".join(told)


def _one(details: Details) -> Words:
    return "", ", ".join(filter(None, (text_of(details, "group"), day_of(details, "on"))))


def _series(details: Details) -> Words:
    whose, count = text_of(details, "group") or "Every group", details.get("meetings")
    many = plural(count, "meeting") if isinstance(count, int) else ""
    return "", f"{whose}: {many}. {text_of(details, 'reason')}"


def _handed_over(details: Details) -> Words:
    return "", f"From {text_of(details, 'from') or 'nobody'} to {text_of(details, 'to')}."


def _note(details: Details) -> Words:
    return "", text_of(details, "text")


TELLERS: Final[dict[str, Teller]] = {
    "lay_out": _counted,
    "edit": _counted,
    "plan_again": _counted,
    "send": _counted,
    **dict.fromkeys(("shape_group", "move", "pin", "let_go", "forbid", "choose_host"), _one),
    "move_series": _series,
    "end_series": _series,
    **dict.fromkeys(("hand_over", "change_lead"), _handed_over),
    "add_note": _note,
}
