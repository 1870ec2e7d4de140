"""What schools of Harbour Learning Partnership offer others to come and see."""

from __future__ import annotations

from webapp.demo.deeds import for_a_reason
from webapp.demo.deeds.visits.asking import offer, renew_offer
from webapp.demo.scenes.visits import VisitCast
from webapp.demo.stories import Step, Story

HARBOUR_OFFERS = (
    Story(
        cast=VisitCast(
            topic="reading-for-pleasure", host="gull-rock", contact="ifeoma.eze", places=6, open_for=45
        ),
        path=(Step(0, offer), Step(20, renew_offer)),
        ago=12,
    ),
    Story(
        cast=VisitCast(topic="nursery-talk", host="tidewell", contact="nisha.kapoor", places=2, open_for=25),
        path=(Step(0, offer),),
        ago=15,
    ),
    Story(
        cast=VisitCast(
            topic="fluency-first", host="lantern-street", contact="patrick.doyle", places=8, open_for=60
        ),
        path=(Step(0, offer),),
        ago=6,
    ),
    Story(
        cast=VisitCast(topic="calm-corridors", host="seaward", contact="leila.farouk", open_for=20),
        path=(
            Step(0, offer),
            Step(15, for_a_reason("end_offer", "host_contact", "The science block is being rebuilt.")),
        ),
        ago=40,
    ),
)
