"""Forms of whoever is asked: yes, maybe or no; and which times suit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import wtforms

from forms.dates.arranging import AboutDateForm, named
from forms.fields import Form, HiddenField, LongTextField, RadiosField, choice
from forms.steps import StepForm
from workflows.cases import Case
from workflows.dates.details import AnswerDetails, OptionTick, TimesTicked
from workflows.dates.model import Answer, CalendarEntry, DatePoll, PollOption, Tick, Via
from workflows.dates.pages import open_polls
from workflows.details import Details, InvalidDetails

ANSWERS: Final = [choice(Answer.YES, "Yes"), choice(Answer.MAYBE, "Maybe"), choice(Answer.NO, "No")]
TICKS: Final = [choice(Tick.YES, "Yes"), choice(Tick.IF_NEED_BE, "If need be"), choice(Tick.NO, "No")]
LONGEST_COMMENT: Final = 2000


def comment_field() -> LongTextField:
    """What somebody wants to say with their answer."""
    return LongTextField(
        "Anything to say with it",
        hint="Whoever arranged it and the others on the case can read it. Name no pupils.",
        rows=2,
        max_length=LONGEST_COMMENT,
    )


class AnswerForm(Form):
    """An answer to a date by itself: on its own page, or by a link. `seen` is the time it was shown with."""

    answer = RadiosField("Can you come?", coerce=Answer, choices=ANSWERS, required="Choose yes, maybe or no")
    comment = comment_field()
    seen = HiddenField(max_length=12)

    def details(self, entry: CalendarEntry, via: Via) -> AnswerDetails:
        """The answer as the workflow takes it. Raises InvalidDetails."""
        return AnswerDetails(
            entry_id=entry.id, answer=self.answer.data, comment=self.comment.data or "", via=via
        )

    def is_of(self, entry: CalendarEntry) -> bool:
        """Whether the date has still the time that it was shown with."""
        return self.seen.data in ("", str(entry.time_sequence))


class LinkAnswerForm(AnswerForm):
    """The same on a page whose address is the key: it needs no cookie, so it has no form token."""

    class Meta(AnswerForm.Meta):
        """The address proves who answers."""

        csrf = False


class DateAnswerForm(AboutDateForm):
    """An answer to one of a case's dates."""

    makes = AnswerDetails

    answer = RadiosField("Can you come?", coerce=Answer, choices=ANSWERS, required="Choose yes, maybe or no")
    comment = comment_field()

    def filled_in(self) -> dict[str, Any]:
        own = [
            one.answer for one in (self.entry.asked if self.entry else ()) if one.person_id == self.reader_id
        ]
        return super().filled_in() | {"answer": own[0] if own and own[0] is not Answer.NONE else None}

    def details(self) -> Details:
        return AnswerDetails(entry_id=self.about.id, answer=self.answer.data, comment=self.comment.data or "")


class AboutPollForm(StepForm):
    """About times that are asked for: those that the address names, or the only ones there are."""

    poll_id = HiddenField(max_length=12)

    polls: tuple[DatePoll, ...] = ()
    poll: DatePoll | None = None

    def __init__(self, case: Case, *, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.polls = tuple(open_polls(case))
        number = named(kwargs.get("formdata"), asked, "poll")
        found = [one for one in self.polls if one.id == number]
        if number is None and len(self.polls) == 1:
            found = [self.polls[0]]
        self.poll = found[0] if found else None
        super().__init__(case, asked=asked, **kwargs)

    def filled_in(self) -> dict[str, Any]:
        return {"poll_id": str(self.poll.id)} if self.poll else {}

    @property
    def about(self) -> DatePoll:
        """The times that this is about. Raises InvalidDetails where there are none."""
        if self.poll is None:
            raise InvalidDetails({"poll_id": "These times are no longer asked for"})
        return self.poll


class TickField(RadiosField):
    """Whether one of the times suits: three answers on a line."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        super().__init__(label, coerce=Tick, choices=TICKS, **kwargs)
        self.params["classes"] = "govuk-radios--inline govuk-radios--small"


def tick_fields(poll: DatePoll | None, label: Any) -> dict[str, Any]:
    """A field for each of the times; `label` puts a time into words."""
    return {
        f"option_{option.id}": TickField(label(option), required=f"Say whether it suits you: {label(option)}")
        for option in (poll.options if poll else ())
    }


def ticks_given(poll: DatePoll, person_id: int) -> dict[str, Tick]:
    """What somebody has ticked so far, by field."""
    return {
        f"option_{option.id}": tick.tick
        for option in poll.options
        for tick in option.ticks
        if tick.person_id == person_id
    }


class _WithTicks(wtforms.Form):
    """What both forms of ticks share."""

    def ticks(self, poll: DatePoll) -> TimesTicked:
        """The ticks as the workflow takes them. Raises InvalidDetails."""
        ticks = tuple(
            OptionTick(option_id=option.id, tick=self[f"option_{option.id}"].data) for option in poll.options
        )
        return TimesTicked(poll_id=poll.id, ticks=ticks, comment=self["comment"].data or "")

    def rows(self, poll: DatePoll) -> Iterator[tuple[PollOption, Any]]:
        """Each time with its field."""
        for option in poll.options:
            yield option, self[f"option_{option.id}"]


class TicksForm(_WithTicks, AboutPollForm):
    """Which times suit whoever is asked, on the case; made by `ticks_form`."""

    makes = TimesTicked

    comment = comment_field()

    def filled_in(self) -> dict[str, Any]:
        given = ticks_given(self.poll, self.reader_id) if self.poll else {}
        return super().filled_in() | given

    def details(self) -> Details:
        return self.ticks(self.about)


class TicksAlone(_WithTicks, Form):
    """The same by itself: for those who see the date rather than the case; made by `ticks_alone`."""

    comment = comment_field()


class LinkTicks(TicksAlone):
    """The same on a page whose address is the key: it needs no cookie, so it has no form token."""

    class Meta(TicksAlone.Meta):
        """The address proves who answers."""

        csrf = False
