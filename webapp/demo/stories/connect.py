"""Connect sessions: full ones, one that waits to be written up, and two that did not come about."""

from __future__ import annotations

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.connect import gives_up, offer, passes_to, register, sign_up, write_up
from webapp.demo.scenes.connect import ConnectCast
from webapp.demo.stories import Step, Story

READERS = (
    "priya.nair",
    "grace.liddell",
    "hannah.clegg",
    "joanne.sandford",
    "ellie.stanmore",
    "aled.griffiths",
)
MATHS = ("rowan.pike", "yusuf.rahman", "aled.griffiths", "simon.ashworth", "nkechi.obuya")
WRITERS = ("tom.achebe", "grace.liddell", "ibrahim.toure", "jacob.wren")

HARBOUR = (
    Story(
        cast=ConnectCast(topic="connect-fluency", host="tom.achebe", places=6),
        path=(
            Step(0, offer(1)),
            Step(2, sign_up(*READERS, "beth.hargreaves")),
            Step(3, gives_up("aled.griffiths")),
            Step(6, None, meeting=1),
            Step(1, register(*READERS[:5], "beth.hargreaves")),
            Step(2, write_up),
        ),
        ago=40,
    ),
    Story(
        cast=ConnectCast(topic="connect-sentence", host="beth.hargreaves"),
        path=(
            Step(0, offer(1)),
            Step(1, sign_up(*WRITERS, "marcus.trent")),
            Step(8, None, meeting=1),
            Step(1, register(*WRITERS, away=("marcus.trent",))),
        ),
        ago=1,
    ),
    Story(
        cast=ConnectCast(topic="connect-facts", host="kemi.adeyemi", places=3),
        path=(
            Step(0, offer(ahead=7)),
            Step(1, sign_up(*MATHS)),
        ),
        ago=2,
    ),
    Story(
        cast=ConnectCast(topic="connect-plans", host="sofia.marchetti", places=10),
        path=(
            Step(0, offer(ahead=14)),
            Step(1, sign_up("omar.siddiqui", "isla.mckenzie")),
            Step(1, passes_to("mei.tanaka")),
        ),
        ago=2,
    ),
    Story(
        cast=ConnectCast(topic="connect-outside", host="lucy.brennan", places=12),
        path=(
            Step(0, offer(ahead=5)),
            Step(2, sign_up("emily.hartnell", "hannah.clegg")),
            Step(4, for_a_reason("postpone", "host", "The garden is under water.")),
        ),
        ago=3,
    ),
    Story(
        cast=ConnectCast(topic="connect-robots", host="tariq.hamdan", places=15),
        path=(
            Step(0, offer(ahead=2)),
            Step(1, sign_up("callum.brightwell")),
            Step(9, does("host", "cannot_host")),
        ),
        ago=16,
    ),
    Story(
        cast=ConnectCast(topic="connect-marking", host="alison.whyte"),
        path=(Step(0, offer(ahead=18)),),
        ago=4,
    ),
)

FELLSIDE = (
    Story(
        cast=ConnectCast(topic="fell-connect-maps", host="ewan.lockhart", places=8),
        path=(Step(0, offer(ahead=10)), Step(1, sign_up("hamza.iqbal", "lorna.teasdale"))),
        ago=3,
    ),
)
