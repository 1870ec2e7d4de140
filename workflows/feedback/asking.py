"""Who is asked about a meeting and when; what the clock does about it: ask, remind, close.

A kind of case that gathers people takes all of it on in one line of the effect of the step by which it was
held, `ask_afterwards(act, held_on)`. Who was there it says by `takes_feedback`; else its dates say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import delete, insert, select

from workflows import messages
from workflows.cases import Case
from workflows.clock import LONDON, local, now
from workflows.database import db
from workflows.dates.model import Answer, Attendance, CalendarEntry
from workflows.dates.remindings import morning_of
from workflows.feedback.box import close_box
from workflows.feedback.model import FeedbackAsked, FeedbackSheet, SheetKind
from workflows.feedback.questions import questions_of
from workflows.machine import Workflow
from workflows.messages import Reason, next_open_moment
from workflows.people import Holder, holders_called
from workflows.perform import Act
from workflows.places import Trust
from workflows.school_calendar import ONE_DAY, SchoolCalendar, TrustCalendars, calendars
from workflows.small_groups import FEWEST

OPEN_FOR: Final = 10
"""Working days for which answers are taken."""
REMIND_AFTER: Final = (4, 8)
"""Working days after which those who have not answered are reminded."""

MAIL: Final = {SheetKind.MINUTE: "feedback/minute", SheetKind.PRACTICE: "feedback/practice"}
"""The kinds of mail that ask; its fact `asked` says whom, `again` whether it is a reminder."""


class FeedbackTaker(Protocol):
    """How a kind of case says who was at one of its meetings."""

    def __call__(self, case_id: int, held_on: date) -> Collection[int]: ...


TakerT = TypeVar("TakerT", bound=FeedbackTaker)
_takers: dict[str, FeedbackTaker] = {}


def takes_feedback(flow: type[Workflow]) -> Callable[[TakerT], TakerT]:
    """Let a function say who was there at meetings of this kind: `who_was_there(case_id, held_on)`."""

    def keep(taker: TakerT) -> TakerT:
        _takers[flow.slug] = taker
        return taker

    return keep


def asked_to_its_dates(case_id: int, held_on: date) -> set[int]:
    """Who came to a case's dates of that day; where nobody has noted it, who was asked and did not say no."""
    begins = local(held_on, time())
    rows = db.session.execute(
        select(Attendance.person_id, Attendance.attended, Attendance.answer)
        .join(CalendarEntry, CalendarEntry.id == Attendance.entry_id)
        .where(
            CalendarEntry.case_id == case_id,
            CalendarEntry.cancelled_at.is_(None),
            CalendarEntry.starts_at < local(held_on + ONE_DAY, time()),
            CalendarEntry.ends_at > begins,
            Attendance.removed_at.is_(None),
        )
    )
    return {
        row.person_id for row in rows if row.attended or (row.attended is None and row.answer != Answer.NO)
    }


# Planning


def ask_afterwards(act: Act, held_on: date) -> None:
    """Those who were there are asked about it; said again with another day, on that day's account."""
    plan(act.case, held_on, act.calendars)


def plan(case: Case, held_on: date, known: TrustCalendars) -> None:
    """Write down when people are asked about a meeting of this day; sheets that are out stay as they are."""
    db.session.flush()
    statement = select(FeedbackSheet).where(FeedbackSheet.case_id == case.id)
    there = {one.kind: one for one in db.session.scalars(statement)}
    for kind, day in days_of_asking(held_on, known).items():
        sheet = there.get(kind)
        if sheet is None:
            sheet = FeedbackSheet(trust_id=case.trust_id, case_id=case.id, kind=kind)
            db.session.add(sheet)
        elif sheet.asked_at is not None:
            continue
        sheet.held_on, sheet.due_at = held_on, morning_of(day)
        sheet.closed_at = sheet.answered = None
    db.session.flush()


def days_of_asking(held_on: date, known: TrustCalendars) -> dict[SheetKind, date]:
    """The working day after; and of the next half-term the second, so that all are back."""
    days = _days_of(known)
    return {
        SheetKind.MINUTE: days.add_working_days(held_on, 1),
        SheetKind.PRACTICE: days.add_working_days(days.half_term_after(held_on), 1),
    }


def forget(case_id: int) -> None:
    """The meeting does not take place: nobody is asked about it. What has been asked stays."""
    db.session.execute(
        delete(FeedbackSheet).where(FeedbackSheet.case_id == case_id, FeedbackSheet.asked_at.is_(None))
    )


def _days_of(known: TrustCalendars) -> SchoolCalendar:
    """The trust's own terms: its people work in many schools, and are asked on one day."""
    return known.of_school(known.trust_id)


# The clock


