"""Voting, and what a receipt shows afterwards."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.trust_sessions.choosing import ReceiptForm, VoteForm
from webapp.access import access, case_reader
from webapp.components import plural
from webapp.reader import current
from webapp.typed import formdata
from webapp.views.steps import step_taker, submit, transition_of
from webapp.views.trust_sessions.blueprint import blueprint
from webapp.views.trust_sessions.case import words
from webapp.views.trust_sessions.steps import VOTE
from webapp.words import in_words
from workflows.case_history import changes_since
from workflows.errors import NotYourRole, TransitionNotAllowed
from workflows.trust_sessions import TrustSession
from workflows.trust_sessions import TrustSessionFlow as Flow
from workflows.trust_sessions.choosing import ballot_of, has_voted
from workflows.trust_sessions.details import VoteDetails
from workflows.trust_sessions.queries import find, open_file

NOT_A_VOTER = (
    "A school votes by its head, or by a delegate of theirs. If that is you, ask your administrator to write "
    "it down."
)


@blueprint.route("/sessions/<reference>/vote", methods=["GET", "POST"])
@access(step_taker(TrustSession, find=find))
def vote(case: TrustSession) -> Response:
    """The answer to the press shows the receipt: it stands nowhere else, so it is shown this once."""
    try:
        doing = transition_of(case, Flow.vote.name)
    except NotYourRole:
        return _back(case, NOT_A_VOTER)
    except TransitionNotAllowed:
        return _back(case, _why_closed(case))
    file = open_file(case, current.posts_on(case))
    if not file.own_to_vote:
        done = [has_voted(one, current.person.id) for one in file.own_votes]
        return _back(case, ". ".join(done) + ".")
    form = VoteForm(case, reader_id=current.person.id, formdata=formdata())
    if not form.school_id.choices:
        return _back(case, "Your school has closed, so it has no vote any more.")
    outcome = submit(case, doing, form)
    if outcome.done and isinstance(form.made, VoteDetails):
        page = render_template("trust_sessions/receipt_once.html", case=case, receipt=form.made.receipt)
        return _unkept(make_response(page))
    changes = changes_since(case.id, outcome.seen) if outcome.seen is not None else ()
    more = words(case, doing, form, changes)
    page = render_template(
        VOTE.template, form=form, case=case, transition=doing, step=VOTE, file=file, **more
    )
    return _unkept(make_response(page, outcome.status))


def _back(case: TrustSession, why: str) -> Response:
    flash(why, "info")
    return redirect(url_for(".show", reference=case.reference), 303)


def _why_closed(case: TrustSession) -> str:
    if case.vote is not None and case.vote.closed_at is not None:
        return f"The vote closed on {in_words.day(case.vote_closes_on)}. What came of it is below."
    return f"There is no vote at present: this is “{case.state_now.label}”."


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.route("/sessions/<reference>/receipt", methods=["GET", "POST"])
@access(case_reader(TrustSession, find=find))
def receipt(case: TrustSession) -> Response:
    """Whoever has a receipt sees how its ballot was counted. The code is sent, so that no address has it."""
    form, found = ReceiptForm(), None
    if case.vote is None or case.vote.closed_at is None:
        return _back(case, "Ballots can be looked up once the vote has closed.")
    if request.method == "POST" and form.validate_on_submit():
        found = ballot_of(case, form.receipt_code.data or "")
        if found is None:
            form.add_problem("receipt_code", "No ballot of this vote has this code. Check each letter of it")
    page = render_template(
        "trust_sessions/receipt.html",
        form=form,
        case=case,
        ballot=found,
        voted=plural(len(case.vote.voters), "school"),
    )
    return _unkept(make_response(page, 422 if form.errors else 200))
