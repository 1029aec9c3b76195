"""Whom to introduce to whom, over all needs at once: the most value within the limits.

Pure: arrays in, arrays out. A company belongs to one officer and a need to one firm, so the limits
(of companies, officers, needs, firms) nest on either side, and the choice is a flow from officers
through companies and needs to firms: a minimum-cost flow finds the best, in whole introductions
(ADR 17). What is pinned is taken out of the limits first; what is excluded is never looked at.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from matching.features import Bools, Floats, Ints

#: The solver counts in whole numbers: a value is kept to six digits behind the point.
SCALE: Final = 1_000_000
#: Above so many pairs the best are assigned first, so that there is something if time runs out.
WHOLE: Final = 20_000
_SHARES: Final = (1 / 16, 1 / 4, 1.0)
#: A stage has four times the pairs of the one before and takes about so many times as long.
_SLOWER: Final = 6.0

SIDES: Final = ("company", "need", "firm", "officer")


@dataclass(frozen=True, slots=True)
class Pairs:
    """The possible introductions.

    `company`, `need`, `value` have the length of the pairs, each pair once; `firm` names the firm
    of each need, `officer` the officer of each company, -1 for none. Values are finite.
    """

    company: Ints
    need: Ints
    value: Floats
    firm: Ints
    officer: Ints

    def __len__(self) -> int:
        return len(self.company)

    def groups(self, side: str) -> Ints:
        """Of each pair, the number of the company, need, firm or officer; -1 for none."""
        if side == "company":
            return self.company
        if side == "need":
            return self.need
        return self.firm[self.need] if side == "firm" else self.officer[self.company]

    def only(self, kept: Bools) -> Pairs:
        return replace(
            self, company=self.company[kept], need=self.need[kept], value=self.value[kept]
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """How many introductions each company, need, firm and officer can take."""

    company: Ints
    need: Ints
    firm: Ints
    officer: Ints

    def of(self, side: str) -> Ints:
        limit: Ints = getattr(self, side)
        return limit

    def less(self, used: Limits) -> Limits:
        return Limits(**{side: self.of(side) - used.of(side) for side in SIDES})


@dataclass(frozen=True, slots=True)
class Overfull:
    """More pairs are pinned for one of a side than its limit allows."""

    side: str
    index: int
    pinned: int
    limit: int


class TooManyPinnedError(Exception):
    """No assignment keeps what is pinned within the limits; `places` says where."""

    def __init__(self, places: tuple[Overfull, ...]) -> None:
        super().__init__(", ".join(f"{each.side} {each.index}" for each in places))
        self.places = places


@dataclass(frozen=True, slots=True)
class Assignment:
    """The chosen pairs. `bound`: no choice is worth more; it is the value itself when `is_best`."""

    chosen: Bools
    value: float
    bound: float
    is_best: bool

    @property
    def gap(self) -> float:
        """By what share of the bound the best may be better."""
        return 1 - self.value / self.bound if self.bound else 0.0


@dataclass(frozen=True, slots=True)
class Gain:
    """A limit that is reached, and what one introduction more there would add in value."""

    side: str
    index: int
    limit: int
    value: float


def assign(
    pairs: Pairs,
    limits: Limits,
    *,
    pinned: Bools,
    excluded: Bools,
    seconds: float = 20.0,
    clock: Callable[[], float] = time.perf_counter,
) -> Assignment:
    """The choice of greatest total value; the same one for the same input.

    Out of `seconds`, the best found so far with `is_best` False, never worse than `greedy`. A stage
    of the work is not broken off: it is not begun when it would not end in time.
    Raises TooManyPinnedError; ValueError for a pair both pinned and excluded.
    """
    began = clock()
    room, open_to_choice = _room(pairs, limits, pinned, excluded)
    chosen = _greedy(pairs, room, np.argsort(-pairs.value, kind="stable"), open_to_choice)
    best, is_best, spent = _worth(pairs, chosen), not open_to_choice.any(), 0.0
    at = np.flatnonzero(open_to_choice)
    at = at[np.argsort(-pairs.value[at], kind="stable")]
    for share in () if is_best else (_SHARES if len(at) > WHOLE else _SHARES[-1:]):
        started = clock()
        if started - began + spent * _SLOWER >= seconds:
            break
        stage = np.zeros(len(pairs), dtype=bool)
        stage[at[: int(np.ceil(len(at) * share))]] = True
        found = _flow(pairs, room, stage)
        if _worth(pairs, found) >= best:
            chosen, best = found, _worth(pairs, found)
        spent = clock() - started
        is_best = share == 1.0
    chosen = chosen | pinned
    value = _worth(pairs, chosen)
    bound = value if is_best else _worth(pairs, pinned) + _ceiling(pairs, room, open_to_choice)
    return Assignment(chosen, value, max(bound, value), is_best)


def greedy(pairs: Pairs, limits: Limits, *, pinned: Bools, excluded: Bools) -> Bools:
    """The best pair first, then the best that still fits, and so on."""
    room, open_to_choice = _room(pairs, limits, pinned, excluded)
    order = np.argsort(-pairs.value, kind="stable")
    return _greedy(pairs, room, order, open_to_choice) | pinned


def in_turn(pairs: Pairs, limits: Limits, *, pinned: Bools, excluded: Bools) -> Bools:
    """One need after another, in their order, each taking the best that is still to be had."""
    room, open_to_choice = _room(pairs, limits, pinned, excluded)
    order = np.lexsort((-pairs.value, pairs.need))
    return _greedy(pairs, room, order, open_to_choice) | pinned


def lists(pairs: Pairs, limits: Limits, *, excluded: Bools) -> Bools:
    """Each need's list for itself: its best companies up to its limit, whatever the others do."""
    return (_rank(pairs, "need", ~excluded) < limits.need[pairs.need]) & ~excluded


