"""Where Korea's needs meet which cluster: demand beside supply, by clusters and technologies.

Rows are clusters and, last, all other places; columns are root technologies or families of
processes (`prospects.technologies`). A need is in one column. A company is in every column in which
it lists a process, and once in each total. A pair is a match between a company and a need of the
same column; matches that rest on a kindred process or on the industry code alone are kindred.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum, Value, When

from matching.asking import specialities_named
from matching.models import Match, Need
from matching.models.match import MatchQuerySet
from prospects.models import Capability, Cluster, Company, CompanyCapability
from prospects.readiness_filters import ready_q
from prospects.taxonomy import Taxonomy, taxonomy
from prospects.technologies import TECHNOLOGIES, Grouping, group_at

Place = UUID | None


class Meeting(StrEnum):
    """How demand and supply stand to each other in a cell."""

    MET = "met"
    APART = "apart"  # both are there, and nothing matches
    UNMET = "unmet"  # needs, and nobody who lists the technology
    IDLE = "idle"  # companies, and no need
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Demand:
    """Open needs: how many, of how many firms, for how many suppliers, from when at the earliest.

    `unanswered` have no match that stands.
    """

    needs: int = 0
    firms: int = 0
    suppliers: int = 0
    starts: dt.date | None = None
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Supply:
    """Companies and what they have in common with the needs.

    `ready` of the companies mean to go and could (`ready_q`). `best` is the best score of `pairs`.
    """

    companies: int = 0
    ready: int = 0
    pairs: int = 0
    best: float | None = None
    kindred: int = 0

    def meeting(self, demand: Demand) -> Meeting:
        """How the supply stands to a demand."""
        if self.pairs:
            return Meeting.MET
        if demand.needs:
            return Meeting.APART if self.companies else Meeting.UNMET
        return Meeting.IDLE if self.companies else Meeting.NOTHING


@dataclass(frozen=True, slots=True)
class Column:
    """A root technology by its code (`""`: of none), or a family by its node."""

    key: str
    node: Capability | None
    demand: Demand
    supply: Supply


@dataclass(frozen=True, slots=True)
class Row:
    """A cluster, None for all other places; its cells stand in the order of the columns.

    `unlisted` companies have no process on record. `special` are the keys of the columns that the
    cluster's stated specialities name.
    """

    cluster: Cluster | None
    cells: tuple[Supply, ...]
    total: Supply
    unlisted: int = 0
    special: frozenset[str] = frozenset()

    @property
    def companies(self) -> int:
        return self.total.companies + self.unlisted


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns with demand or supply in their order, `empty` the keys of the others; the rows with
    the most companies first."""

    grouping: Grouping
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    demand: Demand
    supply: Supply
    unlisted: int
    empty: tuple[str, ...] = ()

    @property
    def most_pairs(self) -> int:
        return max((cell.pairs for row in self.rows for cell in row.cells), default=0)


def within_group(
    matches: QuerySet[Match], grouping: Grouping, tree: Taxonomy | None = None
) -> QuerySet[Any]:
    """Matches with `need_group`, and `held`: the company lists a process of the need's group."""
    own = (
        CompanyCapability.objects.filter(company=OuterRef("company"))
        .alias(own_group=group_at("capability", grouping, tree))
        .filter(own_group=OuterRef("need_group"))
    )
    with_group = matches.annotate(need_group=group_at("need__capability", grouping, tree))
    # A case and no bare condition: asked of each match by the index of its company. As a join of
    # large tables the planner may choose one that takes minutes.
    return with_group.annotate(held=Case(When(Exists(own), then=Value(True)), default=Value(False)))


def matrix(
    grouping: Grouping,
    *,
    companies: QuerySet[Company],
    needs: QuerySet[Need],
    matches: QuerySet[Match],
) -> Matrix:
    """The matrix of what the three lists hold: five queries.

    The lists come narrowed as their pages are: open needs, companies and matches to be counted.
    """
    tree = taxonomy()
    clusters = [*Cluster.objects.order_by("key")]
    demand = _demand(needs, grouping, tree)
    supply = _supply(companies, grouping, tree)
    _add_pairs(supply, matches, grouping, tree)
    special = _specialities(clusters, grouping, tree)
    order = [*TECHNOLOGIES, ""] if grouping is Grouping.TECHNOLOGY else _families(tree)
    totals = [supply[key] for key in supply]
    kept = [key for key in order if key in demand.by_group or any(key in s.cells for s in totals)]
    families = tree.children.get(None, ()) if grouping is Grouping.FAMILY else ()
    nodes = {node.key: node for node in families}
    return Matrix(
        grouping=grouping,
        columns=tuple(
            Column(key, nodes.get(key), demand.of(key), _in_column(key, totals)) for key in kept
        ),
        rows=_rows(clusters, supply, kept, special),
        demand=demand.total(),
        supply=_sum(each.total for each in totals),
        unlisted=sum(each.unlisted for each in totals),
        empty=tuple(key for key in order if key not in kept and key),
    )


# --- Demand -----------------------------------------------------------------------------------


@dataclass
class _Wanted:
    """The needs by group and firm, as Demand of one firm each."""

    by_group: dict[str, list[tuple[UUID, Demand]]] = field(default_factory=dict)

    def of(self, key: str) -> Demand:
        return _joined(self.by_group.get(key, ()))

    def total(self) -> Demand:
        return _joined([each for found in self.by_group.values() for each in found])


