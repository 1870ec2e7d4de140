"""The page of one pairing, its steps, and entries that are shown to somebody outside of it."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import StepForm
from webapp.access import access, case_reader, signed_in
from webapp.reader import current
from webapp.views.pairings import story
from webapp.views.pairings.blueprint import blueprint
from webapp.views.pairings.page import PairingPage, mentors_href
from webapp.views.pairings.steps import STEPS, by_state
from webapp.views.steps import StepPages, step_taker, take
from workflows.case_history import Happening
from workflows.machine import Transition
from workflows.pairings import Pairing
from workflows.pairings.queries import find, in_outline_for, open_file
from workflows.pairings.reading import shared_entry


@blueprint.get("/pairings/<reference>")
@access(case_reader(Pairing, find=find))
def show(case: Pairing) -> str:
    file = open_file(case, current.person.id, current.posts_on(case))
    return render_template(
        "pairings/show.html",
        file=file,
        case=case,
        page=PairingPage(case, file, current),
        timeline=story.timeline(file.history),
        signed=story.signatures(file) if case.contract else [],
        is_mentee=current.person.id == case.mentee_id,
    )


@blueprint.get("/pairings/shared/<int:share_id>")
@access(signed_in)
def shared(share_id: int) -> str:
    found = shared_entry(share_id, current.person.id)
    if found is None:
        raise NotFound
    return render_template("pairings/shared.html", shared=found)


def _words(
    case: Pairing, doing: Transition, form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    seen = in_outline_for(changes, case, current.person.id)
    return {
        "changes": story.timeline(seen),
        "meanwhile": story.meanwhile(seen, getattr(form, "named", None)),
        "mentors": mentors_href(case) if doing.name in ("choose", "propose") else "",
    }


PAGES: Final = StepPages(STEPS, "pairings/step.html", _words)


@blueprint.route("/pairings/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Pairing, find=find))
def step(case: Pairing, transition: str) -> Response:
    return take(case, by_state(case, transition), PAGES)
