"""Numbers about matches for pages and the dashboard; each function has a fixed query count."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from matching.models import Match, Need
from prospects.models import Capability, Company, CompanyCapability

Status = Match.Status


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """The matches of one need or one company: how many by status, and the best not rejected."""

    by_status: Mapping[str, int]
    best_score: float | None
    best_confidence: float | None

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def chosen(self) -> int:
        """Those that people took up: shortlisted or further, not rejected."""
        return self.total - self.by_status[Status.SUGGESTED] - self.by_status[Status.REJECTED]


@dataclass(frozen=True, slots=True)
class Overview:
    """How matching stands as a whole. `unanswered`: open needs without any match not rejected."""

    by_status: Mapping[str, int]
    open_needs: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Demand beside supply for one capability: open needs, companies that list it, and companies
    matched with one of those needs."""

    capability: Capability
    needs: int
    companies: int
    matched: int


def by_need(needs: Iterable[Need]) -> dict[uuid.UUID, MatchCounts]:
    """The counts of each need given: two queries."""
    return _counts("need_id", [need.pk for need in needs])


def by_company(companies: Iterable[Company]) -> dict[uuid.UUID, MatchCounts]:
    """The counts of each company given: two queries."""
    return _counts("company_id", [company.pk for company in companies])


def overview() -> Overview:
    """Two queries."""
    rows = Match.objects.order_by().values_list("status").annotate(Count("pk"))
    needs = Need.objects.open().aggregate(
        open=Count("pk"),
        unanswered=Count("pk", filter=~Q(pk__in=Match.objects.standing().values("need"))),
    )
    return Overview(_every_status(dict(rows)), needs["open"], needs["unanswered"])


def balances() -> list[Balance]:
    """Each capability that is needed or offered, in the order of the taxonomy: four queries."""
    open_needs = Need.objects.open().order_by()
    needs = dict(open_needs.values_list("capability").annotate(Count("pk")))
    listed = CompanyCapability.objects.filter(company__in=Company.objects.active()).order_by()
    companies = dict(listed.values_list("capability").annotate(Count("pk")))
    standing = Match.objects.standing().filter(need__in=open_needs).order_by()
    matched = dict(
        standing.values_list("need__capability").annotate(Count("company", distinct=True))
    )
    return [
        Balance(
            capability,
            needs.get(capability.pk, 0),
            companies.get(capability.pk, 0),
            matched.get(capability.pk, 0),
        )
        for capability in Capability.objects.order_by("position", "key")
        if capability.pk in needs or capability.pk in companies
    ]


def _counts(field: str, ids: list[uuid.UUID]) -> dict[uuid.UUID, MatchCounts]:
    matches = Match.objects.filter(**{f"{field}__in": ids}).order_by()
    by_status: dict[uuid.UUID, dict[str, int]] = {pk: {} for pk in ids}
    for pk, status, count in matches.values_list(field, "status").annotate(Count("pk")):
        by_status[pk][status] = count
    best = matches.exclude(status=Status.REJECTED).order_by(field, "-priority", "pk")
    top = {
        pk: (score, confidence)
        for pk, score, confidence in best.distinct(field).values_list(field, "score", "confidence")
    }
    return {pk: MatchCounts(_every_status(by_status[pk]), *top.get(pk, (None, None))) for pk in ids}


def _every_status(counts: Mapping[str, int]) -> dict[str, int]:
    return {status: counts.get(status, 0) for status in Status.values}
