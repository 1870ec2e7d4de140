"""How fields look: the design system's widgets with our labels, hints and habits."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from govuk_frontend_wtf.gov_form_base import GovFormBase
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup

Params = dict[str, Any]

_LABEL = "govuk-label--s"
_LEGEND = "govuk-fieldset__legend--s"


class _Ours(GovFormBase):
    """What all our widgets share. Comes first among the bases of each."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> Params:
        """Return the parameters of the design system's macro, bold labels and the field's own included."""
        # Forms say what is missing themselves; "required" makes readers announce empty fields as wrong.
        kwargs.pop("required", None)
        kwargs["params"] = self.merge_params(dict(getattr(field, "params", {})), kwargs.get("params", {}))
        params = super().map_gov_params(field, **kwargs)
        if not field.description:
            params.pop("hint", None)
        if "label" in params:
            params["label"].setdefault("classes", _LABEL)
        if "fieldset" in params:
            params["fieldset"]["legend"].setdefault("classes", _LEGEND)
        return params

    def render(self, params: Params) -> Markup:
        """Render without the page's context: a field needs none, and a page has many fields."""
        return Markup(current_app.jinja_env.get_template(self.template).render(params=params))  # noqa: S704


class TextWidget(_Ours, GovTextInput):
    """One line of text."""


class PasswordWidget(_Ours, GovPasswordInput):
    """A password that its typist may look at."""


class LongTextWidget(_Ours, GovTextArea):
    """Several lines of text."""


class CountedTextWidget(_Ours, GovCharacterCount):
    """Several lines of text, with the number of characters left as the limit comes near."""


class SelectWidget(_Ours, GovSelect):
    """One of many, from a list that opens."""


class FileWidget(_Ours, GovFileInput):
    """A file to choose or to drop."""


class _WithHints(_Ours):
    """Choices that explain themselves."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> Params:
        """Add to each choice the hint that it was declared with."""
        for item, hint in zip(kwargs["items"], _hints(field), strict=True):
            if hint:
                item["hint"] = {"text": hint}
        return super().map_gov_params(field, **kwargs)


class RadiosWidget(_WithHints, GovRadioInput):
    """One of a few, all in sight."""


class CheckboxesWidget(_WithHints, GovCheckboxesInput):
    """Any of a few, all in sight."""


class CheckboxWidget(_Ours, GovCheckboxInput):
    """One box to tick."""


class DateWidget(_Ours, GovDateInput):
    """A date in three boxes. Its field always has three raw parts."""


class CalendarWidget(TextWidget):
    """A date in one box, with a calendar to choose from where scripts run."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> Params:
        """Give the box the class that the calendar looks for."""
        params = super().map_gov_params(field, **kwargs)
        classes = f"moj-js-datepicker-input {params.get('classes', '')}"
        return params | {"classes": classes.strip(), "autocomplete": "off"}

    def render(self, params: Params) -> Markup:
        """Render the box inside the calendar's element."""
        opening = '<div class="moj-datepicker" data-module="moj-date-picker" data-week-start-day="monday">'
        return Markup("{}{}</div>").format(Markup(opening), super().render(params))  # noqa: S704


def _hints(field: Any) -> Iterator[str]:
    for option in field:
        yield option.choice.render_kw.get("hint", "")
