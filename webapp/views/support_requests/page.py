"""What the page of one support request shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from webapp.reader import Reader
from webapp.views.dates.page import turn_of
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.panels import Panel, late_by, whose_turn
from webapp.views.support_requests import story
from webapp.views.track import track
from webapp.words import listed
from workflows.clock import today
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.machine import Transition
from workflows.people import Post, role_label
from workflows.perform import available
from workflows.places import School
from workflows.support_requests import SupportRequest
from workflows.support_requests import SupportRequestFlow as Flow
from workflows.support_requests.effects import missing
from workflows.support_requests.queries import CaseFile, may_send

AT_ONCE: Final = frozenset({"sign", "search_again", "give_longer", "resume"})
"""One press does it: everything that there is to think about stands on the page already."""
QUIET: Final = frozenset({"discard", "reopen", "step_back"})
"""Never among the big buttons while a case is open."""
ELSEWHERE: Final = frozenset(
    {"add_note", "attach", "change_people", "ask_for_action", "move_visit", "cancel_visit", *DATE_STEPS}
)
"""Offered beside what they are about."""
MOST_BUTTONS = 3

_FIRST: Final = {
    "finding": ("offer", "wait", "signpost"),
    "waiting": ("offer", "search_again", "signpost"),
}


@dataclass(frozen=True)
class Button:
    """Something that the reader may do."""

    name: str
    text: str
    href: str
    #: one press, without a page in between
    at_once: bool = False


@dataclass(frozen=True)
class Pages:
    """Everything that the page adds to the case's file."""

    panel: Panel
    track: list[dict[str, Any]]
    buttons: list[Button]
    more: list[Button]
    #: the names of all transitions open to the reader
    may: frozenset[str]
    people: list[dict[str, str]]


def build(file: CaseFile, reader: Reader) -> Pages:
    """Put together what this reader sees of this request."""
    open_to_me = [
        one
        for one in available(file.request, reader.posts_on(file.request))
        if _makes_sense(one, file, reader)
    ]
    shown = [one for one in _in_order(open_to_me, file) if one.name not in ELSEWHERE]
    main = [one for one in shown if _is_main(one, file)]
    more = [one for one in shown if one not in main[:MOST_BUTTONS]]
    return Pages(
        panel=_panel(file, reader),
        track=track(file.request, file.history, file.turns),
        buttons=_with_dates([_button(one, file) for one in main[:MOST_BUTTONS]], file),
        more=[_button(one, file) for one in more],
        may=frozenset(one.name for one in open_to_me),
        people=_people(file, reader),
    )


# What the reader may do


def _makes_sense(transition: Transition, file: CaseFile, reader: Reader) -> bool:
    """Whether a press could succeed now; what still lacks details is asked for on the next page."""
    if transition.name == "ask_head" and may_send(file.request, reader.posts_on(file.request)):
        return False
    if transition.name == "sign" and not file.own_turns:
        return False
    if transition.name in ("move_visit", "cancel_visit") and not file.request.waiting_visits:
        return False
    return not hinders(transition, file.request)


def hinders(transition: Transition, request: SupportRequest) -> str:
    """What has to happen before this transition may, as a sentence; empty if nothing does."""
    for guard in Flow.guards.get(transition.name, ()):
        try:
            guard(request, None)
        except NotYet as error:
            return str(error)
        except InvalidDetails:
            return ""
    return ""


def _is_main(transition: Transition, file: CaseFile) -> bool:
    if not file.request.is_open:
        return True
    return not transition.aside and transition.name not in QUIET


def _in_order(transitions: list[Transition], file: CaseFile) -> list[Transition]:
    """The most likely first."""
    first: tuple[str, ...] = _FIRST.get(file.request.state, ())
    if file.request.state == "draft" and missing(file.request):
        first = ("edit",)
    elif file.request.state == "under_way":
        first = _first_under_way(file.request)
    return sorted(transitions, key=lambda one: first.index(one.name) if one.name in first else len(first))