def load(pairs: Pairs, chosen: Bools) -> Limits:
    """How many introductions each company, need, firm and officer would have."""
    sizes = {
        "company": len(pairs.officer),
        "need": len(pairs.firm),
        "firm": _size(pairs.firm),
        "officer": _size(pairs.officer),
    }
    return Limits(**{side: _counts(pairs.groups(side)[chosen], sizes[side]) for side in SIDES})


def overload(pairs: Pairs, limits: Limits, chosen: Bools) -> dict[str, int]:
    """By side, how many of the chosen introductions are above the limits."""
    taken = {side: pairs.groups(side)[chosen] for side in SIDES}
    return {
        side: int(np.maximum(_counts(taken[side], len(limits.of(side))) - limits.of(side), 0).sum())
        for side in SIDES
    }


def gains(
    pairs: Pairs, limits: Limits, chosen: Bools, *, pinned: Bools, excluded: Bools
) -> tuple[Gain, ...]:
    """What binds: each reached limit where one more would add value, the greatest gain first.

    `chosen` must be a best assignment. The gain is exact: the cheapest way around in the network
    that the flow leaves, not a price that holds only for small parts.
    """
    room, open_to_choice = _room(pairs, limits, pinned, excluded)
    net = _Network(pairs, room, open_to_choice)
    flow = net.flow_of(chosen & open_to_choice)
    left = net.capacity - flow
    tail = np.concatenate([net.tail[left > 0], net.head[flow > 0]])
    head = np.concatenate([net.head[left > 0], net.tail[flow > 0]])
    cost = np.concatenate([net.cost[left > 0], -net.cost[flow > 0]])
    height = _heights(net.nodes, tail, head, cost)
    weight = (cost + height[tail] - height[head]).astype(np.float64)
    graph = csr_array((weight, (tail, head)), shape=(net.nodes, net.nodes))
    full = np.flatnonzero((left == 0) & (net.limit_side >= 0))
    if not full.size:
        return ()
    starts, row = np.unique(net.head[full], return_inverse=True)
    away = dijkstra(graph, indices=starts)[row, net.tail[full]]
    around = away - height[net.head[full]] + height[net.tail[full]]
    found = [
        Gain(
            side := SIDES[net.limit_side[arc]],
            index := int(net.limit_index[arc]),
            int(limits.of(side)[index]),
            float(-length / SCALE),
        )
        for arc, length in zip(full, around, strict=True)
        if np.isfinite(length) and length < -0.5
    ]
    return tuple(sorted(found, key=lambda gain: (-gain.value, gain.side, gain.index)))


def _room(pairs: Pairs, limits: Limits, pinned: Bools, excluded: Bools) -> tuple[Limits, Bools]:
    """The limits less what is pinned, and the pairs that may be chosen or not."""
    if (pinned & excluded).any():
        raise ValueError("a pair is both pinned and excluded")
    used = Limits(
        **{side: _counts(pairs.groups(side)[pinned], len(limits.of(side))) for side in SIDES}
    )
    over = tuple(
        Overfull(side, int(at), int(used.of(side)[at]), int(limits.of(side)[at]))
        for side in SIDES
        for at in np.flatnonzero(used.of(side) > np.maximum(limits.of(side), 0))
    )
    if over:
        raise TooManyPinnedError(over)
    left = limits.less(used)
    return (
        Limits(**{each.name: np.maximum(left.of(each.name), 0) for each in fields(Limits)}),
        ~pinned & ~excluded & (pairs.value > 0),
    )


def _greedy(pairs: Pairs, room: Limits, order: Ints, may: Bools) -> Bools:
    left = [room.of(side).tolist() for side in SIDES]
    groups = np.stack([pairs.groups(side) for side in SIDES], axis=1).tolist()
    chosen = np.zeros(len(pairs), dtype=bool)
    for pair in order[may[order]]:
        places = [(at, index) for at, index in enumerate(groups[pair]) if index >= 0]
        if all(left[at][index] > 0 for at, index in places):
            chosen[pair] = True
            for at, index in places:
                left[at][index] -= 1
    return chosen


