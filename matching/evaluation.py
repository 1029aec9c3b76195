"""How good lists of proposals are: measures that know nothing of how the lists were made.

Pure (numpy only). M needs, N companies, lists of K places. A list is a row of company indexes,
best first, -1 where it has ended. A measure by need is (M,) with NaN where it has no meaning for
the need (nothing to find), and `interval` makes of it a mean with its confidence interval.
docs/matching.md ("How good is it") says how to read them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.features import Bools, Floats, Ints

BINS = 10
ROUNDS = 1000  # of the bootstrap
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and where it lies with 95% confidence; `count` values went in. NaN of none."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Band:
    """Pairs whose prediction lies in [low, high): how many, what was said of them and what came."""

    low: float
    high: float
    count: int
    predicted: float
    happened: float


# --- Lists ------------------------------------------------------------------------------------


def lists_of(need: Ints, company: Ints, *, needs: int, places: int) -> Ints:
    """(M, places) from pairs that are sorted by need and, in it, best first."""
    lists = np.full((needs, places), -1, dtype=np.int64)
    starts = np.flatnonzero(np.diff(need, prepend=-1))
    place = np.arange(len(need)) - np.repeat(starts, np.diff(starts, append=len(need)))
    listed = place < places
    lists[need[listed], place[listed]] = company[listed]
    return lists


def best_of(value: Floats, *, places: int, seed: int) -> Ints:
    """(M, places) the companies of the highest `value` (M, N); equals are drawn by lot.

    -inf is never listed.
    """
    needs, companies = value.shape
    drawn = np.random.default_rng(seed).permutation(companies)
    order = drawn[np.argsort(-value[:, drawn], axis=1, kind="stable")][:, :places]
    lists = np.full((needs, places), -1, dtype=np.int64)
    found = np.take_along_axis(value, order, axis=1) > -np.inf
    lists[:, : order.shape[1]] = np.where(found, order, -1)
    return lists


def _at(lists: Ints, value: Floats | Bools, k: int) -> Floats:
    """(M, k) what `value` (M, N) says of the first k places; 0 where the list has ended."""
    first = lists[:, :k]
    taken = np.take_along_axis(value, np.maximum(first, 0), axis=1)
    found: Floats = np.where(first >= 0, taken, 0).astype(np.float64)
    return found


# --- What a need gets -------------------------------------------------------------------------


def ndcg(lists: Ints, gain: Floats, k: int) -> Floats:
    """(M,) normalised discounted cumulative gain of the first k; NaN where no company gains.

    Gains (M, N) are counted as given (linear), discounted by log2(place + 1), against the best
    possible order (Järvelin & Kekäläinen 2002).
    """
    got = _discounted(_at(lists, gain, k))
    best = _discounted(-np.sort(-gain, axis=1)[:, :k].astype(np.float64))
    share: Floats = np.divide(got, best, out=np.full(len(gain), np.nan), where=best > 0)
    return share


def _discounted(gains: Floats) -> Floats:
    total: Floats = gains @ (1 / np.log2(np.arange(gains.shape[1]) + 2))
    return total


def precision(lists: Ints, right: Bools, k: int) -> Floats:
    """(M,) the share of k places that hold a right company; an empty place holds none."""
    share: Floats = _at(lists, right, k).sum(axis=1) / k
    return share


def recall(lists: Ints, right: Bools, k: int) -> Floats:
    """(M,) the share of a need's right companies in the first k places; NaN where none is right."""
    all_right = right.sum(axis=1).astype(np.float64)
    found = _at(lists, right, k).sum(axis=1)
    share: Floats = np.divide(
        found, all_right, out=np.full(len(right), np.nan), where=all_right > 0
    )
    return share


# --- What companies get -----------------------------------------------------------------------


def coverage(lists: Ints, companies: int, k: int) -> tuple[float, float]:
    """The share of needs with anybody in their list, and of companies in the first k of any."""
    first = lists[:, :k]
    needs = float((first >= 0).any(axis=1).mean()) if len(first) else 0.0
    listed = len(np.unique(first[first >= 0]))
    return needs, listed / companies if companies else 0.0


