"""The term dates of one academic year."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms import widgets
from forms.fields import CalendarDateField, Form
from workflows.administration.term_dates import FIELDS, SEASONS, TermDates, YearDates
from workflows.clock import day_in_words


class DatesField(CalendarDateField):
    """Several dates, one a line. Its data is a tuple."""

    widget: Any = widgets.LongTextWidget()

    def __init__(self, label: str = "", *, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.params = {"rows": rows}

    def parse(self, text: str) -> Any:
        """Return the dates; raise ValueError with the first line that is none."""
        return tuple(self._read(line.strip()) for line in text.splitlines() if line.strip())

    def show(self, value: Any) -> str:
        """Return lines such as "Tuesday 1 September 2026"."""
        return "\n".join(day_in_words(day, year=True) for day in value)

    def _read(self, line: str) -> date:
        try:
            return super().parse(line)
        except ValueError as error:
            raise ValueError(f"“{line}” is not a date: enter one a line, such as 27/11/2026") from error


def _starts(term: str) -> Any:
    required = f"Enter the day on which the {term.lower()} starts"
    return CalendarDateField(f"{term} starts", hint="", required=required)


def _ends(term: str) -> Any:
    required = f"Enter the day on which the {term.lower()} ends"
    return CalendarDateField(f"{term} ends", hint="", required=required)


def _break(text: str) -> Any:
    return CalendarDateField(text, hint="")


class TermDatesForm(Form):
    """Three terms with their half-term breaks, and INSET days."""

    autumn_starts_on = _starts("Autumn term")
    autumn_ends_on = _ends("Autumn term")
    autumn_break_starts_on = _break("Autumn half-term break starts")
    autumn_break_ends_on = _break("Autumn half-term break ends")
    spring_starts_on = _starts("Spring term")
    spring_ends_on = _ends("Spring term")
    spring_break_starts_on = _break("Spring half-term break starts")
    spring_break_ends_on = _break("Spring half-term break ends")
    summer_starts_on = _starts("Summer term")
    summer_ends_on = _ends("Summer term")
    summer_break_starts_on = _break("Summer half-term break starts")
    summer_break_ends_on = _break("Summer half-term break ends")
    inset = DatesField(
        "INSET days", hint="One date a line, such as 27/11/2026: staff are in and pupils are at home"
    )

    @staticmethod
    def filled(dates: YearDates) -> dict[str, Any]:
        """The fields' values for dates to start from."""
        terms = {
            f"{season}_{name}": getattr(term, name)
            for season, term in zip(SEASONS, dates.terms, strict=True)
            for name in FIELDS
        }
        return {**terms, "inset": dates.inset}

    def dates(self, year: int) -> YearDates:
        """What was entered."""
        terms = tuple(
            TermDates(**{name: self[f"{season}_{name}"].data for name in FIELDS}) for season in SEASONS
        )
        return YearDates(year, terms, tuple(self.inset.data or ()))
