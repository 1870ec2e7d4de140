"""From asking for a mentor to the signed contract, and how a pairing ends."""

from __future__ import annotations

from datetime import date

from webapp.demo.scenes import Deed
from webapp.demo.scenes.pairings import PairingScene
from workflows.clock import today
from workflows.pairings import Pairing
from workflows.pairings.details import (
    AskDetails,
    ChooseDetails,
    ClosingDetails,
    ContractDetails,
    Mode,
    ProposeDetails,
)
from workflows.pairings.effects import title_of
from workflows.school_calendar import ONE_DAY


def ask(scene: PairingScene) -> None:
    _begin(scene, "ask", scene.cast.mentee)


def ask_for(scene: PairingScene) -> None:
    """The coordinator asks on somebody's behalf."""
    _begin(scene, "ask_for", "coordinator")


def _begin(scene: PairingScene, name: str, part: str) -> None:
    mentee = scene.who(scene.cast.mentee)
    pairing = Pairing(
        title=title_of(mentee, Mode.MENTORING), mentee_id=mentee.id, mentee_school_id=mentee.school_id
    )
    scene.open(pairing, name, part, _hopes(scene))


def ask_differently(scene: PairingScene) -> None:
    scene.act("edit", "mentee", _hopes(scene))


def _hopes(scene: PairingScene) -> AskDetails:
    return AskDetails(
        focus_area_ids=tuple(scene.settled.focus[name].id for name in scene.topic.focus),
        hopes=scene.topic.hopes,
        free_on=scene.cast.free_on,
    )


def propose(mentor: str = "") -> Deed:
    """The coordinator proposes a mentor: whoever it is in the end, unless another is named."""

    def deed(scene: PairingScene) -> None:
        details = ProposeDetails(mentor_id=scene.who(mentor or scene.cast.mentor).id, note=scene.topic.note)
        scene.act("propose", "coordinator", details)

    return deed


def choose(mentor: str = "") -> Deed:
    """The mentee chooses a mentor: whoever it is in the end, unless another is named."""

    def deed(scene: PairingScene) -> None:
        details = ChooseDetails(mentor_id=scene.who(mentor or scene.cast.mentor).id)
        scene.act("choose", "mentee", details)

    return deed


def contract(by: str = "mentor") -> Deed:
    """Write down what both are to sign."""

    def deed(scene: PairingScene) -> None:
        cast, topic = scene.cast, scene.topic
        details = ContractDetails(
            frequency=cast.frequency,
            minutes=cast.minutes,
            way=cast.way,
            days=cast.days,
            review_on=ahead(scene, cast.review_in),
            ends_on=ahead(scene, max(cast.ends_in, cast.review_in)),
            confidentiality=topic.confidentiality,
            goals=topic.goals,
        )
        scene.act("write_contract", by, details)

    return deed


def ahead(scene: PairingScene, days: int) -> date:
    """So many working days from the demo's own day, and always later than the day that the clock shows."""
    return max(scene.days_from(scene.present, days), today() + ONE_DAY)


def close(by: str) -> Deed:
    return lambda scene: scene.act("close", by, ClosingDetails(gained=scene.topic.gained))
