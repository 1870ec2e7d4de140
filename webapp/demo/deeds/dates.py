"""Dates of a request: meetings that are arranged, moved and answered, and times that are looked for."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from webapp.demo.scenes import Deed, Scene
from workflows.database import db
from workflows.dates.details import (
    AnswerDetails,
    AskedChange,
    DateChange,
    DateDetails,
    DateOff,
    OptionTick,
    ReplyArrived,
    ReplySettled,
    TimeChosen,
    Timed,
    TimesDropped,
    TimesOffered,
    TimesTicked,
)
from workflows.dates.model import (
    Answer,
    CalendarEntry,
    DatePoll,
    PollOption,
    ReplyKind,
    ReplyToSettle,
    Tick,
    Via,
)
from workflows.perform import perform

HALF_PAST_THREE, AN_HOUR_LATER = time(15, 30), time(16, 30)


def meet(
    title: str,
    ahead: int,
    *asked: str,
    by: str = "coordinator",
    place: str = "",
    link: str = "",
    agenda: str = "",
) -> Deed:
    """Arrange a meeting after school, so many working days from the demo's own day."""

    def deed(scene: Scene) -> None:
        details = DateDetails(
            title=title,
            on=_day(scene, ahead),
            starts=HALF_PAST_THREE,
            ends=AN_HOUR_LATER,
            asked=_ids(scene, asked),
            place=place,
            link=link,
            agenda=agenda,
        )
        scene.act("add_date", by, details)

    return deed


def put_off(title: str, ahead: int, reason: str, *, by: str = "coordinator") -> Deed:
    """Move a meeting to so many working days from the demo's own day."""

    def deed(scene: Scene) -> None:
        entry = _entry(scene, title)
        details = DateChange(
            entry_id=entry.id,
            title=title,
            on=_day(scene, ahead),
            starts=HALF_PAST_THREE,
            ends=AN_HOUR_LATER,
            place=entry.place,
            link=entry.link,
            agenda=entry.agenda,
            reason=reason,
        )
        scene.act("change_date", by, details)

    return deed


def cancel(title: str, reason: str, *, by: str = "coordinator") -> Deed:
    return lambda scene: scene.act(
        "call_off_date", by, DateOff(entry_id=_entry(scene, title).id, reason=reason)
    )


def ask_too(title: str, *joining: str, by: str = "coordinator") -> Deed:
    """More people are asked to a meeting."""
    return lambda scene: scene.act(
        "change_asked", by, AskedChange(entry_id=_entry(scene, title).id, joining=_ids(scene, joining))
    )


def answer(
    part: str, said: Answer = Answer.YES, *, title: str = "", comment: str = "", via: Via = Via.DIARY
) -> Deed:
    """Somebody answers: to the date of this title, or to the latest that is usual there."""

    def deed(scene: Scene) -> None:
        entry = _entry(scene, title)
        scene.act(
            "answer_date", part, AnswerDetails(entry_id=entry.id, answer=said, comment=comment, via=via)
        )

    return deed


def offer_times(
    title: str, aheads: tuple[int, ...], *asked: str, answer_by: int, by: str = "coordinator"
) -> Deed:
    """Ask which of these days suit, after school."""

    def deed(scene: Scene) -> None:
        details = TimesOffered(
            title=title,
            asked=_ids(scene, asked),
            options=tuple(
                Timed(on=_day(scene, ahead), starts=HALF_PAST_THREE, ends=AN_HOUR_LATER) for ahead in aheads
            ),
            answer_by=_day(scene, answer_by),
        )
        scene.act("offer_times", by, details)

    return deed


def tick(part: str, title: str, *ticks: Tick) -> Deed:
    """Somebody says of each of the times whether it suits."""

    def deed(scene: Scene) -> None:
        poll = _poll(scene, title)
        chosen = zip(poll.options, ticks, strict=True)
        details = TimesTicked(
            poll_id=poll.id, ticks=tuple(OptionTick(option_id=one.id, tick=said) for one, said in chosen)
        )
        scene.act("tick_times", part, details)

    return deed


def choose(title: str, number: int, *, by: str = "coordinator") -> Deed:
    """One of the times it is."""

    def deed(scene: Scene) -> None:
        poll = _poll(scene, title)
        option: PollOption = poll.options[number - 1]
        scene.act("choose_time", by, TimeChosen(poll_id=poll.id, option_id=option.id))

    return deed


def drop_times(title: str, reason: str, *, by: str = "coordinator") -> Deed:
    return lambda scene: scene.act(
        "drop_times", by, TimesDropped(poll_id=_poll(scene, title).id, reason=reason)
    )


def colleague_replies(title: str, part: str, *, sender: str, said: str) -> Deed:
    """A mail comes to somebody's address from somebody else: the organiser has to look at it."""

    def deed(scene: Scene) -> None:
        entry, person = _entry(scene, title), scene.who(part)
        mail = f"From: {sender}\r\nTo: {person.email}\r\nSubject: Re: {title}\r\n\r\n{said}\r\n"
        details = ReplyArrived(
            entry_id=entry.id,
            person_id=person.id,
            kind=ReplyKind.WORDS,
            sender=sender,
            said=said,
            original=mail.encode(),
        )
        perform(scene.case, "reply_arrived", None, details)

    return deed


def settle_reply(note: str, *, by: str = "coordinator") -> Deed:
    """The organiser has looked at the reply that waits."""

    def deed(scene: Scene) -> None:
        waiting = select(ReplyToSettle.id).where(
            ReplyToSettle.case_id == scene.case.id, ReplyToSettle.settled_at.is_(None)
        )
        scene.act("settle_reply", by, ReplySettled(reply_id=db.session.scalars(waiting).one(), note=note))

    return deed


def _day(scene: Scene, ahead: int) -> date:
    return scene.days_from(scene.present, ahead)


def _ids(scene: Scene, parts: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(scene.who(part).id for part in parts)


def _entry(scene: Scene, title: str) -> CalendarEntry:
    """The newest date of this title that stands; without one, of the latest that is usual there."""
    statement = select(CalendarEntry).where(
        CalendarEntry.case_id == scene.case.id,
        CalendarEntry.cancelled_at.is_(None),
        CalendarEntry.title == title if title else CalendarEntry.title.startswith(scene.dates_called),
    )
    return db.session.scalars(statement.order_by(CalendarEntry.id.desc())).all()[0]


def _poll(scene: Scene, title: str) -> DatePoll:
    statement = select(DatePoll).where(
        DatePoll.case_id == scene.case.id, DatePoll.title == title, DatePoll.closed_at.is_(None)
    )
    return db.session.scalars(statement).one()
