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


def test_only_days_with_a_rate_are_observed() -> None:
    observed = dict(rates.observed("JPY", "KRW"))
    assert observed[FRIDAY] == rates.convert(Decimal(1), "JPY", "KRW", FRIDAY)
    assert SUNDAY not in observed
    assert [*observed] == sorted(observed)
    assert [*observed][-1] == rates.latest_day()
    assert not any(day.weekday() > 4 for day in observed)


def test_a_day_before_the_first_rate_takes_the_first() -> None:
    first = rates.observed("JPY", "KRW")[0]
    assert rates.convert(Decimal(1), "JPY", "KRW", dt.date(1990, 1, 1)) == first[1]


def test_an_amount_counts_at_its_day_and_at_the_newest_where_that_is_still_ahead() -> None:
    newest = rates.latest_day()
    assert rates.rate_day(FRIDAY) == FRIDAY
    assert rates.rate_day(None) == newest
    assert rates.rate_day(newest + dt.timedelta(days=1)) == newest
