"""Whom to ask first, and why: the judgement on one candidate, and the order of several."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from workflows.fit import Spot, Strength
from workflows.places import Phase
from workflows.support_requests.shortlist import (
    BALANCE,
    DAYS,
    DISTANCE,
    EXPERTISE,
    FREE,
    PHASE,
    Candidate,
    Choice,
    Wanted,
    judge,
    rank,
)

READING, WRITING = 7, 8
HERE = Spot(easting=500_000, northing=300_000, postcode="LN4 1AB")
WANTED = Wanted(focus_id=READING, phase=Phase.PRIMARY, spot=HERE)
TOM = Candidate(
    school_id=2,
    school="Gull Rock Academy",
    phase=Phase.PRIMARY,
    spot=HERE,
    person_id=20,
    person="Tom Achebe",
    job_title="Phonics lead",
    strengths=(Strength(focus_id=READING, focus="Early reading", own=True),),
    days_allowed=15,
    days_left=15,
    received=10,
)


def reason(choice: Choice, name: str) -> tuple[str, float, str]:
    found = next(one for one in choice.reasons if one.name == name)
    return found.value, round(found.share, 2), found.tone


def judged(name: str, **changes: Any) -> tuple[str, float, str]:
    return reason(judge(WANTED, replace(TOM, **changes)), name)


def test_the_weights_make_a_hundred() -> None:
    assert EXPERTISE + PHASE + DISTANCE + DAYS + BALANCE + FREE == 100


def test_the_perfect_candidate_has_a_score_of_a_hundred() -> None:
    assert judge(WANTED, TOM).score == pytest.approx(100)


@pytest.mark.parametrize(
    ("strengths", "value", "share", "tone"),
    [
        ((READING, True), "Their own strength: Reading", 1.0, "plain"),
        ((READING, False), "The school's strength: Reading", 0.75, "plain"),
        ((WRITING, True), "Their own strength: Writing, close to what is asked", 0.5, "plain"),
        ((WRITING, False), "The school's strength: Writing, close to what is asked", 0.35, "plain"),
    ],
)
def test_expertise_counts_by_whose_it_is_and_how_close(
    strengths: tuple[int, bool], value: str, share: float, tone: str
) -> None:
    focus_id, own = strengths
    name = {READING: "Reading", WRITING: "Writing"}[focus_id]
    entry = Strength(focus_id=focus_id, focus=name, own=own)
    assert judged("Expertise", strengths=(entry,)) == (value, share, tone)


def test_of_several_strengths_the_closest_counts() -> None:
    entries = (
        Strength(focus_id=WRITING, focus="Writing", own=True),
        Strength(focus_id=READING, focus="Reading", own=False),
    )
    assert judged("Expertise", strengths=entries)[1] == 0.75


def test_no_strength_is_said_plainly() -> None:
    assert judged("Expertise", strengths=()) == ("Nothing entered for this focus", 0, "soon")


@pytest.mark.parametrize(
    ("phase", "value", "share"),
    [
        (Phase.PRIMARY, "Primary, the same", 1.0),
        (Phase.ALL_THROUGH, "All-through, close to primary", 0.6),
        (Phase.NURSERY, "Nursery, close to primary", 0.6),
        (Phase.SECONDARY, "Secondary, not primary", 0.0),
        (Phase.NOT_APPLICABLE, "Not known", 0.3),
    ],
)
def test_phase_counts_by_how_near_it_is(phase: Phase, value: str, share: float) -> None:
    assert judged("Phase", phase=phase)[:2] == (value, share)


def test_the_phase_of_the_strength_counts_before_that_of_the_school() -> None:
    entry = Strength(focus_id=READING, focus="Reading", phase=Phase.PRIMARY, own=True)
    assert judged("Phase", phase=Phase.SECONDARY, strengths=(entry,))[0] == "Primary, the same"


@pytest.mark.parametrize(
    ("spot", "value", "share"),
    [
        (HERE, "Less than a mile", 1.0),
        (Spot(easting=512_000, northing=316_000), "12 miles (20 km)", 0.67),
        (Spot(easting=500_000, northing=400_000), "62 miles (100 km)", 0.0),
        (Spot(postcode="LN4 9ZZ"), "Near: also in LN4", 0.8),
        (Spot(postcode="PE1 1AA"), "Distance not known", 0.3),
        (Spot(), "Distance not known", 0.3),
        (Spot(easting=500_000, postcode="LN4 9ZZ"), "Near: also in LN4", 0.8),
    ],
)
def test_distance_is_told_in_miles_and_kilometres_or_not_known(spot: Spot, value: str, share: float) -> None:
    assert judged("Distance", spot=spot)[:2] == (value, share)


@pytest.mark.parametrize(
    ("left", "value", "tone"),
    [(15, "15 of 15", "plain"), (2.5, "2.5 of 15", "soon"), (0, "None of 15", "late")],
)
def test_days_left_are_told(left: float, value: str, tone: str) -> None:
    assert judged("Days left this year", days_left=left)[::2] == (value, tone)


def test_a_giver_with_more_days_granted_than_allowed_has_none_left() -> None:
    assert judged("Days left this year", days_left=-2)[1] == 0


def test_a_school_with_nobody_named_leaves_the_choice_to_its_head() -> None:
    assert judged("Days left this year", person_id=None, person="")[0] == "Their head chooses who"


@pytest.mark.parametrize(
    ("given", "received", "value", "share"),
    [
        (0, 0, "Nothing given or received yet", 0.5),
        (2, 6, "Given 2, received 6: asked first", 0.7),
        (6, 2, "Given 6, received 2", 0.3),
        (40, 0, "Given 40, received 0", 0.0),
        (0, 40, "Given 0, received 40: asked first", 1.0),
    ],
)
def test_who_has_received_more_is_asked_first(
    given: float, received: float, value: str, share: float
) -> None:
    assert judged("School's days this year", given=given, received=received)[:2] == (value, share)


@pytest.mark.parametrize(
    ("busy", "share"), [(0, 1.0), (1, 0.5), (2, 0.0), (9, 0.0)]
)  # fmt: skip
def test_who_gives_elsewhere_is_spared(busy: int, share: float) -> None:
    assert judged("Busy now", busy_with=busy)[1] == share


def test_the_best_come_first_and_those_who_declined_last() -> None:
    weak = replace(TOM, person_id=21, person="Una", strengths=())
    said_no = replace(TOM, person_id=22, person="Vic", declined="Away")
    said_nothing = replace(TOM, person_id=23, person="Wyn", declined="", strengths=())
    order = [choice.candidate.person for choice in rank(WANTED, [said_no, weak, said_nothing, TOM])]
    assert order == ["Tom Achebe", "Una", "Vic", "Wyn"]


def test_equal_candidates_stand_in_the_order_of_their_names() -> None:
    twins = [replace(TOM, person_id=number, person=name) for number, name in ((9, "Zoe"), (8, "Amy"))]
    assert [choice.candidate.person for choice in rank(WANTED, twins)] == ["Amy", "Zoe"]


def test_without_a_focus_everybody_is_still_ranked() -> None:
    wanted = Wanted(focus_id=None, phase=Phase.NOT_APPLICABLE, spot=Spot())
    assert len(rank(wanted, [TOM, replace(TOM, person_id=None, person="")])) == 2
