"""From rows of the outbox to what their mails say: a handful of queries, however large the batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from notifications.about_dates import DatesAround
from notifications.addresses import suppressed
from notifications.feedback_asking import FeedbackAround
from notifications.minutes import MinutesAround
from notifications.outside_readers import OutsideReaders
from notifications.setup import AnyRow, AnySelect
from notifications.telling import About, Happening, Telling, Turn
from notifications.unsubscribe import without_news
from workflows.accounts import LIFETIMES
from workflows.cases import Case, Deadline
from workflows.clock import LONDON, now
from workflows.database import db
from workflows.events import Event
from workflows.machine import roles_in, workflow
from workflows.messages import Message, MessageStatus, Reason, open_moment
from workflows.peer_reviews.releasing import LINK_MAIL
from workflows.people import Holder, Person, Post, holders, role_label
from workflows.places import Place, Trust
from workflows.school_calendar import calendars

_LINKS_LAST: Final = {f"account/{purpose}": lifetime for purpose, lifetime in LIFETIMES.items()}
_ABOUT_A_TURN: Final = (Reason.TURN, Reason.REMINDER)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A message with all that decides whether it still stands, and what its mail says."""

    telling: Telling
    #: the first moment from now on at which mail may reach its reader
    open_from: datetime
    has_left: bool = False
    turn_over: bool = False
    #: the turn is somebody else's by now
    replaced: bool = False
    #: why the address takes no mail; None if it does
    suppressed: str | None = None
    wants_news: bool = True
    #: when the link in it runs out
    expires_at: datetime | None = None
    #: why mail about a date must not leave any more
    stale: str = ""
    #: of mail about a date: before which moment it has to reach its reader, whatever the hour
    begins_at: datetime | None = None


def load(ids: Collection[int]) -> dict[int, Loaded]:
    """What the messages with these ids say, by id; needs a scope that reaches them."""
    rows = db.session.execute(_messages().where(Message.id.in_(ids))).all()
    if not rows:
        return {}
    around = _Surroundings(rows)
    loaded = {row.id: around.loaded(row) for row in rows}
    digests = [row.id for row in rows if row.reason == Reason.DIGEST]
    for digest_id, items in _items(digests).items():
        digest = loaded[digest_id]
        loaded[digest_id] = replace(digest, telling=replace(digest.telling, items=items))
    return loaded


_actor = aliased(Person)


@cache
def _messages() -> AnySelect:
    return (
        select(
            Message.id,
            Message.kind,
            Message.reason,
            Message.trust_id,
            Message.created_at,
            Message.facts,
            Message.case_id,
            Message.entry_id,
            Person.id.label("person_id"),
            Person.name,
            Person.email,
            Person.school_id,
            Person.left_on,
            Event.kind.label("event_kind"),
            Event.actor_as,
            Event.details,
            Event.from_state,
            Event.to_state,
            _actor.name.label("actor"),
            Deadline.id.label("deadline_id"),
            Deadline.ask,
            Deadline.due_on,
            Deadline.role,
            Deadline.place_id,
            Deadline.closed_at,
        )
        .join(Person, Person.id == Message.person_id)
        .outerjoin(Event, Event.id == Message.event_id)
        .outerjoin(_actor, _actor.id == Event.actor_id)
        .outerjoin(Deadline, Deadline.id == Message.deadline_id)
    )


def _items(digests: Sequence[int]) -> dict[int, tuple[Telling, ...]]:
    """What each digest carries and still stands; what a digest in doubt carried comes along with it."""
    carried = _carried_by(digests)
    loaded = load([message_id for message_id, _, _ in carried])
    found: dict[int, tuple[Telling, ...]] = dict.fromkeys(digests, ())
    for message_id, digest_id, in_doubt in carried:
        one = loaded[message_id]
        if one.telling.reason is Reason.DIGEST:
            found[digest_id] += tuple(
                replace(item, in_doubt=in_doubt or item.in_doubt) for item in one.telling.items
            )
        elif not (one.turn_over or one.replaced or one.stale or _is_unwanted(one)):
            found[digest_id] += (replace(one.telling, in_doubt=in_doubt),)
    return found


