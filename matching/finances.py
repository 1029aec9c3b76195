"""What companies earn and could invest, as the arrays of scoring."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
from currency_converter import CurrencyConverter
from django.db.models.expressions import RawSQL

from matching.columns import Ages
from matching.features import Age, Floats
from matching.keys import Keys
from matching.models import InvestmentRule
from matching.packed import Day, Key, Number, read
from prospects.models import CompanyFinancials

LEAST_RULE = "minimum_investment"
# Nobody puts all it has into one plant: what could be, at most, by what is known.
SALES_SHARE = 0.10
CAPITAL_SHARE = 0.50
YEARS = 5  # of which the trend is taken


def fetch_finances(
    chosen: RawSQL, ids: Keys, capital: Floats, budget: Floats, ages: Ages
) -> dict[str, Any]:
    """growth, margin, means: (N,) each, NaN where nothing is known.

    `capital`, `budget`: (N,) yen.
    """
    growth, margin = (np.full(len(ids), np.nan, dtype=np.float32) for _ in range(2))
    affords = np.where(capital >= 0, CAPITAL_SHARE * capital, np.nan)
    rows = CompanyFinancials.objects.filter(company__in=chosen)
    numbers = (Number("fiscal_year"), Number("sales_jpy"), Number("operating_profit_jpy"))
    companies, year, sales, profit, day = read(rows, Key("company"), *numbers, Day("as_of"))
    owner = ids.places(companies)
    # By company, the newest year first; entered since the companies were read, for the next time.
    order = np.lexsort((-year, owner))
    order = order[np.searchsorted(owner[order], 0) :]
    owner, year, sales, profit, day = (each[order] for each in (owner, year, sales, profit, day))
    known, newest, place = np.unique(owner, return_index=True, return_inverse=True)
    ages.tell(Age.FINANCES, known, np.where(day > 0, day, _year_ends(year))[newest])
    last = sales[newest]
    sold = np.nan_to_num(last) != 0
    affords[known] = np.where(
        sold, np.fmax(affords[known], np.maximum(SALES_SHARE * last, 0)), affords[known]
    )
    margin[known[sold]] = (profit[newest] / np.where(sold, last, 1))[sold]
    # The trend is that from the first of the last years in which anything was sold.
    span = year[newest][place] - year
    first = np.flatnonzero((span > 0) & (span <= YEARS) & (sales > 0) & (last[place] > 0))[::-1]
    told, index = np.unique(owner[first], return_index=True)
    row = first[index]
    growth[told] = (last[place[row]] / sales[row]) ** (1 / span[row]) - 1
    affords = np.where(np.isnan(budget), affords, budget)  # it knows best
    least = least_investment_jpy(ages.today)
    means = affords / (np.nan if least is None else least)
    return {"growth": growth, "margin": margin, "means": means.astype(np.float32)}


def _year_ends(years: Any) -> Any:
    """(n,) the last day of each year, as `date.toordinal` counts."""
    some, place = np.unique(years, return_inverse=True)
    ends = [dt.date(int(year), 12, 31).toordinal() for year in some]
    return np.array(ends, dtype=np.int64)[place]


def least_investment_jpy(day: dt.date) -> float | None:
    """The least amount of a foreign investment by the rule in force, in yen at the newest rate of
    the European Central Bank; None without such a rule."""
    rule = InvestmentRule.objects.on(day).filter(key=LEAST_RULE, unit="krw").first()
    return float(rule.value) / won_per_yen() if rule else None


@cache
def won_per_yen() -> float:
    """At the newest rate of the European Central Bank; read once a process."""
    rate: float = CurrencyConverter().convert(1, "JPY", "KRW")
    return rate
