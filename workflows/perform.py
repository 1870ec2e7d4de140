"""The only door through which a case changes.

`perform` checks who asks and what comes with it, lets the workflow's effects run, and writes state, event,
turns, reminders and messages. It runs inside the caller's transaction and never commits; nothing is sent from
here. Whoever calls it (a page, a reply by mail, an import, the scheduler) gets the same checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import String, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from workflows import events, messages, reminders, turns
from workflows.cases import Case, Deadline, next_reference
from workflows.clock import now
from workflows.database import Model, Scoped, db
from workflows.details import Details
from workflows.errors import (
    AlreadyDone,
    DetailsNeeded,
    NobodysTurn,
    NotYourRole,
    StaleCase,
    TransitionNotAllowed,
)
from workflows.machine import BACK, ITS_CASE, NEW, THE_CLOCK, Each, Role, State, Transition, roles_in
from workflows.messages import Reason
from workflows.people import Holder, Person, Post, holders, posts_of, role_label
from workflows.places import Place, PlaceKind, Trust
from workflows.school_calendar import TrustCalendars, calendars
from workflows.turns import NewTurn, OpenTurn

CaseT = TypeVar("CaseT", bound=Case)


class FormKey(Scoped, Model):
    """A form that has been acted on: the same one can arrive again and change nothing."""

    __tablename__ = "form_keys"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(index=True)


@dataclass
class Act:
    """One performance of a transition, as its effects and the timeline see it."""

    case: Case
    transition: Transition
    #: none when the clock acts
    actor: Person | None
    details: Details | None
    at: datetime
    seq: int
    trust: Trust
    calendars: TrustCalendars
    posts: frozenset[Post] = frozenset()
    #: effects may add facts here that the event keeps beside the details
    facts: dict[str, Any] = field(default_factory=dict)
    #: effects may name people here who are to be told, beside the transition's own roles
    tell_posts: list[Post] = field(default_factory=list)


@dataclass
class _Turning:
    """What becomes of the turns: filled in by `_turn`, read by messages and reminders."""

    holding: dict[Post, list[Holder]]
    opened: list[dict[str, Any]] = field(default_factory=list)


def perform(
    case: CaseT,
    name: str,
    actor: Person | None,
    details: Details | None = None,
    *,
    version: int | None = None,
    form_key: str | None = None,
) -> CaseT:
    """Make a transition: state, event, turns, reminders and messages, all in the caller's transaction.

    `version` is what the asker had seen; `form_key` makes a form count once. An actor of None is the clock.
    Raises a `workflows.errors.Refused` (nothing may then be committed) or `InvalidDetails`.
    """
    locked = lock(case)
    transition = _find(locked, name)
    if version is not None and version != locked.version:
        raise StaleCase(version, locked.version)
    use_form_key(form_key, locked.trust_id)
    act = _act(locked, transition, actor, details)
    _check_actor(act)
    _carry_out(act, locked.state_now)
    return locked


def open_case(
    case: CaseT,
    name: str,
    actor: Person,
    details: Details | None = None,
    *,
    form_key: str | None = None,
    out_of: Act | None = None,
) -> CaseT:
    """Open a new case, given as a transient object with the places it concerns; raises as `perform` does.

    `out_of` is the performance on another case that this one comes from.
    """
    transition = case.flow.transitions[name]
    if not transition.opens:
        raise TransitionNotAllowed(f"{transition.label} does not begin a case")
    case.trust_id = actor.trust_id
    use_form_key(form_key, case.trust_id)
    act = _act(case, transition, actor, details)
    if transition.by != ITS_CASE or out_of is None:
        _check_actor(act)
    case.reference = next_reference(case.trust_id, case.flow.prefix)
    case.place = Place(trust_id=case.trust_id, kind=PlaceKind.CASE, name=case.reference)
    case.opened_at = case.state_since = act.at
    case.state = transition.target.name if transition.target else NEW.name
    db.session.add(case)
    db.session.flush()
    _carry_out(act, NEW)
    return case


def lock(case: CaseT) -> CaseT:
    """The case as it is now, held until the transaction ends (SQLite holds the whole database anyway)."""
    statement = (
        select(type(case))
        .where(Case.id == case.id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def use_form_key(key: str | None, trust_id: int) -> None:
    """Mark a one-time form key as used. Raises AlreadyDone if it was before."""
    if not key:
        return
    insert = postgresql_insert if db.session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = (
        insert(FormKey)
        .values(key=key[:64], trust_id=trust_id, used_at=now())
        .on_conflict_do_nothing()
        .returning(FormKey.key)
    )
    if db.session.scalars(statement).first() is None:
        raise AlreadyDone("This has already been saved.")


def may(case: Case, transition: Transition, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts is among those who may make the transition on this case."""
    return any(role.post(case) in posts for role in roles_in(transition.by))


