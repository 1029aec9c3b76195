"""Exchange rates: observed and dated, never assumed.

The European Central Bank's reference rates come with the CurrencyConverter package, so they need no
network. A day without a rate (weekend, holiday) takes the last one known, as banks do; days after
the newest rate take that one, and `latest_day` says which day it is.

Which day's rate an amount counts at (docs/reference.md has the table): what was notified or has
arrived at that of its own day, what is only expected at the newest.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from decimal import Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


def latest_day() -> dt.date:
    """The newest day with a rate of the won."""
    day: dt.date = _converter().bounds["KRW"].last_date
    return day


def convert(amount: Decimal, currency: str, to: str, day: dt.date | None = None) -> Decimal:
    """`amount` of `currency` in `to` at the rate of `day` (the latest rate without a day)."""
    if currency == to:
        return amount
    return amount * _rate(currency, to, day or latest_day())


def krw_value(amount: Decimal, currency: str, day: dt.date | None = None) -> Decimal:
    """`amount` in won, see `convert`."""
    return convert(amount, currency, "KRW", day)


def rate_day(day: dt.date | None) -> dt.date:
    """The day whose rate an amount of `day` counts at: that day, or the newest one known."""
    newest = latest_day()
    return min(day, newest) if day else newest


@cache
def observed(currency: str, to: str) -> tuple[tuple[dt.date, Decimal], ...]:
    """What one unit of `currency` was worth in `to`, on every day with a rate of both."""
    known = _converter().bounds
    first = max(known[currency].first_date, known[to].first_date)
    last = min(known[currency].last_date, known[to].last_date)
    found = []
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        try:
            rate = _converter().convert(Decimal(1), currency, to, date=day)
        except RateNotFoundError:
            continue
        found.append((day, Decimal(rate)))
    return tuple(found)


@cache
def _days(currency: str, to: str) -> tuple[dt.date, ...]:
    return tuple(day for day, _ in observed(currency, to))


def _rate(currency: str, to: str, day: dt.date) -> Decimal:
    """The rate of the day, of the last one before it that has one, or of the first one known."""
    place = bisect_right(_days(currency, to), day)
    return observed(currency, to)[max(place - 1, 0)][1]
