"""The evidence log of a review: a page for a phone, on which the team writes down what it sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.peer_reviews.evidence import EvidenceForm, LogFilter, revision
from webapp.access import access
from webapp.reader import current
from webapp.saving import pressed
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.rules import of_log, of_log_even_after
from workflows.clock import LONDON, now, today
from workflows.details import InvalidDetails
from workflows.errors import NotYet
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.entries import EvidenceStruck
from workflows.peer_reviews.evidence import Arrival, Logged, entry_of, has_begun, log_of, receive
from workflows.peer_reviews.naming import hint_for
from workflows.peer_reviews.private import sight_of

LONGEST_ON_A_PHONE: Final = 60
"""Days for which a browser shows what it has kept for use without reception."""
KEEP_DAYS: Final = "X-Keep-Days"
SAVED: Final = {
    Arrival.KEPT: "Saved: it has reached the trust.",
    Arrival.HAD: "This had reached the trust already.",
    Arrival.BESIDE: "You had changed this entry elsewhere as well: both versions are in the log.",
}


@dataclass(frozen=True)
class Group:
    """The entries about one question."""

    question: str
    entries: list[Logged]


@blueprint.route("/<reference>/evidence", methods=["GET", "POST"])
@access(of_log_even_after)
def evidence(case: PeerReview) -> Response:
    form = EvidenceForm(case)
    saved = _save(case, form) if request.method == "POST" else None
    if saved is None and not sight_of(case, current.posts_on(case)).evidence:
        page = render_template("peer_reviews/evidence_left.html", case=case, **_about(case))
        return make_response(page, 403 if request.method == "POST" else 200)
    return saved or _log_page(case, form)


@blueprint.route("/<reference>/evidence/<uuid:key>", methods=["GET", "POST"])
@access(of_log)
def evidence_entry(case: PeerReview, key: object) -> Response:
    entry = entry_of(case, str(key), current.person.id)
    if entry is None:
        raise NotFound
    form = EvidenceForm(case, entry)
    saved = _save(case, form) if request.method == "POST" else None
    status = 422 if request.method == "POST" else 200
    return saved or make_response(
        render_template("peer_reviews/evidence_entry.html", case=case, form=form, entry=entry), status
    )


@blueprint.post("/<reference>/evidence/<uuid:key>/strike")
@access(of_log)
def strike_evidence(case: PeerReview, key: Any) -> Response:
    struck = EvidenceStruck(key=key, based_on=revision(request.form.get("based_on")))
    pressed(lambda: receive(case, struck, current.person), "The entry has been taken out.")
    return _back(case)


def _save(case: PeerReview, form: EvidenceForm) -> Response | None:
    """Keep what was typed; none where the form has to be shown again."""
    if not form.validate_on_submit():
        return None
    try:
        details = form.details()
        receipt = receive(case, details, current.person)
    except InvalidDetails as refusal:
        for field, problem in refusal.problems.items():
            form.add_problem(field, problem)
        return None
    except NotYet as refusal:
        form.add_problem("", str(refusal))
        return None
    flash(SAVED[receipt.arrival], "success")
    if hint := hint_for(case, str(form.seen.data)):
        flash(hint, "warning")
    return _back(case, saved=receipt.key)


def _log_page(case: PeerReview, form: EvidenceForm) -> Response:
    wanted = LogFilter(case, request.args)
    found = [] if case.evidence_deleted_at else log_of(case)
    shown = [one for one in found if wanted.shows(one, current.person.id)]
    page = render_template(
        "peer_reviews/evidence.html",
        case=case,
        form=form,
        wanted=wanted,
        groups=_groups(case, shown),
        total=len(found),
        **_about(case),
    )
    answer = make_response(page, 422 if request.method == "POST" else 200)
    answer.headers[KEEP_DAYS] = str(_days_on_a_phone(case))
    return answer


def _about(case: PeerReview) -> dict[str, Any]:
    """What the page has to know about the log and its reader."""
    sight = sight_of(case, current.posts_on(case))
    takes = case.state_now in type(case).flow.log_evidence.sources and case.evidence_deleted_at is None
    return {
        "me": current.person.id,
        "writes": sight.is_team and takes,
        "is_team": sight.is_team,
        "has_begun": has_begun(case),
        "is_over": case.evidence_deleted_at is not None,
        "made_at": now().astimezone(LONDON),
    }


def _groups(case: PeerReview, entries: list[Logged]) -> list[Group]:
    """By question, in the order in which they are asked; what is about none of them comes last."""
    questions = {one.id: one.text for one in case.questions}
    found = {key: Group(words, []) for key, words in questions.items()}
    other = Group("No question in particular" if questions else "", [])
    for one in entries:
        found.get(one.question_id or 0, other).entries.append(one)
    return [replace(one, entries=_together(one.entries)) for one in [*found.values(), other] if one.entries]


def _together(entries: list[Logged]) -> list[Logged]:
    """Two versions of one entry one after the other."""
    place = {one.id: number for number, one in enumerate(entries)}
    return sorted(entries, key=lambda one: (place.get(one.beside_id or one.id, place[one.id]), one.id))


def _days_on_a_phone(case: PeerReview) -> int:
    """After how many days no browser shows its copy of the page any more."""
    until = case.evidence_until
    return min(LONGEST_ON_A_PHONE, max(0, (until - today()).days)) if until else LONGEST_ON_A_PHONE


def _back(case: PeerReview, *, saved: str = "") -> Response:
    anchor = f"entry-{saved}" if saved else None
    return redirect(url_for(".evidence", reference=case.reference, _anchor=anchor), 303)
