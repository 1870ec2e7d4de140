"""Builds the demo: founds two trusts a year ago and lets their year happen, up to last night."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, cast

from flask import current_app
from sqlalchemy import Connection, func, select

from notifications.channels.mailbox import Mailbox
from notifications.rounds import STEPS, Round
from notifications.setup import Setup, stationery_of
from webapp.demo.agenda import Entry, agenda
from webapp.demo.answering import answer_questions
from webapp.demo.rounds import give_up_a_first_try, plan_next_year, planned_on, tell_of_this_year
from webapp.demo.scenes import Scene
from webapp.demo.settling import Settled, handover_on, settle, subscribe
from webapp.demo.stories import (
    Story,
    connect,
    forums,
    hubs,
    library,
    meetings,
    pairings,
    peer_reviews,
    support_requests,
    trust_sessions,
    visits,
)
from webapp.demo.terms import MONDAY
from webapp.demo.years import laid_out_on, lay_out_years
from workflows.administration.leaving import leave
from workflows.clock import clock_at, local, today
from workflows.database import EVERY_TRUST, choose_trust, db, scope
from workflows.places import Trust
from workflows.school_calendar import CENTRAL, ONE_DAY

A_YEAR: Final = 366
ROUND_AT: Final = time(7, 1)
"""When the daily round runs: just after the first moment at which mail may leave."""
ANSWERED_AT: Final = time(7, 30)
"""When people say how a meeting was: over their first tea."""
LEADER_LEAVES_AT: Final = time(6, 0)
WATCHING: Final = "reviews"
"""The step of a round that looks at the teams of peer reviews."""
LOOKED_AT_DAILY: Final = timedelta(days=10)

TRUSTS: Final[dict[str, tuple[Story, ...]]] = {
    "harbour": (
        *support_requests.HARBOUR,
        *pairings.HARBOUR,
        *peer_reviews.HARBOUR,
        *visits.HARBOUR,
        *library.HARBOUR,
        *hubs.HARBOUR,
        *forums.HARBOUR,
        *meetings.HARBOUR,
        *trust_sessions.HARBOUR,
        *connect.HARBOUR,
    ),
    "fellside": (
        *support_requests.FELLSIDE,
        *pairings.FELLSIDE,
        *peer_reviews.FELLSIDE,
        *visits.FELLSIDE,
        *hubs.FELLSIDE,
        *forums.FELLSIDE,
        *meetings.FELLSIDE,
        *trust_sessions.FELLSIDE,
        *connect.FELLSIDE,
    ),
}
"""What happens in each trust, by the name of the file that describes it."""

SUBSCRIBERS: Final = ("priya.nair", "tom.achebe", "asha.bell", "aled.griffiths")
"""Who has their dates in a calendar of their own."""

Progress = Callable[[int], object]


class NotEmpty(Exception):
    """There is somebody's data in this database already."""


def is_empty() -> bool:
    """Whether no trust has been founded in this database."""
    with scope(EVERY_TRUST):
        return db.session.scalar(select(func.count()).select_from(Trust)) == 0


def build(files: Path, *, progress: Progress = lambda days: None) -> None:
    """Build both trusts and their year, for today as the clock has it, and commit it.

    `progress` hears of each day that is done; there are `A_YEAR` of them. Raises NotEmpty.
    """
    if not is_empty():
        raise NotEmpty
    with all_or_nothing() as whole:
        _Year(files, today(), progress).happen(whole)


@contextmanager
def all_or_nothing() -> Iterator[Connection]:
    """Put all that is committed in here into one transaction, so that nobody finds half a demo; gives that.

    It is also many times quicker: the disk is waited for once. The application's engine gives way to one
    connection, and each commit of the session becomes the end of a savepoint on it.
    """
    engine = db.engine
    engines = cast(dict[str | None, Any], db.engines)
    db.session.remove()
    with engine.begin() as connection:
        engines[None] = connection
        db.session.configure(join_transaction_mode="create_savepoint", expire_on_commit=False)
        try:
            yield connection
        finally:
            db.session.remove()
            db.session.configure(join_transaction_mode="conditional_savepoint", expire_on_commit=True)
            engines[None] = engine


