"""The dashboard's numbers: counted in the database, handed out as frozen values.

Amounts are in won. Amounts of other currencies count at one rate, that of the newest day known
(`crm.rates.latest_day`), so that figures of one page add up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from crm.days import begins, ends
from crm.models import Activity, Deal, DealInvestor, StageChange, Target, User
from crm.rates import krw_value
from prospects.models import Company


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


# --- Movement -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conversion:
    """Of the deals that came to a stage in a period: how many have gone further since.

    `lost` are those that were lost or abandoned in this stage.
    """

    stage: str
    entered: int = 0
    advanced: int = 0
    lost: int = 0

    @property
    def rate(self) -> float | None:
        """The share that went further; None where no deal came."""
        return self.advanced / self.entered if self.entered else None


def conversions(
    deals: QuerySet[Deal], stages: Iterable[str], *, since: dt.datetime
) -> tuple[Conversion, ...]:
    """How deals passed each stage since a moment, in the order of the stages; one query."""
    rows = (
        StageChange.objects.filter(deal__in=deals.order_by().values("pk"), at__gte=since)
        .with_outcome()
        .order_by()
        .values("to_stage")
        .annotate(
            entered=Count("deal", distinct=True),
            advanced=Count("deal", distinct=True, filter=Q(went_further=True)),
            lost=Count("deal", distinct=True, filter=Q(ended=True)),
        )
    )
    found = {
        row["to_stage"]: Conversion(row["to_stage"], row["entered"], row["advanced"], row["lost"])
        for row in rows
    }
    return tuple(found.get(key, Conversion(key)) for key in stages)


@dataclass(frozen=True)
class Ageing:
    """Deals of one stage by how long they have stood there: a count for each band."""

    stage: str
    counts: tuple[int, ...]


def ageing(
    deals: QuerySet[Deal], stages: Iterable[str], *, today: dt.date, bounds: Sequence[int]
) -> tuple[Ageing, ...]:
    """Days are those of the calendar, as lists show them.

    `bounds` are ascending: [30, 60] makes the bands 0–30, 31–60 and over 60; one query.
    """
    edges = [None, *(begins(today - dt.timedelta(days=days)) for days in bounds), None]
    bands = {}
    for band, (younger, older) in enumerate(pairwise(edges)):
        inside = Q()
        if younger is not None:
            inside &= Q(stage_since__lt=younger)
        if older is not None:
            inside &= Q(stage_since__gte=older)
        bands[f"band_{band}"] = Count("pk", filter=inside)
    rows = deals.order_by().values_list("stage").annotate(**bands)
    found: dict[str, tuple[int, ...]] = {stage: tuple(counts) for stage, *counts in rows}
    nothing = (0,) * len(bands)
    return tuple(Ageing(key, found.get(key, nothing)) for key in stages)


@dataclass(frozen=True)
class Weeks:
    """Contacts made by week: the Mondays in order, and for each kind a count a week."""

    starts: tuple[dt.date, ...]
    counts: dict[str, tuple[int, ...]]

    @property
    def last(self) -> dt.date:
        """The last day of the last week."""
        return self.starts[-1] + dt.timedelta(days=6)

    @property
    def total(self) -> int:
        return sum(sum(values) for values in self.counts.values())


def contacts_by_week(activities: QuerySet[Activity], *, today: dt.date, weeks: int) -> Weeks:
    """Activities done in the last `weeks` weeks, this one the last; one query."""
    monday = today - dt.timedelta(days=today.weekday())
    starts = [monday - dt.timedelta(weeks=back) for back in reversed(range(weeks))]
    first, last = begins(starts[0]), ends(monday + dt.timedelta(days=6))
    rows = (
        activities.filter(status=Activity.Status.DONE, done_at__gte=first, done_at__lt=last)
        .annotate(week=TruncWeek("done_at"))
        .order_by()
        .values_list("week", "kind")
        .annotate(n=Count("pk"))
    )
    found = {(timezone.localtime(week).date(), kind): n for week, kind, n in rows}
    kinds = [kind for kind in Activity.Kind.values if any(key[1] == kind for key in found)]
    counts = {kind: tuple(found.get((start, kind), 0) for start in starts) for kind in kinds}
    return Weeks(tuple(starts), counts)


@dataclass(frozen=True)
class ClusterWork:
    """What is under way with the companies of a cluster."""

    cluster: UUID
    companies: int
    deals: int


def cluster_work(companies: QuerySet[Company], deals: QuerySet[Deal]) -> dict[UUID, ClusterWork]:
    """Companies by cluster, and deals by the cluster of an investor; two queries."""
    placed = companies.filter(cluster__isnull=False).order_by()
    tracked = dict(placed.values_list("cluster").annotate(Count("pk")))
    investors = DealInvestor.objects.filter(
        deal__in=deals.order_by().values("pk"), company__cluster__isnull=False
    )
    moving = dict(
        investors.order_by().values_list("company__cluster").annotate(Count("deal", distinct=True))
    )
    return {
        key: ClusterWork(key, tracked.get(key, 0), moving.get(key, 0))
        for key in tracked.keys() | moving.keys()
    }


# --- Targets --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year and its days."""

    year: int
    quarter: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last(self) -> dt.date:
        following = Quarter(self.year + self.quarter // 4, self.quarter % 4 + 1)
        return following.first - dt.timedelta(days=1)


@dataclass(frozen=True)
class Attainment:
    """A metric's target and what was reached."""

    metric: str
    target: Decimal
    actual: Decimal

    @property
    def ratio(self) -> float | None:
        """What was reached as a share of the target; None where the target is nothing."""
        return float(self.actual / self.target) if self.target else None


def attainments(
    owners: QuerySet[User], targets: QuerySet[Target], quarter: Quarter
) -> tuple[Attainment, ...]:
    """The targets of a quarter, summed by metric, beside what `owners` did; five queries.

    Notified and arrived amounts count at the rate of their own day.
    """
    wanted = dict(
        targets.filter(year=quarter.year, quarter=quarter.quarter)
        .order_by()
        .values_list("metric")
        .annotate(Sum("value"))
    )
    begin, end = begins(quarter.first), ends(quarter.last)
    deals = Deal.objects.filter(owner__in=owners)
    contacts = Activity.objects.done().filter(owner__in=owners, done_at__gte=begin, done_at__lt=end)
    actual = {
        Target.Metric.CONTACTS: Decimal(contacts.count()),
        Target.Metric.DEALS_OPENED: Decimal(deals.opened(since=begin, before=end).count()),
        Target.Metric.NOTIFIED_KRW: _won(deals, "notified", quarter),
        Target.Metric.ARRIVED_KRW: _won(deals, "arrived", quarter),
    }
    return tuple(
        Attainment(metric, wanted.get(metric, Decimal(0)), actual[metric]) for metric in actual
    )


def _won(deals: QuerySet[Deal], name: str, quarter: Quarter) -> Decimal:
    """The sum of the amounts that were notified, or arrived, in a quarter."""
    rows = (
        deals.filter(**{f"{name}_on__range": (quarter.first, quarter.last)})
        .order_by()
        .values_list(f"{name}_on", "currency")
        .annotate(Sum(f"{name}_amount"))
    )
    values = (krw_value(total or Decimal(0), currency, day) for day, currency, total in rows)
    return sum(values, Decimal(0))


def last_arrivals(deal: Deal) -> dict[str, dt.datetime]:
    """When the deal last came to each stage that it has been in."""
    rows = StageChange.objects.filter(deal=deal).order_by().values_list("to_stage")
    return dict(rows.annotate(Max("at")))
