"""Made-up worlds: what the records may and may not say of the truth."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from matching.evaluation import auc
from matching.worlds import KINDS, Kind, records_of, simulate
from matching.worlds.records import FIRST_TRADE, PARENT
from matching.worlds.truth import INVESTMENT
from matching.worlds.words import TRADES

SMALL = Kind(key="usual", companies=150, needs=8)


def same(one: Any, other: Any) -> bool:
    """Whether two records of arrays hold the same, NaN for NaN."""
    pairs = ((getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def test_a_seed_makes_the_same_world_and_the_same_records_again() -> None:
    one, again = simulate(SMALL, 4), simulate(SMALL, 4)
    assert same(one.makers, again.makers)
    assert same(one.wants, again.wants)
    assert np.array_equal(one.outcome, again.outcome)
    first, second = records_of(one, 4), records_of(again, 4)
    assert same(first.inputs.companies, second.inputs.companies)
    assert same(first.inputs.needs, second.inputs.needs)
    assert (first.company_text, first.need_text) == (second.company_text, second.need_text)
    assert (first.jsic, first.ksic) == (second.jsic, second.ksic)
    assert not np.array_equal(one.outcome, simulate(SMALL, 5).outcome)


def test_writing_it_down_changes_nothing_of_the_world() -> None:
    truth, untouched = simulate(SMALL, 4), simulate(SMALL, 4)
    records_of(truth, 4)
    assert same(truth.makers, untouched.makers)
    assert same(truth.wants, untouched.wants)


@pytest.mark.parametrize("key", sorted(KINDS))
def test_each_kind_has_some_investments_and_many_that_fail(key: str) -> None:
    truth = simulate(replace(KINDS[key], companies=400, needs=20), 1)
    assert np.all((truth.chance >= 0) & (truth.chance <= 1))
    assert truth.chance.shape == truth.outcome.shape == (20, 400)
    assert 0.001 < truth.invested.mean() < 0.05
    assert np.array_equal(truth.invested, truth.outcome == INVESTMENT)


def test_what_happens_follows_its_chance() -> None:
    truth = simulate(SMALL, 2)
    assert auc(truth.chance.ravel(), truth.invested.ravel()) > 0.9
    assert truth.invested.sum() == pytest.approx(truth.chance.sum(), rel=0.5)


def test_a_price_that_nobody_can_make_ends_every_introduction() -> None:
    truth = simulate(replace(SMALL, ceiling=0.05), 2)
    assert truth.chance.max() < 1e-6
    assert not truth.invested.any()


def test_sparse_records_say_less() -> None:
    truth = simulate(SMALL, 3)
    full = records_of(truth, 3).inputs.companies
    sparse = records_of(replace(truth, kind=replace(SMALL, listed=0.3, stated=0.15)), 3)
    few = sparse.inputs.companies
    assert (~few.row_inferred).sum() < (~full.row_inferred).sum()
    assert np.isfinite(few.row_precision_um).mean() < np.isfinite(full.row_precision_um).mean()
    assert few.customers_known.mean() < full.customers_known.mean()


def test_favour_fills_the_records_of_those_who_are_seen() -> None:
    truth = simulate(replace(SMALL, companies=600), 3)

    def known_of_the_seen(favour: float) -> float:
        kind = replace(truth.kind, favour=favour)
        told = records_of(replace(truth, kind=kind), 3).inputs.companies.certificates_known
        return auc(truth.makers.seen, told)

    assert known_of_the_seen(0.0) == pytest.approx(0.5, abs=0.08)
    assert known_of_the_seen(1.0) > 0.6


def test_records_belong_together() -> None:
    records = records_of(simulate(SMALL, 6), 6)
    companies = records.inputs.companies
    assert len(records.company_text) == len(records.jsic) == len(companies) == 150
    assert len(records.need_text) == len(records.ksic) == len(records.inputs.needs) == 8
    assert len(PARENT) == FIRST_TRADE + len(TRADES)
    assert set(np.unique(companies.row_strength)) <= {np.float32(0.72), np.float32(1.0)}
    # What the industry code says is added where no row of the company answers it.
    rows = list(zip(companies.row_company.tolist(), companies.row_node.tolist(), strict=True))
    stated = {row for row, guess in zip(rows, companies.row_inferred, strict=True) if not guess}
    guessed = set(rows) - stated
    assert any((company, node) in stated for company, _ in guessed for node in range(len(PARENT)))
    assert not {(company, PARENT[node]) for company, node in guessed} & stated


def test_accounts_and_plans_follow_the_truth_with_gaps() -> None:
    truth = simulate(replace(SMALL, companies=900), 2)
    companies = records_of(truth, 2).inputs.companies
    known = np.isfinite(companies.means)
    assert 0.4 < known.mean() < 0.95
    means, millions = companies.means[known], truth.makers.millions[known]
    assert np.corrcoef(np.log(means), np.log(millions))[0, 1] > 0.7
    planned = np.isfinite(companies.plan)
    assert np.array_equal(planned, companies.fellows >= 0)
    assert set(np.unique(companies.plan[planned])) <= {np.float32(n) for n in (0.3, 0.5, 0.7, 1)}
    assert np.all(truth.makers.association[planned] >= 0)


def test_what_customers_deal_with_is_on_record_only_of_known_customers() -> None:
    companies = records_of(simulate(SMALL, 2), 2).inputs.companies
    dealing = (companies.indirect >= 0).any(axis=(1, 2))
    assert dealing.any()
    assert np.all(companies.customers_known[dealing])


def test_old_records_are_older() -> None:
    truth = simulate(SMALL, 2)
    old = records_of(replace(truth, kind=replace(SMALL, age_years=8.0)), 2).inputs.companies
    new = records_of(truth, 2).inputs.companies
    assert old.age_months.mean() > 2 * new.age_months.mean()
    assert old.row_age_months.mean() > 2 * new.row_age_months.mean()
