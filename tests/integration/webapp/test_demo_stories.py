"""The stories of the demo fit into its year, whichever day it is built on."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.twin_demo import SATURDAY_IN_AUGUST
from webapp.demo.agenda import agenda
from webapp.demo.building import A_YEAR, TRUSTS
from webapp.demo.scenes.peer_reviews import ReviewScene
from webapp.demo.settling import settle
from workflows.clock import clock_at
from workflows.database import db
from workflows.peer_reviews.details import LONGEST_VISIT


@pytest.mark.parametrize("week", range(53))
def test_every_story_fits_into_the_year_before_the_demo_on_whichever_day_it_is_built(
    app: Flask, tmp_path: Path, week: int
) -> None:
    present = SATURDAY_IN_AUGUST.date() + timedelta(weeks=week, days=week % 7)
    with app.app_context(), clock_at(datetime.combine(present, time(11), UTC)):
        for name, stories in TRUSTS.items():
            settled = settle(name, present)
            told = [(story, story.cast.scene(settled, tmp_path, present)) for story in stories]
            days = [entry.at.date() for entry in agenda(told)]
            assert present - timedelta(days=A_YEAR) <= min(days)
            assert max(days) < present
            scenes = [scene for _, scene in told if isinstance(scene, ReviewScene)]
            assert [one.cast.topic for one in scenes if not is_a_visit(one.visit_days)] == []
            assert taken_twice(scenes) == []
        db.session.rollback()


def is_a_visit(days: tuple[date, ...]) -> bool:
    """Whether the days are those of one visit, in their order."""
    return days == tuple(sorted(set(days))) and (days[-1] - days[0]).days <= LONGEST_VISIT


def taken_twice(scenes: list[ReviewScene]) -> list[tuple[str, date]]:
    """Who would review two schools on one day."""
    taken = Counter(
        (person, day)
        for scene in scenes
        for person in (scene.cast.lead, *scene.cast.reviewers)
        for day in scene.visit_days
        if person
    )
    return [one for one, number in taken.items() if number > 1]
