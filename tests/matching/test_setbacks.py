"""What rejections take from a company's priority with a group: never more, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from matching.features import Inputs
from matching.ranking import best_matches
from matching.scoring import Matches, Weights, score_pairs
from matching.setbacks import LEAST_LEFT, Setbacks, left_after
from tests.matching.worlds import GROUPS, worlds


@pytest.mark.parametrize(
    ("months", "left"),
    [((), 1), ((0,), 0.8), ((12,), 0.9), ((0, 12), 0.72), ((52,), 1), ((0,) * 9, LEAST_LEFT)],
)
def test_a_rejection_fades_and_several_add_up(months: tuple[float, ...], left: float) -> None:
    assert left_after(months) == pytest.approx(left)


@given(st.lists(st.floats(-1, 100)), st.floats(0, 100))
def test_one_rejection_more_and_a_newer_one_never_leave_more(
    months: list[float], age: float
) -> None:
    left = left_after(months)
    assert LEAST_LEFT <= left_after([*months, age]) <= left <= 1
    assert left_after([*months, age / 2]) <= left_after([*months, age])


@st.composite
def setbacks(draw: st.DrawFn, count: int) -> Setbacks:
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, GROUPS - 1)),
            unique=True,
            max_size=9,
        )
        if count
        else st.just([])
    )
    factors = draw(st.lists(st.floats(0.5, 1), min_size=len(pairs), max_size=len(pairs)))
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Setbacks(table[:, 0], table[:, 1], np.array(factors, dtype=np.float32))


@st.composite
def turned_down(draw: st.DrawFn) -> tuple[Inputs, Inputs]:
    """A world, and the same after rejections."""
    world = draw(worlds())
    return world, replace(world, setbacks=draw(setbacks(len(world.companies))))


def every_pair(world: Inputs) -> Matches:
    need, company = np.indices((len(world.needs), len(world.companies))).reshape(2, -1)
    return score_pairs(world, Weights(), company, need)


@given(turned_down())
def test_rejections_lower_the_priority_of_their_group_and_nothing_else(
    both: tuple[Inputs, Inputs],
) -> None:
    world, after = both
    old, new = every_pair(world), every_pair(after)
    held = {
        (c, g): f
        for c, g, f in zip(
            after.setbacks.company.tolist(),
            after.setbacks.group.tolist(),
            after.setbacks.factor.tolist(),
            strict=True,
        )
    }
    groups = world.needs.group[old.need].tolist()
    left = [held.get((c, g), 1.0) for c, g in zip(old.company.tolist(), groups, strict=True)]
    for name in ("need", "company", "parts", "known", "score", "confidence", "freshness"):
        assert_array_equal(getattr(new, name), getattr(old, name))
    assert (new.priority <= old.priority).all()
    np.testing.assert_allclose(new.priority, old.priority * np.array(left), atol=2e-6)
    untouched = np.array(left) == 1
    assert_array_equal(new.priority[untouched], old.priority[untouched])


@given(worlds())
def test_without_rejections_nothing_changes_by_a_bit(world: Inputs) -> None:
    lists = best_matches(world, Weights(), per_need=3, per_company=2)
    none = np.empty(0, dtype=np.int64)
    same = replace(world, setbacks=Setbacks(none, none, none.astype(np.float32)))
    again = best_matches(same, Weights(), per_need=3, per_company=2)
    for name in ("need", "company", "priority", "score", "confidence"):
        assert_array_equal(getattr(lists, name), getattr(again, name))


@given(turned_down())
def test_lists_are_made_by_the_lowered_priority(both: tuple[Inputs, Inputs]) -> None:
    _, after = both
    lists = best_matches(after, Weights(), per_need=3, per_company=2)
    exact = score_pairs(after, Weights(), lists.company, lists.need)
    assert_array_equal(lists.priority, exact.priority)


@given(turned_down(), st.data())
def test_a_slice_of_companies_keeps_its_rejections(
    both: tuple[Inputs, Inputs], data: st.DataObject
) -> None:
    _, after = both
    first = data.draw(st.integers(0, len(after.companies)))
    part = after.take(first, len(after.companies))
    whole, some = every_pair(after), every_pair(part)
    assert_array_equal(some.priority, whole.priority[whole.company >= first])


def test_a_factor_that_raises_or_ends_all_is_refused() -> None:
    one = np.zeros(1, dtype=np.int64)
    for factor in (0.0, 1.5):
        with pytest.raises(ValueError, match="factor"):
            Setbacks(one, one, np.array([factor], dtype=np.float32))
