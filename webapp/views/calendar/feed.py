"""A calendar that people subscribe to, as their diary fetches it: by its address alone, every hour."""

from __future__ import annotations

from flask import Response, abort, current_app, request

from notifications import feeds
from notifications.rendering import Stationery
from notifications.setup import stationery_of
from notifications.tokens import number_in
from webapp import transaction
from webapp.access import access, for_programs
from webapp.rows import LARGEST_ID
from webapp.views.calendar.blueprint import blueprint
from workflows.database import choose_every_trust
from workflows.dates.subscribed import Subscription, look_up


@blueprint.get("/calendar/<token>.ics")
@access(for_programs)
def feed(token: str) -> Response:
    stationery = _stationery()
    found = _find(token)
    if found is None or not feeds.is_address_of(found, token, stationery) or not found.may_go_on:
        abort(404)
    version = feeds.version_of(found, stationery)
    if request.if_none_match.contains_weak(version):
        return _headed(Response(status=304), version)
    return _headed(Response(feeds.body_of(found, stationery), mimetype="text/calendar"), version)


def _stationery() -> Stationery:
    """Read from the settings once a process: a fetch is short."""
    made: Stationery | None = current_app.extensions.get("alongside.stationery")
    if made is None:
        made = current_app.extensions["alongside.stationery"] = stationery_of(current_app)
    return made


def _find(token: str) -> Subscription | None:
    """The feed that a token names, proved by nothing yet."""
    number = number_in(token)
    if number is None or not 0 < number <= LARGEST_ID:
        return None
    choose_every_trust()  # the feed itself says whose it is
    transaction.open_connection()
    return look_up(number)


def _headed(response: Response, version: str) -> Response:
    response.set_etag(version)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = 'inline; filename="alongside.ics"'
    return response
