"""Visits of Harbour Learning Partnership that are over; what two of them saw is in the library."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.library import thanks, tried
from webapp.demo.deeds.visits.afterwards import adopt, reflect
from webapp.demo.deeds.visits.asking import accept, ask, name_host
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.stories import Beside, Step, Story
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
        beside=(
            Beside(18, thanks("tom.achebe", "omar.siddiqui", "hannah.clegg")),
            Beside(
                6,
                tried(
                    "tom.achebe",
                    "One book in every class that the teacher and the children read at the same time.",
                    "Children ask for it. It needs ten copies a class, which took us until now.",
                ),
            ),
        ),
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
    Story(
        cast=VisitCast(topic="choir", visitor="marcus.trent", host="beacon-hill", contact="tariq.hamdan"),
        path=(
            *asked(),
            Step(2, accept(1)),
            Step(1, for_a_reason("ask_another_date", "visitor", "That is our open evening.")),
            Step(2, accept(1)),
            Step(1, does("visitor", "confirm")),
            Step(3, for_a_reason("call_off", "host_contact", "Our singers are all in bed with a cold.")),
            Step(6, None, meeting=1),
            Step(2, name_host("slipway", by="visitor")),
            Step(4, for_a_reason("move_on", "visitor", "They have no choir this year.")),
            Step(3, for_a_reason("withdraw", "visitor", "We found one in the town, and go there.")),
        ),
        ago=22,
    ),
    Story(
        cast=VisitCast(topic="breakfast", visitor="ruth.ellery", host="tidewell", contact="joanne.sandford"),
        path=(
            Step(0, ask),
            Step(3, accept(1)),
            Step(1, does("visitor", "confirm")),
            Step(5, None, meeting=1),
            Step(0, does("host_contact", "say_visited")),
            Step(2, reflect),
            Step(1, does("visitor", "share")),
            Step(20, for_a_reason("close_early", "visitor", "We have begun; the hall is full.")),
        ),
        ago=35,
    ),
)
