"""Attendance by school, live, for every kind of case that people gather for."""

from __future__ import annotations

from typing import Any, Final

from flask import render_template, url_for

from webapp.access import access, case_reader
from webapp.reader import current
from webapp.views.dates.page import step_href
from webapp.views.sign_ups import door
from webapp.views.sign_ups.blueprint import blueprint
from workflows.cases import Case
from workflows.clock import now
from workflows.connect import ConnectSession
from workflows.meetings import Meeting
from workflows.perform import available
from workflows.sign_ups.gathering import date_of, why_not_here
from workflows.sign_ups.queries import turnout_of
from workflows.trust_sessions import TrustSession

KINDS: Final[tuple[type[Case], ...]] = (ConnectSession, Meeting, TrustSession)
"""Cases that people gather for."""


def _show(case: Case) -> str:
    may = {one.name for one in available(case, current.posts_on(case))}
    keeps = "keep_register" in may
    entry = date_of(case)
    return render_template(
        "sign_ups/attendance.html",
        case=case,
        turnout=turnout_of(case),
        entry=entry,
        is_on=not why_not_here(entry, now()),
        home=f"/{case.kind}/{case.reference}",
        register=step_href(case, "keep_register") if keeps else "",
        door=url_for(f"sign_ups.{case.kind}_door", reference=case.reference) if keeps else "",
        at=now(),
    )


def _pages_of(kind: type[Case]) -> None:
    """Give one kind of case its pages."""
    slug, rule = kind.flow.slug, access(case_reader(kind))

    def show(case: Any) -> str:
        return _show(case)

    def show_door(case: Any) -> str:
        return door.show(case)

    blueprint.add_url_rule(f"/{slug}/<reference>/attendance", f"{slug}_attendance", rule(show))
    blueprint.add_url_rule(f"/{slug}/<reference>/door", f"{slug}_door", rule(show_door))


for _kind in KINDS:
    _pages_of(_kind)
