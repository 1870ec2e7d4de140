"""A visit in Fellside Schools Trust."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.visits.asking import accept
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.stories import Step, Story
from webapp.demo.stories.visits.paths import asked

FELLSIDE = (
    Story(
        cast=VisitCast(
            topic="lambing-week", visitor="hamza.iqbal", host="stonecross", contact="lorna.teasdale"
        ),
        path=(*asked(), Step(2, accept(ahead=7)), Step(1, does("visitor", "confirm"))),
        ago=2,
    ),
)
