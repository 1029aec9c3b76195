"""Groups of tracked companies that are probably one and the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet, Sum

from crm.merging.distinct import pairs_apart
from crm.merging.merge import MOST
from prospects.duplicates import duplicate_pairs
from prospects.likeness import Reason
from prospects.models import Company

_STRENGTH = {reason: place for place, reason in enumerate(Reason)}
_KEPT_SECONDS = 24 * 60 * 60

# (key, key, reason, other number): what the cache keeps.
_Pair = tuple[UUID, UUID, str, bool]


@dataclass(frozen=True)
class Group:
    """Companies of which each is like another, and why; at most as many as can be merged."""

    keys: tuple[UUID, ...]
    reasons: tuple[Reason, ...]
    other_number: bool


def duplicate_groups(
    companies: QuerySet[Company] | None = None, *, other_numbers: bool = False
) -> list[Group]:
    """The groups among the companies, those with the strongest reasons first.

    Pairs that somebody said to be different are left out, and, unless `other_numbers`, so are pairs
    whose corporate numbers are known and differ: those are two legal persons. Three queries; the
    comparison itself is kept until a company changes.
    """
    companies = Company.objects.all() if companies is None else companies
    apart = pairs_apart()
    pairs = [
        pair
        for pair in _pairs(companies)
        if (other_numbers or not pair[3]) and frozenset(pair[:2]) not in apart
    ]
    groups = [_group(keys, pairs_of) for keys, pairs_of in _connected(pairs)]
    return sorted(
        groups, key=lambda g: (g.other_number, _STRENGTH[g.reasons[0]], -max(k.int for k in g.keys))
    )


def _pairs(companies: QuerySet[Company]) -> list[_Pair]:
    """Comparing 100,000 companies takes seconds: done again only when one of them has changed."""
    state: dict[str, Any] = companies.order_by().aggregate(
        n=Count("pk"), last=Max("updated_at"), versions=Sum("version")
    )
    key = f"duplicates:{state['n']}:{state['last']}:{state['versions']}".replace(" ", "T")
    known: list[_Pair] | None = cache.get(key)
    if known is None:
        known = [
            (one, other, str(like.reason), like.other_number)
            for one, other, like in duplicate_pairs(companies)
        ]
        cache.set(key, known, _KEPT_SECONDS)
    return known


def _connected(pairs: Iterable[_Pair]) -> list[tuple[list[UUID], list[_Pair]]]:
    """The pairs by the companies that hang together, each at most as large as can be merged."""
    group_of: dict[UUID, int] = {}
    members: dict[int, list[UUID]] = {}
    inside: dict[int, list[_Pair]] = defaultdict(list)
    for number, pair in enumerate(sorted(pairs, key=lambda p: (_STRENGTH[Reason(p[2])], p[3]))):
        one, other = (group_of.get(key) for key in pair[:2])
        new = {key for key in pair[:2] if key not in group_of}
        size = sum(len(members[g]) for g in {one, other} - {None} if g is not None) + len(new)
        if size > MOST:
            continue  # the rest of a crowd comes up once these are merged or kept apart
        into = one if one is not None else other if other is not None else number
        for old in {one, other} - {None, into}:
            assert old is not None  # noqa: S101
            for key in members.pop(old):
                group_of[key] = into
                members[into].append(key)
            inside[into] += inside.pop(old)
        for key in sorted(new):
            group_of[key] = into
            members.setdefault(into, []).append(key)
        inside[into].append(pair)
    return [(sorted(keys), inside[number]) for number, keys in members.items()]


def _group(keys: Sequence[UUID], pairs: Sequence[_Pair]) -> Group:
    reasons = sorted({Reason(pair[2]) for pair in pairs}, key=lambda reason: _STRENGTH[reason])
    return Group(tuple(keys), tuple(reasons), all(pair[3] for pair in pairs))
