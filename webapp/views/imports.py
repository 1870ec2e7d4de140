"""Importing schools and people: bring a file, see what it would change, confirm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.imports import ConfirmForm, ListFileForm, PeopleFileForm, SchoolsFileForm, TrustFilter
from webapp import exports
from webapp.access import access, administrators
from webapp.components import plural
from webapp.reader import current
from workflows.file_kinds import safe_name
from workflows.imports import pending
from workflows.imports.errors import Changed, HasBadRows, Unreadable
from workflows.imports.history import past_imports
from workflows.imports.kinds import COLUMNS_OF, ListKind, understood
from workflows.imports.outcome import Fate, Line, Outcome
from workflows.imports.pending import PendingImport
from workflows.imports.people import PeopleImport
from workflows.imports.run import Import, Origin, carry_out, dry_run, every_line
from workflows.imports.schools import SchoolImport

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

Answer = str | Response | tuple[str, int]

_FORMS: dict[ListKind, type[ListFileForm]] = {
    ListKind.SCHOOLS: SchoolsFileForm,
    ListKind.PEOPLE: PeopleFileForm,
}
_LARGEST_ID = 2**31 - 1
_AFTERWARDS = {ListKind.SCHOOLS: "directory.index", ListKind.PEOPLE: "directory.people"}
_TICK = "Tick this to import the other rows, or correct the file and choose it again"
_HEADINGS = ("Row", "What", "About", "Field", "Was", "Becomes")


@blueprint.get("")
@access(administrators)
def index() -> str:
    return render_template("imports/index.html", past=past_imports(current.trust.id))


@blueprint.route("/schools", methods=["GET", "POST"], defaults={"kind": ListKind.SCHOOLS})
@blueprint.route("/people", methods=["GET", "POST"], defaults={"kind": ListKind.PEOPLE})
@access(administrators)
def bring(kind: ListKind) -> Answer:
    form = _FORMS[kind]()
    if form.validate_on_submit() and (brought := form.file.data):
        name, content = safe_name(brought.filename or ""), brought.read()
        try:
            understood(kind, content, name)
        except Unreadable as problem:
            form.add_problem("file", str(problem))
        else:
            kept = pending.keep(content, _folder(), person=current.person, kind=kind, name=name)
            return redirect(url_for(".check", pending_id=kept.id), 303)
    page = render_template(f"imports/{kind}.html", form=form, limit=_limit(), columns=COLUMNS_OF[kind])
    return (page, 422) if request.method == "POST" else page


@blueprint.get("/people/example.csv")
@access(administrators)
def example() -> Response:
    return exports.download("csv", "people", [column.name for column in COLUMNS_OF[ListKind.PEOPLE]], [])


@blueprint.get("/<int:pending_id>")
@access(administrators)
def check(pending_id: int) -> Answer:
    found = _find(pending_id)
    if found.closed_at:
        return _already()
    return _show(found, TrustFilter(request.args).given().get("only", ""))


@blueprint.get("/<int:pending_id>/rows.csv")
@access(administrators)
def rows(pending_id: int) -> Answer:
    found = _find(pending_id)
    if found.closed_at:
        return _already()
    only = TrustFilter(request.args).given().get("only", "")
    try:
        cells = [cell for line in every_line(_job(found, only)) for cell in _cells(line)]
    except Unreadable as problem:
        return _unreadable(found, problem)
    return exports.download("csv", f"import-of-{found.kind}", _HEADINGS, cells)


@blueprint.post("/<int:pending_id>")
@access(administrators)
def confirm(pending_id: int) -> Answer:
    found = _find(pending_id, lock=True)
    if found.closed_at:
        return _already()
    form = ConfirmForm()
    only = form.chosen.data or ""
    origin = Origin(found.original_name, found.digest, current.person)
    try:
        outcome = carry_out(
            _job(found, only, invites=form.invites.data),
            origin,
            without_bad_rows=form.without_bad_rows.data,
            expected=form.expected.data or "",
        )
    except Unreadable as problem:
        return _unreadable(found, problem)
    except HasBadRows:
        form.add_problem("without_bad_rows", _TICK)
        return _show(found, only, form)
    except Changed as problem:
        return _show(found, only, changed=str(problem))
    pending.close(found, _folder())
    flash(_done(found.kind, outcome, invites=form.invites.data), "success")
    return redirect(url_for(_AFTERWARDS[found.kind]), 303)


@blueprint.post("/<int:pending_id>/throw-away")
@access(administrators)
def throw_away(pending_id: int) -> Response:
    found = _find(pending_id, lock=True)
    if not found.closed_at:
        pending.close(found, _folder())
    flash("The file is thrown away. Nothing was imported.", "success")
    return redirect(url_for(".index"), 303)


def _find(pending_id: int, *, lock: bool = False) -> PendingImport:
    found = pending.find(pending_id, current.person, lock=lock) if pending_id <= _LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def _job(found: PendingImport, only: str, *, invites: bool = False) -> Import:
    """The import of a file as it was brought. Raises Unreadable."""
    content = pending.content_of(found, _folder())
    table = understood(found.kind, content, found.original_name)
    if found.kind is ListKind.SCHOOLS:
        return SchoolImport(current.trust, table, only=only)
    return PeopleImport(current.trust, table, invites=invites, actor=current.person)


def _show(found: PendingImport, only: str, form: ConfirmForm | None = None, changed: str = "") -> Answer:
    """What the file would change now, and the button that does it."""
    try:
        job = _job(found, only)
        outcome = dry_run(job)
    except Unreadable as problem:
        return _unreadable(found, problem)
    page = render_template(
        "imports/check.html",
        found=found,
        outcome=outcome,
        form=form if form and form.errors else None,
        confirm=_confirm_form(form, outcome, only),
        filter=TrustFilter(MultiDict({"only": only})) if _has_trusts(job) else None,
        only=only,
        changed=changed,
        Fate=Fate,
        noun={ListKind.SCHOOLS: "school", ListKind.PEOPLE: "person"}[found.kind],
        nouns={ListKind.SCHOOLS: "schools", ListKind.PEOPLE: "people"}[found.kind],
    )
    return (page, 409 if changed else 422) if changed or form else page


def _confirm_form(form: ConfirmForm | None, outcome: Outcome, only: str) -> ConfirmForm:
    """A form that stands for what is shown now, whatever an earlier one stood for."""
    shown = form or ConfirmForm(formdata=None)
    shown.expected.data, shown.chosen.data = outcome.fingerprint, only
    return shown


def _has_trusts(job: Import) -> bool:
    """Whether it makes sense to choose one trust's schools."""
    return isinstance(job, SchoolImport) and (bool(job.only) or len(job.trusts) > 1)


