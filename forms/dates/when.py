"""When and where a date is, and what stands in its way before it is saved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import Any, ClassVar, Final

from werkzeug.datastructures import MultiDict

from forms.fields import CalendarDateField, HiddenField, TextField, TimeField
from forms.steps import StepForm
from workflows.cases import Case
from workflows.clock import LONDON
from workflows.dates.clashes import Hindrance, Looked, days_of, look
from workflows.dates.details import Span, Timed
from workflows.dates.diary import schools_of
from workflows.dates.model import CalendarEntry
from workflows.details import Details

USE: Final = "use"
"""The button that takes one of the times proposed."""
LONGEST_PLACE: Final = 200
LONGEST_LINK: Final = 500


@dataclass(frozen=True)
class Wanted:
    """A time that is about to be saved, and whom it concerns."""

    span: Span
    people: frozenset[int]
    #: the date that is moved to it
    but: int | None = None
    #: whether the day itself is looked at too, and not only whether people are busy
    days_too: bool = True


class CheckedForm(StepForm):
    """A form that is saved only once its sender has seen what stands in the way of the time in it."""

    clashes_seen = HiddenField(max_length=64)

    #: fields that stand above those that several forms share, also among the problems
    first: ClassVar[tuple[str, ...]] = ()
    #: what was found in the way, and when nothing would be; for the page that shows the form again
    looked: Looked = Looked()
    #: the time that it was found for
    wanted_span: Span | None = None

    def __init__(self, case: Case, **kwargs: Any) -> None:
        if isinstance(kwargs.get("formdata"), Mapping):
            kwargs["formdata"] = with_proposed(kwargs["formdata"])
        super().__init__(case, **kwargs)
        self._fields = {name: self._fields[name] for name in dict.fromkeys((*self.first, *self._fields))}
        if not self.is_submitted():
            self.clashes_seen.data = ""  # it was shown on another day's page, if ever

    def wanted(self, details: Details) -> Wanted | None:
        """The time in what was typed, and whom it concerns; None for one that needs no look."""
        raise NotImplementedError

    def schools(self) -> Collection[int]:
        """The schools whose days are looked at."""
        return schools_of(self.case)

    def read(self) -> bool:
        """Whether everything is sound, and what stands in the way has been seen."""
        if not super().read() or self.made is None:
            return False
        wanted = self.wanted(self.made)
        if wanted is None:
            return True
        self.wanted_span = wanted.span
        found = look(
            wanted.span,
            people=wanted.people,
            schools=self.schools(),
            trust=self.case.trust,
            but=wanted.but,
        )
        if not wanted.days_too:
            found = Looked(tuple(one for one in found.clashes if one.kind is Hindrance.BUSY))
        digest = _digest(wanted, found)
        if not found.clashes or self.clashes_seen.data == digest:
            return True
        self.looked, self.clashes_seen.data = found, digest
        return False


def _digest(wanted: Wanted, found: Looked) -> str:
    """Names what was shown: another time, or something else in its way, is shown anew."""
    return sha256(repr((wanted.span, found.clashes)).encode()).hexdigest()[:32]


def proposed_value(span: Span) -> str:
    """A time as the value of the button that takes it: "2026-11-30T09:00/2026-11-30T10:30"."""
    days = days_of(span)
    if span.all_day:
        return f"{days[0].isoformat()}/{days[-1].isoformat()}"
    starts, ends = (moment.astimezone(LONDON) for moment in (span.starts_at, span.ends_at))
    return f"{starts:%Y-%m-%dT%H:%M}/{ends:%Y-%m-%dT%H:%M}"


def with_proposed(formdata: Any) -> Any:
    """What was sent, with the time of the button that was pressed in place of the time that was typed."""
    typed = _typed(formdata.get(USE) or "")
    if not typed:
        return formdata
    given = MultiDict([(name, value) for name, value in formdata.items(multi=True) if name not in typed])
    given.update(typed)
    return given


def _typed(value: str) -> dict[str, str]:
    """A proposed time as somebody would type it; nothing for what is none."""
    first, _, last = value.partition("/")
    try:
        day, end_day = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
        clocks = [time.fromisoformat(part) for part in (first[11:], last[11:]) if part]
    except ValueError:
        return {}
    until = _as_typed(end_day) if end_day != day else ""
    times = [f"{clock:%H:%M}" for clock in clocks] if len(clocks) == 2 else ["", ""]
    return {"on": _as_typed(day), "starts": times[0], "ends": times[1], "until": until}


def _as_typed(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


class TimedForm(CheckedForm):
    """A day, and from when until when; all day without times."""

    on = CalendarDateField("Date", required="Enter the date")
    starts = TimeField("From", hint="Such as 9am")
    ends = TimeField("Until", hint="Such as 15:30")

    def timed(self) -> dict[str, Any]:
        """The fields of `workflows.dates.details.Timed`."""
        until = self["until"].data if "until" in self else None
        return {"on": self.on.data, "starts": self.starts.data, "ends": self.ends.data, "until": until}


class PlacedForm(TimedForm):
    """The same with a place and a link."""

    place = TextField("Place", max_length=LONGEST_PLACE)
    link = TextField("Online link", hint="If people join from elsewhere", max_length=LONGEST_LINK)

    def placed(self) -> dict[str, Any]:
        """The fields of `workflows.dates.details.Timed` and `Where`."""
        return {**self.timed(), "place": self.place.data or "", "link": self.link.data or ""}


def times_of(entry: CalendarEntry) -> dict[str, Any]:
    """When a date is, as the fields hold it."""
    return fields_of(Span(entry.starts_at, entry.ends_at, entry.all_day))


def fields_of(span: Span) -> dict[str, Any]:
    """A time as the fields hold it."""
    days = days_of(span)
    if span.all_day:
        return {"on": days[0], "starts": None, "ends": None, "until": days[-1] if days[1:] else None}
    starts, ends = (moment.astimezone(LONDON) for moment in (span.starts_at, span.ends_at))
    return {"on": days[0], "starts": starts.time(), "ends": ends.time(), "until": None}


def span_of(details: Details) -> Span | None:
    """The time in some details, where there is one."""
    return details.span if isinstance(details, Timed) else None


def everybody(*groups: Iterable[int]) -> frozenset[int]:
    """All of these people; nobody's number is nought."""
    return frozenset(one for group in groups for one in group if one)
