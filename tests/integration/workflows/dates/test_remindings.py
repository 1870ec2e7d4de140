"""When people are reminded of a date, and when no longer."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import select

from tests.integration.workflows.dates.scene import Scene, waiting
from workflows.administration.settings import set_date_reminders
from workflows.clock import local
from workflows.database import db
from workflows.dates.model import (
    DateReminder,
    DateReminderStatus,
)
from workflows.places import Trust

# Reminders


def test_reminders_come_seven_days_and_a_day_before_and_move_along(scene: Scene) -> None:
    entry = scene.meeting("tom")
    assert waiting(entry) == {7: local(date(2026, 11, 20), time(7)), 1: local(date(2026, 11, 26), time(7))}
    scene.moves(entry, date(2026, 11, 30))
    # Whoever reads mail on working days alone hears of a Monday's date on the Friday before.
    assert waiting(entry) == {7: local(date(2026, 11, 23), time(7)), 1: local(date(2026, 11, 27), time(7))}
    skipped = DateReminder.status == DateReminderStatus.SKIPPED
    assert len(db.session.scalars(select(DateReminder).where(skipped)).all()) == 2


def test_dates_that_stand_follow_when_the_trust_chooses_other_days(scene: Scene) -> None:
    entry, trust = scene.meeting("tom"), db.session.get_one(Trust, scene.world.trust_id)
    ada = scene.world.person("ada")
    for chosen, expected in (([3], {3}), ([10, 3, 1], {10, 3, 1}), ([], set()), ([7], {7})):
        set_date_reminders(trust, {"*": tuple(chosen)}, ada)
        db.session.commit()
        assert set(waiting(entry)) == expected


def test_the_trust_chooses_when_people_are_reminded(scene: Scene) -> None:
    db.session.get_one(Trust, scene.world.trust_id).date_reminders = {"*": [3], "support": [2, 10]}
    db.session.commit()
    assert set(waiting(scene.meeting("tom"))) == {10, 2}
    db.session.get_one(Trust, scene.world.trust_id).date_reminders = {"*": []}
    db.session.commit()
    assert waiting(scene.meeting("tom")) == {}
