"""Fields for numbers."""

import re
from decimal import Decimal
from typing import Any

from forms.fields.checks import Between, named
from forms.fields.parsed import ParsedField

_WHOLE = re.compile(r"[+-]?\d{1,12}")
_DAYS = re.compile(r"(?P<whole>\d{1,3})?(?:\.(?P<tenth>[05])0*|(?P<half>½))?(?: ?days?)?")
_HALF_A_DAY = {"half", "half a day", "a half", "1/2"}


class WholeNumberField(ParsedField):
    """A whole number, as people type one: 1,200 too."""

    def __init__(self, label: str = "", *, least: int = 0, most: int = 1_000_000, **kwargs: Any) -> None:
        kwargs["validators"] = [Between(least, most), *kwargs.get("validators", ())]
        super().__init__(label, **kwargs)
        self.params["inputmode"] = "numeric"

    def parse(self, text: str) -> int:
        """Return the number; raise ValueError for anything else."""
        plain = text.replace(",", "").replace(" ", "")
        if not _WHOLE.fullmatch(plain):
            raise ValueError(f"{named(self)} must be a whole number, such as 3")
        return int(plain)


class DaysField(ParsedField):
    """A number of days in whole and half ones: 3, 2.5, 2½, half a day. Its data is a Decimal."""

    def __init__(
        self,
        label: str = "",
        *,
        least: Decimal = Decimal("0.5"),
        most: Decimal = Decimal(200),
        **kwargs: Any,
    ) -> None:
        kwargs["validators"] = [Between(least, most, _days), *kwargs.get("validators", ())]
        super().__init__(label, **kwargs)
        self.params |= {"inputmode": "decimal", "suffix": {"text": "days"}}

    def parse(self, text: str) -> Decimal:
        """Return the days; raise ValueError for anything but whole and half ones."""
        found = _DAYS.fullmatch(text.lower())
        if text.lower() in _HALF_A_DAY:
            return Decimal("0.5")
        if not found or not any(found.groups()):
            raise ValueError(f"{named(self)} must be a number of whole or half days, such as 3 or 2.5")
        half = found["half"] or found["tenth"] == "5"
        return Decimal(found["whole"] or 0) + (Decimal("0.5") if half else 0)

    def show(self, value: Any) -> str:
        """Return "2.5" or "3"."""
        return _days(value)


def _days(value: Any) -> str:
    return f"{value:.1f}".removesuffix(".0")
