"""What is under way in clusters: deals, contacts and people, counted for one or for several."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from crm.days import begins
from crm.models import Activity, Coverage, Deal, DealInvestor, User
from prospects.figures import Census, Mastered, census_by_cluster, mastered
from prospects.models import (
    Capability,
    Cluster,
    Company,
    Cooperative,
    SupportProgramme,
)


@dataclass(frozen=True)
class Covering:
    """An officer, and how many of the companies they keep the contact with."""

    owner: User
    companies: int


def covering(companies: QuerySet[Company]) -> tuple[Covering, ...]:
    """Who covers the companies, whoever has most first; two queries."""
    rows = (
        Coverage.objects.filter(company__in=companies.order_by().values("pk"))
        .order_by()
        .values_list("owner")
        .annotate(Count("pk"))
    )
    counts = dict(rows)
    people = User.objects.in_bulk([*counts])
    found = [Covering(people[key], count) for key, count in counts.items()]
    return tuple(sorted(found, key=lambda row: (-row.companies, str(row.owner))))


@dataclass(frozen=True)
class Side:
    """One cluster of a comparison. Counts are of tracked companies and of what is done with them.

    `contacts` were made since the day asked for; `covered` have an officer; `planning` have said
    that they want to go abroad.
    """

    cluster: Cluster
    census: Census
    companies: int = 0
    covered: int = 0
    planning: int = 0
    cooperatives: int = 0
    programmes: int = 0
    deals: int = 0
    contacts: int = 0
    planned: int = 0
    capabilities: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """Clusters side by side, and the processes that any of them has, the commonest first."""

    sides: tuple[Side, ...]
    capabilities: tuple[Capability, ...]


def compared(
    clusters: Sequence[Cluster],
    *,
    companies: QuerySet[Company],
    deals: QuerySet[Deal],
    activities: QuerySet[Activity],
    since: dt.date,
) -> Comparison:
    """The clusters in the order given; ten queries, however many they are."""
    keys = [cluster.pk for cluster in clusters]
    here = companies.filter(cluster__in=keys).order_by()
    people = {
        key: counts
        for key, *counts in here.values_list("cluster").annotate(
            Count("pk"), Count("coverage"), Count("intent")
        )
    }
    cooperatives = _by_cluster(Cooperative.objects.filter(cluster__in=keys), "cluster")
    programmes = _by_cluster(SupportProgramme.objects.filter(clusters__in=keys), "clusters")
    investors = DealInvestor.objects.filter(
        deal__in=deals.order_by().values("pk"), company__cluster__in=keys
    )
    moving = dict(
        investors.order_by().values_list("company__cluster").annotate(Count("deal", distinct=True))
    )
    work = {
        key: counts
        for key, *counts in activities.filter(company__cluster__in=keys)
        .order_by()
        .values_list("company__cluster")
        .annotate(
            done=Count("pk", filter=Q(status=Activity.Status.DONE, done_at__gte=begins(since))),
            planned=Count("pk", filter=Q(status=Activity.Status.PLANNED)),
        )
    }
    skills = mastered(here)
    census = census_by_cluster(clusters)
    sides = []
    for cluster in clusters:
        tracked, covered, planning = people.get(cluster.pk, (0, 0, 0))
        contacts, planned = work.get(cluster.pk, (0, 0))
        sides.append(
            Side(
                cluster=cluster,
                census=census[cluster.pk],
                companies=tracked,
                covered=covered,
                planning=planning,
                cooperatives=cooperatives.get(cluster.pk, 0),
                programmes=programmes.get(cluster.pk, 0),
                deals=moving.get(cluster.pk, 0),
                contacts=contacts,
                planned=planned,
                capabilities=skills.counts.get(cluster.pk, {}),
            )
        )
    return Comparison(tuple(sides), _commonest(skills))


def _by_cluster(
    rows: QuerySet[Cooperative] | QuerySet[SupportProgramme], name: str
) -> dict[UUID, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))


def _commonest(found: Mastered) -> tuple[Capability, ...]:
    totals: Counter[UUID] = Counter()
    for counts in found.counts.values():
        totals.update(counts)
    known = Capability.objects.in_bulk([*found.held])
    return tuple(sorted(known.values(), key=lambda each: (-totals[each.pk], each.position)))
