"""Writing the report: section by section, with the evidence beside it, by several authors at a time."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.peer_reviews.reporting import AnswerForm, SectionForm, ThemesForm, estimates_form
from forms.steps import StepForm
from webapp import transaction, typed
from webapp.access import access
from webapp.reader import current
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.report_rules import authors
from webapp.views.peer_reviews.report_words import HEADINGS, section_called
from webapp.views.steps import submit, transition_of
from workflows.errors import TransitionNotAllowed
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.details import CommentOutcome, Section
from workflows.peer_reviews.evidence import log_of
from workflows.peer_reviews.flow import lead_reviewer
from workflows.peer_reviews.model import FactualComment, ReportSection
from workflows.peer_reviews.reporting import SectionMoved, comments_on, missing_of_report, waiting
from workflows.perform import perform
from workflows.sealing import CannotUnseal


@blueprint.get("/<reference>/report/write")
@access(authors)
def write_report(case: PeerReview) -> str | Response:
    if case.state != Flow.draft_report.name:
        return _home(case)
    return render_template(
        "peer_reviews/writing.html",
        case=case,
        comments={one.section: _waiting_on(case, one.section) for one in case.sections},
        waiting=waiting(case),
        missing=missing_of_report(case),
        is_lead=lead_reviewer.post(case) in current.posts_on(case),
    )


def _waiting_on(case: PeerReview, section: Section) -> int:
    return sum(one.outcome is CommentOutcome.WAITING for one in comments_on(case, section))


def _home(case: PeerReview) -> Response:
    return redirect(url_for(".report", reference=case.reference), 303)


def _overview(case: PeerReview) -> Response:
    return redirect(url_for(".write_report", reference=case.reference), 303)


@blueprint.route("/<reference>/report/write/<section>", methods=["GET", "POST"])
@access(authors)
def write_section(case: PeerReview, section: str) -> Response:
    """The section's own revision says whether somebody was faster, and not what is written elsewhere."""
    wanted = section_called(section) or abort(404)
    if (too_late := _too_late(case, Flow.write_section.name)) is not None:
        return too_late
    form = SectionForm(case, asked={"section": wanted}, formdata=typed.formdata())
    moved = None
    if request.method == "POST" and form.read():
        try:
            return _saved(case, form, wanted)
        except SectionMoved as refusal:
            transaction.undo()
            moved = refusal
            form.based_on.data = str(refusal.revision)
    status = 409 if moved else 422 if request.method == "POST" else 200
    row = _row(case, wanted)
    page = render_template(
        "peer_reviews/section.html",
        case=case,
        form=form,
        row=row,
        moved=moved,
        comments=comments_on(case, wanted),
        **_beside(case),
    )
    return make_response(page, status)


def _too_late(case: PeerReview, name: str) -> Response | None:
    """An old link to a page on which nothing can be written any more."""
    try:
        transition_of(case, name)
    except TransitionNotAllowed as error:
        if request.method == "POST":
            raise
        flash(str(error), "info")
        return _home(case)
    return None


def _saved(case: PeerReview, form: SectionForm, wanted: Section) -> Response:
    perform(case, Flow.write_section.name, current.person, form.made, form_key=form.form_key.data)
    row = _row(case, wanted)
    if row.text.split() == (form.text.data or "").split():
        flash(f"{HEADINGS[wanted]}: saved.", "success")
    else:
        flash(
            f"{HEADINGS[wanted]}: saved. Somebody else had changed other lines; both changes are in it.",
            "success",
        )
    return _overview(case)


def _row(case: PeerReview, wanted: Section) -> ReportSection:
    return next(one for one in case.sections if one.section is wanted)


def _beside(case: PeerReview) -> dict[str, Any]:
    """The evidence log by enquiry question; words in its place where it does not open."""
    try:
        log = log_of(case)
    except CannotUnseal:
        return {"evidence": [], "is_sealed": True}
    questions: list[tuple[int | None, str]] = [*((one.id, one.text) for one in case.questions), (None, "")]
    grouped = [(text, [one for one in log if one.question_id == number]) for number, text in questions]
    return {"evidence": [(text, found) for text, found in grouped if found], "is_sealed": False}


@blueprint.route("/<reference>/report/themes", methods=["GET", "POST"])
@access(authors)
def write_themes(case: PeerReview) -> Response:
    return _simple(case, Flow.write_themes.name, ThemesForm, "peer_reviews/report_themes.html")


@blueprint.route("/<reference>/report/estimates", methods=["GET", "POST"])
@access(authors)
def write_estimates(case: PeerReview) -> Response:
    if not case.with_estimates:
        abort(404)
    return _simple(case, Flow.write_estimates.name, estimates_form, "peer_reviews/estimates.html")


@blueprint.route("/<reference>/report/comments/<int:comment_id>", methods=["GET", "POST"])
@access(authors)
def answer_comment(case: PeerReview, comment_id: int) -> Response:
    comment = comment_called(case, comment_id)
    return _simple(
        case, Flow.answer_comment.name, AnswerForm, "peer_reviews/answer.html", comment=comment
    )  # fmt: skip


def comment_called(case: PeerReview, comment_id: int) -> FactualComment:
    """A comment on this report. 404 for any other number."""
    return next((one for one in case.comments if one.id == comment_id), None) or abort(404)


def _simple(case: PeerReview, name: str, kind: Any, template: str, **about: Any) -> Response:
    """One form, one step, back to the overview."""
    if (too_late := _too_late(case, name)) is not None:
        return too_late
    form: StepForm = kind(case, asked=about, formdata=typed.formdata())
    outcome = submit(case, Flow.transitions[name], form)
    if outcome.done:
        return _overview(case)
    page = render_template(template, case=case, form=form, is_stale=outcome.seen is not None, **about)
    return make_response(page, outcome.status)
