"""Numbers about clusters, cooperatives and the register."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from prospects.models import (
    Capability,
    Cluster,
    ClusterCensus,
    Company,
    CompanyCapability,
    Cooperative,
    RegisterEntry,
    RegisterLoad,
)

#: Kinds of the register that are companies; public bodies and cooperatives are not.
COMPANY_KINDS = (
    RegisterEntry.Kind.STOCK_COMPANY,
    RegisterEntry.Kind.LIMITED_COMPANY,
    RegisterEntry.Kind.GENERAL_PARTNERSHIP,
    RegisterEntry.Kind.LIMITED_PARTNERSHIP,
    RegisterEntry.Kind.LIMITED_LIABILITY_COMPANY,
)
#: Where a count over millions of rows stops.
REGISTER_CAP = 100_000


@dataclass(frozen=True)
class Change:
    """A reported change of the number of factories: percent over so many years.

    `min_employees` is the size threshold of the count, None where the source does not state it.
    """

    percent: Decimal
    years: int
    year: int | None
    min_employees: int | None
    source: str
    as_of: dt.date | None

    @property
    def ratio(self) -> float:
        return float(self.percent) / 100


@dataclass(frozen=True)
class Series:
    """Counts of factories under one size threshold, by year: the only counts that share a line."""

    min_employees: int
    points: tuple[tuple[int, int], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ClusterFigures:
    """A cluster with what is tracked there, and its latest reported change."""

    cluster: Cluster
    companies: int
    cooperatives: int
    change: Change | None


def cluster_figures(companies: QuerySet[Company]) -> tuple[ClusterFigures, ...]:
    """Every cluster, the one with the most of `companies` first: three queries."""
    tracked = _counts(companies)
    joined = _counts(Cooperative.objects.all())
    clusters = Cluster.objects.annotate(tracked=tracked, joined=joined)
    changes = latest_changes()
    return tuple(
        ClusterFigures(cluster, cluster.tracked, cluster.joined, changes.get(cluster.pk))
        for cluster in clusters.order_by("-tracked", "key")
    )


def _counts(rows: QuerySet[Company] | QuerySet[Cooperative]) -> Coalesce:
    here = rows.filter(cluster=OuterRef("pk")).order_by().values("cluster")
    return Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0)


def latest_changes() -> dict[UUID, Change]:
    """The newest reported change of each cluster that has one; one query."""
    rows = ClusterCensus.objects.filter(change_percent__isnull=False).order_by("as_of", "pk")
    return {row.cluster_id: change for row in rows if (change := _change(row))}


def _change(row: ClusterCensus) -> Change | None:
    if row.change_percent is None or row.change_years is None:
        return None
    return Change(
        row.change_percent, row.change_years, row.year, row.min_employees, row.source, row.as_of
    )


@dataclass(frozen=True)
class Census:
    """What the census says of one cluster: lines to draw, changes to state.

    Counts whose threshold the source does not state are in no line; they are `alone`.
    """

    series: tuple[Series, ...]
    changes: tuple[Change, ...]
    alone: tuple[ClusterCensus, ...]


def census_of(cluster: Cluster) -> Census:
    """The census figures of a cluster, like with like."""
    return census_by_cluster([cluster])[cluster.pk]


def census_by_cluster(clusters: Collection[Cluster]) -> dict[UUID, Census]:
    """The census figures of each cluster, like with like; one query."""
    found: dict[UUID, list[ClusterCensus]] = {cluster.pk: [] for cluster in clusters}
    figures = ClusterCensus.objects.filter(cluster__in=[*found])
    for row in figures.order_by("min_employees", "year", "pk"):
        found[row.cluster_id].append(row)
    return {key: _census(rows) for key, rows in found.items()}


def _census(rows: Collection[ClusterCensus]) -> Census:
    counted = [row for row in rows if row.factories is not None and row.year is not None]
    known = [row for row in counted if row.min_employees is not None]
    return Census(
        series=tuple(_series(known)),
        changes=tuple(change for row in rows if (change := _change(row))),
        alone=tuple(row for row in counted if row.min_employees is None),
    )


def _series(rows: Iterable[ClusterCensus]) -> Iterable[Series]:
    for least, group in groupby(rows, key=lambda row: row.min_employees):
        members = [*group]
        points = tuple((row.year or 0, row.factories or 0) for row in members)
        sources = tuple(dict.fromkeys(row.source for row in members if row.source))
        yield Series(least or 0, points, sources)


@dataclass(frozen=True)
class Coverage:
    """A process, and how many of a group of companies master it."""

    capability: Capability
    companies: int


def covered_together(companies: QuerySet[Company]) -> tuple[Coverage, ...]:
    """The processes that a group of companies covers, those of the most members first."""
    totals: Counter[UUID] = Counter()
    found = mastered(companies)
    for counts in found.counts.values():
        totals.update(counts)  # a company is in one cluster at most
    known = Capability.objects.in_bulk([*found.held])
    rows = [Coverage(capability, totals[key]) for key, capability in known.items()]
    return tuple(sorted(rows, key=lambda row: (-row.companies, row.capability.position)))


@dataclass(frozen=True)
class Mastered:
    """How many companies master which process, counted as the list of companies finds them.

    `counts` are by cluster; a family counts those who have it or any process of it. `held` are the
    processes that some company has itself.
    """

    counts: Mapping[UUID | None, Mapping[UUID, int]]
    held: frozenset[UUID]


def mastered(companies: QuerySet[Company]) -> Mastered:
    """The processes of some companies; two queries."""
    rows = CompanyCapability.objects.filter(company__in=companies.order_by().values("pk"))
    own = rows.order_by().values_list("company__cluster", "capability")
    top = rows.order_by().annotate(top=Coalesce("capability__parent", "capability"))
    counts: defaultdict[UUID | None, dict[UUID, int]] = defaultdict(dict)
    for cluster, capability, n in own.annotate(Count("company", distinct=True)):
        counts[cluster][capability] = n
    held = frozenset(key for found in counts.values() for key in found)
    families = top.values_list("company__cluster", "top")
    for cluster, family, n in families.annotate(Count("company", distinct=True)):
        counts[cluster][family] = n
    return Mastered(counts, held)


@dataclass(frozen=True)
class RegisterState:
    """Whether the national register is loaded, and how new it is."""

    is_loaded: bool
    last_load: RegisterLoad | None


def register_state() -> RegisterState:
    """Two cheap queries: neither counts the register."""
    return RegisterState(RegisterEntry.objects.exists(), RegisterLoad.objects.first())


def registered_companies(municipality_codes: Collection[str]) -> int:
    """Active companies of the register seated in the municipalities, up to `REGISTER_CAP`."""
    rows = (
        RegisterEntry.objects.active()
        .of_kinds(COMPANY_KINDS)
        .in_municipalities(municipality_codes)
        .order_by()
    )
    return rows.values("pk")[:REGISTER_CAP].count()