def available(case: Case, posts: frozenset[Post]) -> list[Transition]:
    """What somebody with these posts may do now, in the order of the definition."""
    return [transition for transition in case.flow.leaving(case.state) if may(case, transition, posts)]


def _find(case: Case, name: str) -> Transition:
    transition = case.flow.transitions.get(name)
    if transition is None or case.state_now not in transition.sources:
        label = transition.label if transition else name
        raise TransitionNotAllowed(f"“{label}” cannot be done while this is “{case.state_now.label}”.")
    return transition


def _act(case: Case, transition: Transition, actor: Person | None, details: Details | None) -> Act:
    if transition.needs is not None and not isinstance(details, transition.needs):
        raise DetailsNeeded(f"“{transition.label}” needs its details filled in.")
    if transition.needs is None and details is not None:
        raise DetailsNeeded(f"“{transition.label}” takes no details.")
    trust = db.session.get_one(Trust, case.trust_id)
    posts = posts_of(actor.id) if actor else frozenset()
    return Act(
        case, transition, actor, details, now(), (case.version or 0) + 1, trust, calendars(trust), posts
    )  # fmt: skip


def _check_actor(act: Act) -> None:
    if act.actor is None:
        if act.transition.by != THE_CLOCK:
            raise NotYourRole(f"“{act.transition.label}” is for a person to do.")
    elif not may(act.case, act.transition, act.posts):
        raise NotYourRole(f"“{act.transition.label}” is for somebody else to do.")


def _carry_out(act: Act, before: State) -> None:
    case, flow = act.case, act.case.flow
    for guard in flow.guards.get(act.transition.name, ()):
        guard(case, act.details)
    for effect in flow.effects.get(act.transition.name, ()):
        effect(case, act.details, act)
    standing = turns.open_turns(case)
    after = _next_state(act, standing)
    # The version moves first, so that effects, turns and messages are flushed with it in one UPDATE.
    case.version = act.seq
    turning = _turn(act, standing, after)
    event_id = _record(act, before, after)
    _remind(act, turning)
    _tell(act, turning, event_id)


def _next_state(act: Act, standing: list[OpenTurn]) -> State | None:
    """The state that the case goes to, or None if it stays where it is."""
    target = act.transition.target
    if target is BACK:
        return act.case.flow.states[str(act.case.paused_from)]
    if isinstance(act.transition.by, Each):
        mine, others = _signing(act, standing)
        if not mine:
            raise TransitionNotAllowed("You have already done this; it now waits for the others.")
        return None if others else target
    return target


def _signing(act: Act, standing: list[OpenTurn]) -> tuple[list[OpenTurn], list[OpenTurn]]:
    """Of the turns that have to be complete: those the actor holds, and those of others."""
    needed = set(turns.posts_in(act.case, act.transition.by))
    waiting = [turn for turn in standing if turn.post in needed]
    return [t for t in waiting if t.post in act.posts], [t for t in waiting if t.post not in act.posts]


def _turn(act: Act, standing: list[OpenTurn], after: State | None) -> _Turning:
    """Close and open turns; moves the case to its next state."""
    case, step = act.case, act.transition
    turning = _Turning(_holders(act, standing, after))
    if after is not None or step.restarts:
        kept = _stop_clock(act, standing, after, turning)
        turns.close(standing, act.at, act.seq, kept)
        new = _new_turns(act, after or case.state_now, turning)
        _enter(act, after)
        standing = []
    else:
        standing = _end_own(act, standing)
        new = _added_turns(act, standing, turning)
    turning.opened = turns.open_new(case, new, act.at, act.seq)
    if case.is_open and not (turning.opened or standing):
        raise NobodysTurn(f"{case.reference} would be nobody's turn after {step.name}")
    return turning


def _holders(act: Act, standing: list[OpenTurn], after: State | None) -> dict[Post, list[Holder]]:
    """Everybody whose calendar or mailbox this touches, in one query."""
    case, step = act.case, act.transition
    wanted = [turn.post for turn in standing] + act.tell_posts + [_improvement_lead(case)]
    for roles in (step.tells, step.also_turn_of, (after or case.state_now).turn_of):
        wanted += turns.posts_in(case, roles)
    if step.target is BACK:
        wanted += [Post(row.role, row.place_id) for row in turns.kept_rows(case)]
    return holders(wanted)


def _improvement_lead(case: Case) -> Post:
    return Post("improvement_lead", case.trust_id)


def _stop_clock(
    act: Act, standing: list[OpenTurn], after: State | None, turning: _Turning
) -> dict[int, int] | None:
    if after is None or not after.stops_clock:
        return None
    act.case.paused_from, act.case.stopped_at = act.case.state, act.at
    return turns.days_left(act.case, standing, turning.holding, act.calendars, act.at)


