"""Support requests in words: what happened, and what is going on now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from forms.support_requests.asking import PRIORITIES, ROUTES
from webapp.components import days as days_in_words
from webapp.components import plural
from webapp.views.dates.words import DATE_TELLERS, on_in_words
from webapp.words import Teller, Told, day_of, days_of, in_words, listed, paragraphs, tell_all, text_of
from workflows.case_history import Happening
from workflows.support_requests import SupportRequestFlow as Flow
from workflows.support_requests.model import Offer, OfferAnswer
from workflows.support_requests.queries import RequestFile

Words = tuple[str, str]
Details = dict[str, Any]


def timeline(history: tuple[Happening, ...]) -> list[Told]:
    """What has happened, newest first."""
    return tell_all(history, Flow, TELLERS, once=frozenset({"edit"}))


def _triaged(details: Details) -> Words:
    who = text_of(details, "coordinator")
    kinds = {str(route): words[0] for route, words in ROUTES.items()}
    hurries = {str(priority): words[0] for priority, words in PRIORITIES.items()}
    kind, hurry = kinds.get(text_of(details, "route")), hurries.get(text_of(details, "priority"))
    return "", paragraphs(
        f"{who} looks for support." if who else "",
        f"Kind of support: {kind.lower()}. How soon: {hurry.lower()}." if kind and hurry else "",
        text_of(details, "note"),
    )


def _offered(details: Details) -> Words:
    person = text_of(details, "person")
    ask = f"For {days_of(details)}" + (f", with {person} in mind." if person else ".")
    return f"{text_of(details, 'school') or 'A school'} asked", paragraphs(ask, text_of(details, "message"))


def _released(details: Details) -> Words:
    who, days = text_of(details, "giver") or "Somebody", days_of(details)
    return f"{who} released for {days}" if days else "", text_of(details, "note")


def _declined(details: Details) -> Words:
    return f"{text_of(details, 'school') or 'The school'} declined", text_of(details, "reason")


def _moved_on(details: Details) -> Words:
    return f"Moved on from {text_of(details, 'school') or 'the school asked'}", text_of(details, "reason")


def _put_off(details: Details) -> Words:
    again = day_of(details, "look_again_on")
    return "", paragraphs(text_of(details, "reason"), f"To be looked at again on {again}." if again else "")


def _planned(details: Details) -> Words:
    parts = (days_of(details), text_of(details, "frequency"), text_of(details, "focus"))
    return "", "; ".join(part for part in parts if part)


def _visit_planned(details: Details) -> Words:
    day = on_in_words(details)
    return f"Visit planned for {day}" if day else "", text_of(details, "purpose")


def _visit_moved(details: Details) -> Words:
    was, now = day_of(details, "was_on"), on_in_words(details)
    return f"Visit of {was} moved to {now}" if was and now else "", text_of(details, "reason")


def _visit_off(details: Details) -> Words:
    day = day_of(details, "on")
    return f"Visit of {day} called off" if day else "", text_of(details, "reason")


def _visit_recorded(details: Details) -> Words:
    day = day_of(details, "held_on")
    return f"Visit of {day} recorded" if day else "", ""


def _extended(details: Details) -> Words:
    days = days_of(details)
    return f"{days} more asked for".capitalize() if days else "", text_of(details, "reason")


def _file(details: Details) -> Words:
    title = text_of(details, "title")
    return f"File added: {title}" if title else "", ""


def _action(details: Details) -> Words:
    title = text_of(details, "title")
    who, due = text_of(details, "owner"), day_of(details, "due_on")
    return f"Action agreed: {title}" if title else "", f"{who}, by {due}" if who and due else ""


def _people(details: Details) -> Words:
    joined = text_of(details, "joined")
    left = listed(details.get("left") or [])
    if joined and left:
        title = f"{joined} took over from {left}"
    else:
        title = f"{joined} joined" if joined else f"{left} left" if left else ""
    return title, text_of(details, "reason")


def _signposted(details: Details) -> Words:
    return "", paragraphs(text_of(details, "where_to"), text_of(details, "reason"))


def _nothing_more(_: Details) -> Words:
    return "", ""


TELLERS: Final[dict[str, Teller]] = {
    "triage": _triaged,
    "offer": _offered,
    "release": _released,
    "decline": _declined,
    "move_on": _moved_on,
    "wait": _put_off,
    "pause": _put_off,
    "propose_plan": _planned,
    "plan_visit": _visit_planned,
    "move_visit": _visit_moved,
    "cancel_visit": _visit_off,
    "record_visit": _visit_recorded,
    "extend": _extended,
    "attach": _file,
    "ask_for_action": _action,
    "change_people": _people,
    "signpost": _signposted,
    "edit": _nothing_more,
    **DATE_TELLERS,
}


# What is going on


def situation(file: RequestFile, *, mine: bool) -> str:
    """A sentence or two on where things stand, for whoever's turn it is (`mine`) or for the others."""
    return _SITUATIONS[file.request.state](file, mine) if file.request.state in _SITUATIONS else ""


