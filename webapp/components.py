"""Words for days, times, sizes and numbers: the filters and globals that templates show things with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, current_app, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape

from forms.fields import new_form_key
from webapp import assets
from webapp.frame import Frame
from workflows.clock import time_in_words

LONDON = ZoneInfo("Europe/London")

#: Past this, a day without its year could be mistaken for another.
SAME_YEAR = timedelta(days=183)
#: Up to this many days ahead a deadline is near, and is told by its weekday.
NEAR = 6
#: Beyond this many days ahead it is far, and is folded away in lists that say what is to be done now.
FAR = 28


class _Unit(NamedTuple):
    name: str
    bytes: int


_UNITS = (_Unit("KB", 10**3), _Unit("MB", 10**6), _Unit("GB", 10**9))


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a deadline says and how it stands out: `tone` is late, soon or plain."""

    text: str
    tone: str
    is_far: bool = False


def register(app: Flask, *, today: Callable[[], date], zone: Callable[[], ZoneInfo] = lambda: LONDON) -> None:
    """Give templates our filters, globals, assets and the design system.

    `today` and `zone` are asked each time, so that they may be those of the request's trust.
    """
    env = app.jinja_env
    libraries = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    design_system = PrefixLoader({library: PackageLoader(library) for library in libraries})
    env.loader = ChoiceLoader([app.create_global_jinja_loader(), design_system])
    env.filters.update(Days(today, zone).filters() | FILTERS)
    env.globals.update(new_form_key=new_form_key, url_with=url_with)
    env.globals.setdefault("frame", Frame())
    env.globals.setdefault("csp_nonce", str)
    assets.register(app)


def render_plain(template: str, **context: Any) -> str:
    """Render without the context that each page is given: for errors while there is no database."""
    return current_app.jinja_env.get_template(template).render(frame=Frame(), **context)


class Days:
    """Days and moments in words, seen from today in the trust's zone."""

    def __init__(self, today: Callable[[], date], zone: Callable[[], ZoneInfo]) -> None:
        self.today = today
        self.zone = zone

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the Jinja filters by name."""
        days = (self.day, self.short_day, self.brief_day, self.full_day, self.by_day, self.deadline)
        moments = (self.clock, self.clock_range, self.moment)
        return {each.__name__: each for each in (*days, *moments)}

    def day(self, on: date) -> str:
        """Return "Friday 27 November", with the year if it is far from now."""
        return f"{self._local(on):%A} {self._day_and_month(self._local(on))}"

    def short_day(self, on: date) -> str:
        """Return "Fri 27 Nov", with the year if it is far from now."""
        return f"{self._local(on):%a} {self.brief_day(on)}"

    def brief_day(self, on: date) -> str:
        """Return "27 Nov", with the year if it is far from now."""
        on = self._local(on)
        return f"{on.day} {on:%b}{self._year_if_far(on)}"

    def full_day(self, on: date) -> str:
        """Return "27 November 2026"."""
        on = self._local(on)
        return f"{on.day} {on:%B %Y}"

    def by_day(self, on: date) -> str:
        """Return "by Friday" for one of the next days, "by 30 November" for one further off."""
        on = self._local(on)
        ahead = (on - self.today()).days
        if ahead in {0, 1}:
            return ("by today", "by tomorrow")[ahead]
        return f"by {on:%A}" if 1 < ahead <= NEAR else f"by {self._day_and_month(on)}"

    def deadline(self, on: date, late_by: int | None = None) -> Deadline:
        """Return how a deadline stands. `late_by` counts working days, where they are known."""
        on = self._local(on)
        ahead = (on - self.today()).days
        if ahead < 0:
            return Deadline(f"{plural(late_by or -ahead, 'day')} late", "late")
        if ahead == 0:
            return Deadline("Due today", "soon")
        words = upper_first(self.by_day(on))
        return Deadline(words, "soon" if ahead <= NEAR else "plain", is_far=ahead > FAR)

    def clock(self, at: datetime) -> str:
        """Return "4:10pm", "9am" or "midday" of a moment in the trust's zone."""
        return time_in_words(self._at_home(at).time())

    def clock_range(self, start: datetime, end: datetime) -> str:
        """Return "9am to 3:30pm"."""
        return f"{self.clock(start)} to {self.clock(end)}"

    def moment(self, at: datetime) -> str:
        """Return "16 November 2026, 4:10pm"."""
        return f"{self.full_day(at)}, {self.clock(at)}"

    def _day_and_month(self, on: date) -> str:
        return f"{on.day} {on:%B}{self._year_if_far(on)}"

    def _year_if_far(self, on: date) -> str:
        return f" {on.year}" if abs(on - self.today()) > SAME_YEAR else ""

    def _local(self, on: date) -> date:
        return self._at_home(on).date() if isinstance(on, datetime) else on

    def _at_home(self, at: datetime) -> datetime:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(self.zone())


