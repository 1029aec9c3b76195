"""Which stored pairs can come first under other weights: nobody who comes first is missed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bounds import SLACK, Stored, can_be_first, most_gained
from matching.features import Floats
from matching.previews import Candidates, candidates_of, ranked
from matching.scoring import PARTS, Weights, blend
from matching.worlds import Kind, records_of, simulate

weights = st.lists(st.integers(0, 9), min_size=len(PARTS), max_size=len(PARTS)).filter(any)


def weighed(values: list[int]) -> Weights:
    return Weights(**{part: float(v) for part, v in zip(PARTS, values, strict=True)})


@cache
def lists() -> list[Candidates]:
    """The candidates of a dozen needs in worlds of few and of usual records."""
    kinds = (
        Kind(key="usual", companies=150, needs=6),
        Kind(key="sparse", companies=150, needs=6, listed=0.35, stated=0.2, age_years=4.0),
    )
    worlds = (records_of(simulate(kind, 5), 5).inputs for kind in kinds)
    return [each for inputs in worlds for each in candidates_of(inputs)]


def stored_with(everybody: Candidates, versions: list[Weights]) -> Stored:
    """As a run would have stored them, each in turn with one of the versions."""
    version = np.arange(len(everybody)) % len(versions)
    told = np.stack([ranked(everybody, each).confidence for each in versions])
    return Stored(
        everybody.value,
        told[version, np.arange(len(everybody))],
        everybody.left,
        version,
        np.stack([each.shares() for each in versions]),
        np.array([not np.isnan(row).any() for row in everybody.seen]),
    )


@settings(deadline=None)
@given(st.lists(weights, min_size=1, max_size=2), weights, st.integers(1, 30))
def test_nobody_who_comes_first_is_missed(old: list[list[int]], new: list[int], most: int) -> None:
    for everybody in lists():
        found = can_be_first(stored_with(everybody, [*map(weighed, old)]), weighed(new), most)
        first = np.flatnonzero(ranked(everybody, weighed(new)).place <= most)
        assert {*first.tolist()} <= {*found.tolist()}


@pytest.mark.parametrize("places", [1, 10])
def test_with_the_same_weights_hardly_more_than_the_first_are_looked_at(places: int) -> None:
    for everybody in lists():
        found = can_be_first(stored_with(everybody, [Weights()]), Weights(), places)
        assert len(found) <= places + 3


def test_a_small_change_leaves_most_aside() -> None:
    total = looked = 0
    for everybody in lists():
        stored = stored_with(everybody, [Weights()])
        total += len(everybody)
        looked += len(can_be_first(stored, Weights(intent=0.15), 5))
    assert looked < total / 2


def priorities(everybody: Candidates, weights: Weights) -> Floats:
    parts = [*zip(everybody.value, everybody.seen, everybody.known, strict=True)]
    return blend(parts, weights)[3]


@settings(deadline=None)
@given(weights, weights)
def test_no_pair_gains_more_than_is_said(old: list[int], new: list[int]) -> None:
    for everybody in lists():
        asked = stored_with(everybody, [weighed(old)]).asked
        most = most_gained(weighed(old).shares(), weighed(new), asked)
        gained = priorities(everybody, weighed(new)) - priorities(everybody, weighed(old))
        assert gained.max(initial=0) <= most + SLACK


def test_the_same_weights_gain_nothing() -> None:
    for everybody in lists():
        stored = stored_with(everybody, [Weights()])
        assert most_gained(Weights().shares(), Weights(), stored.asked) == 0
