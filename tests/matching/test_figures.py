"""Counts for pages, and that they take a fixed number of queries."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from matching import figures
from matching.figures import MatchCounts
from tests import make

pytestmark = pytest.mark.django_db

NONE = dict.fromkeys(
    ("suggested", "shortlisted", "introduced", "in_talks", "converted", "rejected"), 0
)


def test_counts_and_the_best_of_each_need(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    need, empty = make.need(), make.need()
    company = make.company()
    make.match(company, need, score=0.7, confidence=0.9)
    make.match(need=need, score=0.9, confidence=0.2)  # ahead by score, behind by priority
    make.match(need=need, score=1, confidence=1, status="rejected", rejected_because="x")
    make.match(need=need, score=0.5, confidence=0.5, status="introduced")
    with django_assert_num_queries(3):
        assert figures.by_need([need, empty]) == {
            need.pk: MatchCounts(NONE | {"suggested": 2, "rejected": 1, "introduced": 1}, 0.7, 0.9),
            empty.pk: MatchCounts(NONE, None, None),
        }
    counts = figures.by_need([need])[need.pk]
    assert (counts.total, counts.chosen) == (3, 1)  # what its list shows: nobody rejected
