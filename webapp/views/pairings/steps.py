"""One page for each step of a pairing: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.pairings.asking import AskForm, ChooseForm, ProposeForm
from forms.pairings.contract import ContractForm
from forms.pairings.log import log_form
from forms.pairings.looking_back import ClosingForm, ReflectionForm, rating_form, review_form
from forms.pairings.sessions import AheadForm, BegunForm, SessionMoveForm, SessionPlanForm, StepDoneForm
from forms.pairings.sharing import ShareEndForm, ShareForm
from forms.steps import PauseForm
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import Step
from workflows.machine import Transition
from workflows.pairings import Pairing
from workflows.pairings import PairingFlow as Flow

FIRST_OR_NEXT: Final = {"log_session": "log_first", "plan_session": "plan_first"}
"""The same for its two people: the first time, it begins their work together."""

_ANSWERS: Final = ("answer_date", "settle_reply")
_PLAN: Final = Step(
    SessionPlanForm,
    "Both of you get an invitation into your diary. It says when and where, and not what about.",
    button="Save and invite us both",
    template="pairings/session.html",
)
_LOG: Final = Step(log_form, template="pairings/log.html", button="Save the log")

STEPS: Final[Mapping[str, Step]] = {
    "edit": Step(AskForm, template="pairings/write.html", button="Save"),
    "choose": Step(
        ChooseForm,
        "They are asked whether they will be your mentor, and have three working days to answer.",
        button="Ask them",
    ),
    "propose": Step(
        ProposeForm,
        "Both are asked whether it suits them, and have three working days to answer.",
        button="Propose this mentor",
    ),
    "take_on": Step(about="You then agree a contract together: how often you meet, how, and towards what."),
    "accept": Step(
        about="Once both of you have said yes, you agree a contract together: how often, how, towards what."
    ),
    "decline": Step(
        about="That is all right, and no reason is asked. Somebody else is looked for.",
        button="No, thank you",
    ),
    "propose_another": Step(about="Whoever was asked hears that it is no longer needed."),
    "withdraw": Step(
        about="Nobody looks for a mentor any more, and everybody concerned is told.", warns=True
    ),
    "write_contract": Step(
        ContractForm,
        "Talk about it together first. Both of you sign it; a changed contract is signed again by both.",
        button="Save the contract",
        template="pairings/contract.html",
        names_no_pupils=True,
    ),
    "sign": Step(about="The contract holds once both of you have signed it.", button="Sign the contract"),
    "plan_first": _PLAN,
    "plan_session": _PLAN,
    "log_first": _LOG,
    "log_session": _LOG,
    "move_session": Step(
        SessionMoveForm,
        "Both of you get the change into your diary, and are asked again.",
        button="Move the session",
        template="pairings/session.html",
    ),
    "call_off_session": Step(
        AheadForm, "It leaves both diaries.", button="Call it off", template="pairings/about_session.html"
    ),
    "confirm_session": Step(
        BegunForm, "You can write its log later.", template="pairings/about_session.html"
    ),
    "miss_session": Step(
        BegunForm,
        "No reason is asked. The other one is told, and you agree another time.",
        template="pairings/about_session.html",
    ),
    "finish_step": Step(StepDoneForm, "It no longer comes up at the next session."),
    "rate_goals": Step(
        rating_form,
        "From 0, not begun, to 10, reached. Only the two of you see it.",
        button="Save",
        template="pairings/ratings.html",
    ),
    "add_reflection": Step(
        ReflectionForm,
        "Once a term, for yourself. Nobody else reads it, unless you let the mentee do so.",
        button="Save your reflection",
        names_no_pupils=True,
    ),
    "begin_review": Step(about="You look back together, and both agree to what you write down."),
    "write_review": Step(
        review_form,
        "Talk about it together first. Both of you agree to it; only the two of you read it.",
        button="Save the review",
        template="pairings/review.html",
        names_no_pupils=True,
    ),
    "agree_review": Step(about="The review holds once both of you have agreed to it."),
    "propose_coaching": Step(
        about="From advice to questions. It changes once both of you have confirmed it, "
        "and the review is agreed with it."
    ),
    "confirm_coaching": Step(about="From then on the log asks for goal, reality, options and will."),
    "stay_mentoring": Step(about="Nothing changes, and the review is agreed."),
    "share": Step(
        ShareForm,
        "They can read this one entry and nothing else, until you stop it. Your mentor is told that you "
        "share an entry.",
        button="Let them read it",
    ),
    "stop_sharing": Step(ShareEndForm, "They can no longer read it."),
    "pause": Step(PauseForm, "The clock stops for both. The coordinator is told, with the reason."),
    "resume": Step(about="The clock goes on where it stopped."),
    "leave": Step(
        about="Either of you can, and no reason is asked. Sessions to come are called off. "
        "You can still write a log of those that took place.",
        button="End the pairing",
        warns=True,
    ),
    "close": Step(ClosingForm, "Everything you have written stays readable to the two of you."),
    "new_mentor": Step(
        about="Whoever was the mentor is told and sees nothing more. The log stays with the mentee; a new "
        "mentor sees only what is written with them.",
        button="Find a new mentor",
        warns=True,
    ),
    "end_for_them": Step(
        about="The pairing is closed, because one of the two has left the trust.", warns=True
    ),
    **{name: DATE_STEPS[name] for name in _ANSWERS},
}
"""Each transition that a person can make, with its page."""


def by_state(case: Pairing, name: str) -> str:
    """The step that is meant: which of the two it is depends on whether the two have begun."""
    has_begun = case.state != Flow.contracted.name
    for following, first in FIRST_OR_NEXT.items():
        if name in (following, first):
            return following if has_begun else first
    return name


def address_of(transition: Transition) -> str:
    """The one word that both have in addresses, so that what is typed stays with its form."""
    return next((one for one, first in FIRST_OR_NEXT.items() if first == transition.name), transition.name)
