"""The questions after a meeting: answering them, and how the trust words them."""

from __future__ import annotations

from forms.fields import Form, LongTextField, RadiosField, TextField, choice
from workflows.feedback.box import LONGEST_WORDS, AnswerDetails
from workflows.feedback.model import FeedbackSheet
from workflows.feedback.questions import CHOICES, LONGEST_QUESTION, QuestionDetails

WORDS = "words_"
NO_NAMES = "Leave empty what you have nothing to say to. Please name no pupils, and no colleagues"


class AnswerForm(Form):
    """One person's answers; made by `answer_form`. Its page needs no cookie, so it has no form token."""

    class Meta(Form.Meta):
        """The address proves who answers."""

        csrf = False

    choice: RadiosField

    def details(self) -> AnswerDetails:
        """Raises InvalidDetails."""
        words = tuple(field.data or "" for field in self if field.name.startswith(WORDS))
        return AnswerDetails(choice=self.choice.data, words=words)


def answer_form(sheet: FeedbackSheet) -> AnswerForm:
    """The form with a field for each question of the sheet, as it is worded there."""
    first, *others = sheet.questions
    fields: dict[str, object] = {
        "choice": RadiosField(
            first,
            coerce=int,
            choices=[choice(number, words) for number, words in enumerate(CHOICES[sheet.kind])],
            required="Choose one of the answers",
        )
    }
    for number, question in enumerate(others, start=1):
        hint = NO_NAMES if number == 1 else ""
        fields[f"{WORDS}{number}"] = LongTextField(question, hint=hint, max_length=LONGEST_WORDS, rows=3)
    made: type[AnswerForm] = type("AnswerFormHere", (AnswerForm,), fields)
    return made()


class QuestionsForm(Form):
    """How the trust words what is asked after a meeting."""

    worth = TextField(
        "First question",
        required="Enter the first question",
        max_length=LONGEST_QUESTION,
        hint="Answered with: not at all, a little, mostly, very much",
    )
    different = TextField(
        "Second question",
        required="Enter the second question",
        max_length=LONGEST_QUESTION,
        hint="Answered in a few words, or not at all",
    )
    change = TextField(
        "Third question",
        required="Enter the third question",
        max_length=LONGEST_QUESTION,
        hint="Answered in a few words, or not at all",
    )
    practice = TextField(
        "Next half-term",
        required="Enter the question that is asked next half-term",
        max_length=LONGEST_QUESTION,
        hint="Answered with: yes, a little, not yet",
    )
    happened = TextField(
        "And after it",
        required="Enter the question that follows it",
        max_length=LONGEST_QUESTION,
        hint="Answered in a few words, or not at all",
    )

    def details(self) -> QuestionDetails:
        """Raises InvalidDetails."""
        names = ("worth", "different", "change", "practice", "happened")
        return QuestionDetails(**{name: self[name].data or "" for name in names})
