"""One page for each step of a trust-wide session: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.steps import NoteForm, PauseForm, ReasonForm
from forms.trust_sessions.choosing import MergeForm, ProposalForm, TieForm, VoteForm, WithdrawForm
from forms.trust_sessions.planning import DecisionForm, HandOverForm, MoveForm, OffersForm
from forms.trust_sessions.running import EvaluationForm, LookBackForm, SessionActionForm
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.sign_ups.steps import SIGN_UP_STEPS
from webapp.views.steps import Step

VOTE: Final = Step(
    VoteForm,
    "Each school has one vote. It is secret and final: nobody can see or change it once it is in.",
    button="Put it into the box",
    template="trust_sessions/vote.html",
)
STEPS: Final[Mapping[str, Step]] = {
    "move": Step(MoveForm, "Diaries follow, and so do the dates of what is still to come.", button="Save"),
    "ask_for_proposals": Step(about="All heads and delegates are told that they can propose a focus."),
    "propose": Step(
        ProposalForm,
        "Everybody who works in the trust can read it. You can withdraw it until the vote opens.",
        button="Propose this",
        names_no_pupils=True,
    ),
    "withdraw_proposal": Step(WithdrawForm, "Nobody can vote for it then.", button="Withdraw it"),
    "merge_proposals": Step(
        MergeForm,
        "Where two say the same, one goes on in the other. Both schools are told why.",
        button="Merge them",
    ),
    "decide_without_vote": Step(
        DecisionForm, "There is no vote then, and all heads read why.", button="Decide", warns=True
    ),
    "open_vote": Step(about="Nothing more can be proposed then. All heads and delegates are told."),
    "vote": VOTE,
    "close_vote": Step(about="The ballots are counted, and the count is published."),
    "settle_tie": Step(TieForm, "They have the same score. All heads read why you choose as you do."),
    "ask_for_offers": Step(OffersForm, button="Ask for them"),
    "publish_programme": Step(about="Everybody who works in the trust can sign up then; heads are told."),
    "say_held": Step(about="Those who were there are asked how it was, and you write down what was learned."),
    "did_not_happen": Step(
        ReasonForm, "It counts as called off, and nobody is asked how it was.", warns=True
    ),
    "evaluate": Step(
        EvaluationForm,
        "Everybody who works in the trust can read it. What those who were there have said is on the page, "
        "as soon as it may be told.",
        button="Save",
        names_no_pupils=True,
    ),
    "ask_for_action": Step(SessionActionForm, "Its owner is told.", button="Agree this action"),
    "go_on_to_actions": Step(about="You look back in the next half-term."),
    "look_back": Step(
        LookBackForm, "Then this session is closed.", button="Save and close", names_no_pupils=True
    ),
    "postpone": Step(PauseForm, "The date leaves all diaries, and everybody asked is told why.", warns=True),
    "resume": Step(
        MoveForm, "It goes into diaries again, and goes on where it stood.", button="Set this day"
    ),
    "call_off": Step(
        ReasonForm, "The date leaves all diaries, and another can be planned for the term.", warns=True
    ),
    "hand_over": Step(HandOverForm, "They are told, and take over what is asked.", button="Hand it over"),
    "add_note": Step(
        NoteForm,
        "Everybody who works in the trust can read it.",
        button="Save the note",
        names_no_pupils=True,
    ),
    **DATE_STEPS,
    **SIGN_UP_STEPS,
}
"""Each transition that a person can make, with its page."""
