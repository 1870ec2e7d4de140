"""The log of a session: made to be filled in on a phone, right after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from wtforms import Field, SubmitField

from forms.dates.arranging import named
from forms.dates.when import PlacedForm, Wanted, span_of
from forms.fields import (
    CalendarDateField,
    CheckboxesField,
    LongTextField,
    RadiosField,
    TextField,
    TimeField,
    WholeNumberField,
    choice,
)
from forms.pairings.contract import WAYS
from forms.pairings.sessions import USUAL_MINUTES, session_in_words, suggested, the_two
from workflows.clock import today
from workflows.details import LONGEST_TEXT, Details
from workflows.pairings import Pairing
from workflows.pairings import PairingFlow as Flow
from workflows.pairings.details import LONGEST, SHORTEST, WORDS_OF, Mode, SessionLog, SessionPlan, Way
from workflows.pairings.model import PairingSession, SessionStatus
from workflows.pairings.reading import Step, read_steps

UNPLANNED: Final = 0
NEXT: Final = ("on", "starts", "ends", "place", "link")
"""The fields about the next session."""


class LogForm(PlacedForm):
    """What happened, what is done since last time, and when the two meet next; made by `log_form`."""

    makes = SessionLog
    case: Pairing
    mode: ClassVar[Mode]

    session_id = RadiosField("Which session?", coerce=int, required="Choose the session")
    held_on = CalendarDateField("When was it?", required="Enter the date of the session", hint="")
    minutes = WholeNumberField(
        "How many minutes?",
        required="Enter how long it lasted, in minutes",
        least=SHORTEST,
        most=LONGEST,
    )
    way = RadiosField(
        "How did you meet?",
        coerce=Way,
        choices=[choice(way, text) for way, text in WAYS.items()],
        required="Choose how you met",
    )
    steps_done = CheckboxesField("Done since last time?", coerce=int)
    on = CalendarDateField("Date", hint="")
    starts = TimeField("From", hint="")
    ends = TimeField("Until", hint="")
    place = TextField("Place, if you meet in person", max_length=200)
    link = TextField("Online link, if you do not", max_length=500)
    #: the button for those who have not agreed when they meet next
    without_next = SubmitField()

    def __init__(self, case: Pairing, *, asked: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.steps: tuple[Step, ...] = ()
        self.named = named(kwargs.get("formdata"), asked, "session")
        super().__init__(case, asked=asked, **kwargs)

    def offered(self) -> list[PairingSession]:
        """Sessions that wait for their log, and the one that is meant, which somebody may have logged."""
        return [
            one
            for one in self.case.with_this_mentor
            if one.status is not SessionStatus.OFF
            and (one.id == self.named or (one.status is SessionStatus.PLANNED and one.on <= today()))
        ]

    def chosen(self) -> PairingSession | None:
        """The session that is meant, or the last one that waits."""
        offered = self.offered()
        meant = [one for one in offered if one.id == self.named]
        return next(iter(meant or (offered[::-1] if self.named is None else [])), None)

    def filled_in(self) -> dict[str, Any]:
        session, contract = self.chosen(), self.case.contract
        entry = session.entry if session else None
        planned = int((entry.ends_at - entry.starts_at).total_seconds() / 60) if entry else None
        usual = contract.minutes if contract else USUAL_MINUTES
        following = suggested(self.case, session) if self.asks_for_next else {}
        return following | {
            "session_id": session.id if session else UNPLANNED,
            "held_on": min(session.on, today()) if session else today(),
            "minutes": planned if planned and planned <= LONGEST else usual,
            "way": contract.way if contract else None,
        }

    @property
    def asks_for_next(self) -> bool:
        """Whether there is no next session yet, and there is to be one."""
        has_one = any(one.on > today() for one in self.case.planned)
        return not has_one and self.case.state != Flow.ending.name

    def offer_choices(self) -> None:
        self.session_id.choices = [
            *(choice(one.id, session_in_words(one)) for one in self.offered()),
            choice(UNPLANNED, "One that was not planned here"),
        ]
        sent = {str(one) for one in self.steps_done.raw_data or ()}
        self.steps = tuple(
            one for one in read_steps(self.case, self.reader_id) if not one.done_at or str(one.id) in sent
        )
        self.steps_done.choices = [choice(one.id, one.text) for one in self.steps]
        for name in ("steps_done",) if not self.steps else ():
            del self[name]
        for name in NEXT if not self.asks_for_next else ():
            del self[name]

    def said(self) -> Iterator[Field]:
        """The fields of the pairing's mode, in the order in which a session goes."""
        return (self[name] for name in WORDS_OF[self.mode])

    def details(self) -> Details:
        ticked = self["steps_done"].data if "steps_done" in self else ()
        return SessionLog(
            session_id=self.session_id.data or None,
            held_on=self.held_on.data,
            minutes=self.minutes.data,
            way=self.way.data,
            steps_done=tuple(ticked or ()),
            next=self._next(),
            **{name: self[name].data or "" for name in WORDS_OF[self.mode]},
        )

    def _next(self) -> SessionPlan | None:
        if "on" not in self or self.without_next.data or self.on.data is None:
            return None
        return SessionPlan(**self.placed())

    def wanted(self, details: Details) -> Wanted | None:
        following = details.next if isinstance(details, SessionLog) else None
        span = span_of(following) if following else None
        return Wanted(span, the_two(self.case)) if span else None


class MentoringLogForm(LogForm):
    """Advice and rehearsal."""

    mode = Mode.MENTORING

    focus = LongTextField(
        "What was it about?", required="Say what the session was about", max_length=LONGEST_TEXT, rows=2
    )
    observed = LongTextField("What was observed?", max_length=LONGEST_TEXT, rows=3)
    advice = LongTextField("What was the advice?", max_length=LONGEST_TEXT, rows=3)
    action_step = LongTextField(
        "What is the action step?",
        hint="One thing, small enough to do before you meet next. It comes up again then.",
        max_length=LONGEST_TEXT,
        rows=2,
    )
    rehearsal = LongTextField("How was it rehearsed?", max_length=LONGEST_TEXT, rows=2)
    next_look = LongTextField("What will you look at next time?", max_length=LONGEST_TEXT, rows=2)


class CoachingLogForm(LogForm):
    """Questions that help somebody find their own way."""

    mode = Mode.COACHING

    focus = LongTextField(
        "What was it about?", required="Say what the session was about", max_length=LONGEST_TEXT, rows=2
    )
    goal = LongTextField("Goal", hint="What do you want to reach?", max_length=LONGEST_TEXT, rows=2)
    reality = LongTextField("Reality", hint="Where do things stand now?", max_length=LONGEST_TEXT, rows=3)
    options = LongTextField("Options", hint="What could you do?", max_length=LONGEST_TEXT, rows=3)
    will = LongTextField(
        "Will",
        hint="What will you do, and by when? It comes up again next time.",
        max_length=LONGEST_TEXT,
        rows=2,
    )


def log_form(case: Pairing, **kwargs: Any) -> LogForm:
    """The form for this pairing's mode."""
    kind = CoachingLogForm if case.mode is Mode.COACHING else MentoringLogForm
    return kind(case, **kwargs)
