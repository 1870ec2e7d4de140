"""What every field does: says what is missing, takes out what cannot be stored, tidies text."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import wtforms
from wtforms.validators import StopValidation, ValidationError

UNSTORABLE = "This had a character in it that cannot be saved. It has been taken out: check the rest"

_NEVER_STORED = re.compile(r"[\x00\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")

Check = Callable[[Any, Any], None]
Checks = Sequence[Check]


class Presence:
    """The first check of each field: keeps a parsing error, asks for what is missing, lets empty pass."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: object, field: wtforms.Field) -> None:
        """Raise StopValidation unless there is something to check further."""
        if field.process_errors:
            raise StopValidation
        if field.data is None or field.data in ("", []):
            raise StopValidation(self.message)


class MaxLength:
    """At most so many characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: object, field: wtforms.Field) -> None:
        """Raise ValidationError with the limit in words."""
        if len(field.data) > self.limit:
            raise ValidationError(f"{named(field)} must be {self.limit:,} characters or fewer")


class Between:
    """No smaller and no larger; `show` puts a bound into words."""

    def __init__(self, least: Any, most: Any, show: Callable[[Any], str] = "{:,}".format) -> None:
        self.least = least
        self.most = most
        self.show = show

    def __call__(self, form: object, field: wtforms.Field) -> None:
        """Raise ValidationError with the bounds in words."""
        if not self.least <= field.data <= self.most:
            bounds = f"{self.show(self.least)} and {self.show(self.most)}"
            raise ValidationError(f"{named(field)} must be between {bounds}")


class StorableField(wtforms.Field):
    """Takes out what no database can store, also from what is shown again, and says so."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raise ValueError if anything had to be taken out."""
        kept = [_NEVER_STORED.sub("", value) for value in valuelist if isinstance(value, str)]
        self.raw_data = self.arranged(kept)
        super().process_formdata(self.raw_data)
        if kept != valuelist:
            raise ValueError(UNSTORABLE)

    def arranged(self, parts: list[str]) -> list[str]:
        """Return what was sent as the field shows it again."""
        return parts


def named(field: wtforms.Field) -> str:
    """Return how a sentence calls the field: by its label, unless that is a question."""
    label = field.label.text
    return "Your answer" if not label or label.endswith("?") else label


def tidy(text: str | None) -> str:
    """Return text with one kind of line end, composed accents, and no space or invisible marks around it."""
    lines = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text or "")).split("\n")
    return "\n".join(_INVISIBLE.sub("", line).rstrip() for line in lines).strip()


def tidy_line(text: str | None) -> str:
    """Return text as one line with single spaces."""
    return " ".join(tidy(text).split())
