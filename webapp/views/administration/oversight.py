"""Who manages and who appraises somebody."""

from __future__ import annotations

from forms.administration.people import EndForm, OversightForm
from forms.fields import choice
from webapp.access import access, administrators
from webapp.reader import current
from webapp.rows import find
from webapp.saving import saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import blueprint
from workflows.administration import lists, oversight
from workflows.clock import today
from workflows.line_management import LineManagement
from workflows.people import Person


@blueprint.route("/people/<int:person_id>/managed-by", methods=["GET", "POST"])
@access(administrators)
def put_over(person_id: int) -> Answer:
    found = find(Person, person_id)
    form = OversightForm(starts_on=today())
    form.manager_id.choices = [choice(row.id, row.name) for row in lists.colleagues(but=found.id)]
    if saved(form, lambda: oversight.put_over(found, form.details(), current.person)):
        return done("It is saved.", "person", person_id=person_id)
    return page("people/put_over", form, person=found)


@blueprint.route("/managed-by/<int:oversight_id>/end", methods=["GET", "POST"])
@access(administrators)
def end_oversight(oversight_id: int) -> Answer:
    found = find(LineManagement, oversight_id)
    form = EndForm(ends_on=found.ends_on or today())
    form.ends_on.description = "The first day on which it no longer holds"
    if saved(form, lambda: oversight.end_oversight(found, form.details(), current.person)):
        return done("The end is saved.", "person", person_id=found.person_id)
    return page("people/end_oversight", form, oversight=found)
