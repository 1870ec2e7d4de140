"""The only door through which a case changes.

`perform` checks who asks and what comes with it, lets the workflow's effects run, and writes state, event,
turns, reminders and messages. It runs inside the caller's transaction and never commits; nothing is sent from
here. Whoever calls it (a page, a reply by mail, an import, the scheduler) gets the same checks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, inspect, select

from workflows import events, reminders
from workflows.cases import Case, Note, next_reference
from workflows.clock import LONDON, now
from workflows.database import db
from workflows.dates.diary import Diary, bump, post_of_organiser
from workflows.details import Details
from workflows.errors import (
    DetailsNeeded,
    NobodysTurn,
    NotYourRole,
    StaleCase,
    TransitionNotAllowed,
)
from workflows.form_keys import use_form_key
from workflows.machine import BACK, EVERYBODY, ITS_CASE, NEW, THE_CLOCK, Each, State, Transition, roles_in
from workflows.news import tell
from workflows.people import Person, Post, role_label
from workflows.places import Place, PlaceKind, School, Trust
from workflows.school_calendar import TrustCalendars, calendars
from workflows.turns import NewTurn, OpenTurn, Turns, kept_posts, open_turns, posts_in, terms_of
from workflows.visibility import ABOUT_DATES, posts_on

CaseT = TypeVar("CaseT", bound=Case)


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
    turns: Turns
    #: the case's dates: effects write them here
    diary: Diary
    posts: frozenset[Post] = frozenset()
    #: whether the case leaves its state with this: of an Each, only the last one's step does
    completes: bool = False
    #: effects may begin the turns of the state anew: what had been added beside them is settled
    begins_anew: bool = False
    #: effects may choose where else the case goes, among those that its transition names in `or_to`
    lands_in: State | None = None
    #: effects may name posts here whose turn is over by this, although somebody else has acted for them
    settles: list[Post] = field(default_factory=list)
    #: effects may say that news of it leaves at once, whatever the hour and whatever its readers' choice
    urgent: bool = False
    #: effects may add facts here that the event keeps beside the details
    facts: dict[str, Any] = field(default_factory=dict)
    #: effects may name people here who are to be told, beside the transition's own roles
    tell_posts: list[Post] = field(default_factory=list)
    #: the same for one person, who hears of it only if they may see the case
    tell_people: list[int] = field(default_factory=list)
    #: people who hear of it whether they may see the case or not, each with the page that is there for them
    tell_beside: dict[int, str] = field(default_factory=dict)

    @property
    def calendars(self) -> TrustCalendars:
        return self.turns.calendars

    @property
    def today(self) -> date:
        """The day in London on which this happens."""
        return self.at.astimezone(LONDON).date()


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
    for other in case.held_before(name):
        lock(other)
    locked = lock(case)
    # A form that comes again finds the case changed, by itself: it is done, neither late nor out of place.
    use_form_key(form_key, locked.trust_id)
    transition = _find(locked, name)
    if version is not None and _has_moved_on(locked, version):
        raise StaleCase(version, locked.version)
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
    if out_of is None or ITS_CASE not in roles_in(transition.by):
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
    (case_id,) = inspect(case).identity or (None,)  # the key alone: reading `case.id` may cost a query
    locked: CaseT = db.session.scalars(_locking(type(case)), {"case_id": case_id}).one()
    return locked


@cache
def _locking(kind: type[CaseT]) -> Select[CaseT]:
    return (
        select(kind)
        .where(Case.id == bindparam("case_id"))
        .with_for_update(of=Case.__table__)
        .execution_options(populate_existing=True)
    )


def may(case: Case, transition: Transition, posts: frozenset[Post]) -> bool:
    """Whether somebody with these posts is among those who may make the transition on this case."""
    return any(post in posts for role in roles_in(transition.by) for post in role.posts(case))


def available(case: Case, posts: frozenset[Post]) -> list[Transition]:
    """What somebody with these posts may do now, in the order of the definition."""
    return [transition for transition in case.flow.leaving(case.state) if may(case, transition, posts)]


def _has_moved_on(case: Case, version: int) -> bool:
    """Whether something has happened since that whoever filled in a form should look at first."""
    if version == case.version:
        return False
    since = select(events.Event.kind).where(events.Event.place_id == case.id, events.Event.seq > version)
    return version > case.version or not case.flow.goes_on_beside.issuperset(db.session.scalars(since))


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
    at, seq = now(), (case.version or 0) + 1
    days = calendars(trust)
    return Act(
        case=case,
        transition=transition,
        actor=actor,
        details=details,
        at=at,
        seq=seq,
        trust=trust,
        turns=Turns(case, days, at, seq),
        diary=Diary(case, trust, days, at, actor),
        posts=posts_on(actor.id, case) if actor else frozenset(),
    )


def _check_actor(act: Act) -> None:
    if act.actor is None:
        if act.transition.by != THE_CLOCK:
            raise NotYourRole(f"“{act.transition.label}” is for a person to do.")
    elif not may(act.case, act.transition, act.posts):
        raise NotYourRole(f"“{act.transition.label}” is for somebody else to do.")


def _carry_out(act: Act, before: State) -> None:
    case, flow = act.case, act.case.flow
    terms, standing = terms_of(case, case.state_now), open_turns(case)
    for guard in flow.guards.get(act.transition.name, ()):
        guard(case, act.details)
    after = _next_state(act, standing)
    act.completes = after is not None
    for effect in flow.effects.get(act.transition.name, ()):
        effect(case, act.details, act)
    if act.lands_in in act.transition.or_to:
        after = act.lands_in
    act.begins_anew |= act.transition.restarts or terms_of(case, case.state_now) != terms
    opened = _turn(act, standing, after)
    if act.transition.target is not None and not case.is_open:
        act.diary.call_off_everything_ahead(act.transition.done)
    event_id = _record(act, before)
    _remind(act, opened)
    tell(act, opened, event_id)
    if case.has_dates:
        bump(case.trust_id)


def _turn(act: Act, standing: list[OpenTurn], after: State | None) -> list[NewTurn]:
    """Close and open turns and move the case to its next state; gives the turns that begin."""
    act.turns.find_holders(_posts_concerned(act, standing, after))
    lasting = [turn for turn in standing if turn.post == post_of_organiser(act.case)]
    standing = [turn for turn in standing if turn not in lasting]
    if after is not None or act.begins_anew:
        act.turns.close(standing, keep=after is not None and after.stops_clock)
        new = _turns_of(act, after or act.case.state_now)
        _enter(act, after)
        standing = []
    else:
        standing = _end_own(act, standing)
        new = _added_turns(act, standing)
    if act.case.is_open and not (new or standing):
        raise NobodysTurn(f"{act.case.reference} would be nobody's turn after {act.transition.name}")
    return act.turns.open(new + _turns_about_dates(act, lasting))


def _turns_about_dates(act: Act, standing: list[OpenTurn]) -> list[NewTurn]:
    """The organiser's turn comes from the dates rather than from the state, and outlasts it."""
    if not act.case.is_open:
        act.turns.close(standing)
        return []
    if not act.diary.touched:
        return []
    asked = act.diary.asks_of_organiser()
    if asked and any((turn.ask, turn.due_on) == asked for turn in standing):
        return []
    act.turns.close(standing)
    return [NewTurn(post_of_organiser(act.case), asked[1], asked[0])] if asked else []


