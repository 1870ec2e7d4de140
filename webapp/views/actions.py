"""Actions: the list, the page of one, and its steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.actions import DeferForm, DoneForm, HandOverForm, VerifyForm
from forms.steps import ConfirmForm, NoteForm, ReasonForm, StepForm
from webapp.access import access, case_reader, signed_in
from webapp.components import LONDON
from webapp.reader import current
from webapp.views.dates import page as dates
from webapp.views.dates.steps import DATE_STEPS
from webapp.views.dates.words import DATE_TELLERS
from webapp.views.panels import Panel, panel_of, resting
from webapp.views.steps import Step, StepPages, step_taker, take
from webapp.words import Teller, day_of, paragraphs, tell_all, text_of
from workflows.action_list import ActionFile, ActionWish, Whose, open_action_file, page_of
from workflows.actions import Action, ActionFlow
from workflows.case_history import Happening
from workflows.cases import Case
from workflows.machine import Transition
from workflows.perform import available
from workflows.visibility import may_see

blueprint = Blueprint("actions", __name__)

STEPS: Final[Mapping[str, Step]] = {
    "begin": Step(ConfirmForm, "Everybody on the action sees that it is in hand."),
    "claim_done": Step(DoneForm, "Whoever asked for it is told, and verifies it within five working days."),
    "verify": Step(VerifyForm, "The action ends here."),
    "not_yet": Step(ReasonForm, "It goes back to its owner, with what you say here."),
    "defer": Step(DeferForm, "The other person is told."),
    "hand_over": Step(HandOverForm, "It becomes their turn. They are told, and so is whoever asked for it."),
    "drop": Step(ReasonForm, "The action ends here, undone. Its owner is told.", warns=True),
    "add_note": Step(NoteForm, "Everybody who may see this action can read it."),
    **DATE_STEPS,
}
"""Each transition that a person can make, with its page."""

_AT_ONCE: Final = frozenset({"begin"})
_ELSEWHERE: Final = frozenset({"add_note", *DATE_STEPS})
"""Offered beside what they are about."""


@blueprint.get("/actions")
@access(signed_in)
def index() -> str:
    whose = _whose()
    wish = ActionWish(whose=whose, finished="finished" in request.args, after=request.args.get("after", ""))
    found = page_of(wish, current.person, current.viewer)
    return render_template(
        "actions/index.html",
        found=found,
        wish=wish,
        states=ActionFlow.states,
        has_school=current.person.school_id is not None,
    )


def _whose() -> Whose:
    asked = request.args.get("show", "")
    return Whose(asked) if asked in set(Whose) else Whose.MINE


@blueprint.get("/actions/<reference>")
@access(case_reader(Action))
def show(case: Action) -> str:
    file = open_action_file(case, current.posts_on(case))
    open_to_me = available(case, current.posts_on(case))
    return render_template(
        "actions/show.html",
        file=file,
        case=case,
        panel=_panel(file),
        track=_track(file),
        presses=[one for one in open_to_me if not one.aside][:3],
        more=[one for one in open_to_me if one.aside and one.name not in _ELSEWHERE],
        dates=dates.beside(case),
        date_turn=dates.turn_of(case, file.date_turn),
        at_once=_AT_ONCE,
        may={one.name for one in open_to_me},
        source=_path_of(case.came_from) if may_see(case.came_from, current.posts_on(case)) else "",
        timeline=tell_all(file.history, ActionFlow, _TELLERS, once=frozenset()),
    )


def _path_of(case: Case) -> str:
    """The page of a case, of whatever kind it is."""
    return f"/{case.flow.slug}/{case.reference}"


def _panel(file: ActionFile) -> Panel:
    if not file.action.is_open:
        return resting(file.action)
    return panel_of(file.action, file, current.trust, situation=lambda mine: _asked(file) if mine else "")


def _asked(file: ActionFile) -> str:
    if file.action.state == ActionFlow.done.name:
        return f"{file.action.owner.name} says that it is done. Has it made a difference?"
    back = file.happened("not_yet")
    if back:
        return f"Not yet, says {back[0].by}: {text_of(back[0].details, 'reason')}"
    asker = file.action.asked_by
    return f"{asker.name} asked for this." if asker is not file.action.owner else ""


def _track(file: ActionFile) -> list[dict[str, Any]]:
    """Agreed, in progress, done, verified, with the dates."""
    stages = ActionFlow.stages()
    names = [stage.states[0].name for stage in stages]
    state = file.action.state
    here = names.index(state) if state in names else 1
    reached = {one.to_state: one.at.astimezone(LONDON).date() for one in reversed(file.history)}
    is_verified = state == ActionFlow.verified.name
    return [
        {
            "name": stage.label,
            "state": "done" if place < here or is_verified else "now" if place == here else "ahead",
            "on": reached.get(names[place]) if place < here or is_verified else None,
            "due": min((turn.due_on for turn in file.turns if turn.due_on), default=None),
        }
        for place, stage in enumerate(stages)
    ]


def _put_off(details: dict[str, Any]) -> tuple[str, str]:
    until = day_of(details, "until")
    return f"Deferred until {until}" if until else "", text_of(details, "reason")


def _done(details: dict[str, Any]) -> tuple[str, str]:
    return "", text_of(details, "what_was_done")


def _verified(details: dict[str, Any]) -> tuple[str, str]:
    return "", paragraphs(text_of(details, "impact").capitalize() + ".", text_of(details, "evidence"))


def _handed_over(details: dict[str, Any]) -> tuple[str, str]:
    return f"Handed over to {text_of(details, 'to')}", text_of(details, "reason")


def _agreed(details: dict[str, Any]) -> tuple[str, str]:
    return "", ""


_TELLERS: Final[dict[str, Teller]] = {
    "agree": _agreed,
    "defer": _put_off,
    "hand_over": _handed_over,
    "claim_done": _done,
    "verify": _verified,
    **DATE_TELLERS,
}


def _words(
    _case: Action, _doing: Transition, _form: StepForm, changes: tuple[Happening, ...]
) -> dict[str, Any]:
    return {"changes": tell_all(changes, ActionFlow, _TELLERS, once=frozenset())}


def _onwards(case: Action, doing: Transition) -> str:
    return url_for("dates.actions" if doing.name in DATE_STEPS else ".show", reference=case.reference)


PAGES: Final = StepPages(STEPS, "actions/step.html", _words, _onwards)


@blueprint.route("/actions/<reference>/<transition>", methods=["GET", "POST"])
@access(step_taker(Action))
def step(case: Action, transition: str) -> Response:
    return take(case, transition, PAGES)
