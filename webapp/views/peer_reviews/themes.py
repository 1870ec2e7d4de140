"""What agreed reports have in common, for those who plan the trust's work; no school is named."""

from __future__ import annotations

from flask import render_template, request

from forms.peer_reviews.releasing import ThemesFilter
from webapp.access import access, arrangers
from webapp.views.peer_reviews.blueprint import blueprint
from workflows.peer_reviews.themes import FEWEST, themes, years_told


@blueprint.get("/themes")
@access(arrangers)
def themes_page() -> str:
    form = ThemesFilter(request.args, years=years_told())
    given = form.given()
    return render_template(
        "peer_reviews/themes.html",
        filter=form,
        found=themes(given.get("year")),
        kind=given.get("kind", ""),
        fewest=FEWEST,
        is_asked=bool(given),
    )
