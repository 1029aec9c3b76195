"""Open needs that a plan introduces nobody to, and what keeps them out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from crm.models import IntroductionPlan
from matching.models import Match, Need
from prospects.models import Company

Status = Match.Status

#: As many needs are named; the others are counted.
MOST = 12


class Why(StrEnum):
    """What keeps a need out of a plan."""

    NOBODY = "nobody"  # no match that could be introduced
    WEAK = "weak"  # none that reaches the plan's least value
    FIRM = "firm"  # its firm's limit is reached
    ELSEWHERE = "elsewhere"  # the companies are worth more elsewhere, or their officers are full


@dataclass(frozen=True)
class Unserved:
    """A need without an introduction: `candidates` reach the least value, `under_way` were
    introduced before."""

    need: Need
    candidates: int
    under_way: int
    why: Why


@dataclass(frozen=True)
class AllUnserved:
    """The needs that most candidates wait for, and how many there are in all."""

    named: tuple[Unserved, ...]
    count: int


def unserved(plan: IntroductionPlan) -> AllUnserved:
    """The open needs without an introduction in the plan, those with most candidates first."""
    taken = plan.introductions.taken()
    needs = Need.objects.open().exclude(pk__in=taken.values("need"))
    could = Q(
        matches__status__in=(Status.SUGGESTED, Status.SHORTLISTED),
        matches__company__in=Company.objects.active(),
    )
    begun = Q(matches__status__in=(Status.INTRODUCED, Status.IN_TALKS, Status.CONVERTED))
    worth = could & Q(matches__priority__gte=plan.least_value)
    rows: QuerySet[Any] = needs.select_related("firm").annotate(
        candidates=Count("matches", filter=worth),
        possible=Count("matches", filter=could),
        under_way=Count("matches", filter=begun),
    )
    by_firm = dict(taken.order_by().values_list("need__firm").annotate(n=Count("pk")))
    own = dict(plan.own_limits.exclude(firm=None).values_list("firm", "most"))

    def why(need: Need, candidates: int, possible: int) -> Why:
        if not candidates:
            return Why.WEAK if possible else Why.NOBODY
        full = by_firm.get(need.firm_id, 0) >= own.get(need.firm_id, plan.per_firm)
        return Why.FIRM if full else Why.ELSEWHERE

    named = tuple(
        Unserved(need, need.candidates, need.under_way, why(need, need.candidates, need.possible))
        for need in rows.order_by("-candidates", "id")[:MOST]
    )
    return AllUnserved(named, needs.count())
