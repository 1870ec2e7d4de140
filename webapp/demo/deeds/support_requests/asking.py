"""From the first draft until a school says that it will give."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from webapp.demo.scenes import Deed
from webapp.demo.scenes.support_requests import RequestScene
from workflows.cases import Deadline
from workflows.clock import today
from workflows.database import db
from workflows.perform import perform
from workflows.support_requests import SupportRequest
from workflows.support_requests.details import (
    OfferDetails,
    ReleaseDetails,
    RequestDetails,
    SignpostDetails,
    TriageDetails,
    WaitDetails,
)


def start(part: str) -> Deed:
    def deed(scene: RequestScene) -> None:
        request = SupportRequest(title=scene.topic.title, receiving_school_id=scene.school.id)
        scene.open(request, "start", part)

    return deed


def write(scene: RequestScene) -> None:
    """Fill the draft in with all that the topic says; a topic that says little leaves it half written."""
    topic, begins = scene.topic, today() + timedelta(days=28)
    complete = bool(topic.difference)
    details = RequestDetails(
        title=topic.title,
        focus_area_id=scene.settled.focus[topic.focus].id,
        need=topic.need,
        difference=topic.difference,
        evidence=topic.evidence,
        wanted_from=begins if complete else None,
        wanted_until=begins + timedelta(days=120) if complete else None,
        contact=_contact(scene) if complete else "",
    )
    scene.act("edit", "requester", details)


def _contact(scene: RequestScene) -> str:
    person = scene.who("requester")
    return f"{person.name}, {person.job_title}, {scene.school.telephone}"


def submit(scene: RequestScene) -> None:
    scene.act("submit", "head")


def ask_head(scene: RequestScene) -> None:
    scene.act("ask_head", "requester")


def triage(note: str = "") -> Deed:
    def deed(scene: RequestScene) -> None:
        cast = scene.cast
        details = TriageDetails(
            route=cast.route,
            priority=cast.priority,
            coordinator_id=scene.who(cast.coordinator).id,
            note=note,
        )
        scene.act("triage", "lead", details)

    return deed


def signpost(part: str, where_to: str, reason: str) -> Deed:
    return lambda scene: scene.act("signpost", part, SignpostDetails(where_to=where_to, reason=reason))


def offer(message: str = "", *, school: str = "", person: str = "") -> Deed:
    """Ask a school: the one that gives in the end, unless another is named."""

    def deed(scene: RequestScene) -> None:
        asked, giver = (school, person) if school else (scene.cast.giving, scene.cast.giver)
        details = OfferDetails(
            school_id=scene.settled.schools[asked].id,
            person_id=scene.settled.people[giver].id if giver else None,
            days=scene.cast.days,
            message=message,
        )
        scene.act("offer", "coordinator", details)

    return deed


def wait(reason: str, days: int) -> Deed:
    """Put on the waiting list, to be looked at again so many weekdays from the demo's own day."""

    def deed(scene: RequestScene) -> None:
        details = WaitDetails(reason=reason, look_again_on=scene.weekday_from_present(days))
        scene.act("wait", "coordinator", details)

    return deed


def search_again(scene: RequestScene) -> None:
    scene.act("search_again", "coordinator")


def no_answer(scene: RequestScene) -> None:
    """The clock asks the coordinator to move on, unless its round has done so this morning."""
    asked = select(Deadline.id).where(
        Deadline.case_id == scene.request.id, Deadline.role == "coordinator", Deadline.closed_at.is_(None)
    )
    if db.session.scalars(asked).first() is None:
        perform(scene.request, "chase", None)


def release(note: str = "", *, person: str = "") -> Deed:
    """Name the giver: whoever gives in the end, unless another is named."""

    def deed(scene: RequestScene) -> None:
        giver = scene.settled.people[person or scene.cast.giver]
        details = ReleaseDetails(giver_id=giver.id, days=scene.cast.days, note=note)
        scene.act("release", "giving_head", details)

    return deed


def give_longer(scene: RequestScene) -> None:
    scene.act("give_longer", "coordinator")
