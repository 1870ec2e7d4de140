"""The page of a case's dates, the same for every kind of case, and replies as they came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import Response, render_template
from werkzeug.exceptions import NotFound

from webapp.access import CaseReader, access
from webapp.reader import Reader, current
from webapp.views.dates import page
from webapp.views.dates.blueprint import blueprint
from workflows.actions import Action
from workflows.cases import Case
from workflows.connect import ConnectSession
from workflows.dates.pages import reply_of
from workflows.dates.queries import may_see_date
from workflows.pairings import Pairing
from workflows.peer_reviews import PeerReview
from workflows.perform import available
from workflows.support_requests import SupportRequest
from workflows.visits import Visit

KINDS: Final[tuple[type[Case], ...]] = (SupportRequest, Action, Pairing, PeerReview, Visit, ConnectSession)
"""Cases that have dates."""

_HEADERS: Final = {
    "Content-Disposition": 'attachment; filename="reply.eml"',
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class DatesReader(CaseReader):
    """Readers of a case; where its dates are private, only those with a part in it or in them."""

    def shows(self, case: Case, reader: Reader) -> bool:
        is_near = any(post.place_id == case.id for post in reader.posts_on(case))
        return (is_near or not case.flow.dates_are_private) and super().shows(case, reader)


def _show(case: Case) -> str:
    return render_template("dates/case.html", case=case, page=page.build(case, current))


def _original(case: Case, reply_id: int) -> Response:
    """A reply as it came: to be kept and opened elsewhere, never shown here."""
    names = {one.name for one in available(case, current.posts_on(case))}
    reply = reply_of(case, reply_id) if "settle_reply" in names else None
    if reply is None or not may_see_date(reply.entry, current.viewer):
        raise NotFound
    return Response(reply.original, mimetype="message/rfc822", headers=_HEADERS)


def _pages_of(kind: type[Case]) -> None:
    """Give one kind of case its pages."""
    home, rule = f"/{kind.flow.slug}/<reference>/dates", access(DatesReader(kind))

    def show(case: Any) -> str:
        return _show(case)

    def original(case: Any, reply_id: int) -> Response:
        return _original(case, reply_id)

    blueprint.add_url_rule(home, kind.flow.slug, rule(show))
    blueprint.add_url_rule(f"{home}/replies/<int:reply_id>", f"{kind.flow.slug}_reply", rule(original))


for _kind in KINDS:
    _pages_of(_kind)
