"""What must hold of scores in any world."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from matching import ranking, scoring
from matching.features import Companies, Inputs, Ints, Needs
from matching.masks import WHY, Flags
from matching.prepared import prepare
from matching.ranking import Bars, Found, best_lists, best_matches
from matching.scoring import PARTS, Matches, Weights, held_against_musts, score_pairs
from tests.matching.worlds import companies, inputs, needs, worlds

WEIGHTS = st.builds(Weights, **{name: st.floats(0.0625, 8) for name in PARTS})


def grid(world: Inputs) -> tuple[Ints, Ints]:
    """All pairs, as company and need indexes."""
    need, company = np.indices((len(world.needs), len(world.companies))).reshape(2, -1)
    return company, need


def left_out(world: Inputs, company: Ints, need: Ints) -> Flags:
    return held_against_musts(prepare(world), Weights(), company, need)[1]


def listed(world: Inputs, matches: Matches) -> list[tuple[float, ...]]:
    """The matches by the keys of company and need, with all that was found."""
    keys = (world.needs.key[matches.need], world.companies.key[matches.company])
    numbers = np.nan_to_num(np.concatenate([matches.parts, matches.known]), nan=-1)
    rows = (*keys, matches.score, matches.confidence, matches.priority, *numbers)
    return [tuple(row) for row in np.stack(rows, axis=1).tolist()]


def shuffled_companies(some: Companies, order: Ints) -> Companies:
    rows = np.argsort(np.argsort(order)[some.row_company], kind="stable")
    new_place = np.argsort(order)
    moved = {
        f.name: getattr(some, f.name)[rows if f.name.startswith("row_") else order]
        for f in fields(some)
    }
    return Companies(**(moved | {"row_company": new_place[some.row_company[rows]]}))


def shuffled_needs(some: Needs, order: Ints) -> Needs:
    lines = np.concatenate([np.flatnonzero(some.line_need == old) for old in order])
    new_place = np.argsort(order)
    moved = {
        f.name: getattr(some, f.name)[lines if f.name.startswith("line_") else order]
        for f in fields(some)
    }
    return Needs(**(moved | {"line_need": new_place[some.line_need[lines]]}))


@given(worlds(), WEIGHTS)
def test_everything_is_between_0_and_1(world: Inputs, weights: Weights) -> None:
    found = score_pairs(world, weights, *grid(world))
    for value in (found.score, found.confidence, found.freshness, found.priority):
        assert np.all((value >= 0) & (value <= 1))
    assert np.all(found.priority <= found.score + 1e-6)
    assert np.all(np.isnan(found.known) | ((found.known >= 0) & (found.known <= 1)))
    assert np.all(np.isnan(found.parts) | ((found.parts >= 0) & (found.parts <= 1)))
    assert not np.isnan(found.parts[0]).any()
    assert_array_equal(np.isnan(found.parts[1:]), ~(found.known[1:] > 0))


@given(worlds(), st.randoms(use_true_random=False), st.integers(0, 4), st.integers(0, 4))
def test_the_order_of_the_input_never_matters(
    world: Inputs, random: object, per_need: int, per_company: int
) -> None:
    rng = np.random.default_rng(random.getrandbits(32))  # type: ignore[attr-defined]
    other = replace(
        world,
        companies=shuffled_companies(world.companies, rng.permutation(len(world.companies))),
        needs=shuffled_needs(world.needs, rng.permutation(len(world.needs))),
    )
    first, second = (
        listed(some, best_matches(some, Weights(), per_need=per_need, per_company=per_company))
        for some in (world, other)
    )
    assert sorted(first) == sorted(second)
    for need in world.needs.key.tolist():  # and in each list they stand in the same order
        assert [r for r in first if r[0] == need] == [r for r in second if r[0] == need]


def never_worse(world: Inputs, better: Companies) -> None:
    """Neither score nor priority of any pair falls."""
    before = score_pairs(world, Weights(), *grid(world))
    after = score_pairs(replace(world, companies=better), Weights(), *grid(world))
    assert np.all(after.score >= before.score - 1e-6)
    assert np.all(after.priority >= before.priority - 2e-6)


@given(worlds(), st.integers(0, 3), st.booleans(), st.data())
def test_one_capability_more_is_never_worse(
    world: Inputs, node: int, stated: bool, data: st.DataObject
) -> None:
    some = world.companies
    if not len(some):
        return
    company = data.draw(st.integers(0, len(some) - 1))
    if not prepare(world).lists[company]:
        return  # what it lists first can tell that it does not do the rest
    at = int(np.searchsorted(some.row_company, company, side="right"))
    more = replace(
        some,
        row_company=np.insert(some.row_company, at, company),
        row_node=np.insert(some.row_node, at, node),
        row_strength=np.insert(some.row_strength, at, 1),
        row_precision_um=np.insert(some.row_precision_um, at, 1 if stated else np.nan),
        row_size_mm=np.insert(some.row_size_mm, at, 500 if stated else np.nan),
        row_monthly_volume=np.insert(some.row_monthly_volume, at, np.nan),
        row_materials=np.insert(some.row_materials, at, stated, axis=0),
        row_families=np.insert(some.row_families, at, stated, axis=0),
        row_inferred=np.insert(some.row_inferred, at, False),
        row_age_months=np.insert(some.row_age_months, at, 0),
    )
    # Of pairs that were in nobody's list only the fit must not fall: that it does not do the work
    # was known for certain. So it was of each further line of a need that asks for several.
    before = score_pairs(world, Weights(), *grid(world))
    after = score_pairs(replace(world, companies=more), Weights(), *grid(world))
    lines = np.bincount(world.needs.line_need, minlength=len(world.needs))
    able = (before.parts[0] >= scoring.FLOOR) & (lines[before.need] == 1)
    assert np.all(after.parts[0] >= before.parts[0])
    assert np.all(after.score[able] >= before.score[able] - 1e-6)
    assert np.all(after.priority[able] >= before.priority[able] - 2e-6)


@given(worlds(), st.integers(0, 1))
def test_one_certificate_more_is_never_worse(world: Inputs, which: int) -> None:
    some = world.companies
    held = some.certificates.copy()
    held[:, which] |= some.certificates_known
    never_worse(world, replace(some, certificates=held))


@given(worlds(), st.floats(0.1, 1))
def test_a_better_tolerance_or_size_is_never_worse(world: Inputs, by: float) -> None:
    some, share = world.companies, np.float32(by)
    better = replace(
        some, row_precision_um=some.row_precision_um * share, row_size_mm=some.row_size_mm / share
    )
    never_worse(world, better)


@given(worlds(), st.integers(0, 2))
def test_a_material_is_never_worse_than_its_family_nor_that_than_none(
    world: Inputs, which: int
) -> None:
    some = world.companies
    states = (some.row_materials | some.row_families).any(axis=1)  # else nothing is known of it
    family, member = some.row_families.copy(), some.row_materials.copy()
    family[:, which] |= states
    member[:, which] |= states
    never_worse(world, replace(some, row_families=family))
    with_family = replace(world, companies=replace(some, row_families=family))
    never_worse(with_family, replace(some, row_families=family, row_materials=member))


@given(worlds(), st.sampled_from(["customers_known", "employees", "plan", "mode", "programme"]))
def test_a_fact_less_never_raises_the_confidence(world: Inputs, fact: str) -> None:
    known = getattr(world.companies, fact)
    unknown = np.full(known.shape, np.nan if known.dtype.kind == "f" else 0).astype(known.dtype)
    less = replace(world, companies=replace(world.companies, **{fact: unknown}))
    before = score_pairs(world, Weights(), *grid(world))
    after = score_pairs(less, Weights(), *grid(world))
    assert np.all(after.confidence <= before.confidence)


@given(worlds(), st.floats(0, 200))
def test_age_lowers_the_confidence_and_never_the_score(world: Inputs, months: float) -> None:
    some = world.companies
    older = replace(
        some,
        age_months=np.nan_to_num(some.age_months) + np.float32(months),
        row_age_months=np.nan_to_num(some.row_age_months) + np.float32(months),
    )
    before = score_pairs(world, Weights(), *grid(world))
    after = score_pairs(replace(world, companies=older), Weights(), *grid(world))
    assert_array_equal(after.score, before.score)
    assert np.all(after.confidence <= before.confidence)
    assert np.all(after.freshness <= before.freshness + 1e-6)


@given(worlds(), WEIGHTS, st.floats(1e-300, 1e300))
def test_only_the_ratios_of_weights_matter(world: Inputs, weights: Weights, by: float) -> None:
    scaled = Weights(**{name: getattr(weights, name) * by for name in PARTS})
    one = score_pairs(world, weights, *grid(world))
    other = score_pairs(world, scaled, *grid(world))
    assert_allclose(one.score, other.score, atol=1e-6)
    assert_allclose(one.confidence, other.confidence, atol=2e-6)
    assert_allclose(one.priority, other.priority, atol=2e-6)


@given(worlds())
def test_what_is_unknown_leaves_the_other_parts_alone(world: Inputs) -> None:
    known = world.companies
    forgotten = replace(known, customers_known=np.zeros(len(known), dtype=bool))
    before = score_pairs(world, Weights(), *grid(world))
    after = score_pairs(replace(world, companies=forgotten), Weights(), *grid(world))
    customer = PARTS.index("customer")
    others = [place for place in range(len(PARTS)) if place != customer]
    assert_array_equal(before.parts[others], after.parts[others])
    assert np.isnan(after.parts[customer]).all()
    # The score is the same as if the forgotten part had never had a weight.
    without = score_pairs(world, Weights(customer=0), *grid(world))
    assert_allclose(after.score, without.score, atol=1e-6)


ONE_PART = st.sampled_from(PARTS).map(
    lambda part: Weights(**{name: float(name == part) for name in PARTS})
)


@given(worlds(), WEIGHTS | ONE_PART, st.integers(0, 3), st.integers(0, 3))
def test_the_lists_are_those_of_sorting_every_pair(
    world: Inputs, weights: Weights, per_need: int, per_company: int
) -> None:
    every = score_pairs(world, weights, *grid(world))
    why = left_out(world, every.company, every.need)
    able = [i for i in range(len(every)) if every.parts[0, i] >= scoring.FLOOR and not why[i]]

    def rank(i: int, key: int, of: Matches = every) -> tuple[float, float, int]:
        return (-float(of.priority[i]), -float(of.confidence[i]), key)

    expected: set[tuple[int, int]] = set()
    for need in range(len(world.needs)):
        own = [i for i in able if every.need[i] == need]
        own.sort(key=lambda i: rank(i, int(world.companies.key[every.company[i]])))
        expected |= {(need, int(every.company[i])) for i in own[:per_need]}
    for company in range(len(world.companies)):
        own = [i for i in able if every.company[i] == company]
        own.sort(key=lambda i: rank(i, int(world.needs.key[every.need[i]])))
        expected |= {(int(every.need[i]), company) for i in own[:per_company]}
    found = best_matches(world, weights, per_need=per_need, per_company=per_company)
    # What comes out with them is what scoring the pairs one by one gives, in each need's order.
    again = score_pairs(world, weights, found.company, found.need)
    assert listed(world, replace(again, known=again.known[:0])) == listed(world, found)
    assert_array_equal(again.freshness, found.freshness)
    keys = world.companies.key[found.company].tolist()
    order = [(int(found.need[i]), *rank(i, keys[i], found)) for i in range(len(found))]
    assert order == sorted(order)
    assert set(zip(found.need.tolist(), found.company.tolist(), strict=True)) == expected
    assert len(found) == len(expected)


@given(worlds(), st.integers(1, 3), st.integers(0, 3))
def test_who_is_left_out_is_counted_and_named(
    world: Inputs, per_need: int, per_excluded: int
) -> None:
    every = score_pairs(world, Weights(), *grid(world))
    why = left_out(world, every.company, every.need)
    found = best_lists(
        world, Weights(), per_need=per_need, per_company=0, per_excluded=per_excluded
    )
    for need in range(len(world.needs)):
        able = (every.need == need) & (every.parts[0] >= scoring.FLOOR)
        assert found.able[need] == able.sum()
        assert found.passing[need] == (able & (why == 0)).sum()
        counts = [(able & (why >> bit & 1 > 0)).sum() for bit in range(len(WHY))]
        assert found.counts[:, need].tolist() == counts
        # Named are those that would be listed: as good as the last one, or there is room.
        own = found.matches.priority[found.matches.need == need]
        bar = own.min() if len(own) == per_need else -1
        failing = np.sort(every.priority[able & (why > 0) & (every.priority >= bar)])[::-1]
        named = found.excluded.need == need
        assert found.excluded.priority[named].tolist() == failing[:per_excluded].tolist()
    pairs = (found.excluded.company, found.excluded.need)
    assert_array_equal(found.why, left_out(world, *pairs))
    assert (found.why > 0).all()


def test_slices_give_the_same_as_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    count = 700
    world = inputs(
        companies(
            count,
            rows=tuple((i, int(node)) for i, node in enumerate(rng.integers(0, 4, count))),
            employees=rng.integers(1, 80, count).astype(float),
        ),
        needs(3, lines=((0, 1), (1, 0), (2, 3))),
    )
    done: list[int] = []
    whole = best_matches(world, Weights(), per_need=5, per_company=0)
    monkeypatch.setattr(ranking, "PAIRS_AT_ONCE", 1)
    sliced = best_matches(world, Weights(), per_need=5, per_company=0, progress=done.append)
    assert done == [256, 512, 700]
    assert listed(world, sliced) == listed(world, whole)
    assert len(whole) == 15


@given(worlds(), st.integers(0, 2), st.integers(0, 2), st.data())
def test_no_cut_changes_what_is_found(
    world: Inputs, per_need: int, per_company: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    companies, needs = len(world.companies), len(world.needs)
    keep, bars = None, None
    if companies and data.draw(st.booleans()):
        pairs = np.unique(rng.integers(0, companies * needs, 3))
        keep = (pairs % companies, pairs // companies)
    if data.draw(st.booleans()):
        choices = np.array([-np.inf, 0.4, 0.5, np.inf], dtype=np.float32)
        bars = Bars(company=rng.choice(choices, companies), need=rng.choice(choices, needs))

    def found() -> Found:
        return best_lists(
            world,
            Weights(),
            per_need=per_need,
            per_company=per_company,
            per_excluded=2,
            keep=keep,
            bars=bars,
        )

    whole = found()
    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("PAIRS_AT_ONCE", 1), ("LEAST_SLICE", 3), ("BLOCK", 2), ("ALONE", 0)):
            patch.setattr(ranking, name, least)
        cut = found()
    assert listed(world, cut.matches) == listed(world, whole.matches)
    assert listed(world, cut.excluded) == listed(world, whole.excluded)
    for name in ("why", "able", "passing", "counts"):
        assert_array_equal(getattr(cut, name), getattr(whole, name))


def test_pairs_to_keep_come_out_whatever_their_place() -> None:
    world = inputs(companies(2, rows=((0, 1), (1, 3))), needs())
    found = best_matches(
        world, Weights(), per_need=1, per_company=1, keep=(np.array([1]), np.array([0]))
    )
    assert found.company.tolist() == [0, 1]
    assert found.parts[0].tolist() == [1, 0]


def test_one_good_fact_does_not_outrank_a_company_known_to_be_good() -> None:
    world = inputs(
        companies(
            2,
            rows=((0, 1), (1, 1)),
            employees=[np.nan, 45.0],
            mode=[0, 3],
            country=[0, 3],
            customers_known=[False, True],
            tie=[[-1.0, -1.0], [0.2, -1.0]],
        ),
        needs(group=[0]),
    )
    found = best_matches(world, Weights(), per_need=2, per_company=2)
    assert found.company.tolist() == [1, 0]
    assert found.score[1] == 1 > found.score[0]  # the other is ahead by score alone


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"capability": -0.1}, "the weight of capability must be a number of 0 or more: -0.1"),
        ({"intent": float("nan")}, "the weight of intent must be a number of 0 or more: nan"),
        ({"location": float("inf")}, "the weight of location must be a number of 0 or more: inf"),
        (dict.fromkeys(PARTS, 0.0), "at least one weight must be above 0"),
    ],
)
def test_weights_that_cannot_weigh_are_refused(weights: dict[str, float], says: str) -> None:
    with pytest.raises(ValueError, match=f"^{says}$"):
        Weights(**weights)