def _carried_by(digests: Sequence[int]) -> list[tuple[int, int, bool]]:
    if not digests:
        return []
    statement = (
        select(Message.id, Message.carried_by_id, Message.status)
        .where(Message.carried_by_id.in_(digests))
        .order_by(Message.id)
    )
    return [
        (row.id, row.carried_by_id, row.status == MessageStatus.UNKNOWN)
        for row in db.session.execute(statement)
    ]


def _is_unwanted(one: Loaded) -> bool:
    return one.telling.reason is Reason.TOLD and not one.wants_news


class _Surroundings:
    """Everything around a batch of messages, each read once."""

    def __init__(self, rows: Sequence[AnyRow]) -> None:
        self.at = now()
        self.today = self.at.astimezone(LONDON).date()
        self.trusts = _trusts({row.trust_id for row in rows})
        self.cases = _cases({row.case_id for row in rows if row.case_id is not None})
        self.places = _names_of_places(self.cases.values())
        self.sources = _titles({source for case in self.cases.values() if (source := _source(case))})
        self.open_turns = _open_turns(self.cases)
        self.holding = holders(self._posts(rows))
        self.outside = OutsideReaders(rows, self.today)
        self.suppressed = suppressed({row.email for row in rows} | self.outside.addresses)
        self.without_news = without_news({row.person_id for row in rows})
        self.dates = DatesAround(rows, self.at)
        self.feedback = FeedbackAround(rows)
        self.minutes = MinutesAround(rows)

    def loaded(self, row: AnyRow) -> Loaded:
        """One message with what is around it."""
        trust = self.trusts[row.trust_id]
        lifetime = _LINKS_LAST.get(row.kind)
        about_turn = row.reason in _ABOUT_A_TURN and row.deadline_id is not None
        open_from = open_moment(self.at, row.school_id, calendars(trust))
        return Loaded(
            telling=self._telling(row, trust),
            open_from=open_from,
            has_left=row.left_on is not None,
            turn_over=about_turn and row.closed_at is not None,
            replaced=about_turn and self._is_replaced(row),
            suppressed=self.suppressed.get(self.outside.reader(row).address),
            wants_news=row.person_id not in self.without_news or self._is_owed(row),
            expires_at=row.created_at + lifetime if lifetime else None,
            stale=self.outside.stale(row) or self.feedback.stale(row) or self.dates.stale(row, open_from),
            begins_at=self.dates.begins_at(row),
        )

    def _posts(self, rows: Sequence[AnyRow]) -> set[Post]:
        turns = [Post(row.role, row.place_id) for row in rows if row.deadline_id is not None]
        return {*turns, *(_post(turn) for found in self.open_turns.values() for turn in found)}

    def _is_owed(self, row: AnyRow) -> bool:
        """Whether its reader hears of it whatever they have chosen."""
        case = self.cases.get(row.case_id)
        return case is not None and case.flow.owes_news

    def _is_replaced(self, row: AnyRow) -> bool:
        """Whether the reader was told as holder of a post that is no longer theirs."""
        if "vacant" in row.facts or "copied" in row.facts:
            return False
        holding: list[Holder] = self.holding[Post(row.role, row.place_id)]
        return all(holder.person_id != row.person_id for holder in holding)

    def _telling(self, row: AnyRow, trust: Trust) -> Telling:
        case = self.cases.get(row.case_id)
        beside = "page" in row.facts or row.kind == LINK_MAIL
        turns = self.open_turns.get(row.case_id, []) if case and not beside else []
        return Telling(
            message_id=row.id,
            trust_id=row.trust_id,
            created_at=row.created_at,
            kind=self.dates.kind(row),
            reason=row.reason,
            reader=self.outside.reader(row),
            trust=trust.name,
            colour=trust.brand_colour,
            today=self.today,
            case=(_name_of(case) if beside else self._about(case)) if case else None,
            event=_happening(row, case),
            turn=self._turn(row, trust) if row.deadline_id is not None else None,
            turns=tuple(self._turn(turn, trust) for turn in turns),
            date=self.dates.date(row),
            times=self.dates.times(row),
            facts=self.outside.facts(row),
            minutes=self.minutes.of(row),
        )

    def _turn(self, row: AnyRow, trust: Trust) -> Turn:
        return Turn(
            ask=row.ask,
            due_on=row.due_on,
            who=tuple(holder.name for holder in self.holding[_post(row)]),
            role=role_label(trust, row.role),
        )

    def _about(self, case: Case) -> About:
        source = _source(case)
        return About(
            id=case.id,
            reference=case.reference,
            title=case.title,
            noun=case.flow.noun,
            path=f"/{case.flow.slug}/{case.reference}",
            state=case.state_now.label,
            doing=case.state_now.doing,
            is_open=case.is_open,
            owes_news=case.flow.owes_news,
            places={name: self.places[place_id] for name, place_id in _places(case).items()},
            came_from=self.sources.get(source, "") if source else "",
        )


