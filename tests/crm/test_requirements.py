"""The law's conditions of an investment, and what a deal still lacks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.models import Deal, DealInvestor, Stage
from crm.requirements import REQUIREMENTS, Facts, check_rule, checklist, facts_of
from matching.models import InvestmentRule
from tests import copies, make

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def stages() -> list[Stage]:
    copies.reference()
    return [*Stage.objects.all()]


RULES = {
    key: InvestmentRule(key=key, value=Decimal(value))
    for key, value in (
        ("minimum_investment", 100_000_000),
        ("minimum_each_joint_investor", 100_000_000),
        ("minimum_voting_share", 10),
    )
}
wons = st.integers(1, 400_000_000)
shares = st.integers(0, 50)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(wons, shares), max_size=4))
def test_the_investment_rule_asks_each_investor(parts: list[tuple[int, int]]) -> None:
    """At least KRW 100M from each, and 10% of the votes together."""
    investors = tuple(
        DealInvestor(amount=Decimal(won), voting_percent=Decimal(share)) for won, share in parts
    )
    facts = Facts(Deal(currency="KRW"), investors, has_contact=False, rules=RULES)
    met = (
        bool(parts)
        and all(won >= 100_000_000 for won, _share in parts)
        and sum(share for _won, share in parts) >= 10
    )
    assert REQUIREMENTS["investment_rule"].met(facts) is met


@given(st.sets(st.sampled_from(sorted(REQUIREMENTS)), max_size=6))
def test_a_checklist_says_what_is_missing_stage_by_stage(wanted: set[str]) -> None:
    stage = Stage(key="any", position=1, probability=10, requires=sorted(wanted))
    facts = Facts(Deal(currency="KRW"), (), has_contact=False, rules={})
    (check,) = checklist(facts, [stage])
    assert [(item.key, met) for item, met in check.items] == [(k, False) for k in sorted(wanted)]
    assert check.met is not bool(wanted)


def test_yen_count_at_the_rate_of_their_day(stages: list[Stage]) -> None:
    deal = make.deal(
        make.company(), stage=stages[0], currency="JPY", notified_on=dt.date(2011, 12, 29)
    )
    deal.deal_investors.update(amount=7_000_000, voting_percent=30)
    check = check_rule(facts_of(deal, today=DAY))
    assert check is not None
    won = check.amounts[0][1]
    assert won is not None
    assert won > 100_000_000  # about 1,480 won for 100 yen then
    assert (check.amount_met, check.share_met, check.day) == (True, True, dt.date(2011, 12, 29))
    deal.notified_on = dt.date(2026, 10, 1)
    later = check_rule(facts_of(deal, today=DAY))
    assert later is not None
    assert later.amount_met is False  # about 850 won for 100 yen now


def test_what_was_not_entered_is_not_nought() -> None:
    investors = (
        DealInvestor(amount=Decimal(200_000_000), voting_percent=None),
        DealInvestor(amount=None, voting_percent=Decimal(0)),
        DealInvestor(amount=None, voting_percent=None),
    )
    check = check_rule(Facts(Deal(currency="KRW"), investors, has_contact=False, rules=RULES))
    assert check is not None
    assert (check.without_amount, check.without_share, check.voting_percent) == (2, 2, Decimal(0))


def test_no_rule_no_check() -> None:
    facts = Facts(Deal(currency="KRW"), (), has_contact=False, rules={})
    assert check_rule(facts) is None
