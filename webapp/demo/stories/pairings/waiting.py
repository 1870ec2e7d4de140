"""Pairings of Harbour Learning Partnership whose two are still to be brought together, and the cohort."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.pairings.asking import ask, ask_differently, ask_for, choose, contract, propose
from webapp.demo.scenes.pairings import PairingCast
from webapp.demo.stories import Path, Step, Story
from webapp.demo.stories.pairings.paths import begun
from workflows.pairings.details import Frequency

ASKED: Path = (Step(0, ask),)

COHORT = (
    Story(
        cast=PairingCast(topic="ibrahim", mentee="ibrahim.toure", free_on=(0, 3)),
        path=ASKED,
        ago=1,
        weekdays=True,
    ),
    Story(
        cast=PairingCast(topic="tariq", mentee="tariq.hamdan", free_on=(2, 4)),
        path=(*ASKED, Step(1, ask_differently)),
        ago=1,
        weekdays=True,
    ),
    Story(
        cast=PairingCast(topic="lucy", mentee="lucy.brennan", free_on=(1, 2)),
        path=ASKED,
        ago=3,
        weekdays=True,
    ),
    Story(
        cast=PairingCast(topic="huw", mentee="huw.pritchard", free_on=(3, 4), coordinator="kwame.darko"),
        path=(*ASKED, Step(2, propose("leila.farouk")), Step(2, does("mentor", "decline"))),
        ago=4,
        weekdays=True,
    ),
    Story(
        cast=PairingCast(topic="sofia", mentee="sofia.marchetti", free_on=(1, 3, 4)),
        path=(
            *ASKED,
            Step(1, propose("isla.mckenzie")),
            Step(4, does("coordinator", "propose_another")),
        ),
        ago=5,
        weekdays=True,
    ),
    Story(
        cast=PairingCast(topic="agnieszka", mentee="agnieszka.nowak", free_on=(0, 2)),
        path=ASKED,
        ago=8,
        weekdays=True,
    ),
)
"""One more than there are places: whoever solves this leaves somebody waiting."""

COMING_TOGETHER = (
    Story(
        cast=PairingCast(topic="maisie", mentee="maisie.thornhill", mentor="ifeoma.eze"),
        path=(*ASKED, Step(1, choose())),
        ago=3,
    ),
    Story(
        cast=PairingCast(topic="ellie", mentee="ellie.stanmore", mentor="emily.hartnell", free_on=(2,)),
        path=(Step(0, ask_for), Step(2, propose()), Step(1, does("mentee", "accept"))),
        ago=3,
    ),
    Story(
        cast=PairingCast(
            topic="gareth",
            mentee="gareth.lowe",
            mentor="alison.whyte",
            coordinator="kwame.darko",
            frequency=Frequency.HALF_TERMLY,
            minutes=90,
            days=1,
        ),
        path=(
            *ASKED,
            Step(1, choose()),
            Step(2, does("mentor", "take_on")),
            Step(3, contract()),
            Step(1, does("mentor", "sign")),
        ),
        ago=2,
    ),
    Story(
        cast=PairingCast(
            topic="callum",
            mentee="callum.brightwell",
            mentor="leila.farouk",
            coordinator="kwame.darko",
            frequency=Frequency.WEEKLY,
            minutes=30,
        ),
        path=begun(),
        ago=4,
    ),
)

HARBOUR_WAITING = (*COHORT, *COMING_TOGETHER)
