"""Counts for pages, and that they take a fixed number of queries."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from matching import figures
from matching.figures import Balance, MatchCounts, Overview
from tests import make

pytestmark = pytest.mark.django_db

NONE = dict.fromkeys(
    ("suggested", "shortlisted", "introduced", "in_talks", "converted", "rejected"), 0
)


def test_counts_and_the_best_of_each_need_and_company(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    need, empty = make.need(), make.need()
    company = make.company()
    make.match(company, need, score=0.7, confidence=0.9)
    make.match(need=need, score=0.9, confidence=0.2)  # ahead by score, behind by priority
    make.match(need=need, score=1, confidence=1, status="rejected", rejected_because="x")
    make.match(need=need, score=0.5, confidence=0.5, status="introduced")
    with django_assert_num_queries(2):
        assert figures.by_need([need, empty]) == {
            need.pk: MatchCounts(NONE | {"suggested": 2, "rejected": 1, "introduced": 1}, 0.7, 0.9),
            empty.pk: MatchCounts(NONE, None, None),
        }
    with django_assert_num_queries(2):
        counts = figures.by_company([company])[company.pk]
    assert counts == MatchCounts(NONE | {"suggested": 1}, 0.7, 0.9)
    assert (figures.by_need([need])[need.pk].total, figures.by_need([need])[need.pk].chosen) == (
        4,
        1,
    )


def test_overview(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    answered, rejected = make.need(), make.need()
    make.need()
    make.need(status="met")
    make.match(need=answered)
    make.match(need=rejected, status="rejected", rejected_because="x")
    with django_assert_num_queries(2):
        found = figures.overview()
    assert found == Overview(NONE | {"suggested": 1, "rejected": 1}, 3, 2)


def test_demand_stands_beside_supply(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plating, moulds = make.capability(position=2), make.capability(position=1)
    make.capability(position=3)
    needs = [make.need(capability=plating) for _ in range(2)]
    make.need(capability=plating, status="withdrawn")
    companies = [make.company() for _ in range(3)]
    for company in companies:
        make.company_capability(company, plating)
    make.company_capability(make.company(registration="closed"), plating)
    make.company_capability(companies[0], moulds)
    for need in needs:
        make.match(companies[0], need)
    make.match(companies[1], needs[0], status="rejected", rejected_because="x")
    with django_assert_num_queries(4):
        found = figures.balances()
    assert found == [Balance(moulds, 0, 1, 0), Balance(plating, 2, 3, 1)]
