"""Reviews of Fellside Schools Trust."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.peer_reviews.preparing import write_scope, write_self_review
from webapp.demo.scenes.peer_reviews import ReviewCast
from webapp.demo.stories import Step, Story
from webapp.demo.stories.peer_reviews.paths import formed, self_reviewed

BY = "oliver.penrith"

FELLSIDE = (
    Story(
        cast=ReviewCast(
            topic="tarnbeck-maths",
            host="tarnbeck",
            lead="lorna.teasdale",
            reviewers=("precious.moyo",),
            coordinator=BY,
            visit=(13,),
        ),
        path=(*formed(), *self_reviewed(), Step(3, write_scope()), Step(1, does("lead", "agree_scope"))),
        ago=2,
    ),
    Story(
        cast=ReviewCast(
            topic="ravensgill-beck",
            host="ravensgill",
            lead="precious.moyo",
            reviewers=("david.amankwah",),
            coordinator=BY,
            visit=(24,),
        ),
        path=(*formed(), Step(4, write_self_review(answers=2))),
        ago=3,
    ),
)
