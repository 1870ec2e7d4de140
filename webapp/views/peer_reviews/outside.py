"""A report by the link that its host sent to somebody outside the trust. Opening it changes nothing."""

from __future__ import annotations

from typing import Final

import structlog
from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from forms.peer_reviews.releasing import OpenReportForm
from webapp import transaction
from webapp.access import access, by_link
from webapp.by_link import reader_by_link
from webapp.views.peer_reviews import report_words
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.report import as_pdf, heads
from workflows.accounts import check_tries, count_try
from workflows.clock import today
from workflows.database import db
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.model import ReportReader, ReportVersion
from workflows.peer_reviews.releasing import is_open, note_reading
from workflows.peer_reviews.reporting import agreed_version
from workflows.peer_reviews.versions import report_of

NOT_THEIRS = (
    "This is not the address to which the link was sent. If it was passed on to you, ask for your own."
)

TRIES: Final = "open a report"

log = structlog.get_logger("alongside.security")


@blueprint.route("/read/<token>", methods=["GET", "POST"])
@access(by_link)
def read_by_link(token: str) -> Response:
    row = reader_by_link(token)
    case = db.session.get_one(PeerReview, row.review_id)
    version = agreed_version(case)
    if version is None or not is_open(row, today()):
        return _private(render_template("peer_reviews/link_over.html", **_named(case, row)), 410)
    form = OpenReportForm()
    is_sent = request.method == "POST"
    if is_sent and form.validate_on_submit():
        if _is_theirs(row, form):
            return _opened(case, row, version, form)
        form.add_problem("email", NOT_THEIRS)
    page = render_template("peer_reviews/link.html", form=form, **_named(case, row))
    return _private(page, 422 if is_sent else 200)


def _is_theirs(row: ReportReader, form: OpenReportForm) -> bool:
    """Whether the reader's own address was typed. Whoever guesses has few tries: raises TooManyTries."""
    check_tries(TRIES, link=str(row.id))
    if (form.email.data or "").lower() == row.outside_email:
        return True
    count_try(TRIES, link=str(row.id))
    transaction.keep_in_any_case()
    log.warning("a link to a report was tried with another address", reader=row.id)
    return False


def _named(case: PeerReview, row: ReportReader) -> dict[str, object]:
    return {"school": case.host_school.name, "reader": row, "heads": heads(case), "today": today()}


def _opened(case: PeerReview, row: ReportReader, version: ReportVersion, form: OpenReportForm) -> Response:
    note_reading(row, case.reference)
    if request.form.get("as") == "pdf":
        return _private(as_pdf(case, version))
    said = report_of(version.said)
    page = render_template(
        "peer_reviews/link_report.html",
        report=said,
        about=report_words.about(said),
        themes=report_words.theme_rows(said),
        version=version,
        email=form.email.data,
        **_named(case, row),
    )
    return _private(page)


def _private(answer: str | Response, status: int = 200) -> Response:
    """No search engine takes it up, no browser keeps it, and no other site learns its address."""
    made = answer if isinstance(answer, Response) else make_response(answer, status)
    made.headers["X-Robots-Tag"] = "noindex, nofollow"
    made.headers["Cache-Control"] = "no-store"
    made.headers["Referrer-Policy"] = "no-referrer"
    return made
