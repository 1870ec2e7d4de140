"""A forum and its meetings in tests: how one begins, goes by the book, and what sensible people fill in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import select

from tests.canary import PRIVATE
from tests.world import World
from workflows.cases import Case
from workflows.clock import today
from workflows.database import db
from workflows.details import Details, PersonChange
from workflows.forums import Forum
from workflows.forums.details import ForumDetails, ForumKind
from workflows.forums.effects import start
from workflows.forums.flow import member
from workflows.meetings import Meeting
from workflows.meetings.details import (
    ActionDropped,
    Approval,
    ApproveBy,
    ApprovedThere,
    Correction,
    Elsewhere,
    Hosting,
    ItemDetails,
    ItemDropped,
    ItemMinutes,
    ItemMoved,
    LookBack,
    MeetingDetails,
    Moving,
    NewAction,
    Room,
)
from workflows.meetings.effects import plan
from workflows.meetings.model import AgendaItem, MinutedAction
from workflows.people import appoint

CHAIR: Final = "asha"
MEMBERS: Final = ("sam", "tom", "una")
NOTES: Final = "Everybody reads the same book in March."
DECISION: Final = "We moderate Year 2 writing in May."

BOOK: Final = [
    ("ask_host", CHAIR), ("decline_to_host", "carol"), ("add_note", "sam"), ("offer_to_host", "marta"),
    ("say_where", "marta"), ("write_item", "sam"), ("order_item", CHAIR), ("open_agenda_now", CHAIR),
    ("postpone", CHAIR), ("resume", CHAIR), ("change_people", CHAIR), ("publish", CHAIR),
    ("answer_date", "tom"), ("host_drops_out", "marta"), ("go_elsewhere", CHAIR),
]  # fmt: skip
"""How a meeting goes by the book until its day, beginning without a host."""
AFTERWARDS: Final = [
    ("say_held", CHAIR), ("write_minutes", CHAIR), ("send_minutes", CHAIR), ("write_minutes", "tom"),
    ("correct_minutes", CHAIR), ("ask_for_action", CHAIR), ("approve", CHAIR), ("look_back", CHAIR),
]  # fmt: skip
"""And from its day on."""


class Book(Protocol):
    """What the details follow from; see `tests.details.Book`."""

    case: Case
    world: World
    today: date
    soon: date


def a_forum(world: World, *, kind: ForumKind = ForumKind.SUBJECT, name: str = "English forum") -> Forum:
    """A forum that Asha chairs, with a member of each school; in the caller's transaction."""
    forum = start(
        ForumDetails(
            name=name, kind=kind, purpose="We make English better together.", chair_id=world.people[CHAIR]
        ),
        world.person("lena"),
    )
    for who in MEMBERS:
        appoint(world.person(who), member.name, forum.id)
    db.session.flush()
    return forum


def planning(forum: Case, on: date, **changes: Any) -> MeetingDetails:
    """A meeting after school."""
    given: dict[str, Any] = {
        "group_id": forum.id, "title": forum.title, "on": on, "starts": time(16), "ends": time(17, 30),
    }  # fmt: skip
    return MeetingDetails(**given | changes)


def a_meeting(world: World, on: date | None = None, *, forum: Forum | None = None, **changes: Any) -> Meeting:
    """A meeting of the forum that looks for a host, unless `changes` name one."""
    forum = forum or a_forum(world)
    return plan(forum, planning(forum, on or in_seven_weeks(today()), **changes), world.person(CHAIR))


def in_seven_weeks(today: date) -> date:
    """A Wednesday in term, seven weeks or so from now."""
    day = today + timedelta(days=52)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def _of(book: Book) -> Meeting | None:
    return book.case if isinstance(book.case, Meeting) else None


def _item(book: Book) -> int:
    """The third item of the agenda: the first that does not bring its matter along."""
    found = select(AgendaItem.id).where(AgendaItem.meeting_id == book.case.id).order_by(AgendaItem.position)
    ids = db.session.scalars(found).all()
    return ids[2] if len(ids) > 2 else 0


def _revision(book: Book) -> int:
    return db.session.scalar(select(AgendaItem.revision).where(AgendaItem.id == _item(book))) or 0


def _action(book: Book) -> int:
    found = select(MinutedAction.id).where(MinutedAction.item_id == _item(book))
    return db.session.scalar(found.order_by(MinutedAction.id.desc()).limit(1)) or 1


def _day(book: Book) -> date:
    meeting = _of(book)
    return max(meeting.on, book.today - timedelta(days=1)) if meeting else book.today


def a_school_day(day: date) -> date:
    """That day, or the next Wednesday in term after it (of the terms of `tests.world`)."""
    for first, last in ((date(2026, 12, 19), date(2027, 1, 5)), (date(2027, 3, 26), date(2027, 4, 13))):
        if first <= day <= last:
            day = last
    return day + timedelta(days=(2 - day.weekday()) % 7)


PAGES: Final[dict[type[Details], Callable[[Book], Details]]] = {
    MeetingDetails: lambda b: planning(b.case, in_seven_weeks(b.today)),
    Hosting: lambda b: Hosting(
        school_id=b.world.schools["cliff_view" if b.case.version < 2 else "gull_rock"], place="The library"
    ),
    Room: lambda b: Room(place="The library"),
    Elsewhere: lambda b: Elsewhere(link="https://meet.example/english"),
    Moving: lambda b: Moving(
        on=a_school_day(b.today + timedelta(days=30)),
        starts=time(15, 30),
        ends=time(17),
        reason="Parents' evening.",
    ),
    ItemDetails: lambda b: ItemDetails(
        title="" if not _of(b) else "Handwriting",
        what="What works in Year 1?",
        presenter_id=b.world.people["sam"],
    ),
    ItemDropped: lambda b: ItemDropped(item_id=_item(b) or 1),
    ItemMoved: lambda b: ItemMoved(item_id=_item(b) or 1),
    ItemMinutes: lambda b: ItemMinutes(
        item_id=_item(b) or 1,
        notes=f"{NOTES} {b.today}",
        decisions=DECISION,
        seen=_revision(b),
        action=NewAction(
            title="Share the book list",
            owner_id=b.world.people["una"],
            due_on=b.soon,
            success_measure="Sent.",
        ),
    ),
    ActionDropped: lambda b: ActionDropped(action_id=_action(b)),
    Correction: lambda b: Correction(reason="A name was wrong."),
    Approval: lambda b: Approval(on=_day(b)),
    ApprovedThere: lambda b: ApprovedThere(on=_day(b), meeting_id=b.case.id, approved_by="Asha"),
    ApproveBy: lambda b: ApproveBy(on=b.soon),
    PersonChange: lambda b: PersonChange(role="note_taker", joining_id=b.world.people["tom"]),
    LookBack: lambda b: LookBack(what_came="Five schools moderate together now."),
}


SECRET: Final = PRIVATE
"""What members write in the second part."""
