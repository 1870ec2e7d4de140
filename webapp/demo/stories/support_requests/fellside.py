"""Requests of Fellside Schools Trust."""

from __future__ import annotations

from webapp.demo.deeds.beside import note
from webapp.demo.deeds.support_requests.asking import offer, start, write
from webapp.demo.deeds.support_requests.giving import plan_visit, propose
from webapp.demo.scenes.support_requests import RequestCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.support_requests.paths import (
    agreed,
    asked,
    found,
    given,
    judged,
    signed,
    triaged,
    visited,
)
from workflows.support_requests.details import Impact, Priority

BY = "oliver.penrith"

FELLSIDE = (
    Story(
        cast=RequestCast(
            topic="library",
            school="tarnbeck",
            giving="ravensgill",
            giver="katarzyna.wolska",
            coordinator=BY,
            days=2,
        ),
        path=(*given(1, 2), *judged(Impact.PARTLY, Impact.ACHIEVED)),
        ago=27,
    ),
    Story(
        cast=RequestCast(
            topic="mixed-age",
            school="stonecross",
            giving="tarnbeck",
            giver="hamza.iqbal",
            coordinator=BY,
            days=2,
            ends_in=15,
        ),
        path=(*asked(), *triaged(), *found(), *agreed(), *visited(1), Step(2, plan_visit(2, ahead=3))),
        ago=2,
    ),
    Story(
        cast=RequestCast(
            topic="talk-in-maths",
            school="tarnbeck",
            giving="stonecross",
            giver="lorna.teasdale",
            coordinator=BY,
            days=2,
            ends_in=40,
        ),
        path=(*asked(), *triaged(), *found(), Step(3, propose), *signed("giver", "giving_head")),
        ago=5,
        beside=(Beside(4, note("coordinator", "Lorna can begin as soon as you have signed.")),),
    ),
    Story(
        cast=RequestCast(topic="fieldwork", school="high-fell", giving="tarnbeck", coordinator=BY, days=1),
        path=(*asked(), *triaged(), Step(3, offer("Hamza knows every stream here."))),
        ago=2,
    ),
    Story(
        cast=RequestCast(topic="winter-attendance", school="high-fell", priority=Priority.SOON),
        path=asked(),
        ago=3,
        weekdays=True,
    ),
    Story(
        cast=RequestCast(topic="science-outdoors", school="ravensgill"),
        path=(Step(0, start("head")), Step(0, write)),
        ago=1,
    ),
)