def due(most: int) -> Sequence[tuple[int, int]]:
    """Sheets about which something is to be done now, with their trusts, those first that wait longest."""
    rows = db.session.execute(
        select(FeedbackSheet.id, FeedbackSheet.trust_id)
        .where(FeedbackSheet.due_at <= now())
        .order_by(FeedbackSheet.due_at, FeedbackSheet.id)
        .limit(most)
    )
    return [(row.id, row.trust_id) for row in rows]


def look_after(sheet_id: int) -> bool:
    """Ask, remind or close, whichever is due, in the caller's transaction; gives whether anything was.

    Looked at again under the lock: another round may have been faster.
    """
    sheet, at = hold(sheet_id), now()
    if sheet is None or sheet.due_at is None or sheet.due_at > at:
        return False
    if sheet.asked_at is None:
        _ask(sheet, at)
    elif at >= _end_of(sheet):
        close_box(sheet, at)
    else:
        _tell(sheet, _silent(sheet), at, again=True)
        _next(sheet, at)
    db.session.flush()
    return True


def hold(sheet_id: int) -> FeedbackSheet | None:
    """The sheet as it is now, held until the transaction ends; None if there is none."""
    return db.session.scalars(
        select(FeedbackSheet)
        .where(FeedbackSheet.id == sheet_id)
        .with_for_update(of=FeedbackSheet)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _ask(sheet: FeedbackSheet, at: datetime) -> None:
    trust, case = db.session.get_one(Trust, sheet.trust_id), db.session.get_one(Case, sheet.case_id)
    taker = _takers.get(case.kind, asked_to_its_dates)
    people = holders_called(set(taker(sheet.case_id, sheet.held_on)))
    if len(people) < FEWEST:
        close_box(sheet, at)  # nothing could be told of so few, so nobody spends a minute on it
        return
    days, today = _days_of(calendars(trust)), at.astimezone(LONDON).date()
    sheet.questions = questions_of(trust, sheet.kind)
    sheet.asked_at, sheet.closes_on = at, days.add_working_days(today, OPEN_FOR)
    rows = [
        {"trust_id": sheet.trust_id, "sheet_id": sheet.id, "person_id": one, "has_answered": False}
        for one in sorted(people)
    ]
    db.session.flush()
    db.session.execute(insert(FeedbackAsked), rows)
    _tell(sheet, _silent(sheet), at, again=False)
    _next(sheet, at)


def _silent(sheet: FeedbackSheet) -> dict[int, int]:
    """Whom to write to: person and number among those asked, of everybody who has not answered."""
    rows = db.session.execute(
        select(FeedbackAsked.person_id, FeedbackAsked.id).where(
            FeedbackAsked.sheet_id == sheet.id, FeedbackAsked.has_answered.is_(False)
        )
    )
    return {row.person_id: row.id for row in rows}


def _tell(sheet: FeedbackSheet, silent: dict[int, int], at: datetime, *, again: bool) -> None:
    known = calendars(db.session.get_one(Trust, sheet.trust_id))
    rows = [
        _message(sheet, holder, at, asked=silent[person_id], again=again, known=known)
        for person_id, holder in holders_called(silent).items()
    ]
    if rows:
        db.session.connection().execute(messages.INSERT, rows)


def _message(
    sheet: FeedbackSheet, holder: Holder, at: datetime, *, asked: int, again: bool, known: TrustCalendars
) -> dict[str, Any]:
    """The first asks at once, as a turn would; reminders go with whatever mail a day their reader gets."""
    return messages.row(
        holder,
        trust_id=sheet.trust_id,
        kind=MAIL[sheet.kind],
        reason=Reason.REMINDER if again else Reason.TURN,
        key=f"feedback:{sheet.id}:{at.astimezone(LONDON).date().isoformat()}",
        created_at=at,
        # Due when the row was, however late the round is: then it still goes with this morning's mail.
        send_after=next_open_moment(sheet.due_at or at, holder, known),
        case_id=sheet.case_id,
        facts={
            "asked": asked,
            "again": again,
            "page": "/",
            "held_on": sheet.held_on.isoformat(),
            "closes_on": sheet.closes_on.isoformat() if sheet.closes_on else "",
        },
    )


def _next(sheet: FeedbackSheet, at: datetime) -> None:
    """When the clock looks at a sheet that is out again: at the next reminder, or when it closes."""
    sheet.due_at = min((one for one in _moments(sheet) if one > at), default=_end_of(sheet))


def _moments(sheet: FeedbackSheet) -> Iterable[datetime]:
    days = _days_of(calendars(db.session.get_one(Trust, sheet.trust_id)))
    if sheet.asked_on is not None:
        yield from (morning_of(days.add_working_days(sheet.asked_on, one)) for one in REMIND_AFTER)
    yield _end_of(sheet)


def _end_of(sheet: FeedbackSheet) -> datetime:
    """The midnight after the last day for answers."""
    return local((sheet.closes_on or sheet.held_on) + ONE_DAY, time())
