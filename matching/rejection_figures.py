"""Rejections in numbers: for what, by whom, since when, and where they contradict the record."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from matching.models import Firm, Match
from matching.models.match import MatchQuerySet
from matching.rejections import RULES

Rejection = Match.Rejection

# So many firms have to say the contrary of what the record says, before it is worth checking.
FIRMS_TO_DOUBT = 2
HIGH = 0.7  # a part of the score that says that the company fits


@dataclass(frozen=True, slots=True)
class Kind:
    """How often for one kind of reason, and in whose words."""

    kind: str
    count: int
    by_side: dict[str, int]

    @property
    def label(self) -> str:
        return str(Rejection(self.kind).label)


@dataclass(frozen=True, slots=True)
class Rejections:
    """What stands rejected among some matches; `due`: of those, to look at again."""

    total: int
    due: int
    kinds: tuple[Kind, ...]

    @property
    def by_side(self) -> dict[str, int]:
        """How many in whose words, those of nobody known last (`""`)."""
        known = (*Match.Side.values, "")
        return {side: sum(kind.by_side.get(side, 0) for kind in self.kinds) for side in known}


@dataclass(frozen=True, slots=True)
class FirmCount:
    """A firm's needs: how many matches are rejected, and for which reason most."""

    firm: Firm
    rejected: int
    most: Kind


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Rejections of a month, by kind."""

    first: dt.date
    by_kind: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())


@dataclass(frozen=True, slots=True)
class Doubt:
    """Firms that reject a company for what its record says it can do."""

    kind: str
    part: str
    firms: int
    value: float

    @property
    def label(self) -> str:
        return str(Rejection(self.kind).label)


def rejections_of(matches: QuerySet[Match], *, today: dt.date) -> Rejections:
    """What is rejected among `matches`, the commonest kind first: two queries."""
    found = cast("MatchQuerySet", matches)
    rejected = found.rejected().order_by()
    kinds = _kinds(rejected.values_list("rejected_kind", "rejected_by").annotate(Count("pk")))
    due = found.to_look_again(today).order_by().count()
    return Rejections(sum(each.count for each in kinds), due, kinds)


def by_firm(matches: QuerySet[Match], *, most: int) -> list[FirmCount]:
    """The firms with the most rejections, and for what: two queries."""
    counted: dict[uuid.UUID, list[tuple[str, str, int]]] = {}
    rows = cast("MatchQuerySet", matches).rejected().order_by()
    for firm, kind, side, count in rows.values_list(
        "need__firm", "rejected_kind", "rejected_by"
    ).annotate(Count("pk")):
        counted.setdefault(firm, []).append((kind, side, count))
    firms = Firm.objects.in_bulk([*counted])
    found = [
        FirmCount(firms[key], sum(count for *_, count in rows), _kinds(rows)[0])
        for key, rows in counted.items()
    ]
    return sorted(found, key=lambda each: (-each.rejected, str(each.firm.pk)))[:most]


def by_month(matches: QuerySet[Match], *, today: dt.date, months: int) -> list[MonthCount]:
    """The last months with this one, oldest first, also those without any: one query."""
    firsts = [_month_before(today, back) for back in reversed(range(months))]
    counts: dict[dt.date, dict[str, int]] = {first: {} for first in firsts}
    rows = cast("MatchQuerySet", matches).rejected().filter(status_at__isnull=False).order_by()
    for moment, kind, count in (
        rows.annotate(month=TruncMonth("status_at"))
        .values_list("month", "rejected_kind")
        .annotate(Count("pk"))
    ):
        if moment.date() in counts:
            counts[moment.date()][kind or Rejection.OTHER] = count
    return [MonthCount(first, by_kind) for first, by_kind in counts.items()]


def doubts(company_id: uuid.UUID) -> list[Doubt]:
    """Where two firms or more reject a company for what its record says it can do: one query."""
    told = {
        f"{kind}_{what}": value
        for kind, rule in RULES.items()
        if rule.contradicts
        for what, value in (
            ("firms", Count("need__firm", filter=Q(rejected_kind=kind), distinct=True)),
            ("value", Avg(f"{rule.contradicts}_part", filter=Q(rejected_kind=kind))),
        )
    }
    row = Match.objects.rejected().filter(company=company_id).aggregate(**told)
    found = [
        Doubt(kind, rule.contradicts, row[f"{kind}_firms"], row[f"{kind}_value"] or 0)
        for kind, rule in RULES.items()
        if rule.contradicts
    ]
    return [each for each in found if each.firms >= FIRMS_TO_DOUBT and each.value >= HIGH]


def _kinds(rows: Iterable[tuple[str, str, int]]) -> tuple[Kind, ...]:
    """The commonest first; what was rejected without a kind is of another one."""
    sides: dict[str, dict[str, int]] = {}
    for kind, side, count in rows:
        of_kind = sides.setdefault(kind or Rejection.OTHER, {})
        of_kind[side] = of_kind.get(side, 0) + count
    order = [*Rejection.values]
    kinds = [Kind(kind, sum(by.values()), by) for kind, by in sides.items()]
    return tuple(sorted(kinds, key=lambda each: (-each.count, order.index(each.kind))))


def _month_before(today: dt.date, back: int) -> dt.date:
    """The first day of the month so many months before."""
    months = today.year * 12 + today.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)
