"""A stored match."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from django.db import connection

from matching.models import Match, MatchExclusion
from matching.scoring import PARTS, Weights, blend
from tests import make


@pytest.mark.django_db
def test_the_database_computes_the_priority_of_scoring() -> None:
    pairs = [(0.9, 1.0), (0.9, 0.5), (0.9, 0.0), (0.56, 0.5), (0.54, 0.5), (0.1, 0.0), (0.0, 1.0)]
    score, confidence = (np.array(each, dtype=np.float32) for each in zip(*pairs, strict=True))
    left = np.array([1, 1, 0.8, 0.64, 1, 0.5, 1])
    nothing = np.full_like(score, np.nan)
    parts = [(nothing, nothing, np.zeros_like(score))] * (len(PARTS) - 1)
    found = blend([(score, confidence, confidence), *parts], Weights())[3]

    need, profile = make.need(), make.weight_profile()
    for (value, sure), setback in zip(pairs, left.tolist(), strict=True):
        make.match(need=need, profile=profile, score=value, confidence=sure, setback=setback)

    stored = Match.objects.order_by("id").values_list("priority", flat=True)
    np.testing.assert_allclose([*stored], found * left, atol=2e-6)


@pytest.mark.django_db
def test_priorities_stored_before_are_drawn_towards_the_new_prior() -> None:
    migration = import_module("matching.migrations.0019_priority_by_the_mean")
    need, profile = make.need(), make.weight_profile()
    facts = [(0.9, 0.5, 1), (0.9, 0.5, 0.8), (0.5, 0.5, 1), (0.3, 0.2, 1), (0, 0.2, 1)]
    for score, confidence, left in facts:
        known: dict[str, Any] = {"score": score, "confidence": confidence}
        make.match(need=need, profile=profile, setback=left, **known)
        old = left * min(score, 0.4 + confidence * (score - 0.4))
        make.exclusion(need, priority=old, **known)
    now = [0.725, 0.58, 0.5, 0.3, 0]

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # they would forbid to alter the table
        cursor.execute(migration.PRIORITY.format(prior=migration.BEFORE))
        before = [*Match.objects.order_by("id").values_list("priority", flat=True)]
        cursor.execute(migration.PRIORITY.format(prior=migration.NOW))
        cursor.execute(migration.EXCLUSIONS.format(old=migration.BEFORE, new=migration.NOW))

    assert before == pytest.approx([0.65, 0.52, 0.45, 0.3, 0])
    assert [*Match.objects.order_by("id").values_list("priority", flat=True)] == pytest.approx(now)
    excluded = MatchExclusion.objects.order_by("id").values_list("priority", flat=True)
    assert [*excluded] == pytest.approx(now)
