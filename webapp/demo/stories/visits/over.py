"""Visits of Harbour Learning Partnership that are over; what two of them saw is in the library."""

from __future__ import annotations

from webapp.demo.deeds import for_a_reason
from webapp.demo.deeds.visits.afterwards import adopt
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.stories import Step, Story
from webapp.demo.stories.visits.paths import asked, in_library
from workflows.visits.details import Stuck

HARBOUR_OVER = (
    Story(
        cast=VisitCast(
            topic="book-talk",
            visitor="beth.hargreaves",
            host="millrace",
            contact="grace.liddell",
        ),
        path=(*in_library(), Step(25, adopt(Stuck.YES))),
        ago=20,
    ),
    Story(
        cast=VisitCast(
            topic="fluency-five",
            visitor="agnieszka.nowak",
            host="lantern-street",
            contact="kemi.adeyemi",
            party=("yusuf.rahman",),
        ),
        path=(*in_library(), Step(30, adopt(Stuck.PARTLY))),
        ago=9,
    ),
    Story(
        cast=VisitCast(topic="assemblies", visitor="charlotte.finch", host="st-brannocs"),
        path=(
            *asked(),
            Step(2, for_a_reason("withdraw", "visitor", "Our council would rather begin by themselves.")),
        ),
        ago=30,
    ),
)
