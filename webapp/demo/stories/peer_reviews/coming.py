"""Reviews of Harbour Learning Partnership whose visit is still to come."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.dates import answer
from webapp.demo.deeds.peer_reviews.forming import declare_conflict, plan, postpone
from webapp.demo.deeds.peer_reviews.preparing import fill_timetable, write_scope, write_self_review
from webapp.demo.scenes.peer_reviews import ReviewCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.peer_reviews.paths import formed, prepared, scoped, self_reviewed

HARBOUR_COMING = (
    Story(
        cast=ReviewCast(
            topic="lantern-computing",
            host="lantern-street",
            lead="leila.farouk",
            reviewers=("tariq.hamdan",),
            visit=(3,),
        ),
        path=prepared(),
        ago=2,
        beside=(Beside(1, answer("head")),),
    ),
    Story(
        cast=ReviewCast(
            topic="tidewell-phonics",
            host="tidewell",
            lead="tom.achebe",
            reviewers=("beth.hargreaves", "alison.whyte"),
            visit=(8, 9),
        ),
        path=(*formed(), *self_reviewed(), *scoped(), Step(1, fill_timetable(1, 2, 4))),
        ago=1,
    ),
    Story(
        cast=ReviewCast(
            topic="breakwater-assessment",
            host="breakwater",
            lead="arjun.mehta",
            reviewers=("aled.griffiths",),
            coordinator="kwame.darko",
            visit=(13,),
        ),
        path=(*formed(), *self_reviewed(), Step(3, write_scope()), Step(1, does("lead", "agree_scope"))),
        ago=2,
    ),
    Story(
        cast=ReviewCast(
            topic="heron-languages",
            host="heron-lake",
            lead="neil.carrick",
            reviewers=("charlotte.finch",),
            visit=(21, 22),
        ),
        path=(*formed(), Step(3, write_self_review(answers=3))),
        ago=5,
        beside=(Beside(3, declare_conflict("charlotte.finch", "Her sister has begun to teach there.")),),
    ),
    Story(
        cast=ReviewCast(topic="millrace-fluency", host="millrace", visit=(34,)),
        path=(Step(0, plan),),
        ago=3,
        weekdays=True,
    ),
    Story(
        cast=ReviewCast(
            topic="beacon-culture",
            host="beacon-hill",
            lead="ifeoma.eze",
            reviewers=("omar.siddiqui",),
            coordinator="kwame.darko",
            visit=(5,),
        ),
        path=(
            *formed(),
            Step(4, write_self_review(answers=1)),
            Step(3, postpone("The heating has failed in one of the two buildings.", 12)),
        ),
        ago=3,
    ),
)
