"""Walking through a case: somebody tries something, and what has to be true after every step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, func, select

from tests.databases import Databases, connected
from tests.details import Book, details_for
from tests.world import MONDAY, World, build
from workflows.cases import Case, Deadline
from workflows.clock import clock_at
from workflows.database import choose_trust, db
from workflows.dates.model import Attendance, CalendarEntry, DatePoll, DateReminder, ReplyToSettle
from workflows.details import InvalidDetails
from workflows.errors import DetailsNeeded, NotYourRole, Refused, TransitionNotAllowed
from workflows.events import Event, verify
from workflows.machine import EVERYBODY, ORGANISER, THE_CLOCK, NoDeadline, Role, Transition, roles_in
from workflows.messages import Message, MessageStatus, Reason
from workflows.people import Appointment, Person, posts_of
from workflows.perform import available, open_case, perform
from workflows.places import Place, PlaceKind
from workflows.reminders import Reminder
from workflows.support_requests import SupportRequest
from workflows.visibility import ABOUT_DATES, GOVERNS, Viewer, may_see, posts_on, visible_to

STEPS = 15
_EFFORT = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a walk takes longer than reading it
    suppress_health_check=[HealthCheck.too_slow],
)


class Walker:
    """One walk: remembers the moment, and what has to be true after every step."""

    def __init__(self, data: st.DataObject, world: World) -> None:
        self.data, self.world, self.moment = data, world, MONDAY

    def begin(self) -> SupportRequest:
        head = self.world.person("priya")
        request = SupportRequest(
            title="Early reading", receiving_school_id=self.world.schools["saltmarsh"]
        )  # fmt: skip
        with clock_at(self.moment):
            open_case(request, "start", head)
            db.session.commit()
        return request

    def beginning(self, book: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Some of a book's steps, from the first one on."""
        return book[: self.data.draw(st.integers(0, len(book)), label="steps by the book")]

    def follow(self, case: Case, path: list[tuple[str, str]]) -> set[str]:
        """Go along a path, a day a step; gives the states that it leads through."""
        seen = set()
        for name, actor in path:
            self.moment += timedelta(days=1)
            with clock_at(self.moment):
                details = details_for(
                    case.flow.transitions[name].needs, Book(case, self.world, self.moment.date())
                )
                perform(case, name, self.world.person(actor) if actor else None, details)
                db.session.commit()
            seen.add(case.state)
        return seen

    def step(self, case: Case) -> None:
        """Somebody tries something: mostly what the state knows, sometimes anything at all."""
        self.moment += timedelta(hours=self.data.draw(st.integers(1, 24 * 12), label="hours later"))
        transition = self._transition(case)
        actor = self._actor(case, transition)
        with clock_at(self.moment):
            details = details_for(transition.needs, Book(case, self.world, self.moment.date()), self.data)
            self._try(case, transition, actor, details)

    def _transition(self, case: Case) -> Transition:
        every = [t.name for t in case.flow.transitions.values() if not t.opens]
        known = [t.name for t in case.flow.leaving(case.state) if t.target is not None] or every
        names = st.one_of(st.sampled_from(known), st.sampled_from(known), st.sampled_from(every))
        return case.flow.transitions[self.data.draw(names, label="transition")]

    def _actor(self, case: Case, transition: Transition) -> Person | None:
        held = standing_appointments()
        able = [name for name, key in self.world.people.items() if allowed(case, transition, held[key])]
        anybody = st.sampled_from([*sorted(self.world.people), None])
        name = self.data.draw(st.one_of(st.sampled_from(able), anybody) if able else anybody, label="actor")
        return self.world.person(name) if name else None

    def _try(self, case: Case, transition: Transition, actor: Person | None, details: Any) -> None:
        able = allowed(case, transition, standing_appointments()[actor.id] if actor else None)
        in_place = case.state_now in transition.sources
        before = footprint(case)
        try:
            perform(case, transition.name, actor, details)
        except (Refused, InvalidDetails) as refusal:
            db.session.rollback()
            assert footprint(case) == before, "a refusal changed something"
            _check_refusal(refusal, in_place=in_place, allowed=able)
        else:
            assert in_place, f"{transition.name} was possible in a state it does not leave"
            assert able, f"{transition.name} was possible for somebody without the role"
            db.session.commit()
            assert case.version == before["version"] + 1


def walk(along: Callable[[Walker], None]) -> Callable[..., None]:
    """Tries 25 walks, each in a trust of its own, so that a choice depends on those of its own walk alone."""

    def walked(databases: Databases, data: st.DataObject) -> None:
        with databases.fresh() as url, connected(url):
            world = build()
            choose_trust(world.trust_id)
            along(Walker(data, world))

    walked.__name__, walked.__doc__, walked.__module__ = along.__name__, along.__doc__, along.__module__
    return _EFFORT(given(data=st.data())(walked))


def standing_appointments() -> defaultdict[int, set[tuple[str, int]]]:
    """Role and place of everything that each person holds, straight from the rows."""
    held: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    for row in db.session.execute(
        select(Appointment.person_id, Appointment.role, Appointment.place_id).where(
            Appointment.ends_on.is_(None)
        )
    ):
        held[row.person_id].add((row.role, row.place_id))
    offices = dict(
        db.session.execute(select(Place.id, Place.trust_id).where(Place.kind != PlaceKind.CASE)).all()
    )
    for posts in held.values():
        if works := {place for role, place in posts if place in offices and role not in GOVERNS}:
            posts.add((EVERYBODY.name, offices[works.pop()]))
    return held


