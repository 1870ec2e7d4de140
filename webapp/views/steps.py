"""Carries out what a form of a transition asks for; the same for every kind of case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.steps import ConfirmForm, StepForm
from webapp import transaction, typed
from webapp.access import CaseReader
from webapp.reader import Reader, current
from workflows.case_history import Happening, changes_since
from workflows.cases import Case
from workflows.details import Details, InvalidDetails
from workflows.errors import AlreadyDone, NotYet, NotYourRole, Refused, StaleCase, TransitionNotAllowed
from workflows.form_keys import was_used
from workflows.machine import THE_CLOCK, Transition
from workflows.perform import may, perform
from workflows.visibility import may_see, posts_on


@dataclass(frozen=True)
class Step:
    """How a transition is asked for."""

    form: Callable[..., StepForm] = ConfirmForm
    #: what to know before, in a sentence or two
    about: str = ""
    #: on the button; the workflow's own label where it is empty
    button: str = ""
    #: where the page of any other step will not do
    template: str = ""
    #: asked and answered with an "and name no pupils"
    names_no_pupils: bool = False
    #: what came of it, for the next page, where the workflow's own words are not enough
    said: Callable[[Any], str] | None = None
    #: what is gone afterwards is gone: the button says so by its colour
    warns: bool = False


def to_its_page(case: Case, doing: Transition) -> str:
    """The address of the case's own page, in the blueprint of the present one."""
    return url_for(".show", reference=case.reference)


@dataclass(frozen=True)
class StepPages:
    """How all steps of one kind of case are asked for: `show` in its blueprint is the case's own page."""

    #: each transition that a person can make
    steps: Mapping[str, Step]
    #: the template of every step that has none of its own
    template: str
    #: `words(case, doing, form, changes)`: what its templates show beside `form`, `case`, `transition` and
    #: `step`; at least `changes`, told from what has happened since the reader saw the case
    words: Callable[[Any, Transition, StepForm, tuple[Happening, ...]], Mapping[str, Any]]
    #: where to go on once a step is done
    onwards: Callable[[Any, Transition], str] = to_its_page


@dataclass(frozen=True)
class Outcome:
    """What came of a press: done, or the reason why the form is shown again."""

    done: bool
    #: of the answer that shows the form again
    status: int = 422
    #: the version that the reader had seen, where somebody else was faster
    seen: int | None = None


