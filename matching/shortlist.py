"""The stored matches: fetch, score, store.

Whoever runs it, and however often: people's decisions stay, a run that dies leaves what was there,
and of two runs at once the one that read the facts later wins, row by row.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from django.db import connection, transaction
from django.db.models import DO_NOTHING, Exists, F, Max, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from matching.explaining import explain
from matching.features import Floats, Ints
from matching.fetching import Fetched, fetch
from matching.masks import WHY
from matching.models import Match, MatchExclusion, Need, Screening, WeightProfile
from matching.ranking import Bars, Found, best_lists
from matching.rejected import note_answers
from matching.scoring import PARTS, Matches, Weights
from prospects.models import Company

PER_NEED = 50
PER_COMPANY = 50
PER_EXCLUDED = 50

_LOCK = 0x6D61746368  # any number that no other advisory lock uses: "match"

_SCORED = """
    CREATE TEMPORARY TABLE scored (
        company_id uuid, need_id uuid, profile_id uuid, score float8, confidence float8,
        freshness float8, capability_part float8, precision_part float8, customer_part float8,
        intent_part float8, capacity_part float8, location_part float8, group_part float8,
        setback float8, reasons jsonb
    )
"""
# Companies and needs that were deleted meanwhile drop out of the join.
_UPSERT = """
    INSERT INTO matching_match AS stored (
        company_id, need_id, profile_id, score, confidence, freshness, capability_part,
        precision_part, customer_part, intent_part, capacity_part, location_part, group_part,
        setback, reasons, scored_at,
        status, rejected_because, version, updated_at, is_demo
    )
    SELECT scored.*, %(now)s, 'suggested', '', 1, %(now)s, company.is_demo OR need.is_demo
    FROM scored
    JOIN prospects_company AS company ON company.id = scored.company_id
    JOIN matching_need AS need ON need.id = scored.need_id
    ORDER BY scored.company_id, scored.need_id
    ON CONFLICT (company_id, need_id) DO UPDATE SET
        profile_id = EXCLUDED.profile_id, score = EXCLUDED.score,
        confidence = EXCLUDED.confidence, freshness = EXCLUDED.freshness,
        capability_part = EXCLUDED.capability_part, precision_part = EXCLUDED.precision_part,
        customer_part = EXCLUDED.customer_part, intent_part = EXCLUDED.intent_part,
        capacity_part = EXCLUDED.capacity_part, location_part = EXCLUDED.location_part,
        group_part = EXCLUDED.group_part, setback = EXCLUDED.setback,
        reasons = EXCLUDED.reasons, scored_at = EXCLUDED.scored_at
    WHERE stored.scored_at <= EXCLUDED.scored_at
"""


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a run did: what it read, the matches it wrote and the suggestions it removed."""

    companies: int
    needs: int
    written: int
    removed: int


