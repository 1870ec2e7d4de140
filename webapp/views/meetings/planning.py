"""A new meeting of a group, by whoever leads it."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.meetings.planning import NewMeetingForm
from webapp import typed
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.meetings.blueprint import blueprint
from webapp.views.steps import Step, opened
from workflows.cases import Case
from workflows.groups import groups_to_plan_for
from workflows.meetings import Meeting, MeetingFlow
from workflows.meetings.choices import blank
from workflows.meetings.details import MeetingDetails
from workflows.meetings.effects import plan
from workflows.people import posts_of

NEW = Step(
    about="Everybody who belongs to the group is invited, and the agenda opens by itself in good time.",
    button="Plan the meeting",
)


@blueprint.route("/meetings/new", methods=["GET", "POST"])
@access(workers)
def new() -> Response:
    groups = groups_to_plan_for(posts_of(current.person.id))
    group = next((one for one in groups if one.reference == request.args.get("group")), None)
    if group is None and (len(groups) != 1 or "group" in request.args):
        if not groups or "group" in request.args:
            raise NotFound
        return make_response(render_template("meetings/which_group.html", groups=groups))
    return _plan(group or groups[0])


def _plan(group: Case) -> Response:
    empty = blank(group)
    form = NewMeetingForm(empty, reader_id=current.person.id, formdata=typed.formdata())

    def begin() -> Meeting:
        made = form.made
        if not isinstance(made, MeetingDetails):
            raise NotFound
        return plan(group, made, current.person, form_key=form.form_key.data)

    def page() -> str:
        words = {"transition": MeetingFlow.plan, "step": NEW, "home": url_for(".index"), "changes": ()}
        return render_template("meetings/new.html", form=form, case=empty, group=group, **words)

    return opened(form, begin, page, said="Planned. Everybody in the group is invited.")
