"""The stretches of road that stories of peer reviews are put together from."""

from __future__ import annotations

from datetime import time
from typing import Final

from webapp.demo.deeds import does
from webapp.demo.deeds.peer_reviews.afterwards import (
    agree_actions,
    hold_workshop,
    plan_workshop,
)
from webapp.demo.deeds.peer_reviews.forming import form_team, plan
from webapp.demo.deeds.peer_reviews.preparing import fill_timetable, write_scope, write_self_review
from webapp.demo.deeds.peer_reviews.reporting import answer_comments, comment, name_themes, write
from webapp.demo.deeds.peer_reviews.visiting import feedback, log
from webapp.demo.scenes.peer_reviews import WORKSHOP
from webapp.demo.stories import Path, Step

ARRIVING, LEAVING, SAYING_SO = time(8, 35), time(15, 20), time(15, 55)
"""On the days of a visit: the team is there, sends what it saw, and has told the host."""

LEADS_SECTIONS: Final = ("context", "strengths", "next steps")
OTHERS_SECTIONS: Final = ("excellent practice", "areas to develop")


def formed() -> Path:
    return (Step(0, plan), Step(3, form_team))


def self_reviewed() -> Path:
    return (
        Step(4, write_self_review(answers=3)),
        Step(4, write_self_review()),
        Step(1, does("head", "share_self_review")),
    )


def scoped(*readers: str) -> Path:
    return (
        Step(4, write_scope(readers=readers)),
        Step(1, does("lead", "agree_scope")),
        Step(1, does("head", "agree_scope")),
    )


def timetabled() -> Path:
    return (Step(2, fill_timetable()), Step(1, does("lead", "confirm_timetable")))


def prepared(*readers: str) -> Path:
    """From the plan to the confirmed timetable."""
    return (*formed(), *self_reviewed(), *scoped(*readers), *timetabled())


def begun(after: int = 6) -> Path:
    return (Step(after, does("lead", "begin_visit"), meeting=1, at=ARRIVING),)


def visited() -> Path:
    """A visit of one day, with feedback in the afternoon."""
    return (*begun(), Step(0, log(), at=LEAVING), Step(0, feedback, at=SAYING_SO))


def visited_twice() -> Path:
    """A visit of two days, with feedback on the second."""
    return (
        *begun(),
        Step(0, log(), at=LEAVING),
        Step(1, log(2), meeting=2, at=LEAVING),
        Step(0, feedback, at=SAYING_SO),
    )


def reported(other: str) -> Path:
    """The lead and another of the team write the report and send it."""
    return (
        Step(2, does(other, "begin_report")),
        Step(2, write("lead", *LEADS_SECTIONS)),
        Step(1, write(other, *OTHERS_SECTIONS)),
        Step(1, name_themes()),
        Step(1, does("lead", "send_report")),
    )


def checked(by: str = "lead") -> Path:
    """The host comments on facts, the team answers, and the head agrees the report."""
    return (
        Step(2, comment()),
        Step(1, does("head", "return_report")),
        Step(2, answer_comments(by)),
        Step(1, does("lead", "send_report")),
        *agreed(2),
    )


def agreed(after: int = 3) -> Path:
    return (Step(after, does("head", "agree_report")),)


def worked_on(*asked: str) -> Path:
    """The improvement workshop, written down on the day after."""
    return (Step(2, plan_workshop(*asked)), Step(7, None, meeting=WORKSHOP), Step(1, hold_workshop()))


def settled(*dues: int) -> Path:
    """The action plan; its actions are due so many weekdays from today."""
    return (Step(2, agree_actions(*dues)), Step(2, does("head", "settle_plan")))
