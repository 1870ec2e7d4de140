"""Files of a case of any kind: adding one, and handing one out to those who may have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, current_app, make_response, render_template, send_file, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from config import Settings
from forms.files import FileForm
from webapp import typed
from webapp.access import CaseReader, access
from webapp.reader import Reader, current
from webapp.views.steps import StepTaker, submit, transition_of, way_on
from workflows.case_history import Happening
from workflows.cases import Case
from workflows.database import db
from workflows.details import FileDetails, InvalidDetails
from workflows.file_kinds import content_type_of, safe_name
from workflows.files import File, store
from workflows.library import LibraryEntry
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.private import sight_of
from workflows.people import Post
from workflows.support_requests import SupportRequest

blueprint = Blueprint("files", __name__)

_LARGEST_ID = 2**31 - 1


def every_reader(_case: Case, _posts: frozenset[Post]) -> bool:
    """The rule of files that whoever may see the case may have."""
    return True


@dataclass(frozen=True)
class FilesOf:
    """The files of one kind of case: where its page is, and which of its readers may have them."""

    kind: type[Case]
    #: the endpoint of the case's page
    page: str
    #: in "Back to …"
    called: str
    #: who can download a file, in a sentence for whoever adds one
    told: str
    #: `sees(case, posts)`: asked of those alone who may see the case
    sees: Callable[[Any, frozenset[Post]], bool] = every_reader


KINDS: Final = (
    FilesOf(
        SupportRequest,
        "support_requests.show",
        called="the request",
        told="Everybody who may see this request can download it.",
    ),
    FilesOf(
        PeerReview,
        "peer_reviews.show",
        called="the review",
        told="The school's leaders can download it, and the team once the self-review is shared.",
        sees=lambda review, posts: sight_of(review, posts).files,
    ),
    FilesOf(
        LibraryEntry,
        "library.show",
        called="the entry",
        told="Everybody who works in the trust can download it, and the library finds the entry by its name. "
        "Name no pupils in it.",
        sees=lambda entry, posts: entry.is_there_for(posts),
    ),
)
"""Cases that have files: each has a transition `attach` that stays, with `FileDetails`."""

OF_KIND: Final[dict[type[Case], FilesOf]] = {one.kind: one for one in KINDS}


@dataclass(frozen=True)
class FilesReader(CaseReader):
    """Those readers of a case who may have its files."""

    def shows(self, case: Case, reader: Reader) -> bool:
        return super().shows(case, reader) and OF_KIND[self.kind].sees(case, reader.posts_on(case))


@dataclass(frozen=True)
class FilesTaker(FilesReader, StepTaker):
    """The same for whoever adds one."""


def shown(case: Case, history: Iterable[Happening]) -> list[Happening]:
    """The events that attached a file, for beside the case's page; none where the reader may not have it."""
    if not OF_KIND[type(case)].sees(case, current.posts_on(case)):
        return []
    return [one for one in history if one.kind == "attach"]


def _attach(case: Case, of: FilesOf) -> Response:
    doing = transition_of(case, "attach")
    form = FileForm(case, formdata=typed.formdata())
    outcome = submit(case, doing, form, details=lambda: _stored(form, case))
    home = url_for(of.page, reference=case.reference)
    if outcome.done:
        return way_on(case, home)
    limit = _settings().max_upload_mb
    text = render_template(
        "files/attach.html", form=form, case=case, transition=doing, limit=limit, of=of, home=home
    )
    return make_response(text, outcome.status)


def _download(case: Case, file_id: int) -> Response:
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


def _pages_of(of: FilesOf) -> None:
    """Give one kind of case its addresses."""
    slug = of.kind.flow.slug

    def attach(case: Any) -> Response:
        return _attach(case, of)

    def download(case: Any, file_id: int) -> Response:
        return _download(case, file_id)

    blueprint.add_url_rule(
        f"/{slug}/<reference>/attach",
        f"{slug}_attach",
        access(FilesTaker(of.kind))(attach),
        methods=["GET", "POST"],
    )
    blueprint.add_url_rule(
        f"/{slug}/<reference>/files/<int:file_id>", slug, access(FilesReader(of.kind))(download)
    )


def _find(case: Case, file_id: int) -> File:
    """The file, if it has been attached to this very case."""
    statement = select(File).where(
        File.id == min(file_id, _LARGEST_ID), File.case_id == case.id, File.attached_at.is_not(None)
    )
    file = db.session.scalars(statement).one_or_none()
    if file is None:
        raise NotFound
    return file


def _stored(form: FileForm, case: Case) -> FileDetails:
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


for _of in KINDS:
    _pages_of(_of)
