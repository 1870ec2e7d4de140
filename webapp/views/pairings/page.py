"""What the page of one pairing shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from webapp.reader import Reader
from webapp.views.dates import words
from webapp.views.dates.page import turn_of
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.pairings import story
from webapp.views.pairings.steps import address_of
from webapp.views.panels import Panel, late_by, whose_turn
from webapp.views.track import track
from webapp.words import listed
from workflows.clock import today
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.machine import Transition
from workflows.pairings import Pairing
from workflows.pairings import PairingFlow as Flow
from workflows.pairings.details import Mode
from workflows.pairings.queries import PairingFile
from workflows.people import Post, role_label
from workflows.perform import available
from workflows.places import School

AT_ONCE: Final = frozenset(
    {
        "take_on", "accept", "propose_another", "sign", "begin_review", "agree_review", "propose_coaching",
        "confirm_coaching", "stay_mentoring", "resume",
    }
)  # fmt: skip
"""One press does it: everything that there is to think about stands on the page already."""
SIGNED_BY_EACH: Final = frozenset({"accept", "sign", "agree_review", "confirm_coaching"})
"""Steps of which each of the two makes their own: whoever has, is not asked again."""
ON_REVIEW: Final = frozenset({"agree_review", "propose_coaching"})
"""Steps for which a review has to be written."""
ELSEWHERE: Final = frozenset(
    {
        "move_session", "call_off_session", "confirm_session", "miss_session", "finish_step", "rate_goals",
        "add_reflection", "share", "stop_sharing", *DATE_STEPS,
    }
)  # fmt: skip
"""Offered beside what they are about."""
MOST_BUTTONS = 3
_FIRST: Final = {
    "review": ("agree_review", "write_review", "propose_coaching", "log_session"),
    "changing": ("confirm_coaching", "stay_mentoring", "log_session"),
    "accepted": ("sign", "write_contract"),
    "ending": ("close", "new_mentor", "log_session"),
    "requested": ("propose", "choose"),
}
_FIRST_BY_ASK: Final = {
    "Agree": ("plan_session", "log_session", "begin_review"),
    "Begin": ("begin_review", "log_session", "plan_session"),
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
    """Everything that the page adds to the pairing's file."""

    panel: Panel
    track: list[dict[str, Any]]
    buttons: list[Button]
    more: list[Button]
    #: the names of all transitions open to the reader
    may: frozenset[str]
    people: list[dict[str, str]]
    #: the next sessions with who has said what; for the two alone
    dates: list[dict[str, Any]]


def build(file: PairingFile, reader: Reader) -> Pages:
    """Put together what this reader sees of this pairing."""
    posts = reader.posts_on(file.pairing)
    open_to_me = [one for one in available(file.pairing, posts) if _makes_sense(one, file)]
    shown = [one for one in _in_order(open_to_me, file) if one.name not in ELSEWHERE]
    main = [one for one in shown if _is_main(one, file)]
    more = [one for one in shown if one not in main[:MOST_BUTTONS]]
    return Pages(
        panel=_panel(file, reader),
        track=track(file.pairing, file.moves, file.turns),
        buttons=_with_dates([_button(one, file) for one in main[:MOST_BUTTONS]], file),
        more=[_button(one, file) for one in more],
        may=frozenset(one.name for one in open_to_me),
        people=_people(file, reader),
        dates=_dates(file) if file.private else [],
    )


# What the reader may do


def _makes_sense(transition: Transition, file: PairingFile) -> bool:
    """Whether a press could succeed now; what still lacks details is asked for on the next page."""
    if transition.name in SIGNED_BY_EACH and not file.own_turns:
        return False
    if transition.name in ON_REVIEW:
        is_written = file.private is not None and file.private.review_in_hand is not None
        return is_written and (transition.name == "agree_review" or file.pairing.mode is Mode.MENTORING)
    return not hinders(transition, file.pairing)


def hinders(transition: Transition, pairing: Pairing) -> str:
    """What has to happen before this transition may, as a sentence; empty if nothing does."""
    for guard in Flow.guards.get(transition.name, ()):
        try:
            guard(pairing, None)
        except NotYet as error:
            return str(error)
        except InvalidDetails:
            return ""
    return ""


def _is_main(transition: Transition, file: PairingFile) -> bool:
    if file.pairing.state == Flow.ending.name and transition.name == "new_mentor":
        return True
    return not transition.aside


