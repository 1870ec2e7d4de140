"""Forms of whoever looks for a time: offering times, choosing one, giving up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import wtforms

from forms.dates.answering import AboutPollForm
from forms.dates.arranging import LONGEST_TITLE, SAY_WHAT
from forms.dates.when import LONGEST_LINK, LONGEST_PLACE, CheckedForm, Wanted, everybody
from forms.dates.who import AskedField
from forms.fields import (
    CalendarDateField,
    CheckboxField,
    LongTextField,
    RadiosField,
    TextField,
    TimeField,
    choice,
)
from forms.steps import StepForm
from workflows.clock import today
from workflows.dates.details import (
    MOST_OPTIONS,
    Span,
    TimeChosen,
    Timed,
    TimesDropped,
    TimesOffered,
)
from workflows.dates.model import PollOption
from workflows.details import Details, InvalidDetails
from workflows.school_calendar import CENTRAL

ROWS: Final = 6
"""Lines for times: a poll of more is seldom answered, and can have up to twelve."""
ANSWER_WITHIN: Final = 5
"""Working days that people usually get."""


class TimeRow(wtforms.Form):
    """One of the times on offer."""

    on = CalendarDateField("Date", hint="")
    starts = TimeField("From", hint="")
    ends = TimeField("Until", hint="")

    @property
    def is_empty(self) -> bool:
        return not any(field.data or any(field.raw_data or ()) for field in self)

    def timed(self) -> Timed:
        """Raises InvalidDetails."""
        return Timed(on=self.on.data, starts=self.starts.data, ends=self.ends.data)


class OfferForm(StepForm):
    """Times of which those asked say which suit."""

    makes = TimesOffered

    title = TextField(
        "What is it?", required=SAY_WHAT, hint="Such as “Planning meeting”", max_length=LONGEST_TITLE
    )
    options = wtforms.FieldList(wtforms.FormField(TimeRow), min_entries=ROWS, max_entries=MOST_OPTIONS)
    place = TextField("Place", max_length=LONGEST_PLACE)
    link = TextField("Online link", hint="If people join from elsewhere", max_length=LONGEST_LINK)
    people = AskedField(
        "Who is asked?",
        required="Choose who is asked",
        hint="Each gets a message with a link, and needs not sign in. You can tick your own times too.",
    )
    agenda = LongTextField("Agenda", hint="It stands in the message. Name no pupils.", rows=3)
    answer_by = CalendarDateField("Answers wanted by", required="Enter the last day for answers")
    hides_answers = CheckboxField("Only those who can choose the time see who has answered what")

    def filled_in(self) -> dict[str, Any]:
        return {"answer_by": CENTRAL.add_working_days(today() + timedelta(days=1), ANSWER_WITHIN)}

    def offer_choices(self) -> None:
        self.people.offer(self.case, but={self.reader_id})

    def details(self) -> Details:
        return TimesOffered(
            title=self.title.data or "",
            agenda=self.agenda.data or "",
            place=self.place.data or "",
            link=self.link.data or "",
            asked=tuple(self.people.data or ()),
            options=tuple(self._times()),
            answer_by=self.answer_by.data,
            hides_answers=bool(self.hides_answers.data),
        )

    def add_problem(self, field: str, text: str) -> None:
        """The first line stands for all times."""
        if field == "options":
            day = self.options.entries[0].form.on
            day.errors = [*day.errors, text]
            self.options.errors = [*self.options.errors, text]
        else:
            super().add_problem("people" if field == "asked" else field, text)

    def _times(self) -> Iterator[Timed]:
        """The lines that were filled in; what is wrong with one stands beside it. Raises InvalidDetails."""
        wrong = False
        for entry in self.options:
            if entry.form.is_empty:
                continue
            try:
                yield entry.form.timed()
            except InvalidDetails as error:
                wrong = True
                for name, problem in error.problems.items():
                    field = entry.form[name if name in entry.form else "on"]
                    field.errors = [*field.errors, problem]
        if wrong:
            self.options.errors = ["Put the times right"]
            raise InvalidDetails({})


class ChooseForm(CheckedForm, AboutPollForm):
    """The time that it will be."""

    makes = TimeChosen

    option_id = RadiosField("Which time will it be?", coerce=int, required="Choose one of the times")

    def filled_in(self) -> dict[str, Any]:
        return super().filled_in() | {"option_id": self.asked.get("option")}

    def offer(self, words: Any) -> None:
        """Offer the times; `words` gives the label and the hint of each."""
        self.option_id.choices = [
            choice(one.id, *words(one)) for one in (self.poll.options if self.poll else ())
        ]

    def offer_choices(self) -> None:
        self.offer(lambda option: (str(option.id),))

    def details(self) -> Details:
        return TimeChosen(poll_id=self.about.id, option_id=self.option_id.data)

    def wanted(self, details: Details) -> Wanted | None:
        option = next((one for one in self.about.options if one.id == self.option_id.data), None)
        if option is None:
            return None
        return Wanted(span_of_option(option), everybody(one.person_id for one in self.about.people))


def span_of_option(option: PollOption) -> Span:
    """One of the times on offer."""
    return Span(option.starts_at, option.ends_at, option.all_day)


class DropForm(AboutPollForm):
    """None of the times it is."""

    makes = TimesDropped

    reason = LongTextField(
        "Why?", required="Say why, in a sentence or two", hint="Everybody who was asked reads it", rows=3
    )

    def details(self) -> Details:
        return TimesDropped(poll_id=self.about.id, reason=self.reason.data or "")
