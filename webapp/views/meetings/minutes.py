"""Minutes as they are typed, in the meeting or after it: all items on one page, each with its form."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.meetings.minutes import MinutesForm
from webapp import typed
from webapp.access import access
from webapp.reader import current
from webapp.views.meetings.blueprint import blueprint
from webapp.views.meetings.page import MeetingPage
from webapp.views.meetings.rules import minutes_writer
from webapp.views.steps import hinders, submit
from workflows.meetings import Meeting
from workflows.meetings import MeetingFlow as Flow
from workflows.meetings.minutes import is_changed
from workflows.meetings.queries import MeetingFile, ShownItem, open_file


@blueprint.get("/meetings/<reference>/minutes")
@access(minutes_writer)
def minutes(case: Meeting) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "meetings/minutes.html",
        file=file,
        case=case,
        page=MeetingPage(case, file, current),
        hindrance=_hindrance(case),
        is_changed=is_changed(case),
    )


@blueprint.route("/meetings/<reference>/minutes/<int:item_id>", methods=["GET", "POST"])
@access(minutes_writer)
def write(case: Meeting, item_id: int) -> Response:
    file = open_file(case, current.posts_on(case))
    shown = file.item(item_id)
    if shown is None:
        raise NotFound
    home = url_for(".minutes", reference=case.reference)
    if request.method == "GET" and _hindrance(case):
        return redirect(home)
    form = MinutesForm(case, shown, reader_id=current.person.id, formdata=typed.formdata())
    outcome = submit(case, Flow.write_minutes, form)
    if outcome.done:
        return redirect(_onwards(case, file, shown), 303)
    now_written = _written_meanwhile(case, shown, form)
    page = render_template(
        "meetings/write.html",
        form=form,
        case=case,
        file=file,
        shown=shown,
        following=file.after(item_id),
        home=home,
        now_written=now_written,
    )
    return make_response(page, outcome.status)


def _hindrance(case: Meeting) -> str:
    """Why no minutes can be written now; empty where they can."""
    if case.state_now not in Flow.write_minutes.sources:
        return f"Minutes are not written while this is “{case.state_now.label}”."
    return hinders(Flow.write_minutes, case)


def _written_meanwhile(case: Meeting, shown: ShownItem, form: MinutesForm) -> ShownItem | None:
    """What somebody else has written here; the next press is made with it in sight."""
    fresh = open_file(case, current.posts_on(case)).item(shown.item.id)
    seen = form.seen.data or ""
    if fresh is None or request.method == "GET" or seen == str(fresh.item.revision):
        return None
    form.seen.data = str(fresh.item.revision)
    return fresh


def _onwards(case: Meeting, file: MeetingFile, shown: ShownItem) -> str:
    following = file.after(shown.item.id)
    if "another" in request.form:
        return url_for(".write", reference=case.reference, item_id=shown.item.id)
    if "next" in request.form and following is not None:
        return url_for(".write", reference=case.reference, item_id=following.item.id)
    return url_for(".minutes", reference=case.reference)
