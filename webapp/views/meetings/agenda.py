"""The agenda of a meeting: to be arranged, and to be printed with or without the minutes."""

from __future__ import annotations

from flask import render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from webapp import documents
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.meetings import printed
from webapp.views.meetings.blueprint import blueprint
from webapp.views.meetings.page import MeetingPage
from workflows.meetings import Meeting
from workflows.meetings.queries import find, open_file

_reader = case_reader(Meeting, find=find)


@blueprint.get("/meetings/<reference>/agenda")
@access(_reader)
def agenda(case: Meeting) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "meetings/agenda.html",
        file=file,
        case=case,
        page=MeetingPage(case, file, current),
        reader_id=current.person.id,
    )


@blueprint.get("/meetings/<reference>/agenda.pdf")
@access(_reader)
def agenda_pdf(case: Meeting) -> Response:
    file = open_file(case, current.posts_on(case))
    return _pdf(printed.agenda(file), f"agenda-{case.reference}")


@blueprint.get("/meetings/<reference>/minutes.pdf")
@access(_reader)
def minutes_pdf(case: Meeting) -> Response:
    file = open_file(case, current.posts_on(case))
    if file.minutes is None:
        raise NotFound
    return _pdf(printed.minutes(file, file.minutes), f"minutes-{case.reference}")


def _pdf(contents: dict[str, object], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(documents.pdf("record", contents), mimetype="application/pdf", headers=headers)