class _Year:
    """The year before the present day: what people did in it, and the mail that came of it."""

    def __init__(self, files: Path, present: date, progress: Progress) -> None:
        self.present = present
        self.progress = progress
        begins = present - timedelta(days=A_YEAR)
        with clock_at(local(begins, time(6, 0))):
            self.trusts = {name: settle(name, present) for name in TRUSTS}
            for person in SUBSCRIBERS:
                subscribe(self.trusts["harbour"], person)
        self.by_day: dict[date, list[Entry]] = {}
        for entry in agenda(self._scenes(files)):
            self.by_day.setdefault(entry.at.date(), []).append(entry)
        if min(self.by_day) < begins:
            raise ValueError(f"a story begins on {min(self.by_day)}, before the demo's year")
        self.setup = Setup(channel=Mailbox(), stationery=stationery_of(current_app))

    def _scenes(self, files: Path) -> Iterator[tuple[Story, Scene]]:
        for name, stories in TRUSTS.items():
            choose_trust(self.trusts[name].trust_id)
            for story in stories:
                yield story, story.cast.scene(self.trusts[name], files, self.present)

    def happen(self, whole: Connection) -> None:
        """Live through every day but the present one, which has yet to come.

        A savepoint that was gone back to stays open in the one around it, and all that comes after is nested
        deeper, which PostgreSQL pays for with each row that it looks at. So each day is one of its own.
        """
        db.session.commit()
        for ago in range(A_YEAR, 0, -1):
            with whole.begin_nested():
                self._live(self.present - ago * ONE_DAY)
                db.session.commit()
            self.progress(1)

    def _live(self, day: date) -> None:
        if day == handover_on(self.present):
            self._let_leader_go(self.trusts["harbour"], local(day, LEADER_LEAVES_AT))
        if CENTRAL.is_working_day(day):
            self._go_round(local(day, ROUND_AT), self._steps_of(day))
        if day == planned_on(self.present):
            self._plan_rounds(day)
        if day == laid_out_on(self.present):
            choose_trust(self.trusts["harbour"].trust_id)
            lay_out_years(self.trusts["harbour"], self.present)
        if CENTRAL.is_working_day(day):
            self._ask_how_it_was(day)
        for entry in self.by_day.get(day, ()):
            choose_trust(entry.scene.settled.trust_id)
            with clock_at(entry.at):
                entry.deed(entry.scene)
                db.session.commit()
            self._go_round(entry.at + timedelta(minutes=1), ("delivery",))

    def _ask_how_it_was(self, day: date) -> None:
        """Those who were asked about a meeting some days ago answer."""
        for settled in self.trusts.values():
            choose_trust(settled.trust_id)
            with clock_at(local(day, ANSWERED_AT)):
                answer_questions()
                db.session.commit()

    def _plan_rounds(self, day: date) -> None:
        """The round of the reviews that are there by now, and the one of next year."""
        for tell in (tell_of_this_year, give_up_a_first_try, plan_next_year):
            choose_trust(self.trusts["harbour"].trust_id)
            tell(self.trusts["harbour"], self.present)
        self._go_round(local(day, time(11, 0)), ("delivery",))

    def _steps_of(self, day: date) -> Iterable[str]:
        """Everything; but every team is looked at, which takes long, on Mondays and in the last days only."""
        looks = day.weekday() == MONDAY or self.present - day <= LOOKED_AT_DAILY
        return (name for name in STEPS if looks or name != WATCHING)

    def _go_round(self, at: datetime, steps: Iterable[str]) -> None:
        """Let mail leave as it would have: what is asked at once, reminders and digests in the morning."""
        with clock_at(at):
            for name in steps:
                STEPS[name](self.setup, Round())

    def _let_leader_go(self, settled: Settled, at: datetime) -> None:
        choose_trust(settled.trust_id)
        with clock_at(at):
            leave(settled.people["sheila.danvers"], settled.people["colin.pryce"])
            db.session.commit()
