"""How far a pair has come, for the two of them."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, url_for

from webapp.access import access
from webapp.reader import current
from webapp.views.pairings.blueprint import blueprint
from webapp.views.pairings.rules import of_pair
from workflows.clock import today
from workflows.pairings import Pairing
from workflows.pairings.progress import progress_of, reflections_of
from workflows.pairings.reading import read_private, read_steps
from workflows.perform import available
from workflows.school_calendar import calendars


@blueprint.get("/pairings/<reference>/progress")
@access(of_pair)
def progress(case: Pairing) -> str:
    person_id = current.person.id
    private = read_private(case, person_id, {"write_contract", "add_reflection"})
    private = replace(private, steps=read_steps(case, person_id))
    calendar = calendars(current.trust).of(case.mentor_school_id or case.trust_id)
    return render_template(
        "pairings/progress.html",
        case=case,
        progress=progress_of(case, private, person_id),
        learned=reflections_of(case, private, person_id, term_began=calendar.term_began(today())),
        rate_href=_href(case, "rate_goals"),
        write_href=_href(case, "add_reflection"),
    )


def _href(case: Pairing, name: str) -> str:
    """Where a step is made, for whoever can make it now."""
    may = {one.name for one in available(case, current.posts_on(case))}
    return url_for(".step", reference=case.reference, transition=name) if name in may else ""
