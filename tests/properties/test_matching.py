"""Whoever they are, a match is allowed and the best there is, and a score is the same however one asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.fit import Spot, Strength, closeness, distance_share, phase_share
from workflows.pairings.criteria import CRITERIA, Bar, Fits, Goal, Mentee, Mentor
from workflows.pairings.matching import Match, Pin, PinsImpossible, match, rank
from workflows.places import Phase

Cohort = tuple[list[Mentee], list[Mentor]]

NAMES = st.sampled_from(["Ana", "Bo", "Cy"])
METRES = st.none() | st.integers(min_value=0, max_value=130_000)
SPOTS = st.builds(
    Spot, easting=METRES, northing=METRES, postcode=st.sampled_from(["", "LN4 1AB", "LN4 2AB", "PE1 1AA"])
)
FREE_ON = st.frozensets(st.integers(0, 4))
AREAS = st.sampled_from([(1, 1), (2, 1), (3, 1), (4, 4), (5, 4)])
GOALS = st.lists(
    AREAS.map(lambda one: Goal(focus_id=one[0], ring_id=one[1], name=f"Area {one[0]}")),
    max_size=3,
    unique=True,
).map(tuple)
STRENGTHS = st.lists(
    st.builds(
        lambda area, own: Strength(focus_id=area[0], ring_id=area[1], focus=f"Area {area[0]}", own=own),
        AREAS,
        st.booleans(),
    ),
    max_size=4,
).map(tuple)
MENTEES = st.builds(
    Mentee,
    person_id=st.integers(1, 6),
    name=NAMES,
    phase=st.sampled_from(Phase),
    spot=SPOTS,
    goals=GOALS,
    free_on=FREE_ON,
    barred=st.dictionaries(st.integers(4, 9), st.sampled_from(Bar), max_size=2),
)
MENTORS = st.builds(
    Mentor,
    person_id=st.integers(4, 9),
    name=NAMES,
    phase=st.sampled_from(Phase),
    spot=SPOTS,
    strengths=STRENGTHS,
    free_on=FREE_ON,
    cap=st.integers(0, 3),
    load=st.integers(0, 2),
    days_left=st.sampled_from([0.0, 0.5, 9.0, 15.0]),
)
COHORTS = st.tuples(
    st.lists(MENTEES, max_size=5, unique_by=lambda one: one.person_id),
    st.lists(MENTORS, max_size=4, unique_by=lambda one: one.person_id),
)
PINS = st.frozensets(st.tuples(st.integers(1, 6), st.integers(4, 9)), max_size=8)


def may(mentee: Mentee, mentor: Mentor) -> bool:
    return mentor.places > 0 and mentor.person_id not in {mentee.person_id, *mentee.barred}


def every_match(cohort: Cohort, forbidden: frozenset[Pin] = frozenset()) -> Iterator[list[tuple[int, int]]]:
    """All there are, as rows and columns."""
    mentees, mentors = cohort
    options = [[None, *(at for at, other in enumerate(mentors) if may(one, other))] for one in mentees]
    for chosen in product(*options):
        pairs = [(row, column) for row, column in enumerate(chosen) if column is not None]
        taken = Counter(column for _, column in pairs)
        pins = {(mentees[row].person_id, mentors[column].person_id) for row, column in pairs}
        if not pins & forbidden and all(taken[at] <= one.places for at, one in enumerate(mentors)):
            yield pairs


def pins_of(made: Match, *, only: bool = False) -> set[Pin]:
    """All pairs of a match, or only those that were pinned."""
    return {(one.mentee.person_id, one.mentor.person_id) for one in made.pairs if one.pinned or not only}


@given(COHORTS, PINS)
def test_nobody_gets_who_may_not_be_theirs_or_has_no_place(cohort: Cohort, forbidden: frozenset[Pin]) -> None:
    made = match(*cohort, forbidden=forbidden)

    assert all(may(pair.mentee, pair.mentor) for pair in made.pairs)
    assert not pins_of(made) & forbidden
    taken = Counter(pair.mentor.person_id for pair in made.pairs)
    room = {one.mentor.person_id: one.places for one in made.room}
    assert all(taken[one.person_id] + room.get(one.person_id, 0) == one.places for one in cohort[1])


@given(COHORTS, PINS)
def test_every_mentee_is_matched_once_or_left_out_with_a_reason(
    cohort: Cohort, forbidden: frozenset[Pin]
) -> None:
    made = match(*cohort, forbidden=forbidden)

    told = [pair.mentee for pair in made.pairs] + [one.mentee for one in made.left_out]
    assert sorted(one.person_id for one in told) == sorted(one.person_id for one in cohort[0])
    assert all(one.why for one in made.left_out)


@given(COHORTS, PINS)
def test_no_other_match_has_more_pairs_or_as_many_with_a_higher_total(
    cohort: Cohort, forbidden: frozenset[Pin]
) -> None:
    scores = Fits(*cohort).scores()
    made = match(*cohort, forbidden=forbidden, most_people_first=True)

    others = [(len(one), sum(scores[at] for at in one)) for one in every_match(cohort, forbidden)]
    assert len(made.pairs) == max(count for count, _ in others)
    best = max(total for count, total in others if count == len(made.pairs))
    assert made.total == pytest.approx(best)


@given(COHORTS)
def test_no_other_match_has_a_higher_total(cohort: Cohort) -> None:
    scores = Fits(*cohort).scores()
    made = match(*cohort)

    assert made.total == pytest.approx(max(sum(scores[at] for at in one) for one in every_match(cohort)))


@given(COHORTS, st.data())
def test_pins_are_kept_and_the_others_make_the_best_of_what_is_left(
    cohort: Cohort, data: st.DataObject
) -> None:
    mentees, mentors = cohort
    every = list(every_match(cohort))
    kept = set(data.draw(st.sampled_from(every)))
    pinned = frozenset((mentees[row].person_id, mentors[column].person_id) for row, column in kept)
    scores = Fits(*cohort).scores()
    made = match(*cohort, pinned=pinned)

    assert pins_of(made, only=True) == pinned
    best = max((len(one), sum(scores[at] for at in one)) for one in every if kept <= set(one))
    assert len(made.pairs) == best[0]
    assert made.total == pytest.approx(best[1])


@given(COHORTS, PINS, PINS)
def test_pins_are_all_kept_or_those_that_cannot_be_are_named(
    cohort: Cohort, pinned: frozenset[Pin], forbidden: frozenset[Pin]
) -> None:
    why: dict[Pin, str] = {}
    try:
        made = match(*cohort, pinned=pinned, forbidden=forbidden)
    except PinsImpossible as error:
        why = error.why
        made = match(*cohort, pinned=pinned - why.keys(), forbidden=forbidden)
    assert why.keys() <= pinned
    assert all(why.values())
    assert {
        (one.mentee.person_id, one.mentor.person_id) for one in made.pairs if one.pinned
    } == pinned - why.keys()


@given(COHORTS, PINS, st.data())
def test_a_match_does_not_depend_on_the_order_of_the_people(
    cohort: Cohort, forbidden: frozenset[Pin], data: st.DataObject
) -> None:
    mentees, mentors = data.draw(st.permutations(cohort[0])), data.draw(st.permutations(cohort[1]))

    assert match(mentees, mentors, forbidden=forbidden) == match(*cohort, forbidden=forbidden)


@given(COHORTS)
def test_the_score_in_a_list_is_the_one_that_the_match_counts(cohort: Cohort) -> None:
    mentees, mentors = cohort
    scores = Fits(*cohort).scores()
    columns = {one.person_id: at for at, one in enumerate(mentors)}
    for row, mentee in enumerate(mentees):
        for choice in rank(mentee, mentors).choices:
            score = scores[row, columns[choice.mentor.person_id]]
            assert choice.score == pytest.approx(score, abs=1e-9)
            assert 0 < score <= 100.000001
            told = sum(reason.share * reason.weight for reason in choice.reasons)
            assert told == pytest.approx(score, abs=1e-9)
            assert all(0 <= reason.share <= 1 and reason.value for reason in choice.reasons)


@given(MENTEES, MENTORS)
def test_what_arrays_say_of_all_is_what_is_said_of_one(mentee: Mentee, mentor: Mentor) -> None:
    expertise, phase, distance, *_ = Fits([mentee], [mentor]).choice(0, 0).shares

    assert phase == phase_share(mentee.phase, mentor.phase)
    assert distance == pytest.approx(distance_share(mentee.spot, mentor.spot))
    closest = [
        max(
            (
                closeness(same=one.focus_id == goal.focus_id, own=one.own)
                for one in mentor.strengths
                if goal.ring_id == one.ring_id
            ),
            default=0.0,
        )
        for goal in mentee.goals
    ]
    assert expertise == pytest.approx(sum(closest) / len(closest) if closest else 0.0)


@given(MENTEES, st.lists(MENTORS, max_size=6, unique_by=lambda one: one.person_id))
def test_every_mentor_is_in_the_list_or_left_out_with_a_reason(mentee: Mentee, mentors: list[Mentor]) -> None:
    ranking = rank(mentee, mentors)

    assert len(ranking.choices) + len(ranking.left_out) == len(mentors)
    assert all(may(mentee, choice.mentor) for choice in ranking.choices)
    assert all(one.why for one in ranking.left_out)
    scores = [round(choice.score, 6) for choice in ranking.choices]
    assert scores == sorted(scores, reverse=True)


def test_the_weights_of_the_criteria_make_a_hundred() -> None:
    assert sum(one.weight for one in CRITERIA) == 100
