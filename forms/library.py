"""What somebody looks for in the library, and among what schools offer."""

from __future__ import annotations

from typing import Any

from forms.fields import FilterForm, Form, LongTextField, SelectField, choice
from workflows.directory.choices import focus_areas
from workflows.library import phases_in_use
from workflows.places import Phase


class FocusForm(FilterForm):
    """What it is about."""

    focus = SelectField("About", coerce=int, blank="Anything")

    def validate(self, extra_validators: Any = None) -> bool:
        """Fill in the choices before anything is checked against them."""
        self.focus.choices = [choice(area, name) for area, name in focus_areas()]
        return super().validate(extra_validators)


class LibraryForm(FocusForm):
    """What it is about, and for which phase."""

    phase = SelectField("Phase", coerce=Phase, blank="Any phase")

    def validate(self, extra_validators: Any = None) -> bool:
        """The phases of what there is."""
        self.phase.choices = [choice(phase.value, phase.value) for phase in sorted(phases_in_use())]
        return super().validate(extra_validators)


class TakeDownForm(Form):
    """Why an entry is taken down."""

    reason = LongTextField(
        "Why is it taken down?", required="Say why, in a sentence or two", max_length=2000, rows=4
    )