def exposure(lists: Ints, companies: int, k: int) -> Floats:
    """(N,) how much each company is seen: 1 / log2(place + 1), summed over the needs' first k."""
    first = lists[:, :k]
    seen = np.broadcast_to(1 / np.log2(np.arange(first.shape[1]) + 2), first.shape)
    here = first >= 0
    return np.bincount(first[here], seen[here], minlength=companies).astype(np.float64)


def gini(value: Floats) -> float:
    """0: all have the same; near 1: one has it all. Of nothing, 0. Values of 0 or more."""
    total = value.sum()
    if not total:
        return 0.0
    count = len(value)
    place = np.arange(1, count + 1)
    return float((2 * place - count - 1) @ np.sort(value) / (count * total))


def blocking(
    given: Bools,
    need_value: Floats,
    company_value: Floats,
    *,
    need_room: int,
    company_room: int,
) -> Bools:
    """(M, N) the pairs that were not given to each other and would both rather be.

    A side wants a pair that it values (above -inf) if it has room, or values it strictly above
    the worst of the best `room` that it was given. `given` (M, N); values (M, N) to each side.
    """
    wanted_by_need = need_value > _worst(given, need_value, need_room)[:, None]
    wanted_by_company = company_value > _worst(given.T, company_value.T, company_room)[None, :]
    return ~given & wanted_by_need & wanted_by_company


def _worst(given: Bools, value: Floats, room: int) -> Floats:
    """(M,) the value of the last of the best `room` given; -inf where there is room left."""
    have = -np.sort(-np.where(given, value, -np.inf), axis=1)
    if room > have.shape[1]:
        return np.full(len(given), -np.inf)
    worst: Floats = have[:, room - 1]
    return worst


# --- Whether the numbers mean what they say ----------------------------------------------------


def reliability(predicted: Floats, happened: Bools, *, bins: int = BINS) -> tuple[Band, ...]:
    """What was said in [0, 1] against what came, in bands of equal width; empty ones left out."""
    band = np.minimum((predicted * bins).astype(np.int64), bins - 1)
    return tuple(
        Band(
            low=at / bins,
            high=(at + 1) / bins,
            count=int(here.sum()),
            predicted=float(predicted[here].mean()),
            happened=float(happened[here].mean()),
        )
        for at in range(bins)
        if (here := band == at).any()
    )


def calibration_error(bands: tuple[Band, ...]) -> float:
    """Expected calibration error: the mean gap between said and come, by pairs (NaN of none)."""
    count = sum(band.count for band in bands)
    if not count:
        return float("nan")
    return sum(band.count * abs(band.predicted - band.happened) for band in bands) / count


def auc(predicted: Floats, happened: Bools) -> float:
    """The chance that what came was rated above what did not, equals half (Mann-Whitney).

    NaN where everything came, or nothing.
    """
    came = int(happened.sum())
    failed = len(happened) - came
    if not came or not failed:
        return float("nan")
    _values, at, count = np.unique(predicted, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2  # equals share the mean of their ranks
    return float((rank[at][happened].sum() - came * (came + 1) / 2) / (came * failed))


# --- How sure ---------------------------------------------------------------------------------


def interval(values: Floats, *, seed: int, rounds: int = ROUNDS, level: float = LEVEL) -> Interval:
    """The mean of the values that are not NaN, with its percentile bootstrap interval.

    The same values in the same order and the same seed give the same interval (Efron 1979).
    """
    known = values[~np.isnan(values)].astype(np.float64)
    count = len(known)
    if not count:
        return Interval(float("nan"), float("nan"), float("nan"), 0)
    drawn = np.random.default_rng(seed).integers(0, count, (rounds, count))
    means = known[drawn].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(known.mean()), float(low), float(high), count)


def difference(one: Floats, other: Floats, *, seed: int) -> Interval:
    """How much more `one` has than `other`, need by need: the needs are the same, so chance in
    which needs there are cancels out."""
    return interval(one - other, seed=seed)