def _next_state(act: Act, standing: list[OpenTurn]) -> State | None:
    """The state that the case goes to, or None if it stays where it is."""
    target = act.transition.target
    if target is BACK:
        return act.case.flow.states[str(act.case.paused_from)]
    if not isinstance(act.transition.by, Each):
        return target
    needed = set(posts_in(act.case, act.transition.by))
    waiting = {turn.post for turn in standing if turn.post in needed}
    if not waiting & act.posts:
        raise TransitionNotAllowed("You have already done this; it now waits for the others.")
    return None if waiting - act.posts else target


def _posts_concerned(act: Act, standing: list[OpenTurn], after: State | None) -> list[Post]:
    """Everybody whose calendar or mailbox this touches."""
    case, step = act.case, act.transition
    posts = [turn.post for turn in standing] + act.tell_posts + [_improvement_lead(case)]
    posts += [post_of_organiser(case)] if act.diary.touched else []
    for roles in (step.tells, step.also_turn_of, (after or case.state_now).turn_of):
        posts += posts_in(case, roles)
    return posts + (kept_posts(case) if step.target is BACK else [])


def _improvement_lead(case: Case) -> Post:
    return Post("improvement_lead", case.trust_id)


def _turns_of(act: Act, state: State) -> list[NewTurn]:
    goes_on = act.transition.target is BACK and not act.transition.restarts
    return act.turns.kept() if goes_on else act.turns.of_state(state)


