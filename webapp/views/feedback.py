"""Feedback after a meeting: answering by the link in the mail, and reading what was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.feedback import AnswerForm, answer_form
from notifications.tokens import Purpose, token_of
from webapp import transaction
from webapp.access import access, by_link, case_reader
from webapp.by_link import part_by_link
from webapp.reader import current
from workflows.cases import Case
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, Refused
from workflows.feedback.box import answer as put_into_box
from workflows.feedback.box import takes_answers
from workflows.feedback.model import FeedbackAsked
from workflows.feedback.results import Results, asked_now, results_of

blueprint = Blueprint("feedback", __name__)


@blueprint.route("/feedback/answer/<token>", methods=["GET", "POST"])
@access(by_link)
def answer(token: str) -> Response | tuple[str, int]:
    """Opening it changes nothing: scanners of mail do too."""
    asked = part_by_link(Purpose.FEEDBACK, token, FeedbackAsked)
    sheet, is_sent = asked.sheet, request.method == "POST"
    form = answer_form(sheet) if takes_answers(sheet) and not asked.has_answered else None
    if is_sent and (form is None or (form.validate_on_submit() and _answered(asked, form))):
        return redirect(request.path, 303)  # where it reads how it stands now
    page = render_template("feedback/answer.html", form=form, sheet=sheet, asked=asked)
    return page, 422 if is_sent else 200


def _answered(asked: FeedbackAsked, form: AnswerForm) -> bool:
    """Whether there is nothing more to ask: a form without a moment or a key of its own, so never twice."""
    try:
        put_into_box(asked, form.details())
    except InvalidDetails as refusal:
        for field, problem in refusal.problems.items():
            form.add_problem(field, problem)
        return False
    except (AlreadyDone, Refused):
        transaction.undo()
    return True


@blueprint.get("/feedback/<reference>")
@access(case_reader(Case))
def results(case: Case) -> str:
    found = results_of(case.id, with_words=True)
    if not found:
        abort(404)
    return render_template(
        "feedback/results.html",
        case=case,
        home=f"/{case.flow.slug}/{case.reference}",
        results=found,
        answer_href=_way_to_answer(case.id),
    )


@dataclass(frozen=True)
class FeedbackShown:
    """What the page of a meeting shows of its feedback."""

    results: tuple[Results, ...]
    #: where all of it is
    href: str
    #: where the reader answers; empty where they are not asked, or have answered
    answer_href: str


def feedback_on(case: Case) -> FeedbackShown | None:
    """The feedback on a meeting, for `feedback_panel` on its page; None where nobody will be asked."""
    found = results_of(case.id)
    if not found:
        return None
    return FeedbackShown(
        found, url_for("feedback.results", reference=case.reference), _way_to_answer(case.id)
    )


def _way_to_answer(case_id: int) -> str:
    asked = asked_now(case_id, current.person.id)
    if asked is None:
        return ""
    config: Any = current_app.config
    keys = [config["SECRET_KEY"], *config["SECRET_KEY_FALLBACKS"]]
    return url_for("feedback.answer", token=token_of(Purpose.FEEDBACK, asked.id, keys))
