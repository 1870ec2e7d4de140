"""One page for each step of a meeting: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from forms.meetings.agenda import ItemForm
from forms.meetings.minutes import ApprovalForm, CorrectionForm, LookBackForm, MeetingActionForm, PartForm
from forms.meetings.planning import AskHostForm, ElsewhereForm, HostingForm, MoveForm, RoomForm
from forms.meetings.short import ActionDropForm, ItemDropForm, ItemOrderForm
from forms.steps import NoteForm, PauseForm, ReasonForm
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.sign_ups.steps import ATTENDANCE_STEPS
from webapp.views.steps import Step

_ITEM: Final = Step(
    ItemForm,
    "Say it so that somebody who was not there last time knows what it is about.",
    button="Save",
    names_no_pupils=True,
)
_DROP: Final = Step(ItemDropForm, "It leaves the agenda. It can be added again.", button="Take it off")

STEPS: Final[Mapping[str, Step]] = {
    "offer_to_host": Step(HostingForm, "The place goes into everybody's diary.", button="We host it"),
    "step_in": Step(HostingForm, "Everybody who is asked hears of the new place.", button="We host it"),
    "ask_host": Step(AskHostForm, "Its head has three working days to answer.", button="Ask this school"),
    "agree_to_host": Step(RoomForm, "The place goes into everybody's diary.", button="Yes, come to us"),
    "decline_to_host": Step(ReasonForm, "That is all right. The next school in turn is asked."),
    "hold_elsewhere": Step(ElsewhereForm, "No host is looked for any more.", button="Save the place"),
    "go_elsewhere": Step(
        ElsewhereForm, "Everybody who is asked hears of the new place at once.", button="Save the place"
    ),
    "say_where": Step(RoomForm, "The change goes into everybody's diary.", button="Save the room"),
    "host_drops_out": Step(
        ReasonForm,
        "Everybody who is asked is told at once. Whoever leads the meeting then finds another place or calls "
        "it off. Nothing that was got ready is lost.",
        button="Tell everybody now",
        warns=True,
    ),
    "call_off_now": Step(about="Everybody who is asked is told at once.", warns=True),
    "seek_again": Step(about="Schools can offer again. Those that were asked already are not asked again."),
    "open_agenda_now": Step(about="Members are told that they can add to it."),
    "write_item": _ITEM,
    "amend_item": _ITEM,
    "drop_item": _DROP,
    "strike_item": _DROP,
    "order_item": Step(ItemOrderForm, button="Move it"),
    "publish": Step(about="Members get it by mail. From then on only whoever leads the meeting changes it."),
    "say_held": Step(about="Then the minutes are due within five working days."),
    "did_not_meet": Step(ReasonForm, "It is called off, and members are told why.", warns=True),
    "drop_action": Step(ActionDropForm, button="Take it out"),
    "send_minutes": Step(
        about="They become the record, the mail to all members, and the actions of their owners. "
        "A correction is sent as another version.",
    ),
    "correct_minutes": Step(CorrectionForm, button="Send the corrected minutes"),
    "approve_last": Step(about="The members have approved the minutes of the last meeting."),
    "approve": Step(ApprovalForm, "Usually at the next meeting, as its first item.", button="Save"),
    "look_back": Step(LookBackForm, "Then this meeting is closed.", button="Save and close"),
    "close_now": Step(ReasonForm, "Nobody is asked any more what came of it.", warns=True),
    "move": Step(
        MoveForm,
        "Everybody gets the change into their diary and is asked again. All days that hang on it move too.",
        button="Move it",
        template="meetings/move.html",
    ),
    "call_off": Step(ReasonForm, "The date leaves all diaries, and everybody is told why.", warns=True),
    "postpone": Step(PauseForm, "The date leaves all diaries until there is a new one. The agenda is kept."),
    "resume": Step(
        MoveForm, "Everybody is invited again.", button="Set the new date", template="meetings/move.html"
    ),
    "change_people": Step(PartForm, "For this meeting alone.", template="meetings/part.html"),
    "ask_for_action": Step(MeetingActionForm, "Its owner is told.", button="Agree this action"),
    "add_note": Step(NoteForm, "Everybody who works in the trust can read it.", button="Save the note"),
    **ATTENDANCE_STEPS,
    **DATE_STEPS,
}
"""Each transition that a person can make, with its page; minutes are written on pages of their own."""
