"""What companies earn and could invest, as the arrays of scoring."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from currency_converter import CurrencyConverter
from django.db.models.expressions import RawSQL

from matching.columns import Ages
from matching.features import Age, Floats
from matching.keys import text
from matching.models import InvestmentRule
from prospects.models import CompanyFinancials, ExpansionIntent

LEAST_RULE = "minimum_investment"
# Nobody puts all it has into one plant: what could be, at most, by what is known.
SALES_SHARE = 0.10
CAPITAL_SHARE = 0.50
YEARS = 5  # of which the trend is taken


class _Year(NamedTuple):
    """Sales and operating profit of a fiscal year, in yen, and the day that they are of."""

    year: int
    sales: int | None
    profit: int | None
    as_of: dt.date | None


def fetch_finances(
    chosen: RawSQL,
    at: Mapping[str, int],
    capital: Floats,
    told: Mapping[int, dt.date],
    ages: Ages,
) -> dict[str, Any]:
    """growth, margin, means: (N,) each, NaN where nothing is known.

    `capital`: (N,) yen. `told`: the day that a company's own facts (employees, capital) are of.
    """
    growth, margin, means = (np.full(len(at), np.nan, dtype=np.float32) for _ in range(3))
    for place, day in told.items():
        ages.tell(Age.FINANCES, place, day)
    affords: dict[int, float] = {
        place: CAPITAL_SHARE * float(yen) for place, yen in enumerate(capital) if yen >= 0
    }
    for company, years in _years(chosen).items():
        if (index := at.get(company)) is None:
            continue
        last = years[0]
        ages.tell(Age.FINANCES, index, last.as_of or dt.date(last.year, 12, 31))
        if last.sales:
            affords[index] = max(affords.get(index, 0), SALES_SHARE * last.sales)
            if last.profit is not None:
                margin[index] = last.profit / last.sales
        growth[index] = _growth(years)
    budgets = ExpansionIntent.objects.filter(company__in=chosen, budget_jpy__isnull=False)
    for company, budget in budgets.values_list(text("company_id"), "budget_jpy"):
        if (index := at.get(company)) is not None:
            affords[index] = float(budget or 0)  # it knows best
    if (least := least_investment_jpy(ages.today)) is not None:
        for place, yen in affords.items():
            means[place] = yen / least
    return {"growth": growth, "margin": margin, "means": means}


def _growth(years: list[_Year]) -> float:
    """Of sales a year, from the first of the last `YEARS` years to the last; NaN: no telling."""
    last = years[0]
    for first in reversed(years[1:]):
        span = last.year - first.year
        if span <= YEARS and first.sales and first.sales > 0 and last.sales and last.sales > 0:
            growth: float = (last.sales / first.sales) ** (1 / span) - 1
            return growth
    return float("nan")


def _years(chosen: RawSQL) -> dict[str, list[_Year]]:
    """Each company's years, the newest first."""
    years: dict[str, list[_Year]] = defaultdict(list)
    rows = CompanyFinancials.objects.filter(company__in=chosen).order_by("-fiscal_year")
    for company, year, sales, profit, as_of in rows.values_list(
        text("company_id"), "fiscal_year", "sales_jpy", "operating_profit_jpy", "as_of"
    ):
        years[company].append(_Year(year, sales, profit, as_of))
    return years


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
