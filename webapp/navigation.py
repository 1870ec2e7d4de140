"""The frame around each page: who is signed in, and which parts of the product they have."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from flask import Flask, current_app, g, request, url_for

from webapp.access import rule_of
from webapp.frame import Frame, Link, PersonHere, Section
from webapp.reader import Reader
from workflows.accounts import Office
from workflows.people import role_label
from workflows.places import PlaceKind

_RANK: Final = (
    "administrator",
    "improvement_lead",
    "head",
    "coordinator",
    "senior_leader",
    "delegate",
    "governor",
)
"""Of several roles, the one that a person is shown with; anything else comes after."""


class _Part(NamedTuple):
    text: str
    #: the page that the section leads to; the section is there when the reader may open it
    endpoint: str


_SECTIONS: Final = (
    _Part("Today", "today.show"),
    _Part("Support", "support_requests.index"),
    _Part("Mentoring", "pairings.index"),
    _Part("Reviews", "peer_reviews.index"),
    _Part("Visits", "visits.index"),
    _Part("Library", "library.index"),
    _Part("Actions", "actions.index"),
    _Part("Calendar", "calendar.year"),
    _Part("Directory", "directory.index"),
    _Part("Administration", "administration.index"),
    _Part("Mailbox", "mailbox.index"),
)
_BELONGS_TO: Final = {"review_rounds": "peer_reviews", "connect": "meetings", "sign_ups": "meetings"}
"""Parts without a place of their own among the sections."""
_FOOTER: Final = (
    _Part("Help", "pages.help_index"),
    _Part("Who to tell about a safeguarding concern", "pages.safeguarding"),
    _Part("Accessibility", "pages.accessibility"),
    _Part("Privacy", "pages.privacy"),
)
_DEMO: Final = "This is a demonstration. All schools and people in it are made up{mail}."
_MAIL_STAYS: Final = ", and mail stays in its mailbox"


def register(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(lambda: {"frame": frame_here()})


def prepare_frame(reader: Reader | None) -> None:
    """Make the frame before the page: an error page may not ask the database for names any more."""
    g.frame = Frame(
        trust=reader.trust.name if reader else "",
        brand_colour=reader.trust.brand_colour if reader else "",
        person=_person(reader) if reader else None,
        sections=_sections(reader) if reader else (),
        footer=tuple(Link(part.text, url_for(part.endpoint)) for part in _FOOTER if _is_here(part)),
        notice=_notice(),
    )


def _notice() -> str:
    """What everybody should know on every page of a demonstration."""
    settings = current_app.config["SETTINGS"]
    if not settings.demo_mode:
        return ""
    return _DEMO.format(mail=_MAIL_STAYS if settings.mail_channel == "mailbox" else "")


def frame_here() -> Frame:
    """The frame of this request; the plain one before anybody was looked up."""
    frame: Frame = g.get("frame") or Frame()
    return frame


def _person(reader: Reader) -> PersonHere:
    office = min(reader.offices, key=_rank)
    return PersonHere(
        name=reader.person.name,
        role=role_label(reader.trust, office.role),
        place="" if office.kind is PlaceKind.TRUST else office.place,
        links=(Link("Your account", url_for("account.show")),) if "account.show" in _endpoints() else (),
    )


def _rank(office: Office) -> int:
    return _RANK.index(office.role) if office.role in _RANK else len(_RANK)


def _sections(reader: Reader) -> tuple[Section, ...]:
    parts = (part for part in _SECTIONS if _is_here(part) and _may_open(part, reader))
    return tuple(_section(part) for part in parts)


def _section(part: _Part) -> Section:
    blueprint, href = part.endpoint.partition(".")[0], url_for(part.endpoint)
    below = request.blueprint == "dates" and request.path.startswith(f"{href}/")  # of a case's own pages
    here = _BELONGS_TO.get(request.blueprint or "", request.blueprint)
    return Section(part.text, href, active=below or here == blueprint)


def _may_open(part: _Part, reader: Reader) -> bool:
    return rule_of(current_app, part.endpoint).passes(reader)


def _is_here(part: _Part) -> bool:
    return part.endpoint in _endpoints()


def _endpoints() -> dict[str, Any]:
    return current_app.view_functions
