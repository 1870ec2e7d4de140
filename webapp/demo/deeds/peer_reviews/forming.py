"""Planning a review, its team and its days, and what comes in between."""

from __future__ import annotations

from datetime import date

from webapp.demo.scenes import Deed
from webapp.demo.scenes.peer_reviews import ReviewScene
from workflows.details import PauseDetails, PersonChange
from workflows.directory.conflicts import ConflictDetails, declare
from workflows.peer_reviews.details import DaysMoved, PlanDetails, ReadersDeclared, TeamDetails, VisitDays
from workflows.peer_reviews.forming import plan_review


def plan(scene: ReviewScene) -> None:
    """The coordinator plans the review for its days."""
    _plan(scene, scene.visit_days)


def plan_off(days: int) -> Deed:
    """Plan it for so many school days after the days on which it will be: it moves later."""
    return lambda scene: _plan(scene, tuple(scene.days_from(day, days) for day in scene.visit_days))


def _plan(scene: ReviewScene, days: tuple[date, ...]) -> None:
    details = PlanDetails(
        days=days,
        focus_area_ids=tuple(scene.settled.focus[name].id for name in scene.topic.foci),
        required_by_trust=scene.cast.required,
        with_estimates=scene.cast.estimates,
    )
    planner = scene.settled.people[scene.cast.coordinator]
    scene.settled.cases[scene.cast.topic] = plan_review(scene.host.id, details, planner)


def form_team(scene: ReviewScene) -> None:
    form_team_with(*scene.cast.reviewers)(scene)


def form_team_with(*reviewers: str) -> Deed:
    """Form the team, with these reviewers instead of those who will go in the end."""

    def deed(scene: ReviewScene) -> None:
        people = scene.settled.people
        details = TeamDetails(
            lead_id=people[scene.cast.lead].id, reviewer_ids=tuple(people[one].id for one in reviewers)
        )
        scene.act("form_team", "coordinator", details)

    return deed


def join_team(joining: str, reason: str, *, leaving: str = "") -> Deed:
    """Somebody joins the team, or takes the place of another."""

    def deed(scene: ReviewScene) -> None:
        people = scene.settled.people
        details = PersonChange(
            role="reviewer",
            joining_id=people[joining].id,
            leaving_id=people[leaving].id if leaving else None,
            reason=reason,
        )
        scene.act("change_people", "coordinator", details)

    return deed


def declare_conflict(person: str, reason: str) -> Deed:
    """Somebody declares a conflict of interest with the host school."""

    def deed(scene: ReviewScene) -> None:
        declare(scene.settled.people[person], ConflictDetails(with_school_id=scene.host.id, reason=reason))

    return deed


def declare_readers(*readers: str, note: str) -> Deed:
    """The trust says who else will read the report of a review that it requires."""

    def deed(scene: ReviewScene) -> None:
        ids = tuple(scene.settled.people[key].id for key in readers)
        scene.act("declare_readers", "coordinator", ReadersDeclared(reader_ids=ids, note=note))

    return deed


def move_visit(reason: str, *, by: str = "head") -> Deed:
    """Move the visit to its days in the story."""
    return lambda scene: scene.act("move_visit", by, DaysMoved(days=scene.visit_days, reason=reason))


def postpone(reason: str, days: int, *, by: str = "head") -> Deed:
    """Postpone, to be looked at again so many weekdays from the demo's own day."""

    def deed(scene: ReviewScene) -> None:
        details = PauseDetails(reason=reason, look_again_on=scene.weekday_from_present(days))
        scene.act("postpone", by, details)

    return deed


def set_days(scene: ReviewScene) -> None:
    """The coordinator sets the days on which the visit will be."""
    scene.act("set_days", "coordinator", VisitDays(days=scene.visit_days))
