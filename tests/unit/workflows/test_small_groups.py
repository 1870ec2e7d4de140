"""Counts of people that may be published: no group of fewer than five can be read off or worked out."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.small_groups import FEWEST, publish, publish_total

tables = st.dictionaries(st.integers(0, 9), st.integers(0, 40), min_size=1, max_size=8)


@given(tables)
def test_a_group_of_one_to_four_is_never_shown(counts: dict[int, int]) -> None:
    shown = publish(counts).groups

    assert all(count is None or count == 0 or count >= FEWEST for count in shown.values())
    assert all(shown[key] in (None, counts[key]) for key in shown)


@given(tables)
def test_what_is_left_out_of_a_known_whole_is_never_one_group_nor_fewer_than_five_people(
    counts: dict[int, int],
) -> None:
    shown = publish(counts).groups
    left_out = [counts[key] for key, count in shown.items() if count is None]

    assert len(left_out) != 1
    assert not left_out or sum(left_out) >= FEWEST
    assert len(left_out) <= len(counts) - 1 or not shown


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_whoever_knows_the_whole_and_the_rule_cannot_work_out_a_small_group(groups: int) -> None:
    """Every table that could have been published the same way, with the same whole, is compared."""
    most = {2: 24, 3: 18, 4: 12}[groups]
    same = defaultdict[Any, list[tuple[int, ...]]](list)
    for counts in product(range(most + 1), repeat=groups):
        made = publish(dict(enumerate(counts)))
        same[sum(counts), tuple(sorted(made.groups.items())), made.is_withheld].append(counts)

    for (whole, shown, is_withheld), tables_of_it in same.items():
        if whole < FEWEST or whole > most:
            continue  # a whole of so few is itself not shown; tables beyond `most` were not compared
        places = range(groups) if is_withheld else [key for key, count in shown if count is None]
        for place in places:
            assert len({counts[place] for counts in tables_of_it}) > 1, (whole, shown)


def test_groups_of_five_and_more_and_empty_ones_are_shown_as_they_are() -> None:
    assert publish({"a": 5, "b": 0, "c": 12}).groups == {"a": 5, "b": 0, "c": 12}


def test_one_small_group_takes_the_smallest_other_along() -> None:
    assert publish({"a": 2, "b": 9, "c": 6, "d": 0}).groups == {"a": None, "b": 9, "c": None, "d": 0}


def test_a_table_of_small_groups_alone_is_withheld_with_its_empty_groups() -> None:
    for counts in ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 0}, {"a": 3, "b": 20}, {"a": 3, "b": 0}):
        assert publish(counts).is_withheld
        assert publish(counts).groups == {}
        assert publish(counts).leaves_out


def test_a_whole_of_fewer_than_five_is_not_said() -> None:
    assert [publish_total(count) for count in (0, 1, 4, 5, 60)] == [0, None, None, 5, 60]
