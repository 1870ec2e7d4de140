"""What comes after the day of a visit."""

from __future__ import annotations

from webapp.demo.scenes import Deed
from webapp.demo.scenes.visits import VisitScene
from workflows.library import EntryDetails
from workflows.visits.details import AdoptionDetails, ReflectionDetails, Stuck


def reflect(scene: VisitScene) -> None:
    topic = scene.topic
    details = ReflectionDetails(learned=topic.learned, will_try=topic.will_try, would_ask=topic.would_ask)
    scene.act("reflect", "visitor", details)


def offer_entry(scene: VisitScene) -> None:
    """The visitor writes up what they saw for the library."""
    topic = scene.topic
    scene.act("offer_entry", "visitor", EntryDetails(title=topic.entry, what=topic.what, how=topic.how))


def adopt(stuck: Stuck) -> Deed:
    """The visitor says what has become of it."""

    def deed(scene: VisitScene) -> None:
        topic = scene.topic
        details = AdoptionDetails(stuck=stuck, tried=topic.tried, next_step=topic.next_step)
        scene.act("adopt", "visitor", details)

    return deed
