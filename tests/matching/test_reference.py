"""The reference files of the middle floor."""

import datetime as dt
from decimal import Decimal

import pytest

from matching.models import InvestmentRule, InvestmentZone, WeightProfile
from matching.reference import TABLES
from matching.scoring import PARTS, Weights
from prospects.reference.loading import load

pytestmark = pytest.mark.django_db


def test_the_files_load_and_a_second_time_change_nothing() -> None:
    first, second = load(TABLES), load(TABLES)
    assert [(each.path.name, each.created) for each in first] == [
        ("investment_rules.csv", 3),
        ("investment_zones.csv", 7),
        ("weight_profiles.csv", 1),
    ]
    assert [(each.created, each.updated, each.unchanged) for each in second] == [
        (0, 0, 3),
        (0, 0, 7),
        (0, 0, 1),
    ]


def test_the_rules_in_force() -> None:
    load(TABLES)
    rules = InvestmentRule.objects.on(dt.date(2026, 11, 22)).order_by("key")
    assert [(each.key, each.value, each.unit) for each in rules] == [
        ("minimum_each_joint_investor", Decimal(100_000_000), "krw"),
        ("minimum_investment", Decimal(100_000_000), "krw"),
        ("minimum_voting_share", Decimal(10), "percent"),
    ]
    assert not InvestmentRule.objects.on(dt.date(2005, 1, 1)).exists()


def test_the_complexes_state_no_threshold_that_is_not_known() -> None:
    load(TABLES)
    zones = InvestmentZone.objects.filter(kind="materials_parts").order_by("key")
    assert [(each.key, each.minimum_amount) for each in zones] == [
        ("parts-busan-jinhae", None),
        ("parts-gumi", None),
        ("parts-iksan", None),
        ("parts-pohang", None),
    ]


def test_the_first_weights_are_in_use_and_ours_win_over_the_file() -> None:
    load(TABLES)
    profile = WeightProfile.objects.get(is_active=True)
    assert profile.revision == 1
    standard = Weights()
    assert all(getattr(profile, part) == getattr(standard, part) for part in PARTS)
    WeightProfile.objects.update(is_active=False)
    WeightProfile.objects.create(
        revision=2, capability=1, customer=0, intent=0, capacity=0, location=0, is_active=True
    )
    assert load(TABLES)[-1].kept == ["#1"]
    assert WeightProfile.objects.get(is_active=True).revision == 2
