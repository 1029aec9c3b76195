"""Numbers about matches for pages and the dashboard; each function has a fixed query count."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from matching.models import Match, Need

Status = Match.Status


@dataclass(frozen=True, slots=True)
class MatchCounts:
    """The matches of one need: how many by status, and the best not rejected."""

    by_status: Mapping[str, int]
    best_score: float | None
    best_confidence: float | None

    @property
    def total(self) -> int:
        """Those that lists show: all that are not rejected."""
        return sum(self.by_status.values()) - self.by_status[Status.REJECTED]

    @property
    def chosen(self) -> int:
        """Those that people took up: shortlisted or further, not rejected."""
        return self.total - self.by_status[Status.SUGGESTED]


def by_need(needs: Iterable[Need]) -> dict[uuid.UUID, MatchCounts]:
    """The counts of each need given: three queries."""
    ids = [need.pk for need in needs]
    matches = Match.objects.filter(need_id__in=ids).order_by()
    by_status: dict[uuid.UUID, dict[str, int]] = {pk: {} for pk in ids}
    # Nobody has touched most: all are counted in an index, and the others taken away.
    for pk, count in matches.values_list("need_id").annotate(Count("pk")):
        by_status[pk][Status.SUGGESTED] = count
    decided = matches.decided().values_list("need_id", "status")
    for pk, status, count in decided.annotate(Count("pk")):
        by_status[pk][status] = count
        by_status[pk][Status.SUGGESTED] -= count
    best = matches.exclude(status=Status.REJECTED).order_by("need_id", "-priority", "pk")
    top = {
        pk: (score, confidence)
        for pk, score, confidence in best.distinct("need_id").values_list(
            "need_id", "score", "confidence"
        )
    }
    return {pk: MatchCounts(_every_status(by_status[pk]), *top.get(pk, (None, None))) for pk in ids}


def _every_status(counts: Mapping[str, int]) -> dict[str, int]:
    return {status: counts.get(status, 0) for status in Status.values}
