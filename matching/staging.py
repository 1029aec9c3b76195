"""A whole run in chunks: what each found is staged, and merged when all are there.

A chunk holds all needs against some companies: what it finds for its companies is final, of a
need's list it gives its own best. What becomes of them is in `matching.merging`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from matching import shortlist
from matching.features import Bools, Ints
from matching.fetching import Fetched, fetch
from matching.lists import listed, ranks
from matching.masks import WHY
from matching.models import (
    ScoringChunk,
    StagedExclusion,
    StagedMatch,
    StagedScreening,
)
from matching.prepared import prepare
from matching.ranking import Found, best_lists
from matching.scoring import FLOOR, Matches, Weights, held_against_musts
from matching.storing import COLUMNS, rows_of

STAGING = (StagedMatch, StagedExclusion, StagedScreening)


@dataclass(frozen=True, slots=True)
class Scored:
    """What a chunk found: its companies and needs, and the rows to stage."""

    facts: Fetched
    found: Found
    stays: Bools
    ranked: Bools


def score(chunk: ScoringChunk) -> Scored:
    """The chunk's companies against all open needs, as of the day that the run began."""
    run = chunk.run
    keys = (chunk.first, chunk.last)
    facts = fetch(today=timezone.localdate(run.started_at), span=keys)
    weights = shortlist.weights_of(run.profile)
    kept = shortlist.decided(facts, Q(company__gte=chunk.first, company__lte=chunk.last))
    found = best_lists(
        facts.inputs,
        weights,
        per_need=shortlist.PER_NEED,
        per_company=shortlist.PER_COMPANY,
        per_excluded=shortlist.PER_EXCLUDED,
        keep=kept,
    )
    stays, ranked = _flags(facts, found.matches, weights, kept)
    return Scored(facts, found, stays, ranked)


def _flags(
    facts: Fetched, matches: Matches, weights: Weights, kept: tuple[Ints, Ints]
) -> tuple[Bools, Bools]:
    """Of each pair whether it is in its company's list or kept, and whether it may be in its
    need's: what was decided about is kept even where a must or the floor bars it from lists."""
    count = len(facts.company_ids)
    pair = matches.need * count + matches.company
    is_kept = np.isin(pair, kept[1] * count + kept[0])
    ranked = ~is_kept
    if is_kept.any():
        again, why = held_against_musts(
            prepare(facts.inputs), weights, matches.company[is_kept], matches.need[is_kept]
        )
        ranked[is_kept] = (why == 0) & (again.parts[0] >= np.float32(FLOOR))
    stays = is_kept.copy()
    places = np.flatnonzero(ranked)
    among = matches.take(places)
    stays[places] |= listed(
        among.company,
        ranks(among.priority, among.confidence),
        among.need,
        facts.inputs.needs.key,
        shortlist.PER_COMPANY,
    )
    return stays, ranked


# --- Staging ----------------------------------------------------------------------------------


def stage(chunk: ScoringChunk, scored: Scored) -> None:
    """Write what the chunk found beside the matches. Its earlier attempts are forgotten."""
    if chunk.attempts > 1:
        forget([chunk.pk])
    _copy(StagedMatch, _match_rows(chunk, scored))
    _copy(StagedExclusion, _exclusion_rows(chunk, scored))
    _copy(StagedScreening, _screening_rows(chunk, scored))


def _match_rows(chunk: ScoringChunk, scored: Scored) -> Iterator[tuple[Any, ...]]:
    """Best first, as they are written into the lists: whoever reads them so reads on and on."""
    rank = ranks(scored.found.matches.priority, scored.found.matches.confidence)
    order = np.argsort(rank, kind="stable")
    matches = scored.found.matches.take(order)
    priority, placed = matches.priority.tolist(), rank[order].tolist()
    stays, ranked = scored.stays[order].tolist(), scored.ranked[order].tolist()
    for place, (company, need, values) in enumerate(rows_of(scored.facts, matches)):
        told = (priority[place], placed[place], stays[place], ranked[place])
        yield (chunk.pk, company, need, *told, *values)


def _exclusion_rows(chunk: ScoringChunk, scored: Scored) -> Iterator[tuple[Any, ...]]:
    out, facts = scored.found.excluded, scored.facts
    rank = ranks(out.priority, out.confidence).tolist()
    for place, why in enumerate(scored.found.why.tolist()):
        yield (
            chunk.pk,
            facts.company_ids[out.company[place]],
            facts.need_ids[out.need[place]],
            float(out.priority[place]),
            rank[place],
            float(out.score[place]),
            float(out.confidence[place]),
            [key for bit, key in enumerate(WHY) if why >> bit & 1],
        )


def _screening_rows(chunk: ScoringChunk, scored: Scored) -> Iterator[tuple[Any, ...]]:
    found = scored.found
    for place, need in enumerate(scored.facts.need_ids):
        counts = (found.able[place], found.passing[place], *found.counts[:, place])
        if any(counts):
            yield (chunk.pk, need, *map(int, counts))


_STAGED: dict[type[models.Model], tuple[str, ...]] = {
    StagedMatch: (
        "chunk_key", "company_key", "need_key", "priority", "rank", "stays", "ranked", *COLUMNS[1:],
    ),
    StagedExclusion: (
        "chunk_key", "company_key", "need_key", "priority", "rank", "score", "confidence",
        "reasons",
    ),
    StagedScreening: ("chunk_key", "need_key", "able", "passing", *WHY),
}  # fmt: skip


def _copy(model: type[models.Model], rows: Iterator[tuple[Any, ...]]) -> None:
    statement = f"COPY {model._meta.db_table} ({', '.join(_STAGED[model])}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def forget(chunk_keys: list[uuid.UUID]) -> None:
    """Drop what these chunks staged."""
    for model in STAGING:
        model._default_manager.filter(chunk_key__in=chunk_keys).delete()


def clear() -> None:
    """Empty the staging tables; the caller sees to it that no run is on its way."""
    tables = ", ".join(model._meta.db_table for model in STAGING)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")
