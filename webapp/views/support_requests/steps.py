"""One page for each step of a support request: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.files import FileForm
from forms.steps import NoteForm, PauseForm, ReasonForm
from forms.support_requests.agreeing import (
    MidPointForm,
    PlanForm,
    VisitCancelForm,
    VisitMoveForm,
    VisitPlanForm,
    VisitRecordForm,
)
from forms.support_requests.around import ActionForm, PersonChangeForm
from forms.support_requests.asking import RequestForm, SignpostForm, TriageForm
from forms.support_requests.finding import OfferForm, ReleaseForm, WaitForm
from forms.support_requests.judging import (
    ExtendForm,
    FollowUpForm,
    GiverViewForm,
    SummaryForm,
    evaluation_form,
)
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import Step

STEPS: Final[Mapping[str, Step]] = {
    "edit": Step(RequestForm, button="Save and continue", template="support_requests/write.html"),
    "submit": Step(template="support_requests/check.html", button="Send the request"),
    "ask_head": Step(template="support_requests/check.html", button="Ask your head to approve it"),
    "return_draft": Step(ReasonForm, "The request goes back to whoever wrote it, with what you say here."),
    "discard": Step(ReasonForm, "The draft is put away. It can still be read, but not sent.", warns=True),
    "triage": Step(
        TriageForm,
        "The coordinator you choose looks for a school that can help, and has ten working days.",
        button="Accept the request",
    ),
    "send_back": Step(ReasonForm, "The request goes back to be changed, with what you say here."),
    "signpost": Step(
        SignpostForm,
        "Say where this support can be found. The request ends here, and the school is told.",
    ),
    "offer": Step(
        OfferForm,
        "Their head is told and has three working days to release somebody or to decline.",
        button="Ask this school",
        template="support_requests/offer.html",
    ),
    "wait": Step(WaitForm, "The school is told why, and when you will look again."),
    "search_again": Step(about="The search begins again, with ten working days."),
    "release": Step(
        ReleaseForm,
        "You release somebody from your own school. Both heads and the giver then agree a plan.",
        template="support_requests/release.html",
    ),
    "decline": Step(ReasonForm, "That is all right. The coordinator asks another school, and is told why."),
    "give_longer": Step(about="They get three more working days to answer."),
    "move_on": Step(ReasonForm, "The school is told that it is no longer asked."),
    "propose_plan": Step(
        PlanForm,
        "Both heads and the giver sign it. A changed plan has to be signed again by everybody.",
        button="Save the plan",
        template="support_requests/plan.html",
        names_no_pupils=True,
    ),
    "sign": Step(about="The support begins once both heads and the giver have signed."),
    "step_back": Step(
        ReasonForm,
        "The giver is free again, and the coordinator looks for other support.",
        warns=True,
    ),
    "record_visit": Step(
        VisitRecordForm,
        button="Save the record",
        template="support_requests/visit.html",
        names_no_pupils=True,
    ),
    "plan_visit": Step(
        VisitPlanForm,
        "An invitation goes into the diary of everybody you ask.",
        button="Plan the visit",
        template="dates/plan_visit.html",
    ),
    "move_visit": Step(
        VisitMoveForm,
        "Everybody who is asked gets the change into their diary, and is asked again.",
        button="Move the visit",
        template="dates/move_visit.html",
    ),
    "cancel_visit": Step(VisitCancelForm),
    "review_midpoint": Step(
        MidPointForm,
        "Talk about it together first: is it working, what changes, when does it end?",
        button="Save the review",
        names_no_pupils=True,
    ),
    "finish": Step(
        about="The visits are over. The school that was helped says what has changed, the giver how it went."
    ),
    "evaluate": Step(
        evaluation_form,
        "For each success measure of the plan: how far was it reached, and how do you know?",
        button="Save the evaluation",
        template="support_requests/evaluate.html",
        names_no_pupils=True,
    ),
    "add_view": Step(GiverViewForm, button="Save your view", names_no_pupils=True),
    "sustained": Step(FollowUpForm, "You will be asked once more, in the next term.", names_no_pupils=True),
    "still_sustained": Step(FollowUpForm, "The request is closed with this.", names_no_pupils=True),
    "slipping": Step(
        FollowUpForm,
        "The coordinator and the giver are told. You will be asked again after six school weeks.",
        names_no_pupils=True,
    ),
    "extend": Step(ExtendForm, "The plan gets more days, and has to be signed again."),
    "reopen": Step(
        ReasonForm, "The coordinator looks for support again. The giver's days that are left go back."
    ),
    "pause": Step(PauseForm, "The clock stops for everybody until somebody goes on with it."),
    "resume": Step(about="The clock goes on where it stopped."),
    "withdraw": Step(
        ReasonForm,
        "The request ends here. Days that were not used go back to the giver, and everybody is told.",
        warns=True,
    ),
    "add_note": Step(NoteForm, "Everybody who may see this request can read it.", names_no_pupils=True),
    "attach": Step(FileForm, template="files/attach.html", names_no_pupils=True),
    "change_people": Step(PersonChangeForm, template="support_requests/people.html", button="Save"),
    "ask_for_action": Step(ActionForm, "Whoever does it is told, and you will be asked to verify it."),
    "release_summary": Step(
        SummaryForm,
        "Governors of your school read this and nothing else of the request.",
        names_no_pupils=True,
    ),
    **DATE_STEPS,
}
"""Each transition that a person can make, with its page."""
