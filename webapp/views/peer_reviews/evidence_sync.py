"""What a phone sends of the evidence log once it has reception, and what it is answered, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, abort, jsonify, request
from flask_wtf.csrf import generate_csrf

from forms.peer_reviews.evidence import details_of
from webapp.access import access
from webapp.reader import current
from webapp.views.peer_reviews.blueprint import blueprint
from webapp.views.peer_reviews.rules import of_log_even_after
from workflows.details import InvalidDetails
from workflows.errors import NotYet, NotYourRole, Refused
from workflows.peer_reviews import PeerReview
from workflows.peer_reviews.entries import EvidenceDetails
from workflows.peer_reviews.evidence import receive
from workflows.peer_reviews.naming import hint_for
from workflows.peer_reviews.private import sight_of

AT_ONCE: Final = 50
"""Entries in one batch; a phone sends fewer."""
LEFT: Final = (
    "You are no longer on the team of this review, so the trust does not take this entry. It stays on your"
    " phone: copy it, or remove it."
)
HOST: Final = "The team logs evidence; the host school reads it."
SOMEBODY_ELSE: Final = "These entries were written by somebody else. They are sent when they sign in."


@blueprint.get("/<reference>/evidence/state")
@access(of_log_even_after)
def evidence_state(case: PeerReview) -> Response:
    """Who asks, and a form token that counts now: a page may have lain on a phone for days."""
    return jsonify(
        person=current.person.id,
        token=generate_csrf(),
        reads=sight_of(case, current.posts_on(case)).evidence,
        is_over=case.evidence_deleted_at is not None,
    )


@blueprint.post("/<reference>/evidence/sync")
@access(of_log_even_after)
def sync_evidence(case: PeerReview) -> tuple[Response, int]:
    """Take in a batch. Entries are never taken as somebody else's than whoever wrote them."""
    batch = _batch()
    entries = batch.get("entries")
    if not isinstance(entries, list) or len(entries) > AT_ONCE:
        abort(400)
    if not all(isinstance(one, dict) for one in entries):
        abort(400)
    if batch.get("person") != current.person.id:
        return jsonify(problem=SOMEBODY_ELSE), 409
    return jsonify(answers=[_answer(case, one) for one in entries]), 200


def _batch() -> dict[str, Any]:
    """What was sent, as far as it can be read."""
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands of them
        return {}
    return sent if isinstance(sent, dict) else {}


def _answer(case: PeerReview, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What became of one entry; a refusal says why, and leaves the entry where it is."""
    about = {"change": sent.get("change") if isinstance(sent.get("change"), str) else ""}
    try:
        details = details_of(sent)
        receipt = receive(case, details, current.person)
    except InvalidDetails as refusal:
        return about | {"outcome": "refused", "why": " ".join(f"{one}." for one in refusal.problems.values())}
    except NotYet as refusal:
        return about | {"outcome": "waits", "why": str(refusal)}
    except Refused as refusal:
        return about | {"outcome": "refused", "why": _why(case, refusal)}
    hint = hint_for(case, details.seen) if isinstance(details, EvidenceDetails) else ""
    return about | {
        "outcome": receipt.arrival.value,
        "key": receipt.key,
        "revision": receipt.revision,
        "hint": hint,
    }


def _why(case: PeerReview, refusal: Refused) -> str:
    """The sentence for whoever may not log; the refusal's own for whoever may."""
    sight = sight_of(case, current.posts_on(case))
    if not isinstance(refusal, NotYourRole) or sight.is_team:
        return str(refusal)
    return HOST if sight.is_host else LEFT
