"""Schools and hubs: the list, a school's own page, the hubs."""

from __future__ import annotations

from flask import render_template, request

from forms.directory import SchoolsFilter
from forms.fields import choice
from webapp.access import access, signed_in
from webapp.reader import current
from webapp.rows import find
from webapp.views.directory.blueprint import blueprint, list_page
from workflows import today as today_page
from workflows.administration.schools import is_web_address
from workflows.clock import today
from workflows.directory import choices, people, schools, strengths
from workflows.directory.people import PeopleWanted
from workflows.forums.listing import forums_of_school
from workflows.hubs.listing import references_of
from workflows.places import School
from workflows.school_calendar import academic_year, academic_year_name
from workflows.support_requests import SupportRequestFlow
from workflows.visibility import works_in_trust


@blueprint.get("")
@access(signed_in)
def index() -> str:
    filters = SchoolsFilter(request.args)
    filters.hub.choices = [choice(row.id, row.name) for row in choices.all_hubs()]
    return list_page("directory/schools.html", filters, schools.schools)


@blueprint.get("/schools/<int:school_id>")
@access(signed_in)
def school(school_id: int) -> str:
    found = find(School, school_id)
    in_hubs = schools.hubs_of_school(found.id)
    given, received = today_page.given_and_received_by(found.id)
    return render_template(
        "directory/school.html",
        school=found,
        website=found.website if is_web_address(found.website) else "",
        heads=schools.holders_of("head", [found.id]).get(found.id, ()),
        hubs=in_hubs,
        forums=forums_of_school(found.id) if _works_here() else (),
        work_of_hubs=_work_of([hub.id for hub in in_hubs]),
        strengths=strengths.strengths_of(found),
        given=given,
        received=received,
        year_name=academic_year_name(academic_year(today())),
        people=people.people(PeopleWanted(school_id=found.id)),
        support=schools.open_support(found.id, current.viewer),
        states=SupportRequestFlow.states,
        may_edit=current.holds("head", found.id),
    )


@blueprint.get("/hubs")
@access(signed_in)
def hubs() -> str:
    found = schools.hubs()
    return render_template("directory/hubs.html", hubs=found, work=_work_of([hub.id for hub in found]))


def _works_here() -> bool:
    """Whether the reader is among the trust's staff, who can open the pages of hubs and forums."""
    return works_in_trust(current.posts)


def _work_of(hub_ids: list[int]) -> dict[int, str]:
    """Where the work of these hubs is, for readers who can open its page."""
    return references_of(hub_ids) if _works_here() else {}
