"""What makes a mentor fit, in words and in shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from workflows.fit import Reason, Spot, Strength
from workflows.pairings.criteria import CRITERIA, Choice, Fits, Goal, Mentee, Mentor
from workflows.places import Phase

READING = Goal(focus_id=11, ring_id=10, name="Reading")
WRITING = Goal(focus_id=12, ring_id=10, name="Writing")
HISTORY = Goal(focus_id=21, ring_id=20, name="History")
HERE = Spot(easting=500_000, northing=300_000, postcode="LN4 1AB")
ANA = Mentee(
    person_id=1,
    name="Ana Reyes",
    phase=Phase.PRIMARY,
    spot=HERE,
    goals=(READING,),
    free_on=frozenset({0, 2, 4}),
)
TOM = Mentor(
    person_id=20,
    name="Tom Achebe",
    school="Gull Rock Academy",
    phase=Phase.PRIMARY,
    spot=HERE,
    strengths=(Strength(focus_id=11, ring_id=10, focus="Reading", own=True),),
    free_on=frozenset({0, 2, 4}),
    cap=2,
    days_left=15,
)


def chosen(mentee: Mentee, mentor: Mentor) -> Choice:
    return Fits([mentee], [mentor]).choice(0, 0)


def reason(name: str, mentee: Mentee = ANA, **changes: Any) -> Reason:
    choice = chosen(mentee, replace(TOM, **changes))
    return next(one for one in choice.reasons if one.name == name)


def strength(goal: Goal, *, own: bool = True) -> Strength:
    return Strength(focus_id=goal.focus_id, ring_id=goal.ring_id, focus=goal.name, own=own)


OWN_READING, OWN_WRITING, OWN_HISTORY = (strength(goal) for goal in (READING, WRITING, HISTORY))
SCHOOLS_READING = strength(READING, own=False)


def test_the_weights_make_a_hundred() -> None:
    assert sum(one.weight for one in CRITERIA) == 100


def test_the_perfect_mentor_has_a_score_of_a_hundred() -> None:
    assert chosen(ANA, TOM).score == pytest.approx(100)


def test_a_choice_gives_a_reason_for_each_criterion_with_its_weight() -> None:
    told = [(one.name, one.weight) for one in chosen(ANA, TOM).reasons]

    assert told == [
        ("Expertise", 40),
        ("Phase", 15),
        ("Distance", 15),
        ("Days both free", 15),
        ("Pairings now", 15),
    ]


@pytest.mark.parametrize(
    ("goals", "strengths", "words", "share"),
    [
        ([READING], [OWN_READING], "Their own strength: Reading", 1.0),
        ([READING], [SCHOOLS_READING], "The school's strength: Reading", 0.75),
        ([READING], [OWN_WRITING], "Close to Reading: their own strength in Writing", 0.5),
        ([READING], [OWN_HISTORY], "Nothing entered for Reading", 0.0),
        (
            [READING],
            [OWN_WRITING, SCHOOLS_READING],
            "The school's strength: Reading",
            0.75,
        ),
        (
            [READING, WRITING],
            [OWN_READING, OWN_WRITING],
            "Their own strength: Reading and Writing",
            1,
        ),
        (
            [HISTORY, READING],
            [OWN_WRITING],
            "Close to Reading: their own strength in Writing; nothing entered for History",
            0.25,
        ),
        (
            [READING, WRITING],
            [OWN_READING],
            "Their own strength: Reading; close to Writing: their own strength in Reading",
            0.75,
        ),
        ([], [OWN_READING], "No goals named yet", 0.0),
        ([READING, HISTORY], [], "Nothing entered for Reading and History", 0.0),
    ],
)
def test_expertise_is_held_against_each_goal(
    goals: list[Goal], strengths: list[Strength], words: str, share: float
) -> None:
    told = reason("Expertise", replace(ANA, goals=tuple(goals)), strengths=tuple(strengths))

    assert told.value == words
    assert told.share == pytest.approx(share)
    assert told.tone == ("plain" if share else "soon")


@pytest.mark.parametrize(
    ("phase", "words", "share", "tone"),
    [
        (Phase.PRIMARY, "Primary, the same", 1.0, "plain"),
        (Phase.ALL_THROUGH, "All-through, close to primary", 0.6, "plain"),
        (Phase.SECONDARY, "Secondary, not primary", 0.0, "soon"),
        (Phase.NOT_APPLICABLE, "Not known", 0.3, "plain"),
    ],
)
def test_phase_counts_by_how_near_it_is(phase: Phase, words: str, share: float, tone: str) -> None:
    told = reason("Phase", phase=phase)

    assert (told.value, told.share, told.tone) == (words, share, tone)


@pytest.mark.parametrize(
    ("spot", "words", "share", "tone"),
    [
        (HERE, "Less than a mile", 1.0, "plain"),
        (Spot(easting=512_000, northing=316_000), "12 miles (20 km)", 2 / 3, "plain"),
        (Spot(easting=500_000, northing=400_000), "62 miles (100 km)", 0.0, "soon"),
        (Spot(postcode="ln4 9zz"), "Near: also in LN4", 0.8, "plain"),
        (Spot(postcode="PE1 1AA"), "Distance not known", 0.3, "plain"),
        (Spot(), "Distance not known", 0.3, "plain"),
    ],
)
def test_distance_counts_by_grid_and_else_by_postcode(
    spot: Spot, words: str, share: float, tone: str
) -> None:
    told = reason("Distance", spot=spot)

    assert (told.value, told.tone) == (words, tone)
    assert told.share == pytest.approx(share)


def test_two_schools_without_a_postcode_are_not_in_the_same_district() -> None:
    assert reason("Distance", replace(ANA, spot=Spot()), spot=Spot()).value == "Distance not known"


@pytest.mark.parametrize(
    ("free_on", "words", "share", "tone"),
    [
        ({1, 3}, "No day in common", 0.0, "soon"),
        ({0, 1}, "Monday", 0.6, "plain"),
        ({0, 1, 2}, "Monday and Wednesday", 0.8, "plain"),
        ({0, 1, 2, 3, 4}, "Monday, Wednesday and Friday", 1.0, "plain"),
        (set(), "Not known", 0.3, "plain"),
    ],
)
def test_days_both_free_are_named(free_on: set[int], words: str, share: float, tone: str) -> None:
    told = reason("Days both free", free_on=frozenset(free_on))

    assert (told.value, told.share, told.tone) == (words, share, tone)


def test_two_who_are_always_free_can_meet_on_any_weekday() -> None:
    always = frozenset(range(5))

    assert reason("Days both free", replace(ANA, free_on=always), free_on=always).value == "Any weekday"


def test_days_of_a_mentee_who_has_not_said_are_not_known() -> None:
    told = reason("Days both free", replace(ANA, free_on=frozenset()))

    assert (told.value, told.share) == ("Not known", 0.3)


@pytest.mark.parametrize(
    ("load", "cap", "words", "share"),
    [(0, 2, "None yet, takes on 2", 1.0), (1, 2, "1 of 2", 0.5), (3, 4, "3 of 4", 0.25)],
)
def test_pairings_now_count_against_the_cap(load: int, cap: int, words: str, share: float) -> None:
    told = reason("Pairings now", load=load, cap=cap)

    assert (told.value, told.share) == (words, share)


@pytest.mark.parametrize(
    ("changes", "words", "places"),
    [
        ({"cap": 2, "load": 1}, "", 1),
        ({"cap": 2, "load": 2}, "has 2 of 2 pairings already", 0),
        ({"cap": 1, "load": 3}, "has 3 of 1 pairings already", 0),
        ({"cap": 0}, "takes on nobody at present", 0),
        ({"days_left": 0.5}, "", 2),
        ({"days_left": 0.25}, "has no giving days left this year", 0),
        ({"days_left": -3}, "has no giving days left this year", 0),
    ],
)
def test_a_mentor_says_why_they_take_on_nobody_else(changes: dict[str, Any], words: str, places: int) -> None:
    mentor = replace(TOM, **changes)

    assert (mentor.closed, mentor.places) == (words, places)


def test_nobody_with_nobody_makes_an_empty_grid() -> None:
    assert Fits([], []).scores().shape == (0, 0)
    assert Fits([ANA], []).scores().shape == (1, 0)
    assert Fits([], [TOM]).scores().shape == (0, 1)