def _enter(act: Act, after: State | None) -> None:
    if after is None:
        return
    case = act.case
    if after.stops_clock:
        case.paused_from, case.stopped_seq = case.state, act.seq
    elif case.paused_from:
        case.paused_from = case.stopped_seq = None
    case.state, case.state_since = after.name, act.at


def _end_own(act: Act, standing: list[OpenTurn]) -> list[OpenTurn]:
    """End the actor's own turns where this transition is their part done; gives those that go on."""
    if act.actor is None:
        # The clock does other things too: a turn that is late lapses by its state's own transition alone.
        if act.transition.name == act.case.state_now.overdue:
            act.turns.lapse(standing)
        return standing
    over = set(act.settles)
    if act.transition.ends_turn or isinstance(act.transition.by, Each):
        over |= act.posts
    own = [turn for turn in standing if turn.post in over]
    act.turns.close(own)
    return [turn for turn in standing if turn not in own]


def _added_turns(act: Act, standing: list[OpenTurn]) -> list[NewTurn]:
    step, taken = act.transition, {turn.post for turn in standing}
    new = act.turns.of_roles(step.also_turn_of, step.also_within, step.also_ask)
    return [turn for turn in new if turn.post not in taken]


def _record(act: Act, before: State) -> int:
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
        to_state=act.case.state,
        details={**(act.details.as_json() if act.details else {}), **act.facts},
    )
    event_id, act.case.chain_head = events.append(entry)
    act.case.version = act.seq
    return event_id


def _acting_as(act: Act) -> str:
    """The part in which the actor acts: "Head, Gull Rock Academy"."""
    if act.actor is None:
        return "Alongside"
    roles = roles_in(act.transition.by)
    held = (role.name for role in roles if act.posts.intersection(role.posts(act.case)))
    # Being asked to a date is no part on the case, and being one of everybody says less than a job title.
    parts = (name for name in held if name not in ABOUT_DATES and name != EVERYBODY.name)
    part = next((role_label(act.trust, name) for name in parts), act.actor.job_title)
    school_id = act.actor.school_id
    school = db.session.get_one(School, school_id).name if school_id is not None else ""
    return ", ".join(filter(None, (part, school)))


def _remind(act: Act, opened: list[NewTurn]) -> None:
    ladder = reminders.ladder_of(act.trust)
    rows = [row for turn in opened for row in reminders.rows_for(turn, act.turns, ladder)]
    if rows:
        db.session.connection().execute(reminders.INSERT, rows)


def keep_note(act: Act, text: str) -> None:
    """Keep what the actor wants the others on the case to know."""
    if act.actor is not None:
        db.session.add(
            Note(
                trust_id=act.case.trust_id,
                case_id=act.case.id,
                author_id=act.actor.id,
                written_at=act.at,
                text=text,
            )
        )
