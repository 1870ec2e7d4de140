"""The parts of the section “Meetings”, for the tabs on top of each: `components/gatherings.html`."""

from __future__ import annotations

from typing import Final

from flask import current_app, request, url_for

from webapp.access import rule_of
from webapp.reader import reader_or_none
from webapp.views.meetings.blueprint import blueprint

PARTS: Final = (
    ("Meetings", "meetings.index"),
    ("Hubs", "hubs.index"),
    ("Forums", "forums.index"),
    ("Trust-wide sessions", "trust_sessions.index"),
    ("Connect sessions", "connect.index"),
    ("Years", "years.index"),
    ("Threads", "thread.index"),
)


@blueprint.app_template_global()
def gatherings() -> list[dict[str, object]]:
    """The parts that there are and that the reader may open, with the one that they are in."""
    reader = reader_or_none()
    return [
        {"text": text, "href": url_for(endpoint), "here": endpoint.partition(".")[0] == request.blueprint}
        for text, endpoint in PARTS
        if reader and endpoint in current_app.view_functions and rule_of(current_app, endpoint).passes(reader)
    ]