def _in_order(transitions: list[Transition], file: PairingFile) -> list[Transition]:
    """The most likely first."""
    first = _FIRST.get(file.pairing.state, ())
    if file.pairing.state in (Flow.active.name, Flow.contracted.name):
        first = _first_together(file.pairing)
    if file.pairing.state == Flow.accepted.name and file.pairing.contract is None:
        first = ("write_contract",)
    names = {one.name: address_of(one) for one in transitions}
    place = {name: number for number, name in enumerate(first)}
    return sorted(transitions, key=lambda one: place.get(names[one.name], len(first)))


def _first_together(pairing: Pairing) -> tuple[str, ...]:
    planned = pairing.planned
    if planned and planned[0].on <= today():
        return ("log_session", "plan_session")
    return _FIRST_BY_ASK.get(pairing.next_ask.partition(" ")[0], ("plan_session", "log_session"))


def _button(transition: Transition, file: PairingFile) -> Button:
    pairing = file.pairing
    text = {
        "write_contract": "Change the contract" if pairing.contract else "Write the contract",
        "choose": "Choose a mentor",
        "write_review": "Write the review" if "agree_review" not in _standing(file) else "Change the review",
        "plan_session": "Agree another session" if pairing.planned else transition.label,
    }.get(transition.name, transition.label)
    names_mentor = transition.name in ("choose", "propose")
    href = mentors_href(pairing) if names_mentor else step_href(pairing, address_of(transition))
    return Button(transition.name, text, href, at_once=transition.name in AT_ONCE)


def _standing(file: PairingFile) -> frozenset[str]:
    """What there is to agree to: nothing, while no review is written."""
    in_hand = file.private.review_in_hand if file.private else None
    return frozenset({"agree_review"} if in_hand else ())


def step_href(pairing: Pairing, name: str) -> str:
    """Where a step of a pairing is made."""
    return url_for("pairings.step", reference=pairing.reference, transition=name)


def mentors_href(pairing: Pairing) -> str:
    """Where the mentors that would suit are ranked, each to be named with one press."""
    return url_for("pairings.mentors", reference=pairing.reference)


def _with_dates(buttons: list[Button], file: PairingFile) -> list[Button]:
    """What the reader has to do about dates comes first where it is all that is asked of them."""
    about = turn_of(file.pairing, file.date_turn)
    if about is None:
        return buttons
    own = Button("dates", about.button, about.href)
    return [*buttons, own] if file.own_turns else [own, *buttons]


# Whose turn it is


def _panel(file: PairingFile, reader: Reader) -> Panel:
    pairing = file.pairing
    if not pairing.is_open:
        return Panel("resting", pairing.state_now.label, None, None, story.end_in_words(file))
    mine = file.own_turns
    turns = mine or file.turns
    until = min((turn.due_on for turn in turns if turn.due_on), default=None)
    late = late_by(turns, until, case_id=pairing.id, trust=reader.trust)
    if file.date_turn and not mine:
        about = turn_of(pairing, file.date_turn)
        return Panel("mine", "", file.date_turn.due_on, None, about.text if about else "")
    if mine:
        return Panel("mine", "", until, late, story.situation(file, mine=True))
    who = whose_turn(turns, reader.trust, lambda _: "")
    return Panel("waiting", who, until, late, story.situation(file, mine=False) or _doing(file))


def _doing(file: PairingFile) -> str:
    names = list(dict.fromkeys(holder.name for turn in file.turns for holder in turn.who))
    if not names:
        return ""
    are = "is" if len(names) == 1 else "are"
    return f"{listed(names)} {are} {file.pairing.state_now.doing} this pairing."


# Who is involved, and when they meet


def _people(file: PairingFile, reader: Reader) -> list[dict[str, str]]:
    return [
        {"name": holder.name, "role": f"{role_label(reader.trust, post.role)}{_at(school)}"}
        for post, school in _posts_shown(file.pairing)
        for holder in file.parts.get(post, ())
    ]


def _posts_shown(pairing: Pairing) -> Iterator[tuple[Post, School | None]]:
    yield Post("mentee", pairing.id), pairing.mentee_school
    yield Post("mentor", pairing.id), pairing.mentor_school
    yield Post("coordinator", pairing.trust_id), None


def _at(school: School | None) -> str:
    return f", {school.name}" if school else ""


def _dates(file: PairingFile) -> list[dict[str, Any]]:
    """The sessions to come, for beside the page, with who has said what."""
    href = url_for("dates.pairings", reference=file.pairing.reference)
    ahead = [one.entry for one in file.pairing.planned if one.entry and one.entry.is_ahead]
    return [
        words.coming(one, href=href, tags=[words.answer_tag(each) for each in one.asked]) for one in ahead[:3]
    ]
