"""Who a need's musts leave out, for the need's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from matching.models import Match, MatchExclusion, Need, Screening, Why
from prospects.models import Company


@dataclass(frozen=True, slots=True)
class Reason:
    """How many companies fail for one reason; a company can fail for several."""

    key: str
    label: str | Promise
    companies: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a need's musts take away.

    able: companies that do the work; passing: of those, the ones that meet the musts.
    """

    able: int
    passing: int
    reasons: tuple[Reason, ...]

    @property
    def failing(self) -> int:
        return self.able - self.passing


def left_out(need: Need) -> LeftOut | None:
    """What the last run found; None before the first."""
    screening = Screening.objects.filter(need=need).first()
    if screening is None:
        return None
    reasons = (Reason(why.value, why.label, getattr(screening, why.value)) for why in Why)
    found = tuple(sorted((r for r in reasons if r.companies), key=lambda r: -r.companies))
    return LeftOut(screening.able, screening.passing, found)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A company that only the musts keep from the list, with the place it would take there."""

    company: Company
    score: float
    place: int
    reasons: tuple[str | Promise, ...]


def named(rows: QuerySet[MatchExclusion]) -> list[Excluded]:
    """Those of `rows`, best first; two queries."""
    better = (
        Match.objects.filter(need=OuterRef("need"), priority__gt=OuterRef("priority"))
        .order_by()
        .values("need")
        .annotate(number=Count("pk"))
        .values("number")
    )
    found = rows.annotate(place=Coalesce(Subquery(better), 0) + 1)
    return [
        Excluded(row.company, row.score, row.place, tuple(_labels(row.reasons)))
        for row in found.select_related("company").order_by("-priority", "company")
    ]


def _labels(reasons: Iterable[str]) -> Iterator[str | Promise]:
    return (Why(key).label for key in reasons if key in Why.values)
