"""The tree of focus areas."""

from __future__ import annotations

from forms.fields import Form, RadiosField, SelectField, TextField, choice
from workflows.administration.focus_areas import FocusAreaDetails, NewFocusArea
from workflows.giving import FocusKind

KINDS = [
    choice(FocusKind.AREA, "An area within a ring"),
    choice(FocusKind.TAG, "A tag", "A subject, phase or the like, beside the rings"),
    choice(FocusKind.RING, "A ring of its own"),
]


class FocusAreaForm(Form):
    """What a focus area is called, and what it is part of."""

    name = TextField("Name", required="Enter a name")
    parent_id = SelectField("Part of", coerce=int, blank="Nothing: it stands by itself")

    def details(self) -> FocusAreaDetails:
        """Raises InvalidDetails."""
        return FocusAreaDetails(name=self.name.data or "", parent_id=self.parent_id.data)


class NewFocusAreaForm(FocusAreaForm):
    """Something new to choose."""

    kind = RadiosField("What is it?", choices=KINDS, coerce=FocusKind, required="Choose what it is")

    def new(self) -> NewFocusArea:
        """Raises InvalidDetails."""
        return NewFocusArea(name=self.name.data or "", kind=self.kind.data, parent_id=self.parent_id.data)
