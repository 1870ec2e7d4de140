"""From an offer, or a wish, to the day of the visit."""

from __future__ import annotations

from datetime import date, time

from webapp.demo.scenes import Deed
from webapp.demo.scenes.visits import VisitScene
from workflows.clock import today
from workflows.library import out_of_case
from workflows.perform import open_case
from workflows.school_calendar import ONE_DAY
from workflows.visits import Visit
from workflows.visits.details import (
    Assurance,
    HostDetails,
    HostNamed,
    OfferingDetails,
    PartyDetails,
    WantDetails,
)
from workflows.visits.effects import ask_to_visit

NINE, NOON = time(9, 0), time(12, 0)


def offer(scene: VisitScene) -> None:
    """A school offers to be visited."""
    details = _offering(scene)
    visit = Visit(title=details.title, host_school_id=scene.host.id)
    scene.settled.cases[scene.cast.topic] = open_case(visit, "offer", scene.who(scene.cast.contact), details)


def renew_offer(scene: VisitScene) -> None:
    scene.act("change_offer", "host_contact", _offering(scene))


def _offering(scene: VisitScene) -> OfferingDetails:
    topic = scene.topic
    return OfferingDetails(
        title=topic.title,
        focus_area_ids=_areas(scene),
        can_see=topic.can_see,
        when_it_suits=topic.when,
        places=scene.cast.places,
        open_until=scene.weekday_from_present(scene.cast.open_for),
    )


def ask(scene: VisitScene) -> None:
    """Somebody would like to visit: by an offer, by an entry of the library, or out of their own head."""
    cast = scene.cast
    visit = Visit(offer_id=scene.settled.cases[cast.offer].id if cast.offer else None)
    if cast.entry_of and (entry := out_of_case(scene.settled.cases[cast.entry_of].id)):
        visit.library_id = entry.id
    scene.settled.cases[cast.topic] = ask_to_visit(visit, _wish(scene), scene.who(cast.visitor))


def _wish(scene: VisitScene) -> WantDetails:
    topic, cast = scene.topic, scene.cast
    return WantDetails(
        title=topic.title,
        focus_area_ids=_areas(scene),
        purpose=topic.purpose,
        questions=topic.questions,
        when_it_suits=topic.when,
        party_ids=scene.ids(cast.party),
        host_school_id=scene.host.id if cast.host else None,
    )


def _areas(scene: VisitScene) -> tuple[int, ...]:
    return tuple(scene.settled.focus[name].id for name in scene.topic.focus)


def name_host(school: str, *, by: str = "lead") -> Deed:
    """Somebody asks a school, where none was named."""
    return lambda scene: scene.act(
        "name_host", by, HostNamed(host_school_id=scene.settled.schools[school].id)
    )


def accept(number: int = 0, *, ahead: int = 0) -> Deed:
    """The host says yes: for a day of the story, or for so many school days from the demo's own day."""

    def deed(scene: VisitScene) -> None:
        on = scene.meetings[number] if number else later(scene, ahead)
        topic, cast = scene.topic, scene.cast
        details = HostDetails(
            on=on,
            starts=NINE,
            ends=NOON,
            contact_id=scene.settled.people[cast.contact].id,
            places=cast.places,
            arrive_at=topic.arrive_at,
            timetable=topic.timetable,
            off_limits=topic.off_limits,
            identity=True,
            dbs=True,
        )
        scene.act("accept", "host_head", details)

    return deed


def later(scene: VisitScene, ahead: int) -> date:
    """So many school days from the demo's own day, and always later than the day that the clock shows."""
    return scene.days_from(max(scene.present, today() + ONE_DAY), ahead)


def bring(*party: str) -> Deed:
    """Other colleagues come along."""
    return lambda scene: scene.act("change_party", "visitor", PartyDetails(party_ids=scene.ids(party)))


def confirm_party(scene: VisitScene) -> None:
    scene.act("confirm_party", "host_contact", Assurance(identity=True, dbs=True))