def _demand(needs: QuerySet[Need], grouping: Grouping, tree: Taxonomy) -> _Wanted:
    standing: MatchQuerySet = Match.objects.filter(need=OuterRef("pk"))
    rows = (
        needs.order_by()
        .annotate(
            group=group_at("capability", grouping, tree), answered=Exists(standing.standing())
        )
        .values_list("group", "firm", "answered")
        .annotate(Count("pk"), Sum("suppliers_wanted"), Min("start_on"))
    )
    found = _Wanted()
    for group, firm, answered, count, suppliers, starts in rows:
        one = Demand(count, 1, suppliers, starts, 0 if answered else count)
        found.by_group.setdefault(group, []).append((firm, one))
    return found


def _joined(parts: Sequence[tuple[UUID, Demand]]) -> Demand:
    return Demand(
        needs=sum(each.needs for _firm, each in parts),
        firms=len({firm for firm, _each in parts}),
        suppliers=sum(each.suppliers for _firm, each in parts),
        starts=min((each.starts for _firm, each in parts if each.starts), default=None),
        unanswered=sum(each.unanswered for _firm, each in parts),
    )


# --- Supply -----------------------------------------------------------------------------------


@dataclass
class _Offered:
    """The companies of a place and their pairs, by group."""

    total: Supply = Supply()
    unlisted: int = 0
    cells: dict[str, Supply] = field(default_factory=dict)


def _supply(
    companies: QuerySet[Company], grouping: Grouping, tree: Taxonomy
) -> defaultdict[Place, _Offered]:
    """By place. The database counts the companies of each set of groups: a company is in as many
    cells as it has groups, and once in the totals."""
    path = "company_capabilities__capability"
    listed = (
        companies.order_by()
        .annotate(
            ready=Case(When(ready_q(), then=Value(True)), default=Value(False)),
            groups=ArrayAgg(
                group_at(path, grouping, tree),
                filter=Q(company_capabilities__isnull=False),
                distinct=True,
            ),
        )
        .values_list("pk", "cluster", "ready", "groups")
    )
    inner, parameters = listed.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place, ready, groups, count(*) FROM ({inner}) each(id, place, ready, groups)"  # noqa: S608  # the query is the ORM's, with its parameters beside it
            " GROUP BY place, ready, groups",
            parameters,
        )
        rows = cursor.fetchall()
    found: defaultdict[Place, _Offered] = defaultdict(_Offered)
    for place, ready, groups, count in rows:
        here = found[place]
        if not groups:
            here.unlisted += count
            continue
        more = Supply(count, count if ready else 0)
        here.total = _sum((here.total, more))
        for group in groups:
            here.cells[group] = _sum((here.cells.get(group, Supply()), more))
    return found


def _add_pairs(
    supply: defaultdict[Place, _Offered],
    matches: QuerySet[Match],
    grouping: Grouping,
    tree: Taxonomy,
) -> None:
    rows = (
        within_group(matches.order_by(), grouping, tree)
        .values_list("company__cluster", "need_group", "held")
        .annotate(Count("pk"), Max("score"))
    )
    for place, group, held, count, best in rows:
        here = supply[place]
        more = Supply(pairs=count, best=best) if held else Supply(kindred=count)
        here.total = _sum((here.total, more))
        here.cells[group] = _sum((here.cells.get(group, Supply()), more))


def _sum(parts: Iterable[Supply]) -> Supply:
    each = [*parts]
    return Supply(
        companies=sum(one.companies for one in each),
        ready=sum(one.ready for one in each),
        pairs=sum(one.pairs for one in each),
        best=max((one.best for one in each if one.best is not None), default=None),
        kindred=sum(one.kindred for one in each),
    )


def _in_column(key: str, places: Iterable[_Offered]) -> Supply:
    return _sum(each.cells[key] for each in places if key in each.cells)


def _rows(
    clusters: Sequence[Cluster],
    supply: defaultdict[Place, _Offered],
    keys: Sequence[str],
    special: Mapping[UUID, frozenset[str]],
) -> tuple[Row, ...]:
    """The clusters, those with most companies first; then all other places, if any is counted."""
    rows = [
        _row(cluster, supply[cluster.pk if cluster else None], keys, special)
        for cluster in (*clusters, None)
    ]
    known = [row for row in rows if row.cluster or row.companies or row.total != Supply()]
    return tuple(sorted(known, key=lambda row: (row.cluster is None, -row.companies)))


def _row(
    cluster: Cluster | None,
    found: _Offered,
    keys: Sequence[str],
    special: Mapping[UUID, frozenset[str]],
) -> Row:
    cells = tuple(found.cells.get(key, Supply()) for key in keys)
    named = special[cluster.pk] if cluster else frozenset[str]()
    return Row(cluster, cells, found.total, found.unlisted, named)


def _families(tree: Taxonomy) -> list[str]:
    return [node.key for node in tree.children.get(None, ())]


def _specialities(
    clusters: Sequence[Cluster], grouping: Grouping, tree: Taxonomy
) -> dict[UUID, frozenset[str]]:
    """The groups with a process that a cluster's stated specialities name."""
    nodes = [*tree.nodes.values()]
    by_root = grouping is Grouping.TECHNOLOGY
    group = [node.root_technology if by_root else tree.root(node).key for node in nodes]
    named = specialities_named(clusters, nodes)
    return {
        cluster.pk: frozenset(group[index] for index in named[place].nonzero()[0])
        for place, cluster in enumerate(clusters)
    }
