"""Clusters as the register sees them, month by month: openings, closings, moves in and out.

Counted are companies (`COMPANY_KINDS`) by their present or, if closed, last seat:

- An opening is the day on which the number was assigned. All numbers were first assigned in October
  2015, so what opened before `KNOWN_FROM` cannot be told. A company that opened here and has left
  since is an opening where it is now.
- A closing is the day on which the registration was closed. Registrars close dormant companies in
  bulk, most of them on a few days each January (休眠会社のみなし解散 and what follows it ten years
  later); these, and other closings on a day that stands out (`is_mass_day`), are counted apart,
  because they are no wave of failures.
- Moves are known from daily files only (`RegisterChange`), so months without any say nothing of
  them. A move within the cluster is none, nor is a reform of municipalities.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from django.core.cache import cache
from django.db import models
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncMonth

from prospects.figures import COMPANY_KINDS
from prospects.models import Cluster, RegisterChange, RegisterEntry, RegisterLoad

Kind = RegisterChange.Kind
Cause = RegisterEntry.CloseCause
#: The first whole month after the numbers were assigned to all that there were.
KNOWN_FROM = dt.date(2015, 11, 1)
#: A day's closings are a mass from so many on, and from so many times those of a usual day.
MASS_LEAST = 20
MASS_TIMES = 10
#: The figures change only with a load, which the cache's key names.
CACHE_SECONDS = 24 * 3600


@dataclass(frozen=True)
class BulkDay:
    """A day on which many were closed at once; by the registrar, or for other reasons."""

    day: dt.date
    closed: int
    by_registrar: bool


@dataclass(frozen=True)
class Month:
    """What the register tells of one month. Moves are None where no daily file covers it."""

    month: dt.date
    opened: int = 0
    closed: int = 0
    merged: int = 0
    bulk: int = 0
    moved_in: int | None = None
    moved_out: int | None = None
    bulk_days: tuple[BulkDay, ...] = ()


@dataclass(frozen=True)
class Moves:
    """From which publications moves are known: so many days between the first and the last."""

    first: dt.date
    last: dt.date
    days: int


@dataclass(frozen=True)
class Signal:
    """The months of one cluster, oldest first, up to the newest publication loaded (`as_of`)."""

    months: tuple[Month, ...]
    as_of: dt.date
    moves: Moves | None

    @property
    def opened(self) -> int:
        return sum(month.opened for month in self.months)

    @property
    def gone(self) -> int:
        """Closed and merged away, bulk clean-ups left out."""
        return sum(month.closed + month.merged for month in self.months)

    @property
    def bulk(self) -> int:
        return sum(month.bulk for month in self.months)


def signals(clusters: Collection[Cluster], *, months: int) -> dict[UUID, Signal]:
    """The last `months` months of each cluster that has companies in the register.

    Five queries whatever the number of clusters; one, after that, until the next load.
    """
    load = RegisterLoad.objects.values_list("pk", flat=True).first()
    if load is None:
        return _signals(clusters, months)
    seats = sorted((str(each.pk), *each.municipality_codes) for each in clusters)
    digest = hashlib.sha256(repr(seats).encode()).hexdigest()[:16]
    key = f"register-signal:{load}:{months}:{digest}"
    found: dict[UUID, Signal] | None = cache.get(key)
    if found is None:
        found = _signals(clusters, months)
        cache.set(key, found, CACHE_SECONDS)
    return found


def is_mass_day(count: int, usual: float) -> bool:
    """Whether so many closings on one day stand out, `usual` being those of a usual day."""
    return count >= max(MASS_LEAST, MASS_TIMES * usual)


def _signals(clusters: Collection[Cluster], months: int) -> dict[UUID, Signal]:
    homes = {code: cluster.pk for cluster in clusters for code in cluster.municipality_codes}
    entries = RegisterEntry.objects.of_kinds(COMPANY_KINDS).in_municipalities([*homes]).order_by()
    newest = dict(
        entries.values("municipality_code")
        .annotate(newest=Max("update_date"))
        .values_list("municipality_code", "newest")
    )
    if not newest:
        return {}
    as_of = max(newest.values())
    window = months_to(as_of, months)
    closings = _closings(entries, homes, window[0])
    days = _publications()
    counts: dict[str, Counts] = {
        "opened": _openings(entries, homes, window[0]),
        **(_moves(homes, window[0]) if days else {}),
    }
    covered = {day.replace(day=1) for day in days}
    moves = Moves(days[0], days[-1], len(days)) if days else None
    return {
        cluster: Signal(
            tuple(
                _month(month, cluster, counts, closings.get(cluster, []), month in covered)
                for month in window
            ),
            as_of,
            moves,
        )
        for cluster in {homes[code] for code in newest}
    }


def months_to(day: dt.date, count: int) -> tuple[dt.date, ...]:
    """The first days of the last `count` months up to that of `day`, none before KNOWN_FROM."""
    last = day.year * 12 + day.month - 1
    firsts = (dt.date(n // 12, n % 12 + 1, 1) for n in range(last - count + 1, last + 1))
    return tuple(first for first in firsts if first >= KNOWN_FROM) or (day.replace(day=1),)


#: How many of a cluster in a month.
Counts = Counter[tuple[UUID, dt.date]]


@dataclass(frozen=True)
class _Closing:
    """So many closings of one cause on one day."""

    day: dt.date
    cause: str
    count: int


def _openings(
    entries: QuerySet[RegisterEntry], homes: Mapping[str, UUID], since: dt.date
) -> Counts:
    rows = (
        entries.filter(assignment_date__gte=since)
        .values("municipality_code", month=TruncMonth("assignment_date"))
        .annotate(n=Count("pk"))
    )
    found: Counts = Counter()
    for row in rows:
        found[homes[row["municipality_code"]], row["month"]] += row["n"]
    return found


def _closings(
    entries: QuerySet[RegisterEntry], homes: Mapping[str, UUID], since: dt.date
) -> dict[UUID, list[_Closing]]:
    rows = (
        entries.filter(close_date__gte=since)
        .values_list("municipality_code", "close_date", "close_cause")
        .annotate(n=Count("pk"))
    )
    counts: Counter[tuple[UUID, dt.date, str]] = Counter()
    for code, day, cause, count in rows:
        if day:
            counts[homes[code], day, cause] += count
    found: dict[UUID, list[_Closing]] = defaultdict(list)
    for (home, day, cause), count in sorted(counts.items()):
        found[home].append(_Closing(day, cause, count))
    return found


def _publications() -> list[dt.date]:
    """The days whose daily files were loaded, as far as they changed anything."""
    days = RegisterChange.objects.order_by("published_on").values_list("published_on", flat=True)
    return [*days.distinct()]


def _moves(homes: Mapping[str, UUID], since: dt.date) -> dict[str, Counts]:
    """Moves over the border of a cluster whose other end is known."""
    rows = (
        RegisterChange.objects.filter(
            models.Q(municipality_code__in=homes) | models.Q(municipality_before__in=homes),
            kind=Kind.MOVED,
            entity_kind__in=COMPANY_KINDS,
            changed_on__gte=since,
        )
        .exclude(municipality_before="")
        .order_by()
        .values("municipality_before", "municipality_code", month=TruncMonth("changed_on"))
        .annotate(n=Count("pk"))
    )
    came: Counts = Counter()
    went: Counts = Counter()
    for row in rows:
        to, left = homes.get(row["municipality_code"]), homes.get(row["municipality_before"])
        if to != left:
            if to:
                came[to, row["month"]] += row["n"]
            if left:
                went[left, row["month"]] += row["n"]
    return {"moved_in": came, "moved_out": went}


def _month(
    month: dt.date,
    cluster: UUID,
    counts: Mapping[str, Counts],
    closings: Sequence[_Closing],
    is_covered: bool,
) -> Month:
    bulk_days = bulk_days_of(closings, month)
    mass = {each.day for each in bulk_days if not each.by_registrar}
    here = [each for each in closings if each.day.replace(day=1) == month]
    ordinary = [each for each in here if each.cause != Cause.REGISTRAR and each.day not in mass]
    merged = sum(each.count for each in ordinary if each.cause == Cause.MERGER)
    total = sum(each.count for each in ordinary)
    moved = {
        name: counts[name][cluster, month] if is_covered else None
        for name in ("moved_in", "moved_out")
        if name in counts
    }
    return Month(
        month,
        opened=counts["opened"][cluster, month],
        closed=total - merged,
        merged=merged,
        bulk=sum(each.count for each in here) - total,
        bulk_days=bulk_days,
        **moved,
    )


def bulk_days_of(closings: Sequence[_Closing], month: dt.date) -> tuple[BulkDay, ...]:
    """The days of a month on which registrars closed companies, or strikingly many others did."""
    others: Counter[dt.date] = Counter()
    registrar: Counter[dt.date] = Counter()
    for each in closings:
        (registrar if each.cause == Cause.REGISTRAR else others)[each.day] += each.count
    usual = median(others.values()) if others else 0
    found = [
        *(BulkDay(day, n, by_registrar=True) for day, n in registrar.items()),
        *(
            BulkDay(day, n, by_registrar=False)
            for day, n in others.items()
            if is_mass_day(n, usual)
        ),
    ]
    here = (each for each in found if each.day.replace(day=1) == month)
    return tuple(sorted(here, key=lambda each: (each.day, each.by_registrar)))
