"""What other weights change in rank: exactly what the engine would list with them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.features import Inputs
from matching.previews import Candidates, candidates_of, compared, ranked, summed
from matching.ranking import best_matches
from matching.scoring import PARTS, Weights
from matching.worlds import Kind, records_of, simulate

P_MOST = 40

weights = st.lists(st.integers(0, 9), min_size=len(PARTS), max_size=len(PARTS)).filter(any)


def weighed(values: list[int]) -> Weights:
    return Weights(**{part: float(v) for part, v in zip(PARTS, values, strict=True)})


@st.composite
def candidates(draw: st.DrawFn) -> Candidates:
    """Parts of up to `P_MOST` companies, some not known, on a coarse grid so that many are tied."""
    count = draw(st.integers(0, P_MOST))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    value = rng.integers(0, 4, (len(PARTS), count)).astype(np.float32) / 3
    seen = rng.integers(0, 3, value.shape).astype(np.float32) / 2
    value[1:][rng.random((len(PARTS) - 1, count)) < 0.2] = np.nan
    seen[np.isnan(value)] = 0
    left = rng.choice(np.array([0.5, 1.0, 1.0], dtype=np.float32), count)
    return Candidates(np.arange(count), value, seen, seen, left)


@given(candidates(), weights, weights, st.integers(1, 12))
def test_places_and_counts_agree(
    everybody: Candidates, before: list[int], after: list[int], places: int
) -> None:
    old, new = weighed(before), weighed(after)
    was, now = ranked(everybody, old), ranked(everybody, new)
    numbers = [*range(1, len(everybody) + 1)]
    assert (sorted(was.place.tolist()), sorted(now.place.tolist())) == (numbers, numbers)

    change = compared(everybody, old, new, places=places)
    here = [row for row in change.rows if not row.left]
    gone = [row for row in change.rows if row.left]
    assert [row.now for row in here] == numbers[: change.places]
    assert sorted(row.was for row in change.rows if not row.entered) == numbers[: change.places]
    # Whoever enters pushes somebody out, and no company stands in two rows.
    assert change.entered == sum(row.entered for row in here) == len(gone)
    assert len({row.at for row in change.rows}) == len(change.rows)
    assert change.moved == sum(not row.entered and row.up != 0 for row in here)
    assert change.replaced == change.entered + change.moved
    assert all(row.up == -row.down == row.was - row.now for row in change.rows)
    assert change.correlation is None or -1 <= change.correlation <= 1


@given(candidates(), weights, st.integers(1, 9))
def test_only_ratios_count(everybody: Candidates, values: list[int], times: int) -> None:
    same = [value * times for value in values]
    change = compared(everybody, weighed(values), weighed(same), places=10)
    assert (change.entered, change.moved, change.replaced) == (0, 0, 0)
    assert change.correlation in (None, pytest.approx(1))


def world() -> Inputs:
    return records_of(simulate(Kind(key="usual", companies=150, needs=6), 3), 3).inputs


def test_the_first_places_are_those_of_a_run() -> None:
    inputs = world()
    found = candidates_of(inputs)
    assert len(found) == len(inputs.needs)
    for values in ([32, 12, 16, 16, 10, 8, 6], [1, 0, 9, 0, 2, 0, 5], [0, 0, 0, 0, 0, 0, 1]):
        listed = best_matches(inputs, weighed(values), per_need=10, per_company=0)
        for need, each in enumerate(found):
            order = np.argsort(ranked(each, weighed(values)).place)[:10]
            run = listed.take(np.flatnonzero(listed.need == need))
            assert each.company[order].tolist() == run.company.tolist()
            scores = ranked(each, weighed(values)).score[order]
            assert scores == pytest.approx(run.score, abs=1e-6)


def test_a_summary_adds_up_and_names_what_changes_most() -> None:
    inputs = world()
    told = [
        compared(each, Weights(), weighed([0, 0, 0, 9, 1, 0, 0]), places=10)
        for each in candidates_of(inputs)
    ]
    summary = summed(told)
    assert (summary.needs, summary.places, summary.replaced, summary.entered) == (
        len(told),
        sum(each.places for each in told),
        sum(each.replaced for each in told),
        sum(each.entered for each in told),
    )
    entered = [told[at].entered for at in summary.most]
    assert entered == sorted(entered, reverse=True)
    assert summary.changed == len(summary.most) == sum(each.replaced > 0 for each in told)


def test_nothing_to_compare_is_no_error() -> None:
    summary = summed([])
    assert (summary.needs, summary.correlation, summary.most) == (0, None, ())
