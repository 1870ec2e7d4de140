"""Pairings of Harbour Learning Partnership that work together today."""

from __future__ import annotations

from webapp.demo.deeds import does
from webapp.demo.deeds.beside import pause
from webapp.demo.deeds.dates import answer
from webapp.demo.deeds.pairings.asking import ask
from webapp.demo.deeds.pairings.looking_back import rate, reflect, share_latest, write_review
from webapp.demo.deeds.pairings.sessions import about_next, finish_step, log, move, plan, plan_ahead
from webapp.demo.scenes.pairings import PairingCast
from webapp.demo.stories import Beside, Path, Step, Story
from webapp.demo.stories.pairings.paths import agreed, begun, matched, met, rated
from workflows.dates.model import Answer, Via
from workflows.pairings.details import Frequency, Way

REVIEWED: Path = (
    Step(2, does("mentor", "begin_review")),
    Step(1, write_review(1, 4, 3, 5, next_in=-8)),
    Step(2, does("mentee", "propose_coaching")),
    Step(1, does("mentor", "confirm_coaching")),
    Step(1, does("mentee", "confirm_coaching")),
)
"""The review after which mentoring becomes coaching."""

MENTORED: Path = (
    Step(1, plan(1)),
    Step(6, None, meeting=1),
    Step(1, log(1, by="mentor", then=2)),
    *rated(1, 0, 2),
    Step(8, None, meeting=2),
    Step(1, log(2, then=30, done=1)),
    # parents' evening: nobody came
    Step(9, None, meeting=30),
    Step(1, about_next("mentee", "miss_session")),
    Step(1, plan(3, early=3)),
    Step(2, move(3)),
    Step(7, None, meeting=3),
    Step(1, about_next("mentor", "confirm_session")),
    Step(1, log(3, then=4, done=1)),
    *rated(2, 2, 2),
    Step(8, None, meeting=4),
    # its action step is carried over, and done with the next one
    Step(1, log(4, by="mentor", then=5)),
    Step(3, reflect(1)),
    Step(6, None, meeting=5),
    Step(1, log(5, done=2)),
)
COACHED: Path = (
    Step(1, plan(6, by="mentee")),
    Step(7, None, meeting=6),
    Step(1, log(6, then=7, done=1)),
    Step(9, None, meeting=7),
    Step(1, log(7, then=8, done=1)),
    Step(1, share_latest("yusuf.rahman")),
    *rated(6, 5, 6),
    Step(7, None, meeting=8),
    Step(1, log(8, then=9)),
    Step(9, None, meeting=9),
    Step(1, log(9, then=10, done=1)),
    Step(3, reflect(2, is_shared=True)),
    Step(2, does("mentee", "begin_review")),
    Step(2, write_review(2, 8, 6, 7, next_in=35)),
    Step(1, does("mentee", "agree_review")),
    Step(2, does("mentor", "agree_review")),
    Step(3, None, meeting=10),
)

ACTIVE = (
    Story(
        cast=PairingCast(
            topic="aled",
            mentee="aled.griffiths",
            mentor="ifeoma.eze",
            minutes=60,
            days=3,
            review_in=-58,
        ),
        path=(*begun(), *MENTORED, *REVIEWED, *COACHED),
        ago=1,
        beside=(
            Beside(3, plan_ahead(9)),
            Beside(
                2, answer("mentee", Answer.MAYBE, comment="We may have a visitor that day.", via=Via.LINK)
            ),
        ),
    ),
    Story(
        cast=PairingCast(
            topic="hannah", mentee="hannah.clegg", mentor="tom.achebe", free_on=(0, 2), review_in=25
        ),
        path=(
            *begun(),
            *met(1, 2, by="mentor"),
            *rated(3, 1),
            Step(1, plan(3)),
            Step(7, None, meeting=3),
            Step(1, log(3)),
        ),
        ago=4,
        beside=(
            Beside(12, reflect(1)),
            Beside(3, plan_ahead(3)),
            Beside(2, answer("mentee")),
            Beside(2, rate(5, 2)),
        ),
    ),
    Story(
        cast=PairingCast(
            topic="charlotte",
            mentee="charlotte.finch",
            mentor="neil.carrick",
            frequency=Frequency.MONTHLY,
            way=Way.ONLINE,
            review_in=12,
        ),
        path=(*begun(), *met(1, 2, every=15)),
        ago=34,
    ),
    Story(
        cast=PairingCast(
            topic="joanne",
            mentee="joanne.sandford",
            mentor="grace.liddell",
            way=Way.IN_LESSON,
            days=1.5,
            review_in=20,
        ),
        path=(
            *begun(),
            Step(1, plan(1)),
            Step(6, None, meeting=1),
            Step(1, log(1, then=2)),
            Step(9, None, meeting=2),
        ),
        ago=13,
    ),
    Story(
        cast=PairingCast(
            topic="nkechi",
            mentee="nkechi.obuya",
            mentor="zainab.malik",
            coordinator="kwame.darko",
            way=Way.ONLINE,
            review_in=18,
        ),
        path=(
            Step(0, ask),
            *matched("femi.alade"),
            *agreed(),
            *met(1, 2, every=12),
            # what was agreed with the first mentor is done with the second
            Step(6, does("coordinator", "new_mentor")),
            *matched(after=2),
            *agreed(),
            *met(3, 4, every=8),
        ),
        ago=3,
        beside=(Beside(2, plan_ahead(0)), Beside(1, finish_step())),
    ),
)

REVIEWING_AND_CHANGING = (
    Story(
        cast=PairingCast(
            topic="chloe",
            mentee="chloe.dubois",
            mentor="mei.tanaka",
            coordinator="kwame.darko",
            frequency=Frequency.MONTHLY,
            free_on=(1, 4),
            review_in=-10,
        ),
        path=(
            *begun(),
            *met(1, 2, 3, every=14),
            *rated(4, 3),
            Step(2, does("mentor", "begin_review")),
            Step(2, write_review(1, 7, 5, next_in=50)),
            Step(1, does("mentor", "agree_review")),
        ),
        ago=8,
    ),
    Story(
        cast=PairingCast(topic="rowan", mentee="rowan.pike", mentor="kemi.adeyemi", review_in=-4),
        path=(
            *begun(),
            *met(1, 2, 3, every=11),
            Step(2, reflect(1)),
            Step(1, does("mentee", "begin_review")),
            Step(2, write_review(1, 6, 7, next_in=45, by="mentor")),
            Step(1, does("mentee", "propose_coaching")),
            Step(1, does("mentee", "confirm_coaching")),
        ),
        ago=1,
    ),
    Story(
        cast=PairingCast(
            topic="omar", mentee="omar.siddiqui", mentor="ben.forsyth", way=Way.IN_LESSON, review_in=15
        ),
        path=(
            *begun(),
            *met(1, 2),
            Step(1, plan_ahead(6)),
            Step(2, about_next("mentor", "call_off_session")),
            Step(0, pause("mentee", "I am covering a class until a new teacher begins.", 12)),
        ),
        ago=6,
    ),
)

HARBOUR_TOGETHER = (*ACTIVE, *REVIEWING_AND_CHANGING)
