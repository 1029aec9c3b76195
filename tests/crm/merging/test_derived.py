"""What is worked out from a company's facts follows them through a merge and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crm.merging import merge, undo
from crm.readiness import renew
from prospects.models import Company, CompanyReadiness
from tests import make
from tests.crm.merging.worlds import World, full

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 20)


def kept() -> dict[Any, list[int]]:
    renew(today=TODAY)
    rows = CompanyReadiness.objects.values_list("company", "push", "will", "strength")
    return {key: levels for key, *levels in rows}


def test_readiness_is_that_of_the_facts_after_a_merge_and_after_its_undo() -> None:
    world = World()
    first, second, bare = make.company(), make.company(), make.company()
    full(world, [second])
    before = kept()
    assert before[bare.pk] == before[first.pk] == [-1, -1, -1] != before[second.pk]

    done = merge(first, [second], by=world.user)
    merged = kept()
    assert merged[first.pk] == before[second.pk]
    assert second.pk not in merged

    undo(done, by=world.user)
    assert kept() == before
    assert Company.objects.count() == len(before)
