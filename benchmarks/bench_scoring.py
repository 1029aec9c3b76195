"""Scoring against the bare matrix product of the same shapes, side by side in one run."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

import numpy as np

from matching.features import Age, Companies, Inputs, Needs, Reference, Tie, taxonomy_credit
from matching.masks import Must
from matching.ranking import Found, best_lists
from matching.scoring import Weights

NODES, MATERIALS, CERTIFICATES, GROUPS, CLUSTERS = 180, 60, 8, 25, 11
FAMILIES, PROCESSES, COOPERATIVES = 8, 39, 60
PER_NEED, PER_COMPANY, PER_EXCLUDED = 50, 50, 50


def tree(nodes: int) -> np.ndarray:
    """Parents of a taxonomy of four levels: families, processes, variants, and what they run on."""
    node = np.arange(nodes)
    variants = PROCESSES + (nodes - PROCESSES) // 2
    parent = np.where(node < FAMILIES, -1, node % FAMILIES)
    parent = np.where(node >= PROCESSES, FAMILIES + node % (PROCESSES - FAMILIES), parent)
    lowest = PROCESSES + (node - variants) % max(1, variants - PROCESSES)
    return np.where(node >= variants, lowest, parent)


def world(companies: int, needs: int, *, nodes: int = NODES, seed: int = 7) -> Inputs:
    """A random world of the given size: three capabilities a company, gaps in every fact."""
    rng = np.random.default_rng(seed)
    rows, floats = companies * 3, np.float32

    def some(size: int, low: float, high: float, gaps: float = 0.3) -> np.ndarray:
        values = rng.uniform(low, high, size).astype(floats)
        values[rng.random(size) < gaps] = np.nan
        return values

    parent = tree(nodes)
    return Inputs(
        Companies(
            key=np.arange(companies),
            row_company=np.repeat(np.arange(companies), 3),
            row_node=rng.integers(0, nodes, rows),
            row_strength=np.ones(rows, floats),
            row_precision_um=some(rows, 1, 100),
            row_size_mm=some(rows, 10, 1000),
            row_monthly_volume=some(rows, 100, 100_000),
            row_materials=rng.random((rows, MATERIALS)) < 0.1,
            row_families=np.random.default_rng(3).random((rows, MATERIALS)) < 0.01,
            row_inferred=rng.random(rows) < 0.1,
            certificates=rng.random((companies, CERTIFICATES)) < 0.3,
            certificates_known=rng.random(companies) < 0.7,
            certificate_months=np.where(
                rng.random((companies, CERTIFICATES)) < 0.5, np.inf, 24
            ).astype(floats),
            tie=np.where(rng.random((companies, GROUPS)) < 0.02, 0.2, -1).astype(floats),
            customer_in_korea=np.where(rng.random(companies) < 0.1, 0.2, -1).astype(floats),
            customer_abroad=np.where(rng.random(companies) < 0.3, 0.2, -1).astype(floats),
            customers_known=rng.random(companies) < 0.6,
            mode=rng.integers(0, 4, companies),
            country=rng.integers(0, 4, companies),
            horizon_months=some(companies, 0, 48),
            home_base_kept=rng.choice([0, 1, np.nan], companies).astype(floats),
            employees=some(companies, 1, 200),
            latitude=some(companies, 33, 38, 0.1),
            longitude=some(companies, 130, 141, 0.1),
            cluster=rng.integers(-1, CLUSTERS, companies),
            programme=rng.choice([0, 1, np.nan], companies).astype(floats),
            indirect=np.where(rng.random((companies, GROUPS, len(Tie))) < 0.01, 0.2, -1).astype(
                floats
            ),
            growth=some(companies, -0.15, 0.1),
            margin=some(companies, -0.1, 0.1),
            means=some(companies, 0.1, 3),
            plan=some(companies, 0.2, 1, 0.8),
            fellows=rng.integers(-1, COOPERATIVES, companies),
            age_months=some(companies * len(Age), 0, 90).reshape(companies, len(Age)),
            row_age_months=some(rows, 0, 90),
        ),
        Needs(
            key=np.arange(needs),
            line_need=np.arange(needs),
            line_node=rng.integers(0, nodes, needs),
            line_weight=np.ones(needs, floats),
            line_precision_um=some(needs, 5, 50),
            line_size_mm=some(needs, 10, 500),
            line_materials=rng.random((needs, MATERIALS)) < 0.1,
            certificates=rng.random((needs, CERTIFICATES)) < 0.2,
            musts=rng.random((needs, len(Must))) < 0.3,
            group=rng.integers(0, GROUPS, needs),
            start_months=some(needs, 3, 36),
            monthly_volume=some(needs, 1000, 50_000),
            latitude=some(needs, 34, 38, 0.1),
            longitude=some(needs, 126, 129, 0.1),
        ),
        Reference(
            credit=taxonomy_credit(parent),
            specialities=rng.random((CLUSTERS, nodes)) < 0.2,
            in_chain=np.arange(nodes) % 7 > 0,
            cover=rng.choice([0, 0.25, 0.5, 1], (COOPERATIVES, nodes)).astype(floats),
        ),
    )


def measure(companies: int, needs: int, *, nodes: int = NODES, times: int = 11) -> None:
    """Two lines: what the world is made of; the bare product, the lists, ratio, peak memory.

    Product and lists in turn, so that both see the same machine; the median of each, and of the
    ratios of neighbours.
    """
    inputs = world(companies, needs, nodes=nodes)
    left = np.random.default_rng(1).random((companies, nodes)).astype(np.float32)
    right = np.random.default_rng(2).random((nodes, needs)).astype(np.float32)
    bare, scored = np.empty(times), np.empty(times)
    made = told(lists(inputs), companies * needs)  # and memory is there, as in a worker
    for turn in range(times):
        bare[turn] = seconds(lambda: left @ right)
        scored[turn] = seconds(lambda: lists(inputs))
    ratios = scored / bare
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"scoring {companies:>9,} x {needs:>5,} | {made}")
    print(
        f"{'':>25} | {nodes} nodes | product {np.median(bare):7.3f} s | "
        f"scoring {np.median(scored):7.3f} s | {np.median(ratios):5.1f} x "
        f"({ratios.min():.1f} to {ratios.max():.1f}) | peak {memory:,.0f} MB"
    )


def told(found: Found, pairs: int) -> str:
    """What the world's pairs are."""
    return (
        f"{found.able.sum() / pairs:.1%} of pairs able, {found.passing.sum() / pairs:.1%} "
        f"meet the musts, {len(found.matches):,} listed"
    )


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def lists(inputs: Inputs) -> Found:
    """The lists of 50 each way, with parts, and who is left out."""
    return best_lists(
        inputs,
        Weights(),
        per_need=PER_NEED,
        per_company=PER_COMPANY,
        per_excluded=PER_EXCLUDED,
    )


def run() -> None:
    """Print two lines a size."""
    measure(20_000, 200)
    measure(100_000, 1_000)


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:3]]
    measure(*sizes) if sizes else run()
