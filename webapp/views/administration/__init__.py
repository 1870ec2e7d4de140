"""Administration: schools, hubs, people, term dates, focus areas, reminders, settings, messages, audit."""

from webapp.views.administration import (
    audit,
    feedback,
    focus_areas,
    hubs,
    inbound,
    index,
    leaving,
    messages,
    oversight,
    people,
    schools,
    settings,
    term_dates,
)
from webapp.views.administration.blueprint import blueprint

__all__ = [
    "audit",
    "blueprint",
    "feedback",
    "focus_areas",
    "hubs",
    "inbound",
    "index",
    "leaving",
    "messages",
    "oversight",
    "people",
    "schools",
    "settings",
    "term_dates",
]
