"""What has to come with each step about a date."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from workflows.clock import local
from workflows.dates.model import Answer, Audience, ReplyKind, Tick, Via
from workflows.details import Details, required

LONGEST = timedelta(days=31)
MIDNIGHT = time(0, 0)
MOST_OPTIONS = 12


@dataclass(frozen=True)
class Span:
    """From one moment until another, in UTC; whole days where it has no times."""

    starts_at: datetime
    ends_at: datetime
    all_day: bool = False


@dataclass(frozen=True, kw_only=True)
class Timed(Details):
    """When something is: from one time until another on a day, or all day, which may be several days."""

    on: date = required("Enter the date")
    #: none for all day
    starts: time | None = None
    ends: time | None = None
    #: the last day, where an all-day date is longer than one
    until: date | None = None

    def problems(self) -> dict[str, str]:
        last = self.until or self.on
        if self.starts is None and self.ends is not None:
            return {"starts": "Enter when it starts, or leave both times empty for all day"}
        if self.starts is not None and self.ends is None:
            return {"ends": "Enter when it ends"}
        if self.starts is not None and self.until not in (None, self.on):
            return {"until": "Leave the last day empty, or leave out the times"}
        if self.starts is not None and self.ends is not None:
            return _problem_between(self.on, self.starts, self.ends)
        if not timedelta() <= last - self.on < LONGEST:
            return {"until": "The last day must be on or after the first, and within a month of it"}
        return {}

    @property
    def span(self) -> Span:
        """The moments in UTC; times are London's."""
        if self.starts is not None and self.ends is not None:
            return Span(local(self.on, self.starts), local(self.on, self.ends))
        after = (self.until or self.on) + timedelta(days=1)
        return Span(local(self.on, MIDNIGHT), local(after, MIDNIGHT), all_day=True)


def _problem_between(on: date, starts: time, ends: time) -> dict[str, str]:
    """What is wrong with two times on a day; in March the clocks leave out an hour and all that is in it."""
    if ends <= starts:
        return {"ends": "The end must be after the start"}
    if local(on, ends) <= local(on, starts):
        return {"starts": "That time does not exist on the night when clocks change"}
    return {}


@dataclass(frozen=True, kw_only=True)
class Where(Details):
    """Where people meet: a place, an online link, or both."""

    place: str = ""
    link: str = ""

    def problems(self) -> dict[str, str]:
        if self.link and not is_web_address(self.link):
            return {"link": "Enter the whole address of the meeting, beginning with https://"}
        return {}


def is_web_address(link: str) -> bool:
    """Whether this is an http(s) address that is safe to put into a mail."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and link.isprintable() and " " not in link
    )


@dataclass(frozen=True, kw_only=True)
class DateDetails(Timed, Where):
    """A new date on a case."""

    title: str = required("Say what it is, such as “Planning meeting”")
    agenda: str = ""
    asked: tuple[int, ...] = required("Choose who is asked")
    audience: Audience = Audience.CASE

    def problems(self) -> dict[str, str]:
        return Timed.problems(self) or Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class DateChange(Timed, Where):
    """Another time or place, or other words, for a date that stands."""

    entry_id: int = required("Choose the date")
    title: str = required("Say what it is, such as “Planning meeting”")
    agenda: str = ""
    reason: str = ""

    def problems(self) -> dict[str, str]:
        return Timed.problems(self) or Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class DateOff(Details):
    """A date that will not take place."""

    entry_id: int = required("Choose the date")
    reason: str = required("Say why it is off")


@dataclass(frozen=True, kw_only=True)
class AskedChange(Details):
    """Who is asked to a date from now on, and who no longer is."""

    entry_id: int = required("Choose the date")
    joining: tuple[int, ...] = ()
    leaving: tuple[int, ...] = ()

    def problems(self) -> dict[str, str]:
        if not (self.joining or self.leaving):
            return {"joining": "Choose who is asked as well, or who no longer is"}
        if set(self.joining) & set(self.leaving):
            return {"joining": "Nobody can be asked and left out at once"}
        return {}


@dataclass(frozen=True, kw_only=True)
class AnswerDetails(Details):
    """What the person who makes this step says to a date."""

    entry_id: int = required("Choose the date")
    answer: Answer = required("Choose yes, maybe or no")
    comment: str = ""
    via: Via = Via.PAGE
    #: of a diary's own reply: the SEQUENCE and DTSTAMP that it answers with (RFC 5546, 2.1.5)
    sequence: int | None = None
    stamp: datetime | None = None

    def problems(self) -> dict[str, str]:
        return {"answer": "Choose yes, maybe or no"} if self.answer is Answer.NONE else {}


@dataclass(frozen=True, kw_only=True)
class TimesOffered(Where):
    """Times of which those asked say which suit."""

    title: str = required("Say what it is, such as “Planning meeting”")
    agenda: str = ""
    asked: tuple[int, ...] = required("Choose who is asked")
    options: tuple[Timed, ...] = required("Offer two times or more")
    answer_by: date = required("Enter the last day for answers")
    hides_answers: bool = False

    def problems(self) -> dict[str, str]:
        spans = {option.span for option in self.options}
        if not 2 <= len(spans) <= MOST_OPTIONS:
            return {"options": f"Offer between two and {MOST_OPTIONS} different times"}
        if self.answer_by > min(option.on for option in self.options):
            return {"answer_by": "The last day for answers must not be after the first of the times"}
        return Where.problems(self)


@dataclass(frozen=True, kw_only=True)
class OptionTick(Details):
    """Whether one of the times suits."""

    option_id: int = required("Choose the time")
    tick: Tick = required("Choose yes, if need be or no")


@dataclass(frozen=True, kw_only=True)
class TimesTicked(Details):
    """Which of the times suit the person who makes this step."""

    poll_id: int = required("Choose what it is about")
    ticks: tuple[OptionTick, ...] = required("Say which times suit you")
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeChosen(Details):
    """The time that it will be: the date is made, and invitations leave."""

    poll_id: int = required("Choose what it is about")
    option_id: int = required("Choose one of the times")


@dataclass(frozen=True, kw_only=True)
class TimesDropped(Details):
    """None of the times it is."""

    poll_id: int = required("Choose what it is about")
    reason: str = required("Say why, in a sentence or two")


@dataclass(frozen=True, kw_only=True)
class ReplyArrived(Details):
    """A reply by mail that nobody may take for an answer unseen."""

    entry_id: int = required("Choose the date")
    person_id: int = required("Say whose invitation it answers")
    kind: ReplyKind = required("Say why it needs a person")
    sender: str = ""
    said: str = ""
    answer: Answer = Answer.NONE
    proposed: Span | None = field(default=None, metadata={"unsaid": True})
    #: the mail as it came; kept beside the case, not in its timeline
    original: bytes = field(default=b"", repr=False, metadata={"unsaid": True})


@dataclass(frozen=True, kw_only=True)
class ReplySettled(Details):
    """The organiser has looked at a reply; `taken` lets the answer in it count."""

    reply_id: int = required("Choose the reply")
    taken: bool = False
    note: str = ""
