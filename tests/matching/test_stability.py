"""Blocking pairs and deferred acceptance, beside what a plain reading of the rule gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assignment import Limits, Pairs, assign
from matching.features import Bools
from matching.stability import HeldBy, Wishes, blocking, deferred_acceptance, held_by
from tests.matching.plans import every_choice, limits, nobody, pairs, worlds


def wishes(data: st.DataObject, size: int) -> Wishes:
    """Any strict order on either side."""
    order = st.permutations(range(size))
    return Wishes(np.array(data.draw(order), float), np.array(data.draw(order), float))


def blocks(of: Pairs, within: Limits, wish: Wishes, chosen: Bools, pair: int) -> bool:
    """The rule, read aloud for one pair."""
    if chosen[pair]:
        return False
    for group, limit, likes in (
        (of.company, within.company, wish.company),
        (of.need, within.need, wish.need),
    ):
        own = [each for each in np.flatnonzero(chosen) if group[each] == group[pair]]
        has_room = len(own) < limit[group[pair]]
        likes_better = limit[group[pair]] > 0 and any(likes[pair] > likes[each] for each in own)
        if not (has_room or likes_better):
            return False
    return True


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_blocking_pairs_are_those_that_both_would_rather_have(
    world: tuple[Pairs, Limits], data: st.DataObject
) -> None:
    of, within = world
    wish = wishes(data, len(of))
    chosen = assign(of, within, pinned=nobody(of), excluded=nobody(of)).chosen
    found = blocking(of, within, wish, chosen, excluded=nobody(of))
    assert found.tolist() == [blocks(of, within, wish, chosen, pair) for pair in range(len(of))]
    assert not blocking(of, within, wish, chosen, excluded=~nobody(of)).any()


@settings(max_examples=60, deadline=None)
@given(world=worlds(most=7), data=st.data())
def test_deferred_acceptance_is_stable_and_best_for_the_companies(
    world: tuple[Pairs, Limits], data: st.DataObject
) -> None:
    of, within = world
    wish = wishes(data, len(of))
    chosen = deferred_acceptance(of, within, wish, excluded=nobody(of))
    assert not blocking(of, within, wish, chosen, excluded=nobody(of)).any()
    stable = [
        other
        for other in every_choice(of)
        if (np.bincount(of.company[other], minlength=len(within.company)) <= within.company).all()
        and (np.bincount(of.need[other], minlength=len(within.need)) <= within.need).all()
        and not blocking(of, within, wish, other, excluded=nobody(of)).any()
    ]
    assert chosen.tolist() in [other.tolist() for other in stable]
    for company in range(len(within.company)):
        own = sorted(wish.company[chosen & (of.company == company)], reverse=True)
        for other in stable:
            less = sorted(wish.company[other & (of.company == company)], reverse=True)
            assert len(less) == len(own)  # who is left alone is left alone in every stable one
            assert all(mine >= theirs for mine, theirs in zip(own, less, strict=True))


def test_an_excluded_pair_is_not_asked_for() -> None:
    of = pairs([(0, 0), (0, 1)], [1, 1], firm=[0, 0], officer=[-1])
    within = limits([1], [1, 1], [9], [])
    wish = Wishes(np.array([2.0, 1.0]), np.array([1.0, 1.0]))
    chosen = deferred_acceptance(of, within, wish, excluded=np.array([True, False]))
    assert chosen.tolist() == [False, True]


@pytest.mark.parametrize(
    ("firm", "officer", "wanted"),
    [
        (9, 9, HeldBy.NOTHING),
        (1, 9, HeldBy.FIRM),
        (9, 1, HeldBy.OFFICER),
        (1, 1, HeldBy.BOTH),
    ],
)
def test_what_keeps_a_blocking_pair_out(firm: int, officer: int, wanted: HeldBy) -> None:
    of = pairs([(0, 0), (1, 1)], [1, 1], firm=[0, 0], officer=[0, 0])
    within = limits([1, 1], [1, 1], [firm], [officer])
    chosen = np.array([True, False])
    assert held_by(of, within, chosen, np.array([1])) == [wanted]


def test_one_that_takes_anothers_place_adds_no_load() -> None:
    of = pairs([(0, 0), (1, 0)], [1, 1], firm=[0], officer=[-1, -1])
    within = limits([1, 1], [1], [1], [])
    assert held_by(of, within, np.array([True, False]), np.array([1])) == [HeldBy.NOTHING]
