"""Whatever the candidates are, the shortlist is fair: the same whoever asks, and sound in its numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workflows.fit import Spot, Strength
from workflows.places import Phase
from workflows.support_requests.shortlist import Candidate, Choice, Wanted, judge, rank

WORDS = st.text(max_size=12)
DAYS = st.floats(min_value=-20, max_value=200).map(lambda days: round(days * 2) / 2)
METRES = st.none() | st.integers(min_value=0, max_value=1_300_000)
SPOTS = st.builds(Spot, easting=METRES, northing=METRES, postcode=WORDS)
STRENGTHS = st.lists(
    st.builds(
        Strength,
        focus_id=st.integers(1, 4),
        focus=WORDS,
        phase=st.none() | st.sampled_from(Phase),
        own=st.booleans(),
    ),
    max_size=3,
).map(tuple)
CANDIDATES = st.builds(
    Candidate,
    school_id=st.integers(1, 9),
    school=WORDS,
    phase=st.sampled_from(Phase),
    spot=SPOTS,
    given=DAYS.map(abs),
    received=DAYS.map(abs),
    person_id=st.none() | st.integers(1, 99),
    person=WORDS,
    strengths=STRENGTHS,
    days_allowed=DAYS.map(abs),
    days_left=DAYS,
    busy_with=st.integers(0, 5),
    declined=st.none() | WORDS,
)
WANTED = st.builds(Wanted, focus_id=st.none() | st.integers(1, 4), phase=st.sampled_from(Phase), spot=SPOTS)


def who(choices: tuple[Choice, ...]) -> list[Candidate]:
    return [choice.candidate for choice in choices]


@given(
    WANTED, st.lists(CANDIDATES, max_size=8, unique_by=lambda one: (one.school_id, one.person_id)), st.data()
)
def test_the_order_does_not_depend_on_the_order_of_asking(
    wanted: Wanted, candidates: list[Candidate], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(candidates))
    assert who(rank(wanted, candidates)) == who(rank(wanted, shuffled))


@given(
    WANTED, st.lists(CANDIDATES, max_size=8, unique_by=lambda one: (one.school_id, one.person_id)), CANDIDATES
)
def test_one_more_candidate_changes_nothing_between_the_others(
    wanted: Wanted, candidates: list[Candidate], another: Candidate
) -> None:
    before = who(rank(wanted, candidates))
    after = [one for one in who(rank(wanted, [*candidates, another])) if one is not another]
    assert after == before


@given(WANTED, CANDIDATES)
def test_a_score_lies_between_nought_and_a_hundred_and_its_reasons_say_why(
    wanted: Wanted, candidate: Candidate
) -> None:
    choice = judge(wanted, candidate)
    assert 0 <= choice.score <= 100.000001
    assert all(0 <= reason.share <= 1 and reason.value for reason in choice.reasons)
    assert len({reason.name for reason in choice.reasons}) == 6


@given(WANTED, st.lists(CANDIDATES, max_size=8))
def test_who_declined_never_stands_before_who_did_not(wanted: Wanted, candidates: list[Candidate]) -> None:
    declined = [choice.candidate.declined is not None for choice in rank(wanted, candidates)]
    assert declined == sorted(declined)
