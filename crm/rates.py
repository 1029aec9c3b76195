"""Exchange rates: observed and dated, never assumed.

The European Central Bank's reference rates come with the CurrencyConverter package, so they need no
network. A day without a rate (weekend, holiday) takes the last one known, as banks do; days after
the newest rate take that one, and `latest_day` says which day it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from currency_converter import CurrencyConverter


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(
        decimal=True,
        fallback_on_wrong_date=True,
        fallback_on_missing_rate=True,
        fallback_on_missing_rate_method="last_known",
    )


def latest_day() -> dt.date:
    """The newest day with a rate of the won."""
    day: dt.date = _converter().bounds["KRW"].last_date
    return day


def convert(amount: Decimal, currency: str, to: str, day: dt.date | None = None) -> Decimal:
    """`amount` of `currency` in `to` at the rate of `day` (the latest rate without a day)."""
    if currency == to:
        return amount
    rate: Decimal = _rate(currency, to, day or latest_day())
    return amount * rate


def krw_value(amount: Decimal, currency: str, day: dt.date | None = None) -> Decimal:
    """`amount` in won, see `convert`."""
    return convert(amount, currency, "KRW", day)


def history(currency: str, to: str, days: Iterable[dt.date]) -> tuple[tuple[dt.date, Decimal], ...]:
    """What one unit of `currency` was worth in `to` on each day, see `convert`."""
    return tuple((day, _rate(currency, to, day)) for day in days)


@cache
def _rate(currency: str, to: str, day: dt.date) -> Decimal:
    return Decimal(_converter().convert(Decimal(1), currency, to, date=day))