def _offices() -> Select[Place]:
    """The trust, its schools and its hubs."""
    return select(Place).where(Place.kind != PlaceKind.CASE)


def allowed(case: Case, transition: Transition, held: set[tuple[str, int]] | None) -> bool:
    """Who may, worked out from the rows of appointments and nothing else; None is the clock."""
    if held is None:
        return transition.by is THE_CLOCK
    return any(
        (role.name, place) in held for role in roles_in(transition.by) for place in _places(role, case)
    )


def _check_refusal(refusal: Exception, *, in_place: bool, allowed: bool) -> None:
    """What is impossible is refused by its own name, whatever else is wrong with it."""
    if not in_place:
        assert isinstance(refusal, TransitionNotAllowed)
    elif not allowed:
        assert isinstance(refusal, NotYourRole | DetailsNeeded)


def _places(role: Role, case: Case) -> tuple[int | None, ...]:
    if role.many:
        return tuple(getattr(case, f"{role.at.removesuffix('s')}_ids"))
    places = {"case": case.id, "trust": case.trust_id, "nowhere": None}
    return (places[role.at] if role.at in places else getattr(case, f"{role.at}_id"),)


def footprint(case: Case) -> dict[str, Any]:
    """Everything that a refused step must leave as it was."""
    tables = (Event, Deadline, Reminder, Message, Appointment, Case, CalendarEntry, Attendance, DatePoll)
    counts = {kind.__name__: db.session.scalar(select(func.count(kind.id))) for kind in tables}
    row = db.session.execute(
        select(Case.state, Case.version, Case.chain_head).where(Case.id == case.id)
    ).one()
    open_turns = select(func.count(Deadline.id)).where(Deadline.closed_at.is_(None))
    return {**counts, **row._asdict(), "open turns": db.session.scalar(open_turns)}


def check_readers(case: Case, world: World) -> None:
    """The rules for lists and for one case agree about everybody; nobody acts on what they cannot see."""
    places = {one.id for one in db.session.scalars(_offices())}
    for person_id in world.people.values():
        posts = posts_on(person_id, case)
        offices = frozenset(post for post in posts_of(person_id) if post.place_id in places)
        condition = visible_to(type(case), Viewer(person_id, world.trust_id, offices))
        listed = db.session.scalar(select(type(case).id).where(type(case).id == case.id, condition))
        assert may_see(case, posts) == (listed is not None)
        parts = frozenset(post for post in posts if post.role not in ABOUT_DATES)  # these see the date alone
        if available(case, parts):
            assert may_see(case, posts)


def check_promises(walker: Walker) -> None:
    """What holds of every case in the trust, whatever has been tried on it."""
    with clock_at(walker.moment):
        for case in db.session.scalars(select(Case)):
            check_turns(case)
            check_readers(case, walker.world)
    _, broken = verify()
    assert broken is None
    assert_once(Message.dedupe_key)
    assert_once(Reminder.deadline_id, Reminder.days)
    assert_once(DateReminder.entry_id, DateReminder.poll_id, DateReminder.sequence, DateReminder.days)


def check_turns(case: Case) -> None:
    """While it is open it is somebody's turn, by a day; a case whose clock stands knows where it was."""
    turns = db.session.scalars(
        select(Deadline).where(Deadline.case_id == case.id, Deadline.closed_at.is_(None))
    ).all()
    of_state = [turn for turn in turns if turn.role != ORGANISER.name]
    assert bool(of_state) == case.is_open, f"{case.reference} in {case.state} has {len(turns)} turns"
    check_dates(case, [turn for turn in turns if turn.role == ORGANISER.name])
    for turn in turns:
        undated = isinstance(case.state_now.within, NoDeadline)
        assert turn.due_on is not None or undated
    assert (case.paused_from is not None) == case.state_now.stops_clock


def check_dates(case: Case, turns: list[Deadline]) -> None:
    """What holds of a case's dates: whoever arranged them has a turn while something is unsettled."""
    to_settle = db.session.scalars(
        select(ReplyToSettle.id).where(ReplyToSettle.case_id == case.id, ReplyToSettle.settled_at.is_(None))
    ).all()
    polls = db.session.scalars(
        select(DatePoll.id).where(DatePoll.case_id == case.id, DatePoll.closed_at.is_(None))
    ).all()
    assert len(turns) == (1 if case.is_open and (to_settle or polls) else 0)
    entries = db.session.scalars(select(CalendarEntry).where(CalendarEntry.case_id == case.id)).all()
    for entry in entries:
        assert case.has_dates
        assert case.is_open or entry.cancelled_at is not None or entry.ends_at <= case.state_since
        assert entry.time_sequence <= entry.sequence
        mails = db.session.scalars(
            select(Message)
            .where(Message.entry_id == entry.id, Message.reason == Reason.DATE)
            .order_by(Message.id)
        ).all()
        for attendance in entry.attendances:
            own = [mail for mail in mails if mail.person_id == attendance.person_id]
            stamps = [mail.facts["stamp"] for mail in own]
            assert stamps == sorted(set(stamps)), "a later mail has to have a later stamp"
            assert [mail.facts["sequence"] for mail in own] == sorted(mail.facts["sequence"] for mail in own)
            waiting = [mail for mail in own if mail.status is MessageStatus.QUEUED]
            assert waiting == own[-1:] * len(waiting), "only the newest may still leave"


def assert_once(*key: Any) -> None:
    """No two rows say the same."""
    rows = db.session.execute(select(*key)).all()
    assert len(set(rows)) == len(rows)
