"""The base of fields whose one line of text means something else than text."""

from typing import Any

import wtforms

from forms import widgets
from forms.fields.checks import Checks, Presence, StorableField


class ParsedField(StorableField, wtforms.Field):
    """A line that is read by `parse` and written by `show`; what cannot be read is shown again as typed."""

    widget: Any = widgets.TextWidget()

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        width: int = 5,
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        checks = [Presence(required), *validators]
        super().__init__(label, checks, description=hint, **kwargs)
        self.params: dict[str, Any] = {"classes": f"govuk-input--width-{width}", "spellcheck": False}

    def parse(self, text: str) -> Any:
        """Return what the text means; raise ValueError with what to do."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """Return the value as somebody would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError where the text cannot be read."""
        try:
            super().process_formdata(valuelist)
        finally:
            self.data = None
        text = self.raw_data[0].strip() if self.raw_data else ""
        self.data = self.parse(text) if text else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)
