"""Writing what a run found: matches, who is left out, and the counts of each need.

People's decisions stay; of two writers the one that read the facts later wins, row by row.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from django.db import connection
from django.db.models import DO_NOTHING, Exists, F, Func, OuterRef, Q, QuerySet, Value

from matching import changes
from matching.explaining import explain
from matching.fetching import Fetched
from matching.masks import WHY
from matching.models import Match, MatchExclusion, Need, Screening, WeightProfile
from matching.ranking import Found
from matching.scoring import PARTS, Matches
from prospects.models import Company

_LOCK = 0x6D61746368  # any number that no other advisory lock uses: "match"
LEAST_CHANGE = 1e-6  # of a priority

_FOUND = """
    CREATE TEMPORARY TABLE found (
        company_id uuid, need_id uuid, profile_id uuid, score float8, confidence float8,
        freshness float8, capability_part float8, precision_part float8, customer_part float8,
        intent_part float8, capacity_part float8, location_part float8, group_part float8,
        setback float8, reasons jsonb
    )
"""
#: What the engine writes of a match, in the order of `found`.
COLUMNS = (
    "profile_id", "score", "confidence", "freshness",
    *(f"{part}_part" for part in PARTS),
    "setback",
    "reasons",
)  # fmt: skip
# Companies and needs that were deleted meanwhile drop out of the join.
_UPSERT = f"""
    WITH stored AS (
        INSERT INTO matching_match AS stored (
            company_id, need_id, {", ".join(COLUMNS)}, scored_at,
            status, rejected_because, version, updated_at, is_demo
        )
        SELECT found.*, %(now)s, 'suggested', '', 1, %(now)s, company.is_demo OR need.is_demo
        FROM found
        JOIN prospects_company AS company ON company.id = found.company_id
        JOIN matching_need AS need ON need.id = found.need_id
        ORDER BY found.company_id, found.need_id
        ON CONFLICT (company_id, need_id) DO UPDATE SET
            {", ".join(f"{column} = EXCLUDED.{column}" for column in COLUMNS)},
            scored_at = EXCLUDED.scored_at
        WHERE stored.scored_at <= EXCLUDED.scored_at
        RETURNING {changes.RETURNED}
    ), noted AS (
        {changes.MOVED}
    )
    SELECT count(*), count(*) FILTER (WHERE is_new),
        count(*) FILTER (WHERE abs(before - after) > {LEAST_CHANGE})
    FROM stored
"""  # noqa: S608  # columns and numbers of our own


@dataclass(frozen=True, slots=True)
class Stored:
    """Matches written; of those, new ones and ones whose priority changed."""

    written: int
    added: int
    changed: int


def store(facts: Fetched, found: Matches, profile: WeightProfile, now: dt.datetime) -> Stored:
    """Write scores; rows that a later run has written meanwhile are left alone.

    The caller holds the lock and is within `changes.noted`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOUND)
        with cursor.copy("COPY found FROM STDIN") as copy:
            for company, need, values in rows_of(facts, found):
                copy.write_row((company, need, profile.pk, *values))
    return upsert(now)


def upsert(now: dt.datetime) -> Stored:
    """Write the rows of the temporary table `found`, and drop it."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, {"now": now})
        stored = Stored(*cursor.fetchone())
        cursor.execute("DROP TABLE found")
    return stored


def rows_of(
    facts: Fetched, found: Matches
) -> Iterator[tuple[uuid.UUID, uuid.UUID, tuple[Any, ...]]]:
    """Company, need, and what is written of them: `COLUMNS` from the score on."""
    reasons = explain(facts.inputs, found, facts.labels)
    parts = [[None if np.isnan(v) else float(v) for v in part] for part in found.parts]
    left = facts.inputs.setbacks.left(found.company, facts.inputs.needs.group[found.need])
    setback = [1.0] * len(found) if left is None else left.tolist()
    for pair, told in enumerate(reasons):
        values = (
            float(found.score[pair]),
            float(found.confidence[pair]),
            float(found.freshness[pair]),
            *(part[pair] for part in parts),
            setback[pair],
            orjson.dumps(told).decode(),
        )
        yield facts.company_ids[found.company[pair]], facts.need_ids[found.need[pair]], values


def store_excluded(facts: Fetched, found: Found, scope: Q, now: dt.datetime) -> None:
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


def store_screenings(
    facts: Fetched, found: Found, now: dt.datetime, *, is_whole: bool = True
) -> None:
    """How many companies do the work of each need, and what its musts take from them; `is_whole`:
    that all its matches are written, and not only those that were found."""
    Screening.objects.filter(need__in=facts.need_ids, scored_at__lt=now).delete()
    there = set(Need.objects.filter(pk__in=facts.need_ids).values_list("pk", flat=True))
    listed = {} if is_whole else _companies_of(facts, found.matches)
    Screening.objects.bulk_create(
        [
            Screening(
                need_id=key,
                able=int(found.able[place]),
                passing=int(found.passing[place]),
                scored_at=now,
                is_whole=is_whole,
                listed=listed.get(place, []),
                **dict(zip(WHY, found.counts[:, place].tolist(), strict=True)),
            )
            for place, key in enumerate(facts.need_ids)
            if key in there
        ],
        ignore_conflicts=True,
    )


def are_current(company_ids: Collection[uuid.UUID]) -> None:
    """The matches of these companies have just been written: also lists of which the rest is still
    to be written show them."""
    now_too = Func(F("listed"), Value([*company_ids], Screening.listed.field), function="array_cat")
    Screening.objects.filter(is_whole=False).update(listed=now_too)


def _companies_of(facts: Fetched, found: Matches) -> dict[int, list[uuid.UUID]]:
    """The companies of each need's matches, by the need's place."""
    companies = defaultdict(list)
    for company, need in zip(found.company.tolist(), found.need.tolist(), strict=True):
        companies[need].append(facts.company_ids[company])
    return companies


def remove(scope: Q, now: dt.datetime) -> int:
    """Remove the suggestions of the scope that this run did not write, nor a later one.

    A suggestion that something refers to (a deal was opened from it) stays.
    """
    return remove_suggestions(Match.objects.filter(scope, scored_at__lt=now))


def remove_suggestions(gone: QuerySet[Match]) -> int:
    """Remove those that are only suggested and that nothing refers to."""
    gone = gone.filter(status=Match.Status.SUGGESTED)
    for relation in Match._meta.related_objects:
        if relation.on_delete is not DO_NOTHING:  # history refers to rows without holding them
            rows = relation.related_model._base_manager
            referring = rows.filter(**{relation.field.name: OuterRef("pk")})
            gone = gone.exclude(Exists(referring))
    # Locked first: whoever decides about one of them in this moment has it spared.
    ids = list(gone.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Match.objects.filter(pk__in=ids).only("pk").delete()
    return len(ids)


def lock() -> None:
    """One writer at a time, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
