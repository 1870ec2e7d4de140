"""A meeting in tests: any case will do, and whoever the test names was there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import undefer

from tests.canary import PRIVATE
from tests.visits import ask
from tests.world import MONDAY, World
from workflows.cases import Case
from workflows.clock import LONDON
from workflows.database import db
from workflows.feedback import FeedbackAsked, FeedbackSheet, SheetKind, asking
from workflows.feedback.box import AnswerDetails
from workflows.places import Trust
from workflows.school_calendar import calendars
from workflows.visits import VisitFlow

HELD_ON: Final = MONDAY.astimezone(LONDON).date()
SIX: Final = ("priya", "sam", "marta", "tom", "lea", "carol")


@contextmanager
def were_there(world: World, names: Iterable[str] = SIX) -> Iterator[None]:
    """While this lasts, these people were at every meeting."""
    people = {world.people[name] for name in names}
    before = dict(asking._takers)

    @asking.takes_feedback(VisitFlow)
    def there(case_id: int, held_on: date) -> set[int]:
        return people

    try:
        yield
    finally:
        asking._takers.clear()
        asking._takers.update(before)


def held_meeting(world: World, held_on: date = HELD_ON) -> Case:
    """A meeting that was held; in the caller's transaction."""
    case = ask(world, title="Reading together")
    asking.plan(case, held_on, calendars(db.session.get_one(Trust, world.trust_id)))
    return case


def sheet_of(case_id: int, kind: SheetKind = SheetKind.MINUTE) -> FeedbackSheet:
    return db.session.scalars(
        select(FeedbackSheet)
        .where(FeedbackSheet.case_id == case_id, FeedbackSheet.kind == kind)
        .options(undefer(FeedbackSheet.box))
        .execution_options(populate_existing=True)
    ).one()


def asked_of(sheet: FeedbackSheet, person_id: int) -> FeedbackAsked:
    return db.session.scalars(
        select(FeedbackAsked).where(FeedbackAsked.sheet_id == sheet.id, FeedbackAsked.person_id == person_id)
    ).one()


def said(choice: int, *words: str) -> AnswerDetails:
    return AnswerDetails(choice=choice, words=words or (PRIVATE, ""))