def plural(count: float, one: str, many: str = "") -> str:
    """Return "1 school", "3 schools"; `many` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days(count: float | Decimal) -> str:
    """Return "3 days", "1 day", "half a day", "1½ days" or "no days"."""
    number = Decimal(str(count))
    whole, part = int(number), abs(number % 1)
    if number == Decimal("0.5"):
        return "half a day"
    if part == Decimal("0.5"):
        return f"{'-' if number < 0 else ''}{abs(whole) or ''}½ days"
    if part:
        return f"{number.normalize()} days"
    return plural(whole, "day") if number else "no days"


def file_size(size: int) -> str:
    """Return "214 KB" or "1.2 MB" of a size in bytes."""
    if size < 1000:
        return plural(size, "byte")
    unit = next((unit for unit in _UNITS if size < 999.5 * unit.bytes), _UNITS[-1])
    number = size / unit.bytes
    amount = f"{number:.1f}".removesuffix(".0") if number < 9.95 else f"{number:,.0f}"
    return f"{amount} {unit.name}"


def file_kind(name: str) -> str:
    """Return "PDF" or "DOCX": how people call a file by the end of its name."""
    stem, dot, suffix = name.rpartition(".")
    return suffix.upper() if stem and dot and len(suffix) <= 5 else "file"


def file_title(name: str) -> str:
    """Return the name without its ending, for beside its kind."""
    return name.removesuffix(f".{name.rpartition('.')[2]}") if file_kind(name) != "file" else name


def join_names(names: Iterable[object], last: str = "and") -> Markup:
    """Return "Ann, Bo and Cy", each escaped unless it is markup already."""
    parts = [escape(name) for name in names]
    if len(parts) < 2:
        return Markup("").join(parts)
    return Markup("{} {} {}").format(Markup(", ").join(parts[:-1]), last, parts[-1])


WEEKDAYS: Final = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


def on_days(numbers: Iterable[int]) -> str:
    """Return "Mondays and Thursdays" of 0 and 3; "any weekday" of all five."""
    chosen = sorted(set(numbers))
    return "any weekday" if len(chosen) == len(WEEKDAYS) else str(join_names(WEEKDAYS[one] for one in chosen))


def initials(name: str) -> str:
    """Return "PN" of "Priya Nair"."""
    words = [word for word in name.split() if word[0].isalpha()]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


def upper_first(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def written(text: str | None) -> Markup:
    """Return what somebody typed as paragraphs, their line ends kept."""
    blocks = (text or "").replace("\r\n", "\n").strip().split("\n\n")
    lines = [Markup("<br>").join(escape(line) for line in block.strip().split("\n")) for block in blocks]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line)


def url_with(**changes: object) -> str:
    """Return the present address with some of its arguments changed, or left out where None or empty."""
    kept = request.args.to_dict(flat=False)
    for name, value in changes.items():
        kept[name] = [str(value)] if value not in {None, ""} else []
    return request.path + _query(kept)


def _query(arguments: Mapping[str, list[str]]) -> str:
    query = urlencode([(name, value) for name, values in arguments.items() for value in values])
    return f"?{query}" if query else ""


FILTERS: dict[str, Callable[..., Any]] = {
    "days": days,
    "file_kind": file_kind,
    "file_size": file_size,
    "file_title": file_title,
    "initials": initials,
    "join_names": join_names,
    "on_days": on_days,
    "plural": plural,
    "time_words": time_in_words,
    "upper_first": upper_first,
    "written": written,
}
