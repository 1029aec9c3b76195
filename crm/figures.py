"""The dashboard's numbers: counted in the database, handed out as frozen values.

Amounts are in won. Amounts of other currencies count at one rate, that of the newest day known
(`crm.rates.latest_day`), so that figures of one page add up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, QuerySet, Sum

from crm.models import Deal
from crm.rates import krw_value


@dataclass(frozen=True)
class StageTotal:
    """Deals in one stage: how many, their expected amounts, and those weighted by probability."""

    stage: str
    deals: int = 0
    with_amount: int = 0
    krw: Decimal = Decimal(0)
    weighted_krw: Decimal = Decimal(0)


def stage_totals(deals: QuerySet[Deal], stages: Iterable[str]) -> tuple[StageTotal, ...]:
    """Totals of `deals` for each stage key, in the order given; one query."""
    rows = (
        deals.order_by()
        .values("stage", "currency")
        .annotate(
            n=Count("pk"),
            known=Count("amount"),
            total=Sum("amount"),
            weighted=Sum(F("amount") * F("probability")),
        )
    )
    totals = {key: StageTotal(key) for key in stages}
    for row in rows:
        had = totals.get(row["stage"])
        if had is None:
            continue
        amount, weighted = row["total"] or Decimal(0), row["weighted"] or Decimal(0)
        totals[had.stage] = StageTotal(
            had.stage,
            had.deals + row["n"],
            had.with_amount + row["known"],
            had.krw + krw_value(amount, row["currency"]),
            had.weighted_krw + krw_value(weighted / 100, row["currency"]),
        )
    return tuple(totals.values())
