"""Sessions: when the next one is, that one did or did not take place."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any, ClassVar, Final

from forms.dates.when import PlacedForm, Wanted, fields_of, span_of, times_of
from forms.fields import HiddenField, RadiosField, TextField, TimeField, choice
from forms.steps import StepForm
from workflows.cases import schools_of
from workflows.clock import LONDON, day_in_words, local, now, time_in_words, today
from workflows.dates.clashes import look
from workflows.dates.details import Span
from workflows.details import Details, InvalidDetails
from workflows.pairings import Pairing
from workflows.pairings.details import AboutSession, Frequency, SessionMove, SessionPlan, StepDone
from workflows.pairings.model import PairingSession

STEP_AHEAD: Final = {
    Frequency.WEEKLY: timedelta(weeks=1),
    Frequency.FORTNIGHTLY: timedelta(weeks=2),
    Frequency.MONTHLY: timedelta(weeks=4),
    Frequency.HALF_TERMLY: timedelta(weeks=7),
}
"""How far ahead the next session is suggested."""
USUAL_START: Final = time(15, 30)
USUAL_MINUTES: Final = 60


class SessionPlanForm(PlacedForm):
    """When and where the two meet next. It does not say what about: others read diaries too."""

    makes = SessionPlan
    case: Pairing

    starts = TimeField("From", required="Enter when it starts", hint="Such as 9am")
    ends = TimeField("Until", required="Enter when it ends", hint="Such as 15:30")
    place = TextField("Place, if you meet in person", max_length=200)
    link = TextField("Online link, if you do not", max_length=500)

    def filled_in(self) -> dict[str, Any]:
        return suggested(self.case)

    def details(self) -> Details:
        return SessionPlan(**self.placed())

    def wanted(self, details: Details) -> Wanted | None:
        span = span_of(details)
        return Wanted(span, the_two(self.case)) if span else None


class AboutSessionForm(StepForm):
    """About one of the sessions: the one that the address names, or the only one there is."""

    makes: ClassVar[type[Details] | None] = AboutSession
    case: Pairing

    session_id = RadiosField("Which session?", coerce=int, required="Choose the session")

    def filled_in(self) -> dict[str, Any]:
        chosen = self.chosen(self.asked.get("session"))
        return {"session_id": chosen.id} if chosen else {}

    def offered(self) -> list[PairingSession]:
        """The sessions among which there is a choice."""
        return self.case.with_this_mentor

    def chosen(self, number: int | None) -> PairingSession | None:
        """The session of this number, or the only one there is."""
        offered = self.offered()
        named = [one for one in offered if one.id == number]
        found = named or (offered if len(offered) == 1 and number is None else [])
        return found[0] if found else None

    def offer_choices(self) -> None:
        self.session_id.choices = [choice(one.id, session_in_words(one)) for one in self.offered()]


class BegunForm(AboutSessionForm):
    """About a session that was planned and has begun: it took place, or it did not happen."""

    def offered(self) -> list[PairingSession]:
        return [one for one in super().offered() if has_begun(one)]


class AheadForm(AboutSessionForm):
    """About a session to come."""

    def offered(self) -> list[PairingSession]:
        return [one for one in self.case.planned if one.entry and one.entry.is_ahead]


class SessionMoveForm(SessionPlanForm, AheadForm):
    """Another time or place for a session to come."""

    makes = SessionMove
    first = ("session_id",)

    def filled_in(self) -> dict[str, Any]:
        chosen = self.chosen(self.asked.get("session"))
        entry = chosen.entry if chosen else None
        if chosen is None or entry is None:
            return {}
        return {"session_id": chosen.id, "place": entry.place, "link": entry.link} | times_of(entry)

    def details(self) -> Details:
        return SessionMove(**self.placed(), session_id=self.session_id.data)

    def wanted(self, details: Details) -> Wanted | None:
        session = self.chosen(self.session_id.data)
        span = span_of(details)
        if session is None or span is None:
            return None
        return Wanted(span, the_two(self.case), but=session.entry_id)


class StepDoneForm(StepForm):
    """That an action step is done; which one comes with the press."""

    makes = StepDone

    step_id = HiddenField(max_length=12)

    def details(self) -> Details:
        number = self.step_id.data or ""
        if not (number.isascii() and number.isdigit()):
            raise InvalidDetails({"step_id": "Choose an action step of this pairing"})
        return StepDone(step_id=int(number))


def the_two(pairing: Pairing) -> frozenset[int]:
    """Those whom a session concerns."""
    return frozenset(one for one in (pairing.mentee_id, pairing.mentor_id) if one)


def has_begun(session: PairingSession) -> bool:
    """Whether it stands in their diaries, and its time has come."""
    entry = session.entry
    return entry is not None and entry.cancelled_at is None and entry.starts_at <= now()


def session_in_words(session: PairingSession) -> str:
    """ "Friday 27 November 2026, 3:30pm"."""
    day = day_in_words(session.on, year=True)
    if session.entry is None or session.entry.all_day:
        return day
    begins = session.entry.starts_at.astimezone(LONDON)
    return f"{day}, {time_in_words(begins.time())}"


def suggested(pairing: Pairing, after: PairingSession | None = None) -> dict[str, Any]:
    """The next time that suits the contract and both of them, as the fields hold it.

    As long after the last session as they have agreed to meet, at the same hour and place.
    """
    last = after or (pairing.held[-1] if pairing.held else None)
    span = _wished(pairing, last)
    found = look(span, people=the_two(pairing), schools=schools_of(pairing), trust=pairing.trust)
    free = found.free[0] if found.clashes and found.free else span
    entry = last.entry if last else None
    return fields_of(free) | ({"place": entry.place, "link": entry.link} if entry else {})


def _wished(pairing: Pairing, last: PairingSession | None) -> Span:
    contract = pairing.contract
    ahead = STEP_AHEAD[contract.frequency] if contract else timedelta(weeks=2)
    day = max((last.on + ahead) if last else today() + timedelta(weeks=1), today() + timedelta(days=1))
    starts_at = local(day, _usual_start(last))
    return Span(starts_at, starts_at + timedelta(minutes=contract.minutes if contract else USUAL_MINUTES))


def _usual_start(last: PairingSession | None) -> time:
    entry = last.entry if last else None
    if entry is None or entry.all_day:
        return USUAL_START
    return entry.starts_at.astimezone(LONDON).time()
