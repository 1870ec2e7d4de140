"""Pairings of Fellside Schools Trust."""

from __future__ import annotations

from webapp.demo.deeds.pairings.sessions import plan_ahead
from webapp.demo.scenes.pairings import PairingCast
from webapp.demo.stories import Beside, Story
from webapp.demo.stories.pairings.paths import begun, met, rated

FELLSIDE = (
    Story(
        cast=PairingCast(
            topic="hamza",
            mentee="hamza.iqbal",
            mentor="precious.moyo",
            coordinator="oliver.penrith",
            free_on=(2,),
        ),
        path=(*begun(), *met(1), *rated(4)),
        ago=3,
        beside=(Beside(2, plan_ahead(5)),),
    ),
)
