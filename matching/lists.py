"""Pairs in the order of lists, and the best of each list. Pure."""

from __future__ import annotations

import numpy as np

from matching.features import Bools, Floats, Ints
from matching.scoring import STEPS

_BITS = STEPS.bit_length()  # of a number in [0, 1] in steps
RANK_BITS = 2 * _BITS


def ranks(priority: Floats, confidence: Floats) -> Ints:
    """(P,) integers of `RANK_BITS` that are the smaller, the further up a pair belongs."""
    rank = _falling(priority).astype(np.int64)
    rank <<= _BITS
    rank |= _falling(confidence)
    return rank


def ordered(group: Ints, rank: Ints, key: Ints) -> Ints:
    """The places of pairs by group, and in it best first; of equal ranks the smaller `key`."""
    # One integer sorts several times faster than several columns.
    whole = group.astype(np.int64)
    whole <<= RANK_BITS
    whole |= rank
    order = np.argsort(whole)
    whole = whole[order]
    same = whole[1:] == whole[:-1]
    if same.any():
        tied = np.flatnonzero(np.r_[same, False] | np.r_[False, same])
        pairs = order[tied]
        order[tied] = pairs[np.lexsort((key[pairs], whole[tied]))]
    return order


def listed(group: Ints, rank: Ints, other: Ints, key: Ints, most: int) -> Bools:
    """(P,) whether a pair is among the best `most` of its group.

    other: (P,) what the pair has beside its group; of equal ranks that of the smaller `key` is in.
    """
    if not len(group) or most == 0:
        return np.full(len(group), most > 0)
    count = np.bincount(group)
    crowded = np.flatnonzero(count > most)
    if not len(crowded):
        return np.ones(len(group), dtype=np.bool_)
    # The rank of the last of each list, by sorting values alone: no order has to be carried along.
    among = np.flatnonzero((count > most)[group])
    whole = group[among].astype(np.int64)
    whole <<= RANK_BITS
    whole |= rank[among]
    whole.sort()
    last = np.cumsum(count[crowded]) - count[crowded] + most - 1
    bar = np.full(len(count), np.iinfo(np.int64).max)
    bar[crowded] = whole[last] & ((1 << RANK_BITS) - 1)
    found: Bools = rank <= bar[group]
    tied = crowded[whole[last] == whole[last + 1]]
    if len(tied):
        _settle(found, tied, (group, rank, other), key, most)
    return found


def _settle(found: Bools, tied: Ints, pairs: tuple[Ints, Ints, Ints], key: Ints, most: int) -> None:
    """Of the pairs that are equal at the end of a list, those with the smallest keys stay."""
    group, rank, other = pairs
    is_tied = np.zeros(group.max() + 1, dtype=np.bool_)
    is_tied[tied] = True
    there = np.flatnonzero(found & is_tied[group])
    there = there[ordered(group[there], rank[there], key[other[there]])]
    found[there[places(group[there]) >= most]] = False


def places(group: Ints) -> Ints:
    """(P,) the place of each entry in its group, from 0; `group` is sorted."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(len(group)) - np.repeat(starts, np.diff(starts, append=len(group)))


def _falling(value: Floats) -> Ints:
    """Integers that grow as a value in [0, 1] falls."""
    steps: Floats = (np.float32(1) - value) * np.float32(STEPS)
    return steps.astype(np.int32)
