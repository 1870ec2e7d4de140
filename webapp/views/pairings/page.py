"""What the page of one pairing shows: its track, whose turn it is, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from flask import url_for

from webapp.reader import Reader
from webapp.views.case_page import CasePage
from webapp.views.dates import words
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.pairings import story
from webapp.views.pairings.steps import address_of
from workflows.case_history import Happening
from workflows.clock import today
from workflows.machine import Transition
from workflows.pairings import Pairing
from workflows.pairings import PairingFlow as Flow
from workflows.pairings.details import Mode
from workflows.pairings.queries import PairingFile
from workflows.people import Post, role_label
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


class PairingPage(CasePage[Pairing, PairingFile]):
    """The page of one pairing."""

    step_endpoint, called = "pairings.step", "this pairing"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """The two, and who coordinates."""
        return _people(self.file, self.reader)

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """The next sessions with who has said what; for the two alone."""
        return _dates(self.file) if self.file.private else []

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def moves(self) -> Iterable[Happening]:
        return self.file.moves

    def makes_sense(self, transition: Transition) -> bool:
        if transition.name in SIGNED_BY_EACH and not self.file.own_turns:
            return False
        if transition.name in ON_REVIEW:  # the guards would ask again for what the file has
            is_mentoring = self.case.mode is Mode.MENTORING
            return self._has_review_in_hand and (transition.name == "agree_review" or is_mentoring)
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        is_ending = self.case.state == Flow.ending.name
        return not transition.aside or (is_ending and transition.name == "new_mentor")

    def first(self) -> tuple[str, ...]:
        if self.case.state in (Flow.active.name, Flow.contracted.name):
            return _first_together(self.case)
        if self.case.state == Flow.accepted.name and self.case.contract is None:
            return ("write_contract",)
        return _FIRST.get(self.case.state, ())

    def text_of(self, transition: Transition) -> str:
        return {
            "write_contract": "Change the contract" if self.case.contract else "Write the contract",
            "choose": "Choose a mentor",
            "write_review": "Change the review" if self._has_review_in_hand else "Write the review",
            "plan_session": "Agree another session" if self.case.planned else transition.label,
        }.get(transition.name, transition.label)

    def address_of(self, transition: Transition) -> str:
        return address_of(transition)

    def href_of(self, transition: Transition) -> str:
        names_mentor = transition.name in ("choose", "propose")
        return mentors_href(self.case) if names_mentor else super().href_of(transition)

    @property
    def _has_review_in_hand(self) -> bool:
        return self.file.private is not None and self.file.private.review_in_hand is not None


def _first_together(pairing: Pairing) -> tuple[str, ...]:
    planned = pairing.planned
    if planned and planned[0].on <= today():
        return ("log_session", "plan_session")
    return _FIRST_BY_ASK.get(pairing.next_ask.partition(" ")[0], ("plan_session", "log_session"))


def mentors_href(pairing: Pairing) -> str:
    """Where the mentors that would suit are ranked, each to be named with one press."""
    return url_for("pairings.mentors", reference=pairing.reference)


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
