"""When everything in the stories happens: worked out backwards from the day on which the demo is built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from webapp.demo.scenes import Deed, Scene, step
from webapp.demo.stories import Story
from workflows.clock import local
from workflows.school_calendar import CENTRAL

FIRST, LAST = time(7, 50), time(15, 10)
"""Local times between which the first deed of a day is done; others follow within minutes."""


@dataclass(frozen=True)
class Entry:
    """One deed at its moment. `order` keeps entries of one moment in the order of the stories."""

    at: datetime
    order: int
    scene: Scene
    deed: Deed


def agenda(told: Iterable[tuple[Story, Scene]]) -> list[Entry]:
    """Everything that is done in these stories, in the order of time."""
    entries: list[Entry] = []
    for story, scene in told:
        entries += _entries(story, scene, len(entries))
    return sorted(entries, key=lambda entry: (entry.at, entry.order))


def _entries(story: Story, scene: Scene, order: int) -> Iterator[Entry]:
    deeds = sorted([*_along(story, scene), *_beside(story, scene)], key=lambda one: one[0])
    # The day and the story give the time of day: the same for whoever builds the demo on that day.
    chance = Random(f"{scene.present} {scene.settled.trust.slug} {story.cast.topic}")  # noqa: S311 - no secret
    at: datetime | None = None
    for number, (day, deed, when) in enumerate(deeds):
        at = _next_time(at, day, chance, when)
        yield Entry(local(at.date(), at.time()), order + number, scene, deed)


def _along(story: Story, scene: Scene) -> Iterator[tuple[date, Deed, time | None]]:
    days = _days(story, scene)
    for taken, day in zip(story.path, days, strict=True):
        if taken.meeting:
            scene.meetings[taken.meeting] = day
        if taken.deed:
            yield day, taken.deed, taken.at


def _days(story: Story, scene: Scene) -> list[date]:
    """The day of each step: the last is so long ago as the story says, the others lie before it."""
    day = _day_ago(story, scene, story.ago)
    days = [day]
    for taken in reversed(story.path[1:]):
        day = scene.days_from(day, -taken.after) if taken.after else day
        days.append(day)
    return days[::-1]


def _beside(story: Story, scene: Scene) -> Iterator[tuple[date, Deed, time | None]]:
    for one in story.beside:
        yield _day_ago(story, scene, one.ago), one.deed, None


def _day_ago(story: Story, scene: Scene, days: int) -> date:
    counted_by = CENTRAL.is_working_day if story.weekdays else scene.is_open
    return step(scene.present, -days, counted_by)


def _next_time(before: datetime | None, day: date, chance: Random, when: time | None) -> datetime:
    """The time that matters, or some time in the day, or some minutes after what the story had before."""
    if when is not None and (before is None or before < datetime.combine(day, when)):
        return datetime.combine(day, when)
    if before is not None and before.date() == day:
        return before + timedelta(minutes=chance.randint(6, 40))
    minutes = chance.randint(0, (LAST.hour - FIRST.hour) * 60 + LAST.minute - FIRST.minute)
    return datetime.combine(day, FIRST) + timedelta(minutes=minutes)
