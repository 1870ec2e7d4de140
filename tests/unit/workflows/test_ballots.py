"""Counting: the same ballots give the same result in any order, and numbers are published of five or more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.ballots import Count, Method, count, new_receipt

A, B, C = 1, 2, 3


def test_each_tick_counts_one_and_an_empty_ballot_is_an_abstention() -> None:
    found = count([(A,), (A, B), (B, A), (C,), ()], [A, B, C], method=Method.APPROVAL, places=2)
    assert found.scores == {A: 3, B: 2, C: 1}
    assert (found.chosen, found.tied, found.abstained) == ((A, B), (), 1)


def test_a_first_choice_counts_three_a_second_two_a_third_one() -> None:
    ballots = [(A, B, C), (A, B, C), (B, C), (B, C), (C,)]
    found = count(ballots, [A, B, C], method=Method.RANKING, places=1)
    assert found.scores == {B: 10, C: 9, A: 6}
    assert found.chosen == (B,)


@pytest.mark.parametrize(
    ("ballots", "places", "chosen", "tied", "left"),
    [
        ([(A,), (A,), (B,), (B,), (C,)], 1, (), (A, B), 1),
        ([(A,), (A,), (A, B), (B, C), (C,)], 2, (A,), (B, C), 1),
        ([(A,), (A,), (B,), (B,), (C,)], 2, (A, B), (), 0),
        ([(A,), (A,), (A,), (A,), ()], 2, (A,), (), 0),
        ([(), (), (), (), ()], 1, (), (A, B, C), 1),
    ],
)
def test_a_tie_is_about_the_last_places_alone(
    ballots: list[tuple[int, ...]], places: int, chosen: tuple[int, ...], tied: tuple[int, ...], left: int
) -> None:
    found = count(ballots, [A, B, C], method=Method.APPROVAL, places=places)
    assert (found.chosen, found.tied, found.left) == (chosen, tied, left)


def test_of_fewer_than_five_ballots_neither_numbers_nor_their_order_are_published() -> None:
    found = count([(C, A), (C, A), (C,), ()], [A, B, C], method=Method.APPROVAL, places=2)
    assert (found.scores, found.abstained, found.chosen) == ({}, 0, (A, C))


_ballots = st.lists(st.lists(st.sampled_from([A, B, C]), unique=True, max_size=3), max_size=9)


@given(ballots=_ballots, method=st.sampled_from(Method), places=st.integers(1, 3), data=st.data())
def test_any_order_of_ballots_and_options_gives_the_same_count(
    ballots: list[list[int]], method: Method, places: int, data: st.DataObject
) -> None:
    found = count(ballots, [A, B, C], method=method, places=places)
    mixed = data.draw(st.permutations(ballots))
    assert count(mixed, data.draw(st.permutations([A, B, C])), method=method, places=places) == found
    assert Count.from_json(found.as_json()) == found
    assert len(found.chosen) + found.left <= places
    assert not set(found.chosen) & set(found.tied)


def test_a_receipt_is_a_code_that_is_easy_to_copy() -> None:
    codes = {new_receipt() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(one) == 19 and not set(one) & set("IO01") for one in codes)
