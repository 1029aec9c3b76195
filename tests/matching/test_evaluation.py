"""The measures: examples counted by hand, and what must hold of any lists."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from matching.evaluation import (
    Interval,
    auc,
    best_of,
    blocking,
    calibration_error,
    coverage,
    difference,
    exposure,
    gini,
    interval,
    lists_of,
    ndcg,
    precision,
    recall,
    reliability,
)

NAN, NEVER = float("nan"), -np.inf

gains = arrays.arrays(
    np.float64,
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=7),
    elements=st.sampled_from([0.0, 1.0, 3.0, 7.0]),
)
seeds = st.integers(0, 2**32 - 1)


# --- Lists ------------------------------------------------------------------------------------


def test_lists_are_cut_to_their_places_and_end_in_nothing() -> None:
    lists = lists_of(np.array([0, 0, 0, 2]), np.array([4, 1, 3, 0]), needs=3, places=2)
    assert lists.tolist() == [[4, 1], [-1, -1], [0, -1]]


def test_the_best_are_listed_and_the_impossible_never() -> None:
    lists = best_of(np.array([[0.2, NEVER, 0.9], [NEVER, NEVER, NEVER]]), places=4, seed=1)
    assert lists.tolist() == [[2, 0, -1, -1], [-1, -1, -1, -1]]


def test_equals_are_drawn_by_lot() -> None:
    equal = np.zeros((1, 8))
    drawn = {tuple(best_of(equal, places=8, seed=seed)[0]) for seed in range(9)}
    assert len(drawn) > 1
    assert all(sorted(order) == list(range(8)) for order in drawn)


# --- What a need gets -------------------------------------------------------------------------


def test_ndcg_counted_by_hand() -> None:
    # Got 3 at the first place and 1 at the third; best would be 3, 2, 1.
    gain = np.array([[1.0, 3.0, 0.0, 2.0]])
    got = 3 + 1 / math.log2(4)
    best = 3 + 2 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(np.array([[1, 2, 0]]), gain, 3)[0] == pytest.approx(got / best)


def test_ndcg_of_a_need_that_nobody_can_meet_has_no_meaning() -> None:
    assert np.isnan(ndcg(np.array([[0, 1]]), np.zeros((1, 2)), 2)).tolist() == [True]


def test_precision_and_recall_counted_by_hand() -> None:
    right = np.array([[True, True, False, True], [False] * 4])
    lists = np.array([[0, 2, 3], [1, -1, -1]])
    assert precision(lists, right, 3).tolist() == pytest.approx([2 / 3, 0])
    assert recall(lists, right, 3)[0] == pytest.approx(2 / 3)
    assert np.isnan(recall(lists, right, 3)[1])


@given(gains, seeds, st.integers(1, 8))
def test_the_ideal_order_gets_one_and_no_order_more(gain: np.ndarray, seed: int, k: int) -> None:
    some = np.random.default_rng(seed).random(gain.shape)
    got = ndcg(best_of(some, places=k, seed=seed), gain, k)
    ideal = ndcg(best_of(gain, places=k, seed=seed), gain, k)
    told = gain.max(axis=1) > 0
    assert np.isnan(got).tolist() == (~told).tolist()
    assert ideal[told] == pytest.approx(np.ones(told.sum()))
    assert np.all((got[told] >= 0) & (got[told] <= 1 + 1e-12))


@given(gains, seeds)
def test_ndcg_does_not_depend_on_the_unit_of_gain(gain: np.ndarray, seed: int) -> None:
    lists = best_of(np.random.default_rng(seed).random(gain.shape), places=3, seed=seed)
    assert ndcg(lists, gain * 5, 3) == pytest.approx(ndcg(lists, gain, 3), nan_ok=True)


@given(gains, seeds)
def test_more_places_never_find_less(gain: np.ndarray, seed: int) -> None:
    right = gain > 0
    lists = best_of(np.random.default_rng(seed).random(gain.shape), places=7, seed=seed)
    found = np.array([recall(lists, right, k) for k in range(1, 8)])
    told = right.any(axis=1)
    assert np.all(np.diff(found[:, told], axis=0) >= 0)


# --- What companies get -----------------------------------------------------------------------


def test_coverage_and_exposure_counted_by_hand() -> None:
    lists = np.array([[2, 0, 1], [2, -1, -1], [-1, -1, -1]])
    assert coverage(lists, 4, 2) == pytest.approx((2 / 3, 0.5))
    assert exposure(lists, 4, 2).tolist() == pytest.approx([1 / math.log2(3), 0, 2, 0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [([1, 1, 1, 1], 0), ([0, 0, 0, 5], 0.75), ([1, 3], 0.25), ([0, 0], 0)],
)
def test_gini_counted_by_hand(value: list[float], expected: float) -> None:
    assert gini(np.array(value, dtype=float)) == pytest.approx(expected)


@given(
    st.lists(st.floats(0, 100, allow_subnormal=False), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_gini_knows_no_order_and_no_unit(value: list[float], chance: object) -> None:
    mixed = list(value)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    plain = gini(np.array(value))
    assert plain >= -1e-9
    assert plain <= 1 - 1 / len(value) + 1e-9
    assert gini(np.array(mixed) * 3) == pytest.approx(plain, abs=1e-9)


def test_a_blocking_pair_counted_by_hand() -> None:
    # Need 0 was given company 1 but prefers 0; company 0 was given need 1 but prefers need 0.
    given_to = np.array([[False, True], [True, False]])
    needs = np.array([[0.9, 0.2], [0.5, 0.6]])
    companies = np.array([[0.8, 0.1], [0.3, 0.9]])
    found = blocking(given_to, needs, companies, need_room=1, company_room=1)
    # Need 1 and company 1 would both rather have each other too.
    assert found.tolist() == [[True, False], [False, True]]


def test_nobody_wants_what_is_worth_nothing_to_them() -> None:
    nothing = np.full((2, 2), NEVER)
    free = np.zeros((2, 2), dtype=bool)
    value = np.ones((2, 2))
    assert not blocking(free, nothing, value, need_room=1, company_room=1).any()
    assert not blocking(free, value, nothing, need_room=1, company_room=1).any()
    assert blocking(free, value, value, need_room=1, company_room=1).all()


@given(gains, seeds, st.integers(1, 3), st.integers(1, 3))
def test_blocking_pairs_are_those_that_a_plain_search_finds(
    gain: np.ndarray, seed: int, need_room: int, company_room: int
) -> None:
    rng = np.random.default_rng(seed)
    other = rng.choice([NEVER, 1.0, 2.0, 3.0], gain.shape)
    given_to = rng.random(gain.shape) < 0.3
    found = blocking(given_to, gain, other, need_room=need_room, company_room=company_room)
    for need in range(gain.shape[0]):
        for company in range(gain.shape[1]):
            mine = sorted(gain[need, given_to[need]], reverse=True)[:need_room]
            theirs = sorted(other[given_to[:, company], company], reverse=True)[:company_room]
            wanted = len(mine) < need_room or gain[need, company] > mine[-1]
            willing = other[need, company] > NEVER and (
                len(theirs) < company_room or other[need, company] > theirs[-1]
            )
            expected = not given_to[need, company] and wanted and willing
            assert found[need, company] == expected


def test_a_stable_assignment_leaves_no_blocking_pair() -> None:
    # Gale and Shapley's own example has three stable assignments: each proposer's first choice.
    needs = -np.array([[1, 2, 3], [3, 1, 2], [2, 3, 1]])
    companies = -np.array([[3, 2, 1], [1, 3, 2], [2, 1, 3]])
    first = np.eye(3, dtype=bool)
    assert not blocking(first, needs, companies, need_room=1, company_room=1).any()


# --- Whether the numbers mean what they say ----------------------------------------------------


def test_reliability_counted_by_hand() -> None:
    said = np.array([0.1, 0.3, 0.8, 1.0])
    came = np.array([False, True, True, True])
    bands = reliability(said, came, bins=2)
    assert [(band.low, band.high, band.count) for band in bands] == [(0, 0.5, 2), (0.5, 1, 2)]
    assert [band.predicted for band in bands] == pytest.approx([0.2, 0.9])
    assert [band.happened for band in bands] == [0.5, 1.0]
    assert calibration_error(bands) == pytest.approx((2 * 0.3 + 2 * 0.1) / 4)
    assert math.isnan(calibration_error(()))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_every_pair_is_in_one_band(pairs: list[tuple[float, bool]]) -> None:
    said, came = (np.array(side) for side in zip(*pairs, strict=True))
    bands = reliability(said, came)
    assert sum(band.count for band in bands) == len(pairs)
    assert sum(band.count * band.happened for band in bands) == pytest.approx(came.sum())
    assert 0 <= calibration_error(bands) <= 1


def test_auc_counted_by_hand() -> None:
    # Of four pairs of one that came and one that did not: two right, one equal, one wrong.
    said = np.array([0.9, 0.4, 0.4, 0.6])
    assert auc(said, np.array([True, True, False, False])) == pytest.approx(2.5 / 4)
    assert math.isnan(auc(said, np.array([True] * 4)))


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=20))
def test_auc_is_the_share_of_pairs_in_the_right_order(pairs: list[tuple[int, bool]]) -> None:
    came = [said for said, happened in pairs if happened]
    failed = [said for said, happened in pairs if not happened]
    found = auc(np.array([s for s, _ in pairs], dtype=float), np.array([h for _, h in pairs]))
    if not came or not failed:
        assert math.isnan(found)
        return
    won = sum((a > b) + (a == b) / 2 for a in came for b in failed)
    assert found == pytest.approx(won / (len(came) * len(failed)))


# --- How sure ---------------------------------------------------------------------------------


def test_an_interval_holds_its_mean_and_comes_again_with_its_seed() -> None:
    values = np.array([0.1, 0.5, NAN, 0.9, 0.3])
    found = interval(values, seed=3)
    assert found == interval(values, seed=3)
    assert found.count == 4
    assert found.mean == pytest.approx(0.45)
    assert 0.1 <= found.low < found.mean < found.high <= 0.9


def test_equal_values_leave_no_doubt() -> None:
    assert interval(np.full(5, 0.25), seed=1) == Interval(0.25, 0.25, 0.25, 5)


def test_of_nothing_there_is_no_interval() -> None:
    assert math.isnan(interval(np.array([NAN]), seed=1).mean)


def test_a_difference_is_counted_need_by_need() -> None:
    one = np.array([0.2, 0.9, NAN])
    found = difference(one + 0.1, one, seed=1)
    assert (found.mean, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))
    assert found.count == 2
