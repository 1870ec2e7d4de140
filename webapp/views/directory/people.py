"""People: the list, and a person's own page."""

from __future__ import annotations

from flask import render_template, request

from forms.directory import PeopleFilter
from forms.fields import choice
from webapp.access import access, arrangers, signed_in, workers
from webapp.reader import current
from webapp.rows import find
from webapp.views.directory.blueprint import blueprint, list_page
from workflows import accounts
from workflows.clock import today
from workflows.directory import choices, strengths
from workflows.directory import people as directory
from workflows.pairings import profiles
from workflows.people import Person, role_label
from workflows.places import PlaceKind
from workflows.school_calendar import academic_year, academic_year_name


@blueprint.get("/people")
@access(signed_in)
def people() -> str:
    filters = PeopleFilter(request.args)
    filters.school.choices = [choice(row.id, row.name) for row in choices.all_schools()]
    return list_page("directory/people.html", filters, directory.people)


@blueprint.get("/people/<int:person_id>")
@access(signed_in)
def person(person_id: int) -> str:
    found = find(Person, person_id)
    offices = accounts.offices_of(found.id)
    is_giver = any(office.role != "governor" and office.kind is PlaceKind.SCHOOL for office in offices)
    return render_template(
        "directory/person.html",
        person=found,
        school=directory.school_of(found),
        roles=[(role_label(current.trust, office.role), office) for office in offices],
        strengths=strengths.strengths_of(found),
        days_here=directory.days_of(found, current.trust) if is_giver and found.school_id else None,
        year_name=academic_year_name(academic_year(today())),
        is_own=found.id == current.person.id and not current.only_reads,
        mentoring=None if found.left_on else profiles.offer_of(found.id),
        may_arrange=arrangers.passes(current),
        may_offer=found.id == current.person.id and workers.passes(current),
    )