def _new_turns(act: Act, state: State, turning: _Turning) -> list[NewTurn]:
    if act.transition.target is BACK:
        return turns.kept_turns(act.case, turning.holding, act.calendars, act.at)
    return turns.state_turns(act.case, state, turning.holding, act.calendars, act.at)


def _enter(act: Act, after: State | None) -> None:
    if after is None:
        return
    if act.transition.target is BACK or after.final:
        act.case.paused_from = act.case.stopped_at = None
    act.case.state = after.name
    act.case.state_since = act.at


def _end_own(act: Act, standing: list[OpenTurn]) -> list[OpenTurn]:
    """End the actor's own turns where this transition is their part done; gives those that go on."""
    if act.actor is None:
        late = [turn.id for turn in standing if turn.due_on and turn.due_on < act.at.date()]
        db.session.execute(update(Deadline).where(Deadline.id.in_(late)).values(lapsed_at=act.at))
        return standing
    if not (act.transition.ends_turn or isinstance(act.transition.by, Each)):
        return standing
    own = [turn for turn in standing if turn.post in act.posts]
    turns.close(own, act.at, act.seq)
    return [turn for turn in standing if turn not in own]


def _added_turns(act: Act, standing: list[OpenTurn], turning: _Turning) -> list[NewTurn]:
    step = act.transition
    if not step.also_turn_of:
        return []
    wanted = (step.also_turn_of, step.also_within, step.also_ask)
    taken = {turn.post for turn in standing}
    new = turns.turns_for(act.case, wanted, turning.holding, act.calendars, act.at)
    return [turn for turn in new if turn.post not in taken]


def _record(act: Act, before: State, after: State | None) -> int:
    details = {**(act.details.as_json() if act.details else {}), **act.facts}
    entry = events.Entry(
        trust_id=act.case.trust_id,
        place_id=act.case.id,
        seq=act.seq,
        previous=act.case.chain_head or "",
        at=act.at,
        actor_id=act.actor.id if act.actor else None,
        actor_as=_acting_as(act),
        kind=act.transition.name,
        from_state=before.name,
        to_state=(after or before if before is not NEW else act.case.state_now).name,
        details=details,
    )
    event_id, act.case.chain_head = events.append(entry)
    return event_id


def _acting_as(act: Act) -> str:
    """The part in which the actor acts: "Head, Gull Rock Academy"."""
    if act.actor is None:
        return "Alongside"
    parts = (role.name for role in roles_in(act.transition.by) if role.post(act.case) in act.posts)
    part = next((role_label(act.trust, name) for name in parts), act.actor.job_title)
    return ", ".join(filter(None, (part, act.actor.school.name if act.actor.school else "")))


def _remind(act: Act, turning: _Turning) -> None:
    ladder = reminders.ladder_of(act.trust)
    rows: list[dict[str, Any]] = []
    for turn in turning.opened:
        post = Post(turn["role"], turn["place_id"])
        calendar = turns.calendar_for(act.case, post, turning.holding[post], act.calendars)
        rows += reminders.rows_for(turn, ladder, calendar)
    if rows:
        db.session.connection().execute(reminders.INSERT, rows)


def _tell(act: Act, turning: _Turning, event_id: int) -> None:
    """Write a message for everybody concerned but the actor; whose turn it is hears that before anything else."""
    rows: dict[int, dict[str, Any]] = {}
    lead = _improvement_lead(act.case)
    for turn in turning.opened:
        post = Post(turn["role"], turn["place_id"])
        for holder in turning.holding[post]:
            rows.setdefault(holder.person_id, _message(act, holder, event_id, turn))
        if not turning.holding[post]:
            vacant = {"vacant": role_label(act.trust, post.role)}
            for holder in turning.holding[lead]:
                rows.setdefault(holder.person_id, _message(act, holder, event_id, turn, **vacant))
    for post in turns.posts_in(act.case, act.transition.tells) + act.tell_posts:
        for holder in turning.holding[post]:
            rows.setdefault(holder.person_id, _message(act, holder, event_id))
    if act.actor:
        rows.pop(act.actor.id, None)
    if rows:
        db.session.connection().execute(messages.INSERT, list(rows.values()))


def _message(
    act: Act, holder: Holder, event_id: int, turn: dict[str, Any] | None = None, **facts: str
) -> dict[str, Any]:
    return messages.row(
        holder,
        trust_id=act.case.trust_id,
        kind=f"{act.case.flow.slug}/{act.transition.name}",
        reason=Reason.TURN if turn else Reason.TOLD,
        key=f"event:{event_id}",
        created_at=act.at,
        send_after=messages.next_open_moment(act.at, holder, act.calendars),
        case_id=act.case.id,
        event_id=event_id,
        deadline_id=turn["id"] if turn else None,
        sender_id=act.actor.id if act.actor else None,
        facts=facts,
    )
