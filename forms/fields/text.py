"""Fields for words."""

from typing import Any

import wtforms
from email_validator import EmailNotValidError, validate_email
from wtforms.validators import ValidationError

from forms import widgets
from forms.fields.checks import Checks, MaxLength, Presence, StorableField, tidy, tidy_line


class TextField(StorableField, wtforms.StringField):
    """One line of text. `width`: how many characters the box shows (2, 3, 4, 5, 10, 20 or 30)."""

    widget: Any = widgets.TextWidget()

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        max_length: int = 200,
        width: int = 0,
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        checks = [Presence(required), MaxLength(max_length), *validators]
        super().__init__(label, checks, description=hint, filters=[tidy_line], **kwargs)
        self.params: dict[str, Any] = {"classes": f"govuk-input--width-{width}"} if width else {}


class SearchField(TextField):
    """Words to look for."""

    def __init__(self, label: str = "Search", **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.params["type"] = "search"


class EmailField(TextField):
    """An email address; the part after the @ in lower case."""

    def __init__(self, label: str = "Email address", *, max_length: int = 254, **kwargs: Any) -> None:
        super().__init__(label, max_length=max_length, **kwargs)
        self.params |= {"type": "email", "autocomplete": "email", "spellcheck": False}

    def post_validate(self, form: object, validation_stopped: bool) -> None:  # noqa: FBT001 - WTForms calls it
        """Raise ValidationError for what is no address."""
        if validation_stopped or self.errors:
            return
        try:
            address = validate_email(self.data or "", check_deliverability=False, globally_deliverable=False)
        except EmailNotValidError as error:
            raise ValidationError("Enter an email address, such as name@school.org.uk") from error
        if "." not in address.domain:
            raise ValidationError("Enter a whole email address, such as name@school.org.uk")
        self.data = address.normalized


class PasswordField(StorableField, wtforms.PasswordField):
    """A password, taken exactly as typed. `new`: it is being chosen, not asked for."""

    widget: Any = widgets.PasswordWidget()

    def __init__(
        self,
        label: str = "Password",
        *,
        required: str = "Enter your password",
        hint: str = "",
        new: bool = False,
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        checks = [Presence(required), MaxLength(1000), *validators]
        super().__init__(label, checks, description=hint, **kwargs)
        self.params = {"autocomplete": "new-password" if new else "current-password"}


class LongTextField(StorableField, wtforms.TextAreaField):
    """Several lines of text. The number of characters left shows as the limit comes near."""

    widget: Any = widgets.CountedTextWidget()

    def __init__(
        self,
        label: str = "",
        *,
        required: str = "",
        hint: str = "",
        max_length: int = 4000,
        rows: int = 5,
        validators: Checks = (),
        **kwargs: Any,
    ) -> None:
        checks = [Presence(required), MaxLength(max_length), *validators]
        super().__init__(label, checks, description=hint, filters=[tidy], **kwargs)
        self.params = {"maxlength": max_length, "threshold": 75, "rows": rows}


class HiddenField(StorableField, wtforms.HiddenField):
    """A short text that nobody sees, taken like any other: it may come back changed."""

    def __init__(self, *, max_length: int = 200, validators: Checks = (), **kwargs: Any) -> None:
        checks = [Presence(""), MaxLength(max_length), *validators]
        super().__init__("", checks, filters=[tidy_line], **kwargs)
