"""The stretches of road that stories are put together from."""

from __future__ import annotations

from webapp.demo.deeds import for_a_reason
from webapp.demo.deeds.dates import answer
from webapp.demo.deeds.support_requests.asking import (
    ask_head,
    offer,
    release,
    start,
    submit,
    triage,
    write,
)
from webapp.demo.deeds.support_requests.giving import finish, plan_visit, propose, record, review, sign
from webapp.demo.deeds.support_requests.looking_back import add_view, evaluate, look_back
from webapp.demo.stories import Path, Step
from workflows.support_requests.details import Impact, Working


def asked(by: str = "head") -> Path:
    return (Step(0, start(by)), Step(0, write), Step(1, submit))


def drafted(by: str) -> Path:
    """By a delegate, who then asks the head."""
    return (Step(0, start(by)), Step(0, write), Step(1, ask_head))


def triaged(note: str = "", *, after: int = 3) -> Path:
    return (Step(after, triage(note)),)


def declined(school: str, reason: str, *, person: str = "", after: int = 2) -> Path:
    return (
        Step(3, offer(school=school, person=person)),
        Step(after, for_a_reason("decline", "giving_head", reason)),
    )


def found(message: str = "", note: str = "", *, after: int = 4) -> Path:
    return (Step(after, offer(message)), Step(2, release(note)))


def agreed() -> Path:
    return (Step(3, propose), *signed("giver", "giving_head", "head"))


def signed(*parts: str) -> Path:
    return tuple(Step(1, sign(part)) for part in parts)


def visited(*numbers: int, every: int = 8, days: float = 1) -> Path:
    steps: list[Step] = []
    for number in numbers:
        steps += [
            Step(1, plan_visit(number, days=days)),
            Step(0, answer("head")),
            Step(every, None, meeting=number),
            Step(2, record(number)),
        ]
    return tuple(steps)


def reviewed(working: Working = Working.YES, by: str = "head") -> Path:
    return (Step(2, review(working, by)),)


def finished() -> Path:
    return (Step(3, finish),)


def judged(*impacts: Impact, worth_it: Working = Working.YES, comment: str = "") -> Path:
    return (Step(3, add_view), Step(3, evaluate(*impacts, worth_it=worth_it, comment=comment)))


def held_six_weeks() -> Path:
    return (Step(28, look_back("sustained")),)


def held_next_term() -> Path:
    return (Step(45, look_back("still_sustained", 1)),)


def given(*visits: int, every: int = 8) -> Path:
    """From the first draft until the support is finished."""
    first, *others = visits
    return (
        *asked(),
        *triaged(),
        *found(),
        *agreed(),
        *visited(first, every=5),
        *reviewed(),
        *visited(*others, every=every),
        *finished(),
    )
