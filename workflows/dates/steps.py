"""What can be done about the dates of any case: a workflow takes all of it on in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from workflows.cases import Case
from workflows.database import db
from workflows.dates.details import (
    AnswerDetails,
    AskedChange,
    DateChange,
    DateDetails,
    DateOff,
    ReplyArrived,
    ReplySettled,
    Span,
    TimeChosen,
    TimesDropped,
    TimesOffered,
    TimesTicked,
)
from workflows.dates.model import (
    Answer,
    Attendance,
    CalendarEntry,
    DatePoll,
    PollOption,
    PollTick,
    ReplyToSettle,
    Via,
)
from workflows.details import InvalidDetails, in_future
from workflows.machine import ASKED, ORGANISER, THE_CLOCK, Effect, Role, States, Steps
from workflows.perform import Act, keep_note


def date_steps(states: States, *, by: tuple[Role, ...]) -> Steps:
    """Everything about dates, possible in these states; `by` may arrange them, as may who arranged one."""
    arrangers = (*by, ORGANISER)
    step = _steps_in(states)
    answering = answer_steps(states, by=by)
    effects: dict[str, Effect] = {
        "add_date": add,
        "change_date": change,
        "call_off_date": call_off,
        "change_asked": change_asked,
        "offer_times": offer_times,
        "tick_times": tick_times,
        "choose_time": choose_time,
        "drop_times": drop_times,
    }
    return Steps(
        {
            "add_date": step(by, DateDetails, "Add a date", "Date added"),
            "change_date": step(arrangers, DateChange, "Change a date", "Date changed"),
            "call_off_date": step(arrangers, DateOff, "Call off a date", "Date called off"),
            "change_asked": step(arrangers, AskedChange, "Change who is asked", "Changed who is asked"),
            "offer_times": step(by, TimesOffered, "Find a date", "Times offered"),
            "tick_times": step(ASKED, TimesTicked, "Say which times suit you", "Times ticked"),
            "choose_time": step(arrangers, TimeChosen, "Choose a time", "Time chosen"),
            "drop_times": step(
                arrangers, TimesDropped, "Stop looking for a date", "Search for a date stopped"
            ),
        }
        | answering.transitions,
        effects | answering.effects,
    )


def answer_steps(states: States, *, by: tuple[Role, ...]) -> Steps:
    """What comes of a date once it stands, for workflows that arrange theirs by steps of their own."""
    step = _steps_in(states)
    return Steps(
        {
            "answer_date": step(ASKED, AnswerDetails, "Answer", "Answered"),
            "reply_arrived": step(THE_CLOCK, ReplyArrived, "A reply came", "A reply came that needs a look"),
            "settle_reply": step((*by, ORGANISER), ReplySettled, "Settle a reply", "Reply settled"),
        },
        {"answer_date": answer, "reply_arrived": keep_reply, "settle_reply": settle},
    )


def _steps_in(states: States) -> Callable[[Any, Any, str, str], Any]:
    def step(who: Any, needs: Any, label: str, done: str) -> Any:
        return states.stays(by=who, needs=needs, label=label, done=done, aside=True)

    return step


# Dates


def add(_: Case, details: DateDetails, act: Act) -> None:
    entry = act.diary.add(
        details.span,
        title=details.title,
        asked=details.asked,
        place=details.place,
        link=details.link,
        agenda=details.agenda,
        audience=details.audience,
    )
    act.facts["entry_id"] = entry.id


def change(case: Case, details: DateChange, act: Act) -> None:
    entry = entry_of(case, details.entry_id)
    act.facts |= {"was": entry.starts_at.isoformat(), "was_title": entry.title}
    act.facts["moved"] = act.diary.change(
        entry,
        details.span,
        title=details.title,
        place=details.place,
        link=details.link,
        agenda=details.agenda,
        reason=details.reason,
    )


def call_off(case: Case, details: DateOff, act: Act) -> None:
    entry = entry_of(case, details.entry_id)
    act.facts |= {"title": entry.title, "was": entry.starts_at.isoformat()}
    act.diary.call_off(entry, details.reason)


def change_asked(case: Case, details: AskedChange, act: Act) -> None:
    entry = entry_of(case, details.entry_id)
    if not entry.is_ahead:
        raise InvalidDetails({"entry_id": "Choose a date that still stands"})
    act.facts["title"] = entry.title
    if details.joining:
        act.diary.ask(entry, details.joining)
    if details.leaving:
        act.diary.stop_asking(entry, set(details.leaving))


def answer(case: Case, details: AnswerDetails, act: Act) -> None:
    entry = entry_of(case, details.entry_id)
    if act.actor is None or not entry.is_ahead:
        raise InvalidDetails({"entry_id": "That date is over, or off"})
    act.facts |= {"title": entry.title, "on": entry.starts_at.isoformat()}
    attendance = attendance_of(entry, act.actor.id)
    counts = act.diary.answer(
        attendance, details.answer, via=details.via, sequence=details.sequence, stamp=details.stamp
    )
    act.facts["counts"] = counts
    if details.comment.strip():
        keep_note(act, details.comment)
    if counts and details.answer is Answer.NO and entry.organiser_id != act.actor.id:
        act.tell_people.append(entry.organiser_id)


# Finding a time


def offer_times(case: Case, details: TimesOffered, act: Act) -> None:
    in_future(details.answer_by, act.today, field="answer_by")
    spans = sorted({option.span for option in details.options}, key=lambda span: span.starts_at)
    poll = DatePoll(
        trust_id=case.trust_id,
        case_id=case.id,
        title=details.title,
        place=" ".join(details.place.split()),
        link=details.link,
        agenda=details.agenda,
        organiser_id=act.actor.id if act.actor else 0,
        hides_answers=details.hides_answers,
        answer_by=details.answer_by,
        created_at=act.at,
        options=[
            PollOption(
                trust_id=case.trust_id, starts_at=span.starts_at, ends_at=span.ends_at, all_day=span.all_day
            )
            for span in spans
        ],
    )
    act.facts["poll_id"] = act.diary.add_poll(poll, details.asked).id


def tick_times(case: Case, details: TimesTicked, act: Act) -> None:
    poll = poll_of(case, details.poll_id)
    asked = next((one for one in poll.people if act.actor and one.person_id == act.actor.id), None)
    if asked is None:
        raise InvalidDetails({"poll_id": "You are not asked about these times"})
    chosen = {one.option_id: one.tick for one in details.ticks}
    if set(chosen) != {option.id for option in poll.options}:
        raise InvalidDetails({"ticks": "Say for each of the times whether it suits you"})
    for option in poll.options:
        db.session.merge(
            PollTick(
                trust_id=poll.trust_id,
                option_id=option.id,
                person_id=asked.person_id,
                tick=chosen[option.id],
            )
        )
    asked.answered_at = act.at
    act.facts["title"] = poll.title
    act.diary.touched = True
    if details.comment.strip():
        keep_note(act, details.comment)


def choose_time(case: Case, details: TimeChosen, act: Act) -> None:
    poll = poll_of(case, details.poll_id)
    option = next((one for one in poll.options if one.id == details.option_id), None)
    if option is None:
        raise InvalidDetails({"option_id": "Choose one of the times"})
    span = Span(option.starts_at, option.ends_at, option.all_day)
    entry = act.diary.add(
        span,
        title=poll.title,
        asked=[one.person_id for one in poll.people if one.person.left_on is None],
        place=poll.place,
        link=poll.link,
        agenda=poll.agenda,
        organiser=poll.organiser if poll.organiser.left_on is None else act.actor,
    )
    poll.entry_id = entry.id
    act.diary.close_poll(poll)
    act.facts |= {"entry_id": entry.id, "title": poll.title, "on": option.starts_at.isoformat()}


def drop_times(case: Case, details: TimesDropped, act: Act) -> None:
    poll = poll_of(case, details.poll_id)
    act.facts["title"] = poll.title
    act.diary.close_poll(poll, reason=details.reason)


# Replies that need a person


def keep_reply(case: Case, details: ReplyArrived, act: Act) -> None:
    entry = entry_of(case, details.entry_id)
    reply = ReplyToSettle(
        trust_id=case.trust_id,
        case_id=case.id,
        entry_id=entry.id,
        person_id=details.person_id,
        kind=details.kind,
        sender=details.sender,
        said=details.said,
        answer=details.answer,
        proposed_starts_at=details.proposed.starts_at if details.proposed else None,
        proposed_ends_at=details.proposed.ends_at if details.proposed else None,
        original=details.original,
        arrived_at=act.at,
    )
    db.session.add(reply)
    db.session.flush()
    act.diary.touched = True
    act.facts |= {"reply_id": reply.id, "title": entry.title, "whose": reply.person.name}


def settle(case: Case, details: ReplySettled, act: Act) -> None:
    reply = db.session.get(ReplyToSettle, details.reply_id, populate_existing=True)
    if reply is None or reply.case_id != case.id or reply.settled_at is not None:
        raise InvalidDetails({"reply_id": "Choose a reply that has not been settled"})
    if details.taken:
        if reply.answer is Answer.NONE:
            raise InvalidDetails({"taken": "There is no answer in this reply that could be taken"})
        attendance = attendance_of(reply.entry, reply.person_id)
        act.diary.answer(attendance, reply.answer, via=Via.DIARY)
    reply.settled_at = act.at
    reply.settled_by_id = act.actor.id if act.actor else None
    act.diary.touched = True
    act.facts |= {"title": reply.entry.title, "whose": reply.person.name, "answer": reply.answer}


# Shared by the above


def entry_of(case: Case, entry_id: int) -> CalendarEntry:
    """A date of this case as it is now, whatever was read before the case was held; raises InvalidDetails."""
    found = db.session.scalars(
        select(CalendarEntry)
        .where(CalendarEntry.id == entry_id, CalendarEntry.case_id == case.id)
        .options(selectinload(CalendarEntry.attendances))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise InvalidDetails({"entry_id": "Choose a date of this case"})
    return found


def attendance_of(entry: CalendarEntry, person_id: int) -> Attendance:
    """The part of somebody who is asked now; raises InvalidDetails."""
    for one in entry.asked:
        if one.person_id == person_id:
            return one
    raise InvalidDetails({"entry_id": "You are not asked to this date"})


def poll_of(case: Case, poll_id: int) -> DatePoll:
    """Times of this case that are still asked for, as it is now; raises InvalidDetails."""
    found = db.session.get(DatePoll, poll_id, populate_existing=True)
    if found is None or found.case_id != case.id or not found.is_open:
        raise InvalidDetails({"poll_id": "These times are no longer asked for"})
    return found