def _name_of(case: Case) -> About:
    """What a reader hears of a case that they may not see: its name, and nothing of how it stands."""
    return About(id=case.id, reference="", title=case.title, noun=case.flow.noun, path="/", state="")


def _happening(row: AnyRow, case: Case | None) -> Happening | None:
    if row.event_kind is None or case is None:
        return None
    transition = case.flow.transitions.get(row.event_kind)
    return Happening(
        name=row.event_kind,
        done=transition.done if transition else row.event_kind.replace("_", " ").capitalize(),
        actor=row.actor or "",
        actor_as=row.actor_as,
        details={} if "page" in row.facts else row.details,
        moved=row.from_state != row.to_state,
    )


def _post(turn: AnyRow) -> Post:
    return Post(turn.role, turn.place_id)


def _trusts(ids: Iterable[int]) -> dict[int, Trust]:
    return {trust.id: trust for trust in db.session.scalars(select(Trust).where(Trust.id.in_(ids)))}


def _cases(ids: Collection[int]) -> dict[int, Case]:
    if not ids:
        return {}
    return {case.id: case for case in db.session.scalars(select(Case).where(Case.id.in_(ids)))}


def _open_turns(ids: Collection[int]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = {}
    if ids:
        statement = (
            select(Deadline.case_id, Deadline.ask, Deadline.due_on, Deadline.role, Deadline.place_id)
            .where(Deadline.case_id.in_(ids), Deadline.closed_at.is_(None))
            .order_by(Deadline.id)
        )
        for row in db.session.execute(statement):
            found.setdefault(row.case_id, []).append(row)
    return found


def _places(case: Case) -> dict[str, int]:
    """The places that the roles of its workflow name, where this case has them."""
    found = {name: getattr(case, f"{name}_id") for name in _named_places(case.flow.slug)}
    return {name: place_id for name, place_id in found.items() if place_id is not None}


@cache
def _named_places(slug: str) -> frozenset[str]:
    """Such as "receiving_school"."""
    flow = workflow(slug)
    by = [role for transition in flow.transitions.values() for role in roles_in(transition.by)]
    asked = [role for state in flow.states.values() for role in roles_in(state.turn_of)]
    named = {role.at for role in (*by, *asked) if not role.many}
    return frozenset(named - {"case", "trust", "nowhere"})


def _names_of_places(cases: Iterable[Case]) -> dict[int, str]:
    ids = {place_id for case in cases for place_id in _places(case).values()}
    if not ids:
        return {}
    statement = select(Place.id, Place.name).where(Place.id.in_(ids))
    return {row.id: row.name for row in db.session.execute(statement)}


def _source(case: Case) -> int | None:
    return getattr(case, f"{case.flow.inherits}_id") if case.flow.inherits else None


def _titles(ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    statement = select(Case.id, Case.title).where(Case.id.in_(ids))
    return {row.id: row.title for row in db.session.execute(statement)}