def _unreadable(found: PendingImport, problem: Unreadable) -> Answer:
    return render_template("imports/unreadable.html", found=found, problem=str(problem)), 422


def _already() -> Response:
    flash("This file has been imported or thrown away already. Choose it again to see what is left of it.")
    return redirect(url_for(".index"), 303)


def _done(kind: ListKind, outcome: Outcome, *, invites: bool) -> str:
    """“3 new and 2 changed schools imported; 52 were as they are in the file.”"""
    one, many = {ListKind.SCHOOLS: ("school", "schools"), ListKind.PEOPLE: ("person", "people")}[kind]
    new, changed = outcome.counts[Fate.NEW], outcome.counts[Fate.CHANGED]
    told = f"Imported: {plural(new, one, many)} new, {changed:,} changed, "
    told += f"{outcome.counts[Fate.UNCHANGED]:,} as they were."
    return told + (" Invitations are on their way." if invites and new else "")


def _cells(line: Line) -> Iterator[tuple[object, ...]]:
    """A line of a spreadsheet for each change, reason and warning of a row, or one for the row."""
    start = (line.row, line.fate.value, line.about)
    for change in line.changes:
        yield (*start, change.what, change.before, change.after)
    for told in (*line.reasons, *line.warnings):
        yield (*start, told, "", "")
    if not (line.changes or line.reasons or line.warnings):
        yield (*start, "", "", "")


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].files_folder
    return folder


def _limit() -> int:
    """Bytes of the largest file that can be brought by page."""
    return int(current_app.config["SETTINGS"].max_upload_mb) * 10**6
