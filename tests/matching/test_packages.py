"""Composed sets of companies, beside every possible set on small cases."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.packages import Candidates, Composition, Lack, Lacking, compose, points_of

NO = float("nan")


def candidates(
    fit: Any,
    *,
    volume: Any = None,
    required: Any = None,
    able: Any = None,
    member: Any = (),
    budget: Any = None,
    together: float = 0.0,
) -> Candidates:
    table = np.array(fit, dtype=float)
    count, steps = table.shape
    return Candidates(
        fit=table,
        volume=np.full((count, steps), NO) if volume is None else np.array(volume, dtype=float),
        required=np.full(steps, NO) if required is None else np.array(required, dtype=float),
        able=np.ones(count, dtype=np.int64) if able is None else np.array(able, dtype=np.int64),
        member=np.array(member, dtype=bool).reshape(len(member), count),
        budget=None if budget is None else np.array(budget, dtype=float),
        together=together,
    )


@st.composite
def cases(draw: st.DrawFn) -> Candidates:
    count, steps, groups = draw(st.integers(1, 5)), draw(st.integers(1, 3)), draw(st.integers(0, 2))

    def table(rows: int, columns: int, what: st.SearchStrategy[Any]) -> list[list[Any]]:
        return [[draw(what) for _ in range(columns)] for _ in range(rows)]

    return candidates(
        table(count, steps, st.sampled_from([0, 0, 0.4, 0.6, 0.9])),
        volume=table(count, steps, st.sampled_from([NO, 10, 30])),
        required=[draw(st.sampled_from([NO, 20, 50])) for _ in range(steps)],
        able=[draw(st.sampled_from([1, 1, 0, -1])) for _ in range(count)],
        member=table(groups, count, st.booleans()) if groups else (),
        budget=[draw(st.sampled_from([0, 1, 3])) for _ in range(count)],
        together=draw(st.sampled_from([0, 0, 2, 4])),
    )


def every_set(of: Candidates) -> list[tuple[int, ...]]:
    may = [at for at in range(len(of.fit)) if of.able[at] >= 0 and of.fit[at].any()]
    sets = [each for size in range(len(may) + 1) for each in combinations(may, size)]
    return [each for each in sets if sum(of.budget[[*each]]) >= of.together]  # type: ignore[index]


def best_points(of: Candidates, companies: tuple[int, ...]) -> int:
    groups = [at for at, own in enumerate(of.member) if own[[*companies]].sum() >= 2]
    return max(points_of(of, companies, group) for group in [-1, *groups])


@settings(max_examples=40, deadline=None)
@given(of=cases())
def test_it_is_the_best_of_all_sets_and_the_next_the_best_of_the_others(of: Candidates) -> None:
    left = every_set(of)
    found = compose(of, count=3)
    for one in found:
        assert one.points == max(best_points(of, each) for each in left)
        assert one.points == points_of(of, one.companies, one.group)
        assert one.is_best
        half = len(one.companies) // 2
        left = [each for each in left if len({*each} & {*one.companies}) <= half]
    if len(found) < 3:
        # Nobody is worth the while, or no set has what must be brought together.
        assert max((best_points(of, each) for each in left if each), default=0) <= 0 or not left


@settings(max_examples=40, deadline=None)
@given(of=cases())
def test_nobody_who_cannot_invest_takes_part_and_lacks_are_told(of: Candidates) -> None:
    for one in compose(of, count=2):
        assert all(of.able[at] >= 0 for at in one.companies)
        told = {(lack.what, lack.at) for lack in one.lacks}
        for step, own in enumerate(one.steps):
            assert ((Lacking.STEP, step) in told) is not bool(own)
        unknown = {at for at in one.companies if of.able[at] == 0}
        assert {at for what, at in told if what == Lacking.ABILITY_UNKNOWN} == unknown


def test_a_chain_is_covered_from_one_cooperative_where_possible() -> None:
    """Three of one cooperative, each for a step, before a slightly better stranger."""
    of = candidates(
        [[0.7, 0, 0], [0, 0.7, 0], [0, 0, 0.7], [0.8, 0, 0]],
        member=[[True, True, True, False]],
    )
    first = compose(of)[0]
    assert first == Composition(
        companies=(0, 1, 2),
        steps=((0,), (1,), (2,)),
        group=0,
        outsiders=(),
        score=pytest.approx(0.7),  # type: ignore[arg-type]
        points=first.points,
        lacks=(),
        is_best=True,
    )


def test_a_step_that_the_cooperative_lacks_comes_from_outside() -> None:
    of = candidates(
        [[0.7, 0, 0], [0, 0.7, 0], [0, 0, 0.7]],
        member=[[True, True, False]],
    )
    first = compose(of)[0]
    assert (first.companies, first.group, first.outsiders) == ((0, 1, 2), 0, (2,))


def test_one_member_alone_makes_no_package_of_a_cooperative() -> None:
    first = compose(candidates([[0.7, 0], [0, 0.7]], member=[[True, False]]))[0]
    assert (first.companies, first.group, first.outsiders) == ((0, 1), -1, ())


def test_volume_is_put_together_and_what_is_not_known_is_said() -> None:
    of = candidates([[0.9], [0.6], [0.5]], volume=[[30], [30], [NO]], required=[50])
    first, second = compose(of, count=2)
    assert (first.companies, first.lacks) == ((0, 1), ())
    assert second.lacks == (Lack(Lacking.VOLUME, 0, 30.0),)
    alone = compose(candidates([[0.9]], volume=[[NO]], required=[50]))
    assert alone[0].lacks == (Lack(Lacking.VOLUME_UNKNOWN, 0, 0.0),)


def test_alternatives_share_at_most_half() -> None:
    of = candidates([[0.9, 0], [0.8, 0], [0, 0.9], [0, 0.8]])
    found = [one.companies for one in compose(of)]
    assert found[0] == (0, 2)
    assert len(found) == 4
    for place, one in enumerate(found):
        for other in found[:place]:
            assert len({*one} & {*other}) <= len(other) // 2


def test_no_candidate_is_no_composition() -> None:
    assert compose(candidates(np.zeros((0, 2)))) == ()
    assert compose(candidates([[0.9]], able=[-1])) == ()


def test_it_gives_the_same_each_time() -> None:
    rng = np.random.default_rng(1)
    of = candidates(np.where(rng.random((30, 4)) < 0.3, rng.random((30, 4)), 0))
    assert compose(of) == compose(of)
