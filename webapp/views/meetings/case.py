"""The page of one meeting, and its steps."""

from __future__ import annotations

from typing import Any, Final

from flask import redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.dates.words import ANSWERS, TONES
from webapp.views.feedback import feedback_on
from webapp.views.meetings import story
from webapp.views.meetings.blueprint import blueprint
from webapp.views.meetings.page import MeetingPage
from webapp.views.meetings.steps import STEPS
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.machine import Transition
from workflows.meetings import Meeting
from workflows.meetings import MeetingFlow as Flow
from workflows.meetings.flow import WRITING
from workflows.meetings.private import reads_second_part
from workflows.meetings.queries import find, holds, minutes_of, open_file


@blueprint.get("/meetings/<reference>")
@access(case_reader(Meeting, find=find))
def show(case: Meeting) -> str:
    file = open_file(case, current.posts_on(case))
    return render_template(
        "meetings/show.html",
        file=file,
        case=case,
        page=MeetingPage(case, file, current),
        timeline=story.timeline(file.history),
        answers=ANSWERS,
        tones=TONES,
        feedback=feedback_on(case),
    )


@blueprint.get("/meetings/<reference>/versions/<int:number>")
@access(case_reader(Meeting, find=find))
def version(case: Meeting, number: int) -> str:
    found = next((one for one in case.versions if one.number == number), None)
    if found is None:
        raise NotFound
    reads = reads_second_part(case, current.posts_on(case))
    minutes = minutes_of(found, reads=reads)
    return render_template("meetings/version.html", case=case, minutes=minutes)


def _words(
    case: Meeting, doing: Transition, form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    return {"changes": story.timeline(changes), "home": url_for(".show", reference=case.reference)}


_TO_MINUTES: Final = {"amend_item", "strike_item", "drop_action", "approve_last"}
_TO_AGENDA: Final = {"write_item", "drop_item", "order_item"}


def _onwards(case: Meeting, doing: Transition) -> str:
    if doing.name in DATE_STEPS:
        return url_for("dates.meetings", reference=case.reference)
    if doing.name in _TO_MINUTES and holds(case, current.posts_on(case), WRITING):
        return url_for(".minutes", reference=case.reference)
    return url_for(".agenda" if doing.name in _TO_AGENDA else ".show", reference=case.reference)


PAGES: Final = StepPages(STEPS, "meetings/step.html", _words, _onwards)


@blueprint.route("/meetings/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Meeting, find=find))
def step(case: Meeting, transition: str) -> Response:
    if transition == Flow.write_minutes.name:  # has pages of its own, one for each item
        return redirect(url_for(".minutes", reference=case.reference), 303)
    return take(case, transition, PAGES)