class _Network:
    """The flow's arcs: source → officer → company → need → firm → sink, and back to the source.

    Arrays over arcs; the pairs' arcs come first, in the order of `pairs_at`. `limit_side` and
    `limit_index` say whose limit an arc's capacity is, -1 where it is nobody's.
    """

    def __init__(self, pairs: Pairs, room: Limits, may: Bools) -> None:
        officers, companies = len(room.officer), len(room.company)
        needs, firms = len(room.need), len(room.firm)
        officer_0, company_0 = 1, 1 + officers
        need_0 = company_0 + companies
        firm_0 = need_0 + needs
        sink = firm_0 + firms
        self.nodes = sink + 1
        self.pairs, self.pairs_at = pairs, np.flatnonzero(may)
        count = len(self.pairs_at)
        above = np.where(pairs.officer >= 0, officer_0 + pairs.officer, 0)
        blocks = [
            # tail, head, capacity, side whose limit it is
            (
                company_0 + pairs.company[may],
                need_0 + pairs.need[may],
                np.ones(count, dtype=np.int64),
                -1,
            ),
            (above, company_0 + np.arange(companies), room.company, 0),
            (need_0 + np.arange(needs), firm_0 + pairs.firm, room.need, 1),
            (firm_0 + np.arange(firms), np.full(firms, sink), room.firm, 2),
            (np.zeros(officers, dtype=np.int64), officer_0 + np.arange(officers), room.officer, 3),
            (np.array([sink]), np.array([0]), np.array([max(count, 1)]), -1),
        ]
        self.tail, self.head, self.capacity = (
            np.concatenate([block[part] for block in blocks]).astype(np.int64) for part in range(3)
        )
        sizes = [len(block[0]) for block in blocks]
        self.limit_side = np.repeat([block[3] for block in blocks], sizes)
        self.limit_index = np.concatenate([np.arange(size) for size in sizes])
        self.cost = np.zeros(len(self.tail), dtype=np.int64)
        self.cost[:count] = -whole(pairs.value[may])

    def flow_of(self, chosen: Bools) -> Ints:
        """The flow over the arcs that choosing these pairs is."""
        pairs, count = self.pairs, len(self.pairs_at)
        flow = np.zeros(len(self.tail), dtype=np.int64)
        flow[:count] = chosen[self.pairs_at]
        for at, side in enumerate(SIDES):
            group = pairs.groups(side)[chosen]
            arcs = self.limit_side == at
            flow[arcs] = np.bincount(group[group >= 0], minlength=int(arcs.sum()))
        flow[-1] = chosen.sum()
        return flow


def whole(value: Floats) -> Ints:
    """Values in the solver's whole numbers."""
    return np.rint(value * SCALE).astype(np.int64)


def _flow(pairs: Pairs, room: Limits, may: Bools) -> Bools:
    net = _Network(pairs, room, may)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        net.tail.astype(np.int32), net.head.astype(np.int32), net.capacity, net.cost
    )
    status = solver.solve()
    if status != solver.OPTIMAL:  # no flow at all is feasible: it can only be an overflow
        raise ArithmeticError(f"minimum-cost flow ended with status {status}")
    count = len(net.pairs_at)
    chosen = np.zeros(len(pairs), dtype=bool)
    if count:
        chosen[net.pairs_at] = solver.flows(np.arange(count, dtype=np.int32)) > 0
    return chosen


def _heights(nodes: int, tail: Ints, head: Ints, cost: Ints) -> Ints:
    """Node potentials under which no arc has a negative length (Bellman and Ford's rule)."""
    height = np.zeros(nodes, dtype=np.int64)
    for _round in range(nodes + 1):
        lower = height.copy()
        np.minimum.at(lower, head, height[tail] + cost)
        if (lower == height).all():
            return height
        height = lower
    raise ValueError("not a best assignment: there is a way around that adds value")


def _ceiling(pairs: Pairs, room: Limits, may: Bools) -> float:
    """What no choice can exceed: of each side alone, everybody's best pairs up to their limit."""
    worths = []
    for side in SIDES:
        group = pairs.groups(side)
        limit = np.where(group >= 0, room.of(side)[group] if len(room.of(side)) else 0, len(pairs))
        worths.append(_worth(pairs, may & (_rank(pairs, side, may) < limit)))
    return min(worths)


def _rank(pairs: Pairs, side: str, may: Bools) -> Ints:
    """Of each pair that may be, its place (from 0) among those of its group by value."""
    group = pairs.groups(side)
    order = np.lexsort((-pairs.value, group, ~may))
    sorted_groups = group[order]
    begins = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
    place = np.arange(len(pairs)) - np.repeat(begins, np.diff(np.r_[begins, len(pairs)]))
    rank = np.empty(len(pairs), dtype=np.int64)
    rank[order] = place
    return rank


def _worth(pairs: Pairs, chosen: Bools) -> float:
    """The value of a choice; summed in whole numbers, so the order of the pairs does not matter."""
    return int(whole(pairs.value[chosen]).sum()) / SCALE


def _counts(group: Ints, size: int) -> Ints:
    return np.bincount(group[group >= 0], minlength=size)


def _size(numbers: Ints) -> int:
    return int(numbers.max(initial=-1)) + 1
