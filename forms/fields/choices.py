"""Fields to choose from what is offered."""

from collections.abc import Iterator
from typing import Any

import wtforms
from wtforms.fields import choices as options
from wtforms.validators import StopValidation

from forms import widgets
from forms.fields.checks import Checks, Presence

CHOOSE = "Choose one of the options"


def choice(value: Any, label: str, hint: str = "") -> Any:
    """Return one option; `hint` explains it below its label."""
    return options.SelectChoice(value, label, {"hint": hint})  # type: ignore[attr-defined]


class _OneOf(wtforms.SelectField):
    """One choice: empty is a matter of `required`, and what was not offered is told plainly."""

    choices: Any

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("choices", [])
        super().__init__(label, [Presence(required), *validators], description=hint, **kwargs)
        self.params: dict[str, Any] = {}

    def process_data(self, value: Any) -> None:
        """Take the value from the application; None is no choice."""
        self.data = None if value is None else self.coerce(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError for a value that cannot be any choice."""
        self.data = None
        if valuelist and valuelist[0]:
            try:
                self.data = self.coerce(valuelist[0])
            except (ValueError, TypeError, ArithmeticError, LookupError) as error:
                raise ValueError(CHOOSE) from error

    def pre_validate(self, form: object) -> None:
        """Raise StopValidation for what was not offered."""
        offered = [self.coerce(option.value) for option in wtforms.SelectField.iter_choices(self)]  # type: ignore[attr-defined]
        if self.data is not None and self.data not in offered:
            raise StopValidation(CHOOSE)


class RadiosField(_OneOf, wtforms.RadioField):
    """One of a few, all in sight. Make `choices` with `choice`."""

    widget: Any = widgets.RadiosWidget()


class YesNoField(RadiosField):
    """Yes, no, or not answered: True, False or None."""

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        answers = [choice("yes", "Yes"), choice("no", "No")]
        super().__init__(label, choices=answers, coerce=_yes_or_no, **kwargs)
        self.params["classes"] = "govuk-radios--inline"


class SelectField(_OneOf):
    """One of many, from a list that opens. `blank`: what it says while nothing is chosen."""

    widget: Any = widgets.SelectWidget()

    def __init__(self, label: str = "", *, blank: str = "Choose one", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.blank = blank

    def iter_choices(self) -> Iterator[Any]:
        """Yield the words for nothing chosen first."""
        if self.blank:
            yield options.Choice("", self.blank, self.data is None, {})  # type: ignore[attr-defined]
        yield from super().iter_choices()


class CheckboxesField(wtforms.SelectMultipleField):
    """Any of a few, all in sight. Make `choices` with `choice`."""

    widget: Any = widgets.CheckboxesWidget()
    choices: Any

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("choices", [])
        checks = [Presence(required), *validators]
        super().__init__(label, checks, description=hint, **kwargs)
        self.invalid_value_message = self.invalid_choice_message = CHOOSE


class CheckboxField(wtforms.BooleanField):
    """One box to tick. `required`: the sentence shown where it must be ticked."""

    widget: Any = widgets.CheckboxWidget()

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, [*validators], description=hint, **kwargs)
        self.must_be_ticked = required

    def pre_validate(self, form: object) -> None:
        """Raise StopValidation where the box must be ticked and is not."""
        if self.must_be_ticked and not self.data:
            raise StopValidation(self.must_be_ticked)

    def _value(self) -> str:
        """Return what a ticked box sends, whatever was sent before."""
        return "y"


def _yes_or_no(answer: Any) -> bool:
    return answer if isinstance(answer, bool) else {"yes": True, "no": False}[answer]