def _first_under_way(request: SupportRequest) -> tuple[str, ...]:
    waiting = request.waiting_visits
    if waiting:
        return ("record_visit",) if waiting[0].on <= today() else ("plan_visit", "record_visit")
    return ("plan_visit", "record_visit", "finish")


def _button(transition: Transition, file: CaseFile) -> Button:
    request = file.request
    text = {
        "edit": "Carry on writing" if missing(request) else "Edit the request",
        "submit": "Check and send",
        "propose_plan": "Change the plan" if request.plan else "Write the plan",
        "release_summary": "Change the governors' summary" if request.summary else transition.label,
    }.get(transition.name, transition.label)
    if transition.name == "offer":
        return Button(transition.name, "Choose from the shortlist", "#shortlist")
    href = url_for("support_requests.step", reference=request.reference, transition=transition.name)
    return Button(transition.name, text, href, at_once=transition.name in AT_ONCE)


def _with_dates(buttons: list[Button], file: CaseFile) -> list[Button]:
    """What the reader has to do about dates comes first where it is all that is asked of them."""
    about = turn_of(file.request, file.date_turn)
    if about is None:
        return buttons
    own = Button("dates", about.button, about.href)
    return [*buttons, own] if file.own_turns else [own, *buttons]


# Whose turn it is


def _panel(file: CaseFile, reader: Reader) -> Panel:
    request = file.request
    if not request.is_open:
        return Panel("resting", request.state_now.label, None, None, _end_in_words(file))
    mine = file.own_turns
    turns = mine or file.turns
    until = min((turn.due_on for turn in turns if turn.due_on), default=None)
    late = late_by(turns, until, case_id=request.id, trust=reader.trust)
    if file.date_turn and not mine:
        about = turn_of(request, file.date_turn)
        return Panel("mine", "", file.date_turn.due_on, None, about.text if about else "")
    if mine:
        return Panel("mine", "", until, late, story.situation(file, mine=True))
    who = whose_turn(turns, reader.trust, lambda post: place_name(post, request))
    text = story.situation(file, mine=False) or _doing(file)
    return Panel("waiting", who, until, late, text)


def _doing(file: CaseFile) -> str:
    names = list(dict.fromkeys(holder.name for turn in file.turns for holder in turn.who))
    if not names:
        return ""
    are = "is" if len(names) == 1 else "are"
    return f"{listed(names)} {are} {file.request.state_now.doing} this request."


def _end_in_words(file: CaseFile) -> str:
    last = next((one for one in file.history if one.from_state != one.to_state), None)
    if last is None:
        return ""
    told = story.timeline((last,))[0]
    return told.note


def place_name(post: Post, request: SupportRequest) -> str:
    """The school that a post is at; empty for the trust and for parts on the case."""
    schools: list[School | None] = [request.receiving_school, request.giving_school]
    return next((school.name for school in schools if school and school.id == post.place_id), "")


# Who is involved


def _people(file: CaseFile, reader: Reader) -> list[dict[str, str]]:
    """Everybody with a part, each once with all their parts."""
    request = file.request
    parts: dict[str, list[str]] = {}
    for post in _posts_shown(request):
        for holder in file.parts.get(post, ()):
            place = place_name(post, request)
            label = _PARTS.get(post.role) or role_label(reader.trust, post.role)
            parts.setdefault(holder.name, []).append(f"{label}, {place}" if place else label)
    return [{"name": name, "role": "; ".join(_first_capital(roles))} for name, roles in parts.items()]


_PARTS = {"requester": "Asked for this", "member": "Colleague"}


def _posts_shown(request: SupportRequest) -> Iterator[Post]:
    yield Post("head", request.receiving_school_id)
    yield Post("requester", request.id)
    if request.giver_id:
        yield Post("giver", request.id)
    if request.giving_school_id:
        yield Post("head", request.giving_school_id)
    yield Post("coordinator", request.id)
    yield Post("member", request.id)


def _first_capital(roles: list[str]) -> list[str]:
    return [role if place == 0 else role[0].lower() + role[1:] for place, role in enumerate(roles)]
