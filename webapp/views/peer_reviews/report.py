"""Reading a report: by its authors and its owner at any time, by whom it was released to with a receipt."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import documents
from webapp.access import access
from webapp.reader import current
from webapp.views.peer_reviews import report_words
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.report_rules import inside, of_report, released
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews import PeerReviewFlow as Flow
from workflows.peer_reviews.flow import host_head
from workflows.peer_reviews.model import ReportReader, ReportVersion
from workflows.peer_reviews.private import Sight, sight_of
from workflows.peer_reviews.releasing import note_reading, reader_of
from workflows.peer_reviews.reporting import agreed_version
from workflows.peer_reviews.versions import Report, report_of, said_now
from workflows.people import Post, holders
from workflows.perform import available

blueprint.add_app_template_filter(report_words.blocks, "blocks")
blueprint.add_app_template_filter(report_words.HEADINGS.__getitem__, "section_heading")
blueprint.add_app_template_filter(report_words.version_name, "version_name")
blueprint.add_app_template_filter(report_words.told, "told_comment")


@blueprint.get("/<reference>/report")
@access(of_report)
def report(case: PeerReview) -> str:
    posts = current.posts_on(case)
    sight = sight_of(case, posts)
    if not sight.inside:
        return _cover(case)
    said, version = _to_read(case, sight)
    return render_template(
        "peer_reviews/report.html",
        case=case,
        report=said,
        about=report_words.about(said) if said else [],
        themes=report_words.theme_rows(said) if said else [],
        version=version,
        sight=sight,
        may={one.name for one in available(case, posts)},
        is_head=host_head.post(case) in posts,
        receipt=None,
    )


def _to_read(case: PeerReview, sight: Sight) -> tuple[Report | None, ReportVersion | None]:
    """What the team has written so far, while it writes; to everybody else the last version there is."""
    if sight.is_team and (case.paused_from or case.state) == Flow.draft_report.name:
        return report_of(said_now(case)), None
    last = case.versions[-1] if case.versions else None
    return (report_of(last.said), last) if last else (None, None)


def _cover(case: PeerReview) -> str:
    return render_template(
        "peer_reviews/report_cover.html",
        case=case,
        receipt=_receipt(case),
        heads=heads(case),
    )


def _receipt(case: PeerReview) -> ReportReader:
    found = reader_of(case, current.person.id)
    if found is None:
        abort(404)
    return found


def heads(case: PeerReview) -> list[str]:
    """Who leads the host school, and so can be asked about its report."""
    post = Post("head", case.host_school_id)
    return [holder.name for holder in holders([post])[post]]


@blueprint.post("/<reference>/report/read")
@access(released)
def read_report(case: PeerReview) -> str:
    """A press, so that the receipt is true: no page that is merely fetched writes one."""
    receipt, version = _receipt(case), _agreed(case)
    note_reading(receipt, case.reference)
    said = report_of(version.said)
    return render_template(
        "peer_reviews/report.html",
        case=case,
        report=said,
        about=report_words.about(said),
        themes=report_words.theme_rows(said),
        version=version,
        sight=sight_of(case, frozenset()),
        may=set(),
        is_head=False,
        receipt=receipt,
    )


def _agreed(case: PeerReview) -> ReportVersion:
    version = agreed_version(case)
    if version is None:
        abort(404)
    return version


@blueprint.route("/<reference>/report/pdf", methods=["GET", "POST"])
@access(of_report)
def report_pdf(case: PeerReview) -> Response:
    sight = sight_of(case, current.posts_on(case))
    if sight.inside:
        _, version = _to_read(case, sight)
        return as_pdf(case, version or (case.versions[-1] if case.versions else abort(404)))
    if request.method != "POST":
        return redirect(url_for(".report", reference=case.reference))
    note_reading(_receipt(case), case.reference)
    return as_pdf(case, _agreed(case))


def as_pdf(case: PeerReview, version: ReportVersion) -> Response:
    """A version as a document to keep."""
    made = documents.pdf("report", report_words.contents(case, version))
    headers = {
        "Content-Disposition": f'attachment; filename="report-{case.reference}.pdf"',
        "Cache-Control": "no-store",
    }
    return Response(made, mimetype="application/pdf", headers=headers)


@blueprint.get("/<reference>/report/versions")
@access(inside)
def report_versions(case: PeerReview) -> str:
    return render_template("peer_reviews/versions.html", case=case, versions=case.versions[::-1])


@blueprint.get("/<reference>/report/versions/<int:number>")
@access(inside)
def report_version(case: PeerReview, number: int) -> str:
    version = next((one for one in case.versions if one.number == number), None)
    if version is None:
        abort(404)
    before = next((one for one in case.versions if one.number == number - 1), None)
    said = report_of(version.said)
    return render_template(
        "peer_reviews/version.html",
        case=case,
        version=version,
        before=before,
        report=said,
        changes=report_words.changes(report_of(before.said), said) if before else [],
    )
