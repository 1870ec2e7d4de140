"""One page for each step about the dates of any case: its form, and what is said above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from forms.dates.answering import (
    DateAnswerForm,
    LinkTicks,
    TicksAlone,
    TicksForm,
    tick_fields,
    ticks_given,
)
from forms.dates.arranging import AskedChangeForm, DateChangeForm, DateForm, DateOffForm, ReplyForm, named
from forms.dates.finding import ChooseForm, DropForm, OfferForm
from forms.steps import StepForm
from webapp.views.dates import words
from webapp.views.steps import Step
from workflows.cases import Case
from workflows.dates.model import DatePoll
from workflows.dates.pages import open_polls
from workflows.details import Details


@dataclass(frozen=True)
class MadeFor:
    """A form that is made for one case: it has a field for each of its times, or words for them."""

    makes: type[Details] | None
    make: Callable[..., StepForm]

    def __call__(self, case: Case, **kwargs: Any) -> StepForm:
        return self.make(case, **kwargs)


def _choose_form(case: Case, **kwargs: Any) -> ChooseForm:
    form = ChooseForm(case, **kwargs)
    form.offer(words.option_words)
    return form


def _ticks_form(case: Case, **kwargs: Any) -> TicksForm:
    """The form with a field for each of the times that it is about."""
    number = named(kwargs.get("formdata"), kwargs.get("asked"), "poll")
    polls = open_polls(case)
    poll = next((one for one in polls if number in (None, one.id)), None)
    made: type[TicksForm] = type("TicksFormHere", (TicksForm,), tick_fields(poll, words.when))
    return made(case, **kwargs)


def ticks_alone(poll: DatePoll, person_id: int, *, by_link: bool) -> TicksAlone:
    """The form of ticks beside no case, with what the person has ticked so far."""
    base = LinkTicks if by_link else TicksAlone
    made: type[TicksAlone] = type("TicksHere", (base,), tick_fields(poll, words.when))
    return made(data=ticks_given(poll, person_id))


DATE_STEPS: Final[Mapping[str, Step]] = {
    "add_date": Step(
        DateForm,
        "An invitation goes into the diary of everybody you ask.",
        button="Save and invite",
        template="dates/add.html",
    ),
    "change_date": Step(
        DateChangeForm,
        "Everybody who is asked gets the change into their diary. A new time asks them all again.",
        button="Save the change",
        template="dates/change.html",
    ),
    "call_off_date": Step(
        DateOffForm,
        "It leaves the diary of everybody who is asked, and they are told why.",
        template="dates/about_date.html",
        button="Call it off",
        warns=True,
    ),
    "change_asked": Step(AskedChangeForm, template="dates/asked.html", button="Save"),
    "answer_date": Step(
        DateAnswerForm,
        "Whoever arranged it sees your answer.",
        template="dates/about_date.html",
        button="Send your answer",
    ),
    "offer_times": Step(
        OfferForm,
        "Those you ask say which of the times suit them. You then choose one, and the invitations leave.",
        button="Ask which times suit",
        template="dates/offer.html",
    ),
    "tick_times": Step(
        MadeFor(TicksForm.makes, _ticks_form),
        "Say for each time whether it suits you.",
        template="dates/tick.html",
        button="Send your answer",
    ),
    "choose_time": Step(
        MadeFor(ChooseForm.makes, _choose_form),
        "Everybody who was asked gets an invitation for the time you choose.",
        template="dates/choose.html",
        button="Choose this time",
    ),
    "drop_times": Step(
        DropForm,
        "Nobody is asked about these times any more, and those who were are told.",
        template="dates/about_poll.html",
        button="Stop looking",
        warns=True,
    ),
    "settle_reply": Step(ReplyForm, template="dates/settle.html", button="It is settled"),
}
"""Each step about dates that a person can make, with its page; see `webapp.views.steps`."""
