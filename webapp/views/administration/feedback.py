"""How the trust words what is asked after a meeting."""

from __future__ import annotations

from forms.feedback import QuestionsForm
from webapp.access import access, administrators
from webapp.reader import current
from webapp.saving import saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import blueprint
from workflows.feedback.model import SheetKind
from workflows.feedback.questions import questions_of, word_questions


@blueprint.route("/feedback", methods=["GET", "POST"])
@access(administrators)
def feedback_questions() -> Answer:
    trust = current.trust
    asked = [*questions_of(trust, SheetKind.MINUTE), *questions_of(trust, SheetKind.PRACTICE)]
    names = ("worth", "different", "change", "practice", "happened")
    stored = dict(zip(names, asked, strict=True))
    form = QuestionsForm(data=stored)
    if saved(form, lambda: word_questions(trust, form.details(), current.person), stored=stored):
        return done(
            "The questions are saved, for meetings about which nobody has been asked yet.",
            "feedback_questions",
        )
    return page("settings/feedback", form)
