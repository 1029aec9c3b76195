"""Exchange rates: dated, the last known where a day has none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm import rates

FRIDAY, SUNDAY = dt.date(2011, 12, 30), dt.date(2012, 1, 1)


def test_the_yen_of_the_report_and_of_today() -> None:
    then = rates.convert(Decimal(100), "JPY", "KRW", FRIDAY)
    assert round(then) == 1496
    now = rates.convert(Decimal(100), "JPY", "KRW")
    assert 800 < now < 1000


def test_a_day_without_a_rate_takes_the_last_one() -> None:
    assert rates.convert(Decimal(1), "JPY", "KRW", SUNDAY) == rates.convert(
        Decimal(1), "JPY", "KRW", FRIDAY
    )
    ahead = rates.latest_day() + dt.timedelta(days=400)
    assert rates.krw_value(Decimal(1), "USD", ahead) == rates.krw_value(Decimal(1), "USD")


@given(st.decimals(min_value=0, max_value=10**15, places=0))
def test_won_stay_won(amount: Decimal) -> None:
    assert rates.krw_value(amount, "KRW", FRIDAY) == amount


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_conversion_adds_up(one: int, two: int) -> None:
    def won(amount: int) -> Decimal:
        return rates.krw_value(Decimal(amount), "JPY", FRIDAY)

    assert abs(won(one) + won(two) - won(one + two)) < Decimal("0.0001")


def test_history_is_the_rate_of_each_day() -> None:
    days = [FRIDAY, dt.date(2012, 1, 2)]
    assert rates.history("JPY", "KRW", days) == tuple(
        (day, rates.convert(Decimal(1), "JPY", "KRW", day)) for day in days
    )
