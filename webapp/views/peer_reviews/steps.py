"""One page for each step of a review that has no page of its own: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.peer_reviews.afterwards import (
    ActionForm,
    LookAgainForm,
    PracticeForm,
    ViewForm,
    WorkshopForm,
    WorkshopRecordForm,
    impact_form,
)
from forms.peer_reviews.people import PersonChangeForm
from forms.peer_reviews.planning import MoveForm, NewDaysForm, PostponeForm, ReadersForm, TeamForm
from forms.peer_reviews.preparing import (
    ActivityChangeForm,
    ActivityForm,
    ActivityOffForm,
    ScopeForm,
)
from forms.peer_reviews.self_review import self_review_form
from forms.steps import NoteForm, ReasonForm
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.steps import Step

ON_TIMETABLE: Final = frozenset({"add_activity", "change_activity", "drop_activity"})
"""Steps that are offered on the timetable, and lead back to it."""

STEPS: Final[Mapping[str, Step]] = {
    "form_team": Step(
        TeamForm,
        "A lead reviewer and one to three reviewers from other schools, one of them at least from a school "
        "that is strong in the focus. They are told at once, and get the days into their diaries.",
        button="Form this team",
        template="peer_reviews/team.html",
    ),
    "change_people": Step(
        PersonChangeForm,
        "Whoever joins takes over the dates of whoever leaves.",
        button="Save",
        template="peer_reviews/people.html",
    ),
    "step_down": Step(
        ReasonForm,
        "The coordinator and the lead reviewer are told, and find somebody else. The days leave your diary.",
        button="Step down",
        warns=True,
    ),
    "move_visit": Step(
        MoveForm,
        "A visit needs a school day at every school that is involved. Everybody gets the change into their "
        "diary, and every date before and after the visit moves with it.",
        button="Move the visit",
        template="peer_reviews/days.html",
    ),
    "set_days": Step(
        NewDaysForm,
        "A visit needs a school day at every school that is involved. The review goes on where it stopped.",
        template="peer_reviews/days.html",
    ),
    "declare_readers": Step(
        ReadersForm,
        "The trust requires this review, so it says who else reads the report before questions are agreed.",
        button="Declare these readers",
        template="peer_reviews/readers_declared.html",
    ),
    "write_self_review": Step(
        self_review_form,
        "Save as often as you like. Only your school's leaders read it until the head shares it.",
        button="Save",
        template="peer_reviews/self_review_write.html",
        names_no_pupils=True,
    ),
    "share_self_review": Step(
        about="The team reads it from then on, and you agree with the lead reviewer what the review asks.",
        button="Share it with the team",
    ),
    "write_scope": Step(
        ScopeForm,
        "Write them together, on a call or in the same room. Once they are changed, both of you agree anew.",
        button="Save",
        template="peer_reviews/scope.html",
        names_no_pupils=True,
    ),
    "agree_scope": Step(
        about="The questions hold once both the lead reviewer and the head have agreed them.",
        button="Agree the questions",
    ),
    "reopen_scope": Step(ReasonForm, "Both of you agree them anew afterwards. The timetable stays as it is."),
    "add_activity": Step(
        ActivityForm,
        "Each activity pairs a reviewer with a colleague of the school: they look together.",
        button="Add it",
        template="peer_reviews/activity.html",
    ),
    "change_activity": Step(
        ActivityChangeForm,
        "Both get the change into their diary, once the timetable is confirmed.",
        button="Save",
        template="peer_reviews/activity.html",
    ),
    "drop_activity": Step(
        ActivityOffForm,
        "It leaves the diaries of both.",
        button="Take it out",
        template="peer_reviews/activity_off.html",
        warns=True,
    ),
    "confirm_timetable": Step(
        about="Each reviewer and each colleague of the school gets their activities into their diary. "
        "What you change afterwards reaches them too.",
    ),
    "begin_visit": Step(about="The evidence log opens for the whole team."),
    "plan_workshop": Step(
        WorkshopForm,
        "The school's leaders think through what the report asks of them, with somebody from elsewhere.",
        button="Save and invite everybody",
        template="peer_reviews/workshop.html",
    ),
    "hold_workshop": Step(
        WorkshopRecordForm,
        "Only the school's leaders, the team and whoever led the workshop read this.",
        button="Save",
        names_no_pupils=True,
    ),
    "agree_action": Step(
        ActionForm,
        "The owner is told, is reminded before it is due, and says when it is done.",
        button="Agree this action",
        names_no_pupils=True,
    ),
    "settle_plan": Step(about="You look back together next term: what has changed for pupils?"),
    "review_impact": Step(
        impact_form,
        "The lead reviewer adds their own view; then the review is closed.",
        button="Save",
        template="peer_reviews/impact.html",
        names_no_pupils=True,
    ),
    "look_again": Step(LookAgainForm, "The plan goes on. You are reminded before the day.", button="Save"),
    "add_view": Step(
        ViewForm, "The review is closed with it.", button="Save and close the review", names_no_pupils=True
    ),
    "offer_practice": Step(
        PracticeForm,
        "The library is read by the whole trust. Nothing else of the report goes with it.",
        button="Offer it",
        names_no_pupils=True,
    ),
    "postpone": Step(
        PostponeForm,
        "Every date of the review leaves people's diaries. The coordinator finds new days.",
        warns=True,
    ),
    "stop": Step(
        ReasonForm, "Every date is called off and everybody is told. It cannot be taken up again.", warns=True
    ),
    "add_note": Step(
        NoteForm, "The school's leaders and the team read it, and nobody else.", names_no_pupils=True
    ),
    **DATE_STEPS,
}
"""Each transition that is made on a page of its own here; evidence and report have theirs."""
