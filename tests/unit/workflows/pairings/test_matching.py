"""Who could mentor one person, and a whole cohort at once: the edges, and what a page says about them."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from workflows.errors import Refused
from workflows.fit import LeftOut, Strength
from workflows.pairings.criteria import Bar, Goal, Mentee, Mentor
from workflows.pairings.matching import Match, PinsImpossible, match, rank
from workflows.places import Phase

READING = Goal(focus_id=11, ring_id=10, name="Reading")
STRONG = (Strength(focus_id=11, ring_id=10, focus="Reading", own=True),)
ANA = Mentee(person_id=1, name="Ana", school="North Quay", phase=Phase.PRIMARY, goals=(READING,))
BO, CY = replace(ANA, person_id=2, name="Bo"), replace(ANA, person_id=3, name="Cy")
TOM = Mentor(
    person_id=20, name="Tom", school="Gull Rock", phase=Phase.PRIMARY, strengths=STRONG, cap=1, days_left=9
)
UNA = replace(TOM, person_id=21, name="Una", strengths=())
VIC = replace(TOM, person_id=22, name="Vic", phase=Phase.SECONDARY, strengths=())


def who(made: Match) -> dict[str, str]:
    return {pair.mentee.name: pair.mentor.name for pair in made.pairs}


def whys(made: Match) -> dict[str, str]:
    return {one.name: one.why for one in made.left_out}


def sentences(error: pytest.ExceptionInfo[PinsImpossible]) -> set[str]:
    return set(error.value.why.values())


def test_the_best_mentor_comes_first() -> None:
    assert [choice.name for choice in rank(ANA, [VIC, UNA, TOM]).choices] == ["Tom", "Una", "Vic"]


def test_equal_mentors_stand_in_the_order_of_their_names() -> None:
    alike = [
        replace(TOM, person_id=number, name=name) for number, name in ((9, "Zoe"), (8, "Amy"), (7, "Zoe"))
    ]

    assert [choice.mentor.person_id for choice in rank(ANA, alike).choices] == [8, 7, 9]


def test_a_list_without_mentors_is_empty() -> None:
    ranking = rank(ANA, [])

    assert (ranking.choices, ranking.left_out) == ((), ())


@pytest.mark.parametrize(
    ("changes", "barred", "why"),
    [
        ({"person_id": 1}, {}, "cannot be their own mentor"),
        ({}, {20: Bar.LINE_MANAGER}, "one is the line manager of the other"),
        ({}, {20: Bar.APPRAISER}, "one is the appraiser of the other"),
        ({}, {20: Bar.ALREADY}, "is their mentor already"),
        ({}, {20: Bar.CONFLICT}, "cannot be asked"),
        ({"load": 1}, {}, "has 1 of 1 pairings already"),
        ({"days_left": 0}, {}, "has no giving days left this year"),
    ],
)
def test_who_cannot_be_the_mentor_is_left_out_and_why(
    changes: dict[str, Any], barred: dict[int, Bar], why: str
) -> None:
    ranking = rank(replace(ANA, barred=barred), [replace(TOM, **changes)])

    assert ranking.choices == ()
    assert ranking.left_out == (LeftOut("Tom, Gull Rock", why),)


def test_a_conflict_of_interest_is_told_to_whoever_may_know() -> None:
    ranking = rank(replace(ANA, barred={20: Bar.CONFLICT}), [TOM], tell_conflicts=True)

    assert ranking.left_out[0].why == "has a declared conflict of interest"


def test_a_cohort_takes_the_total_that_suits_all_before_what_suits_one() -> None:
    bo = replace(BO, barred={21: Bar.APPRAISER})

    assert who(match([ANA, bo], [TOM, UNA])) == {"Ana": "Una", "Bo": "Tom"}


def test_a_mentor_takes_as_many_as_they_have_places() -> None:
    made = match([ANA, BO, CY], [replace(TOM, cap=4, load=2), UNA])

    assert sorted(who(made).values()) == ["Tom", "Tom", "Una"]


def test_the_total_is_that_of_the_pairs() -> None:
    made = match([ANA, BO], [TOM, UNA])

    assert made.total == pytest.approx(sum(pair.choice.score for pair in made.pairs))
    assert made.total > 0


def test_mentors_with_places_that_stay_free_are_told() -> None:
    made = match([ANA], [replace(TOM, cap=3), UNA, replace(VIC, load=1)])

    assert [(one.mentor.name, one.places) for one in made.room] == [("Tom", 2), ("Una", 1)]


def test_the_total_counts_unless_as_many_as_possible_are_to_have_a_mentor() -> None:
    ana = replace(ANA, barred={21: Bar.LINE_MANAGER}, goals=(), phase=Phase.SECONDARY)
    bo = replace(BO, barred={})
    una = replace(UNA, phase=Phase.SECONDARY, cap=10, load=9)

    assert who(match([ana, bo], [TOM, una])) == {"Bo": "Tom"}
    assert who(match([ana, bo], [TOM, una], most_people_first=True)) == {"Ana": "Tom", "Bo": "Una"}


def test_a_cohort_larger_than_the_caps_is_matched_as_far_as_it_goes() -> None:
    made = match([ANA, BO, CY], [TOM, UNA])

    assert len(made.pairs) == 2
    assert list(whys(made).values()) == ["Every mentor who could be theirs has no place left in this match"]


@pytest.mark.parametrize(
    ("mentors", "barred", "why"),
    [
        ([], {}, "There are no mentors yet"),
        ([TOM, UNA], {20: Bar.LINE_MANAGER, 21: Bar.CONFLICT}, "None of the mentors may be theirs"),
        ([replace(TOM, person_id=1)], {}, "None of the mentors may be theirs"),
        (
            [TOM, replace(UNA, load=1), replace(VIC, days_left=0)],
            {20: Bar.APPRAISER},
            "Every mentor who could be theirs is full or has no giving days left",
        ),
    ],
)
def test_who_is_left_is_told_why(mentors: list[Mentor], barred: dict[int, Bar], why: str) -> None:
    made = match([replace(ANA, barred=barred)], mentors)

    assert (made.pairs, whys(made)) == ((), {"Ana": why})


def test_who_is_left_because_of_what_was_forbidden_is_told_so() -> None:
    made = match([ANA], [TOM, replace(UNA, load=1)], forbidden={(1, 20)})

    assert whys(made) == {"Ana": "Every mentor with a place who could be theirs is forbidden in this draft"}


def test_a_match_of_nobody_is_empty() -> None:
    made = match([], [])

    assert (made.pairs, made.left_out, made.room, made.total) == ((), (), (), 0)


def test_mentors_without_mentees_all_have_room() -> None:
    assert [one.places for one in match([], [TOM, UNA]).room] == [1, 1]


def test_nobody_is_matched_to_themselves_even_where_nobody_else_is_there() -> None:
    tom = replace(ANA, person_id=20, name="Tom")

    assert match([tom], [TOM]).pairs == ()


def test_two_people_can_mentor_each_other() -> None:
    una = replace(ANA, person_id=21, name="Una")
    tom = replace(ANA, person_id=20, name="Tom")

    assert who(match([una, tom], [TOM, UNA])) == {"Una": "Tom", "Tom": "Una"}


def test_a_pin_is_kept_and_the_others_are_matched_around_it() -> None:
    free = who(match([ANA, replace(BO, goals=())], [TOM, UNA]))
    made = match([ANA, replace(BO, goals=())], [TOM, UNA], pinned={(1, 21)})

    assert free == {"Ana": "Tom", "Bo": "Una"}
    assert who(made) == {"Ana": "Una", "Bo": "Tom"}
    assert [pair.pinned for pair in made.pairs] == [True, False]


def test_what_is_forbidden_is_not_matched() -> None:
    assert who(match([ANA], [TOM, UNA], forbidden={(1, 20)})) == {"Ana": "Una"}


def test_forbidding_people_who_are_not_there_changes_nothing() -> None:
    assert who(match([ANA], [TOM], forbidden={(1, 99), (99, 20)})) == {"Ana": "Tom"}


@pytest.mark.parametrize(
    ("mentor", "barred", "sentence"),
    [
        (replace(TOM, load=1), {}, "Ana cannot be pinned to Tom: has 1 of 1 pairings already."),
        (
            replace(TOM, days_left=0),
            {},
            "Ana cannot be pinned to Tom: has no giving days left this year.",
        ),
        (TOM, {20: Bar.LINE_MANAGER}, "Ana cannot be pinned to Tom: one is the line manager of the other."),
        (TOM, {20: Bar.CONFLICT}, "Ana cannot be pinned to Tom: cannot be asked."),
    ],
)
def test_a_pin_to_who_cannot_be_the_mentor_is_refused(
    mentor: Mentor, barred: dict[int, Bar], sentence: str
) -> None:
    with pytest.raises(PinsImpossible) as error:
        match([replace(ANA, barred=barred)], [mentor, UNA], pinned={(1, 20)})

    assert error.value.why == {(1, 20): sentence}
    assert str(error.value) == sentence
    assert isinstance(error.value, Refused)


def test_a_pin_to_oneself_is_refused() -> None:
    with pytest.raises(PinsImpossible, match="Tom cannot be pinned to Tom: cannot be their own mentor"):
        match([replace(ANA, person_id=20, name="Tom")], [TOM], pinned={(20, 20)})


def test_a_pin_that_is_forbidden_too_is_refused() -> None:
    with pytest.raises(PinsImpossible, match="Ana and Tom are pinned and forbidden at once"):
        match([ANA], [TOM], pinned={(1, 20)}, forbidden={(1, 20)})


def test_a_mentee_pinned_to_two_mentors_is_refused_and_both_pins_are_named() -> None:
    with pytest.raises(PinsImpossible) as error:
        match([ANA, BO], [TOM, UNA], pinned={(1, 20), (1, 21), (2, 21)})

    assert error.value.why.keys() == {(1, 20), (1, 21), (2, 21)}
    assert sentences(error) == {
        "Ana is pinned to Tom and Una: choose one.",
        "Una has 1 place left and is pinned to Ana and Bo.",
    }


def test_more_pins_than_places_are_refused() -> None:
    with pytest.raises(PinsImpossible) as error:
        match([ANA, BO, CY], [replace(TOM, cap=4, load=2)], pinned={(1, 20), (2, 20), (3, 20)})

    assert sentences(error) == {"Tom has 2 places left and is pinned to Ana, Bo and Cy."}


def test_a_pin_of_somebody_who_has_left_the_cohort_is_refused() -> None:
    with pytest.raises(PinsImpossible) as error:
        match([ANA], [TOM], pinned={(1, 20), (9, 20), (1, 99)})

    assert error.value.why.keys() == {(9, 20), (1, 99)}
    assert str(error.value) == "Somebody who was pinned is not in this match any more."


def test_a_trust_of_hundreds_with_equal_scores_is_matched_the_same_each_time() -> None:
    number = count(1000)
    mentees = [replace(ANA, person_id=next(number), name=f"Mentee {one}") for one in range(200)]
    mentors = [replace(TOM, person_id=next(number), name=f"Mentor {one}", cap=3) for one in range(60)]
    made = match(mentees, mentors)

    assert len(made.pairs) == 180
    assert len(made.left_out) == 20
    assert made == match(mentees[::-1], mentors[::-1])
