"""The first page of administration: what needs attention, then where everything is."""

from __future__ import annotations

from flask import current_app, render_template, url_for

from webapp.access import access
from webapp.reader import current
from webapp.views.administration.blueprint import administrators_and_lead, blueprint
from workflows.administration import lists
from workflows.administration.attention import needs_attention, years_without_terms
from workflows.administration.message_log import kind_in_words
from workflows.school_calendar import academic_year_name


@blueprint.get("")
@access(administrators_and_lead)
def index() -> str:
    if not current.is_administrator:
        years = [(year, academic_year_name(year)) for year in years_without_terms(current.trust.id)]
        return render_template("administration/index_lead.html", years=years)
    attention = needs_attention(current.trust.id)
    return render_template(
        "administration/index.html",
        attention=attention,
        waiting=lists.count_waiting(),
        years=[(year, academic_year_name(year)) for year in attention.years_without_terms],
        imports=_imports(),
        kind_in_words=kind_in_words,
    )


def _imports() -> str:
    """The page on which spreadsheets are read, where there is one."""
    return url_for("imports.index") if "imports.index" in current_app.view_functions else ""
