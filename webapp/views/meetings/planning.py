"""A new meeting of a group, by whoever leads it."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.meetings.planning import NewMeetingForm
from webapp import typed
from webapp.access import access, workers
from webapp.reader import Reader, current
from webapp.views.meetings.blueprint import blueprint
from webapp.views.steps import Step, opened
from workflows.cases import Case
from workflows.clock import now
from workflows.database import db
from workflows.forums import Forum
from workflows.groups import lead_post
from workflows.hubs import HubCase
from workflows.meetings import Meeting, MeetingFlow
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
    groups = groups_led_by(current)
    group = next((one for one in groups if one.reference == request.args.get("group")), None)
    if group is None and (len(groups) != 1 or "group" in request.args):
        if not groups or "group" in request.args:
            raise NotFound
        return Response(render_template("meetings/which_group.html", groups=groups))
    return _plan(group or groups[0])


def _plan(group: Case) -> Response:
    blank = _blank(group)
    form = NewMeetingForm(blank, reader_id=current.person.id, formdata=typed.formdata())

    def begin() -> Meeting:
        made = form.made
        if not isinstance(made, MeetingDetails):
            raise NotFound
        return plan(group, made, current.person, form_key=form.form_key.data)

    def page() -> str:
        words = {"transition": MeetingFlow.plan, "step": NEW, "home": url_for(".index"), "changes": ()}
        return render_template("meetings/new.html", form=form, case=blank, group=group, **words)

    return opened(form, begin, page, said="Planned. Everybody in the group is invited.")


def _blank(group: Case) -> Meeting:
    """A meeting that is not planned yet; it is never stored."""
    moment = now() + timedelta(days=1)
    with db.session.no_autoflush:
        blank = Meeting(
            version=0,
            trust_id=group.trust_id,
            title=group.title,
            group_id=group.id,
            starts_at=moment,
            ends_at=moment + timedelta(hours=1),
        )
        blank.group = group
        if blank in db.session:
            db.session.expunge(blank)
    return blank


def groups_led_by(reader: Reader) -> list[Case]:
    """The groups whose meetings the reader plans: those that they lead, or all for the improvement lead."""
    held = posts_of(reader.person.id)
    found: list[Case] = []
    for kind in (HubCase, Forum):
        found += [
            group
            for group in db.session.scalars(select(kind).order_by(Case.title))
            if group.is_open and (reader.is_central or lead_post(group) in held)
        ]
    return found
