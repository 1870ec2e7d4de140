"""Pairings of Harbour Learning Partnership that end or are over, and openings of private logs."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import pause
from webapp.demo.deeds.openings import ask as ask_to_open
from webapp.demo.deeds.pairings.asking import ask, close
from webapp.demo.deeds.pairings.looking_back import reflect, share_latest, stop_sharing, write_review
from webapp.demo.deeds.pairings.sessions import log
from webapp.demo.scenes.openings import OpeningCast
from webapp.demo.scenes.pairings import PairingCast
from webapp.demo.stories import Beside, Step, Story
from webapp.demo.stories.pairings.paths import begun, met, rated
from workflows.pairings.details import Way

COLIN, MIRIAM = "colin.pryce", "miriam.castle"

ENDED = (
    Story(
        cast=PairingCast(topic="jacob", mentee="jacob.wren", mentor="beth.hargreaves", review_in=10),
        path=(*begun(), *met(1, 2), *rated(6, 6), Step(4, does("mentee", "leave"))),
        ago=3,
    ),
    Story(
        cast=PairingCast(
            topic="freya",
            mentee="freya.lindqvist",
            mentor="isla.mckenzie",
            coordinator="kwame.darko",
            review_in=-20,
            ends_in=-10,
        ),
        path=(
            *begun(),
            *met(1, 2),
            Step(1, pause("mentor", "Our base is moving house: boxes everywhere.", -40)),
            Step(6, does("mentee", "resume")),
            *met(3),
            *rated(8, 7),
            Step(3, reflect(1, is_shared=True)),
            Step(2, does("mentee", "leave")),
            Step(2, close("mentee")),
        ),
        ago=24,
        beside=(Beside(44, share_latest("catherine.amadi")), Beside(34, stop_sharing)),
    ),
    Story(
        cast=PairingCast(
            topic="simon",
            mentee="simon.ashworth",
            mentor="arjun.mehta",
            coordinator="kwame.darko",
            way=Way.ONLINE,
            review_in=-68,
            ends_in=-50,
        ),
        path=(
            *begun(),
            # met by chance, and wrote it down: nothing was planned yet
            Step(2, None, meeting=1),
            Step(1, log(1, by="mentor", then=2, is_planned=False)),
            Step(12, None, meeting=2),
            Step(1, log(2, done=1)),
            Step(8, does("mentee", "begin_review")),
            Step(1, write_review(1, 7, next_in=-30, ends_in=-20)),
            Step(1, does("mentor", "propose_coaching")),
            Step(1, does("mentee", "stay_mentoring")),
            # closes by itself
            Step(6, does("mentor", "leave")),
        ),
        ago=60,
    ),
    Story(
        cast=PairingCast(topic="nisha", mentee="nisha.kapoor"),
        path=(Step(0, ask), Step(3, does("mentee", "withdraw"))),
        ago=30,
    ),
)

OPENINGS = (
    Story(
        cast=OpeningCast(
            topic="opening-freya",
            of="freya",
            asker=COLIN,
            reason="The council's safeguarding enquiry asks for it. Its letter is with our solicitor.",
        ),
        path=(
            Step(0, ask_to_open),
            Step(1, does(MIRIAM, "confirm")),
            Step(0, does(COLIN, "read")),
            Step(0, does(MIRIAM, "read")),
            Step(0, does(COLIN, "finish")),
        ),
        ago=15,
        weekdays=True,
    ),
    Story(
        cast=OpeningCast(
            topic="opening-chloe",
            of="chloe",
            asker=COLIN,
            reason="A manager would like to know what was said before an appraisal.",
        ),
        path=(
            Step(0, ask_to_open),
            Step(
                1,
                for_a_reason(
                    "refuse", MIRIAM, "An appraisal is never a reason. I have told the manager so myself."
                ),
            ),
        ),
        ago=11,
        weekdays=True,
    ),
    Story(
        cast=OpeningCast(
            topic="opening-nkechi",
            of="nkechi",
            asker=MIRIAM,
            reason="A court has ordered it. The order is with our solicitor.",
        ),
        path=(Step(0, ask_to_open), Step(1, does(COLIN, "confirm")), Step(0, does(MIRIAM, "read"))),
        ago=1,
        weekdays=True,
    ),
    Story(
        cast=OpeningCast(
            topic="opening-jacob",
            of="jacob",
            asker=MIRIAM,
            reason="One of the two has asked, in a formal complaint, that we look at what was written.",
        ),
        path=(Step(0, ask_to_open),),
        ago=1,
        weekdays=True,
    ),
)

HARBOUR_OVER = (*ENDED, *OPENINGS)