@dataclass(frozen=True)
class StepTaker(CaseReader):
    """Readers of a case. A form sent again after it took the case out of its sender's sight is done."""

    def admit(self, reader: Reader, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return super().admit(reader, arguments)
        except NotFound:
            if _came_before():
                abort(redirect(url_for("today.show"), 303))
            raise


def step_taker(kind: type[Case], *, find: Callable[[str], Case | None] | None = None) -> StepTaker:
    """The rule of pages on which a transition is made; `find` as for `case_reader`."""
    return StepTaker(kind, find=find)


def _came_before() -> bool:
    return request.method == "POST" and was_used(request.form.get("form_key", ""))


def transition_of(case: Case, name: str) -> Transition:
    """The transition of this name, if there is one that this reader may make now.

    Raises NotFound, NotYourRole, TransitionNotAllowed where the case is not in a state for it, AlreadyDone
    where the same form has come before.
    """
    found = case.flow.transitions.get(name)
    if found is None or found.opens or found.by == THE_CLOCK:
        raise NotFound
    if _came_before():
        raise AlreadyDone("This has already been saved.")
    if not may(case, found, current.posts_on(case)):
        raise NotYourRole(f"“{found.label}” is for somebody else to do.")
    if case.state_now not in found.sources:
        raise TransitionNotAllowed(f"“{found.label}” cannot be done: this is “{case.state_now.label}” now.")
    return found


def hinders(transition: Transition, case: Case) -> str:
    """What is in the way of this transition, as a sentence; empty if nothing is."""
    for guard in case.flow.guards.get(transition.name, ()):
        try:
            guard(case, None)
        except InvalidDetails:
            return ""
        except Refused as error:
            return str(error)
    return ""


def take(case: Case, name: str, pages: StepPages) -> Response:
    """The page of one step, and the step itself once its form is sent.

    An old link leads to the case's page, which shows what there is to do now. Raises what `transition_of`
    and `submit` raise.
    """
    try:
        doing = transition_of(case, name)
    except TransitionNotAllowed as error:
        if request.method == "POST":
            raise
        return _too_late(case, str(error))
    if hindrance := hinders(doing, case):
        return _too_late(case, hindrance)
    how, wanted = pages.steps[doing.name], asked(request.args)
    form = how.form(case, asked=wanted, reader_id=current.person.id, formdata=handed_back(wanted))
    outcome = submit(case, doing, form, said=how.said)
    if outcome.done:
        return way_on(case, pages.onwards(case, doing))
    changes = changes_since(case.id, outcome.seen) if outcome.seen is not None else ()
    words = pages.words(case, doing, form, changes)
    template = how.template or pages.template
    text = render_template(template, form=form, case=case, transition=doing, step=how, **words)
    return make_response(text, outcome.status)


def opened(form: StepForm, begin: Callable[[], Case], page: Callable[[], str], *, said: str) -> Response:
    """Open the case that a form asks for and go to its page, or show the form again.

    Raises what `begin` raises, but for what can be put right in the form itself.
    """
    if request.method == "POST" and form.read():
        try:
            made = begin()
        except AlreadyDone:
            flash("This has already been saved.", "success")
            return redirect(url_for(".index"), 303)
        except InvalidDetails as error:
            transaction.undo()
            form.refuse(error)
        else:
            flash(said, "success")
            return redirect(url_for(".show", reference=made.reference), 303)
    return make_response(page(), 422 if request.method == "POST" else 200)


def _too_late(case: Case, why: str) -> Response:
    flash(why, "info")
    return redirect(url_for(".show", reference=case.reference))


def submit(
    case: Case,
    transition: Transition,
    form: StepForm,
    *,
    details: Callable[[], Details | None] | None = None,
    said: Callable[[Any], str] | None = None,
) -> Outcome:
    """Carry out a POST. `details` makes them where they are not all in the form, such as a stored file.

    Raises what `perform` raises, but for what can be put right in the form itself.
    """
    if request.method != "POST" or not form.read():
        return Outcome(done=False, status=422 if request.method == "POST" else 200)
    try:
        made = details() if details else form.made
        key, seen = form.form_key.data, form.version.data
        perform(case, transition.name, current.person, made, version=seen, form_key=key)
    except (InvalidDetails, StaleCase, NotYet) as error:
        transaction.undo()
        return _refused(form, error)
    flash(said(case) if said else in_words(transition), "success")
    return Outcome(done=True)


def way_on(case: Case, address: str) -> Response:
    """To the case's page, or to Today for somebody who has no part in it any more."""
    if not may_see(case, posts_on(current.person.id, case)):
        address = url_for("today.show")
    return redirect(address, 303)


def _refused(form: StepForm, error: Exception) -> Outcome:
    if isinstance(error, InvalidDetails):
        form.refuse(error)
        return Outcome(done=False)
    if isinstance(error, StaleCase):
        # The next press is made with this in sight.
        form.version.data = error.current
        return Outcome(done=False, status=409, seen=error.seen)
    form.add_problem("", str(error))
    return Outcome(done=False, status=409)


def in_words(transition: Transition) -> str:
    """What came of a press, for the next page."""
    return f"{transition.done}. Thank you." if not transition.aside else f"{transition.done}."


def handed_back(asked: Mapping[str, Any]) -> typed.FormData | None:
    """What a step's form starts from, with what the address asks for chosen already."""
    about = {_ABOUT_ONE[name]: str(value) for name, value in asked.items() if name in _ABOUT_ONE}
    found = typed.formdata(about=about)
    if request.method == "POST" or not isinstance(found, MultiDict):
        return found
    for name, value in asked.items():
        if name in _FIELDS:
            found[_FIELDS[name]] = str(value)
    return found


_FIELDS = {"school": "school_id", "person": "person_id", "role": "role"}
_ABOUT_ONE = {
    "entry": "entry_id",
    "poll": "poll_id",
    "reply": "reply_id",
    "visit": "visit_id",
    "session": "session_id",
    "log": "log_id",
    "activity": "activity_id",
    "run": "run_id",
    "offering": "offering_id",
}
"""What stands in the other fields is true of the one that these name, and of no other."""


def asked(arguments: Mapping[str, str]) -> dict[str, Any]:
    """What the address asks for: numbers where they are numbers, words where they are words."""
    numbers = {
        name: int(text)
        for name in ("school", "person", "option", *_ABOUT_ONE)
        if (text := arguments.get(name, "")).isascii() and text.isdigit() and len(text) < 10
    }
    return numbers | ({"role": arguments["role"]} if "role" in arguments else {})
