"""Open needs that a plan introduces nobody to, and why."""

from __future__ import annotations

import pytest

from crm.planning.unserved import AllUnserved, Unserved, Why, unserved
from matching.models import Firm, Match, Need
from tests import make
from tests.crm.planning.test_planning import World

pytestmark = pytest.mark.django_db


def test_each_need_says_what_keeps_it_out() -> None:
    world = World()
    profile = Match.objects.all()[0].profile
    other, full = make.firm(), make.firm()

    def need(firm: Firm, *scores: float, status: str = "suggested") -> Need:
        found = make.need(firm)
        for score in scores:
            make.match(
                world.first, found, score=score, confidence=1, profile=profile, status=status
            )
        return found

    nobody = need(other)
    weak = need(other, 0.3)
    begun = need(other, 0.9, status="in_talks")
    elsewhere = need(other, 0.6)
    plan = world.solve(world.plan(least_value=0.5, per_officer=2))
    make.plan_limit(plan, firm=full, most=0)
    limited = need(full, 0.6)
    assert unserved(plan) == AllUnserved(
        (
            Unserved(elsewhere, 1, 0, Why.ELSEWHERE),
            Unserved(limited, 1, 0, Why.FIRM),
            Unserved(nobody, 0, 0, Why.NOBODY),
            Unserved(weak, 0, 0, Why.WEAK),
            Unserved(begun, 0, 1, Why.NOBODY),
        ),
        5,
    )


def test_a_plan_that_serves_all_leaves_nobody() -> None:
    world = World()
    assert unserved(world.solve(world.plan())) == AllUnserved((), 0)
