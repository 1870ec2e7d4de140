"""Files of a case: adding one, and handing one out to those who may see the case."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, make_response, render_template, send_file, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from config import Settings
from forms.support_requests.around import FileForm
from webapp import typed
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.steps import step_taker, submit, transition_of, way_on
from workflows.database import db
from workflows.details import FileDetails, InvalidDetails
from workflows.file_kinds import content_type_of, safe_name
from workflows.files import File, store
from workflows.support_requests import SupportRequest

blueprint = Blueprint("files", __name__)

_LARGEST_ID = 2**31 - 1


@blueprint.route("/support/<reference>/attach", methods=["GET", "POST"])
@access(step_taker(SupportRequest))
def attach(case: SupportRequest) -> Response:
    doing = transition_of(case, "attach")
    form = FileForm(case, formdata=typed.formdata())
    outcome = submit(case, doing, form, details=lambda: _stored(form, case))
    if outcome.done:
        return way_on(case, url_for("support_requests.show", reference=case.reference))
    limit = _settings().max_upload_mb
    text = render_template(
        "support_requests/file.html", form=form, case=case, transition=doing, limit=limit, files=True
    )
    return make_response(text, outcome.status)


@blueprint.get("/support/<reference>/files/<int:file_id>")
@access(case_reader(SupportRequest))
def download(case: SupportRequest, file_id: int) -> Response:
    file = _find(case, file_id)
    path = _settings().files_folder / file.stored_as
    if not path.is_file():
        raise NotFound
    response = send_file(
        path,
        mimetype=file.content_type,
        as_attachment=True,
        download_name=safe_name(file.original_name),
        etag=file.digest,
        max_age=0,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _find(case: SupportRequest, file_id: int) -> File:
    """The file, if it has been attached to this very case."""
    statement = select(File).where(
        File.id == min(file_id, _LARGEST_ID), File.case_id == case.id, File.attached_at.is_not(None)
    )
    file = db.session.scalars(statement).one_or_none()
    if file is None:
        raise NotFound
    return file


def _stored(form: FileForm, case: SupportRequest) -> FileDetails:
    """Keep the upload outside the web root. Raises InvalidDetails for what is not taken."""
    sent = form.file.data
    if sent is None:
        raise InvalidDetails({"file": "Choose a file"})
    content: bytes = sent.read()
    limit = _settings().max_upload_mb
    if len(content) > limit * 2**20:
        raise InvalidDetails({"file": f"Choose a file of {limit} MB or less"})
    name = safe_name(sent.filename or "")
    file = store(
        content,
        Path(_settings().files_folder),
        case_id=case.id,
        owner=current.person,
        name=name,
        content_type=content_type_of(content, name),
    )
    return form.stored(file.id, name)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
