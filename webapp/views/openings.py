"""Opening a private log by two administrators: asking, confirming, reading, and what the pair see of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.openings import OpeningForm
from forms.steps import ReasonForm
from webapp import transaction
from webapp.access import access, administrators, case_reader, signed_in
from webapp.reader import current
from webapp.views.panels import Panel, late_by, resting
from webapp.views.steps import Outcome, Step, step_taker, submit, transition_of, way_on
from webapp.views.track import track
from webapp.words import in_words, tell_all
from workflows import opening_list
from workflows.case_history import changes_since
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, TransitionNotAllowed
from workflows.machine import Transition
from workflows.opening_list import OpeningFile, open_opening_file, openings_seen_by, pairing_called
from workflows.openings import Opening, OpeningDetails, OpeningFlow, ask_to_open, has_just_read
from workflows.sealing import CannotUnseal

blueprint = Blueprint("openings", __name__)

STEPS: Final[Mapping[str, Step]] = {
    "confirm": Step(
        about="The log is open to you and to whoever asked, until the end of the next working day. The pair "
        "are told at once, with your names and the reason. Each reading is recorded, and they see when."
    ),
    "refuse": Step(ReasonForm, "The log stays closed. The administrators are told; the pair are not."),
    "read": Step(about="That you read it, and when, is recorded for good, and the pair are told."),
    "finish": Step(about="Nobody can read it any more. To read it again it has to be asked for anew."),
}
"""Each transition that a person can make, with its page."""


@blueprint.get("/openings")
@access(signed_in)
def index() -> str:
    found = openings_seen_by(current.viewer)
    if not (found or current.is_administrator):
        raise NotFound
    return render_template(
        "openings/index.html",
        found=found,
        states=OpeningFlow.states,
        is_administrator=current.is_administrator,
    )


@blueprint.route("/openings/new", methods=["GET", "POST"])
@access(administrators)
def new() -> Response:
    form = OpeningForm(version=0)
    if form.validate_on_submit():
        try:
            opening = _ask(form)
        except InvalidDetails as error:
            transaction.undo()
            _put_beside(form, error)
        except AlreadyDone:
            flash("This has already been saved.", "success")
            return redirect(url_for(".index"), 303)
        else:
            flash("Opening asked for. The other administrators are told.", "success")
            return redirect(url_for(".show", reference=opening.reference), 303)
    status = 422 if request.method == "POST" else 200
    return make_response(render_template("openings/new.html", form=form), status)


def _ask(form: OpeningForm) -> Opening:
    pairing = pairing_called(form.pairing_id.data or "")
    details = OpeningDetails(pairing_id=pairing.id if pairing else 0, reason=form.reason.data or "")
    return ask_to_open(details, current.person, form_key=form.form_key.data)


def _put_beside(form: OpeningForm, error: InvalidDetails) -> None:
    for field, problem in error.problems.items():
        form.add_problem(field, problem)


@blueprint.get("/openings/<reference>")
@access(case_reader(Opening))
def show(case: Opening) -> str:
    file = open_opening_file(case, current.person.id, current.posts_on(case))
    return render_template(
        "openings/show.html",
        file=file,
        case=case,
        panel=_panel(file),
        track=track(case, file.history, file.turns),
        reads=sum(one.kind == OpeningFlow.read.name for one in file.history),
        presses=[one for name, one in OpeningFlow.transitions.items() if name in file.may],
        has_just_read=has_just_read(case, current.person.id) and case.is_open_to(current.person.id),
        timeline=tell_all(file.history, OpeningFlow, {}, once=frozenset()),
    )


def _panel(file: OpeningFile) -> Panel:
    """Whose turn it is; the pair, who can do nothing here, read until when it is open."""
    opening = file.opening
    if not opening.is_open:
        return resting(opening)
    if not file.is_administrator:
        until = in_words.day(opening.open_until) if opening.open_until else ""
        return Panel("resting", f"The log is open until the end of {until}", None, None, _TOLD)
    until_on = min((turn.due_on for turn in file.turns if turn.due_on), default=None)
    late = late_by(file.turns, until_on, case_id=opening.id, trust=current.trust)
    if file.may & _ONES_OWN:
        return Panel("mine", "", until_on, late, _ASKED[opening.state])
    return Panel("waiting", _WAITS_FOR[opening.state], until_on, late, "")


_ONES_OWN: Final = frozenset({"confirm", "read"})
_ASKED: Final = {
    OpeningFlow.asked.name: "Read the reason below, and ask whoever gave it if you are in doubt.",
    OpeningFlow.opened.name: "Each reading is recorded, and the pair sees it.",
}
_WAITS_FOR: Final = {
    OpeningFlow.asked.name: "a second administrator",
    OpeningFlow.opened.name: "the two who have opened it",
}
_TOLD: Final = (
    "The two administrators named below can read what was written of your sessions, and nobody else."
)


@blueprint.get("/openings/<reference>/log")
@access(case_reader(Opening))
def log(case: Opening) -> str:
    """The log itself, for an hour after each reading that was recorded; to everybody else it is not there."""
    may_read = current.is_administrator and case.is_open_to(current.person.id)
    if not (may_read and has_just_read(case, current.person.id)):
        raise NotFound
    try:
        sessions = opening_list.opened_log(case)
    except CannotUnseal:
        sessions = None
    return render_template("openings/log.html", case=case, sessions=sessions)


@blueprint.route("/openings/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Opening))
def step(case: Opening, transition: str) -> Response:
    try:
        doing = transition_of(case, transition)
    except TransitionNotAllowed as error:
        if request.method == "POST":
            raise
        flash(str(error), "info")
        return redirect(url_for(".show", reference=case.reference))
    form = STEPS[doing.name].form(case, reader_id=current.person.id)
    outcome = submit(case, doing, form)
    if outcome.done:
        page = ".log" if doing.name == OpeningFlow.read.name else ".show"
        return way_on(case, url_for(page, reference=case.reference))
    return _shown_again(case, doing, form=form, outcome=outcome)


def _shown_again(case: Opening, doing: Transition, *, form: Any, outcome: Outcome) -> Response:
    changes = changes_since(case.id, outcome.seen) if outcome.seen is not None else ()
    page = render_template(
        "openings/step.html",
        form=form,
        case=case,
        transition=doing,
        step=STEPS[doing.name],
        changes=tell_all(changes, OpeningFlow, {}, once=frozenset()),
    )
    return make_response(page, outcome.status)
