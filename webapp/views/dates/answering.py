"""What the pages of one date share, whether their reader has signed in or followed a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, make_response, render_template, request
from werkzeug.wrappers import Response

from forms.dates.answering import AnswerForm, TicksAlone
from forms.fields import Form
from webapp import transaction
from webapp.views.dates import page, words
from workflows.dates.model import Answer, Attendance, CalendarEntry, DatePoll, Via
from workflows.dates.pages import find_date
from workflows.details import InvalidDetails
from workflows.errors import AlreadyDone, Refused
from workflows.people import Person
from workflows.perform import lock, perform

MOVED = "This date has another time since you opened it. Look at the time, then answer again."
CHANGED = "This cannot be answered any more."


def is_done(form: Form, act: Callable[[], object]) -> bool:
    """Do what a form asks for; the same form again is done. What is wrong stands on the form."""
    try:
        act()
    except AlreadyDone:
        return True
    except InvalidDetails as error:
        transaction.undo()
        for field, problem in error.problems.items():
            form.add_problem(field, problem)
        return False
    except Refused:
        transaction.undo()
        form.add_problem("", CHANGED)
        return False
    return True


def answered(form: AnswerForm, entry: CalendarEntry, person: Person, via: Via) -> bool:
    """Write an answer down, if the form holds one to the time that the date has now."""
    if request.method != "POST" or not form.validate_on_submit():
        return False
    lock(entry.case)  # from here on nobody moves it, and whoever was moving it has
    find_date(entry.id)
    if not form.is_of(entry):
        form.seen.data = str(entry.time_sequence)
        form.add_problem("", MOVED)
        return False
    done = is_done(
        form,
        lambda: perform(
            entry.case, "answer_date", person, form.details(entry, via), form_key=form.form_key.data
        ),
    )
    if done:
        flash("Your answer is saved. Thank you.", "success")
    return done


def ticked(form: TicksAlone, poll: DatePoll, person: Person) -> bool:
    """Write down which times suit, if the form says so of each."""
    if request.method != "POST" or not form.validate_on_submit():
        return False
    done = is_done(
        form,
        lambda: perform(poll.case, "tick_times", person, form.ticks(poll), form_key=form.form_key.data),
    )
    if done:
        flash("Your answer is saved. Thank you.", "success")
    return done


def own_part(entry: CalendarEntry, person_id: int) -> Attendance | None:
    """The part of somebody who is asked to a date now."""
    return next((one for one in entry.asked if one.person_id == person_id), None)


def fresh(form: AnswerForm, entry: CalendarEntry) -> AnswerForm:
    """The form as it is first shown: for the time that the date has now, and with what the address asks."""
    if request.method != "POST":
        form.seen.data = str(entry.time_sequence)
        wish = request.args.get("answer", "")
        form.answer.data = Answer(wish) if wish in ("yes", "maybe", "no") else None
    return form


def shown(template: str, form: Form | None, **context: Any) -> Response:
    """A page with the form on it."""
    status = 422 if request.method == "POST" else 200
    return make_response(render_template(template, form=form, **context), status)


def date_page(
    template: str, entry: CalendarEntry, person: Person, form: AnswerForm | None, **more: Any
) -> Response:
    """The page of one date as somebody sees it who is asked to it."""
    own = own_part(entry, person.id)
    return shown(
        template,
        form,
        entry=entry,
        own=own,
        own_answer=words.ANSWERS[own.answer] if own and own.answer is not Answer.NONE else "",
        said=page.said(entry.asked, entry, {}),
        person=person,
        **more,
    )


def times_page(
    template: str, poll: DatePoll, person: Person, form: TicksAlone | None, **more: Any
) -> Response:
    """The page of times on offer as somebody sees them who is asked about them."""
    card = page.poll_card(poll, person.id, may=frozenset())
    has_ticked = any(one.answered_at for one in poll.people if one.person_id == person.id)
    return shown(template, form, poll=poll, card=card, person=person, has_ticked=has_ticked, **more)
