"""Who reads the report, the workshop, the action plan, and what has changed next term."""

from __future__ import annotations

from datetime import date, time

from webapp.demo.scenes import Deed
from webapp.demo.scenes.peer_reviews import WORKSHOP, ReviewScene
from workflows.actions import ActionDetails
from workflows.peer_reviews.details import (
    Difference,
    FocusImpact,
    ImpactAgain,
    ImpactDetails,
    OutsideRelease,
    PracticeOffer,
    ReleaseDetails,
    ReleaseEnd,
    ViewDetails,
    WorkshopPlan,
    WorkshopRecord,
)
from workflows.peer_reviews.model import ReportReader
from workflows.peer_reviews.releasing import note_reading

HALF_PAST_THREE, HALF_PAST_FIVE = time(15, 30), time(17, 30)


def release(*readers: str) -> Deed:
    """The head lets these people read the report."""

    def deed(scene: ReviewScene) -> None:
        ids = tuple(scene.settled.people[key].id for key in readers)
        scene.act("release", "head", ReleaseDetails(person_ids=ids))

    return deed


def read(person: str) -> Deed:
    """Somebody has the report before them."""
    return lambda scene: note_reading(_reader(scene, person), scene.review.reference)


def take_back(person: str) -> Deed:
    """Somebody is no longer to read the report."""
    return lambda scene: scene.act("end_release", "head", ReleaseEnd(reader_id=_reader(scene, person).id))


def _reader(scene: ReviewScene, person: str) -> ReportReader:
    wanted = scene.settled.people[person].id
    return next(one for one in scene.review.report_readers if one.person_id == wanted)


def send_link(name: str, email: str, why: str, days: int) -> Deed:
    """A link for somebody outside the trust, for so many weekdays from the demo's own day."""

    def deed(scene: ReviewScene) -> None:
        ends_on = scene.weekday_from_present(days)
        scene.act("release_outside", "head", OutsideRelease(name=name, email=email, why=why, ends_on=ends_on))

    return deed


def plan_workshop(*asked: str, by: str = "head") -> Deed:
    """Plan the workshop for its day in the story."""
    return lambda scene: _plan_workshop(scene, scene.meetings[WORKSHOP], asked, by)


def plan_workshop_ahead(days: int, *asked: str, by: str = "head") -> Deed:
    """Plan the workshop for so many school days from the demo's own day."""
    return lambda scene: _plan_workshop(scene, scene.days_from(scene.present, days), asked, by)


def _plan_workshop(scene: ReviewScene, on: date, asked: tuple[str, ...], by: str) -> None:
    people = scene.settled.people
    details = WorkshopPlan(
        on=on,
        starts=HALF_PAST_THREE,
        ends=HALF_PAST_FIVE,
        leader_id=people[scene.cast.workshop].id,
        asked=tuple(people[key].id for key in asked),
        agenda="What the report tells us, what we choose to work on, and who does what first.",
    )
    scene.act("plan_workshop", by, details)


def hold_workshop(by: str = "workshop_leader") -> Deed:
    """Write down what came of the workshop."""

    def deed(scene: ReviewScene) -> None:
        details = WorkshopRecord(held_on=scene.meetings[WORKSHOP], came_of_it=scene.topic.workshop)
        scene.act("hold_workshop", by, details)

    return deed


def agree_actions(*dues: int) -> Deed:
    """Agree the first actions of the topic, one for each date: weekdays from the demo's own day."""

    def deed(scene: ReviewScene) -> None:
        for said, due in zip(scene.topic.actions, dues, strict=False):
            details = ActionDetails(
                title=said.title,
                owner_id=scene.settled.people[said.owner].id,
                due_on=scene.weekday_from_present(due),
                success_measure=said.measure,
            )
            scene.act("agree_action", "head", details)
            scene.note_newest_action()

    return deed


def review_impact(scene: ReviewScene) -> None:
    """The head says what has changed in each focus."""
    foci = tuple(
        FocusImpact(focus_area_id=focus.focus_area_id, difference=Difference(how), evidence=evidence)
        for focus, (how, evidence) in zip(scene.review.foci, scene.topic.impact, strict=True)
    )
    scene.act("review_impact", "head", ImpactDetails(foci=foci, next=scene.topic.next))


def look_again(days: int, reason: str) -> Deed:
    """It is too early to say; look again so many weekdays from the demo's own day."""

    def deed(scene: ReviewScene) -> None:
        details = ImpactAgain(look_on=scene.weekday_from_present(days), reason=reason)
        scene.act("look_again", "head", details)

    return deed


def add_view(scene: ReviewScene) -> None:
    scene.act("add_view", "lead", ViewDetails(view=scene.topic.view))


def offer_practice(scene: ReviewScene) -> None:
    """The head lets the whole trust have what is excellent."""
    title, what, how = scene.topic.practice
    areas = tuple(scene.settled.focus[name].id for name in scene.topic.foci)
    scene.act("offer_practice", "head", PracticeOffer(title=title, what=what, how=how, focus_area_ids=areas))
