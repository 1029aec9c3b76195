"""Whole assignments: the flow on realistic limits, beside greedy and each need's own list."""

from __future__ import annotations

import time

import numpy as np

from matching.assignment import Limits, Pairs, assign, gains, greedy, in_turn


def world(count: int, *, seed: int = 7) -> tuple[Pairs, Limits]:
    """So many possible introductions: 8 a company, 25 a need, 8 needs a firm, 10 officers.

    Some companies are everybody's favourites, as in life.
    """
    rng = np.random.default_rng(seed)
    companies, needs = max(count // 8, 1), max(count // 25, 1)
    firms = max(needs // 8, 1)
    popular = (rng.pareto(1.3, count * 2) * companies / 20).astype(np.int64) % companies
    cells = np.unique(popular * needs + rng.integers(0, needs, count * 2))
    cells = rng.permutation(cells)[:count]
    pairs = Pairs(
        company=cells // needs,
        need=cells % needs,
        value=rng.beta(5, 4, len(cells)),
        firm=rng.integers(0, firms, needs),
        officer=rng.integers(0, 10, companies),
    )
    limits = Limits(
        company=np.full(companies, 2),
        need=np.full(needs, 3),
        firm=np.full(firms, 6),
        officer=np.full(10, max(count // 100, 12)),
    )
    return pairs, limits


def run() -> None:
    print("Whole assignments (limits: 2 a company, 3 a need, 6 a firm)")
    for count in (5_000, 50_000):
        pairs, limits = world(count)
        nothing = np.zeros(len(pairs), dtype=bool)
        began = time.perf_counter()
        found = assign(pairs, limits, pinned=nothing, excluded=nothing)
        solved = time.perf_counter()
        binding = gains(pairs, limits, found.chosen, pinned=nothing, excluded=nothing)
        told = time.perf_counter()
        assert found.is_best
        ways = {
            "best": found.chosen,
            "greedy": greedy(pairs, limits, pinned=nothing, excluded=nothing),
            "needs in turn": in_turn(pairs, limits, pinned=nothing, excluded=nothing),
        }
        print(
            f"  {len(pairs):,} pairs: solved in {solved - began:.3f} s, "
            f"{len(binding)} limits that bind told in {told - solved:.3f} s"
        )
        for name, chosen in ways.items():
            value = pairs.value[chosen].sum()
            print(
                f"    {name:<14} value {value:8.1f} ({value / found.value:6.1%}), "
                f"{chosen.sum():,} introductions, {len(np.unique(pairs.need[chosen])):,} needs"
            )


if __name__ == "__main__":
    run()
