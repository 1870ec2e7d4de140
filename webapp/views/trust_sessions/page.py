"""What the page of one trust-wide session shows: its track, whose turn it is, and the vote."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from webapp.components import plural
from webapp.views.case_page import CasePage
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.panels import Panel
from webapp.views.sign_ups.panel import SignUps
from webapp.views.sign_ups.steps import SIGN_UP_STEPS
from webapp.views.trust_sessions import story
from workflows.ballots import Method
from workflows.machine import Transition
from workflows.people import Post, role_label
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions import TrustSessionFlow as Flow
from workflows.trust_sessions.choosing import standing
from workflows.trust_sessions.queries import SessionFile

AT_ONCE: Final = frozenset(
    {"ask_for_proposals", "open_vote", "close_vote", "publish_programme", "say_held", "go_on_to_actions"}
)
"""One press does it: everything that there is to think about stands on the page already."""
ELSEWHERE: Final = frozenset(
    {"add_note", "hand_over", "withdraw_proposal", "merge_proposals", *DATE_STEPS, *SIGN_UP_STEPS}
    - {"keep_register"}
)
"""Offered beside what they are about."""
_FIRST: Final = {
    "proposals": ("propose", "open_vote"),
    "voting": ("vote", "close_vote"),
    "registration": ("keep_register", "say_held"),
    "held": ("evaluate", "keep_register"),
    "evaluated": ("ask_for_action", "go_on_to_actions"),
    "acting": ("look_back", "ask_for_action"),
}
_GATHERING: Final = frozenset(
    {Flow.registration.name, Flow.closed.name, *(state.name for state in Flow.afterwards.members)}
)


class SessionPage(CasePage[TrustSession, SessionFile]):
    """The page of one session."""

    step_endpoint, called = "trust_sessions.step", "this session"
    at_once, elsewhere = AT_ONCE, ELSEWHERE

    @cached_property
    def panel(self) -> Panel:
        """Of many heads who have not voted, their number: the page names their schools below."""
        panel = super().panel
        if panel.kind == "waiting" and self.case.state == Flow.voting.name:
            left = plural(len(self.file.waiting), "school")
            who = f"{left} to vote" if self.file.waiting else "The close of the vote"
            return Panel("waiting", who, self.case.vote_closes_on, None, panel.text)
        return panel

    @cached_property
    def sign_ups(self) -> SignUps:
        """The programme with its places, the marketplace, and who is there."""
        return SignUps(self)

    @property
    def shows_attendance(self) -> bool:
        """Whether people sign up for it, or were there."""
        return self.case.state in _GATHERING

    @cached_property
    def dates(self) -> list[dict[str, Any]]:
        """The date of the session; what each of very many heads has answered stands on its own page."""
        return [{**one, "tags": []} for one in dates.beside(self.case)]

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """Who coordinates it, and the improvement lead."""
        found = []
        for post in (Post("coordinator", self.case.id), Post("improvement_lead", self.case.trust_id)):
            part = role_label(self.reader.trust, post.role)
            found += [{"name": one.name, "role": part} for one in self.file.parts.get(post, ())]
        return found

    @cached_property
    def proposals(self) -> list[Any]:
        """What stands of what was proposed; what was merged or withdrawn is history."""
        return standing(self.case)

    @cached_property
    def result(self) -> list[dict[str, Any]]:
        """The count as bars, highest first, with words; empty where numbers are not published."""
        count, vote = self.file.count, self.case.vote
        if count is None or vote is None or not count.scores:
            return []
        titles = {one.id: one.title for one in self.case.proposed}
        unit = "point" if vote.method is Method.RANKING else "vote"
        chosen = {focus.proposal_id for focus in self.case.foci}
        ranked = sorted(count.scores.items(), key=lambda pair: (-pair[1], titles.get(pair[0], "")))
        return [
            {
                "name": titles.get(option, ""),
                "value": score,
                "text": plural(score, unit) + (", a focus" if option in chosen else ""),
                "soft": option not in chosen,
            }
            for option, score in ranked
        ]

    @property
    def is_ranked(self) -> bool:
        """Whether schools rank what they vote on."""
        return self.case.vote is not None and self.case.vote.method is Method.RANKING

    def situation(self, *, mine: bool) -> str:
        return story.situation(self.file, mine=mine)

    def at_end(self) -> str:
        return story.end_in_words(self.file)

    def makes_sense(self, transition: Transition) -> bool:
        if transition is Flow.vote and not self.file.own_to_vote:
            return False
        own = any(one.school_id in self.file.own_schools for one in self.proposals)
        if transition is Flow.withdraw_proposal and not own:
            return False
        if transition is Flow.merge_proposals and len(self.proposals) < 2:
            return False
        if transition.name == "keep_register" and not self.sign_ups.register_is_open:
            return False
        return super().makes_sense(transition)

    def is_main(self, transition: Transition) -> bool:
        if transition.name == "keep_register":
            return self.case.state == Flow.held.name or self.sign_ups.is_on
        return super().is_main(transition)

    def first(self) -> tuple[str, ...]:
        return _FIRST.get(self.case.state, ())
