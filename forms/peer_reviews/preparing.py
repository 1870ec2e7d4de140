"""Before and on the visit: questions and readers, the timetable, and that feedback was given."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from wtforms import FieldList

from forms.fields import (
    CheckboxesField,
    HiddenField,
    LongTextField,
    RadiosField,
    SelectField,
    TextField,
    TimeField,
    choice,
)
from forms.peer_reviews.planning import people_to_choose
from forms.steps import StepForm
from workflows.clock import day_in_words
from workflows.details import LONGEST_TEXT, Details, InvalidDetails
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.choices import colleagues_of, readers_to_name
from workflows.peer_reviews.details import (
    MOST_QUESTIONS,
    ActivityChange,
    ActivityDetails,
    ActivityOff,
    ScopeDetails,
)
from workflows.peer_reviews.model import ReviewActivity
from workflows.peer_reviews.team import team_of

LINES_SHOWN: Final = 3
"""Lines for questions at first; six are the most."""
LONGEST_QUESTION: Final = 300
LONGEST_TITLE: Final = 100
LONGEST_PLACE: Final = 60
"""A timetable of three days fits on one page."""
NO_LONGER: Final = "This activity is no longer in the timetable"


class ScopeForm(StepForm):
    """What the review asks, and who reads its report."""

    makes = ScopeDetails
    case: PeerReview

    questions = FieldList(TextField("Question", max_length=LONGEST_QUESTION), max_entries=MOST_QUESTIONS)
    reader_ids = CheckboxesField(
        "Who will read the report, beside the school's leaders and the team?",
        coerce=int,
        hint="They read it once the head has agreed it and lets them. This can change until then.",
    )
    note = LongTextField(
        "Anything else that you have agreed",
        hint="Such as what is off limits, or what the team should know before it comes.",
        max_length=LONGEST_TEXT,
        rows=4,
    )

    def filled_in(self) -> dict[str, Any]:
        asked = [one.text for one in self.case.questions]
        shown = max(LINES_SHOWN, min(len(asked) + 1, MOST_QUESTIONS))
        named = [
            one.person_id
            for one in self.case.report_readers
            if not one.declared_by_trust and one.ended_at is None
        ]
        lines = (asked + [""] * MOST_QUESTIONS)[:shown]
        return {"questions": lines, "note": self.case.scope_note, "reader_ids": named}

    def offer_choices(self) -> None:
        self.reader_ids.choices = people_to_choose(readers_to_name(self.case))

    def details(self) -> Details:
        return ScopeDetails(
            questions=tuple(line.data for line in self.questions if line.data),
            reader_ids=tuple(self.reader_ids.data or ()),
            note=self.note.data or "",
        )

    def add_problem(self, field: str, text: str) -> None:
        """The first line that it is about stands for all questions."""
        if field != "questions" or not self.questions.entries:
            return super().add_problem(field, text)
        lines = self.questions.entries
        wrong = [one for one in lines if one.data and not one.data.endswith("?")] or lines
        wrong[0].errors = self.questions.errors = [text]
        return None


def find_activity(form: ActivityOffForm | ActivityChangeForm) -> ReviewActivity | None:
    """The activity that a form is about: none where it is of another review, or not there any more."""
    wanted = str(form["activity_id"].data or form.asked.get("activity", ""))
    return next((one for one in form.case.activities if str(one.id) == wanted), None)


class ActivityForm(StepForm):
    """An activity of the visit, with a reviewer and a colleague of the school."""

    makes: ClassVar[type[Details] | None] = ActivityDetails
    case: PeerReview

    title = TextField(
        "What is it?",
        required="Say what it is, such as “Learning walk in Year 8”",
        hint="Such as “Learning walk in Year 8”",
        max_length=LONGEST_TITLE,
    )
    on = RadiosField("Day", coerce=str, required="Choose the day")
    starts = TimeField("From", required="Enter when it starts", hint="Such as 9am")
    ends = TimeField("Until", required="Enter when it ends", hint="Such as 10:15")
    place = TextField("Where?", hint="Such as “Room 12” or “Start in the hall”", max_length=LONGEST_PLACE)
    question_id = SelectField("Which question is it for?", coerce=int, blank="None in particular")
    reviewer_id = SelectField("Which reviewer?", coerce=int, required="Choose the reviewer")
    colleague_id = SelectField(
        "Which colleague of the school?", coerce=int, required="Choose the colleague of the host school"
    )

    def filled_in(self) -> dict[str, Any]:
        days = self.case.visit_days
        return {"on": days[0].isoformat()} if len(days) == 1 else {}

    def offer_choices(self) -> None:
        self.on.choices = [choice(day.isoformat(), day_in_words(day)) for day in self.case.visit_days]
        self.question_id.choices = [choice(one.id, one.text) for one in self.case.questions]
        team = team_of(self.case).everybody
        self.reviewer_id.choices = [choice(one.person_id, one.name) for one in team]
        self.colleague_id.choices = [
            choice(one.id, f"{one.name}, {one.job_title}" if one.job_title else one.name)
            for one in colleagues_of(self.case)
        ]

    def given(self) -> dict[str, Any]:
        """What the details of an activity are made of."""
        days = {day.isoformat(): day for day in self.case.visit_days}
        names = ("starts", "ends", "question_id", "reviewer_id", "colleague_id")
        return {name: self[name].data for name in names} | {
            "on": days[self.on.data],
            "title": self.title.data or "",
            "place": self.place.data or "",
        }

    def details(self) -> Details:
        return ActivityDetails(**self.given())


class ActivityOffForm(StepForm):
    """An activity that does not take place after all."""

    makes = ActivityOff
    case: PeerReview

    activity_id = HiddenField(max_length=12)

    @property
    def activity(self) -> ReviewActivity | None:
        """What is taken out; none where that has happened already."""
        return find_activity(self)

    def filled_in(self) -> dict[str, Any]:
        return {"activity_id": str(self.asked.get("activity", ""))}

    def details(self) -> Details:
        if self.activity is None:
            raise InvalidDetails({"": NO_LONGER})
        return ActivityOff(activity_id=self.activity.id)


class ActivityChangeForm(ActivityForm):
    """Another time, place or person."""

    makes = ActivityChange

    activity_id = HiddenField(max_length=12)

    @property
    def activity(self) -> ReviewActivity | None:
        """What is changed; none where it has been taken out."""
        return find_activity(self)

    def filled_in(self) -> dict[str, Any]:
        wanted = self.asked.get("activity")
        found = next((one for one in self.case.activities if one.id == wanted), None)
        if found is None:
            return {"activity_id": str(wanted or "")}
        names = ("title", "starts", "ends", "place", "question_id", "reviewer_id", "colleague_id")
        known = {name: getattr(found, name) for name in names}
        return known | {"activity_id": str(found.id), "on": found.on.isoformat()}

    def details(self) -> Details:
        if self.activity is None:
            raise InvalidDetails({"": NO_LONGER})
        return ActivityChange(activity_id=self.activity.id, **self.given())
