"""When somebody leaves: what they hold, handing it over, and the end of their access."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from forms.administration.people import HandOverForm, LeaveForm
from forms.fields import choice
from webapp.access import access, administrators
from webapp.reader import current
from webapp.rows import find
from webapp.saving import saved
from webapp.views.administration.answers import Answer, done, page
from webapp.views.administration.blueprint import blueprint
from workflows import accounts
from workflows.administration import leaving
from workflows.cases import Case
from workflows.errors import NotYet
from workflows.people import Person, role_label


@blueprint.route("/people/<int:person_id>/leaving", methods=["GET", "POST"])
@access(administrators)
def leave(person_id: int) -> Answer:
    found = find(Person, person_id)
    form = LeaveForm()
    held = leaving.holdings(found, current.person)

    def go() -> None:
        if (held.parts or held.left_alone) and not form.sure.data:
            raise NotYet("Hand over what they hold, or tick the box to leave it without anybody.")
        leaving.leave(found, current.person)
        accounts.end_all(found)

    if found.left_on is None and saved(form, go):
        return done(
            f"{found.name} has left: their roles and sign-ins have ended.", "person", person_id=person_id
        )
    return page("people/leaving", form, person=found, held=held)


@blueprint.route("/people/<int:person_id>/leaving/<reference>/<role>", methods=["GET", "POST"])
@access(administrators)
def hand_over(person_id: int, reference: str, role: str) -> Answer:
    found = find(Person, person_id)
    parts = leaving.holdings(found, current.person).parts
    part = next((one for one in parts if (one.case.reference, one.role) == (reference, role)), None)
    if part is None or not part.can_hand_over:
        raise NotFound
    form = HandOverForm()
    form.joining_id.choices = [choice(one.id, one.name) for one in leaving.successors(part, found.id)]
    case: Case = part.case
    if saved(
        form,
        lambda: leaving.hand_over(
            case, role, leaving=found, joining_id=form.joining_id.data, actor=current.person
        ),
    ):
        return done(f"{reference} is handed over.", "leave", person_id=person_id)
    label = role_label(current.trust, role)
    return page("people/hand_over", form, person=found, part=part, label=label)
