"""Who is told of a step, and in which mail: the outbox rows that its commit carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from workflows import messages
from workflows.database import db
from workflows.dates.letters import Letter
from workflows.machine import ORGANISER
from workflows.messages import Reason
from workflows.people import Holder, Post, holders_called, role_label
from workflows.turns import NewTurn, posts_in
from workflows.visibility import may_see, posts_on

if TYPE_CHECKING:
    from workflows.perform import Act

INVITING: Final = ("dates/invited", "dates/changed")
"""Mail about a date that asks its reader to come."""
URGENT: Final = "urgent"
"""The fact of a message that it leaves whatever the hour."""


def tell(act: Act, opened: list[NewTurn], event_id: int) -> None:
    """Write one message for each person concerned but the actor; whose turn it is hears that."""
    rows = _about_the_case(act, opened, event_id)
    dates = _about_dates(act, event_id)
    for person_id in _told_by_their_diary(act, opened, rows):
        del rows[person_id]
    if act.urgent:
        for row in (*rows.values(), *dates):
            row["facts"] = {**row["facts"], URGENT: True}
    if rows or dates:
        db.session.connection().execute(messages.INSERT, [*rows.values(), *dates])


def _told_by_their_diary(act: Act, opened: list[NewTurn], rows: dict[int, dict[str, Any]]) -> set[int]:
    """Those whom the mail about a date tells enough, so that nobody is told twice.

    An invitation says what comes next: what is asked of them after that date can wait for its reminders. That
    a date is off is the news, unless the case itself goes on to another state by the same step.
    """
    due = {turn.id: turn.due_on for turn in opened}
    told = set()
    for letter in act.diary.letters:
        row = rows.get(letter.person_id)
        if (
            row is None or row["facts"]
        ):  # in a part of their own: it stands in for somebody, or beside the case
            continue
        invites = letter.kind in INVITING
        if row["reason"] is Reason.TOLD:
            is_enough = invites or not act.completes
        elif act.urgent:
            is_enough = False
        else:
            is_enough = invites and _can_wait(letter, due.get(row["deadline_id"]))
        if is_enough:
            told.add(letter.person_id)
    return told


def _can_wait(letter: Letter, due_on: date | None) -> bool:
    """Whether what is asked is due only once the date is there to which this invites."""
    return letter.entry is not None and (due_on is None or due_on >= letter.entry.first_day)


def _about_the_case(act: Act, opened: list[NewTurn], event_id: int) -> dict[int, dict[str, Any]]:
    """A message a person: their turn, or else news."""
    rows: dict[int, dict[str, Any]] = {}
    for turn in () if act.transition.quiet else opened:
        for holder, facts in _turn_readers(act, turn):
            rows.setdefault(holder.person_id, _message(act, holder, event_id, turn=turn, facts=facts))
    for holder, facts in _news_readers(act):
        rows.setdefault(holder.person_id, _message(act, holder, event_id, facts=facts))
    if act.actor:
        rows.pop(act.actor.id, None)
    return rows


def _news_readers(act: Act) -> Iterator[tuple[Holder, dict[str, str]]]:
    """Those who are told; whoever may not see the case hears of it with a page that is there for them."""
    for post in posts_in(act.case, act.transition.tells) + act.tell_posts:
        yield from ((holder, {}) for holder in _holders(act, post))
    for holder in holders_called(act.tell_people).values() if act.tell_people else ():
        if may_see(act.case, posts_on(holder.person_id, act.case)):
            yield holder, {}
    for holder in holders_called(act.tell_beside).values() if act.tell_beside else ():
        yield holder, {"page": act.tell_beside[holder.person_id]}


def _turn_readers(act: Act, turn: NewTurn) -> Iterator[tuple[Holder, dict[str, str]]]:
    """Those whose turn it is; where nobody holds the post, the improvement lead, who can appoint somebody."""
    holding = _holders(act, turn.post)
    if holding:
        yield from ((holder, {}) for holder in holding)
    else:
        vacant = {"vacant": role_label(act.trust, turn.post.role)}
        lead = Post("improvement_lead", act.case.trust_id)
        yield from ((holder, vacant) for holder in act.turns.holding[lead])


def _holders(act: Act, post: Post) -> list[Holder]:
    """Who holds a post; of those who have arranged dates here, only whoever may see the case still."""
    holding = list(act.turns.holding.get(post, ()))
    if post.role != ORGANISER.name:
        return holding
    return [one for one in holding if may_see(act.case, posts_on(one.person_id, act.case))]


def _message(
    act: Act, holder: Holder, event_id: int, *, facts: dict[str, str], turn: NewTurn | None = None
) -> dict[str, Any]:  # fmt: skip
    at_once = {"status": messages.MessageStatus.QUEUED} if act.case.flow.owes_news or act.urgent else {}
    opens = messages.next_open_moment(act.at, holder, act.turns.calendars)
    return messages.row(
        holder,
        trust_id=act.case.trust_id,
        kind=f"{act.case.flow.slug}/{act.transition.name}",
        reason=Reason.TURN if turn else Reason.TOLD,
        key=f"event:{event_id}",
        created_at=act.at,
        send_after=act.at if act.urgent else opens,
        case_id=act.case.id,
        event_id=event_id,
        deadline_id=turn.id if turn else None,
        sender_id=act.actor.id if act.actor else None,
        facts=facts,
        **at_once,
    )


def _about_dates(act: Act, event_id: int) -> list[dict[str, Any]]:
    """The mails that keep diaries right, the actor's own too; older ones that have not left are dropped."""
    letters = act.diary.letters
    if not letters:
        return []
    db.session.flush()
    for entry_id in {one.entry.id for one in letters if one.entry}:
        messages.supersede(
            entry_id, [one.person_id for one in letters if one.entry and one.entry.id == entry_id]
        )
    reading = holders_called([one.person_id for one in letters])
    return [
        _about_date(act, one, reading[one.person_id], event_id=event_id)
        for one in letters
        if one.person_id in reading
    ]


def _about_date(act: Act, letter: Letter, holder: Holder, *, event_id: int) -> dict[str, Any]:
    entry, calendar = letter.entry, act.turns.calendars
    facts = dict(letter.facts)
    send_after = messages.next_open_moment(act.at, holder, calendar)
    if entry is not None:
        begins_at = min(
            entry.starts_at, datetime.fromisoformat(facts.get("was", entry.starts_at.isoformat()))
        )
        send_after = messages.date_moment(act.at, holder, calendar, begins_at=begins_at)
        if act.urgent:
            send_after = act.at
        facts |= {"stamp": letter.stamp.isoformat() if letter.stamp else "", "sequence": entry.sequence}
    return messages.row(
        holder,
        trust_id=act.case.trust_id,
        kind=letter.kind,
        reason=Reason.DATE,
        key=f"date:{event_id}:{entry.id if entry else 0}",
        created_at=act.at,
        send_after=send_after,
        case_id=act.case.id,
        event_id=event_id,
        entry_id=entry.id if entry else None,
        sender_id=act.actor.id if act.actor else None,
        facts=facts,
    )
