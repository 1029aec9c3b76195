"""The yen on the dashboard: two pairs, a period to choose, mean and z-score."""

from __future__ import annotations

import pytest

from crm import rates, series
from tests.crm.web.signed_in import client_of, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "period"), [("", "5y"), ("1y", "1y"), ("10y", "10y"), ("all", "all"), ("2y", "5y")]
)
def test_the_period_is_chosen_and_both_pairs_follow(asked: str, period: str) -> None:
    context = client_of().get(f"/dashboard/?rates={asked}").context
    assert context["rate_period"] == period
    won, dollar = context["rates"]
    assert (won.chart.id, dollar.chart.id) == ("krw-jpy", "jpy-usd")
    assert won.chart.rows[-1] == (
        rates.latest_day().isoformat(),
        round(float(rates.observed("JPY", "KRW")[-1][1] * 100), 1),
    )


def test_mean_and_z_score_are_of_every_day_with_a_rate() -> None:
    context = client_of().get("/dashboard/?rates=1y").context
    won = context["rates"][0]
    newest = rates.latest_day()
    days = [
        (day, float(rate) * 100)
        for day, rate in rates.observed("JPY", "KRW")
        if day >= series.years_before(newest, 1)
    ]
    assert won.summary == series.summary(days)
    assert won.summary.count > 4 * len(won.chart.rows)
    assert won.chart.option["series"][0]["markLine"]["data"] == [
        {"yAxis": round(won.summary.mean, 1)}
    ]


def test_a_high_dollar_rate_is_a_weak_yen() -> None:
    context = client_of().get("/dashboard/?rates=all").context
    for quoted in context["rates"]:
        strength = quoted.summary.z * quoted.pair.yen
        assert ("weaker" in quoted.words) == (strength <= -0.5)
        assert ("stronger" in quoted.words) == (strength >= 0.5)


def test_htmx_gets_the_section_alone() -> None:
    client = client_of()
    part = client.get("/dashboard/?rates=10y", headers={"HX-Request": "true", "HX-Target": "rates"})
    assert "<html" not in part.content.decode()
    assert "KRW for 100 JPY (10 years)" in words(part)
    assert "Active deals" not in words(part)
