"""The page on which a year begins: one form, filled in as most would have it."""

from __future__ import annotations

from typing import Final, cast

from flask import make_response, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from forms.year_plans.wishes import YearForm
from webapp import typed
from webapp.access import access, workers
from webapp.reader import current
from webapp.views.steps import opened
from webapp.views.year_plans.blueprint import blueprint
from workflows.year_plans import YearPlan
from workflows.year_plans.details import Reach, YearDetails
from workflows.year_plans.laying_out import About, begin_year, unsaved
from workflows.year_plans.queries import may_lay_out

WIDE: Final = (Reach.FORUMS, Reach.TRUST)


@blueprint.route("/new", methods=["GET", "POST"])
@access(workers)
def new() -> Response:
    able = may_lay_out(current.person)
    if not able:
        raise NotFound
    about = _about(able)
    if about is None:
        return make_response(render_template("year_plans/choose.html", able=able, href=_href))
    blank = unsaved(about, current.person.trust_id)
    form = YearForm(blank, formdata=typed.formdata(request.full_path.rstrip("?")))
    return opened(
        form,
        lambda: _begin(about, form),
        lambda: render_template("year_plans/begin.html", form=form, about=about),
        said="The year is laid out. Look at it, change what you like, then send the invitations.",
    )


def _about(able: list[About]) -> About | None:
    """Whose year the address asks for, or the only one that there is. Raises NotFound."""
    asked = request.args.get("group", "")
    if asked:
        found = next((one for one in able if _name(one) == asked), None)
        if found is None:
            raise NotFound
        return found
    return able[0] if len(able) == 1 else None


def _name(about: About) -> str:
    return about.group.reference if about.group else about.reach.value


def _href(about: About) -> str:
    return url_for(".new", group=_name(about))


def _begin(about: About, form: YearForm) -> YearPlan:
    details = cast(YearDetails, form.made)
    return begin_year(about, details, current.person, form_key=form.form_key.data)
