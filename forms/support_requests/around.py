"""Beside the road: people who change, files, and actions that come out of a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from forms import actions, people
from forms.people import person_in_words
from forms.support_requests.finding import giver_in_words
from workflows.directory.choices import coordinators, everybody, staff_of
from workflows.support_requests import SupportRequest, choices

PARTS: Final = {
    "requester": "Whoever speaks for the school that asked",
    "coordinator": "The coordinator",
    "giver": "The giver",
    "member": "A colleague who helps",
}
"""The parts on a request that can pass from one person to another."""


def parts_of(case: SupportRequest) -> dict[str, str]:
    """The parts that can change hands on this request at present."""
    absent = {"giver"} if case.giver_id is None else set()
    return {part: words for part, words in PARTS.items() if part not in absent}


class PersonChangeForm(people.PersonChangeForm):
    """Who takes over a part on a request, or who joins and leaves."""

    case: SupportRequest
    shared_part = "member"

    def parts(self) -> dict[str, str]:
        return parts_of(self.case)

    def candidates(self) -> Iterable[tuple[int, str]]:
        if self.part == "giver":
            return [
                (one.person_id, giver_in_words(one))
                for one in choices.givers(self.case)
                if not one.in_conflict
            ]
        found: Any = []
        if self.part == "coordinator":
            found = coordinators(self.case.trust_id)
        elif self.part == "requester":
            found = staff_of([self.case.receiving_school_id])
        elif self.part == "member":
            found = everybody()
        return [(one.id, person_in_words(one)) for one in found]


class ActionForm(actions.ActionForm):
    """An action out of a request."""

    case: SupportRequest

    def owners(self) -> Iterable[Any]:
        return choices.people_near(self.case)