def rescore(
    *,
    need_ids: Collection[uuid.UUID] | None = None,
    company_ids: Collection[uuid.UUID] | None = None,
    profile: WeightProfile | None = None,
    now: dt.datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rescored:
    """Score the named needs, or companies, or everything, and store the best matches.

    Of a need the best 50 companies are stored, of a company its best 50 needs, and of a need
    the best 50 companies that only its musts keep from the list. Matches that people
    have decided about get new scores and keep their status whatever their place; suggestions that
    fell out of both lists are removed unless something refers to them. A run for some companies
    also enters them in the lists of needs, and the other way round; the entries that this pushes
    beyond the list's end go with the next whole run. `progress` gets (companies done, of all).

    ValueError if the profile's weights cannot weigh.
    """
    now = now or timezone.now()
    profile = profile or active_profile()
    weights = Weights(**{part: getattr(profile, part) for part in PARTS})
    scope = _scope(need_ids, company_ids)
    facts = fetch(today=timezone.localdate(now), company_ids=company_ids, need_ids=need_ids)
    found = best_lists(
        facts.inputs,
        weights,
        per_need=PER_NEED if company_ids is None else 0,
        per_company=PER_COMPANY if need_ids is None else 0,
        per_excluded=PER_EXCLUDED,
        keep=_decided(facts, scope),
        bars=_bars(facts, scope, by_need=company_ids is not None, by_company=need_ids is not None),
        progress=progress and (lambda done: progress(done, len(facts.company_ids))),
    )
    with transaction.atomic():
        written = _store(facts, found.matches, profile, now)
        note_answers(scope, now=now)
        removed = _remove(scope, now)
        _store_excluded(facts, found, scope, now)
        if company_ids is None:
            _store_screenings(facts, found, now)
    return Rescored(len(facts.company_ids), len(facts.need_ids), written, removed)


def active_profile() -> WeightProfile:
    """The profile in use; if there is none, a new revision with the standard weights."""
    with transaction.atomic():
        _lock()  # so that two first runs do not both make one
        profile = WeightProfile.objects.filter(is_active=True).first()
        if profile is None:
            last = WeightProfile.objects.aggregate(last=Max("revision"))["last"]
            standard = Weights()
            profile = WeightProfile.objects.create(
                revision=(last or 0) + 1,
                is_active=True,
                **{part: getattr(standard, part) for part in PARTS},
            )
    return profile


def _scope(need_ids: Collection[uuid.UUID] | None, company_ids: Collection[uuid.UUID] | None) -> Q:
    scope = Q()
    if need_ids is not None:
        scope &= Q(need__in=list(need_ids))
    if company_ids is not None:
        scope &= Q(company__in=list(company_ids))
    return scope


def _decided(facts: Fetched, scope: Q) -> tuple[Ints, Ints]:
    """The pairs that people have decided about, as (company, need) indexes."""
    company_at = {pk: index for index, pk in enumerate(facts.company_ids)}
    need_at = {pk: index for index, pk in enumerate(facts.need_ids)}
    decided = Match.objects.filter(scope).exclude(status=Match.Status.SUGGESTED)
    pairs = [
        (company_at[company], need_at[need])
        for company, need in decided.values_list("company_id", "need_id")
        if company in company_at and need in need_at
    ]
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _bars(facts: Fetched, scope: Q, *, by_need: bool, by_company: bool) -> Bars:
    """What the lists of needs, or of companies, that are not being made anew ask for."""
    company = np.full(len(facts.company_ids), np.inf, dtype=np.float32)
    need = np.full(len(facts.need_ids), np.inf, dtype=np.float32)
    if by_company:
        company = _last_of_lists("company_id", facts.company_ids, PER_COMPANY, scope)
    if by_need:
        need = _last_of_lists("need_id", facts.need_ids, PER_NEED, scope)
    return Bars(company=company, need=need)


def _last_of_lists(field: str, ids: list[uuid.UUID], length: int, scope: Q) -> Floats:
    """The priority of the last of each full list, leaving out what is being scored; else -inf."""
    place = Window(RowNumber(), partition_by=field, order_by=F("priority").desc())
    others = Match.objects.exclude(scope).annotate(place=place).filter(place=length)
    last = dict(others.order_by().values_list(field, "priority"))
    return np.array([last.get(pk, -np.inf) for pk in ids], dtype=np.float32)


def _store(facts: Fetched, found: Matches, profile: WeightProfile, now: dt.datetime) -> int:
    """Write scores; rows that a later run has written meanwhile are left alone."""
    _lock()
    with connection.cursor() as cursor:
        cursor.execute(_SCORED)
        with cursor.copy("COPY scored FROM STDIN") as copy:
            for row in _rows(facts, found, profile):
                copy.write_row(row)
        cursor.execute(_UPSERT, {"now": now})
        written: int = cursor.rowcount
        cursor.execute("DROP TABLE scored")
    return written


def _rows(facts: Fetched, found: Matches, profile: WeightProfile) -> Iterator[tuple[Any, ...]]:
    reasons = explain(facts.inputs, found, facts.labels)
    parts = [[None if np.isnan(v) else float(v) for v in part] for part in found.parts]
    left = facts.inputs.setbacks.left(found.company, facts.inputs.needs.group[found.need])
    setback = [1.0] * len(found) if left is None else left.tolist()
    for pair, told in enumerate(reasons):
        yield (
            facts.company_ids[found.company[pair]],
            facts.need_ids[found.need[pair]],
            profile.pk,
            float(found.score[pair]),
            float(found.confidence[pair]),
            float(found.freshness[pair]),
            *(part[pair] for part in parts),
            setback[pair],
            orjson.dumps(told).decode(),
        )


def _store_excluded(facts: Fetched, found: Found, scope: Q, now: dt.datetime) -> None:
    """Who is left out, anew; what a later run has written meanwhile stays."""
    stored = MatchExclusion.objects.filter(scope)
    stored.filter(scored_at__lt=now).delete()
    out = found.excluded
    rows = [
        MatchExclusion(
            need_id=facts.need_ids[out.need[place]],
            company_id=facts.company_ids[out.company[place]],
            score=float(out.score[place]),
            confidence=float(out.confidence[place]),
            priority=float(out.priority[place]),
            reasons=[key for bit, key in enumerate(WHY) if why >> bit & 1],
            scored_at=now,
        )
        for place, why in enumerate(found.why.tolist())
    ]
    # Companies and needs that were deleted meanwhile are left alone.
    companies = Company.objects.in_bulk([row.company_id for row in rows])
    needs = Need.objects.in_bulk([row.need_id for row in rows])
    MatchExclusion.objects.bulk_create(
        [row for row in rows if row.company_id in companies and row.need_id in needs],
        ignore_conflicts=True,
    )


def _store_screenings(facts: Fetched, found: Found, now: dt.datetime) -> None:
    """How many companies do the work of each need, and what its musts take from them."""
    Screening.objects.filter(need__in=facts.need_ids, scored_at__lt=now).delete()
    there = set(Need.objects.filter(pk__in=facts.need_ids).values_list("pk", flat=True))
    Screening.objects.bulk_create(
        [
            Screening(
                need_id=key,
                able=int(found.able[place]),
                passing=int(found.passing[place]),
                scored_at=now,
                **dict(zip(WHY, found.counts[:, place].tolist(), strict=True)),
            )
            for place, key in enumerate(facts.need_ids)
            if key in there
        ],
        ignore_conflicts=True,
    )


def _remove(scope: Q, now: dt.datetime) -> int:
    """Remove the suggestions of the scope that this run did not write, nor a later one.

    A suggestion that something refers to (a deal was opened from it) stays.
    """
    gone = Match.objects.filter(scope, status=Match.Status.SUGGESTED, scored_at__lt=now)
    for relation in Match._meta.related_objects:
        if relation.on_delete is not DO_NOTHING:  # history refers to rows without holding them
            rows = relation.related_model._base_manager
            referring = rows.filter(**{relation.field.name: OuterRef("pk")})
            gone = gone.exclude(Exists(referring))
    # Locked first: whoever decides about one of them in this moment has it spared.
    ids = list(gone.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Match.objects.filter(pk__in=ids).only("pk").delete()
    return len(ids)


def _lock() -> None:
    """One writer at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
