"""Trust-wide sessions: a year of them, one in every term, and the next three.

A term has one session. So the days on which they are lie further apart than any term is long: whatever day
the demo is built on, no two of a trust fall into one.
"""

from __future__ import annotations

from datetime import time

from webapp.demo.deeds import does, for_a_reason
from webapp.demo.deeds.beside import agree_action, note
from webapp.demo.deeds.trust_sessions import (
    ask_for_offers,
    ask_for_proposals,
    evaluate,
    gives_up,
    keep_register,
    look_back,
    merge,
    open_vote,
    plan,
    plan_without_vote,
    postpone,
    propose,
    publish,
    set_programme,
    settle_tie,
    sign_up,
    vote,
)
from webapp.demo.scenes.trust_sessions import SessionCast
from webapp.demo.stories import Beside, Path, Step, Story

APART = 76
"""School days: one more than the longest term has."""
LATEST = 18
"""School days since the latest session of Harbour Learning Partnership."""
NEXT = APART - LATEST
OF_FELLSIDE = 2


def voted(*, starts: time = time(13), ends: time = time(16)) -> Path:
    """Planned long before, proposed and voted on: by hand, well before the last days for it."""
    return (
        Step(0, plan(1, starts=starts, ends=ends)),
        Step(1, ask_for_proposals),
        Step(3, propose),
        Step(3, open_vote),
        Step(3, vote),
    )


def programme(*, until: int = 12) -> Path:
    """Workshops are asked for and found, people sign up, and the day comes."""
    return (
        Step(2, ask_for_offers),
        Step(3, set_programme),
        Step(2, publish),
        Step(2, sign_up),
        Step(until, None, meeting=1),
        Step(0, keep_register, at=time(14, 30)),
    )


HARBOUR = (
    Story(
        cast=SessionCast(topic="session-first", planner="eleanor.graves"),
        path=(
            Step(0, plan_without_vote(1)),
            *programme(until=6),
            Step(2, evaluate()),
            Step(1, does("coordinator", "go_on_to_actions")),
            Step(40, look_back),
        ),
        ago=LATEST + 2 * APART - 43,
    ),
    Story(
        cast=SessionCast(topic="session-second", planner="asha.bell"),
        path=(
            *voted(starts=time(9), ends=time(15)),
            Step(0, does("coordinator", "close_vote")),
            Step(1, settle_tie),
            *programme(until=25),
            Step(2, evaluate()),
            Step(3, does("coordinator", "go_on_to_actions")),
            Step(42, look_back),
        ),
        ago=LATEST + APART - 47,
        beside=(Beside(LATEST + APART + 2, gives_up("marcus.trent", "Sentence work that stays")),),
    ),
    Story(
        cast=SessionCast(topic="session-third", planner="asha.bell"),
        path=(
            *voted(),
            Step(0, does("coordinator", "close_vote")),
            *programme(until=25),
            Step(2, evaluate()),
            Step(
                2,
                agree_action(
                    "coordinator",
                    "lucy.brennan",
                    "Write the first Monday with talk partners down for the library",
                    measure="It is there, and three schools have thanked for it.",
                    due=12,
                ),
            ),
            Step(1, does("coordinator", "go_on_to_actions")),
        ),
        ago=LATEST - 5,
        beside=(Beside(LATEST + 4, gives_up("ellie.stanmore", "Talk partners who change on Mondays")),),
    ),
    Story(
        cast=SessionCast(topic="session-flooded", planner="asha.bell"),
        path=(
            Step(0, plan(ahead=NEXT)),
            Step(6, for_a_reason("call_off", "coordinator", "The hall is being rebuilt all year.")),
        ),
        ago=12,
    ),
    Story(
        cast=SessionCast(topic="session-fourth", planner="asha.bell"),
        path=(
            Step(0, plan(ahead=NEXT + 2, starts=time(9), ends=time(15))),
            Step(1, ask_for_proposals),
            Step(2, propose),
            Step(
                1,
                merge(
                    "Outdoor learning",
                    "Learning outside",
                    "Both want more lessons outside.",
                ),
            ),
            Step(1, open_vote),
            Step(2, vote),
        ),
        ago=1,
    ),
    Story(
        cast=SessionCast(topic="session-fifth", planner="asha.bell"),
        path=(
            Step(0, plan(ahead=NEXT + 2 + APART)),
            Step(2, note("coordinator", "The hall has 200 chairs; we need 240.")),
        ),
        ago=6,
    ),
)

FELLSIDE = (
    Story(
        cast=SessionCast(topic="fell-session-snow", planner="oliver.penrith"),
        path=(
            Step(0, plan(1)),
            Step(30, postpone("The pass has been closed for a week, and nobody could come.", 15)),
            Step(20, None, meeting=1),
        ),
        ago=OF_FELLSIDE + APART,
    ),
    Story(
        cast=SessionCast(topic="fell-session-held", planner="margaret.illingworth"),
        path=(Step(0, plan_without_vote(1)), *programme(until=8)),
        ago=OF_FELLSIDE,
    ),
    Story(
        cast=SessionCast(topic="fell-session-next", planner="margaret.illingworth"),
        path=(
            Step(0, plan_without_vote(ahead=APART - OF_FELLSIDE)),
            Step(2, ask_for_offers),
            Step(3, set_programme),
            Step(1, publish),
            Step(1, sign_up),
        ),
        ago=3,
    ),
    Story(
        cast=SessionCast(topic="fell-session-asked", planner="oliver.penrith"),
        path=(
            Step(0, plan(ahead=2 * APART - OF_FELLSIDE)),
            Step(1, ask_for_proposals),
            Step(2, propose),
        ),
        ago=4,
    ),
)
