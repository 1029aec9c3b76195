"""The best assignment, beside every possible one on small cases."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import assignment
from matching.assignment import (
    SIDES,
    Gain,
    Limits,
    Overfull,
    Pairs,
    TooManyPinnedError,
    assign,
    gains,
    greedy,
    in_turn,
    lists,
    load,
    overload,
)
from matching.features import Bools
from tests.matching.plans import every_choice, fits, free, limits, nobody, pairs, worlds


def best(of: Pairs, within: Limits, pinned: Bools, excluded: Bools) -> float | None:
    """The greatest value of all choices that keep the edits; None where none does."""
    worths = [
        float(of.value[chosen].sum())
        for chosen in every_choice(of)
        if fits(of, within, chosen) and chosen[pinned].all() and not chosen[excluded].any()
    ]
    return max(worths, default=None)


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_it_is_the_best_of_all_choices_that_keep_the_edits(
    world: tuple[Pairs, Limits], data: st.DataObject
) -> None:
    of, within = world
    edits = [data.draw(st.sampled_from(["", "", "", "pin", "out"])) for _ in range(len(of))]
    pinned = np.array([edit == "pin" for edit in edits], dtype=bool)
    excluded = np.array([edit == "out" for edit in edits], dtype=bool)
    wanted = best(of, within, pinned, excluded)
    if wanted is None:
        with pytest.raises(TooManyPinnedError) as refused:
            assign(of, within, pinned=pinned, excluded=excluded)
        assert all(each.pinned > each.limit for each in refused.value.places)
        return
    found = assign(of, within, pinned=pinned, excluded=excluded)
    assert found.value == pytest.approx(wanted)
    assert (found.bound, found.gap, found.is_best) == (found.value, 0, True)
    assert fits(of, within, found.chosen)
    assert found.chosen[pinned].all()
    assert not found.chosen[excluded].any()


@settings(max_examples=40, deadline=None)
@given(world=worlds())
def test_no_other_way_is_worth_more(world: tuple[Pairs, Limits]) -> None:
    of, within = world
    found = assign(of, within, **free(of))
    for other in (greedy(of, within, **free(of)), in_turn(of, within, **free(of))):
        assert fits(of, within, other)
        assert found.value >= of.value[other].sum() - 1e-6
    # Lists alone keep only the needs' limits.
    each = lists(of, within, excluded=nobody(of))
    assert overload(of, within, each)["need"] == 0


@settings(max_examples=40, deadline=None)
@given(world=worlds(), seed=st.integers(0, 99))
def test_the_order_of_the_pairs_does_not_matter(world: tuple[Pairs, Limits], seed: int) -> None:
    of, within = world
    order = np.random.default_rng(seed).permutation(len(of))
    mixed = Pairs(of.company[order], of.need[order], of.value[order], of.firm, of.officer)
    first = assign(of, within, **free(of))
    again = assign(mixed, within, **free(of))
    assert again.value == first.value
    same = assign(of, within, **free(of))
    assert same.chosen.tolist() == first.chosen.tolist()


@settings(max_examples=60, deadline=None)
@given(world=worlds())
def test_a_gain_is_what_one_more_really_adds(world: tuple[Pairs, Limits]) -> None:
    of, within = world
    found = assign(of, within, **free(of))
    told = {
        (gain.side, gain.index): gain.value for gain in gains(of, within, found.chosen, **free(of))
    }
    real = {}
    for side in SIDES:
        for index in range(len(within.of(side))):
            wider = {each: within.of(each).copy() for each in SIDES}
            wider[side][index] += 1
            more = assign(of, Limits(**wider), **free(of)).value - found.value
            if more > 1e-7:
                real[side, index] = pytest.approx(more)
    assert told == real


def small() -> tuple[Pairs, Limits]:
    """Two companies of one officer, two needs of one firm: greedy takes the wrong one first."""
    return (
        pairs(
            [(0, 0), (0, 1), (1, 0)],
            [0.9, 0.8, 0.7],
            firm=[0, 0],
            officer=[0, 0],
        ),
        limits([1, 1], [1, 1], [2], [2]),
    )


def test_greedy_is_beaten_and_what_binds_is_told() -> None:
    of, within = small()
    found = assign(of, within, **free(of))
    assert found.chosen.tolist() == [False, True, True]
    assert found.value == pytest.approx(1.5)
    assert greedy(of, within, **free(of)).tolist() == [True, False, False]
    assert in_turn(of, within, **free(of)).tolist() == [True, False, False]
    assert lists(of, within, excluded=nobody(of)).tolist() == [True, True, False]
    tight = limits([1, 1], [1, 1], [1], [2])
    one = assign(of, tight, **free(of))
    assert one.chosen.tolist() == [True, False, False]
    assert gains(of, tight, one.chosen, **free(of)) == (Gain("firm", 0, 1, 0.6),)


def test_loads_and_overloads_are_counted_by_side() -> None:
    of, within = small()
    everything = ~nobody(of)
    taken = load(of, everything)
    assert {side: taken.of(side).tolist() for side in SIDES} == {
        "company": [2, 1],
        "need": [2, 1],
        "firm": [3],
        "officer": [3],
    }
    assert overload(of, within, everything) == {"company": 1, "need": 1, "firm": 1, "officer": 1}


def test_too_many_pins_are_named() -> None:
    of, within = small()
    pinned = np.array([True, True, False])
    with pytest.raises(TooManyPinnedError) as refused:
        assign(of, within, pinned=pinned, excluded=nobody(of))
    assert refused.value.places == (Overfull("company", 0, 2, 1),)


def test_a_pair_cannot_be_pinned_and_excluded() -> None:
    of, within = small()
    with pytest.raises(ValueError, match="both pinned and excluded"):
        assign(of, within, pinned=~nobody(of), excluded=~nobody(of))


def test_nothing_to_assign_is_an_empty_assignment() -> None:
    of, within = pairs([], [], firm=[], officer=[]), limits([], [], [], [])
    found = assign(of, within, **free(of))
    assert (found.chosen.tolist(), found.value, found.bound, found.is_best) == ([], 0, 0, True)
    assert gains(of, within, found.chosen, **free(of)) == ()


def test_out_of_time_it_gives_the_best_so_far_and_a_bound() -> None:
    of, within = small()
    found = assign(of, within, **free(of), seconds=0)
    assert found.chosen.tolist() == [True, False, False]  # what greedy finds
    assert (found.value, found.is_best) == (0.9, False)
    assert found.bound == pytest.approx(1.6)  # of each company, or each need, its best
    assert found.gap == pytest.approx(1 - 0.9 / 1.6)


def test_a_large_case_goes_by_stages_and_stops_between_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assignment, "WHOLE", 100)
    rng = np.random.default_rng(3)
    cells = [(c, n) for c in range(30) for n in range(20)]
    of = pairs(cells, rng.random(600), firm=np.arange(20) // 4, officer=np.arange(30) // 10)
    within = limits(np.full(30, 2), np.full(20, 3), np.full(5, 6), np.full(3, 12))
    whole = assign(of, within, **free(of))
    assert whole.is_best
    steps = itertools.count(step=1)  # a clock that stands a second further at each look
    stopped = assign(of, within, **free(of), seconds=3, clock=lambda: float(next(steps)))
    assert not stopped.is_best
    assert greedy(of, within, **free(of)).sum() <= stopped.chosen.sum()
    first = of.value[greedy(of, within, **free(of))].sum()
    assert first - 1e-4 <= stopped.value <= whole.value
    assert whole.value <= stopped.bound