def _draft(file: RequestFile, mine: bool) -> str:  # noqa: FBT001 - one of a table of the same shape
    back = _last(file, "send_back", "return_draft")
    if back:
        return f"{back.by} asks for changes: “{text_of(back.details, 'reason')}”"
    return "Nobody else has been told yet. Send it when it says what you need." if mine else ""


def _checking(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    sent = _last(file, "ask_head")
    who = sent.by if sent else "A colleague"
    return f"{who} has written this request. Read it, then send it or ask for changes." if mine else ""


def _submitted(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    school = file.request.receiving_school.name
    return f"{school} asks for support. Decide what kind it needs and who finds it." if mine else ""


def _finding(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    said_no = [one for one in file.request.offers if one.answer is OfferAnswer.DECLINED]
    before = f"{listed([one.school.name for one in said_no])} could not help. " if said_no else ""
    return before + ("Choose whom to ask from the shortlist below." if mine else "")


def _waiting(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    put = _last(file, "wait")
    return f"On the waiting list: {text_of(put.details, 'reason')}" if put else ""


def _offer(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    ask = _standing_offer(file)
    school = file.request.giving_school
    if ask is None or school is None:
        return ""
    idea = f", with {ask.person.name} in mind" if ask.person else ""
    asked = f"{school.name} is asked for {days_in_words(ask.days)} of support{idea}."
    if any(turn.post.role == "coordinator" for turn in file.own_turns):
        return f"{asked} They have not answered in time. Give them longer, or move on to another school."
    return f"{asked} Release somebody, or say why you cannot." if mine else asked


def _standing_offer(file: RequestFile) -> Offer | None:
    return next((one for one in file.request.offers if one.answer is OfferAnswer.WAITING), None)


def _agreeing(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    if file.request.plan is None:
        return "There is no plan yet. Any of you can write it; then all of you sign."
    signed = signatures(file)
    if not signed:
        return "The plan is written. It needs every signature." if mine else "Nobody has signed the plan yet."
    have = f"{listed(signed)} {'has' if len(signed) == 1 else 'have'} signed the plan."
    return have + (" It needs your signature, or your changes." if mine else "")


def signatures(file: RequestFile) -> list[str]:
    """Who has signed the plan as it now stands, in the order of signing."""
    names: list[str] = []
    for one in file.history:
        if one.kind in ("propose_plan", "release", "extend"):
            break
        if one.kind == "sign":
            names.insert(0, one.by)
    return list(dict.fromkeys(names))


def _under_way(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    request = file.request
    agreed = request.plan.days if request.plan else 0
    used = f"{_days_number(request.days_used)} of {days_in_words(agreed)} used. "
    waiting = request.waiting_visits
    if not waiting:
        return used + ("Plan the next visit, or finish." if mine else "No visit is planned.")
    nearest = in_words.day(waiting[0].on)
    if mine and waiting[0].is_waiting and waiting[0].on <= in_words.today():
        return used + f"The visit of {nearest} waits for its record."
    return used + f"The next visit is on {nearest}."


def _days_number(days: float) -> str:
    return f"{days:g}".replace(".5", "½").replace("0½", "½")


def _evaluating(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    count = plural(len(file.request.measures), "success measure")
    return f"The visits are over. Judge the {count} of the plan; the giver adds how it went." if mine else ""


def _looking_back(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    return "Has it lasted? If it is slipping, say so: more can be done." if mine else ""


def _paused(file: RequestFile, mine: bool) -> str:  # noqa: FBT001
    stopped = _last(file, "pause")
    return f"Paused: {text_of(stopped.details, 'reason')}" if stopped else ""


def _last(file: RequestFile, *kinds: str) -> Happening | None:
    """The last thing that moved the case, if it is one of these kinds."""
    moved = next((one for one in file.history if one.from_state != one.to_state), None)
    return moved if moved and moved.kind in kinds else None


_SITUATIONS: Final[dict[str, Callable[[RequestFile, bool], str]]] = {
    "draft": _draft,
    "checking": _checking,
    "submitted": _submitted,
    "finding": _finding,
    "waiting": _waiting,
    "offered": _offer,
    "agreeing": _agreeing,
    "under_way": _under_way,
    "evaluating": _evaluating,
    "following_up": _looking_back,
    "next_term": _looking_back,
    "paused": _paused,
}
