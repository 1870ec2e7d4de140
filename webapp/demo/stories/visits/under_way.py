"""Visits of Harbour Learning Partnership that are asked for, agreed, just over, or being tried out."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import agree_action, note, pause
from webapp.demo.deeds.visits.afterwards import offer_entry
from webapp.demo.deeds.visits.asking import accept, ask, bring, confirm_party, name_host
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.visits.paths import asked, gone, in_library, reflected

HARBOUR_UNDER_WAY = (
    Story(
        cast=VisitCast(
            topic="daily-facts",
            visitor="rowan.pike",
            host="lantern-street",
            offer="fluency-first",
            party=("omar.siddiqui",),
        ),
        path=(Step(0, ask),),
        ago=1,
    ),
    Story(
        cast=VisitCast(
            topic="nursery-morning",
            visitor="lucy.brennan",
            host="tidewell",
            offer="nursery-talk",
            party=("marta.kowalska",),
        ),
        path=asked(),
        ago=3,
    ),
    Story(
        cast=VisitCast(topic="guided-groups", visitor="grace.liddell"),
        path=(Step(0, ask), Step(2, does("visiting_head", "agree_and_seek"))),
        ago=2,
    ),
    Story(
        cast=VisitCast(
            topic="reading-mornings",
            visitor="hannah.clegg",
            host="gull-rock",
            contact="tom.achebe",
            offer="reading-for-pleasure",
            party=("samuel.boateng",),
        ),
        path=asked(),
        ago=2,
    ),
    Story(
        cast=VisitCast(
            topic="editing",
            visitor="tom.achebe",
            host="saltmarsh",
            contact="beth.hargreaves",
            party=("lucy.brennan",),
        ),
        path=(*asked(), Step(3, accept(ahead=8))),
        ago=1,
    ),
    Story(
        cast=VisitCast(
            topic="resourced-base",
            visitor="sofia.marchetti",
            host="heron-lake",
            contact="isla.mckenzie",
        ),
        path=(
            *asked(),
            Step(2, accept(ahead=5)),
            Step(1, bring("mei.tanaka")),
            Step(1, confirm_party),
            Step(1, does("visitor", "confirm")),
        ),
        ago=3,
        beside=(Beside(1, note("host_contact", "Parking is tight that day: please come in one car.")),),
    ),
    Story(
        cast=VisitCast(
            topic="mastery-corner",
            visitor="yusuf.rahman",
            host="lantern-street",
            contact="kemi.adeyemi",
        ),
        path=gone(),
        ago=3,
    ),
    Story(
        cast=VisitCast(topic="start-of-day", visitor="daniel.osei", host="seaward", contact="leila.farouk"),
        path=reflected(),
        ago=2,
    ),
    Story(
        cast=VisitCast(
            topic="communication-boards", visitor="omar.siddiqui", host="slipway", contact="maria.santos"
        ),
        path=(*reflected(), Step(1, offer_entry), Step(1, does("host_head", "consent"))),
        ago=1,
    ),
    Story(
        cast=VisitCast(
            topic="phonics-groups",
            visitor="ellie.stanmore",
            host="gull-rock",
            contact="tom.achebe",
        ),
        path=in_library(),
        ago=4,
        beside=(
            Beside(
                3,
                agree_action(
                    "visiting_head",
                    "ellie.stanmore",
                    "Hear every child in Year 1 once before half-term",
                    measure="Every child has been heard, and the groups are new.",
                    due=15,
                ),
            ),
        ),
    ),
    Story(
        cast=VisitCast(
            topic="curriculum-walk", visitor="zainab.malik", host="beacon-hill", contact="alison.whyte"
        ),
        path=(*reflected(), Step(1, does("visitor", "keep"))),
        ago=5,
    ),
    Story(
        cast=VisitCast(topic="outdoor-maths", visitor="emily.hartnell"),
        path=(
            Step(0, ask),
            Step(1, does("visiting_head", "agree_and_seek")),
            Step(1, pause("visitor", "The field is under water until spring.", 35)),
        ),
        ago=6,
    ),
    Story(
        cast=VisitCast(
            topic="sentence-work",
            visitor="aled.griffiths",
            host="saltmarsh",
            contact="beth.hargreaves",
        ),
        path=asked(),
        ago=1,
    ),
    Story(
        cast=VisitCast(topic="languages-speaking", visitor="chloe.dubois", host="breakwater"),
        path=(
            *asked(),
            Step(2, for_a_reason("decline", "host_head", "Our linguists are all new. Ask us next year!")),
            Step(1, name_host("beacon-hill")),
        ),
        ago=2,
    ),
)
