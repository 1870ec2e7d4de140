"""Who is involved in a review, when that changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from forms import people
from forms.people import person_in_words
from workflows.directory.choices import coordinators
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.choices import Candidate, candidates_for, workshop_leaders
from workflows.people import Holder, Post, holders

PARTS: Final = {
    "lead_reviewer": "The lead reviewer",
    "reviewer": "A reviewer",
    "coordinator": "The coordinator",
    "workshop_leader": "Whoever leads the workshop",
}
"""The parts in a review that can pass from one person to another."""
ONE_OF_SEVERAL: Final = "reviewer"
ALWAYS: Final = frozenset({"lead_reviewer", ONE_OF_SEVERAL, "coordinator"})
"""Parts that a review needs: where nobody has one any more, somebody is found for it."""


class PersonChangeForm(people.PersonChangeForm):
    """Who takes over a part in a review, or who joins and leaves its team."""

    case: PeerReview
    shared_part = ONE_OF_SEVERAL
    #: those who are trained, and cannot review this school
    barred: Sequence[Candidate] = ()

    def parts(self) -> dict[str, str]:
        """The parts that somebody holds now, or has to, with words for each."""
        found = holders([Post(part, self.case.id) for part in PARTS])
        held = {post.role for post, holding in found.items() if holding}
        return {part: words for part, words in PARTS.items() if part in held or part in ALWAYS}

    def taken(self, holding: list[Holder]) -> set[int]:
        held = super().taken(holding)
        if self.part == ONE_OF_SEVERAL:
            lead = Post("lead_reviewer", self.case.id)
            held |= {one.person_id for one in holders([lead])[lead]}
        return held

    def candidates(self) -> Iterable[tuple[int, str]]:
        if self.part in ("lead_reviewer", ONE_OF_SEVERAL):
            return self._trained(leads=self.part == "lead_reviewer")
        found: Any = []
        if self.part == "coordinator":
            found = coordinators(self.case.trust_id)
        elif self.part == "workshop_leader":
            found = workshop_leaders(self.case)
        return [(one.id, person_in_words(one)) for one in found]

    def _trained(self, *, leads: bool) -> list[tuple[int, str]]:
        found = [one for one in candidates_for(self.case) if one.can_lead or not leads]
        self.barred = [one for one in found if one.why_not]
        return [
            (one.person_id, _in_words(one.name, one.school, "strong in a focus" if one.is_strong else ""))
            for one in found
            if not one.why_not
        ]


def _in_words(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
